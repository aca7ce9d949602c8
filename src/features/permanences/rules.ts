/** The rules of permanences, by noun. */
export * from './rules/accueil.ts';
export * from './rules/permanence.ts';
export * from './rules/seance.ts';
export * from './rules/suite.ts';
