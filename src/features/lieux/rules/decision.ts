import type { Nomenclature } from '../../../domain/nomenclatures.ts';
import { estApres, estAvant } from '../../../domain/periode.ts';
import type { Phrases } from '../../../domain/refus.ts';
import { type Constat, constatsAu, type UsagePossible } from './conformite.ts';
import type { Critere } from './criteres.ts';

type Jour = Temporal.PlainDate;

/** What the équipe technique can decide of a lieu that lost what a permanence requires. */
export const CHOIX_DECISION = {
  remettre: 'Remettre en conformité avant une date',
  demenager: 'Déplacer les permanences dans un autre lieu',
  suspendre: 'Suspendre les permanences jusqu’à une date',
} as const satisfies Nomenclature;
export type ChoixDecision = keyof typeof CHOIX_DECISION;

/** What was decided, of which criteria, until when (inclusive). */
export interface Decision {
  readonly id: string;
  readonly choix: ChoixDecision;
  readonly criteres: readonly Critere[];
  readonly jour: Jour;
  /** `remettre`: last day to put it right; `suspendre`: last day without permanence; `demenager`: last day here. */
  readonly echeance: Jour;
}

/**
 * The day on which new evidence closed a decision: the first on which every criterion that it names had been seen again, on
 * or after the day of the decision, and was there. Null while one is not.
 *
 * Source: art. 1.2, « il devra s'agir ». Example: decided on 2026-11-24 of `bureau_confidentiel`, seen there on 2026-12-10 →
 * 2026-12-10, even when it is lost again in March.
 */
export function closeLe({ criteres, jour }: Decision, constats: readonly Constat[]): Jour | null {
  const days = constats
    .filter((constat) => criteres.includes(constat.critere) && !estAvant(constat.constateLe, jour))
    .map(({ constateLe }) => constateLe)
    .sort(Temporal.PlainDate.compare);
  const isRight = (day: Jour): boolean => {
    const latest = constatsAu(constats, day);
    return criteres.every((critere) => {
      const constat = latest.get(critere);
      return constat?.satisfait === true && !estAvant(constat.constateLe, jour);
    });
  };
  return days.find(isRight) ?? null;
}

export type EtatDecision = 'close' | 'en_cours' | 'depassee';

/**
 * Where a decision stands on a day: closed by new evidence (for a move, by its last day here), running until its last day,
 * or past it with nothing seen since.
 * Example: to be put right by 2026-12-20, nothing seen → `en_cours` on the 20th, `depassee` on the 21st.
 */
export function etatDecision(decision: Decision, constats: readonly Constat[], jour: Jour): EtatDecision {
  const closed = closeLe(decision, constats);
  if (closed !== null && !estApres(closed, jour)) return 'close';
  if (!estApres(jour, decision.echeance)) return 'en_cours';
  return decision.choix === 'demenager' ? 'close' : 'depassee';
}

/**
 * Does somebody have to decide of a lieu? When séances are planned in a lieu that no longer conforms, and no decision runs.
 * Nothing is cancelled by itself.
 *
 * Source: art. 1.2. Example: office lost on 2026-11-24, twelve séances planned, nothing decided → true.
 */
export function estADecider(
  { usage, seances }: { readonly usage: UsagePossible; readonly seances: number },
  decisions: readonly Decision[],
  constats: readonly Constat[],
  jour: Jour,
): boolean {
  if (usage.possible || seances === 0) return false;
  return decisions.every((decision) => etatDecision(decision, constats, jour) !== 'en_cours');
}

export type RefusDecision =
  | { readonly refus: 'rien_a_decider' }
  | { readonly refus: 'decision_en_cours' }
  | { readonly refus: 'echeance_passee' }
  | { readonly refus: 'echeance_lointaine' }
  | { readonly refus: 'aucune_seance' }
  | { readonly refus: 'aucune_permanence' };

/** A decision of more than a year would be a habit. */
export const MOIS_DECISION_MAX = 12;

export const PHRASES_DECISION: Phrases<RefusDecision> = {
  rien_a_decider: () => 'Ce lieu peut accueillir des permanences : il n’y a rien à décider.',
  decision_en_cours: () => 'Une décision est déjà en cours pour ce lieu : elle se ferme par un nouveau constat.',
  echeance_passee: () => 'Choisissez aujourd’hui ou un jour à venir.',
  echeance_lointaine: () => `Choisissez un jour dans les ${MOIS_DECISION_MAX} mois.`,
  aucune_seance: () => 'Aucune séance n’est prévue jusqu’à ce jour : il n’y a rien à suspendre.',
  aucune_permanence: () => 'Aucune permanence ne se tient dans ce lieu après ce jour : il n’y a rien à déplacer.',
};

/**
 * Why a decision cannot be taken today, all at once; empty: it can.
 *
 * Source: art. 1.2. Unit: calendar days, `echeance` inclusive.
 * Example: today 2026-11-24, échéance 2026-11-23 → `echeance_passee`; 2027-11-25 → `echeance_lointaine`.
 */
export function verifierDecision(
  demande: {
    readonly usage: UsagePossible;
    readonly decisions: readonly Decision[];
    readonly constats: readonly Constat[];
  },
  echeance: Jour,
  jour: Jour,
): readonly RefusDecision[] {
  const { usage, decisions, constats } = demande;
  const isRunning = decisions.some((one) => etatDecision(one, constats, jour) === 'en_cours');
  return [
    ...(usage.possible && !isRunning ? [{ refus: 'rien_a_decider' } as const] : []),
    ...(isRunning ? [{ refus: 'decision_en_cours' } as const] : []),
    ...(estAvant(echeance, jour) ? [{ refus: 'echeance_passee' } as const] : []),
    ...(estApres(echeance, jour.add({ months: MOIS_DECISION_MAX })) ? [{ refus: 'echeance_lointaine' } as const] : []),
  ];
}
