import fc from 'fast-check';
import { expect, test } from 'vitest';
import { usePlanning } from '../../../../test/planning.ts';
import { inTerritoire } from '../../../platform/db.ts';
import { fermerQuelquesJours, rouvrir } from '../../lieux/fermetures/fermer.ts';
import { findFermeture } from '../../lieux/fermetures/store.ts';
import { findLieu } from '../../lieux/store.ts';
import { declarerAbsence, reprendre } from './declarer.ts';
import type { MomentAbsence } from './rules.ts';
import { findAbsence } from './store.ts';

const planning = usePlanning();
const { base } = planning;
const today = Temporal.PlainDate.from('2026-11-24');
const now = Temporal.Instant.from('2026-11-24T09:00:00Z');

/** The whole planning, as it is lived: who is where, when, and what differs from the series. */
const photographie = () =>
  base.owner
    .selectFrom('seance')
    .select(['id', 'jour', 'heureDebut', 'heureFin', 'lieuId', 'agentId', 'statut', 'motif', 'exceptions'])
    .select(['absenceId', 'fermetureId', 'conventionId'])
    .orderBy('id')
    .execute();

test('une absence puis sa levée, un lieu fermé puis rouvert, laissent le planning comme il était', async () => {
  const plans = [
    await planning.enPlace({ au: '2026-12-18' }),
    await planning.enPlace({ jour: '2', heureDebut: '10:00', heureFin: '15:00', du: '2026-11-24', au: '2026-12-15' }),
  ];
  const agentId = plans[0]?.agentId ?? '';
  // Both are of one agent; a certified colleague is free on Fridays.
  await base.owner
    .updateTable('seance')
    .set({ agentId })
    .where('agentId', '=', plans[1]?.agentId ?? '')
    .execute();
  await base.owner
    .updateTable('permanence')
    .set({ agentId })
    .where('agentId', '=', plans[1]?.agentId ?? '')
    .execute();
  const collegue = await planning.agent('Relais');
  await base.owner
    .updateTable('agent')
    .set({
      certificat: 'Bloc 1',
      certificatDate: Temporal.PlainDate.from('2026-03-01'),
      demiJournees: ['vendredi-matin'],
    })
    .where('id', '=', collegue)
    .execute();
  const lieuId = plans[0]?.lieuId ?? '';
  const compteId = planning.small.comptes.equipe;
  const before = await photographie();
  const taken = { confiees: 0, annulees: 0, fermees: 0 };

  const absence = fc.record({
    depuis: fc.integer({ min: 0, max: 25 }),
    jours: fc.integer({ min: 0, max: 10 }),
    moment: fc.constantFrom<MomentAbsence>('journee', 'matin', 'apres-midi'),
    parDefaut: fc.constantFrom('remplacer' as const, 'annuler' as const),
  });
  const fermeture = fc.record({ depuis: fc.integer({ min: 0, max: 25 }), jours: fc.integer({ min: 0, max: 10 }) });
  await fc.assert(
    fc.asyncProperty(absence, fermeture, fc.boolean(), async (absent, ferme, dabord) => {
      const du = today.add({ days: absent.depuis });
      const declare = () =>
        inTerritoire(base.request, '66', async (db) => {
          const moments = { du, au: du.add({ days: absent.jours }), moment: absent.moment };
          const outcome = await declarerAbsence(
            db,
            '66',
            { agentId, absence: moments, nature: 'autre', compteId, parDefaut: absent.parDefaut, choix: new Map() },
            today,
          );
          if (!('id' in outcome)) throw new Error(JSON.stringify(outcome));
          taken.confiees += outcome.confiees.length;
          taken.annulees += outcome.annulees.length;
          return outcome.id;
        });
      const close = () =>
        inTerritoire(base.request, '66', async (db) => {
          const lieu = await findLieu(db, '66', lieuId);
          if (lieu === undefined) throw new Error('The lieu of the permanence exists');
          const from = today.add({ days: ferme.depuis });
          const days = { du: from, au: from.add({ days: ferme.jours }) };
          const outcome = await fermerQuelquesJours(db, '66', lieu, { ...days, motif: 'Essai', compteId, today });
          if ('refus' in outcome) throw new Error(JSON.stringify(outcome));
          taken.fermees += outcome.impact.seances.length;
          return outcome.id;
        });
      const lift = (id: string) =>
        inTerritoire(base.request, '66', async (db) => {
          const noted = await findAbsence(db, '66', id);
          if (noted === undefined) throw new Error('The absence exists');
          await reprendre(db, '66', noted, { rendre: true, today, now });
        });
      const open = (id: string) =>
        inTerritoire(base.request, '66', async (db) => {
          const noted = await findFermeture(db, '66', { lieuId, id });
          if (noted === undefined) throw new Error('The closure exists');
          await rouvrir(db, '66', noted, { today, now });
        });
      if (dabord) {
        const [absenceId, fermetureId] = [await declare(), await close()];
        await open(fermetureId);
        await lift(absenceId);
      } else {
        const [fermetureId, absenceId] = [await close(), await declare()];
        await open(fermetureId);
        await lift(absenceId);
      }
      expect(await photographie()).toEqual(before);
    }),
    // What a failed run leaves behind would mislead the search of a smaller one.
    { numRuns: 25, endOnFailure: true },
  );
  // The property was tried on something.
  expect(taken.confiees).toBeGreaterThan(0);
  expect(taken.annulees).toBeGreaterThan(0);
  expect(taken.fermees).toBeGreaterThan(0);
});
