import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Kysely, PostgresDialect, type QueryExecutorProvider, sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import pg from 'pg';
import { PROJECT_ROOT } from './project-root.ts';
import { StartupRefusal } from './startup-refusal.ts';

export const MIGRATIONS_FOLDER = join(PROJECT_ROOT, 'db', 'migrations');

/** Names are those of the files, without « .sql », in the order in which they apply. */
export interface MigrationState {
  readonly executed: readonly string[];
  readonly pending: readonly string[];
  /** Executed here and absent from the code: the database is newer than the code. */
  readonly unknown: readonly string[];
}

/** Names of the migrations that this code holds, in order. */
export async function listMigrations(folder = MIGRATIONS_FOLDER): Promise<string[]> {
  const files = await readdir(folder);
  return files
    .filter((file) => file.endsWith('.sql'))
    .map((file) => file.slice(0, -'.sql'.length))
    .sort();
}

const UNDEFINED_TABLE = '42P01';

async function listExecuted(db: QueryExecutorProvider): Promise<string[]> {
  try {
    const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db);
    return rows.map(({ name }) => name);
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.code === UNDEFINED_TABLE) return [];
    throw error;
  }
}

/** Compares what the database has executed with what the code holds. Any role of Escale may ask. */
export async function readMigrationState(
  db: QueryExecutorProvider,
  folder = MIGRATIONS_FOLDER,
): Promise<MigrationState> {
  const known = await listMigrations(folder);
  const executed = await listExecuted(db);
  return {
    executed,
    pending: known.filter((name) => !executed.includes(name)),
    unknown: executed.filter((name) => !known.includes(name)),
  };
}

/**
 * Applies the missing migrations in the order of their names, each in its own transaction, as the owner whose address is
 * `ownerUrl`; two starts at once wait for each other. `upTo`: those alone. Returns the names applied.
 * Throws a StartupRefusal when the database is newer than the code.
 */
export async function migrate(
  ownerUrl: string,
  { folder = MIGRATIONS_FOLDER, upTo }: { folder?: string; upTo?: readonly string[] } = {},
): Promise<readonly string[]> {
  const db = new Kysely<unknown>({
    dialect: new PostgresDialect({ pool: new pg.Pool({ connectionString: ownerUrl, max: 2 }) }),
  });
  try {
    const { pending: missing, unknown } = await readMigrationState(db, folder);
    refuseNewerDatabase(unknown);
    const pending = missing.filter((name) => upTo?.includes(name) ?? true);
    if (pending.length === 0) return [];
    await requireApplicationRole(db);
    const migrator = new Migrator({ db, provider: { getMigrations: () => readMigrations(folder) } });
    for (const name of pending) {
      const { error } = await migrator.migrateTo(name);
      if (error !== undefined) throw explainFailure(name, error);
    }
    await sql`grant usage on schema public to escale_application`.execute(db);
    await sql`grant select on kysely_migration to escale_application`.execute(db);
    return pending;
  } finally {
    await db.destroy();
  }
}

/** Which migration failed and on what, without the row that PostgreSQL quotes. */
function explainFailure(name: string, error: unknown): StartupRefusal {
  const { code, table, constraint } = error as Partial<pg.DatabaseError>;
  const on = [code, table, constraint].filter((one) => one !== undefined).join(', ');
  return new StartupRefusal(
    `La mise à jour « ${name} » de la base a échoué${on === '' ? '' : ` (${on})`}, sans rien y changer : reprenez la version précédente d’Escale, et signalez-le.`,
    { cause: error },
  );
}

/** Throws when `unknown` (executed here, absent from the code) holds anything. */
export function refuseNewerDatabase(unknown: readonly string[]): void {
  if (unknown.length === 0) return;
  throw new StartupRefusal(
    `La base est plus récente que cette version d’Escale (elle connaît « ${unknown.join(' », « ')} ») : installez la version d’Escale qui l’a mise à jour, ou une plus récente.`,
  );
}

async function readMigrations(folder: string): Promise<Record<string, { up(db: Kysely<unknown>): Promise<void> }>> {
  const names = await listMigrations(folder);
  const texts = await Promise.all(names.map((name) => readFile(join(folder, `${name}.sql`), 'utf8')));
  return Object.fromEntries(
    names.map((name, i) => [
      name,
      { up: async (db: Kysely<unknown>) => void (await sql.raw(texts[i] ?? '').execute(db)) },
    ]),
  );
}

/**
 * Migrations grant rights to the group `escale_application`, which belongs to the server rather than to the database:
 * whoever prepares the server creates it, or the owner does when it may.
 */
async function requireApplicationRole(db: Kysely<unknown>): Promise<void> {
  const { rows } = await sql`select from pg_roles where rolname = 'escale_application'`.execute(db);
  if (rows.length > 0) return;
  try {
    await sql`create role escale_application nologin`.execute(db);
  } catch (error) {
    const code = error instanceof pg.DatabaseError ? error.code : undefined;
    const ALREADY_THERE = ['42710', '23505'];
    if (code !== undefined && ALREADY_THERE.includes(code)) return;
    const INSUFFICIENT_PRIVILEGE = '42501';
    if (code !== INSUFFICIENT_PRIVILEGE) throw error;
    throw new StartupRefusal(
      'Le rôle « escale_application » manque sur le serveur PostgreSQL, et le propriétaire de la base n’a pas le droit de le créer : demandez « create role escale_application nologin » à son administrateur.',
    );
  }
}
