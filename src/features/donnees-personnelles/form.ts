import { z } from 'zod';
import { type Donnee, dureeDe, formatDureeGardee, type Reglages } from '../../domain/conservation.ts';
import { whole } from '../../platform/http/fields.ts';
import { blankForm, type FormState } from '../../ui/form-state.ts';
import { DONNEES } from './registre.ts';

/** A kind whose duration the territoire chooses. */
export type DonneeReglable = Donnee & { readonly duree: Extract<Donnee['duree'], { defaut: unknown }> };

export const REGLABLES: readonly DonneeReglable[] = DONNEES.filter(
  (donnee): donnee is DonneeReglable => 'defaut' in donnee.duree,
);

/** Name of the field of a kind. */
export function champ({ cle }: Pick<Donnee, 'cle'>): string {
  return `duree_${cle}`;
}

/** « Entre 1 et 36 mois. Proposé : 12 mois. » */
export function phraseSeuil({ duree: { defaut, min, max } }: DonneeReglable): string {
  return `Entre ${min} et ${max} ${defaut.unite}. Proposé : ${formatDureeGardee(defaut)}.`;
}

export const dureesForm = z.object(
  Object.fromEntries(
    REGLABLES.map((donnee) => {
      const { defaut, min, max } = donnee.duree;
      const libelle = `la durée de « ${donnee.nom} »`;
      return [champ(donnee), whole(libelle, { min, max, unite: defaut.unite })];
    }),
  ),
);

/** The form as the settings of the territoire fill it. */
export function dureesState(reglages: Reglages): FormState {
  return blankForm(
    Object.fromEntries(
      REGLABLES.map((donnee) => [champ(donnee), String(dureeDe(donnee, reglages)?.nombre ?? '')] as const),
    ),
  );
}

/** What a form sets, by kind, without what is the default; and the kinds whose duration it changes. */
export function lireDurees(
  data: Readonly<Record<string, number>>,
  before: Reglages,
): { readonly reglages: Reglages; readonly changees: readonly string[] } {
  const set = REGLABLES.map((donnee) => [donnee, data[champ(donnee)] ?? donnee.duree.defaut.nombre] as const);
  const kept = set.filter(([{ duree }, nombre]) => nombre !== duree.defaut.nombre);
  return {
    reglages: Object.fromEntries(kept.map(([{ cle }, nombre]) => [cle, nombre])),
    changees: set.flatMap(([donnee, nombre]) => (nombre === dureeDe(donnee, before)?.nombre ? [] : [donnee.cle])),
  };
}
