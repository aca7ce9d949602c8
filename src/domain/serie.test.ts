import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { champ, commun, idsDeLignes, LIGNES_MAX, lireLignes, nombreDeLignes } from './serie.ts';

const SEANCE = '11111111-1111-4111-8111-111111111111';
const compteur = () => {
  let n = 0;
  return () => {
    n += 1;
    return `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
  };
};

test('le nombre de lignes, quoi que dise l’adresse', () => {
  const asked = [null, undefined, '', '20', '21', '0', '-5', '999', '1e9', 'x'];
  expect(asked.map(nombreDeLignes)).toEqual([10, 10, 10, 20, 30, 10, 10, 50, 10, 10]);
});

describe('les identifiants des lignes', () => {
  test('sont ceux du formulaire ; ce qui manque, se répète ou n’en est pas un en reçoit un nouveau', () => {
    const form = {
      [champ(1, 'id')]: [SEANCE],
      [champ(2, 'id')]: [SEANCE],
      [champ(3, 'id')]: ["' or 1=1 --"],
    };
    const [premier, ...autres] = idsDeLignes(4, form, compteur());
    expect(premier).toBe(SEANCE);
    expect(autres.map((id) => id.slice(-2))).toEqual(['01', '02', '03']);
  });

  test('ne changent plus une fois donnés, et sont tous différents', () => {
    const sent = fc.dictionary(
      fc.integer({ min: 1, max: LIGNES_MAX }).map((rang) => champ(rang, 'id')),
      fc.tuple(fc.oneof(fc.uuid(), fc.constantFrom('', SEANCE, 'x'))),
    );
    fc.assert(
      fc.property(sent, fc.integer({ min: 1, max: LIGNES_MAX }), (form, nombre) => {
        const ids = idsDeLignes(nombre, form, compteur());
        expect(new Set(ids).size).toBe(nombre);
        const given = Object.fromEntries(ids.map((id, index) => [champ(index + 1, 'id'), [id]]));
        expect(idsDeLignes(nombre, given, () => 'nouveau')).toEqual(ids);
      }),
    );
  });
});

test('seules comptent les lignes où quelque chose est choisi, chacune sous son identifiant', () => {
  const form = {
    [commun('theme')]: ['AideAuxDemarchesAdministratives'],
    [commun('duree')]: ['75'],
    [commun('resultat')]: ['faite'],
    [champ(2, 'demarche')]: ['Logement'],
    [champ(4, 'resultat')]: ['impossible:panne'],
    [champ(4, 'theme')]: ['Email'],
  };
  const lignes = lireLignes(form, idsDeLignes(10, form, compteur()), SEANCE);
  expect(lignes.map(({ rang, id }) => [rang, id.slice(-2)])).toEqual([
    [2, '02'],
    [4, '04'],
  ]);
  expect(lignes[0]?.valeurs).toMatchObject({ seance: [SEANCE], demarches: ['Logement'], dureeAutre: ['75'] });
  expect(lignes[1]?.valeurs).toMatchObject({ thematiques: ['Email'], issuePrecision: ['Service en panne'] });
});
