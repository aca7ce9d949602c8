import type { Db } from '../../../platform/db.ts';

/** The lieux where an agent has had a séance since a day. */
export async function lieuxDeAgent(
  db: Db,
  territoireId: string,
  agentId: string,
  depuis: Temporal.PlainDate,
): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom('seance')
    .select('lieuId')
    .distinct()
    .where('territoireId', '=', territoireId)
    .where('agentId', '=', agentId)
    .where('jour', '>=', depuis)
    .where('lieuId', 'is not', null)
    .execute();
  return new Set(rows.flatMap(({ lieuId }) => lieuId ?? []));
}

/** Names of communes, by INSEE code. */
export async function nomsParCode(db: Db, codes: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (codes.length === 0) return new Map();
  const rows = await db
    .selectFrom('commune')
    .select(['codeInsee', 'nom'])
    .where('codeInsee', 'in', [...codes])
    .execute();
  return new Map(rows.map(({ codeInsee, nom }) => [codeInsee, nom]));
}
