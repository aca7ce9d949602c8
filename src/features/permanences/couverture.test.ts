import { sql } from 'kysely';
import { beforeAll, expect, test } from 'vitest';
import { demo } from '../../../db/demo/ids.ts';
import { seedDemo } from '../../../db/demo/index.ts';
import { useBase } from '../../../test/base.ts';
import { testCoffre } from '../../../test/coffre.ts';
import { openSite, type Visitor } from '../../../test/visitor.ts';
import { type Db, inTerritoire } from '../../platform/db.ts';
import { uuidv7 } from '../../platform/ids.ts';
import { clauses2022 } from '../conventions/rules.ts';
import { createConvention, saveEvenements } from '../conventions/store.ts';
import { importCommunes } from '../territoires/communes.ts';
import { permanencesADecouvert, prolongerPermanences } from './planification.ts';

const base = useBase();
const NOW = Temporal.Instant.from('2026-11-24T08:00:00Z');
const TODAY = Temporal.PlainDate.from('2026-11-24');
const FIN = TODAY.add({ days: 14 });
const CONVENTION = demo.conventions.alberes;

let equipe: Visitor;

beforeAll(async () => {
  await importCommunes(base.owner);
  await seedDemo(base.owner, { today: TODAY, coffre: testCoffre });
  // What the demo leaves to decide is told elsewhere: see suites/.
  await base.owner
    .updateTable('seance')
    .set({ statut: 'annulee', motif: 'Essai' })
    .where('conventionId', '=', demo.conventions.opposition)
    .where('jour', '>', TODAY)
    .execute();
  equipe = await openSite(base.request, { clock: () => NOW }).signedIn(demo.comptes.equipe);
  await inBase((db) => prolongerPermanences(db, '66', TODAY));
});

function inBase<T>(work: (db: Db) => Promise<T>): Promise<T> {
  return inTerritoire(base.request, '66', work);
}

async function couverture(): Promise<string> {
  const { text } = await equipe.get('/tableau-de-bord');
  return text.slice(text.indexOf('id="couverture"'), text.indexOf('id="lieux"'));
}

/** The séances of the structure's permanences after its convention has ended. */
function seancesApres() {
  return base.owner
    .selectFrom('seance')
    .innerJoin('lieu', 'lieu.id', 'seance.lieuId')
    .select(['seance.id', 'seance.permanenceId', 'seance.conventionId', 'seance.statut'])
    .where('lieu.structureId', '=', demo.structures.alberes)
    .where('seance.permanenceId', 'is not', null)
    .where('seance.jour', '>', FIN)
    .execute();
}

test('rien à couvrir : le tableau de bord le dit', async () => {
  expect(await inBase((db) => permanencesADecouvert(db, '66', TODAY))).toEqual([]);
  expect(await couverture()).toContain('Une convention couvre toutes les séances prévues');
});

test('art. 7.2 : les séances déjà prévues après une dissolution restent, et le tableau de bord nomme leur permanence', async () => {
  const before = await seancesApres();
  expect(before.length).toBeGreaterThan(10);
  await inBase((db) =>
    saveEvenements(db, '66', CONVENTION, [{ id: uuidv7(), type: 'dissolution', date: FIN }], demo.comptes.equipe),
  );
  expect(await inBase((db) => prolongerPermanences(db, '66', TODAY))).toBe(0);
  expect(await seancesApres()).toEqual(before);
  const html = await couverture();
  for (const id of new Set(before.filter(({ statut }) => statut === 'prevue').map((one) => one.permanenceId))) {
    expect(html).toContain(`/permanences/${id}`);
  }
  expect(html).toContain('La convention n’est pas en vigueur à ces dates :');
  expect(html).not.toMatch(/ [1-8] décembre 2026/);
});

