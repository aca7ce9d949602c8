import { createApp } from './app.ts';
import { rolesLibelles } from './domain/compte.ts';
import { entretenir } from './entretien.ts';
import { comptesDemo } from './features/comptes/store.ts';
import { allTerritoires } from './features/territoires/store.ts';
import { makeCoffre, readKey } from './platform/coffre.ts';
import type { Configuration } from './platform/configuration.ts';
import { type Database, inTerritoire, openDatabase } from './platform/db.ts';
import { takePort } from './platform/http/door.ts';
import { mailSender } from './platform/mail.ts';
import { closePdf } from './platform/pdf/render.ts';
import { checkRequestRole } from './platform/postgres/admission.ts';
import { startEmbedded } from './platform/postgres/embedded.ts';
import { takeLock } from './platform/postgres/lock.ts';
import { sealAll } from './platform/sealer.ts';
import { checkPrepared, prepareDatabase } from './prepare.ts';

export interface Running {
  /** Ends requests in flight, then what serves them, then PostgreSQL. */
  stop(): Promise<void>;
  /** Resolves when the embedded PostgreSQL has ended, asked or not; never without one. */
  readonly postgresEnded: Promise<void>;
}

const MAIL_EVERY_MS = 60_000;
const SEAL_EVERY_MS = 2_000;
const UPKEEP_EVERY_MS = 6 * 3_600_000;

/**
 * Starts Escale in the order in which a refusal costs least: data folder, port, PostgreSQL, migrations, application.
 * Undoes what it started when a later step refuses. `say` receives the lines of the start output.
 */
export async function start(configuration: Configuration, say: (line: string) => void): Promise<Running> {
  const undo = new AsyncDisposableStack();
  try {
    const lock = await takeLock(configuration.donnees);
    undo.defer(() => lock.release());
    const door = await takePort(configuration.port, configuration.adresse);
    undo.defer(() => door.close());
    const postgres = configuration.databaseUrl === undefined ? await startEmbedded(configuration.donnees) : undefined;
    if (postgres !== undefined) undo.defer(() => postgres.stop());
    if (postgres?.notice !== undefined) say(postgres.notice);

    const ownerUrl = postgres?.ownerUrl ?? configuration.databaseUrlProprietaire;
    const requestUrl = postgres?.requestUrl ?? configuration.databaseUrl ?? '';
    const coffre = makeCoffre(await readKey(configuration.cle, configuration.donnees));
    const today = Temporal.Now.plainDateISO('Europe/Paris');
    if (ownerUrl !== undefined) await prepareDatabase(ownerUrl, configuration.demo ? { today, coffre } : null);
    await checkRequestRole(requestUrl);
    const database = openDatabase(requestUrl);
    undo.defer(() => database.destroy());
    if (ownerUrl === undefined) await checkPrepared(database, configuration.demo);

    undo.defer(closePdf);
    const mail = startMail(database, configuration);
    undo.defer(mail.stop);
    const seals = startSealer(database);
    undo.defer(seals.stop);
    const upkeep = startUpkeep(database);
    undo.defer(upkeep.stop);
    const { demo, url, proxies } = configuration;
    const app = createApp({
      database,
      demo,
      url,
      coffre,
      proxies,
      afterWrite: () => {
        mail.send();
        seals.soon();
      },
    });
    // Last in, first out: the door closes before anything that serves behind it.
    undo.defer(() => door.close());
    door.open(app);
    say(`Escale est prête : ${url}`);
    if (demo) for (const line of await describeDemo(database, url)) say(line);
    return { stop: () => undo.disposeAsync(), postgresEnded: postgres?.ended ?? new Promise(() => undefined) };
  } catch (error) {
    await undo.disposeAsync();
    throw error;
  }
}

/** Mail leaves after each write and every minute, one round at a time. */
function startMail(database: Database, configuration: Configuration): { send: () => void; stop: () => Promise<void> } {
  const territoireIds = async (): Promise<string[]> => (await allTerritoires(database)).map(({ id }) => id);
  const { smtpUrl, expediteur = 'ne-pas-repondre@exemple.fr' } = configuration;
  const sender = mailSender(database, territoireIds, {
    smtpUrl: configuration.demo ? undefined : smtpUrl,
    from: expediteur,
  });
  let round = Promise.resolve();
  const send = (): void => {
    round = round.then(sender.flush).catch((error: unknown) => console.error('Courriel :', error));
  };
  const timer = setInterval(send, MAIL_EVERY_MS);
  const stop = async (): Promise<void> => {
    clearInterval(timer);
    await round;
    sender.close();
  };
  return { send, stop };
}

/** The journal is sealed a moment after each write, and every two seconds: one round at a time. */
function startSealer(database: Database): { soon: () => void; stop: () => Promise<void> } {
  let round = Promise.resolve();
  let isDue = false;
  const seal = async (): Promise<void> => {
    isDue = false;
    const territoires = await allTerritoires(database);
    await sealAll(
      database,
      territoires.map(({ id }) => id),
    );
  };
  const soon = (): void => {
    if (isDue) return;
    isDue = true;
    round = round.then(seal).catch((error: unknown) => console.error('Journal :', error));
  };
  const timer = setInterval(soon, SEAL_EVERY_MS);
  const stop = async (): Promise<void> => {
    clearInterval(timer);
    await round;
  };
  return { soon, stop };
}

/** Séances stay twelve months ahead and what has expired leaves, at start and every few hours. */
function startUpkeep(database: Database): { stop: () => Promise<void> } {
  const keep = (): Promise<unknown> =>
    entretenir(database, Temporal.Now.instant()).catch((error: unknown) => console.error('Entretien :', error));
  let round = keep();
  const timer = setInterval(() => {
    round = round.then(keep);
  }, UPKEEP_EVERY_MS);
  const stop = async (): Promise<void> => {
    clearInterval(timer);
    await round;
  };
  return { stop };
}

async function describeDemo(database: Database, url: string): Promise<string[]> {
  const lines = [`Démonstration : un bouton connecte à chacun de ces comptes, à ${url}/connexion`];
  for (const territoire of await allTerritoires(database)) {
    const comptes = await inTerritoire(database, territoire.id, (db) => comptesDemo(db, territoire.id), {
      readOnly: true,
    });
    lines.push(
      ...comptes.map(({ nom, role, de }) => `  ${rolesLibelles[role]} : ${nom}${de === null ? '' : ` (${de})`}`),
    );
  }
  return lines;
}
