import { type Colonne, type Commun, champ, commun } from '../../../domain/serie.ts';
import type { FieldError, FormState } from '../../../ui/form-state.ts';
import { saisieInitiale } from '../formulaire.ts';

export const communsDeDepart: FormState['values'] = {
  [commun('theme')]: 'AideAuxDemarchesAdministratives',
  [commun('duree')]: String(saisieInitiale['duree']),
  [commun('resultat')]: 'faite',
  [commun('objectif')]: 'permanence',
  [commun('typeLieu')]: 'LieuActivite',
};

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
