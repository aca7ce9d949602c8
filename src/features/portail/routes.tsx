import type { Role } from '../../domain/compte.ts';
import { parisTime } from '../../domain/date.ts';
import { NATURES_AGENT, type NatureAgent } from '../../domain/nomenclatures.ts';
import { page } from '../../platform/http/reply.ts';
import { get, type Route, type Rq } from '../../platform/http/route.ts';
import { admisParDerogation } from '../lieux/conformite/store.ts';
import { fermeturesAnnoncees } from '../lieux/fermetures/store.ts';
import { type Critere, constatsAu } from '../lieux/rules.ts';
import { vacancesDe } from '../permanences/vacances/store.ts';
import {
  calendrierDuLieu,
  deCommune,
  dernierJourAffiche,
  direEloignement,
  lireRecherche,
  type Point,
  type Recherche,
  type Resultat,
  resoudre,
} from './rules.ts';
import {
  chercherCommunes,
  findLieuPublic,
  type LieuPublic,
  type Maintenant,
  type PermanenceProche,
  permanencesProches,
  prochainesPermanences,
  seancesDuLieu,
  situer,
} from './store.ts';
import { Accueil, ChoixPage, InconnuePage, ProchesPage, ToutesPage } from './views/accueil.tsx';
import {
  Accessibilite,
  DonneesPersonnelles,
  MentionsLegales,
  type PartieDuPlan,
  PlanDuSite,
} from './views/legales.tsx';
import { LieuPage, titreDuLieu } from './views/lieu.tsx';

const PASSAGES_ACCUEIL = 5;
const PASSAGES_PAR_PAGE = 10;
const AUTRES_LIEUX = 3;
const DERNIERE_PAGE = 1000;
const TITRE = 'Trouver de l’aide';

export type PortailOptions = {
  /** The links of the site, for whoever is signed in. */
  readonly plan: (role: Role | undefined) => readonly PartieDuPlan[];
};

function maintenant(rq: Rq): Maintenant {
  return { jour: rq.today, heure: parisTime(rq.now) };
}

/** Page of a list, from 1; null when the address names none. An absurd one is the first. */
function pageDemandee(rq: Rq): number | null {
  const asked = rq.query.get('page');
  if (asked === null) return null;
  return /^[0-9]{1,4}$/.test(asked) ? Math.min(Math.max(Number(asked), 1), DERNIERE_PAGE) : 1;
}

function tranche(numero: number) {
  return { limite: PASSAGES_PAR_PAGE, saut: (numero - 1) * PASSAGES_PAR_PAGE };
}

function pages(total: number): number {
  return Math.max(1, Math.ceil(total / PASSAGES_PAR_PAGE));
}

function toPassage<Ligne extends PermanenceProche>(proche: Ligne) {
  return { ...proche, eloignement: direEloignement(proche) };
}

/** The same lines, each with the last day of the dérogation by which its lieu hosts, if any. */
async function avecDerogations<Ligne extends { readonly lieuId: string }>(rq: Rq, lignes: readonly Ligne[]) {
  const ids = lignes.map(({ lieuId }) => lieuId);
  const admis = await admisParDerogation(rq.db, rq.territoire.id, rq.today, ids);
  return lignes.map((ligne) => ({ ...ligne, admisJusquAu: admis.get(ligne.lieuId) }));
}

const COMMUNE_CHOISIE = /^(?:[0-9]{2}|2[AB])[0-9]{3}$/;

async function accueil(rq: Rq) {
  const codeInsee = COMMUNE_CHOISIE.exec(rq.query.get('commune') ?? '')?.[0] ?? null;
  const recherche = lireRecherche(rq.query.get('ou'));
  if (recherche === null) return toutes(rq, '');
  const departement = rq.territoire.codeDepartement;
  const isAskable = codeInsee !== null || recherche.nom !== '' || recherche.codePostal !== null;
  const candidates = isAskable ? await chercherCommunes(rq.db, { ...recherche, codeInsee }, departement) : [];
  const [chosen] = candidates;
  const resultat: Resultat =
    codeInsee !== null && chosen !== undefined
      ? { resultat: 'trouvee', commune: chosen, autres: [] }
      : resoudre(recherche, candidates, departement);
  if (resultat.resultat === 'inconnue') return toutes(rq, recherche.texte);
  if (resultat.resultat === 'a_choisir') {
    return page({ title: TITRE, body: <ChoixPage ou={recherche.texte} communes={resultat.communes} /> });
  }
  return proches(rq, recherche, resultat);
}

/** The lists by date: the first page, everything, or everything because nothing answers. */
async function toutes(rq: Rq, ou: string) {
  const { territoire, today: aujourdhui } = rq;
  const asked = pageDemandee(rq);
  const isAccueil = asked === null && ou === '';
  const numero = asked ?? 1;
  const part = isAccueil ? { limite: PASSAGES_ACCUEIL } : tranche(numero);
  const { lignes, total } = await prochainesPermanences(rq.db, territoire.id, maintenant(rq), part);
  const passages = await avecDerogations(rq, lignes);
  const base = { territoire, aujourdhui, ou, passages, total };
  if (isAccueil) return page({ title: TITRE, body: <Accueil {...base} /> });
  const suite = ou === '' ? '' : `&ou=${encodeURIComponent(ou)}`;
  const list = { ...base, page: numero, pages: pages(total), href: (n: number) => `/?page=${n}${suite}` };
  return page({ title: TITRE, body: ou === '' ? <ToutesPage {...list} /> : <InconnuePage {...list} /> });
}

