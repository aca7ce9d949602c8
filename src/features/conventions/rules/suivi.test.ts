import { describe, expect, test } from 'vitest';
import { phrase } from '../../../domain/refus.ts';
import {
  alertes,
  type Charte,
  charteAu,
  chartesEnAttente,
  clauses2022,
  type Evenement,
  type Exemplaire,
  originauxAu,
  type Partie,
  PHRASES_ALERTE,
  PHRASES_EVENEMENT,
  representantAu,
  representantChange,
  responsableAu,
  verifierEvenement,
} from '../rules.ts';
import { annulation, codes, conventionDu, jour, signature } from './exemples.ts';

const phrases = (...args: Parameters<typeof verifierEvenement>) =>
  verifierEvenement(...args).map((refus) => phrase(PHRASES_EVENEMENT, refus));
const alertesDe = (...args: Parameters<typeof alertes>) =>
  alertes(...args).map((alerte) => phrase(PHRASES_ALERTE, alerte));

describe('qui représente une partie, qui suit la convention', () => {
  const change = (date: string, nom: string, type: 'representant' | 'responsable' = 'representant'): Evenement => ({
    type,
    id: `${type}-${date}`,
    partie: 'beneficiaire',
    date: jour(date),
    nom,
    qualite: 'Maire',
  });

  test('préambule : le signataire représente sa partie, jusqu’au jour d’un changement', () => {
    const convention = conventionDu('2022-10-10', [change('2023-03-01', 'Sacha Nouveau')]);
    const nom = (date: string) => representantAu(convention, 'beneficiaire', jour(date))?.nom;
    expect([nom('2022-10-09'), nom('2022-10-10'), nom('2023-02-28'), nom('2023-03-01')]).toEqual([
      undefined,
      'Camille Exemple',
      'Camille Exemple',
      'Sacha Nouveau',
    ]);
    expect(representantAu(convention, 'departement', jour('2023-03-01'))?.nom).toBe('Camille Exemple');
    expect(representantChange(convention, 'departement', jour('2023-03-01'))).toBeNull();
  });

  test('préambule : de deux changements, le dernier à la date demandée ; annulé, il n’a jamais compté', () => {
    const convention = conventionDu('2022-10-10', [change('2023-05-01', 'Bo'), change('2023-03-01', 'Al')]);
    expect(representantAu(convention, 'beneficiaire', jour('2023-04-30'))?.nom).toBe('Al');
    expect(representantAu(convention, 'beneficiaire', jour('2023-05-01'))?.nom).toBe('Bo');
    const cancelled = { ...convention, evenements: [...convention.evenements, annulation('representant-2023-05-01')] };
    expect(representantAu(cancelled, 'beneficiaire', jour('2023-06-01'))?.nom).toBe('Al');
  });

  test('art. 3.3 : la personne chargée de la convention est un simple événement', () => {
    const convention = conventionDu('2022-10-10', [change('2023-01-02', 'Noa', 'responsable')]);
    expect(responsableAu(convention, 'beneficiaire', jour('2023-01-01'))).toBeNull();
    expect(responsableAu(convention, 'beneficiaire', jour('2023-01-02'))?.nom).toBe('Noa');
    expect(phrases(convention, change('2022-01-01', 'Avant', 'responsable'))).toEqual([]);
  });
});

describe('« fait en 2 exemplaires originaux »', () => {
  const original = (exemplaire: Exemplaire, detenteur: Partie, date: string, emplacement = 'Armoire'): Evenement => ({
    type: 'original',
    id: `or-${exemplaire}-${date}`,
    exemplaire,
    detenteur,
    emplacement,
    date: jour(date),
  });

  test('chaque exemplaire a sa place du jour, et garde ses places passées', () => {
    const convention = conventionDu('2022-10-10', [
      original(1, 'departement', '2023-02-01', 'Archives'),
      original(1, 'departement', '2022-10-12', 'Service des assemblées'),
      original(2, 'beneficiaire', '2022-10-15'),
    ]);
    const place = (date: string) => originauxAu(convention, jour(date)).get(1)?.emplacement;
    expect([place('2022-10-11'), place('2023-01-31'), place('2023-02-01')]).toEqual([
      undefined,
      'Service des assemblées',
      'Archives',
    ]);
    expect(originauxAu(convention, jour('2022-10-14')).get(2)).toBeNull();
    expect(codes(convention, '2023-02-01')).not.toContain('originaux_chez_une_partie');
  });

  test('les deux chez la même partie : c’est signalé', () => {
    const convention = conventionDu('2022-10-10', [
      original(1, 'beneficiaire', '2022-10-12'),
      original(2, 'beneficiaire', '2022-10-12'),
    ]);
    expect(alertesDe(convention, jour('2022-10-12'))).toContain(
      'Les deux originaux sont gardés par le Bénéficiaire : chaque partie devrait avoir le sien.',
    );
    expect(codes(convention, '2022-10-11')).not.toContain('originaux_chez_une_partie');
  });

  test('pas d’original avant la première signature', () => {
    const convention = { clauses: clauses2022, evenements: [signature('departement', '2022-10-03')] };
    expect(verifierEvenement(convention, original(1, 'departement', '2022-10-02'))).toEqual([
      { refus: 'original_sans_signature' },
    ]);
    expect(verifierEvenement(convention, original(1, 'departement', '2022-10-03'))).toEqual([]);
  });
});

