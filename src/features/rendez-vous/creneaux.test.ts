import { beforeAll, describe, expect, test } from 'vitest';
import { useBase } from '../../../test/base.ts';
import { poserMotif, poserPermanence } from '../../../test/rendez-vous.ts';
import { seedSmallTerritoire } from '../../../test/small-territoire.ts';
import { inTerritoire } from '../../platform/db.ts';
import { uuidv7 } from '../../platform/ids.ts';
import { type Cherche, creneauxLibres } from './creneaux.ts';
import { findMotif } from './motifs/store.ts';

const base = useBase();
const NOW = Temporal.Instant.from('2026-11-24T09:00:00Z');
const CERET = { latitude: 42.48, longitude: 2.75 };
const day = (text: string) => Temporal.PlainDate.from(text);
let motifId: string;

beforeAll(async () => {
  await seedSmallTerritoire(base.owner);
  const places = {
    '66049': CERET,
    '66136': { latitude: 42.69, longitude: 2.89 },
    '66017': { latitude: 42.79, longitude: 3.04 },
  };
  for (const [codeInsee, where] of Object.entries(places))
    await base.owner.updateTable('commune').set(where).where('codeInsee', '=', codeInsee).execute();
  motifId = await poserMotif(base.owner);
});

async function libres(cherche: Partial<Cherche>) {
  return inTerritoire(base.request, '66', async (db) => {
    const motif = await findMotif(db, '66', motifId);
    if (motif === undefined) throw new Error('No motif');
    return creneauxLibres(db, '66', { motif, canal: 'public', limite: 100, now: NOW, ...cherche });
  });
}

const dire = (found: Awaited<ReturnType<typeof libres>>) =>
  found.map(({ jour, debut }) => `${jour} ${debut}`.slice(0, 16));

