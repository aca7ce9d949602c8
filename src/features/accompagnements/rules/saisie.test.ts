import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { estCle, GENRES } from '../../../domain/nomenclatures.ts';
import { phrase } from '../../../domain/refus.ts';
import {
  type Collectif,
  type Contexte,
  type Coordination,
  type Individuel,
  PHRASES_SAISIE,
  type Saisie,
  verifierSaisie,
} from './saisie.ts';

const jour = (text: string) => Temporal.PlainDate.from(text);
const aujourdhui = jour('2026-11-24');
const cadre = {
  jour: jour('2026-11-20'),
  heureDebut: null,
  dureeMinutes: 30,
  seanceId: null,
  typeLieu: 'LieuActivite',
  lieuId: '0193a0e8-0000-7000-8000-000000000001',
  codeInsee: '66049',
  axe: null,
  binomeId: null,
} as const;
const individuel = (autres: Partial<Individuel> = {}): Individuel => ({
  ...cadre,
  typeActivite: 'Individuel',
  thematiques: ['Email'],
  demarches: [],
  operateur: null,
  materiels: [],
  autonomie: null,
  objectif: 'permanence',
  issue: 'faite',
  issuePrecision: null,
  orientation: null,
  genre: 'Feminin',
  trancheAge: 'SoixanteDixPlus',
  statutSocial: 'Retraite',
  rendezVousId: null,
  mandatId: null,
  personneId: null,
  blocage: null,
  ...autres,
});
const comptes = { titre: null, niveau: null, dejaAides: 0, genres: {}, tranchesAge: {}, statutsSociaux: {} };
const atelier = (autres: Partial<Collectif> = {}): Collectif => ({
  ...cadre,
  typeActivite: 'Collectif',
  thematiques: ['Email'],
  demarches: [],
  materiels: [],
  objectif: 'atelier',
  participants: 12,
  collectif: comptes,
  ...autres,
});
const contexte: Contexte = {
  seance: null,
  contrat: { debut: jour('2026-01-01'), fin: jour('2027-12-31') },
  lieuCouvert: true,
  certifie: false,
  inconnus: [],
};
const codes = (saisie: Saisie, autres: Partial<Contexte> = {}) =>
  verifierSaisie(saisie, { ...contexte, ...autres }, aujourdhui).map(({ refus }) => refus);

