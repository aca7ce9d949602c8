import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { demo } from '../../../db/demo/ids.ts';
import { useBase } from '../../../test/base.ts';
import { useCles } from '../../../test/cles-partagees.ts';
import { AIDE_LOGEMENT, type MandatPose, poserMandat } from '../../../test/mandats.ts';
import { type Answer, openSite, type Visitor } from '../../../test/visitor.ts';
import { formatDate, parisDate } from '../../domain/date.ts';
import { inTerritoire } from '../../platform/db.ts';
import type { CauseFin } from '../mandats/rules.ts';
import { finirDemarches } from '../mandats/store.ts';

const base = useBase({ demo: true });
const store = useCles();
let now = Temporal.Now.instant();
let site: ReturnType<typeof openSite>;
let public_: Visitor;

beforeAll(async () => {
  site = openSite(base.request, { cles: store.cles, clock: () => now });
  public_ = site.anonymous();
});

const lu = ({ text }: Answer): string => text.replaceAll(/<[^>]*>/g, ' ').replaceAll(/[\s\u00a0]+/g, ' ');
const verifier = (q: string) => public_.get(`/verifier?q=${q}`);
const empreinte = ({ id }: MandatPose) =>
  createHash('sha256')
    .update(Buffer.from(`%PDF-1.7 essai ${id}\n%%EOF`))
    .digest('hex');
/** What is answered, between the title of the answer and the form that follows. */
const reponse = (answer: Answer) => /Réponse (.*) Vérifier un autre document/.exec(lu(answer))?.[1] ?? '';

async function finir({ id, demarches }: MandatPose, cause: CauseFin, combien = demarches.length): Promise<void> {
  const fin = { at: now, cause, canal: 'guichet', compteId: null, delaiTiersHeures: 0 } as const;
  await inTerritoire(base.request, '66', (db) =>
    finirDemarches(db, '66', id, { ...fin, demarcheIds: demarches.slice(0, combien) }),
  );
}

describe('Vérifier un mandat, sans compte', () => {
  test('par son code ou par ses octets : valide, et le jour de son sceau', async () => {
    const mandat = await poserMandat(base, store.cles);
    const scelle = formatDate(parisDate(now.subtract({ hours: 24 })));
    for (const q of [mandat.code, empreinte(mandat)]) {
      const text = reponse(await verifier(q));
      expect(text).toContain('Mandat valide');
      expect(text).toContain(`Il a été scellé le ${scelle}.`);
    }
    await finir(mandat, 'retrait', 1);
    expect(reponse(await verifier(mandat.code))).toContain('Mandat valide');
    await finir(mandat, 'retrait');
    expect(reponse(await verifier(mandat.code))).toContain('Mandat retiré');
    expect(reponse(await verifier(empreinte(mandat)))).toContain('Mandat retiré');
  });

  test('achevé, renoncé, arrêté par un décès ou une protection, échu ou détruit : le même mot, la même phrase', async () => {
    const answers = new Set<string>();
    for (const cause of ['achevement', 'renonciation', 'deces', 'protection'] as const) {
      const mandat = await poserMandat(base, store.cles);
      await finir(mandat, cause);
      answers.add(reponse(await verifier(mandat.code)));
    }
    const detruit = await poserMandat(base, store.cles);
    await finir(detruit, 'retrait');
    const gone = { detruitAt: now, contenu: null, document: null };
    await base.owner.updateTable('mandat').set(gone).where('id', '=', detruit.id).execute();
    answers.add(reponse(await verifier(detruit.code)));
    const echu = await poserMandat(base, store.cles);
    now = now.add({ hours: 24 * 120 });
    answers.add(reponse(await verifier(echu.code)));
    now = now.subtract({ hours: 24 * 120 });
    expect([...answers]).toHaveLength(1);
    expect([...answers][0]).toContain('Mandat terminé');
  });

  test('ni l’agent, ni le lieu, ni le nombre de démarches, ni la personne', async () => {
    const un = await poserMandat(base, store.cles, { suppleantId: demo.agents.autre });
    const deux = await poserMandat(base, store.cles, { agentId: demo.agents.autre, objets: [AIDE_LOGEMENT] });
    expect(reponse(await verifier(un.code))).toBe(reponse(await verifier(deux.code)));
    await finir(un, 'retrait');
    for (const { code } of [un, deux]) {
      expect(lu(await verifier(code))).not.toMatch(/Tramontane|Micocoulier|Colette|Exemplaire|logement|démarches? \d/);
    }
    const { lieu } = await base.owner
      .selectFrom('mandat')
      .innerJoin('seance', 'seance.id', 'mandat.seanceId')
      .innerJoin('lieu', 'lieu.id', 'seance.lieuId')
      .select('lieu.nom as lieu')
      .where('mandat.id', '=', un.id)
      .executeTakeFirstOrThrow();
    expect(lu(await verifier(un.code))).not.toContain(lieu);
  });

  test('un sursis ne se voit pas', async () => {
    const mandat = await poserMandat(base, store.cles);
    const before = reponse(await verifier(mandat.code));
    const held = { territoireId: '66', id: mandat.id, mandatId: mandat.id, motif: 'Plainte déposée' };
    await base.owner.insertInto('mandatSursis').values(held).execute();
    expect(reponse(await verifier(mandat.code))).toBe(before);
  });

  test('celui d’un autre territoire est inconnu, comme un code que personne ne porte', async () => {
    const mandat = await poserMandat(base, store.cles);
    const plain = (answer: Answer) => [answer.status, reponse(answer)];
    const neighbour = await site.anonymous('voisin.localhost').get(`/verifier?q=${mandat.code}`);
    expect(plain(neighbour)).toEqual(plain(await verifier('9999-9999-9999')));
    expect(reponse(neighbour)).toContain('Ce code n’est pas connu ici');
  });
});
