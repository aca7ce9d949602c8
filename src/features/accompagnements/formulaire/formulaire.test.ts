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
  type Nomenclature,
  OBJECTIFS,
  OBSTACLES,
  OPERATEURS,
  STATUTS_SOCIAUX,
  STRUCTURES_DE_REDIRECTION,
  THEMATIQUES,
  TRANCHES_AGE,
  TYPES_COORDINATION,
  type TypeCoordination,
} from '../../../domain/nomenclatures.ts';
import { parseForm, readForm } from '../../../platform/http/form.ts';
import {
  champDe,
  FORMULAIRE,
  formDe,
  LISTES_COORDINATION,
  saisieInitiale,
  toSaisie,
  toState,
  toValeurs,
  typeDe,
  type Valeurs,
} from '../formulaire.ts';
import type { Cadre, Collectif, Coordination, Individuel, Saisie } from '../rules/saisie.ts';

const TODAY = Temporal.PlainDate.from('2026-03-12');

function relire(valeurs: Valeurs, saisie?: Saisie) {
  const type = typeDe(valeurs);
  if (type === null) return null;
  const read = parseForm(formDe(type), { values: valeurs, files: {} });
  if (!read.ok) return read.state.errors;
  // What the server knows of the séance is what the record took from it.
  const seance = saisie?.seanceId
    ? { jour: saisie.jour, lieuId: saisie.lieuId, codeInsee: saisie.codeInsee }
    : undefined;
  return toSaisie(type, read.data, seance, TODAY);
}

const code = <N extends Nomenclature>(nomenclature: N) => fc.constantFrom(...cles(nomenclature));
const plusieurs = <N extends Nomenclature>(nomenclature: N, minLength = 0) =>
  fc.subarray(cles(nomenclature), { minLength });
const peutEtre = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });
const mot = (max: number) =>
  fc
    .array(fc.constantFrom(...'aàéœ’« BZ9-&<>"'), { minLength: 1, maxLength: max })
    .map((letters) => `É${letters.join('').trim()}`.replace(/ +/g, ' ').slice(0, max));
const jour = fc.integer({ min: 0, max: 900 }).map((days) => TODAY.subtract({ days }));
const heure = fc.integer({ min: 0, max: 1439 }).map((minutes) => new Temporal.PlainTime(0).add({ minutes }));
const uuid = fc.uuid({ version: 7 });

const temps = {
  jour,
  heureDebut: peutEtre(heure),
  dureeMinutes: fc.oneof(fc.constantFrom(15, 30, 45, 60, 90, 120), fc.integer({ min: 1, max: 1439 })),
  axe: peutEtre(code(AXES)),
  binomeId: peutEtre(uuid),
};
const insee = fc.constantFrom('66136', '66049', '2A004');
const cadre: fc.Arbitrary<Cadre> = fc.oneof(
  fc.record({
    ...temps,
    seanceId: uuid,
    typeLieu: fc.constant('LieuActivite' as const),
    lieuId: uuid,
    codeInsee: insee,
  }),
  fc.record({
    ...temps,
    seanceId: uuid,
    typeLieu: fc.constantFrom('Autre' as const, 'Domicile' as const, 'ADistance' as const),
    lieuId: fc.constant(null),
    codeInsee: peutEtre(insee),
  }),
  fc.record({
    ...temps,
    seanceId: fc.constant(null),
    typeLieu: fc.constant('LieuActivite' as const),
    lieuId: uuid,
    codeInsee: fc.constant(null),
  }),
  fc.record({
    ...temps,
    seanceId: fc.constant(null),
    typeLieu: fc.constantFrom('Autre' as const, 'Domicile' as const),
    lieuId: fc.constant(null),
    codeInsee: insee,
  }),
  fc.record({
    ...temps,
    seanceId: fc.constant(null),
    typeLieu: fc.constant('ADistance' as const),
    lieuId: fc.constant(null),
    codeInsee: fc.constant(null),
  }),
);

const themes = {
  thematiques: plusieurs(THEMATIQUES, 1),
  demarches: plusieurs(DEMARCHES),
  materiels: plusieurs(MATERIELS),
  objectif: code(OBJECTIFS),
};
const blocage = fc.oneof(
  fc.record({
    operateur: mot(80),
    service: mot(120),
    obstacle: code(OBSTACLES),
    obstacleTexte: mot(500),
  }),
  fc.record({
    operateur: mot(80),
    service: mot(120),
    obstacle: fc.constantFrom('panne' as const, 'langue' as const),
    obstacleTexte: fc.constant(null),
  }),
);
const individuel: fc.Arbitrary<Individuel> = fc
  .tuple(
    cadre,
    fc.record({
      ...themes,
      typeActivite: fc.constant('Individuel' as const),
      operateur: peutEtre(fc.oneof(code(OPERATEURS), mot(80))),
      autonomie: peutEtre(code(AUTONOMIES)),
      issue: code(ISSUES),
      issuePrecision: peutEtre(mot(200)),
      orientation: peutEtre(code(STRUCTURES_DE_REDIRECTION)),
      genre: code(GENRES),
      trancheAge: code(TRANCHES_AGE),
      statutSocial: code(STATUTS_SOCIAUX),
      rendezVousId: peutEtre(uuid),
      mandatId: peutEtre(uuid),
      personneId: peutEtre(uuid),
      blocage: peutEtre(blocage),
    }),
  )
  .map(([where, what]) => {
    const issuePrecision = what.issue === 'faite' ? null : what.issuePrecision;
    return { ...where, ...what, issuePrecision };
  });

