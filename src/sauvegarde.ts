import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type pg from 'pg';
import { allTerritoires } from './features/territoires/store.ts';
import type { Selection } from './platform/backup/catalogue.ts';
import { type Manifest, tooNew } from './platform/backup/format.ts';
import { isBare, loadDatabase } from './platform/backup/load.ts';
import { readArchive } from './platform/backup/read.ts';
import { saveDatabase } from './platform/backup/save.ts';
import { makeCoffre } from './platform/coffre.ts';
import { inTerritoire, openDatabase } from './platform/db.ts';
import { installJobs } from './platform/jobs.ts';
import { type Tete, teteGardee, verifierChaine } from './platform/journal-verification.ts';
import { listMigrations, migrate, readMigrationState, refuseNewerDatabase } from './platform/migrations.ts';
import { checkOwner } from './platform/postgres/admission.ts';
import { withClient } from './platform/postgres/embedded.ts';
import { readVersion } from './platform/project-root.ts';
import { StartupRefusal } from './platform/startup-refusal.ts';

/** Ours; the migrations are named by the manifest, and run again. */
const NOTRES: Selection = { schema: 'public', except: ['kysely_migration', 'kysely_migration_lock'] };
/** The jobs that wait or have failed, and what they hang from; the other tables of pg-boss are its own bookkeeping. */
export const TRAVAUX: Selection = {
  schema: 'travaux',
  only: ['queue', 'schedule', 'subscription', 'job', 'job_dependency'],
};
const SAVED = [NOTRES, TRAVAUX];

/** Where the heads of the journal are kept, in the data folder. */
const TETES = 'tetes';

/** « escale-2026-11-23T021500Z.sauvegarde.gz » */
function fileName(now: Temporal.Instant): string {
  return `escale-${now.round('second').toString().replaceAll(':', '')}.sauvegarde.gz`;
}

/** By which the key is known again, and not guessed. */
function printOf(key: Uint8Array): string {
  return makeCoffre(key).print('sauvegarde').toString('hex').slice(0, 16);
}

export type Place = {
  readonly ownerUrl: string;
  /** The data folder: the heads of the journal are there. */
  readonly donnees: string;
  /** The key of the secrets, when it is at hand. */
  readonly cle: Uint8Array | undefined;
};

/**
 * Saves the whole of an Escale, running or not, as one file of `dossier`; returns its path and what it holds. The key of the
 * secrets is never in it: whoever holds both reads the second factors.
 */
export async function sauvegarder(
  { ownerUrl, donnees, cle }: Place,
  dossier: string,
  now: Temporal.Instant,
): Promise<{ fichier: string; manifeste: Manifest }> {
  await checkOwner(ownerUrl);
  const migrations = await appliedMigrations(ownerUrl);
  await mkdir(dossier, { recursive: true, mode: 0o700 });
  const fichier = join(dossier, fileName(now));
  const describe = async (client: pg.ClientBase) => ({
    escale: readVersion(),
    nature: await natureOf(client),
    migrations: [...migrations],
    travaux: await jobsVersion(client),
    cle: cle === undefined ? null : printOf(cle),
  });
  const files = await readTetes(donnees);
  const manifeste = await saveDatabase(ownerUrl, fichier, { selections: SAVED, describe, files });
  return { fichier, manifeste };
}

async function appliedMigrations(ownerUrl: string): Promise<readonly string[]> {
  const owner = openDatabase(ownerUrl, { max: 1 });
  try {
    const { executed, unknown } = await readMigrationState(owner);
    refuseNewerDatabase(unknown);
    if (executed.length === 0) throw new StartupRefusal('Cette base est vide : il n’y a rien à sauvegarder.');
    return executed;
  } finally {
    await owner.destroy();
  }
}

async function natureOf(client: pg.ClientBase): Promise<'demo' | 'reelle'> {
  const { rows } = await client.query<{ nature: 'demo' | 'reelle' }>('select nature from installation');
  if (rows[0] === undefined) {
    throw new StartupRefusal('Cette base n’a jamais été ouverte par Escale : il n’y a rien à sauvegarder.');
  }
  return rows[0].nature;
}

async function jobsVersion(client: pg.ClientBase): Promise<number | null> {
  const { rows: there } = await client.query<{ is: boolean }>(
    `select to_regclass('travaux.version') is not null as is`,
  );
  if (there[0]?.is !== true) return null;
  const { rows } = await client.query<{ version: number }>('select version from travaux.version');
  return rows[0]?.version ?? null;
}

async function readTetes(donnees: string): Promise<Manifest['fichiers']> {
  const folder = join(donnees, TETES);
  if (!existsSync(folder)) return [];
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort();
  return Promise.all(
    names.map(async (name) => ({ chemin: `${TETES}/${name}`, contenu: await readFile(join(folder, name), 'utf8') })),
  );
}

export type Restauration = {
  /** What the journal of each territoire is found to be, once loaded. */
  readonly journaux: readonly {
    readonly territoire: string;
    readonly verdict: Awaited<ReturnType<typeof verifierChaine>>;
  }[];
};

