import { type QueryExecutorProvider, sql } from 'kysely';
import { StartupRefusal } from './startup-refusal.ts';

export type Nature = 'demo' | 'reelle';

/** What the database says it is; undefined when no Escale has opened it yet. Any role of Escale may ask. */
export async function readNature(db: QueryExecutorProvider): Promise<Nature | undefined> {
  const { rows } = await sql<{ nature: Nature }>`select nature from installation`.execute(db);
  return rows[0]?.nature;
}

/** Which database this is, among the copies that were restored of it: random, made with it. */
export async function readIdentifiant(db: QueryExecutorProvider): Promise<string> {
  const { rows } = await sql<{ identifiant: string }>`select identifiant from installation`.execute(db);
  const [row] = rows;
  if (row === undefined) throw new Error('This database was never opened by Escale');
  return row.identifiant;
}

/** Gives the database another identity, as its owner: a copy that bears the former one is another database from now on. */
export async function renameInstallation(owner: QueryExecutorProvider): Promise<void> {
  await sql`update installation set identifiant = gen_random_uuid()`.execute(owner);
}

/** Marks the database for ever, as its owner: a second mark changes nothing. */
export async function markNature(owner: QueryExecutorProvider, nature: Nature): Promise<void> {
  await sql`insert into installation (nature) values (${nature}) on conflict do nothing`.execute(owner);
}

/**
 * Refuses to open a database as what it is not: a demo signs anyone in, which a real database must never do.
 * Throws a StartupRefusal, also for a database that nobody has marked (its owner must start Escale once).
 */
export function requireNature(found: Nature | undefined, wanted: Nature): void {
  if (found === wanted) return;
  if (found === undefined) {
    throw new StartupRefusal(
      'Cette base n’a jamais été ouverte par Escale : lancez-la une première fois avec DATABASE_URL_PROPRIETAIRE.',
    );
  }
  throw new StartupRefusal(
    found === 'reelle'
      ? 'Cette base est une vraie base : elle ne s’ouvre pas en démonstration, où chacun peut se connecter ; retirez ESCALE_DEMO=oui.'
      : 'Cette base est une base de démonstration : elle ne s’ouvre pas avec ESCALE_DEMO=non ; indiquez une base neuve, ou un autre ESCALE_DONNEES.',
  );
}
