import { createApp } from './app.ts';
import { rolesLibelles } from './domain/compte.ts';
import { estJoignable, urlDe } from './domain/territoire.ts';
import { comptesDemo } from './features/comptes/store.ts';
import { allTerritoires, territoireIds } from './features/territoires/store.ts';
import { SCHEDULES } from './jobs.ts';
import { readAnchors } from './platform/cms/chain.ts';
import { makeCoffre, readKey } from './platform/coffre.ts';
import type { Configuration } from './platform/configuration.ts';
import { type Database, inTerritoire, openDatabase } from './platform/db.ts';
import { takePort } from './platform/http/door.ts';
import { readIdentifiant } from './platform/installation.ts';
import { startWorkers } from './platform/jobs.ts';
import { readMasterKeys } from './platform/keys/master.ts';
import { type Etrangere, whyNotServed } from './platform/keys/served.ts';
import { type DataKeys, openDataKeys } from './platform/keys/store.ts';
import { type Log, openLog } from './platform/log.ts';
import { type MailTransport, mailTransport } from './platform/mail.ts';
import { closePdf } from './platform/pdf/render.ts';
import { checkKeysPlace, checkRequestRole } from './platform/postgres/admission.ts';
import { startEmbedded } from './platform/postgres/embedded.ts';
import { takeLock } from './platform/postgres/lock.ts';
import { openSealers } from './platform/seal/sealers.ts';
import { httpStamper } from './platform/seal/stamper.ts';
import { startSealing } from './platform/sealer.ts';
import { noGateway, type SmsTransport, smsGateway } from './platform/sms.ts';
import { checkPrepared, prepareDatabase } from './prepare.ts';
import { works } from './travaux.ts';

export interface Running {
  /** Ends requests in flight, then what serves them, then PostgreSQL. */
  stop(): Promise<void>;
  /** Resolves when the embedded PostgreSQL has ended, asked or not; never without one. */
  readonly postgresEnded: Promise<void>;
}

/**
 * Starts Escale in the order in which a refusal costs least: data folder, port, PostgreSQL, migrations, application.
 * Undoes what it started when a later step refuses. `say` receives the lines of the start output.
 */
export async function start(
  configuration: Configuration,
  say: (line: string) => void,
  log: Log = openLog(configuration.niveauTraces),
): Promise<Running> {
  const undo = new AsyncDisposableStack();
  try {
    const ancres = configuration.ancres === undefined ? undefined : await readAnchors(configuration.ancres);
    const lock = await takeLock(configuration.donnees);
    undo.defer(() => lock.release());
    const door = await takePort(configuration.port, configuration.adresse);
    undo.defer(() => door.close());
    const { databaseUrl, clesUrls } = configuration;
    const isEmbedded = databaseUrl === undefined || clesUrls.length === 0;
    const postgres = isEmbedded ? await startEmbedded(configuration.donnees) : undefined;
    if (postgres !== undefined) undo.defer(() => postgres.stop());
    if (postgres?.notice !== undefined) say(postgres.notice);

    const ownerUrl = databaseUrl === undefined ? postgres?.ownerUrl : configuration.databaseUrlProprietaire;
    const requestUrl = databaseUrl ?? postgres?.requestUrl ?? '';
    const coffre = makeCoffre(await readKey(configuration.cle, configuration.donnees));
    const cles = await openKeys(configuration, postgres?.keysUrl);
    undo.defer(() => cles.close());
    const sealers = await openSealers(configuration.cachets, {
      stamp: configuration.horodatage === undefined ? undefined : httpStamper(configuration.horodatage),
      onStampRefusal: (why) => log.warn('seal not stamped', { why }),
    });
    const today = Temporal.Now.plainDateISO('Europe/Paris');
    if (ownerUrl !== undefined)
      await prepareDatabase(
        ownerUrl,
        configuration.demo ? { today, coffre, cles, sealers, url: configuration.url } : null,
      );
    await checkRequestRole(requestUrl);
    const database = openDatabase(requestUrl);
    undo.defer(() => database.destroy());
    if (ownerUrl === undefined) await checkPrepared(database, configuration.demo);
    const stranger = await adoptKeys(database, cles);
    if (stranger !== undefined) say(stranger);

    undo.defer(closePdf);
    const seals = startSealing(
      database,
      () => territoireIds(database),
      (error) => log.error('journal not sealed', error),
    );
    undo.defer(seals.stop);
    const { demo, url, proxies, donnees } = configuration;
    const transport = openTransport(configuration);
    if (transport !== undefined) undo.defer(async () => transport.close());
    const workers = await startWorkers(
      requestUrl,
      works({
        database,
        coffre,
        cles,
        sealers,
        url,
        transport,
        sms: openSms(configuration),
        dossier: donnees,
        clock: () => Temporal.Now.instant(),
      }),
      {
        schedules: SCHEDULES,
        territoireIds: async () => (await allTerritoires(database)).map(({ id }) => id),
        onError: (error, job) => log.error('job failed', error, { job }),
      },
    );
    undo.defer(workers.stop);
    const app = createApp({
      database,
      demo,
      url,
      coffre,
      cles,
      ancres,
      sealers,
      proxies,
      afterWrite: seals.soon,
      log,
      jetonMetriques: configuration.jetonMetriques,
    });
    // Last in, first out: the door closes before anything that serves behind it.
    undo.defer(() => door.close());
    door.open(app);
    say(`Escale est prête : ${url}`);
    log.info('started', { port: door.port, demo, embedded: postgres !== undefined });
    if (demo) for (const line of await describeDemo(database, url)) say(line);
    return { stop: () => undo.disposeAsync(), postgresEnded: postgres?.ended ?? new Promise(() => undefined) };
  } catch (error) {
    await undo.disposeAsync();
    throw error;
  }
}

