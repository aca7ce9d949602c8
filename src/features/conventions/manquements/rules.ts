import { formatDate } from '../../../domain/date.ts';
import type { Nomenclature } from '../../../domain/nomenclatures.ts';
import { estApres, estAvant } from '../../../domain/periode.ts';
import type { Phrases } from '../../../domain/refus.ts';

type Jour = Temporal.PlainDate;

/** What the Bénéficiaire owes and an agent may find missing. Source: art. 3.2. */
export const NATURES_MANQUEMENT = {
  accueil: 'Accueil des usagers ou de l’agent',
  moyens: 'Moyens et équipements',
  gratuite: 'Gratuité',
  communication: 'Communication et affichage',
} as const satisfies Nomenclature;
export type NatureManquement = keyof typeof NATURES_MANQUEMENT;

/** What the Bénéficiaire owes and did not give on one day. */
export interface Manquement {
  readonly nature: NatureManquement;
  readonly constateLe: Jour;
  readonly lieuNom: string;
  readonly remarque: string | null;
  readonly reponduLe: Jour | null;
  /** The mise en demeure that cites it; null: none does. */
  readonly miseEnDemeureId: string | null;
}

export type EtatManquement = 'ouvert' | 'repondu' | 'mis_en_demeure';

/** Where a breach stands: a mise en demeure says more than an answer, and an answer more than nothing. */
export function etatManquement({
  reponduLe,
  miseEnDemeureId,
}: Pick<Manquement, 'reponduLe' | 'miseEnDemeureId'>): EtatManquement {
  if (miseEnDemeureId !== null) return 'mis_en_demeure';
  return reponduLe === null ? 'ouvert' : 'repondu';
}

export type RefusManquement =
  | { readonly refus: 'lieu_du_departement' }
  | { readonly refus: 'date_a_venir' }
  | { readonly refus: 'date_ancienne' };

/** What is told later is no longer what was seen. */
export const MOIS_SIGNALEMENT_MAX = 6;

export const PHRASES_MANQUEMENT: Phrases<RefusManquement> = {
  lieu_du_departement: () =>
    'Ce lieu est au Département : parlez-en à l’équipe technique, aucune convention n’y engage.',
  date_a_venir: () => 'La date ne peut pas être dans le futur.',
  date_ancienne: () => `Signalez dans les ${MOIS_SIGNALEMENT_MAX} mois ce que vous avez constaté.`,
};

/**
 * Why a breach cannot be reported, all at once; empty: it can.
 *
 * Source: art. 3.2 binds the Bénéficiaire, in its own lieux. Example: on 2026-11-24, seen on 2026-11-25 → `date_a_venir`; seen
 * on 2026-05-23 → `date_ancienne`.
 */
export function verifierManquement(
  { structureId, constateLe }: { readonly structureId: string | null; readonly constateLe: Jour },
  aujourdhui: Jour,
): readonly RefusManquement[] {
  return [
    ...(structureId === null ? [{ refus: 'lieu_du_departement' } as const] : []),
    ...(estApres(constateLe, aujourdhui) ? [{ refus: 'date_a_venir' } as const] : []),
    ...(estAvant(constateLe, aujourdhui.subtract({ months: MOIS_SIGNALEMENT_MAX }))
      ? [{ refus: 'date_ancienne' } as const]
      : []),
  ];
}

/** How many characters the reason of a mise en demeure holds. */
export const MOTIF_MAX = 500;

/**
 * The reason of a mise en demeure, from the breaches that it cites, the oldest first, within what its form holds.
 *
 * Source: art. 7.1, « En cas de mauvaise exécution ou d'inexécution […] de ses obligations contractuelles ».
 * Example: one breach → « Manquement à l’article 3.2 : moyens et équipements, le 12 novembre 2026 à Médiathèque d’Elne
 * (imprimante en panne). »
 */
export function motifDesManquements(manquements: readonly Manquement[]): string {
  const dit = [...manquements]
    .sort((a, b) => Temporal.PlainDate.compare(a.constateLe, b.constateLe))
    .map(({ nature, constateLe, lieuNom, remarque }) => {
      const precision = remarque === null ? '' : ` (${remarque})`;
      return `${NATURES_MANQUEMENT[nature].toLowerCase()}, le ${formatDate(constateLe)} à ${lieuNom}${precision}`;
    });
  const debut = dit.length === 1 ? 'Manquement à l’article 3.2 : ' : 'Manquements à l’article 3.2 : ';
  const motif = `${debut}${dit.join(' ; ')}.`;
  return [...motif].length <= MOTIF_MAX
    ? motif
    : `${[...motif]
        .slice(0, MOTIF_MAX - 1)
        .join('')
        .trimEnd()}…`;
}
