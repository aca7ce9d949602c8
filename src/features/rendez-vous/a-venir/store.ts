import { sql } from 'kysely';
import type { Db } from '../../../platform/db.ts';
import type { Identite } from '../store.ts';

/** Lets one transaction at a time take a rendez-vous for a telephone or a mail, so that what is counted of them stays true. */
export async function lockJoignable(
  db: Db,
  territoireId: string,
  { telephone, courriel }: Pick<Identite, 'telephone' | 'courriel'>,
): Promise<void> {
  // The telephone first, always: two who share both wait for each other once.
  for (const one of [telephone, courriel]) {
    if (one === null) continue;
    await sql`select pg_advisory_xact_lock(hashtextextended(${`rdv ${territoireId} ${one}`}, 0))`.execute(db);
  }
}

/** How many rendez-vous to come are held by a telephone or a mail. */
export async function countAVenir(
  db: Db,
  territoireId: string,
  { telephone, courriel }: Pick<Identite, 'telephone' | 'courriel'>,
  today: Temporal.PlainDate,
): Promise<number> {
  if (telephone === null && courriel === null) return 0;
  const { count } = await db
    .selectFrom('rendezVous as r')
    .innerJoin('seance as s', (join) =>
      join.onRef('s.territoireId', '=', 'r.territoireId').onRef('s.id', '=', 'r.seanceId'),
    )
    .select(sql<number>`count(*)`.as('count'))
    .where('r.territoireId', '=', territoireId)
    .where('r.statut', 'in', ['tenu', 'confirme'])
    .where('s.jour', '>=', today)
    .where((q) => q.or([q('r.telephone', '=', telephone), q('r.courriel', '=', courriel)]))
    .executeTakeFirstOrThrow();
  return count;
}
