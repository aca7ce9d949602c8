import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { parisDate, parisTime } from '../../src/domain/date.ts';
import { creerLien } from '../../src/features/mandats/retrait/store.ts';
import { inTerritoire } from '../../src/platform/db.ts';
import { testCles } from '../cles-partagees.ts';
import { type MandatPose, poserMandat } from '../mandats.ts';
import { useCible } from './cible.ts';
import { BASTIEN, MAELLE } from './signature.ts';

const bugs: string[] = [];
// Each withdrawal comes from an address of its own: what is raced here is not stopped by the limits.
const cible = useCible({ proxies: 1, onBug: (error, where) => bugs.push(`${where} : ${String(error)}`) });
let tokens: readonly string[];
let passants = 0;

beforeAll(async () => {
  tokens = [await cible.token(MAELLE.compteId), await cible.token(BASTIEN.compteId)];
});

const poser = () => poserMandat(cible.base, testCles, { suppleantId: BASTIEN.agentId });
const lienDe = ({ id }: MandatPose) =>
  inTerritoire(cible.base.request, '66', (db) =>
    creerLien(db, '66', id, { origine: 'copie', expireAt: Temporal.Now.instant().add({ hours: 1 }) }),
  );

/** An act of a démarche, written by the mandataire or the substitute in turn. */
function agir({ id }: MandatPose, demarche: number, turn: number) {
  const now = Temporal.Now.instant();
  const quand = { faitLe: parisDate(now).toString(), faitA: parisTime(now).toString({ smallestUnit: 'minute' }) };
  const fields = { demarche: String(demarche), quoi: 'Essai', mode: 'presence', resultat: 'fait', ...quand };
  return cible.send(`/mandats/${id}/actes`, fields, { token: tokens[turn % 2] ?? '' });
}

function retirer(lien: string, rang: number) {
  passants += 1;
  const headers = { 'x-forwarded-for': `203.0.${passants >> 8}.${passants & 255}` };
  return cible.send('/retrait', { lien, rang: String(rang) }, { headers });
}

/** The acts of the first démarche, as they are committed now. */
const actesDe = async ({ demarches }: MandatPose) =>
  (
    await cible.base.owner
      .selectFrom('mandatActe')
      .select('id')
      .where('demarcheId', '=', demarches[0] ?? '')
      .orderBy('id')
      .execute()
  ).map(({ id }) => id);

const finsDe = ({ id }: MandatPose) =>
  cible.base.owner
    .selectFrom('mandatDemarche')
    .select(['rang', 'finCause', 'finCanal'])
    .where('mandatId', '=', id)
    .orderBy('rang')
    .execute();

describe('Retirer pendant que l’on agit, par HTTP', () => {
  test('scénario 9 : aucun acte n’est gardé après que le retrait a été dit fait, en quarante courses', {
    timeout: 180_000,
  }, async () => {
    let [before, after] = [0, 0];
    for (let round = 0; round < 40; round += 1) {
      const mandat = await poser();
      const lien = await lienDe(mandat);
      let seen: readonly string[] = [];
      const withdrawal = async () => {
        await sleep(round % 20);
        const answer = await retirer(lien, 1);
        // What is committed once the person is told: nothing may come after.
        seen = await actesDe(mandat);
        return answer;
      };
      const acts = Array.from({ length: 8 }, async (_, turn) => {
        await sleep(turn * 3);
        return agir(mandat, 1, turn);
      });
      const others = [0, 1].map((turn) => agir(mandat, 2, turn));
      const [withdrawn, answers, elsewhere] = await Promise.all([withdrawal(), Promise.all(acts), Promise.all(others)]);
      expect(withdrawn.status).toBe(303);
      const kept = await actesDe(mandat);
      expect(kept, `round ${round}`).toEqual(seen);
      // Each was told what became of it; those of the démarche that goes on were never disturbed.
      expect(answers.filter(({ status }) => status === 303)).toHaveLength(kept.length);
      for (const { status } of answers) expect([303, 422]).toContain(status);
      expect(elsewhere.map(({ status }) => status)).toEqual([303, 303]);
      expect((await agir(mandat, 1, round)).status).toBe(422);
      before += kept.length;
      after += answers.length - kept.length;
    }
    // Both ways happened: it was a race.
    expect(before).toBeGreaterThan(10);
    expect(after).toBeGreaterThan(10);
    expect(bugs).toEqual([]);
  });

  test('scénario 9 : le lien volé par dix personnes à la fois retire une fois, une démarche', async () => {
    for (let round = 0; round < 10; round += 1) {
      const mandat = await poser();
      const lien = await lienDe(mandat);
      const answers = await Promise.all(Array.from({ length: 10 }, (_, rank) => retirer(lien, 1 + (rank % 2))));
      expect(answers.map(({ status }) => status).sort()).toEqual([303, ...Array(9).fill(404)]);
      expect((await finsDe(mandat)).filter(({ finCause }) => finCause !== null)).toHaveLength(1);
    }
    expect(bugs).toEqual([]);
  });

  test('scénario 9 : la personne, le mandataire et le suppléant arrêtent tout au même instant : une fin par démarche, une seule', {
    timeout: 60_000,
  }, async () => {
    for (let round = 0; round < 15; round += 1) {
      const mandat = await poser();
      const lien = await lienDe(mandat);
      const [maelle = '', bastien = ''] = tokens;
      const answers = await Promise.all([
        retirer(lien, 1),
        cible.send(`/mandats/${mandat.id}/achever`, { rang: '1' }, { token: maelle }),
        cible.send(`/mandats/${mandat.id}/retirer`, { rang: '1' }, { token: bastien }),
        cible.send(`/mandats/${mandat.id}/renoncer`, { annonce: 'telephone' }, { token: maelle }),
      ]);
      for (const { status } of answers) expect([303, 404, 422]).toContain(status);
      const [first, second] = await finsDe(mandat);
      const won = answers.slice(0, 3).filter(({ status }) => status === 303).length;
      const renounced = answers[3]?.status === 303;
      // The first démarche ends once: by one of three, or by whoever renounces the whole.
      expect(won).toBe(first?.finCause === 'renonciation' ? 0 : 1);
      expect(second?.finCause).toBe(renounced ? 'renonciation' : null);
    }
    expect(bugs).toEqual([]);
  });
});
