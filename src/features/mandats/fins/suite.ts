import type { Rq } from '../../../platform/http/route.ts';
import { reglagesDe } from '../reglages/store.ts';
import type { Reglages } from '../rules.ts';
import type { Mandat } from '../store.ts';

/**
 * What becomes of what has just stopped being read, as a sentence ends: nobody promises a destruction that waits for something.
 * Example: no visa → « sa destruction attend le visa des Archives départementales ».
 */
export function direSuite({ isRetenu }: Pick<Mandat, 'isRetenu'>, visa: Reglages['visa']): string {
  if (isRetenu) return 'sa destruction attend la levée du sursis';
  return visa === null ? 'sa destruction attend le visa des Archives départementales' : 'sa destruction suit';
}

/** The same, by the settings of the territoire. */
export async function suiteDe(rq: Pick<Rq, 'db' | 'territoire'>, mandat: Pick<Mandat, 'isRetenu'>): Promise<string> {
  return direSuite(mandat, (await reglagesDe(rq.db, rq.territoire.id)).visa);
}
