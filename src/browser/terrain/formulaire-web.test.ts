import { expect, test } from 'vitest';
import { ajouterDuWeb } from './file.ts';
import { estGardable, operationsDuWeb } from './formulaire-web.ts';
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
  expect(operationsDuWeb(`/seances/${SEANCE}/accompagnements/nouveau`, envoye(), A)).toEqual([
    {
      id: CLE,
      nature: 'creer',
      accompagnement: CLE,
      base: null,
      formulaire: 2,
      saisiAt: A,
      valeurs: { _cle: [CLE], formulaire: ['2'], thematiques: ['Email', 'Sante'], seance: [SEANCE] },
    },
  ]);
  expect(operationsDuWeb(`/accompagnements/${SEANCE}/modifier`, envoye([['base', CLE]]), A)).toMatchObject([
    { nature: 'modifier', accompagnement: SEANCE, base: CLE },
  ]);
  expect(operationsDuWeb(`/accompagnements/${SEANCE}/supprimer`, envoye([['base', '']]), A)).toMatchObject([
    { nature: 'supprimer', base: null, valeurs: {} },
  ]);
});

test('rien d’autre ne se garde : ni une autre page, ni un formulaire sans clé', () => {
  const path = `/seances/${SEANCE}/accompagnements/nouveau`;
  expect(operationsDuWeb(path, [['thematiques', 'Email']], A)).toEqual([]);
  expect(operationsDuWeb(path, [['_cle', 'x']], A)).toEqual([]);
  for (const other of ['/deconnexion', '/seances/x/accompagnements/nouveau', `/mandats/${SEANCE}/modifier`]) {
    expect(estGardable(other)).toBe(false);
    expect(operationsDuWeb(other, envoye(), A)).toEqual([]);
  }
  expect(estGardable(path)).toBe(true);
});

test('une demi-journée perdue devient une opération par ligne remplie, sous les identifiants de la page', () => {
  const path = `/seances/${SEANCE}/accompagnements/serie`;
  const ids = [1, 2, 3].map((rang) => `4f000000-0000-4000-8000-00000000010${rang}`);
  const page = envoye([
    ...ids.map((id, index) => [`ligne${index + 1}-id`, id] as const),
    ['lignes', '10'],
    ['commun-duree', '30'],
    ['ligne1-demarche', 'Logement'],
    ['ligne3-theme', 'Email'],
  ]);
  const operations = operationsDuWeb(path, page, A);
  expect(operations.map(({ id, accompagnement, nature, base }) => [id, accompagnement, nature, base])).toEqual([
    [ids[0], ids[0], 'creer', null],
    [ids[2], ids[2], 'creer', null],
  ]);
  expect(operations[0]?.valeurs).toMatchObject({ seance: [SEANCE], demarches: ['Logement'], duree: ['30'] });
  expect(operationsDuWeb(path, page, A)).toEqual(operations);
});

test('une demi-journée dont aucune ligne n’est remplie, ou qui ne demande que des lignes, ne se garde pas', () => {
  const path = `/seances/${SEANCE}/accompagnements/serie`;
  expect(operationsDuWeb(path, envoye([['lignes', '10']]), A)).toEqual([]);
  expect(
    operationsDuWeb(
      path,
      envoye([
        ['ligne1-theme', 'Email'],
        ['suite', 'lignes'],
      ]),
      A,
    ),
  ).toEqual([]);
});

test('la page renvoyée ne double rien ; changée depuis, elle corrige ce qui attend au lieu de se perdre', () => {
  const [one] = operationsDuWeb(`/seances/${SEANCE}/accompagnements/nouveau`, envoye(), A);
  if (one === undefined) throw new Error('The form was not kept');
  const once = ajouterDuWeb([], 'compte', one, 'suite');
  expect(once).toMatchObject([{ tentee: true, operation: { id: CLE } }]);
  expect(ajouterDuWeb(once, 'compte', one, 'suite')).toEqual(once);
  const changed = { ...one, valeurs: { ...one.valeurs, duree: ['45'] } };
  const twice = ajouterDuWeb(once, 'compte', changed, 'suite');
  expect(twice.map(({ operation: { id, nature, base, valeurs } }) => [id, nature, base, valeurs['duree']])).toEqual([
    [CLE, 'creer', null, undefined],
    ['suite', 'modifier', CLE, ['45']],
  ]);
  expect(ajouterDuWeb(twice, 'compte', changed, 'encore')).toEqual(twice);
});

test('ce qui se note hors séance se garde, et un atelier reste dans sa séance', () => {
  const [hors] = operationsDuWeb('/accompagnements/nouveau/coordination', envoye([['typeActivite', 'Animation']]), A);
  expect(hors?.valeurs).toMatchObject({ typeActivite: ['Animation'] });
  expect(hors?.valeurs['seance']).toBeUndefined();
  const [atelier] = operationsDuWeb(`/seances/${SEANCE}/atelier/nouveau`, envoye(), A);
  expect(atelier?.valeurs['seance']).toEqual([SEANCE]);
  const corriger = `/accompagnements/${SEANCE}/corriger`;
  expect(operationsDuWeb(corriger, envoye(), A)).toEqual([]);
  expect(operationsDuWeb(corriger, envoye([['seance', '']]), A)).toMatchObject([{ nature: 'modifier' }]);
  expect(operationsDuWeb(`${corriger}/supprimer`, envoye(), A)).toMatchObject([{ nature: 'supprimer' }]);
});

const valeurs = { seance: [SEANCE], thematiques: ['Email'], duree: ['30'], issue: ['faite'] };
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
  [{ seance: [], typeLieu: ['LieuActivite'] }, ['lieu']],
  [{ seance: [], typeLieu: ['LieuActivite'], lieu: [SEANCE] }, []],
  [{ seance: [], typeLieu: ['Domicile'], commune: [' '] }, ['commune']],
  [{ seance: [], typeLieu: ['Autre'], commune: ['Céret'] }, []],
  [{ seance: [], typeLieu: ['ADistance'] }, []],
  [{ seance: [], typeActivite: ['Animation'], typeLieu: ['Autre'] }, ['commune']],
])('ce qui serait refusé à coup sûr est dit tout de suite : %o', (autres, champs) => {
  expect(verifier({ ...valeurs, ...autres }).map(({ field }) => field)).toEqual(champs);
});