describe('les heures libres d’un lieu', () => {
  test('mixte : la plage des rendez-vous seule ; le reste de la demi-journée reste sans rendez-vous', async () => {
    const one = await poserPermanence(base.owner, ['2026-12-01'], { accueil: 'mixte', rdv: ['09:00', '10:30'] });
    expect(dire(await libres({ lieuIds: [one.lieuId] }))).toEqual([
      '2026-12-01 09:00',
      '2026-12-01 09:30',
      '2026-12-01 10:00',
    ]);
    const libre = await poserPermanence(base.owner, ['2026-12-01'], { accueil: 'libre' });
    expect(await libres({ lieuIds: [libre.lieuId] })).toEqual([]);
  });

  test('scénario 6 : autant d’heures avant et après chaque changement d’heure', async () => {
    const jours = ['2026-10-20', '2026-10-27', '2027-03-23', '2027-03-30'];
    const one = await poserPermanence(base.owner, jours);
    const seen = await libres({
      lieuIds: [one.lieuId],
      canal: 'agent',
      now: Temporal.Instant.from('2026-10-01T08:00:00Z'),
    });
    const counts = Map.groupBy(seen, ({ jour }) => `${jour}`);
    expect([...counts].map(([jour, list]) => [jour, list.length, `${list[0]?.debut}`])).toEqual(
      jours.map((jour) => [jour, 6, '09:00:00']),
    );
  });

  test('ni trop tôt, ni trop loin, ni le passé ; un agent voit plus près et plus loin', async () => {
    const one = await poserPermanence(base.owner, ['2026-11-24', '2027-01-23', '2027-01-24'], {
      horaire: ['09:00', '13:00'],
    });
    const here = { lieuIds: [one.lieuId] };
    // It is 10 h: two hours of notice leave noon.
    expect(dire(await libres(here)).filter((text) => text.startsWith('2026-11'))).toEqual([
      '2026-11-24 12:00',
      '2026-11-24 12:30',
    ]);
    expect(dire(await libres(here)).some((text) => text.startsWith('2027-01-23'))).toBe(true);
    expect(dire(await libres(here)).some((text) => text.startsWith('2027-01-24'))).toBe(false);
    const seen = dire(await libres({ ...here, canal: 'telephone' }));
    expect(seen[0]).toBe('2026-11-24 10:00');
    expect(seen.some((text) => text.startsWith('2027-01-24'))).toBe(true);
  });

  test('scénario 9 : un lieu fermé deux semaines n’en a plus ; rouvert, il les retrouve', async () => {
    const one = await poserPermanence(base.owner, ['2026-12-01', '2026-12-08', '2026-12-22']);
    const here = { lieuIds: [one.lieuId] };
    const id = uuidv7();
    const when = { du: day('2026-12-01'), au: day('2026-12-14'), motif: 'Travaux' };
    await base.owner
      .insertInto('lieuFermeture')
      .values({ territoireId: '66', id, lieuId: one.lieuId, ...when })
      .execute();
    expect(new Set((await libres(here)).map(({ jour }) => `${jour}`))).toEqual(new Set(['2026-12-22']));
    await base.owner.updateTable('lieuFermeture').set({ leveeAt: NOW }).where('id', '=', id).execute();
    expect(await libres(here)).toHaveLength(18);
  });

  test('un agent absent l’après-midi n’en a plus dans une séance qui passe midi', async () => {
    const one = await poserPermanence(base.owner, ['2026-12-03'], { horaire: ['10:00', '15:00'] });
    expect(dire(await libres({ lieuIds: [one.lieuId] }))[0]).toBe('2026-12-03 10:00');
    const jour = day('2026-12-03');
    const absence = { absentDu: jour, absentAu: jour, absentNature: 'imprevue', absentMoment: 'apres-midi' };
    await base.owner
      .insertInto('absence')
      .values({ territoireId: '66', id: uuidv7(), agentId: one.agentId, ...absence })
      .execute();
    expect(await libres({ lieuIds: [one.lieuId] })).toEqual([]);
  });

  test('un agent absent le matin n’en a plus le matin ; un lieu qui a fermé n’en a plus', async () => {
    const one = await poserPermanence(base.owner, ['2026-12-02']);
    const absence = { absentDu: day('2026-12-02'), absentAu: day('2026-12-02'), absentNature: 'imprevue' };
    const id = uuidv7();
    await base.owner
      .insertInto('absence')
      .values({ territoireId: '66', id, agentId: one.agentId, absentMoment: 'apres-midi', ...absence })
      .execute();
    const here = { lieuIds: [one.lieuId] };
    expect(await libres(here)).toHaveLength(6);
    await base.owner.updateTable('absence').set({ absentMoment: 'matin' }).where('id', '=', id).execute();
    expect(await libres(here)).toEqual([]);
    await base.owner.updateTable('absence').set({ leveeAt: NOW }).where('id', '=', id).execute();
    await base.owner
      .updateTable('lieu')
      .set({ fermeLe: day('2026-12-02') })
      .where('id', '=', one.lieuId)
      .execute();
    expect(await libres(here)).toEqual([]);
  });

  test('deux agents côte à côte offrent une heure, pas deux ; l’un complet, l’autre la donne encore', async () => {
    const one = await poserPermanence(base.owner, ['2026-12-03'], { accueil: 'mixte', rdv: ['09:00', '09:30'] });
    const other = await poserPermanence(base.owner, [], { lieuId: one.lieuId });
    await base.owner
      .insertInto('seance')
      .values({
        ...{
          territoireId: '66',
          id: uuidv7(),
          permanenceId: other.permanenceId,
          agentId: other.agentId,
          enBinome: true,
        },
        ...{ lieuId: one.lieuId, jour: day('2026-12-03') },
        heureDebut: Temporal.PlainTime.from('09:00'),
        heureFin: Temporal.PlainTime.from('10:00'),
      })
      .execute();
    expect(dire(await libres({ lieuIds: [one.lieuId] }))).toEqual(['2026-12-03 09:00', '2026-12-03 09:30']);
  });
});

describe('autour d’une commune', () => {
  test('dans l’ordre du temps, puis de la distance ; plus loin seulement quand il y a trop peu près', async () => {
    const pres = await poserPermanence(base.owner, ['2026-12-10'], { codeInsee: '66049' });
    const loin = await poserPermanence(base.owner, ['2026-12-10'], { codeInsee: '66136' });
    const on = { du: day('2026-12-10'), au: day('2026-12-10'), autour: CERET };
    const few = await libres({ ...on, limite: 6 });
    expect(new Set(few.map(({ lieuId }) => lieuId))).toEqual(new Set([pres.lieuId]));
    const more = await libres({ ...on, limite: 12 });
    expect(more.map(({ lieuId }) => lieuId).slice(0, 4)).toEqual([pres.lieuId, loin.lieuId, pres.lieuId, loin.lieuId]);
    expect(more[1]?.distanceKm).toBeCloseTo(26, 0);
  });

  test('ce qui n’est pas lu en une fois se lit en plusieurs, sans rien perdre ni doubler', async () => {
    const jours = Array.from({ length: 30 }, (_, rank) => `${day('2027-05-03').add({ days: rank })}`);
    const many = await poserPermanence(base.owner, jours, { codeInsee: '66017', horaire: ['09:00', '10:00'] });
    const seen = await libres({ lieuIds: [many.lieuId], canal: 'agent', limite: 1000 });
    expect(seen).toHaveLength(60);
    expect(new Set(dire(seen)).size).toBe(60);
    expect(dire(seen)).toEqual(dire(seen).toSorted());
  });
});
