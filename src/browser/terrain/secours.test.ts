import { expect, test } from 'vitest';
import type { SeanceTerrain } from '../../domain/terrain.ts';
import { direOuverture } from './appareil.ts';
import { creer, type Reponse, sansRecues } from './file.ts';
import { direPerdues, PHRASES } from './phrases.ts';
import { adresseEnLigne } from './secours.ts';

const seance: SeanceTerrain = {
  id: 's1',
  endroit: 'Mairie',
  adresse: null,
  jour: '2026-11-24',
  debut: '09:00',
  fin: '12:00',
  statut: 'prevue',
  rendezVous: [],
  accompagnements: [],
};
const individuel = { typeActivite: ['Individuel'] };
const atelier = { typeActivite: ['Collectif'] };

test('ce qu’un appareil ne peut pas garder va au formulaire en ligne du même genre', () => {
  const creation = { genre: 'creer', titre: '', seance } as const;
  expect(adresseEnLigne({ ...creation, valeurs: individuel })).toBe('/seances/s1/accompagnements/nouveau');
  expect(adresseEnLigne({ ...creation, valeurs: atelier })).toBe('/seances/s1/atelier/nouveau');
  const correction = { genre: 'modifier', titre: '', accompagnement: 'a1', base: 'v1', seance } as const;
  expect(adresseEnLigne({ ...correction, valeurs: individuel })).toBe('/accompagnements/a1/modifier');
  expect(adresseEnLigne({ ...correction, valeurs: atelier })).toBe('/accompagnements/a1/corriger');
});

test('sans place, ce qui est reçu est retiré, et rien d’autre ne change', () => {
  const geste = (id: string) => ({ id, formulaire: 2, saisiAt: '2026-11-24T09:00:00.000Z', valeurs: individuel });
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
  const correction = { genre: 'corriger', titre: '', valeurs: individuel, element: first, seance } as const;
  expect(adresseEnLigne(correction)).toBeUndefined();
});

test('une mémoire pleine, muette ou effacée se dit', () => {
  expect(direOuverture(new DOMException('No room', 'QuotaExceededError'))).toBe(PHRASES.pleineAuDepart);
  expect(direOuverture(new DOMException('Newer', 'VersionError'))).toBe(PHRASES.muette);
  expect(direPerdues(0)).toContain('votre journée n’y est plus');
  expect(direPerdues(1)).toContain('1 saisie qui attendait n’y est plus');
  expect(direPerdues(2)).toContain('2 saisies qui attendaient n’y sont plus');
});
