import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { empreinteDe } from '../empreinte.ts';
import {
  type ActeLu,
  type ContenuReleve,
  canonique,
  contenuReleve,
  direLigne,
  ecarts,
  montrer,
  PART_VIDE,
} from '../rules.ts';

const jour = (text: string) => Temporal.PlainDate.from(text);
const octobre = { debut: jour('2026-10-01'), fin: jour('2026-10-31') };
type Individuel = Extract<ActeLu, { type: 'Individuel' }>;
type Collectif = Extract<ActeLu, { type: 'Collectif' }>;

const aide = (genre: Individuel['genre'] = 'Feminin', minutes = 30): ActeLu => ({
  ...{ type: 'Individuel', minutes, thematiques: ['Email'], demarches: [], objectif: 'accueil', issue: 'faite' },
  ...{ genre, trancheAge: 'SoixanteDixPlus', statutSocial: 'Retraite' },
});
const atelier = (participants: number, autres: Partial<Collectif> = {}): ActeLu => ({
  ...{ type: 'Collectif', minutes: 90, thematiques: ['Email'], demarches: [], materiels: ['Ordinateur'] },
  ...{ objectif: 'accueil', axe: null, participants, dejaAides: 0, genres: { Feminin: participants } },
  ...{ tranchesAge: {}, statutsSociaux: {}, ...autres },
});
const fois = (nombre: number, acte: ActeLu) => Array.from({ length: nombre }, () => acte);
const mois = (actes: readonly ActeLu[], servicesBloques = 0) =>
  contenuReleve(octobre, { seances: [], actes, servicesBloques });
const dehors = (...versions: ContenuReleve[]) =>
  montrer(versions.at(-1) ?? mois([]), { isPublic: true, avant: versions.slice(0, -1) });
const table = (montre: ReturnType<typeof montrer>, titre: string) =>
  [...montre.profils, ...montre.themes].find((one) => one.titre === titre);

const un = mois([...fois(12, aide()), ...fois(8, aide('Masculin'))]);
const deux = mois([...fois(13, aide()), ...fois(8, aide('Masculin'))]);
const trois = mois([...fois(18, aide()), ...fois(8, aide('Masculin'))]);