/** Reads an archive from end to end; throws a StartupRefusal when it is damaged, no archive of ours, or of a later version. */
export async function lireSauvegarde(fichier: string): Promise<Manifest> {
  const manifeste = await readArchive(fichier);
  const known = await listMigrations();
  if (manifeste.migrations.some((name) => !known.includes(name))) throw tooNew();
  return manifeste;
}

/**
 * Restores an archive, read once as `manifeste`, into an empty place. The key and the place are checked first; each refusal is a
 * StartupRefusal, and leaves no row behind it. The tables are made as they were on the day of the backup, filled in one
 * transaction, and brought to this version. It bears another identity than the one that was saved: it never destroys the keys of
 * that one (`npm run cles:adopter` says that it replaces it). No session nor link comes back. The journal is read again, against the heads that were kept.
 * `sansCle`: the key is lost, and the second factors with it.
 */
export async function restaurer(
  { ownerUrl, donnees, cle }: Place,
  fichier: string,
  manifeste: Manifest,
  { sansCle = false }: { sansCle?: boolean } = {},
): Promise<Restauration> {
  if (!sansCle) checkKey(manifeste, cle);
  await checkOwner(ownerUrl);
  await checkBare(ownerUrl, manifeste);
  await migrate(ownerUrl, { upTo: manifeste.migrations });
  if (manifeste.travaux !== null) await installJobs(ownerUrl, []);
  await checkJobs(ownerUrl, manifeste);
  await loadDatabase(ownerUrl, fichier, manifeste, {
    selections: SAVED,
    replaced: manifeste.travaux === null ? [] : [TRAVAUX],
    settle: renameInstallation,
  });
  await migrate(ownerUrl);
  await withClient(ownerUrl, async (client) => {
    // Closed since, perhaps: everybody signs in again.
    await client.query('delete from session');
    await client.query('delete from lien_connexion');
  });
  await writeTetes(donnees, manifeste);
  return { journaux: await readJournals(ownerUrl, manifeste) };
}

/** A backup older than the keys knows of no identity: the migration that follows gives it one. */
async function renameInstallation(client: pg.ClientBase): Promise<void> {
  const { rowCount } = await client.query(
    `select from information_schema.columns where table_schema = 'public' and table_name = 'installation'
       and column_name = 'identifiant'`,
  );
  if (rowCount !== 0) await client.query('update installation set identifiant = gen_random_uuid()');
}

function checkKey(manifeste: Manifest, cle: Uint8Array | undefined): void {
  if (manifeste.cle === null || (cle !== undefined && printOf(cle) === manifeste.cle)) return;
  throw new StartupRefusal(
    `${cle === undefined ? 'La clé des seconds facteurs manque' : 'La clé présente n’est pas celle de cette sauvegarde'} : remettez le fichier « cle » dans le dossier de données, ou donnez ESCALE_CLE ; si elle est perdue, ajoutez --sans-cle, et chacun devra refaire son second facteur.`,
  );
}

async function checkBare(ownerUrl: string, manifeste: Manifest): Promise<void> {
  const owner = openDatabase(ownerUrl, { max: 1 });
  const { executed } = await readMigrationState(owner).finally(() => owner.destroy());
  const isBehind = executed.every((name) => manifeste.migrations.includes(name));
  const jobs: Selection = { schema: TRAVAUX.schema, only: ['job'] };
  if (isBehind && (await isBare(ownerUrl, [NOTRES, jobs]))) return;
  throw new StartupRefusal(
    isBehind
      ? 'Cette base contient déjà des données : une sauvegarde ne se restaure que dans une base vide.'
      : 'Cette base a déjà reçu des mises à jour que la sauvegarde ne connaît pas : restaurez-la dans une base neuve.',
  );
}

async function checkJobs(ownerUrl: string, { travaux, escale }: Manifest): Promise<void> {
  if (travaux === null || travaux === (await withClient(ownerUrl, jobsVersion))) return;
  throw new StartupRefusal(
    `Les travaux en attente de cette sauvegarde sont ceux d’une autre version : restaurez-la avec Escale ${escale}, puis mettez à jour.`,
  );
}

async function writeTetes(donnees: string, { fichiers }: Manifest): Promise<void> {
  const folder = join(donnees, TETES);
  if (fichiers.length > 0) await mkdir(folder, { recursive: true, mode: 0o700 });
  for (const { chemin, contenu } of fichiers) {
    // The name alone: an archive writes nowhere else.
    await writeFile(join(folder, basename(chemin)), contenu, { mode: 0o600 });
  }
}

const ORIGIN = Temporal.Instant.fromEpochMilliseconds(0);

async function readJournals(ownerUrl: string, { fichiers }: Manifest): Promise<Restauration['journaux']> {
  const tetes: Tete[] = fichiers.map(({ contenu }) => teteGardee.parse(JSON.parse(contenu)));
  const owner = openDatabase(ownerUrl, { max: 1 });
  try {
    const journaux = [];
    for (const { id: territoire } of await allTerritoires(owner)) {
      const own = tetes.filter((tete) => tete.territoire === territoire);
      const verdict = await inTerritoire(owner, territoire, (db) =>
        // What waited for its seal, however long Escale has been stopped, is sealed when it starts: here, the chain alone is read.
        verifierChaine(db, territoire, ORIGIN, own),
      );
      journaux.push({ territoire, verdict });
    }
    return journaux;
  } finally {
    await owner.destroy();
  }
}
