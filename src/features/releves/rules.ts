/** Relevés d'activité, art. 3.4: one door to their rules. */
export * from './rules/contenu.ts';
export * from './rules/ecarts.ts';
export * from './rules/mois.ts';
export * from './rules/montrer.ts';
export * from './rules/part.ts';