describe('art. 4.1 : une correction ne désigne personne', () => {
  test('une personne de plus : le total bouge, les tableaux et les heures restent, et cela se dit', () => {
    const montre = dehors(un, deux);
    expect(montre.personnesAidees).toBe(21);
    expect(table(montre, 'Genre')).toMatchObject({ version: 1 });
    expect(table(montre, 'Genre')?.lignes?.map(({ nombre }) => nombre)).toContain(12);
    expect(direLigne(montre.heuresAide, montre)).toBe('10\u00a0h (version 1)');
    const lines = ecarts(
      [un, deux].map((contenu) => ({ contenu, part: null })),
      { isPublic: true },
    );
    expect(lines[0]).toBe('Personnes aidées : 20 → 21');
    expect(lines[1]).toContain('Ces tableaux restent ceux de la version 1 : genre, âge');
    expect(lines).toHaveLength(2);
  });

  test('l’équipe lit tout, de chaque version', () => {
    const montre = montrer(deux, { isPublic: false, avant: [un] });
    expect(table(montre, 'Genre')?.lignes?.map(({ nombre }) => nombre)).toContain(13);
    expect(table(montre, 'Genre')?.version).toBe(2);
    expect(direLigne(montre.heuresAide, montre)).toBe('10\u00a0h\u00a030');
  });

  test('plusieurs corrections de suite : la dernière est comparée à tout ce qui a été publié', () => {
    expect(table(dehors(un, deux, trois), 'Genre')).toMatchObject({ version: 3 });
    expect(table(dehors(un, trois, deux), 'Genre')).toMatchObject({ version: 2 });
    const apres = ecarts(
      [un, deux, trois].map((contenu) => ({ contenu, part: null })),
      { isPublic: true },
    );
    // What is told of version 2 is what was published of it: the tables of the first.
    expect(apres).toContain('Genre (personnes aidées), Féminin : 12 → 18');
  });

  test('une durée corrigée change les heures, et rien que cela', () => {
    const corrige = mois([...fois(12, aide()), ...fois(7, aide('Masculin')), aide('Masculin', 90)]);
    const montre = dehors(un, corrige);
    expect(direLigne(montre.heuresAide, montre)).toBe('11\u00a0h');
  });

  test('moins de 5 participants : rien des ateliers n’est dit, ni d’un atelier ajouté pour un seul', () => {
    const few = dehors(mois([atelier(3)]));
    expect(table(few, 'Objectifs des ateliers (art. 1.1)')).toMatchObject({ lignes: null, retenue: 'peu' });
    const more = mois([atelier(12), atelier(1, { materiels: ['Telephone'] })]);
    const montre = dehors(mois([atelier(12)]), more);
    expect(montre.participants).toBe(13);
    expect(table(montre, 'Matériel des ateliers')).toMatchObject({ version: 1 });
    expect(table(montre, 'Matériel des ateliers')?.lignes?.map(({ nombre }) => nombre)).toEqual([1, 0, 0, 0, 0]);
  });

  test('de nombreux mois : aucun nombre de 1 à 4 de personnes n’est montré, quelles que soient les versions', () => {
    const actes = fc.array(
      fc.oneof(
        fc.constantFrom('Feminin' as const, 'Masculin' as const, 'NonCommunique' as const).map((genre) => aide(genre)),
        fc.integer({ min: 1, max: 12 }).map((participants) => atelier(participants)),
      ),
      { maxLength: 30 },
    );
    fc.assert(
      fc.property(fc.array(actes, { minLength: 1, maxLength: 4 }), (versions) => {
        const montre = dehors(...versions.map((one) => mois(one)));
        const people = [...montre.profils, ...montre.themes].filter(({ unite }) => unite !== 'ateliers');
        const numbers = people.flatMap(({ lignes }) => lignes ?? []).map(({ nombre }) => nombre);
        const shown = [...numbers, montre.personnesAidees, montre.participants, montre.dejaAides.valeur];
        for (const nombre of shown) expect(typeof nombre === 'number' && nombre > 0 && nombre < 5).toBe(false);
      }),
      { numRuns: 150 },
    );
  });
});

describe('art. 3.4 : ce que portent les ateliers', () => {
  test('démarches, matériel, objectif et axe se comptent en ateliers', () => {
    const { ateliers } = mois([
      atelier(6, { demarches: ['Logement'], axe: 'axe1' }),
      atelier(6, { materiels: ['Tablette', 'Tablette'], objectif: null }),
    ]);
    expect(ateliers).toMatchObject({
      demarches: { Logement: 1 },
      materiels: { Ordinateur: 1, Tablette: 1 },
      objectifs: { accueil: 1 },
      axes: { axe1: 1 },
    });
  });

  test('un relevé certifié avant qu’ils ne soient comptés garde son empreinte, se lit, et n’a pas changé', () => {
    const contenu = mois([atelier(12)]);
    const { demarches: _, materiels: __, objectifs: ___, axes: ____, ...kept } = contenu.ateliers;
    const old = { ...contenu, ateliers: kept };
    expect(empreinteDe({ contenu: JSON.parse(JSON.stringify(old)), part: PART_VIDE }, null)).toBe(
      empreinteDe({ contenu: old, part: PART_VIDE }, null),
    );
    expect(table(dehors(old), 'Matériel des ateliers')?.lignes?.every(({ nombre }) => nombre === 0)).toBe(true);
    for (const isPublic of [true, false]) {
      expect(
        ecarts(
          [old, contenu].map((one) => ({ contenu: one, part: null })),
          { isPublic },
        ),
      ).toEqual([]);
    }
    // Nothing noted: the same text as before they were counted.
    expect(canonique(mois([aide()]).ateliers)).not.toContain('demarches');
  });
});
