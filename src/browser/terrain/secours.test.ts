import { expect, test } from 'vitest';
import type { Valeurs } from '../../domain/terrain.ts';
import { direOuverture } from './appareil.ts';
import { creer, type Reponse, sansRecues } from './file.ts';
import * as PHRASES from './phrases.ts';
import { adresseEnLigne } from './secours.ts';

const enSeance = (type: string) => ({ typeActivite: [type], seance: ['s1'] });
const horsSeance = (type: string) => ({ typeActivite: [type] });

test('ce qu’un appareil ne peut pas garder va au formulaire en ligne du même genre, en séance ou hors de toute', () => {
  const noter = (valeurs: Valeurs) => adresseEnLigne({ genre: 'creer', titre: '', valeurs });
  expect(noter(enSeance('Individuel'))).toBe('/seances/s1/accompagnements/nouveau');
  expect(noter(enSeance('Collectif'))).toBe('/seances/s1/atelier/nouveau');
  expect(noter(horsSeance('Individuel'))).toBe('/accompagnements/nouveau/individuel');
  expect(noter(horsSeance('Collectif'))).toBe('/accompagnements/nouveau/atelier');
  for (const type of ['Evenement', 'Partenariat', 'Animation']) {
    expect(noter(horsSeance(type))).toBe('/accompagnements/nouveau/coordination');
  }
  const modifier = (valeurs: Valeurs) =>
    adresseEnLigne({ genre: 'modifier', titre: '', accompagnement: 'a1', base: 'v1', valeurs });
  expect(modifier(enSeance('Individuel'))).toBe('/accompagnements/a1/modifier');
  expect(modifier(horsSeance('Individuel'))).toBe('/accompagnements/a1/corriger');
  for (const valeurs of [enSeance('Collectif'), horsSeance('Collectif'), horsSeance('Animation')]) {
    expect(modifier(valeurs)).toBe('/accompagnements/a1/corriger');
  }
});

test('sans place, ce qui est reçu est retiré, et rien d’autre ne change', () => {
  const geste = (id: string) => ({
    id,
    formulaire: 2,
    saisiAt: '2026-11-24T09:00:00.000Z',
    valeurs: enSeance('Individuel'),
  });
  const file = ['a', 'b', 'c', 'd'].reduce(
    (all, id) => creer(all, 'compte', geste(id)),
    creer([], 'compte', geste('e')),
  );
  const reponses: Reponse[] = (['acceptee', 'deja', 'refusee', 'ecartee'] as const).map((etat, rang) => ({
    id: 'abcd'.charAt(rang),
    etat,
    raisons: [],
  }));
  const left = sansRecues(file, reponses);
  expect(left.map(({ operation }) => operation.id)).toEqual(['e', 'c', 'd']);
  expect(left.every((one) => file.includes(one))).toBe(true);
  const [first] = file;
  if (first === undefined) throw new Error('Five were made');
  const correction = { genre: 'corriger', titre: '', valeurs: enSeance('Individuel'), element: first } as const;
  expect(adresseEnLigne(correction)).toBeUndefined();
});

test('une mémoire pleine, muette ou effacée se dit', () => {
  expect(direOuverture(new DOMException('No room', 'QuotaExceededError'))).toBe(PHRASES.pleineAuDepart);
  expect(direOuverture(new DOMException('Newer', 'VersionError'))).toBe(PHRASES.muette);
  expect(PHRASES.direPerdues(0)).toContain('votre journée n’y est plus');
  expect(PHRASES.direPerdues(1)).toContain('1 saisie qui attendait n’y est plus');
  expect(PHRASES.direPerdues(2)).toContain('2 saisies qui attendaient n’y sont plus');
});
