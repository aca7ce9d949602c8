import { randomUUID } from 'node:crypto';
import { estCle, type Nomenclature, STRUCTURES_DE_REDIRECTION } from '../../../domain/nomenclatures.ts';
import type { FormData as SentForm } from '../../../platform/http/form.ts';
import { isUuid } from '../../../platform/http/idempotence.ts';
import type { FieldError, FormState } from '../../../ui/form-state.ts';
import { champsDuree } from '../fiche/depart.ts';
import { saisieInitiale, type Valeurs } from '../formulaire.ts';

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

export const communsDeDepart: FormState['values'] = {
  [commun('theme')]: 'AideAuxDemarchesAdministratives',
  [commun('duree')]: String(saisieInitiale['duree']),
  [commun('resultat')]: 'faite',
  [commun('objectif')]: 'permanence',
  [commun('typeLieu')]: 'LieuActivite',
};

/** How many lines a page shows, whatever its address or its form says: ten to fifty, by tens. */
export function nombreDeLignes(asked: string | null | undefined): number {
  const nombre = /^[0-9]{1,6}$/.test(asked ?? '') ? Number(asked) : LIGNES_DE_PLUS;
  const tens = Math.ceil(nombre / LIGNES_DE_PLUS) * LIGNES_DE_PLUS;
  return Math.min(Math.max(tens, LIGNES_DE_PLUS), LIGNES_MAX);
}

/** The identifiers of so many lines: those already given to the form, then new ones. */
export function idsDeLignes(nombre: number, form?: SentForm): readonly string[] {
  const seen = new Set<string>();
  return Array.from({ length: nombre }, (_, index) => {
    const sent = form?.values[champ(index + 1, 'id')]?.[0] ?? '';
    const id = isUuid(sent) && !seen.has(sent) ? sent : randomUUID();
    seen.add(id);
    return id;
  });
}

/** A line that says something of somebody. `rang`: from 1, as on the screen. */
export type Ligne = { readonly rang: number; readonly id: string; readonly valeurs: Valeurs };

function dire(form: SentForm, name: string): string {
  return form.values[name]?.[0] ?? '';
}

/** The outcome, and what goes with it: « orientee:AideSociale », « impossible:panne ». */
function resultat(code: string): Valeurs {
  const [issue = '', more = ''] = code.split(':');
  if (issue === 'orientee') {
    const towards = estCle(STRUCTURES_DE_REDIRECTION, more) ? more : '';
    return { issue: [issue], orientation: [towards] };
  }
  if (issue === 'impossible') return { issue: [issue], issuePrecision: [estCle(RAISONS, more) ? RAISONS[more] : ''] };
  return { issue: [issue] };
}

/** The theme of a line and its démarche: a démarche chosen alone says the theme; the common one goes with administrative help only. */
function theme(form: SentForm, rang: number): Valeurs {
  const own = { theme: dire(form, champ(rang, 'theme')), demarche: dire(form, champ(rang, 'demarche')) };
  const shared = { theme: dire(form, commun('theme')), demarche: dire(form, commun('demarche')) };
  const implied = own.demarche === '' ? shared.theme : 'AideAuxDemarchesAdministratives';
  const chosen = own.theme === '' ? implied : own.theme;
  const takesShared = own.demarche === '' && chosen === 'AideAuxDemarchesAdministratives';
  const demarche = takesShared ? shared.demarche : own.demarche;
  return { thematiques: chosen === '' ? [] : [chosen], demarches: demarche === '' ? [] : [demarche] };
}

function valeursDe(form: SentForm, rang: number, seanceId: string): Valeurs {
  const own = (colonne: Colonne) => dire(form, champ(rang, colonne));
  const either = (nom: Colonne & Commun) => own(nom) || dire(form, commun(nom));
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
    objectif: [dire(form, commun('objectif'))],
    typeLieu: [dire(form, commun('typeLieu'))],
    binome: [dire(form, commun('binome'))],
  };
}

/** The lines where something was chosen; the others are nobody. */
export function lireLignes(form: SentForm, ids: readonly string[], seanceId: string): readonly Ligne[] {
  return ids.flatMap((id, index) => {
    const rang = index + 1;
    const isEmpty = COLONNES.every((colonne) => dire(form, champ(rang, colonne)) === '');
    return isEmpty ? [] : [{ rang, id, valeurs: valeursDe(form, rang, seanceId) }];
  });
}

const COLONNE_DU_CHAMP: Readonly<Record<string, Colonne>> = {
  thematiques: 'theme',
  demarches: 'demarche',
  duree: 'duree',
  dureeAutre: 'duree',
  issue: 'resultat',
  issuePrecision: 'resultat',
  orientation: 'resultat',
  trancheAge: 'age',
  genre: 'genre',
  statutSocial: 'situation',
};
const COMMUN_DU_CHAMP: Readonly<Record<string, Commun>> = {
  objectif: 'objectif',
  typeLieu: 'typeLieu',
  binome: 'binome',
};

const rangDit = (rang: number): string => `Personne ${rang} : `;

/** A refusal as its own line says it: the summary alone needs to name the person. */
export function sansRang({ field, message }: FieldError): FieldError {
  return { field, message: message.replace(/^Personne \d+ : /, '') };
}

/** What is wrong with each line, on its own fields; what is wrong for all is said once. */
export function erreursDeLignes(
  refus: readonly { readonly rang: number; readonly raisons: FormState['errors'] }[],
): FormState['errors'] {
  const all = refus.flatMap(({ rang, raisons }) =>
    raisons.map(({ field, message }) => {
      const colonne = COLONNE_DU_CHAMP[field];
      if (colonne !== undefined) return { field: champ(rang, colonne), message: `${rangDit(rang)}${message}` };
      const shared = COMMUN_DU_CHAMP[field];
      return { field: shared === undefined ? '' : commun(shared), message };
    }),
  );
  return all.filter(
    ({ field, message }, index) => all.findIndex((one) => one.field === field && one.message === message) === index,
  );
}
