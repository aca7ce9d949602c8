import { randomUUID } from 'node:crypto';
import type { Compte } from '../../domain/compte.ts';
import { DEMARCHES } from '../../domain/nomenclatures.ts';
import { phrase } from '../../domain/refus.ts';
import { parseForm, withErrors } from '../../platform/http/form.ts';
import { notFound, type PageContent, page, type Reply, redirect, refusal } from '../../platform/http/reply.ts';
import { get, post, type Route, type Rq, type SignedRq } from '../../platform/http/route.ts';
import { blankForm, type FormState } from '../../ui/form-state.ts';
import { SERVICES_BLOQUES } from './conservation.ts';
import { retourForm, signalementForm, suiteForm, toSaisieService, valeursDe } from './forms.ts';
import { exporter, liste } from './liste.tsx';
import { direEcart } from './rules/origine.ts';
import {
  ampleurDe,
  cleDuService,
  estEnRetard,
  lettre,
  PHRASES_RETOUR,
  PHRASES_SIGNALEMENT,
  PHRASES_SUITE,
  type RefusSignalement,
  type RefusSuite,
  suiviApres,
  verifierRetour,
  verifierSignalement,
  verifierSuite,
} from './rules.ts';
import {
  corrigerService,
  findService,
  holdService,
  noterSuite,
  origineDe,
  retirerSuite,
  type ServiceBloque,
  signalerService,
  tousLesServices,
} from './store.ts';
import { type Signalement, SignalementPage } from './views.tsx';
import { FichePage, type FicheProps } from './views-fiche.tsx';

const LISTE = { href: '/services-bloques', label: 'Services qui bloquent' } as const;
/** The walls are those of everybody who helps; direction counts them. Never a host structure. */
const lecteurs = { agent: true, equipe: true, direction: true } as const;
const equipe = { equipe: true } as const;

/** The agent who reported it. */
const sien = ({ agentId }: Compte, service: ServiceBloque): boolean => agentId !== null && agentId === service.agentId;
/** Nobody has taken it up. */
const estModifiable = ({ suivi }: ServiceBloque): boolean => suivi === 'ouvert';

const load = (rq: Rq): Promise<ServiceBloque | undefined> =>
  findService(rq.db, rq.territoire.id, rq.params['service'] ?? '');
const loadHeld = (rq: Rq): Promise<ServiceBloque | undefined> =>
  holdService(rq.db, rq.territoire.id, rq.params['service'] ?? '');
const pathOf = ({ id }: Pick<ServiceBloque, 'id'>): string => `/services-bloques/${id}`;

function signalementPage(rq: Rq, state: FormState, existant?: ServiceBloque): PageContent {
  const titre = existant === undefined ? 'Signaler un service qui bloque' : 'Modifier le signalement';
  const retour = existant === undefined ? LISTE.href : pathOf(existant);
  return {
    title: titre,
    breadcrumbs: existant === undefined ? [LISTE] : [LISTE, { href: retour, label: existant.service }],
    body: (
      <SignalementPage
        titre={titre}
        action={existant === undefined ? '/services-bloques/nouveau' : `${retour}/modifier`}
        retour={retour}
        state={state}
        cle={rq.key}
        isNew={existant === undefined}
      />
    ),
  };
}

const CHAMPS_SIGNALEMENT: Readonly<Record<RefusSignalement['refus'], string>> = {
  constat_a_venir: 'bloqueLe',
  constat_apres_suite: 'bloqueLe',
  autre_sans_texte: 'obstacleTexte',
};

const dejaSuivi = (service: ServiceBloque): Reply =>
  redirect(pathOf(service), { flash: 'L’équipe technique suit déjà ce signalement : il ne se modifie plus.' });

async function enregistrer(rq: SignedRq, existant?: ServiceBloque): Promise<Reply> {
  if (existant !== undefined && !estModifiable(existant)) return dejaSuivi(existant);
  const form = parseForm(signalementForm, rq.form);
  if (!form.ok) return refusal(signalementPage(rq, form.state, existant));
  const saisie = toSaisieService(form.data);
  const errors = verifierSignalement(saisie, existant?.suites ?? [], rq.today).map((one) => ({
    field: CHAMPS_SIGNALEMENT[one.refus],
    message: phrase(PHRASES_SIGNALEMENT, one),
  }));
  if (errors.length > 0) return refusal(signalementPage(rq, withErrors(form.state, errors, signalementForm), existant));
  if (existant !== undefined) {
    await corrigerService(rq.db, rq.territoire.id, existant.id, saisie);
    return redirect(pathOf(existant), { flash: 'Le signalement est corrigé.' });
  }
  const auteur = { agentId: rq.compte.agentId ?? '', compteId: rq.compte.id };
  const id = await signalerService(rq.db, rq.territoire.id, saisie, auteur);
  return redirect(pathOf({ id }), {
    flash: 'Le service est signalé : l’équipe technique le transmet à son opérateur.',
    objet: ['service', id],
  });
}

function suiviDe(rq: SignedRq, service: Signalement, all: readonly ServiceBloque[], state: FormState) {
  const last = service.suites.at(-1);
  const isRetirable = verifierRetour(last, { compteId: rq.compte.id, aujourdhui: rq.today }) === null;
  const demarche = service.demarche && DEMARCHES[service.demarche];
  const obstacles = [...new Set([service, ...all].map(({ obstacle }) => obstacle))];
  return {
    state,
    lettre: lettre({ ...service, demarche }, obstacles, service.ampleur, rq.territoire.nomComplet),
    retirable: isRetirable ? (last?.id ?? null) : null,
    cles: { suite: rq.key, retour: randomUUID() },
  };
}

