import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { phrase } from '../../../domain/refus.ts';
import {
  bornesSeance,
  copieImprimable,
  direAttente,
  direSignature,
  numeroPapier,
  PHRASES_PAPIER,
  PHRASES_SEANCE,
  type SeanceTenue,
  seanceDuPapier,
  verifierSeance,
} from '../rules.ts';

const instant = Temporal.Instant.from;
const jour = Temporal.PlainDate.from;
const heure = Temporal.PlainTime.from;
const matin: SeanceTenue = {
  statut: 'prevue',
  jour: jour('2026-11-26'),
  heureDebut: heure('09:00'),
  heureFin: heure('12:00'),
};

describe('Art. 2 : scénario 2, un mandat se signe sur place', () => {
  test('pendant la séance, à trente minutes près', () => {
    expect(verifierSeance(matin, instant('2026-11-26T07:30:00Z'))).toBeNull();
    expect(verifierSeance(matin, instant('2026-11-26T11:30:00Z'))).toBeNull();
    expect(verifierSeance(matin, instant('2026-11-26T07:29:59Z'))).toEqual({
      refus: 'seance_pas_commencee',
      aPartirDe: heure('08:30'),
    });
    expect(verifierSeance(matin, instant('2026-11-26T11:30:01Z'))).toEqual({
      refus: 'seance_finie',
      depuis: heure('12:30'),
    });
  });

  test('ni un autre jour, ni dans une séance annulée', () => {
    const refus = verifierSeance(matin, instant('2026-11-27T09:00:00Z'));
    expect(refus).toEqual({ refus: 'seance_autre_jour', jour: matin.jour });
    expect(refus && phrase(PHRASES_SEANCE, refus)).toContain('aide ponctuelle');
    const annulee = { ...matin, statut: 'annulee' } as const;
    expect(verifierSeance(annulee, instant('2026-11-26T09:00:00Z'))).toEqual({ refus: 'seance_annulee' });
  });

  test('une séance du soir reste ouverte un peu après minuit', () => {
    const soir = { ...matin, heureDebut: heure('20:00'), heureFin: heure('23:45') };
    expect(verifierSeance(soir, instant('2026-11-26T23:10:00Z'))).toBeNull();
    expect(verifierSeance(soir, instant('2026-11-26T23:16:00Z'))?.refus).toBe('seance_autre_jour');
  });

  test('scénario 15 : les heures sont celles de Paris, les jours de changement d’heure aussi', () => {
    const ete = { ...matin, jour: jour('2026-10-25'), heureDebut: heure('02:30'), heureFin: heure('03:30') };
    const { debut, fin } = bornesSeance(ete);
    expect([debut, fin].map(String)).toEqual(['2026-10-25T00:00:00Z', '2026-10-25T03:00:00Z']);
  });

  test('est ouverte entre ses bornes, et jamais ailleurs', () => {
    const { debut, fin } = bornesSeance(matin);
    fc.assert(
      fc.property(fc.integer({ min: -200_000, max: 200_000 }), (seconds) => {
        const now = debut.add({ seconds });
        const isIn = seconds >= 0 && Temporal.Instant.compare(now, fin) <= 0;
        expect(verifierSeance(matin, now) === null).toBe(isIn);
      }),
    );
  });
});

