import { cles, DUREES, type Nomenclature } from './nomenclatures.ts';
import { premier, type Valeurs } from './terrain.ts';

/**
 * A half-day typed line by line, as its form says it: read by the server, and in the same way by a device whose network failed, so that
 * a line received twice is the same record.
 */

/** What a line asks of each person, in the order of the screen. */
export const COLONNES = ['theme', 'demarche', 'duree', 'age', 'genre', 'situation', 'resultat'] as const;
export type Colonne = (typeof COLONNES)[number];
/** What is chosen once for all the lines that say nothing else. */
export const COMMUNS = ['theme', 'demarche', 'duree', 'resultat', 'objectif', 'typeLieu', 'binome'] as const;
export type Commun = (typeof COMMUNS)[number];

export const LIGNES_DE_PLUS = 10;
export const LIGNES_MAX = 50;

/** Why a démarche was impossible, in a word: a line has no room for a sentence. */
export const RAISONS = {
  panne: 'Service en panne',
  piece: 'Pièce ou information manquante',
  identification: 'Connexion ou identification impossible',
  renonce: 'La personne a renoncé',
} as const satisfies Nomenclature;

export const champ = (rang: number, colonne: Colonne | 'id'): string => `ligne${rang}-${colonne}`;
export const commun = (nom: Commun): string => `commun-${nom}`;

/** How many lines a page shows, whatever its address or its form says: ten to fifty, by tens. */
export function nombreDeLignes(asked: string | null | undefined): number {
  const nombre = /^[0-9]{1,6}$/.test(asked ?? '') ? Number(asked) : LIGNES_DE_PLUS;
  const tens = Math.ceil(nombre / LIGNES_DE_PLUS) * LIGNES_DE_PLUS;
  return Math.min(Math.max(tens, LIGNES_DE_PLUS), LIGNES_MAX);
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The identifiers of so many lines: those already given to the form, then new ones. */
export function idsDeLignes(nombre: number, form: Valeurs, nouvelId: () => string): readonly string[] {
  const seen = new Set<string>();
  return Array.from({ length: nombre }, (_, index) => {
    const sent = premier(form, champ(index + 1, 'id'));
    const id = UUID.test(sent) && !seen.has(sent) ? sent : nouvelId();
    seen.add(id);
    return id;
  });
}

/** The fields that say a length in minutes: one of the usual ones, or another. */
export function champsDuree(minutes: number): { readonly duree: string; readonly dureeAutre: string } {
  const isUsual = cles(DUREES).some((one) => one === String(minutes));
  return isUsual ? { duree: String(minutes), dureeAutre: '' } : { duree: 'personnaliser', dureeAutre: String(minutes) };
}

/** A line that says something of somebody. `rang`: from 1, as on the screen. */
export type Ligne = { readonly rang: number; readonly id: string; readonly valeurs: Valeurs };

/** The outcome, and what goes with it: « orientee:AideSociale », « impossible:panne ». */
function resultat(code: string): Valeurs {
  const [issue = '', more = ''] = code.split(':');
  if (issue === 'orientee') return { issue: [issue], orientation: [more] };
  if (issue === 'impossible') {
    const raison = cles(RAISONS).find((one) => one === more);
    return { issue: [issue], issuePrecision: [raison === undefined ? '' : RAISONS[raison]] };
  }
  return { issue: [issue] };
}

/** The theme of a line and its démarche: a démarche chosen alone says the theme; the common one goes with administrative help only. */
function theme(form: Valeurs, rang: number): Valeurs {
  const own = { theme: premier(form, champ(rang, 'theme')), demarche: premier(form, champ(rang, 'demarche')) };
  const shared = { theme: premier(form, commun('theme')), demarche: premier(form, commun('demarche')) };
  const implied = own.demarche === '' ? shared.theme : 'AideAuxDemarchesAdministratives';
  const chosen = own.theme === '' ? implied : own.theme;
  const takesShared = own.demarche === '' && chosen === 'AideAuxDemarchesAdministratives';
  const demarche = takesShared ? shared.demarche : own.demarche;
  return { thematiques: chosen === '' ? [] : [chosen], demarches: demarche === '' ? [] : [demarche] };
}

function valeursDe(form: Valeurs, rang: number, seanceId: string): Valeurs {
  const own = (colonne: Colonne) => premier(form, champ(rang, colonne));
  const either = (nom: Colonne & Commun) => own(nom) || premier(form, commun(nom));
  const duree = either('duree');
  const length = /^[0-9]{1,4}$/.test(duree) ? champsDuree(Number(duree)) : { duree, dureeAutre: '' };
  return {
    typeActivite: ['Individuel'],
    seance: [seanceId],
    ...theme(form, rang),
    duree: [length.duree],
    dureeAutre: [length.dureeAutre],
    ...resultat(either('resultat')),
    trancheAge: [own('age') || 'NonCommunique'],
    genre: [own('genre') || 'NonCommunique'],
    statutSocial: [own('situation') || 'NonCommunique'],
    objectif: [premier(form, commun('objectif'))],
    typeLieu: [premier(form, commun('typeLieu'))],
    binome: [premier(form, commun('binome'))],
  };
}

/** The lines where something was chosen; the others are nobody. */
export function lireLignes(form: Valeurs, ids: readonly string[], seanceId: string): readonly Ligne[] {
  return ids.flatMap((id, index) => {
    const rang = index + 1;
    const isEmpty = COLONNES.every((colonne) => premier(form, champ(rang, colonne)) === '');
    return isEmpty ? [] : [{ rang, id, valeurs: valeursDe(form, rang, seanceId) }];
  });
}
