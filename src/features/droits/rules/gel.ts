import { estApres, estAvant } from '../../../domain/periode.ts';
import type { Phrases } from '../../../domain/refus.ts';
import type { Decision } from './decision.ts';
import type { Canal, Droit } from './droits.ts';

type Jour = Temporal.PlainDate;

/** The rights that, once granted, stop what is done with data: frozen, and kept. */
export const GELANTS: ReadonlySet<Droit> = new Set(['opposition', 'limitation']);

/** What freezing a row does, by its table; of the others, nothing is done by the machine that could be stopped. */
export const EFFETS_GEL: Readonly<Record<string, string>> = {
  demande: 'Gardée au-delà de son terme s’il le faut ; l’équipe ne la voit plus et n’y touche plus.',
  compte: 'Plus aucun courriel dont on peut se passer ne part à son adresse.',
};

/** Can this row be frozen? */
export function peutGeler({ table }: { readonly table: string }): boolean {
  return Object.hasOwn(EFFETS_GEL, table);
}

const ACCORDEES: ReadonlySet<Decision> = new Set(['satisfaite', 'partielle']);

/**
 * Does a decision freeze something? What is granted of an objection or of a limitation does.
 *
 * Source: art. 4.1 (règlement européen 2016/679, articles 18 and 21).
 * Example: limitation, `partielle` → true; limitation, `refusee` → false; access, `satisfaite` → false.
 */
export function geleQuelqueChose(droit: Droit, decision: Decision | null): boolean {
  return GELANTS.has(droit) && decision !== null && ACCORDEES.has(decision);
}

/** A freeze: since when, when its person was told that it ends, when it ended. */
export type Gel = {
  readonly poseLe: Jour;
  readonly prevenueLe: Jour | null;
  readonly leveLe: Jour | null;
};

export type RefusGel =
  | { readonly refus: 'gel_non_pose' }
  | { readonly refus: 'gel_a_lever' }
  | { readonly refus: 'gel_sans_annonce' }
  | { readonly refus: 'annonce_avant_gel' }
  | { readonly refus: 'annonce_a_venir' }
  | { readonly refus: 'annonce_sans_courriel' };

export const PHRASES_GEL: Phrases<RefusGel> = {
  gel_non_pose: () => 'Gelez d’abord ce que la décision couvre : la réponse le dit à la personne.',
  gel_a_lever: () =>
    'Ce qui est gelé l’est encore : prévenez la personne et levez le gel avant de changer la décision.',
  gel_sans_annonce: () => 'Prévenez d’abord la personne : elle doit le savoir avant que le gel soit levé.',
  annonce_avant_gel: () => 'La personne ne peut pas avoir été prévenue avant le gel.',
  annonce_a_venir: () => 'Indiquez le jour où la personne a été prévenue, aujourd’hui au plus tard.',
  annonce_sans_courriel: () => 'Elle n’a pas donné de courriel : choisissez une autre façon de la prévenir.',
};

/** May the answer be given? Not while what was granted is not frozen. */
export function refusReponse(droit: Droit, decision: Decision, gel: Gel | undefined): RefusGel | null {
  return geleQuelqueChose(droit, decision) && gel === undefined ? { refus: 'gel_non_pose' } : null;
}

/** May the decision become this one? Not while something is frozen that it would not freeze. */
export function refusAutreDecision(droit: Droit, decision: Decision, gel: Gel | undefined): RefusGel | null {
  const isOn = gel !== undefined && gel.leveLe === null;
  return isOn && !geleQuelqueChose(droit, decision) ? { refus: 'gel_a_lever' } : null;
}

/**
 * What is wrong with having told the person, on a day and by a way, that the freeze will end; null when nothing is.
 *
 * Source: art. 4.1 (règlement européen 2016/679, article 18.3, « informée … avant que la limitation du traitement ne soit levée »).
 * Example: frozen 2026-03-10; told 2026-03-09 → annonce_avant_gel; 2026-03-12, by mail, without address → annonce_sans_courriel.
 */
export function refusAnnonce(
  gel: Pick<Gel, 'poseLe'>,
  annonce: { readonly le: Jour; readonly canal: Canal; readonly courriel: string | null },
  aujourdhui: Jour,
): RefusGel | null {
  if (annonce.canal === 'courriel' && annonce.courriel === null) return { refus: 'annonce_sans_courriel' };
  if (estApres(annonce.le, aujourdhui)) return { refus: 'annonce_a_venir' };
  return estAvant(annonce.le, gel.poseLe) ? { refus: 'annonce_avant_gel' } : null;
}

/** May the freeze be lifted? Not before its person was told. Source: art. 4.1 (règlement européen 2016/679, article 18.3). */
export function refusLevee(gel: Pick<Gel, 'prevenueLe'>): RefusGel | null {
  return gel.prevenueLe === null ? { refus: 'gel_sans_annonce' } : null;
}
