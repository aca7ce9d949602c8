import type { Hono } from 'hono';
import { accompagnementsRoutes } from './features/accompagnements/routes.tsx';
import { activiteRoutes } from './features/activite/routes.tsx';
import { agendaRoutes } from './features/agenda/routes.tsx';
import { communicationRoutes } from './features/communication/routes.ts';
import { administrationRoutes } from './features/comptes/administration/routes.tsx';
import { comptesRoutes } from './features/comptes/routes.tsx';
import { piecesRoutes } from './features/conventions/pieces/routes.tsx';
import { portefeuilleRoutes } from './features/conventions/portefeuille/routes.tsx';
import { conventionsRoutes } from './features/conventions/routes.tsx';
import { courrielsRoutes } from './features/courriels/routes.tsx';
import { demandesRoutes } from './features/demandes/routes.tsx';
import { demonstrationRoutes } from './features/demonstration/routes.tsx';
import { donneesPersonnellesRoutes } from './features/donnees-personnelles/routes.tsx';
import { dossiersRoutes } from './features/dossiers/routes.tsx';
import { dpoRoutes } from './features/dpo/routes.tsx';
import { droitsRoutes } from './features/droits/routes.tsx';
import { echangesRoutes } from './features/echanges/routes.tsx';
import { echeancierRoutes } from './features/echeancier/routes.tsx';
import { equipeRoutes } from './features/equipe/routes.tsx';
import { journalRoutes } from './features/journal/routes.tsx';
import { decisionsRoutes } from './features/lieux/decisions/routes.tsx';
import { fermeturesRoutes } from './features/lieux/fermetures/routes.tsx';
import { lieuxRoutes } from './features/lieux/routes.tsx';
import { ensembleRoutes as mandatsRoutes } from './features/mandats/ensemble.ts';
import { membresRoutes } from './features/membres/routes.tsx';
import { absencesRoutes } from './features/permanences/absences/routes.tsx';
import { exceptionsRoutes } from './features/permanences/exceptions/routes.tsx';
import { permanencesRoutes } from './features/permanences/routes.tsx';
import { seancesRoutes } from './features/permanences/seances/routes.tsx';
import { suitesRoutes } from './features/permanences/suites/routes.tsx';
import { personnesRoutes } from './features/personnes/routes.tsx';
import { pilotageRoutes } from './features/pilotage/routes.tsx';
import { portailRoutes } from './features/portail/routes.tsx';
import { sante } from './features/portail/sante.ts';
import { relevesRoutes } from './features/releves/routes.tsx';
import { rendezVousRoutes } from './features/rendez-vous/ensemble.ts';
import { servicesBloquesRoutes } from './features/services-bloques/routes.tsx';
import { smsRoutes } from './features/sms/routes.tsx';
import { statistiquesRoutes } from './features/statistiques/routes.tsx';
import { structuresRoutes } from './features/structures/routes.tsx';
import { tempsRoutes } from './features/temps/routes.tsx';
import { journeeRoutes } from './features/terrain/journee/routes.ts';
import { terrainRoutes } from './features/terrain/page/routes.tsx';
import { serviceWorkerRoutes } from './features/terrain/service-worker.ts';
import { installationRoutes } from './features/territoires/installation.ts';
import { territoiresRoutes } from './features/territoires/routes.tsx';
import { territoireFinder } from './features/territoires/store.ts';
import { travauxRoutes } from './features/travaux/routes.tsx';
import { lectures, metriques } from './features/veille/metriques.ts';
import { verificationRoutes } from './features/verification/routes.tsx';
import { violationsRoutes } from './features/violations/routes.tsx';
import { serveAssets, themes } from './platform/assets.ts';
import type { Anchors } from './platform/cms/chain.ts';
import type { Coffre } from './platform/coffre.ts';
import type { Database } from './platform/db.ts';
import { logObserver } from './platform/http/observation.ts';
import type { Route, Watch } from './platform/http/route.ts';
import { createServer } from './platform/http/server.ts';
import type { DataKeys } from './platform/keys/store.ts';
import { type Log, openLog } from './platform/log.ts';
import { createMetrics, type Metrics } from './platform/metrics.ts';
import type { Sealers } from './platform/seal/sealers.ts';
import { accueil, layout, planDuSite, trouble } from './site.tsx';

