import { beforeAll, beforeEach, expect, test } from 'vitest';
import { usePlanning } from '../../../test/planning.ts';
import { poserMotif } from '../../../test/rendez-vous.ts';
import type { Visitor } from '../../../test/visitor.ts';
import { uuidv7 } from '../../platform/ids.ts';
import { empreinteJeton, nouveauCode } from '../rendez-vous/code.ts';

const planning = usePlanning();
const { base, enPlace, seancesDe } = planning;
let equipe: Visitor;
let motifId: string;
beforeAll(async () => {
  ({ equipe } = planning);
  motifId = await poserMotif(base.owner);
});
beforeEach(async () => {
  await base.owner.deleteFrom('sms').execute();
});

/** Somebody is awaited at 9 h 30 in the last séance of a permanence, Friday 8 January 2027. */
async function attendue() {
  const permanence = await enPlace();
  const seance = (await seancesDe(permanence.id)).at(-1);
  const id = uuidv7();
  await base.owner
    .insertInto('rendezVous')
    .values({
      ...{ territoireId: '66', id, seanceId: seance?.id ?? '', motifId },
      ...{ debut: Temporal.PlainTime.from('09:30'), fin: Temporal.PlainTime.from('10:00') },
      ...{ codeRdv: nouveauCode(), jetonHash: empreinteJeton(id), canal: 'public' },
      ...{ prenom: 'Violette', telephone: '06 39 98 00 01', prevenir: 'sms' },
    })
    .execute();
  return { ...permanence, seance: seance?.id ?? '', rdv: id };
}

/** What was written to her, as soon as the page answered. */
const dit = async (rendezVousId: string) =>
  (
    await base.owner
      .selectFrom('sms')
      .select('texte')
      .where('rendezVousId', '=', rendezVousId)
      .orderBy('createdAt')
      .orderBy('id')
      .execute()
  ).map(({ texte }) => texte);

test('arrêter une permanence prévient aussitôt qui y était attendu', async () => {
  const { chemin, rdv } = await attendue();
  expect((await equipe.post(`${chemin}/arreter`, { au: '2026-12-05', motif: 'Essai' })).status).toBe(303);
  expect(await dit(rdv)).toEqual([expect.stringContaining('ne peut pas avoir lieu')]);
});

test('changer les heures d’une permanence prévient aussitôt de la nouvelle', async () => {
  const { chemin, lieuId, rdv } = await attendue();
  const heures = { heureDebut: '10:00', heureFin: '13:00' };
  const saisie = { le: '2026-12-05', lieuId, jour: '5', rythme: '1', ...heures, au: '2027-01-08', accueil: 'libre' };
  const { text } = await equipe.get(`${chemin}/modifier?${new URLSearchParams({ voir: 'oui', ...saisie })}`);
  const vue = /name="vue" value="([^"]+)"/.exec(text)?.[1] ?? '';
  expect((await equipe.post(`${chemin}/modifier`, { ...saisie, vue })).status).toBe(303);
  expect(await dit(rdv)).toEqual([expect.stringContaining('a changé : vendredi 08/01 à 10 h 30')]);
});

test('annuler les séances des vacances prévient aussitôt', async () => {
  const { id, rdv } = await attendue();
  await base.owner.updateTable('permanence').set({ horsVacances: true }).where('id', '=', id).execute();
  await base.owner.updateTable('territoire').set({ zoneScolaire: 'Zone C' }).where('id', '=', '66').execute();
  const [du, au] = [Temporal.PlainDate.from('2027-01-05'), Temporal.PlainDate.from('2027-01-10')];
  await base.owner
    .insertInto('vacances')
    .values({ territoireId: '66', zone: 'Zone C', du, au, nom: 'Essai' })
    .execute();
  expect((await equipe.post('/reglages/planning/vacances')).status).toBe(303);
  expect(await dit(rdv)).toEqual([expect.stringContaining('ne peut pas avoir lieu')]);
});

test('rétablir une séance annulée le dit aussitôt à qui l’avait su', async () => {
  const { seance, rdv } = await attendue();
  await equipe.post(`/seances/${seance}/annuler`, { motif: 'Formation' });
  await base.owner.deleteFrom('sms').execute();
  expect((await equipe.post(`/seances/${seance}/retablir`)).status).toBe(303);
  expect(await dit(rdv)).toEqual([expect.stringContaining('a changé : vendredi 08/01 à 9 h 30')]);
});
