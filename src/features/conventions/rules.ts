/**
 * The convention, article by article: one door to its rules. A convention is its clauses and its events; everything else
 * (effect, periods, state, deadlines, alerts) is computed from them and from a day given by the caller.
 */
export * from './rules/alertes.ts';
export * from './rules/assurance.ts';
export * from './rules/avenants.ts';
export * from './rules/chartes.ts';
export * from './rules/clauses.ts';
export * from './rules/echeances.ts';
export * from './rules/evenements.ts';
export * from './rules/evenements-suivi.ts';
export * from './rules/manques.ts';
export * from './rules/originaux.ts';
export * from './rules/periodes.ts';
export * from './rules/prevision.ts';
export * from './rules/procedures.ts';
export * from './rules/representants.ts';
export * from './rules/saisie.ts';
export * from './rules/statut.ts';