describe('charte de communication (art. 5)', () => {
  const charte = (partie: Partie, date: string, changes: Partial<Charte> = {}): Charte => ({
    type: 'charte',
    id: `c-${partie}-${date}`,
    partie,
    date: jour(date),
    nom: 'Charte du kit',
    mention: 'Opération menée par le Département',
    logos: 'Logo du Département en bas à gauche',
    taillePourcent: 100,
    ...changes,
  });

  test('art. 5 : elle vaut du jour du second accord', () => {
    const convention = conventionDu('2022-10-10', [
      charte('departement', '2022-11-02'),
      charte('beneficiaire', '2022-11-09'),
    ]);
    expect(charteAu(convention, jour('2022-11-08'))).toBeNull();
    expect(chartesEnAttente(convention, jour('2022-11-08')).map(({ accords }) => accords.beneficiaire)).toEqual([null]);
    expect(charteAu(convention, jour('2022-11-09'))?.conclueLe?.toString()).toBe('2022-11-09');
    expect(chartesEnAttente(convention, jour('2022-11-09'))).toEqual([]);
  });

  test('art. 5 : deux accords sur deux textes différents ne valent pas accord, et c’est dit', () => {
    const convention = conventionDu('2022-10-10', [
      charte('departement', '2022-11-02'),
      charte('beneficiaire', '2022-11-09', { mention: 'Avec le Département' }),
    ]);
    expect(charteAu(convention, jour('2022-12-01'))).toBeNull();
    expect(codes(convention, '2022-12-01')).toContain('chartes_differentes');
    expect(codes(convention, '2022-11-08')).not.toContain('chartes_differentes');
  });

  test('art. 5 : une charte plus récente remplace l’autre quand les deux l’ont acceptée', () => {
    const convention = conventionDu('2022-10-10', [
      charte('departement', '2022-11-02'),
      charte('beneficiaire', '2022-11-02'),
      charte('beneficiaire', '2023-02-01', { nom: 'Charte 2023' }),
      charte('departement', '2023-02-10', { nom: 'Charte 2023' }),
    ]);
    const nom = (date: string) => charteAu(convention, jour(date))?.contenu.nom;
    expect([nom('2023-02-09'), nom('2023-02-10')]).toEqual(['Charte du kit', 'Charte 2023']);
    expect(chartesEnAttente(convention, jour('2023-02-09')).map(({ contenu }) => contenu.nom)).toEqual(['Charte 2023']);
  });

  test('art. 5 : le format du Département est au moins aussi important que celui des autres', () => {
    const convention = conventionDu('2022-10-10');
    expect(phrases(convention, charte('departement', '2022-11-02', { taillePourcent: 99 }))).toEqual([
      'Le logo et la mention du Département sont au moins aussi grands que ceux de tout autre partenaire (art. 5) : indiquez 100 % ou plus.',
    ]);
    expect(phrases(convention, charte('departement', '2022-11-02'))).toEqual([]);
  });

  test('art. 5 : le même accord ne s’enregistre pas deux fois', () => {
    const convention = conventionDu('2022-10-10', [charte('departement', '2022-11-02')]);
    expect(phrases(convention, { ...charte('departement', '2022-11-05'), id: 'autre' })).toEqual([
      'L’accord du Département sur cette charte est déjà enregistré, au 2 novembre 2022.',
    ]);
  });
});

describe('transmission de la convention et autorisations (préambule)', () => {
  const transmission = (transmiseLe: string): Evenement => ({
    type: 'teletransmission',
    id: 't-convention',
    deliberationId: null,
    numero: '066-1',
    transmiseLe: jour(transmiseLe),
    recueLe: jour(transmiseLe),
  });
  const deliberation = (date: string): Evenement => ({
    type: 'deliberation',
    id: `d-${date}`,
    partie: 'beneficiaire',
    numero: 'DL-1',
    date: jour(date),
  });

  test('préambule : transmise avant d’être signée par les deux parties, c’est signalé', () => {
    expect(codes(conventionDu('2022-10-10', [transmission('2022-10-09')]), '2022-11-01')).toContain(
      'transmission_avant_signature',
    );
    expect(codes(conventionDu('2022-10-10', [transmission('2022-10-10')]), '2022-11-01')).not.toContain(
      'transmission_avant_signature',
    );
    const half = {
      clauses: clauses2022,
      evenements: [signature('departement', '2022-10-03'), transmission('2022-10-04')],
    };
    expect(codes(half, '2022-11-01')).toContain('transmission_avant_signature');
  });

  test('préambule : une délibération venue après la signature n’autorise rien, et la phrase le dit', () => {
    const convention = conventionDu('2022-10-10', [deliberation('2022-10-11')]);
    expect(alertesDe(convention, jour('2022-11-01'))).toContain(
      'Aucune délibération n’autorise la signature par le Bénéficiaire à sa date : celle du 11 octobre 2022 est venue après.',
    );
    expect(verifierEvenement(conventionDu('2022-10-10'), deliberation('2022-10-11'))).toEqual([]);
  });
});
