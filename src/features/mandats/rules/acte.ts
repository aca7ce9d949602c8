import type { Phrases } from '../../../domain/refus.ts';
import type { Execution, ModeActe } from './contenu.ts';
import { type DemarcheSuivie, finAu, type MandatSuivi } from './vie.ts';

export type RefusActe =
  | { readonly refus: 'acte_sans_mandat' }
  | { readonly refus: 'acte_hors_mandat' }
  | { readonly refus: 'acte_autre_agent' }
  | { readonly refus: 'acte_apres_fin' }
  | { readonly refus: 'acte_suspendu' }
  | { readonly refus: 'acte_avant_signature' }
  | { readonly refus: 'acte_a_venir' }
  | { readonly refus: 'acte_a_distance' }
  | { readonly refus: 'acte_illisible' };

export const PHRASES_ACTE: Phrases<RefusActe> = {
  acte_sans_mandat: () => 'Ce mandat n’est pas signé : rien ne peut encore être fait au nom de la personne.',
  acte_hors_mandat: () => 'Choisissez une démarche de ce mandat : il ne permet rien d’autre.',
  acte_autre_agent: () =>
    'Seuls la ou le mandataire et le suppléant nommé à la signature agissent au nom de la personne.',
  acte_apres_fin: () => 'Cette démarche est finie : plus aucun acte ne peut être fait au nom de la personne.',
  acte_suspendu: () => 'Ce mandat est en sursis : tant qu’il dure, rien ne peut y être ajouté.',
  acte_avant_signature: () => 'Cet acte précède la signature du mandat.',
  acte_a_venir: () => 'Cet acte est à venir : notez-le une fois fait.',
  acte_a_distance: () => 'Ce mandat ne permet d’agir qu’avec la personne, au même endroit.',
  acte_illisible: () => 'Ce mandat ne se lit plus : rien ne dit qu’il permet d’agir sans la personne.',
};

/** What a mandat must tell for an act to be admitted. */
export type MandatAgissant = Omit<MandatSuivi, 'demarches'> & {
  readonly agentId: string;
  readonly suppleantId: string | null;
  readonly signeAt: Temporal.Instant | null;
  readonly isRetenu: boolean;
  readonly demarches: readonly (DemarcheSuivie & { readonly id: string })[];
};

export type ActeSaisi = {
  readonly demarcheId: string;
  readonly agentId: string | null;
  readonly faitAt: Temporal.Instant;
  readonly mode: ModeActe;
};

/**
 * When an act was done, from the day and the minute typed. The minute that holds the signature is the signature itself: an act
 * done right after it is not refused for its seconds.
 *
 * Example: signed at 10:15:30; « 10:15 » → 10:15:30; « 10:14 » → 10:14:00.
 */
export function instantActe(
  jour: Temporal.PlainDate,
  heure: Temporal.PlainTime,
  signeAt: Temporal.Instant | null,
): Temporal.Instant {
  const typed = jour.toZonedDateTime({ timeZone: 'Europe/Paris', plainTime: heure }).toInstant();
  if (signeAt === null || Temporal.Instant.compare(typed, signeAt) > 0) return typed;
  return Temporal.Instant.compare(typed.add({ minutes: 1 }), signeAt) > 0 ? signeAt : typed;
}

/**
 * Everything that forbids an act recorded at `now`; empty: it enters the mandat. `execution` is null when the mandat cannot be
 * read: what it may allow is then refused. PostgreSQL refuses the same ones again
 * (mandat_acte_permis), however close a withdrawal comes. An act is noted while its démarche is in force: afterwards its
 * content may be gone [choice].
 *
 * Source: art. 2; Code civil, 1989 (nothing beyond the mandat), 2003 (nor after its end).
 * Example: démarche withdrawn at 09:00:00; an act recorded at 09:00:01 → acte_apres_fin, whatever hour it says.
 */
export function refusActe(
  acte: ActeSaisi,
  mandat: MandatAgissant,
  execution: Execution | null,
  now: Temporal.Instant,
): readonly RefusActe[] {
  const { finPrevueAt, signeAt } = mandat;
  if (mandat.etat !== 'signe' || finPrevueAt === null || signeAt === null) return [{ refus: 'acte_sans_mandat' }];
  const refused: RefusActe[] = [];
  const demarche = mandat.demarches.find(({ id }) => id === acte.demarcheId);
  if (acte.agentId !== mandat.agentId && (acte.agentId === null || acte.agentId !== mandat.suppleantId)) {
    refused.push({ refus: 'acte_autre_agent' });
  }
  if (demarche === undefined) refused.push({ refus: 'acte_hors_mandat' });
  else if (finAu(demarche, finPrevueAt, now) !== null) refused.push({ refus: 'acte_apres_fin' });
  else if (mandat.isRetenu) refused.push({ refus: 'acte_suspendu' });
  if (Temporal.Instant.compare(acte.faitAt, signeAt) < 0) refused.push({ refus: 'acte_avant_signature' });
  if (Temporal.Instant.compare(acte.faitAt, now) > 0) refused.push({ refus: 'acte_a_venir' });
  if (acte.mode === 'distance' && execution === 'presence') refused.push({ refus: 'acte_a_distance' });
  if (acte.mode === 'distance' && execution === null) refused.push({ refus: 'acte_illisible' });
  return refused;
}
