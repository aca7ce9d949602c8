export * from './rules/acces.ts';
export * from './rules/contenu.ts';
export * from './rules/duree.ts';
export * from './rules/reglages.ts';
export * from './rules/retrait.ts';
export * from './rules/suivi.ts';
export * from './rules/verification.ts';
export * from './rules/vie.ts';
