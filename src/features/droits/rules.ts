/** What persons may ask about their own data: the rights, the time to answer, the decision. */
export * from './rules/decision.ts';
export * from './rules/droits.ts';
export * from './rules/effacement.ts';
export * from './rules/gel.ts';
export * from './rules/horloge.ts';
export * from './rules/prolongation.ts';
