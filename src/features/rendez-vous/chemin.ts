import type { Territoire } from '../../domain/territoire.ts';
import { urlDe } from '../../domain/territoire.ts';
import type { Coffre } from '../../platform/coffre.ts';
import type { Rq } from '../../platform/http/route.ts';
import { jetonDe } from './code.ts';

/** What the routes of rendez-vous need besides a request. */
export type RendezVousOptions = {
  /** Where people reach the installation, for the links. */
  readonly url: string;
  readonly coffre: Coffre;
};

/** Where and when something is done to a rendez-vous: what its notices need. */
export type Chez = RendezVousOptions & { readonly territoire: Territoire; readonly now: Temporal.Instant };

export function chezDe({ territoire, now }: Rq, { url, coffre }: RendezVousOptions): Chez {
  return { territoire, now, url, coffre };
}

/** The link that a person is sent: `https://escale.exemple.fr/rdv/…`. */
export function adresseDuRendezVous(
  { url, coffre }: RendezVousOptions,
  territoire: Pick<Territoire, 'hote'>,
  id: string,
): string {
  return `${urlDe(url, territoire)}/rdv/${jetonDe(coffre, id)}`;
}
