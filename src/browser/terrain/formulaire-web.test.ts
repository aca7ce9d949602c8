import { expect, test } from 'vitest';
import { estGardable, operationDuWeb } from './formulaire-web.ts';
import { verifier } from './verification.ts';

const SEANCE = '11111111-1111-4111-8111-111111111111';
const CLE = '4f000000-0000-4000-8000-000000000001';
const A = '2026-11-24T09:00:00.000Z';
const envoye = (autres: readonly (readonly [string, unknown])[] = []) => [
  ['_cle', CLE] as const,
  ['formulaire', '2'] as const,
  ['thematiques', 'Email'] as const,
  ['thematiques', 'Sante'] as const,
  ...autres,
];

test('un formulaire en ligne que le réseau a perdu devient la même opération, sous la même clé', () => {
  expect(operationDuWeb(`/seances/${SEANCE}/accompagnements/nouveau`, envoye(), A)).toEqual({
    id: CLE,
    nature: 'creer',
    accompagnement: CLE,
    base: null,
    formulaire: 2,
    saisiAt: A,
    valeurs: { _cle: [CLE], formulaire: ['2'], thematiques: ['Email', 'Sante'], seance: [SEANCE] },
  });
  expect(operationDuWeb(`/accompagnements/${SEANCE}/modifier`, envoye([['base', CLE]]), A)).toMatchObject({
    nature: 'modifier',
    accompagnement: SEANCE,
    base: CLE,
  });
  expect(operationDuWeb(`/accompagnements/${SEANCE}/supprimer`, envoye([['base', '']]), A)).toMatchObject({
    nature: 'supprimer',
    base: null,
    valeurs: {},
  });
});

test('rien d’autre ne se garde : ni une autre page, ni un formulaire sans clé', () => {
  const path = `/seances/${SEANCE}/accompagnements/nouveau`;
  expect(operationDuWeb(path, [['thematiques', 'Email']], A)).toBeUndefined();
  expect(operationDuWeb(path, [['_cle', 'x']], A)).toBeUndefined();
  for (const other of ['/deconnexion', '/seances/x/accompagnements/nouveau', `/mandats/${SEANCE}/modifier`]) {
    expect(estGardable(other)).toBe(false);
    expect(operationDuWeb(other, envoye(), A)).toBeUndefined();
  }
  expect(estGardable(path)).toBe(true);
});

const valeurs = { thematiques: ['Email'], duree: ['30'], issue: ['faite'] };
test.each([
  [{}, []],
  [{ thematiques: [] }, ['thematiques']],
  [{ thematiques: ['AideAuxDemarchesAdministratives'] }, ['demarches']],
  [{ demarches: ['Logement'] }, ['demarches']],
  [{ duree: ['personnaliser'], dureeAutre: ['0'] }, ['dureeAutre']],
  [{ duree: ['personnaliser'], dureeAutre: ['1440'] }, ['dureeAutre']],
  [{ duree: ['personnaliser'], dureeAutre: ['1439'] }, []],
  [{ issue: ['impossible'], issuePrecision: [' '] }, ['issuePrecision']],
  [{ issue: ['orientee'] }, ['orientation']],
  [{ typeActivite: ['Collectif'], thematiques: [] }, []],
])('ce qui serait refusé à coup sûr est dit tout de suite : %o', (autres, champs) => {
  expect(verifier({ ...valeurs, ...autres }).map(({ field }) => field)).toEqual(champs);
});
