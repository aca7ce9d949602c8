/** What opening a form takes, and what takes over when a device cannot keep it: the page of the day asks for it once it is drawn. */
export { butDe } from './terrain/buts.ts';
export { Fiche } from './terrain/fiche.ts';
export { proposerEnLigne } from './terrain/secours.ts';