const comptes = <N extends Nomenclature>(nomenclature: N) =>
  fc
    .array(fc.tuple(code(nomenclature), fc.integer({ min: 1, max: 2000 })), { maxLength: 4 })
    .map((pairs) => Object.fromEntries(pairs) as Partial<Record<keyof N & string, number>>);
const collectif: fc.Arbitrary<Collectif> = fc
  .tuple(
    cadre,
    fc.record({
      ...themes,
      typeActivite: fc.constant('Collectif' as const),
      participants: fc.integer({ min: 1, max: 2000 }),
      collectif: fc.record({
        titre: peutEtre(mot(120)),
        niveau: peutEtre(code(NIVEAUX_ATELIER)),
        dejaAides: fc.integer({ min: 0, max: 2000 }),
        genres: comptes(GENRES),
        tranchesAge: comptes(TRANCHES_AGE),
        statutsSociaux: comptes(STATUTS_SOCIAUX),
      }),
    }),
  )
  .map(([where, what]) => ({ ...where, ...what }));

function coordinationDe(type: TypeCoordination): fc.Arbitrary<Coordination> {
  const { nature, avec, echelon, theme } = LISTES_COORDINATION[type];
  const listed = (liste: Nomenclature | null) => (liste === null ? fc.constant(null) : code(liste));
  return fc
    .tuple(
      cadre,
      fc.record({
        nom: mot(120),
        nature: code(nature as Nomenclature),
        avec: listed(avec),
        echelon: listed(echelon),
        theme: listed(theme),
        participants: peutEtre(fc.integer({ min: 0, max: 100_000 })),
      }),
    )
    .map(([where, coordination]) => ({ ...where, typeActivite: type, coordination }));
}

describe('ce qu’un formulaire dit d’une saisie, relu, est cette saisie', () => {
  test.each([
    ['aide individuelle', individuel],
    ['atelier', collectif],
    ...cles(TYPES_COORDINATION).map((type) => [TYPES_COORDINATION[type], coordinationDe(type)] as const),
  ] as const)('%s', (_, arbitrary) => {
    fc.assert(
      fc.property(arbitrary as fc.Arbitrary<Saisie>, (saisie) => {
        expect(relire(toValeurs(saisie), saisie)).toEqual({ saisie });
      }),
    );
  });

  test('les valeurs montrées par une page la disent aussi', () => {
    fc.assert(
      fc.property(individuel, (saisie) => {
        const shown = Object.entries(toState(toValeurs(saisie))).map(([name, value]): [string, readonly string[]] => [
          name,
          typeof value === 'string' ? [value] : value,
        ]);
        expect(relire(Object.fromEntries(shown), saisie)).toEqual({ saisie });
      }),
    );
  });
});

const aide: Valeurs = {
  thematiques: ['Email'],
  duree: ['30'],
  typeLieu: ['ADistance'],
  issue: ['faite'],
  trancheAge: ['NonCommunique'],
  genre: ['NonCommunique'],
  statutSocial: ['NonCommunique'],
  objectif: ['autre'],
};

