import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MANDATS_MAX, refusFichier, refusRectification, refusRemise } from '../rules.ts';

const jour = Temporal.PlainDate.from;

describe('Le fichier de ce que disent des mandats', () => {
  test('se fait d’un mandat au moins et de vingt au plus', () => {
    expect(refusFichier(0)).toEqual({ refus: 'fichier_vide' });
    expect(refusFichier(1)).toBeNull();
    expect(refusFichier(MANDATS_MAX)).toBeNull();
    expect(refusFichier(MANDATS_MAX + 1)).toEqual({ refus: 'fichier_trop_gros' });
  });

  test('n’est dit remis qu’une fois fait, entre ce jour et aujourd’hui', () => {
    const today = jour('2026-03-12');
    expect(refusRemise(today, null, today)).toEqual({ refus: 'remise_sans_fichier' });
    expect(refusRemise(jour('2026-03-09'), jour('2026-03-10'), today)).toMatchObject({ refus: 'remise_avant_fichier' });
    expect(refusRemise(jour('2026-03-10'), jour('2026-03-10'), today)).toBeNull();
    expect(refusRemise(today, jour('2026-03-10'), today)).toBeNull();
    expect(refusRemise(jour('2026-03-13'), jour('2026-03-10'), today)).toEqual({ refus: 'remise_a_venir' });
  });

  test('quels que soient les jours, une remise admise est entre le fichier et aujourd’hui', () => {
    const days = fc.integer({ min: 0, max: 60 }).map((more) => jour('2026-03-01').add({ days: more }));
    fc.assert(
      fc.property(days, days, days, (le, fichierLe, today) => {
        const isWithin = Temporal.PlainDate.compare(fichierLe, le) <= 0 && Temporal.PlainDate.compare(le, today) <= 0;
        expect(refusRemise(le, fichierLe, today) === null).toBe(isWithin);
      }),
    );
  });
});

describe('La note de rectification', () => {
  test('dit autre chose que ce qui est faux, d’un mandat qui se lit', () => {
    const note = { faux: 'Colete', juste: 'Colette' };
    expect(refusRectification(note, { lisible: true })).toBeNull();
    expect(refusRectification(note, { lisible: false })).toEqual({ refus: 'rectification_illisible' });
    expect(refusRectification({ faux: 'Colette', juste: ' Colette ' }, { lisible: true })).toEqual({
      refus: 'rectification_identique',
    });
    // An accent is a rectification; the way it is encoded is not.
    expect(refusRectification({ faux: 'Helene', juste: 'Hélène' }, { lisible: true })).toBeNull();
    expect(refusRectification({ faux: 'He\u0301le\u0300ne', juste: 'Hélène' }, { lisible: true })).not.toBeNull();
  });
});
