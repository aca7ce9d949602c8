import { expect, test } from 'vitest';
import { AUJOURDHUI, usePlanning, vendredis } from '../../../../test/planning.ts';
import { inTerritoire } from '../../../platform/db.ts';
import { uuidv7 } from '../../../platform/ids.ts';
import { clauses2022 } from '../../conventions/rules.ts';
import { createConvention, saveEvenements } from '../../conventions/store.ts';

const planning = usePlanning();
const { base } = planning;

/** A convention of the small structure, signed by both on the first of the month, with its number of half-days. */
async function signee(demiJourneesParSemaine: number): Promise<string> {
  const { structure, comptes } = planning.small;
  return inTerritoire(base.request, '66', async (db) => {
    const created = await createConvention(
      db,
      '66',
      {
        structureId: structure,
        reference: `FREQ-${demiJourneesParSemaine}`,
        modele: 'convention-2022',
        clauses: { ...clauses2022, finAuPlusTard: null, demiJourneesParSemaine },
        pointAccueil: null,
        note: null,
      },
      comptes.equipe,
    );
    if (!('value' in created)) throw new Error(created.constraint);
    const date = Temporal.PlainDate.from('2026-11-01');
    const signatures = (['departement', 'beneficiaire'] as const).map(
      (partie) =>
        ({ id: uuidv7(), type: 'signature', partie, date, signataire: 'A. Essai', qualite: 'Maire' }) as const,
    );
    await saveEvenements(db, '66', created.value, signatures, comptes.equipe);
    return created.value;
  });
}

test('art. 1.2 : un nombre de demi-journées qui n’est pas celui de la convention est signalé, jamais refusé', async () => {
  const convention = await signee(2);
  const accord = Temporal.PlainDate.from('2026-11-02');
  const lieuId = await planning.lieu('Lieu à deux demi-journées');
  await base.owner
    .updateTable('lieu')
    .set({ structureId: planning.small.structure, accordBeneficiaireLe: accord, accordDepartementLe: accord })
    .where('id', '=', lieuId)
    .execute();
  const open = async (jour: string) => {
    const fields = vendredis(await planning.agent(`Agent ${jour}`), lieuId, { jour, du: AUJOURDHUI, au: '' });
    const { status, location } = await planning.equipe.post('/permanences/nouvelle', fields);
    expect(status).toBe(303);
    return location ?? '';
  };
  const convenu = 'la convention en dit 2 (art. 1.2)';
  const page = async (path: string) => (await planning.equipe.get(path)).text;
  expect(await page(`/conventions/${convention}`)).toContain('aucune demi-journée n’est prévue');
  const first = await open('5');
  expect(await page(first)).toContain('1 demi-journée par semaine est prévue dans les lieux de la structure');
  expect(await page(`/conventions/${convention}`)).toContain(convenu);
  expect(await page('/permanences/nouvelle')).toContain(', 1 demi-journée par semaine sur 2');
  await open('4');
  for (const path of [first, `/conventions/${convention}`]) expect(await page(path), path).not.toContain(convenu);
  expect(await page('/permanences/nouvelle')).not.toContain(', 1 demi-journée par semaine sur 2');
});