describe('lire ce qui est tapé', () => {
  test('sans jour, celui du jour ; sans genre de saisie, une aide individuelle', () => {
    expect(typeDe(aide)).toBe('Individuel');
    expect(typeDe({ typeActivite: ['Magie'] })).toBeNull();
    expect(relire(aide)).toMatchObject({ saisie: { jour: TODAY, typeActivite: 'Individuel', dureeMinutes: 30 } });
  });

  test('une autre durée laissée vide vaut zéro, que les règles refusent', () => {
    expect(relire({ ...aide, duree: ['personnaliser'] })).toMatchObject({ saisie: { dureeMinutes: 0 } });
    expect(relire({ ...aide, duree: ['personnaliser'], dureeAutre: ['1440'] })).toMatchObject([
      { field: 'dureeAutre' },
    ]);
  });

  test('hors séance, un lieu ne vaut que pour « Lieu d’activité », une commune que pour les autres endroits', () => {
    const lieu = '01900000-0000-7000-8000-000000000001';
    const tout = { ...aide, lieu: [lieu], codeInsee: ['66136'] };
    const ou = (typeLieu: string) => relire({ ...tout, typeLieu: [typeLieu] });
    expect(ou('LieuActivite')).toMatchObject({ saisie: { lieuId: lieu, codeInsee: null } });
    expect(ou('Domicile')).toMatchObject({ saisie: { lieuId: null, codeInsee: '66136' } });
    expect(ou('ADistance')).toMatchObject({ saisie: { lieuId: null, codeInsee: null } });
  });

  test('dans une séance, le jour et le lieu sont les siens, quoi qu’on ait écrit', () => {
    const seance = { jour: TODAY.subtract({ days: 3 }), lieuId: null, codeInsee: '66049' };
    const read = parseForm(formDe('Individuel'), { values: { ...aide, jour: ['2031-01-01'] }, files: {} });
    expect(read.ok && toSaisie('Individuel', read.data, seance, TODAY)).toMatchObject({
      saisie: { jour: seance.jour, typeLieu: 'ADistance', codeInsee: '66049' },
    });
  });

  test('dans une séance, la commune écrite vaut à domicile et ailleurs ; sinon c’est celle de la séance', () => {
    const commune = (typeLieu: string, codeInsee: string | null, deLaSeance: string | null) => {
      const values = { ...aide, typeLieu: [typeLieu], codeInsee: codeInsee === null ? [] : [codeInsee] };
      const read = parseForm(formDe('Individuel'), { values, files: {} });
      const lieuId = '01900000-0000-7000-8000-000000000001';
      const seance = { jour: TODAY, lieuId: deLaSeance === null ? null : lieuId, codeInsee: deLaSeance };
      const lue = read.ok ? toSaisie('Individuel', read.data, seance, TODAY) : undefined;
      return lue !== undefined && 'saisie' in lue ? lue.saisie.codeInsee : undefined;
    };
    expect(commune('Domicile', '66136', '66049')).toBe('66136');
    expect(commune('Autre', '66136', null)).toBe('66136');
    expect(commune('LieuActivite', '66136', null)).toBe('66136');
    expect(commune('Domicile', null, '66049')).toBe('66049');
    expect(commune('LieuActivite', '66136', '66049')).toBe('66049');
    expect(commune('ADistance', '66136', '66049')).toBe('66049');
  });

  test('la raison d’une démarche impossible ne reste pas quand elle est faite', () => {
    const raison = { ...aide, issuePrecision: ['Site en panne'] };
    expect(relire({ ...raison, issue: ['faite'] })).toMatchObject({ saisie: { issuePrecision: null } });
    expect(relire({ ...raison, issue: ['impossible'] })).toMatchObject({ saisie: { issuePrecision: 'Site en panne' } });
  });

  test('un service qui bloque se dit en entier', () => {
    expect(relire({ ...aide, bloque: ['oui'], obstacle: ['autre'] })).toEqual({
      erreurs: [
        { field: 'bloqueOperateur', message: 'Indiquez l’opérateur du service qui bloque.' },
        { field: 'bloqueService', message: 'Indiquez le service en ligne qui bloque.' },
        { field: 'obstacleTexte', message: 'Dites ce qui bloque.' },
      ],
    });
    expect(relire({ ...aide, operateur: ['autre'] })).toMatchObject({ erreurs: [{ field: 'operateurNom' }] });
  });

  test('chaque coordination a ses listes : ce qui vient d’une autre est refusé', () => {
    const valeurs = {
      typeActivite: ['Evenement'],
      coordNom: ['Forum'],
      duree: ['60'],
      typeLieu: ['ADistance'],
      coordNature: ['Webinaire'],
      coordAvec: [''],
      coordEchelon: ['Communal'],
    };
    expect(relire(valeurs)).toEqual({
      erreurs: [
        { field: 'coordNature', message: 'Choisissez une réponse dans la liste.' },
        { field: 'coordAvec', message: 'Choisissez une réponse.' },
      ],
    });
  });

  test('une saisie vide ou hostile n’est jamais prise pour une saisie', () => {
    expect(relire({})).toContainEqual({ field: 'thematiques', message: 'Choisissez au moins un thème.' });
    const sent = new FormData();
    sent.append('thematiques', '__proto__');
    sent.append('seance', "' or 1=1 --");
    expect(relire(readForm(sent).values)).toEqual(
      expect.arrayContaining([
        { field: 'thematiques', message: 'Choisissez au moins un thème dans la liste.' },
        { field: 'seance', message: 'Choisissez la séance dans la liste.' },
      ]),
    );
  });
});

test('un refus désigne le champ qu’il faut reprendre', () => {
  expect(champDe({ refus: 'comptes_trop_grands', quoi: 'genres' })).toBe('nbGenreMasculin');
  expect(champDe({ refus: 'comptes_trop_grands', quoi: 'dejaAides' })).toBe('dejaAides');
  expect(champDe({ refus: 'inconnu', quoi: 'commune' })).toBe('codeInsee');
  expect(champDe({ refus: 'inconnu', quoi: 'seance' })).toBe('');
  expect(champDe({ refus: 'certifie', jour: TODAY })).toBe('');
});

test('le formulaire d’une séance part des réponses les plus courantes', () => {
  expect(FORMULAIRE).toBe(2);
  const values = Object.fromEntries(
    Object.entries(saisieInitiale).map(([name, value]) => [name, typeof value === 'string' ? [value] : value]),
  );
  expect(relire(values)).toMatchObject({ saisie: { dureeMinutes: 30, issue: 'faite' } });
});
