import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  AUTONOMIES,
  AXES,
  cles,
  DEMARCHES,
  GENRES,
  ISSUES,
  MATERIELS,
  NIVEAUX_ATELIER,
  OBJECTIFS,
  STATUTS_SOCIAUX,
  STRUCTURES_DE_REDIRECTION,
  THEMATIQUES,
  TRANCHES_AGE,
  TYPES_COORDINATION,
  TYPES_LIEU,
} from '../../../domain/nomenclatures.ts';
import { type Accompagnement, type Action, type Activite, type Atelier, bilan } from '../rules.ts';
import { deplier, type LigneAgregat } from './agregat.ts';

type Actes = Omit<Activite, 'seances'>;

const jour = (text: string) => Temporal.PlainDate.from(text);
const mois = jour('2021-03-01');
const aujourdhui = jour('2026-11-23');
const date = fc.integer({ min: 0, max: 30 }).map((days) => mois.add({ days }));
const dureeMinutes = fc.integer({ min: 1, max: 1439 });
const of = (activite: Actes, isPublic: boolean) =>
  bilan({ seances: [], ...activite }, { public: isPublic, aujourdhui });

const aides: fc.Arbitrary<Accompagnement> = fc.record({
  date,
  dureeMinutes,
  thematiques: fc.subarray(cles(THEMATIQUES), { minLength: 1 }),
  demarches: fc.subarray(cles(DEMARCHES)),
  materiels: fc.subarray(cles(MATERIELS)),
  autonomie: fc.option(fc.constantFrom(...cles(AUTONOMIES))),
  axe: fc.option(fc.constantFrom(...cles(AXES))),
  typeLieu: fc.constantFrom(...cles(TYPES_LIEU)),
  objectif: fc.constantFrom(...cles(OBJECTIFS)),
  issue: fc.constantFrom(...cles(ISSUES)),
  orientation: fc.option(fc.constantFrom(...cles(STRUCTURES_DE_REDIRECTION))),
  genre: fc.constantFrom(...cles(GENRES)),
  trancheAge: fc.constantFrom(...cles(TRANCHES_AGE)),
  statutSocial: fc.constantFrom(...cles(STATUTS_SOCIAUX)),
});

const ateliers: fc.Arbitrary<Atelier> = fc.record({
  date,
  dureeMinutes,
  participants: fc.integer({ min: 12, max: 40 }),
  dejaAides: fc.nat(12),
  niveau: fc.option(fc.constantFrom(...cles(NIVEAUX_ATELIER))),
  thematiques: fc.subarray(cles(THEMATIQUES), { minLength: 1 }),
  demarches: fc.subarray(cles(DEMARCHES)),
  materiels: fc.subarray(cles(MATERIELS)),
  objectif: fc.option(fc.constantFrom(...cles(OBJECTIFS))),
  axe: fc.option(fc.constantFrom(...cles(AXES))),
  genres: fc.record({ Feminin: fc.nat(6), Masculin: fc.nat(6) }),
  tranchesAge: fc.record({ SoixanteDixPlus: fc.nat(6), NonCommunique: fc.nat(6) }),
  statutsSociaux: fc.constant({}),
});

const actions: fc.Arbitrary<Action> = fc.record({
  date,
  dureeMinutes,
  type: fc.constantFrom(...cles(TYPES_COORDINATION)),
});

const activites: fc.Arbitrary<Actes> = fc.record({
  accompagnements: fc.array(aides, { maxLength: 30 }),
  ateliers: fc.array(ateliers, { maxLength: 6 }),
  actions: fc.array(actions, { maxLength: 6 }),
});