describe('saisie d’un accompagnement (art. 3.4)', () => {
  test('art. 3.4 : une saisie complète est acceptée', () => {
    expect(codes(individuel())).toEqual([]);
    expect(codes(individuel({ jour: aujourdhui, dureeMinutes: 1439 }))).toEqual([]);
    expect(codes(individuel({ issue: 'impossible', issuePrecision: 'Identifiants perdus' }))).toEqual([]);
    expect(codes(individuel({ typeLieu: 'ADistance', lieuId: null, codeInsee: null }))).toEqual([]);
  });

  test('art. 3.4 : toutes les raisons de refus sont dites à la fois', () => {
    const wrong = individuel({
      thematiques: [],
      demarches: ['Logement'],
      dureeMinutes: 0,
      jour: jour('2026-11-25'),
      issue: 'impossible',
    });
    expect(codes(wrong)).toEqual([
      'date_a_venir',
      'thematique_manquante',
      'demarche_en_trop',
      'raison_manquante',
      'duree_impossible',
    ]);
    expect(codes(individuel({ thematiques: ['AideAuxDemarchesAdministratives'] }))).toEqual(['demarche_manquante']);
    expect(phrase(PHRASES_SAISIE, { refus: 'date_a_venir' })).toContain('à venir');
  });

  test.each([0, 1440, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])(
    'une durée de %d minutes est impossible',
    (dureeMinutes) => {
      expect(codes(individuel({ dureeMinutes }))).toEqual(['duree_impossible']);
    },
  );

  test('avant ou après le contrat, rien ne se note ; ses deux jours extrêmes comptent', () => {
    expect(codes(individuel({ jour: jour('2025-12-31') }))).toEqual(['hors_contrat']);
    expect(codes(individuel({ jour: jour('2026-01-01') }))).toEqual([]);
    const court = { contrat: { debut: jour('2026-01-01'), fin: jour('2026-11-19') } };
    expect(codes(individuel(), court)).toEqual(['hors_contrat']);
    const [refus] = verifierSaisie(individuel(), { ...contexte, ...court }, aujourdhui);
    expect(refus && phrase(PHRASES_SAISIE, refus)).toContain('du 1er janvier 2026 au 19 novembre 2026');
  });

  test('hors d’une séance il faut un lieu couvert ce jour-là, ou une commune', () => {
    expect(codes(individuel({ lieuId: null }))).toEqual(['lieu_manquant']);
    expect(codes(individuel(), { lieuCouvert: false })).toEqual(['lieu_sans_convention']);
    for (const typeLieu of ['Autre', 'Domicile'] as const) {
      expect(codes(individuel({ typeLieu, lieuId: null, codeInsee: null }))).toEqual(['commune_manquante']);
      expect(codes(individuel({ typeLieu, lieuId: null }))).toEqual([]);
    }
    const seance = { jour: cadre.jour, statut: 'prevue' } as const;
    expect(codes(individuel({ seanceId: 's', lieuId: null }), { seance, lieuCouvert: false })).toEqual([]);
  });

  test('ni dans une séance annulée, ni dans un mois certifié', () => {
    const seance = { jour: cadre.jour, statut: 'annulee' } as const;
    expect(codes(individuel({ seanceId: 's' }), { seance })).toEqual(['seance_annulee']);
    expect(codes(individuel(), { certifie: true })).toEqual(['certifie']);
  });

  test('ce qui n’existe pas est dit une fois, sans dire aussi qu’il manque', () => {
    expect(codes(individuel({ lieuId: null }), { inconnus: ['lieu'] })).toEqual(['inconnu']);
    const autre = individuel({ typeLieu: 'Autre', lieuId: null, codeInsee: null });
    expect(codes(autre, { inconnus: ['commune', 'mandat'] })).toEqual(['inconnu', 'inconnu']);
  });

  test('une orientation va avec le résultat « orientée », et lui seul', () => {
    expect(codes(individuel({ issue: 'orientee' }))).toEqual(['orientation_manquante']);
    expect(codes(individuel({ orientation: 'AideSociale' }))).toEqual(['orientation_en_trop']);
    expect(codes(individuel({ issue: 'orientee', orientation: 'AideSociale' }))).toEqual([]);
  });
});

describe('atelier et coordination (art. 3.4)', () => {
  test('un atelier compte de 1 à 2 000 participants', () => {
    for (const participants of [0, 2001, 1.5]) {
      expect(codes(atelier({ participants }))).toEqual(['participants_impossibles']);
    }
    expect(codes(atelier({ participants: 2000 }))).toEqual([]);
  });

  test('aucun compte d’un atelier ne dépasse ses participants', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.array(fc.nat(30), { minLength: 3, maxLength: 3 }), (n, list) => {
        const [Masculin = 0, Feminin = 0, NonCommunique = 0] = list;
        const genres = { Masculin, Feminin, NonCommunique };
        expect(Object.keys(genres).every((cle) => estCle(GENRES, cle))).toBe(true);
        const tooMany = Masculin + Feminin + NonCommunique > n;
        expect(codes(atelier({ participants: n, collectif: { ...comptes, genres } }))).toEqual(
          tooMany ? ['comptes_trop_grands'] : [],
        );
      }),
    );
    expect(codes(atelier({ collectif: { ...comptes, dejaAides: 13 } }))).toEqual(['comptes_trop_grands']);
  });

  test('une action de coordination n’a ni thème ni personne, mais un jour et une durée', () => {
    const coordination = { nom: 'Forum', nature: 'Forum', avec: null, echelon: null, theme: null, participants: null };
    const action = (autres: Partial<Coordination> = {}): Coordination => ({
      ...cadre,
      typeActivite: 'Evenement',
      coordination,
      ...autres,
    });
    expect(codes(action())).toEqual([]);
    expect(codes(action({ dureeMinutes: 0, jour: jour('2026-12-01') }))).toEqual(['date_a_venir', 'duree_impossible']);
  });
});