export type AppOptions = {
  readonly database: Database;
  readonly demo: boolean;
  /** Where people reach the site: « https://escale.exemple.fr ». */
  readonly url: string;
  /** Seals the secrets that Escale must read again. */
  readonly coffre: Coffre;
  /** Keys that can be destroyed, and what they seal with them. */
  readonly cles: DataKeys;
  /** How many proxies of ours stand in front. */
  readonly proxies?: number;
  /** Certificates up to which those of signatures are followed; absent: none is. */
  readonly ancres?: Anchors | undefined;
  /** Seal documents in the name of their territoire; absent: none is sealed. */
  readonly sealers?: Sealers;
  readonly clock?: () => Temporal.Instant;
  readonly afterWrite?: () => void;
  readonly onBug?: (error: unknown, where: string, requestId: string) => void;
  /** Absent: bugs alone are logged. */
  readonly log?: Log;
  /** The token of `/metriques`; absent: nothing is counted. */
  readonly jetonMetriques?: string | undefined;
};

/** Every route of Escale, one line a feature. */
export function appRoutes(options: AppOptions): readonly Route[] {
  const secure = options.url.startsWith('https:');
  return [
    ...comptesRoutes({ demo: options.demo, url: options.url, secure, accueil, coffre: options.coffre }),
    ...courrielsRoutes(options),
    ...smsRoutes(options),
    ...administrationRoutes(options.url),
    ...travauxRoutes,
    ...installationRoutes,
    ...territoiresRoutes({ themes: themes(), demo: options.demo }),
    ...demonstrationRoutes,
    ...demandesRoutes(options),
    ...structuresRoutes,
    ...membresRoutes,
    ...portefeuilleRoutes,
    ...conventionsRoutes,
    ...piecesRoutes(options),
    ...echeancierRoutes(options),
    ...equipeRoutes,
    ...lieuxRoutes,
    ...decisionsRoutes(options.url),
    ...fermeturesRoutes(options.url),
    ...permanencesRoutes(options.url),
    ...seancesRoutes(options.url),
    ...exceptionsRoutes(options.url),
    ...absencesRoutes(options.url),
    ...suitesRoutes(options.url),
    ...communicationRoutes(options.url),
    ...agendaRoutes(options.url),
    ...accompagnementsRoutes,
    ...tempsRoutes,
    ...activiteRoutes,
    ...journeeRoutes,
    ...serviceWorkerRoutes,
    ...terrainRoutes,
    ...personnesRoutes,
    ...servicesBloquesRoutes,
    ...mandatsRoutes(options),
    ...rendezVousRoutes(options),
    ...statistiquesRoutes,
    ...relevesRoutes(options),
    ...pilotageRoutes,
    ...journalRoutes,
    ...dpoRoutes(options),
    ...violationsRoutes(options.url),
    ...echangesRoutes,
    ...dossiersRoutes(options),
    ...donneesPersonnellesRoutes,
    ...droitsRoutes(options.url),
    ...portailRoutes({ plan: planDuSite }),
    ...verificationRoutes,
  ];
}

/** Every page for the programs that watch; without `metrics`, nothing was counted and nothing is told. */
export function appWatches(database: Database, metrics: Metrics | undefined): readonly Watch[] {
  const health: Watch = { method: 'GET', path: '/sante', access: 'public', handle: sante(database) };
  return metrics === undefined ? [health] : [health, metriques(metrics)];
}

/** The whole application, ready to answer requests: `app.request()` in tests, a socket in production. */
export function createApp(options: AppOptions): Hono {
  const territoires = territoireFinder(options.database);
  const log = options.log ?? openLog('error');
  const { jetonMetriques: jeton } = options;
  const metrics = jeton === undefined ? undefined : createMetrics(lectures(options.database));
  return createServer({
    before: [serveAssets()],
    database: options.database,
    routes: appRoutes(options),
    demo: options.demo,
    secure: options.url.startsWith('https:'),
    proxies: options.proxies ?? 0,
    clock: options.clock ?? (() => Temporal.Now.instant()),
    print: options.coffre.print,
    findTerritoire: territoires.find,
    layout: layout(options.demo),
    trouble,
    afterWrite: () => {
      territoires.forget();
      options.afterWrite?.();
    },
    onBug: options.onBug ?? ((error, route, requestId) => log.error('bug', error, { route, requestId })),
    observers: metrics === undefined ? [logObserver(log)] : [logObserver(log), metrics],
    watches: appWatches(options.database, metrics),
    jeton,
  });
}