async function proches(rq: Rq, recherche: Recherche, resultat: Extract<Resultat, { resultat: 'trouvee' | 'secteur' }>) {
  const { territoire, today: aujourdhui } = rq;
  const trouvee = resultat.resultat === 'trouvee' ? resultat.commune : null;
  const communes = resultat.resultat === 'trouvee' ? [resultat.commune] : resultat.communes;
  const numero = pageDemandee(rq) ?? 1;
  const point: Point | null = await situer(rq.db, communes);
  const { lignes, total } = await permanencesProches(
    rq.db,
    territoire.id,
    { point, codeInsee: trouvee?.codeInsee ?? null },
    maintenant(rq),
    tranche(numero),
  );
  const lieu = trouvee?.nom ?? recherche.codePostal ?? recherche.texte;
  const commune = trouvee === null ? '' : `&commune=${trouvee.codeInsee}`;
  return page({
    title: `Permanences près ${deCommune(lieu)}`,
    body: (
      <ProchesPage
        territoire={territoire}
        aujourdhui={aujourdhui}
        ou={recherche.texte}
        passages={(await avecDerogations(rq, lignes)).map(toPassage)}
        total={total}
        page={numero}
        pages={pages(total)}
        href={(n) => `/?ou=${encodeURIComponent(recherche.texte)}${commune}&page=${n}`}
        lieu={lieu}
        estAilleurs={communes.every(({ departement }) => departement !== territoire.codeDepartement)}
        estSansPosition={point === null}
        autres={resultat.resultat === 'trouvee' ? resultat.autres : []}
      />
    ),
  });
}

function isNature(text: string): text is NatureAgent {
  return Object.hasOwn(NATURES_AGENT, text);
}

async function lieuPage(rq: Rq, lieu: LieuPublic) {
  const { territoire, today: aujourdhui } = rq;
  const now = maintenant(rq);
  const seances = await seancesDuLieu(rq.db, territoire.id, lieu, now, dernierJourAffiche(aujourdhui));
  const isClosed = lieu.fermeLe !== null && Temporal.PlainDate.compare(lieu.fermeLe, aujourdhui) <= 0;
  const permanences = isClosed ? [] : lieu.permanences;
  const dates = calendrierDuLieu(
    seances,
    permanences,
    now,
    territoire.codeDepartement,
    await vacancesDe(rq.db, territoire.id),
  );
  const hasNext = dates.some(({ statut }) => statut === 'prevue');
  const constats = constatsAu(lieu.constats, aujourdhui);
  const vu = (critere: Critere) => constats.get(critere)?.satisfait ?? null;
  const natures = new Set(seances.filter(({ statut }) => statut === 'prevue').map(({ nature }) => nature));
  return page({
    title: titreDuLieu(lieu),
    breadcrumbs: [{ href: '/', label: TITRE }],
    body: (
      <LieuPage
        lieu={lieu}
        aujourdhui={aujourdhui}
        territoire={territoire}
        dates={dates}
        aidants={[...natures].filter(isNature).map((nature) => `un ${NATURES_AGENT[nature].toLowerCase()}`)}
        accessible={vu('accessible_pmr')}
        bureauFerme={vu('bureau_confidentiel')}
        sans={lieu.derogation?.criteres.filter((critere) => vu(critere) !== true) ?? []}
        autres={hasNext ? [] : await autresLieux(rq, lieu)}
        fermetures={
          await fermeturesAnnoncees(rq.db, territoire.id, lieu.id, {
            du: aujourdhui,
            au: dernierJourAffiche(aujourdhui),
          })
        }
        gestion={rq.compte?.role === 'equipe'}
      />
    ),
  });
}

async function autresLieux(rq: Rq, lieu: LieuPublic) {
  const { codeInsee } = lieu;
  const recherche = { nom: '', codePostal: null, codeInsee };
  const communes = await chercherCommunes(rq.db, recherche, rq.territoire.codeDepartement);
  const { latitude, longitude } = lieu;
  const own = latitude === null || longitude === null ? null : { latitude, longitude, approche: false };
  const depuis = { point: own ?? (await situer(rq.db, communes)), codeInsee };
  const part = { limite: AUTRES_LIEUX, sauf: lieu.id };
  const { lignes } = await permanencesProches(rq.db, rq.territoire.id, depuis, maintenant(rq), part);
  return (await avecDerogations(rq, lignes)).map(toPassage);
}

/** What anyone may see: where help is given, and what the law wants said. */
export function portailRoutes({ plan }: PortailOptions): readonly Route[] {
  return [
    get('/', { access: 'public', handle: accueil }),

    get('/lieux/:lieu', {
      access: 'public',
      load: (rq) => findLieuPublic(rq.db, rq.territoire.id, rq.params['lieu'] ?? '', rq.today),
      handle: lieuPage,
    }),

    get('/mentions-legales', {
      access: 'public',
      handle: async ({ territoire }) =>
        page({ title: 'Mentions légales', body: <MentionsLegales territoire={territoire} /> }),
    }),

    get('/donnees-personnelles', {
      access: 'public',
      handle: async ({ territoire }) =>
        page({ title: 'Données personnelles', body: <DonneesPersonnelles territoire={territoire} /> }),
    }),

    get('/accessibilite', {
      access: 'public',
      handle: async ({ territoire }) =>
        page({ title: 'Accessibilité : non conforme', body: <Accessibilite territoire={territoire} /> }),
    }),

    get('/plan-du-site', {
      access: 'public',
      handle: async ({ compte }) => page({ title: 'Plan du site', body: <PlanDuSite parties={plan(compte?.role)} /> }),
    }),
  ];
}
