import type { Selectable } from 'kysely';
import type { Territoire as TerritoireRow } from '../../../db/types.ts';
import type { Territoire } from '../../domain/territoire.ts';
import type { Database } from '../../platform/db.ts';

const KEPT_SECONDS = 30;

function toTerritoire({ parDefaut: _, createdAt: __, ...territoire }: Selectable<TerritoireRow>): Territoire {
  return territoire;
}

/** Every territoire of the installation: public facts, kept outside row security so that a host name finds its own. */
export async function allTerritoires(database: Database): Promise<Territoire[]> {
  const rows = await database.selectFrom('territoire').selectAll().orderBy('id').execute();
  return rows.map(toTerritoire);
}

/**
 * Finds the territoire that a host name serves: the one that claims it, else the installation's default one.
 * Kept in memory for 30 seconds, so that a page costs no query for it.
 */
export function territoireFinder(database: Database): (host: string) => Promise<Territoire | undefined> {
  let kept: { until: number; byHost: Map<string | null, Territoire>; fallback: Territoire | undefined } | undefined;
  return async (host) => {
    const now = performance.now();
    if (kept === undefined || kept.until < now) {
      const rows = await database.selectFrom('territoire').selectAll().execute();
      const fallback = rows.find((row) => row.parDefaut);
      kept = {
        until: now + KEPT_SECONDS * 1000,
        byHost: new Map(rows.filter((row) => row.hote !== null).map((row) => [row.hote, toTerritoire(row)])),
        fallback: fallback && toTerritoire(fallback),
      };
    }
    return kept.byHost.get(host.replace(/:\d+$/, '').toLowerCase()) ?? kept.fallback;
  };
}
