import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chown, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { StartupRefusal } from '../startup-refusal.ts';
import { prepareFolder, takeLock } from './lock.ts';
import { choosePlacement, type Placement } from './placement.ts';
import { asUser, SOCKET_PORT, startServer } from './server.ts';

export interface EmbeddedPostgres {
  /** Prepares roles and databases; Escale itself never works with it. */
  readonly superuserUrl: string;
  /** Owns the tables: migrations run with it. */
  readonly ownerUrl: string;
  /** Serves requests: neither owner nor superuser, so that row security applies to it. */
  readonly requestUrl: string;
  /** Owns the database of the keys, which holds nothing else and is in no backup. */
  readonly keysUrl: string;
  /** French sentence about where PostgreSQL was placed, when that is worth saying. */
  readonly notice: string | undefined;
  /** Resolves when PostgreSQL has ended, asked or not. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

interface Passwords {
  readonly postgres: string;
  readonly escale_proprietaire: string;
  readonly escale_requete: string;
  readonly escale_cles: string;
}

const DATABASE = 'escale';
const KEYS = 'escale_cles';
const PASSWORDS_FILE = 'postgresql.secrets.json';

/** Sorting and search that read French, the same whatever the machine's own locale. */
export const FRENCH_DATABASE = `template template0 encoding 'UTF8' locale_provider icu icu_locale 'fr' lc_collate 'C' lc_ctype 'C'`;

/**
 * Starts the PostgreSQL of `dataFolder`, and creates it (cluster, roles, database) the first time. It listens on no network
 * port: on a socket that its own user alone can reach, and passwords are asked for even there.
 * `fast` gives up durability, for tests. Throws a StartupRefusal when it cannot start.
 */
export async function startEmbedded(dataFolder: string, options: { fast?: boolean } = {}): Promise<EmbeddedPostgres> {
  await prepareFolder(dataFolder);
  const placement = await choosePlacement(dataFolder);
  const lock = await takeLock(placement.home);
  try {
    const passwords = await readPasswords(dataFolder, placement);
    if (!existsSync(placement.cluster)) await createCluster(placement, passwords.postgres, options.fast ?? false);
    await checkVersion(placement);
    const server = await startServer(placement, { fast: options.fast ?? false });
    const url = addresses(placement, passwords);
    const stop = async (): Promise<void> => {
      await server.stop();
      lock.release();
    };
    try {
      await installOnce(placement, url, passwords);
    } catch (error) {
      await stop();
      throw error;
    }
    return {
      superuserUrl: url('postgres', 'postgres'),
      ownerUrl: url('escale_proprietaire'),
      requestUrl: url('escale_requete'),
      keysUrl: url('escale_cles', KEYS),
      notice: placement.notice,
      ended: server.ended,
      stop,
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

function addresses(placement: Placement, passwords: Passwords): (role: keyof Passwords, database?: string) => string {
  const host = encodeURIComponent(placement.socketFolder);
  return (role, database = DATABASE) =>
    `postgres://${role}:${passwords[role]}@localhost:${SOCKET_PORT}/${database}?host=${host}`;
}

/** Whether a PostgreSQL was ever made for this data folder. */
export function hasEmbedded(dataFolder: string): boolean {
  return existsSync(join(dataFolder, PASSWORDS_FILE));
}

/** The owner's address in the PostgreSQL that another Escale has running on this data folder; undefined when none runs. */
export async function runningOwnerUrl(dataFolder: string): Promise<string | undefined> {
  if (!hasEmbedded(dataFolder)) return undefined;
  const placement = await choosePlacement(dataFolder);
  if (!existsSync(join(placement.socketFolder, `.s.PGSQL.${SOCKET_PORT}`))) return undefined;
  return addresses(placement, await readPasswords(dataFolder, placement))('escale_proprietaire');
}

/** As `runningOwnerUrl`, for the database of the keys. */
export async function runningKeysUrl(dataFolder: string): Promise<string | undefined> {
  if ((await runningOwnerUrl(dataFolder)) === undefined) return undefined;
  const placement = await choosePlacement(dataFolder);
  return addresses(placement, await readPasswords(dataFolder, placement))('escale_cles', KEYS);
}

async function readPasswords(dataFolder: string, placement: Placement): Promise<Passwords> {
  const file = join(dataFolder, PASSWORDS_FILE);
  const random = (): string => randomBytes(24).toString('base64url');
  if (existsSync(file)) {
    const kept = JSON.parse(await readFile(file, 'utf8')) as Omit<Passwords, 'escale_cles'> & Partial<Passwords>;
    // A folder made before there were keys.
    return kept.escale_cles === undefined
      ? writePasswords(file, { ...kept, escale_cles: random() })
      : { ...kept, escale_cles: kept.escale_cles };
  }
  if (existsSync(placement.cluster)) {
    throw new StartupRefusal(
      `Le fichier « ${file} » manque, et sans lui la base ne s’ouvre pas : rétablissez-le depuis votre sauvegarde.`,
    );
  }
  return writePasswords(file, {
    postgres: random(),
    escale_proprietaire: random(),
    escale_requete: random(),
    escale_cles: random(),
  });
}

async function writePasswords(file: string, passwords: Passwords): Promise<Passwords> {
  await writeFile(`${file}.neuf`, JSON.stringify(passwords, null, 2), { mode: 0o600 });
  await rename(`${file}.neuf`, file);
  return passwords;
}

/** Runs initdb beside, then renames: a start that is cut short leaves no half-made cluster. */
async function createCluster(placement: Placement, password: string, fast: boolean): Promise<void> {
  const draft = `${placement.cluster}.neuf`;
  const passwordFile = join(placement.home, 'mot-de-passe.neuf');
  await rm(draft, { recursive: true, force: true });
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (placement.runAs !== undefined) await chown(passwordFile, placement.runAs.uid, placement.runAs.gid);
  const locale = ['--encoding=UTF8', '--locale-provider=icu', '--icu-locale=fr', '--locale=C'];
  const access = ['--username=postgres', '--auth=scram-sha-256', `--pwfile=${passwordFile}`];
  const args = [`--pgdata=${draft}`, ...locale, ...access, ...(fast ? ['--no-sync'] : [])];
  const initdb = spawn(join(placement.binaries.folder, 'bin', 'initdb'), args, {
    ...asUser(placement),
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const said: string[] = [];
  initdb.stderr.setEncoding('utf8').on('data', (text: string) => said.push(text));
  const [code] = (await once(initdb, 'close')) as [number | null];
  await rm(passwordFile, { force: true });
  if (code !== 0) {
    const last = said.join('').trimEnd().split('\n').slice(-2).join(' | ');
    throw new StartupRefusal(`La base n’a pas pu être créée dans « ${placement.home} » : ${last}`);
  }
  await rename(draft, placement.cluster);
}

async function checkVersion(placement: Placement): Promise<void> {
  const made = (await readFile(join(placement.cluster, 'PG_VERSION'), 'utf8')).trim();
  const major = placement.binaries.version.split('.')[0];
  if (made === major) return;
  throw new StartupRefusal(
    `La base a été créée par PostgreSQL ${made} et cette version d’Escale embarque PostgreSQL ${major}  : reprenez la version d’Escale qui l’a créée, ou indiquez un autre dossier avec ESCALE_DONNEES.`,
  );
}

/** Roles, database and extensions, once; written so that a start cut short can do it again. */
async function installOnce(
  placement: Placement,
  url: (role: keyof Passwords, database?: string) => string,
  passwords: Passwords,
): Promise<void> {
  const done = join(placement.home, 'installation-faite');
  if (existsSync(done)) return installKeysOnce(placement, url, passwords);
  await withClient(url('postgres', 'postgres'), async (client) => {
    await createRole(client, 'escale_application', 'nologin');
    for (const role of ['escale_proprietaire', 'escale_requete'] as const) {
      await createRole(client, role, 'login');
      await client.query(`alter role ${role} password '${passwords[role]}'`);
    }
    await client.query('grant escale_application to escale_requete');
    const { rowCount } = await client.query('select from pg_database where datname = $1', [DATABASE]);
    if (rowCount === 0) await client.query(`create database ${DATABASE} owner escale_proprietaire ${FRENCH_DATABASE}`);
    await client.query(`revoke all on database ${DATABASE} from public`);
    await client.query(`grant connect on database ${DATABASE} to escale_application`);
  });
  await writeFile(done, '');
  await installKeysOnce(placement, url, passwords);
}

/** The database of the keys, and its own role: whoever opens the other one finds no key there. */
async function installKeysOnce(
  placement: Placement,
  url: (role: keyof Passwords, database?: string) => string,
  { escale_cles: password }: Passwords,
): Promise<void> {
  const done = join(placement.home, 'installation-cles-faite');
  if (existsSync(done)) return;
  await withClient(url('postgres', 'postgres'), async (client) => {
    await createRole(client, KEYS, 'login');
    await client.query(`alter role ${KEYS} password '${password}'`);
    const { rowCount } = await client.query('select from pg_database where datname = $1', [KEYS]);
    if (rowCount === 0) await client.query(`create database ${KEYS} owner ${KEYS} template template0 encoding 'UTF8'`);
    await client.query(`revoke all on database ${KEYS} from public`);
  });
  await writeFile(done, '');
}

/** Creates a role of the server unless it is there: roles are shared by all databases of a server. */
export async function createRole(client: pg.Client, role: string, kind: 'login' | 'nologin'): Promise<void> {
  await client.query(`do $$ begin
    create role ${role} ${kind} nosuperuser nocreatedb nocreaterole nobypassrls;
  exception when duplicate_object or unique_violation then null;
  end $$`);
}

/** One connection for `work`, closed whatever happens. */
export async function withClient<T>(
  url: string,
  work: (client: pg.Client) => Promise<T>,
  options: pg.ClientConfig = {},
): Promise<T> {
  const client = new pg.Client({ ...options, connectionString: url });
  // A connection cut while idle is told by the next query.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