async function fichePage(rq: SignedRq, service: ServiceBloque, state?: FormState): Promise<PageContent> {
  const cle = cleDuService(service);
  const semblables = (await tousLesServices(rq.db, rq.territoire.id)).filter(
    (one) => one.id !== service.id && cleDuService(one) === cle,
  );
  const origine = await origineDe(rq.db, rq.territoire.id, service.id);
  const mesure: Signalement = { ...service, ampleur: ampleurDe([service, ...semblables]) };
  const props: FicheProps = {
    service: mesure,
    semblables,
    ecart: origine && direEcart(service, origine),
    enRetard: estEnRetard(service.suites, rq.today),
    voitLesAuteurs: rq.compte.role !== 'direction',
    peutModifier: sien(rq.compte, service) && estModifiable(service),
    suivi:
      rq.compte.role === 'equipe'
        ? suiviDe(rq, mesure, semblables, state ?? blankForm({ suiteJour: rq.today.toString() }))
        : null,
  };
  return { title: service.service, breadcrumbs: [LISTE], body: <FichePage {...props} /> };
}

const CHAMPS_SUITE: Readonly<Record<RefusSuite['refus'], string>> = {
  pas_possible: 'suite',
  a_venir: 'suiteJour',
  avant_constat: 'suiteJour',
  avant_derniere: 'suiteJour',
  a_qui_manquant: 'suiteA',
  texte_manquant: 'suiteTexte',
};

async function ajouterSuite(rq: SignedRq, service: ServiceBloque): Promise<Reply> {
  const form = parseForm(suiteForm, rq.form);
  if (!form.ok) return refusal(await fichePage(rq, service, form.state));
  const { suite: nature, suiteJour: le, suiteA: a, suiteTexte: texte } = form.data;
  const suite = { nature, le, a, texte };
  const errors = verifierSuite(service, suite, rq.today).map((one) => ({
    field: CHAMPS_SUITE[one.refus],
    message: phrase(PHRASES_SUITE, one),
  }));
  if (errors.length > 0) return refusal(await fichePage(rq, service, withErrors(form.state, errors, suiteForm)));
  const written = { id: service.id, suite, suivi: suiviApres([...service.suites, suite]) };
  await noterSuite(rq.db, rq.territoire.id, written, { compteId: rq.compte.id, now: rq.now });
  return redirect(`${pathOf(service)}#suivi`, { flash: 'L’étape est notée.' });
}

async function reprendreSuite(rq: SignedRq, service: ServiceBloque): Promise<Reply> {
  const form = parseForm(retourForm, rq.form);
  if (!form.ok) return notFound();
  const last = service.suites.at(-1);
  const asked = last?.id === form.data.suite ? last : undefined;
  const refus = verifierRetour(asked, { compteId: rq.compte.id, aujourdhui: rq.today });
  if (refus !== null || asked === undefined)
    return redirect(pathOf(service), { flash: phrase(PHRASES_RETOUR, refus ?? { refus: 'rien' }) });
  const suivi = suiviApres(service.suites.slice(0, -1));
  await retirerSuite(rq.db, rq.territoire.id, { id: service.id, suiteId: asked.id, suivi });
  return redirect(`${pathOf(service)}#suivi`, { flash: 'L’étape est retirée.' });
}

/** Online services that block, reported by the agents and followed by the équipe technique. */
export const servicesBloquesRoutes: readonly Route[] = [
  get('/services-bloques', { access: lecteurs, handle: liste }),
  get('/services-bloques.csv', {
    access: lecteurs,
    acte: 'exporter les services qui bloquent',
    handle: (rq) => exporter(rq, 'csv'),
  }),
  get('/services-bloques.xlsx', {
    access: lecteurs,
    acte: 'exporter les services qui bloquent',
    handle: (rq) => exporter(rq, 'xlsx'),
  }),

  get('/services-bloques/nouveau', {
    access: { agent: true },
    handle: async (rq) => page(signalementPage(rq, blankForm({ bloqueLe: rq.today.toString() }))),
  }),
  post('/services-bloques/nouveau', {
    access: { agent: true },
    acte: 'signaler un service qui bloque',
    collecte: [SERVICES_BLOQUES],
    handle: (rq) => enregistrer(rq),
  }),

  get('/services-bloques/:service', {
    access: lecteurs,
    load,
    collecte: [SERVICES_BLOQUES],
    handle: async (rq, service) => page(await fichePage(rq, service)),
  }),
  get('/services-bloques/:service/modifier', {
    access: { agent: sien },
    load,
    handle: async (rq, service) =>
      estModifiable(service) ? page(signalementPage(rq, blankForm(valeursDe(service)), service)) : dejaSuivi(service),
  }),
  post('/services-bloques/:service/modifier', {
    access: { agent: sien },
    load: loadHeld,
    acte: 'corriger le signalement d’un service qui bloque',
    collecte: [SERVICES_BLOQUES],
    handle: enregistrer,
  }),
  post('/services-bloques/:service/suites', {
    access: equipe,
    load: loadHeld,
    acte: 'noter une étape du suivi d’un service qui bloque',
    collecte: [SERVICES_BLOQUES],
    handle: ajouterSuite,
  }),
  post('/services-bloques/:service/suites/retirer', {
    access: equipe,
    load: loadHeld,
    acte: 'retirer une étape du suivi d’un service qui bloque',
    collecte: 'rien',
    handle: reprendreSuite,
  }),
];
