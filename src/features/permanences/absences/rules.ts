export * from './rules/absence.ts';
export * from './rules/remplacants.ts';
