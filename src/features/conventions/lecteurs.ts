import type { Access } from '../../platform/http/route.ts';
import type { ConventionComplete } from './store.ts';

/** The équipe technique reads every convention; a référent, those of his structure. */
export const lecteurs: Access<ConventionComplete> = {
  equipe: true,
  referent: (compte, convention) => convention.structureId === compte.structureId,
};
