import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { phrase } from '../../../domain/refus.ts';
import {
  majorite,
  PHRASES_MANDANT,
  PIECES_IDENTITE,
  type PieceIdentite,
  REGLAGES_PROPOSES,
  verifierMandant,
  verifierPiece,
} from '../rules.ts';

const jour = Temporal.PlainDate.from;
const aujourdhui = jour('2026-11-26');
const seul = (naissance: string, le = aujourdhui) =>
  verifierMandant({ naissance: jour(naissance), isProtege: false, qualite: null }, le)?.refus ?? null;

describe('Art. 2 : scénario 4, qui peut donner un mandat', () => {
  test('18 ans demain : refusé sans représentant, et il est dit vers qui se tourner', () => {
    const refus = verifierMandant({ naissance: jour('2008-11-27'), isProtege: false, qualite: null }, aujourdhui);
    expect(refus).toEqual({ refus: 'mineur_sans_representant', majeurLe: jour('2026-11-27') });
    expect(refus && phrase(PHRASES_MANDANT, refus)).toMatch(/27 novembre 2026.*mission locale/);
  });

  test('18 ans aujourd’hui : accepté', () => {
    expect(seul('2008-11-26')).toBeNull();
  });

  test('né un 29 février : majeur le 1er mars d’une année qui n’en a pas', () => {
    expect(majorite(jour('2008-02-29'))).toEqual(jour('2026-03-01'));
    expect(seul('2008-02-29', jour('2026-02-28'))).toBe('mineur_sans_representant');
    expect(seul('2008-02-29', jour('2026-03-01'))).toBeNull();
    expect(majorite(jour('2008-02-28'))).toEqual(jour('2026-02-28'));
    expect(majorite(jour('2008-01-31'))).toEqual(jour('2026-01-31'));
  });

  test('un mineur signe par un parent ou un tuteur, par personne d’autre', () => {
    const mineur = { naissance: jour('2012-05-04'), isProtege: false };
    expect(verifierMandant({ ...mineur, qualite: 'parent' }, aujourdhui)).toBeNull();
    expect(verifierMandant({ ...mineur, qualite: 'tuteur' }, aujourdhui)).toBeNull();
    expect(verifierMandant({ ...mineur, qualite: 'curateur' }, aujourdhui)).toEqual({ refus: 'qualite_de_mineur' });
  });

  test('un majeur protégé ne signe pas seul, et ne signe pas par un parent', () => {
    const protege = { naissance: jour('1950-05-04'), isProtege: true };
    expect(verifierMandant({ ...protege, qualite: null }, aujourdhui)).toEqual({ refus: 'protege_sans_representant' });
    expect(verifierMandant({ ...protege, qualite: 'curateur' }, aujourdhui)).toBeNull();
    expect(verifierMandant({ ...protege, qualite: 'parent' }, aujourdhui)).toEqual({ refus: 'qualite_de_protege' });
  });

  test('un majeur que rien ne protège signe lui-même', () => {
    const majeur = { naissance: jour('1950-05-04'), isProtege: false, qualite: 'tuteur' } as const;
    expect(verifierMandant(majeur, aujourdhui)).toEqual({ refus: 'representant_sans_raison' });
  });

  test('une naissance à venir, ou d’il y a plus de 125 ans, est une faute de frappe', () => {
    expect(seul('2026-11-27')).toBe('naissance_a_venir');
    expect(seul('1901-11-25')).toBe('naissance_trop_ancienne');
    expect(seul('1901-11-26')).toBeNull();
  });

  test('la majorité n’arrive qu’une fois : mineur la veille, majeur ce jour-là et après', () => {
    const naissances = fc.integer({ min: 0, max: 40_000 }).map((days) => jour('1920-01-01').add({ days }));
    fc.assert(
      fc.property(naissances, fc.integer({ min: 0, max: 3_000 }), (naissance, later) => {
        const day = majorite(naissance);
        const alone = { naissance, isProtege: false, qualite: null };
        expect(verifierMandant(alone, day.subtract({ days: 1 }))?.refus).toBe('mineur_sans_representant');
        expect(verifierMandant(alone, day.add({ days: later }))).toBeNull();
        expect(day.year - naissance.year).toBe(18);
      }),
    );
  });
});

describe('Art. 2 : scénario 3, le document présenté', () => {
  const carte = { piece: 'carte_identite', isPerimee: false } as const;

  test('est de ceux que le territoire accepte', () => {
    expect(verifierPiece(carte, REGLAGES_PROPOSES)).toBeNull();
    expect(verifierPiece({ ...carte, piece: 'livret_famille' }, REGLAGES_PROPOSES)).toEqual({
      refus: 'piece_non_acceptee',
    });
  });

  test('périmé, il n’est accepté que si le territoire le dit', () => {
    expect(verifierPiece({ ...carte, isPerimee: true }, REGLAGES_PROPOSES)).toBeNull();
    expect(verifierPiece({ ...carte, isPerimee: true }, { ...REGLAGES_PROPOSES, perimeesAcceptees: false })).toEqual({
      refus: 'piece_perimee',
    });
  });

  test('sans document accepté, aucun ne l’est', () => {
    for (const piece of Object.keys(PIECES_IDENTITE) as PieceIdentite[]) {
      expect(
        verifierPiece({ piece, isPerimee: false }, { piecesAcceptees: [], perimeesAcceptees: true }),
      ).not.toBeNull();
    }
  });
});
