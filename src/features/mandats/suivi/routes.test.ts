import { beforeAll, describe, expect, test } from 'vitest';
import { demo, voisin } from '../../../../db/demo/ids.ts';
import { useBase } from '../../../../test/base.ts';
import { useCles } from '../../../../test/cles-partagees.ts';
import { poserMandat } from '../../../../test/mandats.ts';
import { type Answer, openSite, type Visitor } from '../../../../test/visitor.ts';
import { inTerritoire } from '../../../platform/db.ts';
import { finirDemarches } from '../store.ts';

const base = useBase({ demo: true });
const store = useCles();
const now = Temporal.Now.instant();
let equipe: Visitor;
let dpo: Visitor;

beforeAll(async () => {
  const site = openSite(base.request, { cles: store.cles });
  equipe = await site.signedIn(demo.comptes.equipe);
  dpo = await site.signedIn(demo.comptes.dpo);
  for (let rank = 0; rank < 6; rank += 1) await poserMandat(base, store.cles);
  const { id } = await poserMandat(base, store.cles, { agentId: demo.agents.autre });
  const fin = { at: now, cause: 'retrait', canal: 'guichet', compteId: null, delaiTiersHeures: 0 } as const;
  await inTerritoire(base.request, '66', (db) => finirDemarches(db, '66', id, fin));
  await poserMandat(base, store.cles, { agentId: demo.agents.autre });
  await poserMandat(base, store.cles, { territoireId: '00', agentId: voisin.agents.seul });
});

const lu = ({ text }: Answer): string => text.replaceAll(/<[^>]*>/g, ' ').replaceAll(/[\s\u00a0]+/g, ' ');

describe('Le suivi des mandats', () => {
  test('l’équipe lit des nombres exacts, ceux de son territoire, et jamais un nom d’usager', async () => {
    const page = await equipe.get('/mandats/suivi');
    const text = lu(page);
    expect(text).toContain('7 mandats en cours');
    expect(text).toMatch(/Bastien Micocoulier 1 /);
    expect(text).toMatch(/Maëlle Tramontane 6 /);
    expect(text).toMatch(/Retirée par la personne 2 /);
    expect(text).toContain('Ce nombre n’existe pas : le thème d’une démarche est chiffré');
    expect(text).toContain('La destruction attend');
    expect(text).not.toMatch(/Colette|Exemplaire|logement|CARSAT/);
    expect(page.text).not.toMatch(/\/mandats\/[0-9a-f]{8}-/);
  });

  test('hors de l’équipe, les petits nombres n’y sont pas', async () => {
    const text = lu(await dpo.get('/mandats/suivi'));
    expect(text).toMatch(/Bastien Micocoulier non publié /);
    expect(text).toMatch(/Maëlle Tramontane non publié /);
    expect(text).not.toContain('Retrouver un mandat');
  });

  test('s’exporte de même, et l’export est au journal', async () => {
    const { text, headers } = await equipe.get('/mandats/suivi.csv');
    expect(headers.get('content-type')).toContain('text/csv');
    expect(text).toContain('En cours, par agent;Maëlle Tramontane;6');
    expect(text).toContain('Ensemble;Mandats en cours;7');
    const masked = (await dpo.get('/mandats/suivi.csv')).text;
    expect(masked).toContain('En cours, par agent;Bastien Micocoulier;non publié');
    expect(masked).not.toMatch(/;[1-4]\r$/m);
    const entries = await base.owner
      .selectFrom('journalEntree')
      .select('id')
      .where('acte', '=', 'exporter le suivi des mandats')
      .execute();
    expect(entries).toHaveLength(2);
  });
});
