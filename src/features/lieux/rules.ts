/** The lieu, criterion by criterion: one door to its rules. */
export * from './rules/accord.ts';
export * from './rules/conformite.ts';
export * from './rules/criteres.ts';
export * from './rules/decision.ts';
