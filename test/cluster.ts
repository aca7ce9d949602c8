import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seedDemonstration } from '../db/demo/index.ts';
import { importCommunes } from '../src/features/territoires/communes.ts';
import { JOBS } from '../src/jobs.ts';
import { openDatabase } from '../src/platform/db.ts';
import { markNature } from '../src/platform/installation.ts';
import { installJobs } from '../src/platform/jobs.ts';
import { migrate } from '../src/platform/migrations.ts';
import { createRole, FRENCH_DATABASE, startEmbedded, withClient } from '../src/platform/postgres/embedded.ts';
import { testCoffre } from './coffre.ts';

/** What a test file needs to make its own database; plain strings, so that they can cross to another process. */
export interface TestServer {
  /** Superuser of the server: makes and drops databases, never used by what is tested. */
  readonly adminUrl: string;
  readonly template: string;
  /** Database of the keys of the whole run. */
  readonly clesUrl: string;
  readonly owner: string;
  readonly request: string;
  readonly password: string;
}

/** `url` with another role, password or database. */
export function withParts(url: string, parts: { role?: string; password?: string; database?: string }): string {
  const changed = new URL(url);
  if (parts.role !== undefined) changed.username = parts.role;
  if (parts.password !== undefined) changed.password = parts.password;
  if (parts.database !== undefined) changed.pathname = `/${parts.database}`;
  return changed.href;
}

/**
 * Where the server of a run is made: in memory where the machine lends enough of it, for its databases are copied hundreds
 * of times and kept by nobody.
 */
async function briefFolder(): Promise<string> {
  const MEMORY = '/dev/shm';
  const ENOUGH_BYTES = 6 * 1024 ** 3;
  const { bavail, bsize } = await statfs(MEMORY).catch(() => ({ bavail: 0, bsize: 0 }));
  return bavail * bsize > ENOUGH_BYTES ? MEMORY : tmpdir();
}

/** A server without any database of Escale: the one of TEST_DATABASE_URL (its superuser), or an embedded one made for the run. */
export async function startBareServer(): Promise<{ adminUrl: string; stop: () => Promise<void> }> {
  const given = process.env['TEST_DATABASE_URL'];
  if (given !== undefined && given !== '') return { adminUrl: given, stop: async () => undefined };
  const folder = await mkdtemp(join(await briefFolder(), 'escale-test-'));
  // PostgreSQL's own user must be able to cross it when tests run as root.
  await chmod(folder, 0o711);
  const postgres = await startEmbedded(folder, { fast: true });
  const stop = async (): Promise<void> => {
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  };
  return { adminUrl: postgres.superuserUrl, stop };
}

/**
 * Starts the server of a test run and fills its template: migrated by an owner who is no superuser, served by a request role
 * that is neither. Names carry a random part, so that runs on one shared server do not meet.
 */
export async function startTestServer(): Promise<{ server: TestServer; stop: () => Promise<void> }> {
  const { adminUrl, stop: stopBare } = await startBareServer();
  const run = randomBytes(5).toString('hex');
  const [owner, password, cles] = [`escale_proprietaire_${run}`, randomBytes(12).toString('hex'), `escale_cles_${run}`];
  const server: TestServer = {
    adminUrl,
    template: `escale_modele_${run}`,
    clesUrl: withParts(adminUrl, { role: owner, password, database: cles }),
    owner,
    request: `escale_requete_${run}`,
    password,
  };
  const stop = async (): Promise<void> => {
    await withClient(adminUrl, async (client) => {
      await client.query(`drop database if exists ${demoName(server)} with (force)`);
      await client.query(`drop database if exists ${server.template} with (force)`);
      await client.query(`drop database if exists ${cles} with (force)`);
      await client.query(`drop role if exists ${server.request}, ${server.owner}`);
    });
    await stopBare();
  };
  try {
    await withClient(adminUrl, async (client) => {
      await createRole(client, 'escale_application', 'nologin');
      for (const role of [server.owner, server.request]) {
        await createRole(client, role, 'login');
        await client.query(`alter role ${role} password '${server.password}'`);
      }
      await client.query(`grant escale_application to ${server.request}`);
      await client.query(`create database ${server.template} owner ${server.owner} ${FRENCH_DATABASE}`);
      await client.query(`create database ${cles} owner ${server.owner}`);
    });
    const ownerUrl = withParts(adminUrl, { role: server.owner, password: server.password, database: server.template });
    await migrate(ownerUrl);
    await installJobs(ownerUrl, JOBS);
  } catch (error) {
    await stop();
    throw error;
  }
  return { server, stop };
}

function demoName(server: TestServer): string {
  return `${server.template}_demo`;
}

/** The template filled with the demo, made by the first test file that asks for it; the others wait, then copy it. */
export async function demoTemplate(server: TestServer): Promise<string> {
  const name = demoName(server);
  await withClient(server.adminUrl, async (client) => {
    await client.query('select pg_advisory_lock(hashtext($1))', [name]);
    const { rows } = await client.query('select 1 from pg_database where datname = $1', [name]);
    if (rows.length > 0) return;
    const filling = `${name}_en_cours`;
    await client.query(`create database ${filling} template ${server.template} owner ${server.owner}`);
    const owner = openDatabase(
      withParts(server.adminUrl, { role: server.owner, password: server.password, database: filling }),
    );
    const today = Temporal.Now.plainDateISO('Europe/Paris');
    await importCommunes(owner);
    await markNature(owner, 'demo');
    await seedDemonstration(owner, { today, coffre: testCoffre });
    await owner.destroy();
    await client.query(`alter database ${filling} rename to ${name}`);
  });
  return name;
}