test('art. 6 : la convention suivante reprend les séances que la précédente ne couvre plus', async () => {
  const jour = FIN.subtract({ days: 20 });
  const deliberation = (partie: 'departement' | 'beneficiaire') =>
    ({ id: uuidv7(), type: 'deliberation', partie, numero: '1', date: jour }) as const;
  const signature = (partie: 'departement' | 'beneficiaire') =>
    ({ id: uuidv7(), type: 'signature', partie, date: jour, signataire: 'A. Essai', qualite: 'Maire' }) as const;
  const suivante = await inBase(async (db) => {
    const created = await createConvention(
      db,
      '66',
      {
        structureId: demo.structures.alberes,
        reference: 'CNV-SUIVANTE',
        modele: 'convention-2022',
        clauses: { ...clauses2022, finAuPlusTard: null },
        pointAccueil: null,
        note: null,
      },
      demo.comptes.equipe,
    );
    if (!('value' in created)) throw new Error(created.constraint);
    const parties = ['departement', 'beneficiaire'] as const;
    const evenements = [...parties.map(deliberation), ...parties.map(signature)];
    await saveEvenements(db, '66', created.value, evenements, demo.comptes.equipe);
    return created.value;
  });
  await inBase((db) => prolongerPermanences(db, '66', TODAY));
  expect(new Set((await seancesApres()).map(({ conventionId }) => conventionId))).toEqual(new Set([suivante]));
  const kept = await base.owner
    .selectFrom('seance')
    .select('id')
    .where('conventionId', '=', CONVENTION)
    .where('jour', '>=', TODAY)
    .where('jour', '<=', FIN)
    .execute();
  expect(kept.length).toBeGreaterThan(0);
  expect(await couverture()).toContain('Une convention couvre toutes les séances prévues');
});

test('un contrat raccourci laisse des séances sans agent : le tableau de bord les compte', async () => {
  expect((await equipe.get('/tableau-de-bord')).text).toContain('Toutes les séances prévues ont un agent');
  await base.owner.updateTable('agent').set({ contratFin: FIN }).where('id', '=', demo.agents.demo).execute();
  const { rows } = await sql<{ seances: number }>`select count(*) as seances from seance
    where agent_id = ${demo.agents.demo} and statut = 'prevue' and jour > ${FIN}`.execute(base.owner);
  expect((await equipe.get('/tableau-de-bord')).text).toContain(`${rows[0]?.seances} séances n’ont plus d’agent`);
  expect(await couverture()).toContain('Une convention couvre toutes les séances prévues');
});

test('art. 1.2 : rien ne s’ajoute ni ne se rétablit dans un lieu qui n’est plus convenu, ou plus conforme', async () => {
  const seance = await base.owner
    .selectFrom('seance')
    .select(['id', 'permanenceId'])
    .where('lieuId', '=', demo.lieux.prades)
    .where('permanenceId', 'is not', null)
    .where('statut', '=', 'prevue')
    .where('jour', '>', TODAY)
    .executeTakeFirstOrThrow();
  await equipe.post(`/seances/${seance.id}/annuler`, { motif: 'Essai' });
  await base.owner
    .updateTable('lieu')
    .set({ accordBeneficiaireLe: null })
    .where('id', '=', demo.lieux.prades)
    .execute();
  await base.owner
    .insertInto('lieuConstat')
    .values({
      territoireId: '66',
      id: uuidv7(),
      lieuId: demo.lieux.prades,
      critere: 'telephone',
      satisfait: false,
      constateLe: TODAY,
      constatePar: 'N. Essai',
    })
    .execute();
  const refused = await equipe.post(`/seances/${seance.id}/retablir`, {});
  expect(refused.status).toBe(422);
  expect(refused.text).toContain('Téléphone : absent');
  expect(refused.text).toContain('Ce lieu n’a pas encore l’accord du Bénéficiaire et du Département.');
  // A dérogation admits the lieu until the day before: that day is judged on its own.
  const { jour } = await base.owner
    .selectFrom('seance')
    .select('jour')
    .where('id', '=', seance.id)
    .executeTakeFirstOrThrow();
  await base.owner
    .insertInto('lieuDerogation')
    .values({
      territoireId: '66',
      id: uuidv7(),
      lieuId: demo.lieux.prades,
      usage: 'permanence',
      criteres: ['telephone'],
      motif: 'Essai',
      du: TODAY,
      au: jour.subtract({ days: 1 }),
      createdBy: demo.comptes.equipe,
      decisionId: null,
    })
    .execute();
  const late = await equipe.post(`/seances/${seance.id}/retablir`, {});
  expect(late.status).toBe(422);
  expect(late.text).not.toContain('Téléphone : absent');
  expect(late.text).toContain('Ce jour-là, la dérogation qui admet les permanences dans ce lieu aura pris fin.');
  await base.owner.deleteFrom('lieuDerogation').where('motif', '=', 'Essai').execute();
  await base.owner.deleteFrom('lieuConstat').where('constatePar', '=', 'N. Essai').execute();
  const last = TODAY.add({ weeks: 8 });
  await inBase((db) => prolongerPermanences(db, '66', last));
  const added = await base.owner
    .selectFrom('seance')
    .select('id')
    .where('lieuId', '=', demo.lieux.prades)
    .where('permanenceId', 'is not', null)
    .where('jour', '>', TODAY.add({ months: 12 }))
    .execute();
  expect(added).toEqual([]);
});