/** The totals of acts of one month, as the database adds them up. */
function totaux(activite: Partial<Actes>): LigneAgregat[] {
  const counts = new Map<string, number>();
  const add = (rubrique: string, cle: string | null, nombre = 1) => {
    if (cle !== null) counts.set(`${rubrique} ${cle}`, (counts.get(`${rubrique} ${cle}`) ?? 0) + nombre);
  };
  for (const act of activite.accompagnements ?? []) {
    add('total', 'personnes');
    add('total', 'minutes', act.dureeMinutes);
    add('objectif', act.objectif);
    add('issue', act.issue);
    add('orientation', act.orientation);
    add('autonomie', act.autonomie);
    add('axe', act.axe);
    add('type_lieu', act.typeLieu);
    add('genre', act.genre);
    add('tranche_age', act.trancheAge);
    add('statut_social', act.statutSocial);
    for (const cle of act.thematiques) add('thematique', cle);
    for (const cle of act.demarches) add('demarche', cle);
    for (const cle of act.materiels) add('materiel', cle);
  }
  for (const atelier of activite.ateliers ?? []) {
    add('total', 'ateliers');
    add('total', 'participants', atelier.participants);
    add('total', 'minutes_ateliers', atelier.dureeMinutes);
    add('total', 'deja_aides', atelier.dejaAides);
    add('total', atelier.niveau && `niveau:${atelier.niveau}`);
    for (const cle of atelier.thematiques) add('thematique', `atelier:${cle}`);
    for (const cle of atelier.demarches) add('demarche', `atelier:${cle}`);
    for (const cle of atelier.materiels) add('materiel', `atelier:${cle}`);
    add('objectif', atelier.objectif && `atelier:${atelier.objectif}`);
    add('axe', atelier.axe && `atelier:${atelier.axe}`);
    for (const [cle, nombre] of Object.entries(atelier.genres)) add('genre', `atelier:${cle}`, nombre);
    for (const [cle, nombre] of Object.entries(atelier.tranchesAge)) add('tranche_age', `atelier:${cle}`, nombre);
  }
  for (const action of activite.actions ?? []) {
    add('total', `coordination:${action.type}`);
    add('total', 'minutes_coordination', action.dureeMinutes);
  }
  return [...counts].map(([key, nombre]) => {
    const [rubrique = '', cle = ''] = key.split(' ');
    return { mois, rubrique, cle, nombre };
  });
}

describe('art. 4.1 : un mois agrégé compte comme les actes dont il vient', () => {
  test('les totaux d’avant sont ceux d’après, quels que soient les actes', () => {
    fc.assert(
      fc.property(activites, fc.boolean(), (activite, isPublic) => {
        expect(of(deplier(totaux(activite), mois), isPublic)).toEqual(of(activite, isPublic));
      }),
    );
  });

  test('ils sont datés du premier du mois, ou du début de la période qui le coupe', () => {
    const lignes = totaux({ accompagnements: fc.sample(aides, 1) });
    expect(deplier(lignes, jour('2020-01-01')).accompagnements[0]?.date.toString()).toBe('2021-03-01');
    expect(deplier(lignes, jour('2021-03-10')).accompagnements[0]?.date.toString()).toBe('2021-03-10');
  });

  test('sans ligne, aucun acte ; des totaux qui se contredisent sont une erreur, jamais un nombre faux', () => {
    expect(deplier([], mois)).toEqual({ accompagnements: [], ateliers: [], actions: [] });
    expect(() => deplier([{ mois, rubrique: 'total', cle: 'personnes', nombre: 2 }], mois)).toThrow('2021-03-01');
  });

  test('un mois agrégé avant que l’objectif des ateliers ne soit compté n’en dit rien', () => {
    const [one] = fc.sample(ateliers, 1);
    const lignes = totaux({ ateliers: one === undefined ? [] : [one] }).filter(
      ({ rubrique }) => !['demarche', 'materiel', 'objectif', 'axe'].includes(rubrique),
    );
    expect(deplier(lignes, mois).ateliers).toMatchObject([{ objectif: null, axe: null, demarches: [], materiels: [] }]);
  });

  test('un mois agrégé avant que l’autonomie ne soit comptée n’en dit rien', () => {
    const [act] = fc.sample(aides, 1);
    const lignes = totaux({ accompagnements: act === undefined ? [] : [act] }).filter(
      ({ rubrique }) => !['autonomie', 'materiel', 'type_lieu', 'axe', 'orientation'].includes(rubrique),
    );
    const { accompagnements } = deplier(lignes, mois);
    expect(accompagnements).toMatchObject([{ autonomie: null, typeLieu: null, axe: null, materiels: [] }]);
  });
});
