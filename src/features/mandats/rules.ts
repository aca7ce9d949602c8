export * from './rules/acte.ts';
export * from './rules/contenu.ts';
export * from './rules/duree.ts';
export * from './rules/fin.ts';
export * from './rules/liste.ts';
export * from './rules/reglages.ts';
export * from './rules/retrait.ts';
export * from './rules/vie.ts';
