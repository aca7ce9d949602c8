/** The deadlines of a territoire, of whatever object: what falls due when, what is late, and when to remind of it. */
export * from './rules/agents.ts';
export * from './rules/conventions.ts';
export * from './rules/element.ts';
export * from './rules/mois.ts';
export * from './rules/rappels.ts';
