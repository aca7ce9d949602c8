import type { Territoire } from '../../domain/territoire.ts';
import type { Coffre } from '../../platform/coffre.ts';
import type { Rq } from '../../platform/http/route.ts';

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

/** An address with what it asks. Example: `/prendre-rendez-vous?ou=Céret&motif=…`. */
export function adresse(chemin: string, query: Readonly<Record<string, string | undefined>>): string {
  const kept = Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
  return kept.length === 0 ? chemin : `${chemin}?${new URLSearchParams(kept)}`;
}
