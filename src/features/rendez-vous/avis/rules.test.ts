import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { instantDe } from '../rules.ts';
import { avantQuand, estUneHeureDecente, finDeTenue, momentDuRappel, prochainJourOuvre } from './rules.ts';

const jour = (iso: string) => Temporal.PlainDate.from(iso);
const heure = (iso: string) => Temporal.PlainTime.from(iso);
const paris = (iso: string) => Temporal.PlainDateTime.from(iso).toZonedDateTime('Europe/Paris').toInstant();
const enParis = (at: Temporal.Instant | null) => at?.toZonedDateTimeISO('Europe/Paris').toPlainDateTime().toString();

describe('Le rappel', () => {
  const quand = (prisAt: string, at = '2026-11-24', debut = '14:00') =>
    enParis(momentDuRappel({ jour: jour(at), debut: heure(debut), prisAt: paris(prisAt) }));

  test('part la veille à 9 h', () => expect(quand('2026-11-20T15:00')).toBe('2026-11-23T09:00:00'));
  test('part le matin même à 8 h quand le rendez-vous a été pris la veille après 9 h', () =>
    expect(quand('2026-11-23T11:00')).toBe('2026-11-24T08:00:00'));
  test('ne part pas pour un rendez-vous pris le jour même : sa confirmation suffit', () =>
    expect(quand('2026-11-24T07:00')).toBeUndefined());
  test('ne part pas après l’heure', () => expect(quand('2026-11-23T11:00', '2026-11-24', '07:30')).toBeUndefined());

  test('scénario 6 : reste à 9 h de Paris de part et d’autre des changements d’heure', () => {
    for (const iso of ['2026-10-25', '2026-10-26', '2027-03-28', '2027-03-29']) {
      const at = momentDuRappel({ jour: jour(iso), debut: heure('09:00'), prisAt: paris('2026-09-01T12:00') });
      expect(enParis(at)).toBe(`${jour(iso).subtract({ days: 1 })}T09:00:00`);
    }
  });
});

describe('L’échéance d’un appel', () => {
  const base = { now: paris('2026-11-24T10:00'), tenuJusqua: null, calendrier: {} };
  const quand = (changes: object) =>
    enParis(avantQuand({ ...base, evenement: 'change', jour: jour('2026-12-01'), debut: heure('09:00'), ...changes }));

  test('d’un changement : la fin du prochain jour ouvré', () => expect(quand({})).toBe('2026-11-25T18:00:00'));
  test('jamais après le rendez-vous lui-même', () =>
    expect(quand({ jour: jour('2026-11-25') })).toBe('2026-11-25T09:00:00'));
  test('d’un rappel : la veille à 18 h', () => expect(quand({ evenement: 'rappel' })).toBe('2026-11-30T18:00:00'));
  test('d’une place : le temps qu’elle est gardée', () =>
    expect(quand({ evenement: 'place', tenuJusqua: paris('2026-11-24T14:00') })).toBe('2026-11-24T14:00:00'));

  test.each([
    ['2026-11-27', '2026-11-30'],
    ['2027-03-26', '2027-03-30'],
    ['2026-12-24', '2026-12-28'],
  ])('après le %s, on travaille le %s', (from, next) => expect(`${prochainJourOuvre(jour(from), {})}`).toBe(next));
});

describe('Une place gardée', () => {
  const place = { jour: jour('2026-12-01'), debut: heure('09:00') };
  const until = (now: string, parMessage: boolean, autre = place) =>
    enParis(finDeTenue(paris(now), autre, { parMessage, calendrier: {} }));

  test.each([
    ['2026-11-24T10:00', '2026-11-24T14:00:00'],
    ['2026-11-24T18:00', '2026-11-25T10:00:00'],
    ['2026-11-24T23:30', '2026-11-25T12:00:00'],
    ['2026-11-24T05:00', '2026-11-24T12:00:00'],
  ])('par message, depuis %s : quatre heures de jour', (now, expected) => expect(until(now, true)).toBe(expected));

  test('par téléphone : jusqu’au prochain jour ouvré à 18 h', () => {
    expect(until('2026-11-24T10:00', false)).toBe('2026-11-25T18:00:00');
    expect(until('2026-11-27T10:00', false)).toBe('2026-11-30T18:00:00');
  });

  test('une heure au plus tard avant qu’elle commence, et jamais pour moins d’une demi-heure', () => {
    const bientot = { jour: jour('2026-11-24'), debut: heure('13:00') };
    expect(until('2026-11-24T10:00', true, bientot)).toBe('2026-11-24T12:00:00');
    expect(until('2026-11-24T11:31', true, bientot)).toBeUndefined();
  });

  test('finit toujours de jour, après maintenant et avant la place', () => {
    const minute = fc.integer({ min: 0, max: 400 * 24 * 60 });
    fc.assert(
      fc.property(minute, fc.integer({ min: 0, max: 60 * 24 * 20 }), (from, ahead) => {
        const now = paris('2026-09-01T00:00').add({ minutes: from });
        const at = now.add({ minutes: ahead }).toZonedDateTimeISO('Europe/Paris').round('minute');
        const later = { jour: at.toPlainDate(), debut: at.toPlainTime() };
        const end = finDeTenue(now, later, { parMessage: true, calendrier: {} });
        if (end === null) return;
        expect(Temporal.Instant.compare(end, now)).toBe(1);
        expect(Temporal.Instant.compare(end, instantDe(later.jour, later.debut))).toBe(-1);
      }),
    );
  });

  test('il ne part rien de machine avant 8 h ni après 20 h', () => {
    const decent = (at: string) => estUneHeureDecente(paris(at));
    expect(['2026-11-24T07:59', '2026-11-24T08:00', '2026-11-24T19:59', '2026-11-24T20:00'].map(decent)).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });
});
