import { resolve } from 'node:path';
import { StartupRefusal } from '../startup-refusal.ts';
import { checkKeysPlace } from './admission.ts';
import { hasEmbedded, runningKeysUrl, runningOwnerUrl, startEmbedded } from './embedded.ts';
import { takeLock } from './lock.ts';

/** Where the keys of mandats are kept, the master keys that the environment gives, and the data folder. */
export type KeysPlace = {
  readonly clesUrls: readonly string[];
  readonly maitres: { readonly current: string | undefined; readonly former: string | undefined };
  readonly donnees: string;
  readonly release: () => Promise<void>;
};

/** Where a command works: the owner's address of the database, and the data folder. */
export type CommandPlace = {
  readonly ownerUrl: string;
  readonly donnees: string;
  readonly release: () => Promise<void>;
};

const nothing = async (): Promise<void> => undefined;
const folderOf = (env: NodeJS.ProcessEnv): string => resolve(env['ESCALE_DONNEES'] || './.escale');

/**
 * Opens what the environment names: DATABASE_URL_PROPRIETAIRE, else the embedded PostgreSQL of ESCALE_DONNEES, started for the
 * command when no Escale has it running. `fresh`: it must be at rest, and is made when there is none.
 * Throws a StartupRefusal that says what to do.
 */
export async function openPlace(env: NodeJS.ProcessEnv, { fresh }: { fresh: boolean }): Promise<CommandPlace> {
  const donnees = folderOf(env);
  const given = env['DATABASE_URL_PROPRIETAIRE'];
  if (given) return { ownerUrl: given, donnees, release: nothing };
  if (env['DATABASE_URL']) {
    throw new StartupRefusal(
      'DATABASE_URL_PROPRIETAIRE manque : seul le propriétaire de la base voit tous les territoires.',
    );
  }
  const { ownerUrl, release } = await openEmbedded(donnees, { fresh });
  return { ownerUrl, donnees, release };
}

/**
 * Opens the places of the keys that the environment names: CLES_URL, else the embedded PostgreSQL of ESCALE_DONNEES, as `openPlace`
 * does. Throws a StartupRefusal that says what to do.
 */
export async function openKeysPlace(env: NodeJS.ProcessEnv): Promise<KeysPlace> {
  const donnees = folderOf(env);
  const maitres = {
    current: masterOf(env, 'ESCALE_CLE_MAITRE'),
    former: masterOf(env, 'ESCALE_CLE_MAITRE_PRECEDENTE'),
  };
  const given = (env['CLES_URL'] ?? '').split(/\s+/).filter(Boolean);
  if (given.length === 0) {
    const { keysUrl, release } = await openEmbedded(donnees, { fresh: false });
    return { clesUrls: [keysUrl], maitres, donnees, release };
  }
  if (!given.every((url) => URL.canParse(url))) {
    throw new StartupRefusal('CLES_URL doit être une à trois adresses PostgreSQL, séparées par des espaces.');
  }
  for (const url of given) await checkKeysPlace(url);
  return { clesUrls: given, maitres, donnees, release: nothing };
}

/** As `openKeysPlace` and `openPlace` together: what one started serves the other. */
export async function openBothPlaces(env: NodeJS.ProcessEnv): Promise<CommandPlace & KeysPlace> {
  await using undo = new AsyncDisposableStack();
  const keys = await openKeysPlace(env);
  undo.defer(keys.release);
  const place = await openPlace(env, { fresh: false });
  undo.defer(place.release);
  const kept = undo.move();
  return { ...place, ...keys, release: () => kept.disposeAsync() };
}

function masterOf(env: NodeJS.ProcessEnv, name: string): string | undefined {
  const given = env[name] || undefined;
  if (given === undefined || Buffer.from(given, 'base64').byteLength === 32) return given;
  throw new StartupRefusal(
    `${name} doit être une clé de 32 octets en base64, comme en donne « openssl rand -base64 32 ».`,
  );
}

async function openEmbedded(
  donnees: string,
  { fresh }: { fresh: boolean },
): Promise<{ ownerUrl: string; keysUrl: string; release: () => Promise<void> }> {
  if (!fresh && !hasEmbedded(donnees)) {
    throw new StartupRefusal(
      `Aucune base dans « ${donnees} » : indiquez le dossier de données avec ESCALE_DONNEES, ou la base avec DATABASE_URL_PROPRIETAIRE.`,
    );
  }
  try {
    await using undo = new AsyncDisposableStack();
    const lock = await takeLock(donnees);
    undo.defer(() => lock.release());
    const postgres = await startEmbedded(donnees);
    undo.defer(() => postgres.stop());
    const kept = undo.move();
    return { ownerUrl: postgres.ownerUrl, keysUrl: postgres.keysUrl, release: () => kept.disposeAsync() };
  } catch (error) {
    if (fresh || !(error instanceof StartupRefusal)) throw error;
    const ownerUrl = await runningOwnerUrl(donnees);
    const keysUrl = await runningKeysUrl(donnees);
    if (ownerUrl === undefined || keysUrl === undefined) throw error;
    return { ownerUrl, keysUrl, release: nothing };
  }
}