/** Opens the keys where they are kept; a StartupRefusal when one place cannot be reached, or is no copy of the others. */
async function openKeys(configuration: Configuration, embedded: string | undefined): Promise<DataKeys> {
  const { cleMaitre: current, cleMaitrePrecedente: former, clesUrls, donnees } = configuration;
  const reread = () => readMasterKeys({ current, former }, donnees);
  const urls = clesUrls.length > 0 ? clesUrls : [embedded ?? ''];
  for (const url of clesUrls) await checkKeysPlace(url);
  return openDataKeys(urls, await reread(), { reread });
}

const ETRANGERE: Readonly<Record<Etrangere, string>> = {
  autre_installation:
    'Les clés des mandats servent une autre base : celle-ci n’en détruira aucune. Si elle remplace une base perdue, lancez « npm run cles:adopter ».',
  en_retard:
    'Cette base est plus ancienne que les clés des mandats, ou une copie d’elle s’en sert : elle n’en détruira aucune. Arrêtez la copie, puis lancez « npm run cles:adopter » depuis la bonne base.',
};

/**
 * The first installation that opens new keys is the one that they serve; a copy restored beside it never is. Returns what to say when
 * they do not serve this one, or have gone further than it.
 */
async function adoptKeys(database: Database, cles: DataKeys): Promise<string | undefined> {
  const [served, own] = [await cles.installation(), await readIdentifiant(database)];
  // Written again where an adoption was cut: each place says it.
  if (served === null || served === own) await cles.adopt(own);
  for (const id of await territoireIds(database)) {
    const why = await inTerritoire(database, id, (db) => whyNotServed({ db, cles }, id), { readOnly: true });
    if (why !== undefined) return ETRANGERE[why];
  }
  return undefined;
}

/** A demo sends nothing: its messages are read in its own pages. */
function openTransport({ demo, smtpUrl, expediteur }: Configuration): MailTransport | undefined {
  return demo || smtpUrl === undefined || expediteur === undefined
    ? undefined
    : mailTransport({ smtpUrl, from: expediteur });
}

/** A demo sends nothing; elsewhere, where no gateway is set, each SMS is refused and becomes a call. */
function openSms({ demo, smsUrl: url, smsJeton: token, smsExpediteur: from }: Configuration): SmsTransport | undefined {
  if (demo) return undefined;
  return url === undefined ? noGateway : smsGateway({ url, token, from });
}

async function describeDemo(database: Database, url: string): Promise<string[]> {
  const lines = ['Démonstration : un bouton connecte à chacun de ces comptes'];
  const all = (await allTerritoires(database)).filter((one) => estJoignable(url, one));
  for (const territoire of all.sort((a, b) => Number(b.parDefaut) - Number(a.parDefaut))) {
    const comptes = await inTerritoire(database, territoire.id, (db) => comptesDemo(db, territoire.id), {
      readOnly: true,
    });
    lines.push(
      `  ${territoire.nomComplet}, à ${urlDe(url, territoire)}/connexion`,
      ...comptes.map(({ nom, role, de }) => `    ${rolesLibelles[role]} : ${nom}${de === null ? '' : ` (${de})`}`),
    );
  }
  return lines;
}
