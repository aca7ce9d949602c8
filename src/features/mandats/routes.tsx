import { estCle } from '../../domain/nomenclatures.ts';
import { cleanLine } from '../../domain/texte.ts';
import { type PageContent, page, type Reply, redirect } from '../../platform/http/reply.ts';
import { get, post, type Route, type SignedRq } from '../../platform/http/route.ts';
import { actesRoutes } from './actes/routes.tsx';
import { actesDe } from './actes/store.ts';
import { access, estMandataire, lire, loadMandat, type MandatsOptions, pathOf, pathTo } from './chemin.ts';
import { departsRoutes } from './fins/depart/routes.tsx';
import { finsRoutes } from './fins/routes.tsx';
import { suiteDe } from './fins/suite.ts';
import { reglagesDe } from './reglages/store.ts';
import { retraitsRoutes } from './retrait/routes.tsx';
import {
  ETATS,
  type Etat,
  etatAu,
  finDuMandat,
  finitBientot,
  porteLeNom,
  type Reglages,
  rangerMandats,
} from './rules.ts';
import { type Lisible, lireMandats, type Mandat, mandatsDe } from './store.ts';
import { type Ligne, ListePage } from './views.tsx';
import { FichePage } from './views-fiche.tsx';

const PAR_PAGE = 50;
const NOM_MAX = 100;

function ligneDe(rq: SignedRq, mandat: Mandat, lisible: Lisible | undefined, reglages: Reglages): Ligne {
  const etat = etatAu(mandat, rq.now);
  const { finPrevueAt } = mandat;
  const soon = etat === 'actif' && finPrevueAt !== null && finitBientot(finPrevueAt, reglages.rappelJours, rq.today);
  return { mandat, lisible, etat, finAt: finDuMandat(mandat, rq.now), finitBientot: soon };
}

/** The list: a page of it is opened when a state is asked; all that is readable, when a name is, which no query may know. */
async function liste(
  rq: SignedRq,
  { cles }: MandatsOptions,
  asked: { readonly etat: Etat | null; readonly page: number; readonly recherche: string | null },
): Promise<PageContent> {
  const { db, now, compte } = rq;
  const agentId = compte.agentId ?? '';
  const territoireId = rq.territoire.id;
  const all = compte.agentId === null ? [] : await mandatsDe(db, territoireId, agentId);
  const sorted = rangerMandats(all, now);
  const reglages = await reglagesDe(db, territoireId);
  const { etat, recherche } = asked;
  const read = (mandats: readonly Mandat[]) => lireMandats({ db, cles }, territoireId, mandats, now);
  const lus = recherche === null ? undefined : await read(sorted);
  const found = sorted.filter((mandat) =>
    recherche === null
      ? etat === null || etatAu(mandat, now) === etat
      : porteLeNom(lus?.get(mandat.id)?.identite ?? null, recherche),
  );
  const pages = Math.max(1, Math.ceil(found.length / PAR_PAGE));
  const current = Math.min(Math.max(asked.page, 1), pages);
  const shown =
    recherche === null ? found.slice((current - 1) * PAR_PAGE, current * PAR_PAGE) : found.slice(0, PAR_PAGE);
  const lisibles = lus ?? (await read(shown));
  return {
    title: 'Mandats',
    body: (
      <ListePage
        lignes={shown.map((mandat) => ligneDe(rq, mandat, lisibles.get(mandat.id), reglages))}
        total={found.length}
        tous={all.length}
        page={recherche === null ? current : 1}
        pages={recherche === null ? pages : 1}
        etat={etat}
        recherche={recherche}
        agentId={agentId}
        cle={rq.key}
      />
    ),
  };
}

/**
 * A name is sent in a form, answered by a page and kept nowhere: neither in the address, so in no history, nor in the table of
 * sent forms, which a page rolls back, nor in the journal.
 */
async function rechercher(rq: SignedRq, options: MandatsOptions): Promise<Reply> {
  const typed = cleanLine((rq.form.values['recherche']?.[0] ?? '').slice(0, NOM_MAX), NOM_MAX);
  if (typeof typed !== 'string' || typed === '') return redirect('/mandats');
  return page(await liste(rq, options, { etat: null, page: 1, recherche: typed }));
}

async function fiche(rq: SignedRq, { cles }: MandatsOptions, mandat: Mandat): Promise<Reply> {
  if (mandat.etat === 'brouillon') return redirect(`${pathOf(mandat)}/signer`);
  const lisible = await lire(rq, cles, mandat);
  const ids = mandat.demarches.map(({ id }) => id);
  const actes = await actesDe({ db: rq.db, cles }, rq.territoire.id, ids, new Set(lisible.objets.keys()));
  return page({
    title: 'Mandat',
    breadcrumbs: pathTo(mandat).slice(0, 1),
    body: (
      <FichePage
        mandat={mandat}
        lisible={lisible}
        actes={actes}
        etat={etatAu(mandat, rq.now)}
        isMandataire={estMandataire(rq.compte, mandat)}
        suite={await suiteDe(rq, mandat)}
        now={rq.now}
      />
    ),
  });
}

/** The life of mandats: read, acted on, withdrawn, ended. */
export function mandatsRoutes(options: MandatsOptions): readonly Route[] {
  return [
    get('/mandats', {
      access: { agent: true },
      handle: async (rq) => {
        const asked = rq.query.get('etat') ?? '';
        const number = /^[0-9]{1,4}$/.exec(rq.query.get('page') ?? '')?.[0] ?? '1';
        const etat = estCle(ETATS, asked) ? asked : null;
        return page(await liste(rq, options, { etat, page: Number(number), recherche: null }));
      },
    }),

    post('/mandats/recherche', {
      access: { agent: true },
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
    ...finsRoutes(options),
    ...departsRoutes(options),
    ...retraitsRoutes(options),
  ];
}