describe('Art. 2 : quand la séance ne permet pas de signer, elle dit quand', () => {
  const dit = (at: string, seance = matin) => direSignature(seance, instant(at));

  test('avant, de quand à quand ; après, jusqu’à quand ; pendant, ou annulée, rien', () => {
    expect(dit('2026-11-26T07:00:00Z')).toMatch(
      /^Un mandat s’y signe de 8\sh\s30 à 12\sh\s30, jeudi 26 novembre 2026\.$/,
    );
    expect(dit('2026-11-20T10:00:00Z')).toContain('Un mandat s’y signe de');
    for (const at of ['07:30:00Z', '09:00:00Z', '11:30:00Z']) expect(dit(`2026-11-26T${at}`), at).toBeNull();
    expect(dit('2026-11-26T11:30:01Z')).toMatch(/^Un mandat s’y signait jusqu’à 12\sh\s30, jeudi 26 novembre 2026\.$/);
    expect(dit('2026-12-26T07:00:00Z')).toContain('Un mandat s’y signait jusqu’à');
    expect(dit('2026-11-26T07:00:00Z', { ...matin, statut: 'annulee' })).toBeNull();
  });

  test('un mandat préparé dit ce qu’il attend', () => {
    const attend = (at: string, seance = matin) => direAttente(seance, instant(at));
    expect(attend('2026-11-26T09:00:00Z')).toMatch(/^Il manque les signatures, jusqu’à 12\sh\s30\.$/);
    expect(attend('2026-11-26T06:00:00Z')).toMatch(/^Il manque les signatures, à partir de 8\sh\s30\.$/);
    for (const at of ['2026-11-26T11:30:01Z', '2026-11-27T09:00:00Z'])
      expect(attend(at)).toContain('Il ne se signe plus');
    expect(attend('2026-11-26T09:00:00Z', { ...matin, statut: 'annulee' })).toContain('Il ne se signe plus');
  });

  test('à toute heure, une séance prévue permet de signer ou dit quand', () => {
    fc.assert(
      fc.property(fc.integer({ min: -200_000, max: 200_000 }), (seconds) => {
        const now = bornesSeance(matin).debut.add({ seconds });
        expect(direSignature(matin, now) === null).toBe(verifierSeance(matin, now) === null);
      }),
    );
  });
});

describe('Le mandat papier', () => {
  const imprimeAt = instant('2026-11-20T08:00:00Z');
  const now = instant('2026-11-28T10:00:00Z');
  const signeAt = instant('2026-11-26T09:15:00Z');

  test('s’enregistre dans la séance qui était en cours', () => {
    const autre = { ...matin, jour: jour('2026-11-25') };
    expect(seanceDuPapier({ signeAt, imprimeAt }, [autre, matin], now)).toBe(matin);
    expect(seanceDuPapier({ signeAt, imprimeAt }, [autre], now)).toEqual({ refus: 'signature_hors_seance' });
    expect(seanceDuPapier({ signeAt, imprimeAt }, [{ ...matin, statut: 'annulee' }], now)).toEqual({
      refus: 'signature_hors_seance',
    });
  });

  test('ni avant son impression, ni à venir, ni après trente jours', () => {
    expect(seanceDuPapier({ signeAt: now.add({ seconds: 1 }), imprimeAt }, [matin], now)).toEqual({
      refus: 'signature_a_venir',
    });
    const tard = signeAt.add({ hours: 24 * 30 });
    expect(seanceDuPapier({ signeAt, imprimeAt }, [matin], tard)).toBe(matin);
    expect(seanceDuPapier({ signeAt, imprimeAt }, [matin], tard.add({ seconds: 1 }))).toEqual({
      refus: 'signature_trop_ancienne',
    });
    const refus = seanceDuPapier({ signeAt, imprimeAt: now }, [matin], now);
    expect('refus' in refus && phrase(PHRASES_PAPIER, refus)).toContain('samedi 28 novembre 2026');
  });

  test('porte un numéro sans signe que l’on prenne pour un autre', () => {
    expect(numeroPapier(2026, new Uint8Array(6))).toBe('2026-000000');
    expect(() => numeroPapier(2026, new Uint8Array(5))).toThrow();
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 6, maxLength: 6 }), (hasard) => {
        expect(numeroPapier(2026, hasard)).toMatch(/^2026-[0-9A-HJKMNP-TV-Z]{6}$/);
      }),
    );
  });
});

test('La copie qui porte le code s’imprime jusqu’à minuit, à Paris', () => {
  const signeAt = instant('2026-11-26T09:00:00Z');
  const tablette = { forme: 'tablette', signeAt, createdAt: signeAt.subtract({ minutes: 5 }) } as const;
  expect(copieImprimable(tablette, instant('2026-11-26T22:59:59Z'))).toBe(true);
  expect(copieImprimable(tablette, instant('2026-11-26T23:00:00Z'))).toBe(false);
  expect(copieImprimable({ ...tablette, signeAt: null }, signeAt)).toBe(false);
  // On paper, the copy is made when the mandat is recorded.
  const papier = { forme: 'papier', signeAt, createdAt: instant('2026-12-01T15:00:00Z') } as const;
  expect(copieImprimable(papier, instant('2026-12-01T22:59:59Z'))).toBe(true);
  expect(copieImprimable(papier, instant('2026-12-01T23:00:00Z'))).toBe(false);
});
