import { compareJours, estAvant } from '../../../domain/periode.ts';
import { couvertureAssurance } from './assurance.ts';
import type { Convention } from './evenements.ts';
import { lireConvention } from './periodes.ts';
import { procedures } from './procedures.ts';

type Jour = Temporal.PlainDate;

/** Kinds of deadlines, with their French label. */
export const TYPES_ECHEANCE = {
  opposition: 'Dernier jour pour s’opposer à la reconduction',
  reconduction: 'Reconduction tacite',
  fin: 'Dernier jour de la convention',
  remede: 'Dernier jour pour remédier au manquement',
  constat: 'Constat possible après mise en demeure',
  assurance: 'Fin de validité de l’attestation d’assurance',
} as const;

/** A dated thing to come. */
export interface Echeance {
  readonly type: keyof typeof TYPES_ECHEANCE;
  readonly date: Jour;
}

/**
 * Deadlines on or after a day, soonest first: of the renewals, only the next one; of the insurance, the
 * end of its present cover, else of the next; then the last day, if it is known.
 *
 * Source: art. 6, « au plus tard 2 mois avant sa date anniversaire »; art. 7.1, « trente (30) jours »; art. 4.2.
 * Example: effet 2022-10-10, on 2023-01-15 → opposition 2023-02-10, reconduction 2023-04-10, fin 2023-07-01.
 */
export function echeances(convention: Convention, jour: Jour): readonly Echeance[] {
  const lecture = lireConvention(convention);
  if (lecture === null) return [];
  const { fin, clausesAu } = lecture;
  if (fin !== null && estAvant(fin.le, jour)) return [];
  const next = lecture.prochaineReconduction(jour);
  const renewal: Echeance[] =
    next === null
      ? []
      : [
          { type: 'opposition', date: next.dernierJourOpposition },
          { type: 'reconduction', date: next.date },
        ];
  const faults = procedures(convention, clausesAu).flatMap((procedure): Echeance[] => {
    const { dernierJourRemede, remedieeLe, constat } = procedure;
    if (dernierJourRemede === null || remedieeLe !== null || constat !== null) return [];
    return [
      { type: 'remede', date: dernierJourRemede },
      { type: 'constat', date: dernierJourRemede.add({ days: 1 }) },
    ];
  });
  const couverture = couvertureAssurance(convention, jour);
  const insured = couverture.couvert ? couverture.jusquAu : couverture.prochaine?.fin;
  const insurance: Echeance[] = insured === undefined ? [] : [{ type: 'assurance', date: insured }];
  const end: Echeance[] = fin === null ? [] : [{ type: 'fin', date: fin.le }];
  return [...renewal, ...faults, ...insurance, ...end]
    .filter(({ date }) => !estAvant(date, jour))
    .sort((a, b) => compareJours(a.date, b.date));
}
