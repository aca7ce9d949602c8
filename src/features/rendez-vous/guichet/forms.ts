import { z } from 'zod';
import { choice, line, optionalLine } from '../../../platform/http/fields.ts';
import { VENUES } from '../rules/etat.ts';

export const rechercheForm = z.object({ cherche: line('un code ou un prénom', 80) });

export const venueForm = z.object({ venue: choice('ce qui est à noter', VENUES) });

/** Who wants it cancelled: the person, or we. */
export const annulerForm = z.object({
  demandePar: choice('qui annule', ['personne', 'nous']),
  annuleMotif: optionalLine('la raison', 200),
});
