import { estCle } from '../../domain/nomenclatures.ts';
import { cleanLine } from '../../domain/texte.ts';
import { type PageContent, page, type Reply, redirect } from '../../platform/http/reply.ts';
import { get, post, type Route, type SignedRq } from '../../platform/http/route.ts';
import { aidesDuMandat } from './accompagnements/store.ts';
import { actesRoutes } from './actes/routes.tsx';
import { actesDe } from './actes/store.ts';
import { access, estMandataire, lire, loadMandat, type MandatsOptions, pathOf, pathTo } from './chemin.ts';
import { departsRoutes } from './fins/depart/routes.tsx';
import { finsRoutes } from './fins/routes.tsx';
import { suiteDe } from './fins/suite.ts';
import { perteDe } from './perte.ts';
import { enAttente } from './preparation/attente.ts';
import { chercherParNom, pageDeMandats } from './recherche/liste/store.ts';
import { rectificationsRoutes } from './rectification/routes.tsx';
import { rectificationsDe } from './rectification/store.ts';
import { reglagesDe } from './reglages/store.ts';
import { remisesEnAttente } from './remise/store.ts';
import { retraitsRoutes } from './retrait/routes.tsx';
import { ETATS, etatAu, finDuMandat, finitBientot, type Reglages } from './rules.ts';
import { type Lisible, lireMandats, type Mandat } from './store.ts';
import { type Ligne, ListePage } from './views.tsx';
import { FichePage } from './views-fiche.tsx';

const PAR_PAGE = 50;
const NOM_MAX = 100;

function ligneDe(
  rq: SignedRq,
  mandat: Mandat,
  lisible: Lisible | undefined,
  reglages: Reglages,
): Omit<Ligne, 'attente'> {
  const isPerdu = lisible !== undefined && perteDe(mandat, lisible, rq.now).isPerdu;
  const etat = isPerdu ? 'detruit' : etatAu(mandat, rq.now);
  const { finPrevueAt } = mandat;
  const soon = etat === 'actif' && finPrevueAt !== null && finitBientot(finPrevueAt, reglages.rappelJours, rq.today);
  return { mandat, lisible, etat, finAt: finDuMandat(mandat, rq.now), finitBientot: soon };
}

type Trouves = Pick<Parameters<typeof ListePage>[0], 'total' | 'isEmpty' | 'page' | 'pages' | 'etat' | 'recherche'>;

async function listePage(
  rq: SignedRq,
  { cles }: MandatsOptions,
  mandats: readonly Mandat[],
  trouves: Trouves,
): Promise<PageContent> {
  const { db, now, compte, territoire } = rq;
  const reglages = await reglagesDe(db, territoire.id);
  const lisibles = await lireMandats({ db, cles }, territoire.id, mandats, now);
  const brouillons = mandats.filter(({ etat }) => etat === 'brouillon');
  const attentes = new Map((await enAttente(rq, cles, brouillons)).map((attente) => [attente.id, attente]));
  const lignes = mandats.map((mandat) => ({
    ...ligneDe(rq, mandat, lisibles.get(mandat.id), reglages),
    attente: attentes.get(mandat.id),
  }));
  const agentId = compte.agentId ?? '';
  const remises = compte.agentId === null ? [] : await remisesEnAttente(db, territoire.id, compte.agentId);
  return {
    title: 'Mandats',
    body: <ListePage lignes={lignes} {...trouves} agentId={agentId} remises={remises} cle={rq.key} />,
  };
}

/** The list: PostgreSQL orders and counts it, and the page that is shown is all that is opened. */
async function liste(rq: SignedRq, options: MandatsOptions): Promise<Reply> {
  const { db, territoire, compte, now, query } = rq;
  const asked = query.get('etat') ?? '';
  const etat = estCle(ETATS, asked) ? asked : null;
  const wanted = Number(/^[0-9]{1,4}$/.exec(query.get('page') ?? '')?.[0] ?? '1');
  const found =
    compte.agentId === null
      ? { mandats: [], total: 0, tous: 0 }
      : await pageDeMandats(db, territoire.id, compte.agentId, { etat, page: wanted, parPage: PAR_PAGE, now });
  const { mandats, total } = found;
  const isEmpty = found.tous === 0;
  const pages = Math.max(1, Math.ceil(total / PAR_PAGE));
  const current = Math.min(Math.max(wanted, 1), pages);
  return page(await listePage(rq, options, mandats, { total, isEmpty, page: current, pages, etat, recherche: null }));
}

/**
 * A name is sent in a form, answered by a page and kept nowhere: neither in the address, so in no history, nor in the table of
 * sent forms, which a page rolls back, nor in the journal, which says that somebody searched and not whom.
 */
async function rechercher(rq: SignedRq, options: MandatsOptions): Promise<Reply> {
  const typed = cleanLine((rq.form.values['recherche']?.[0] ?? '').slice(0, NOM_MAX), NOM_MAX);
  if (typeof typed !== 'string' || typed === '') return redirect('/mandats');
  const { db, territoire, compte, now } = rq;
  const asked = { nom: typed, max: PAR_PAGE + 1, now };
  const found =
    compte.agentId === null
      ? []
      : await chercherParNom({ db, cles: options.cles }, territoire.id, compte.agentId, asked);
  const trouves = { total: found.length, isEmpty: false, page: 1, pages: 1, etat: null, recherche: typed };
  return page(await listePage(rq, options, found.slice(0, PAR_PAGE), trouves));
}

async function fiche(rq: SignedRq, { cles }: MandatsOptions, mandat: Mandat): Promise<Reply> {
  if (mandat.etat === 'brouillon') return redirect(`${pathOf(mandat)}/signer`);
  const lisible = await lire(rq, cles, mandat);
  const ids = mandat.demarches.map(({ id }) => id);
  const actes = await actesDe({ db: rq.db, cles }, rq.territoire.id, ids, new Set(lisible.objets.keys()));
  const places = { db: rq.db, cles };
  const notes = lisible.identite === null ? [] : await rectificationsDe(places, rq.territoire.id, mandat.id);
  return page({
    title: 'Mandat',
    breadcrumbs: pathTo(mandat).slice(0, 1),
    body: (
      <FichePage
        mandat={mandat}
        lisible={lisible}
        actes={actes}
        notes={notes}
        etat={etatAu(mandat, rq.now)}
        isMandataire={estMandataire(rq.compte, mandat)}
        suite={await suiteDe(rq, mandat)}
        now={rq.now}
        aides={await aidesDuMandat(rq.db, rq.territoire.id, mandat.id, rq.compte.agentId ?? '')}
      />
    ),
  });
}

/** The life of mandats: read, acted on, withdrawn, ended. */
export function mandatsRoutes(options: MandatsOptions): readonly Route[] {
  return [
    get('/mandats', {
      access: { agent: true },
      acte: 'consulter la liste des mandats',
      handle: (rq) => liste(rq, options),
    }),

    post('/mandats/recherche', {
      access: { agent: true },
      lecture: true,
      acte: 'chercher un mandat par un nom',
      collecte: 'rien',
      handle: (rq) => rechercher(rq, options),
    }),

    get('/mandats/:mandat', {
      load: loadMandat,
      access,
      acte: 'consulter un mandat',
      handle: (rq, mandat) => fiche(rq, options, mandat),
    }),

    ...actesRoutes(options),
    ...rectificationsRoutes(options),
    ...finsRoutes(options),
    ...departsRoutes(options),
    ...retraitsRoutes(options),
  ];
}
