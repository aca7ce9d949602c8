import { resolve } from 'node:path';
import { StartupRefusal } from '../startup-refusal.ts';
import { hasEmbedded, runningOwnerUrl, startEmbedded } from './embedded.ts';
import { takeLock } from './lock.ts';

/** Where a command works: the owner's address of the database, and the data folder. */
export type CommandPlace = {
  readonly ownerUrl: string;
  readonly donnees: string;
  readonly release: () => Promise<void>;
};

/**
 * Opens what the environment names: DATABASE_URL_PROPRIETAIRE, else the embedded PostgreSQL of ESCALE_DONNEES, started for the
 * command when no Escale has it running. `fresh`: it must be at rest, and is made when there is none.
 * Throws a StartupRefusal that says what to do.
 */
export async function openPlace(env: NodeJS.ProcessEnv, { fresh }: { fresh: boolean }): Promise<CommandPlace> {
  const donnees = resolve(env['ESCALE_DONNEES'] || './.escale');
  const given = env['DATABASE_URL_PROPRIETAIRE'];
  if (given) return { ownerUrl: given, donnees, release: async () => undefined };
  if (env['DATABASE_URL']) {
    throw new StartupRefusal(
      'DATABASE_URL_PROPRIETAIRE manque : seul le propriétaire de la base voit tous les territoires.',
    );
  }
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
    return { ownerUrl: postgres.ownerUrl, donnees, release: () => kept.disposeAsync() };
  } catch (error) {
    if (fresh || !(error instanceof StartupRefusal)) throw error;
    const ownerUrl = await runningOwnerUrl(donnees);
    if (ownerUrl === undefined) throw error;
    return { ownerUrl, donnees, release: async () => undefined };
  }
}
