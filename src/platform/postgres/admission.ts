import type pg from 'pg';
import { StartupRefusal } from '../startup-refusal.ts';
import { withClient } from './embedded.ts';

const OLDEST_MAJOR = 15;

/** What PostgreSQL or the network answers, and the sentence that it deserves; `name` is the variable that holds the address. */
function explain(error: unknown, name: string, at: string): string | undefined {
  const code = (error as { code?: unknown }).code;
  const message = error instanceof Error ? error.message : '';
  if (code === '28P01' || code === '28000') {
    return `${name} : le serveur ${at} refuse ce rôle ou ce mot de passe.`;
  }
  if (/password must be a string|no password|SASL/i.test(message)) {
    return `${name} : le serveur ${at} demande un mot de passe, et l’adresse n’en donne pas.`;
  }
  if (code === '3D000') return `${name} : la base demandée n’existe pas sur le serveur ${at}.`;
  if (code === '42501') return `${name} : ce rôle n’a pas le droit d’ouvrir cette base du serveur ${at}.`;
  if (code === '53300') return `${name} : le serveur ${at} n’accepte plus de connexion, toutes sont prises.`;
  if (code === '57P03') return `${name} : le serveur ${at} démarre ou s’arrête ; réessayez dans un instant.`;
  const UNREACHABLE = [
    'ECONNREFUSED',
    'ENOTFOUND',
    'EAI_AGAIN',
    'ENOENT',
    'ETIMEDOUT',
    'EHOSTUNREACH',
    'ENETUNREACH',
    'ECONNRESET',
    'EACCES',
  ];
  if (UNREACHABLE.includes(String(code)) || /timeout|terminated/i.test(message)) {
    return `${name} : aucun serveur PostgreSQL ne répond à ${at}.`;
  }
  return undefined;
}

/** The server and database of an address, without its password: « serveur:5432/base ». */
function describeAddress(url: string): string {
  const { hostname, port, pathname, searchParams } = new URL(url);
  return `« ${searchParams.get('host') ?? hostname}${port === '' ? '' : `:${port}`}${pathname} »`;
}

async function connected<T>(url: string, name: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const CONNECTION_LIMIT_MS = 10_000;
  try {
    return await withClient(url, work, { connectionTimeoutMillis: CONNECTION_LIMIT_MS });
  } catch (error) {
    const sentence = explain(error, name, describeAddress(url));
    if (sentence === undefined) throw error;
    throw new StartupRefusal(sentence, { cause: error });
  }
}

/** Makes sure that the owner's address opens a PostgreSQL that Escale knows; throws a StartupRefusal that says why not. */
export async function checkOwner(url: string): Promise<void> {
  await connected(url, 'DATABASE_URL_PROPRIETAIRE', (client) => checkVersion(client, 'DATABASE_URL_PROPRIETAIRE'));
}

/** As `checkOwner`, for one of the places of CLES_URL. */
export async function checkKeysPlace(url: string): Promise<void> {
  await connected(url, 'CLES_URL', (client) => checkVersion(client, 'CLES_URL'));
}

async function checkVersion(client: pg.Client, name: string): Promise<void> {
  const { rows } = await client.query<{ version: number }>(
    `select current_setting('server_version_num')::int / 10000 as version`,
  );
  const major = rows[0]?.version ?? 0;
  if (major >= OLDEST_MAJOR) return;
  throw new StartupRefusal(
    `${name} : ce serveur est un PostgreSQL ${major} ; Escale demande la version ${OLDEST_MAJOR} ou une plus récente.`,
  );
}

interface RequestRole {
  readonly role: string;
  readonly superuser: boolean;
  readonly bypass: boolean;
  readonly owns: boolean;
  readonly member: boolean;
}

/**
 * Refuses a request role to which row security would not apply: a superuser, one that bypasses it, the owner of the tables
 * or a member of the owner. Refuses also a server that is away, too old, or a role that the migrations granted nothing.
 * Every refusal is a StartupRefusal.
 */
export async function checkRequestRole(url: string): Promise<void> {
  await connected(url, 'DATABASE_URL', async (client) => {
    await checkVersion(client, 'DATABASE_URL');
    const { rows } = await client.query<RequestRole>(`
      select rolname as role, rolsuper as superuser, rolbypassrls as bypass,
        exists (select from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
          and pg_has_role(r.oid, c.relowner, 'member')) as owns,
        coalesce((select pg_has_role(r.oid, g.oid, 'member') from pg_roles g where g.rolname = 'escale_application'), false) as member
      from pg_roles r where rolname = current_user`);
    const found = rows[0];
    if (found === undefined) throw new Error('current_user is not in pg_roles');
    const remedy = 'donnez à DATABASE_URL un rôle ordinaire, membre de « escale_application ».';
    const reason = unfitness(found);
    if (reason !== undefined)
      throw new StartupRefusal(`DATABASE_URL : le rôle « ${found.role} » ${reason} ; ${remedy}`);
  });
}

function unfitness(found: RequestRole): string | undefined {
  if (found.superuser) return 'est superutilisateur, et le cloisonnement par territoire ne s’appliquerait pas';
  if (found.bypass) return 'est dispensé du cloisonnement par territoire (bypassrls)';
  if (found.owns) return 'est propriétaire des tables, et le cloisonnement par territoire ne s’appliquerait pas';
  return found.member ? undefined : 'n’a reçu aucun droit sur les tables d’Escale';
}
