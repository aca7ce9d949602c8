import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  cles,
  DEMARCHES,
  GENRES,
  ISSUES,
  OBJECTIFS,
  STATUTS_SOCIAUX,
  THEMATIQUES,
  TRANCHES_AGE,
} from '../../../domain/nomenclatures.ts';
import { type Accompagnement, bilan } from '../rules.ts';
import { deplier, type LigneAgregat } from './agregat.ts';

const jour = (text: string) => Temporal.PlainDate.from(text);
const mois = jour('2021-03-01');
const aujourdhui = jour('2026-11-23');

const actes: fc.Arbitrary<Accompagnement> = fc.record({
  date: fc.integer({ min: 0, max: 30 }).map((days) => mois.add({ days })),
  dureeMinutes: fc.integer({ min: 1, max: 1439 }),
  thematiques: fc.subarray(cles(THEMATIQUES), { minLength: 1 }),
  demarches: fc.subarray(cles(DEMARCHES)),
  objectif: fc.constantFrom(...cles(OBJECTIFS)),
  issue: fc.constantFrom(...cles(ISSUES)),
  genre: fc.constantFrom(...cles(GENRES)),
  trancheAge: fc.constantFrom(...cles(TRANCHES_AGE)),
  statutSocial: fc.constantFrom(...cles(STATUTS_SOCIAUX)),
});

/** The totals of acts of one month, as the database adds them up. */
function totaux(list: readonly Accompagnement[]): LigneAgregat[] {
  const counts = new Map<string, number>();
  const add = (rubrique: string, cle: string, nombre = 1) =>
    counts.set(`${rubrique} ${cle}`, (counts.get(`${rubrique} ${cle}`) ?? 0) + nombre);
  for (const act of list) {
    add('total', 'personnes');
    add('total', 'minutes', act.dureeMinutes);
    add('objectif', act.objectif);
    add('issue', act.issue);
    add('genre', act.genre);
    add('tranche_age', act.trancheAge);
    add('statut_social', act.statutSocial);
    for (const cle of act.thematiques) add('thematique', cle);
    for (const cle of act.demarches) add('demarche', cle);
  }
  return [...counts].map(([key, nombre]) => {
    const [rubrique = '', cle = ''] = key.split(' ');
    return { mois, rubrique, cle, nombre };
  });
}

describe('art. 4.1 : un mois agrégé compte comme les actes dont il vient', () => {
  test('les totaux d’avant sont ceux d’après, quels que soient les actes', () => {
    fc.assert(
      fc.property(fc.array(actes, { maxLength: 40 }), fc.boolean(), (list, isPublic) => {
        const options = { public: isPublic, aujourdhui };
        expect(bilan([], deplier(totaux(list), mois), options)).toEqual(bilan([], list, options));
      }),
    );
  });

  test('ils sont datés du premier du mois, ou du début de la période qui le coupe', () => {
    const lignes = totaux([fc.sample(actes, 1)[0] as Accompagnement]);
    expect(deplier(lignes, jour('2020-01-01'))[0]?.date.toString()).toBe('2021-03-01');
    expect(deplier(lignes, jour('2021-03-10'))[0]?.date.toString()).toBe('2021-03-10');
  });

  test('sans ligne, aucun acte ; des totaux qui se contredisent sont une erreur, jamais un nombre faux', () => {
    expect(deplier([], mois)).toEqual([]);
    expect(() => deplier([{ mois, rubrique: 'total', cle: 'personnes', nombre: 2 }], mois)).toThrow('2021-03-01');
  });
});
