import { formatDate } from '../../../domain/date.ts';
import { estRefus, phrase } from '../../../domain/refus.ts';
import { parseForm, withErrors } from '../../../platform/http/form.ts';
import { type PageContent, page, type Reply, redirect, refusal } from '../../../platform/http/reply.ts';
import { get, post, type Route, type Rq, type SignedRq } from '../../../platform/http/route.ts';
import { blankForm, type FormState } from '../../../ui/form-state.ts';
import { type ConventionComplete, loadConvention, lockConvention } from '../../conventions/store.ts';
import { direLesChangements } from '../../rendez-vous/avis/prevenir.ts';
import { referentsDe } from '../../structures/store.ts';
import { SEANCES } from '../conservation.ts';
import { annoncerSuites } from './avis.ts';
import { deciderSuites, lireDecisions, lireSuites, revenirSurSuites, type Suites } from './decision.ts';
import { suitesForm } from './forms.ts';
import { motifPropose, PHRASES_SUITES, type RefusSuites } from './rules.ts';
import { AnnulerSuitesPage, nombreSeances, RetablirSuitesPage, SuitesPage } from './views.tsx';

const equipe = { equipe: true } as const;

const idConvention = (rq: Rq) => rq.params['convention'] ?? '';
const load = (rq: Rq) => loadConvention(rq.db, rq.territoire.id, idConvention(rq));
const lock = (rq: Rq) => lockConvention(rq.db, rq.territoire.id, idConvention(rq));

const adresse = (convention: ConventionComplete) => `/conventions/${convention.id}/suites`;

function breadcrumbs(convention: ConventionComplete, isDeeper = false) {
  return [
    { href: '/conventions', label: 'Conventions' },
    { href: `/conventions/${convention.id}`, label: convention.reference },
    ...(isDeeper ? [{ href: adresse(convention), label: 'Fin et séances prévues' }] : []),
  ];
}

const toErrors = (refus: RefusSuites): FormState['errors'] => [{ field: '', message: phrase(PHRASES_SUITES, refus) }];

async function suitesPage(rq: Rq, convention: ConventionComplete): Promise<PageContent> {
  const { db, territoire, today } = rq;
  return {
    title: 'Fin de la convention et séances prévues',
    breadcrumbs: breadcrumbs(convention),
    body: (
      <SuitesPage
        convention={convention}
        suites={await lireSuites(db, territoire.id, convention, today)}
        decisions={await lireDecisions(db, territoire.id, convention, today)}
        today={today}
      />
    ),
  };
}

/** « Les 2 agents concernés et les 3 référents de la structure sont avertis par courriel. » */
async function avertis(rq: Rq, convention: ConventionComplete, suites: Suites): Promise<string> {
  const agents = new Set(suites.auDela.map(({ agentId }) => agentId)).size;
  const referents = (await referentsDe(rq.db, rq.territoire.id, convention.structureId)).filter(
    ({ courriel }) => courriel !== null,
  ).length;
  const who = agents > 1 ? `Les ${agents} agents concernés` : 'L’agent concerné';
  if (referents === 0) return `${who} en reçoit l’avis par courriel ; aucun référent de la structure n’a d’adresse.`;
  const structure = referents > 1 ? `les ${referents} référents` : 'le référent';
  return `${who} et ${structure} de la structure sont avertis par courriel.`;
}

/** The page that asks for a confirmation, or the one before it when there is nothing to confirm any more. */
async function annulerPage(rq: Rq, convention: ConventionComplete, state: FormState): Promise<PageContent> {
  const suites = await lireSuites(rq.db, rq.territoire.id, convention, rq.today);
  if (suites.fin === null || suites.auDela.length === 0) return suitesPage(rq, convention);
  return {
    title: 'Annuler les séances d’après la fin',
    breadcrumbs: breadcrumbs(convention, true),
    body: (
      <AnnulerSuitesPage
        convention={convention}
        suites={suites}
        fin={suites.fin}
        avertis={await avertis(rq, convention, suites)}
        state={state}
        cle={rq.key}
      />
    ),
  };
}

async function askAnnuler(rq: Rq, convention: ConventionComplete): Promise<Reply> {
  const suites = await lireSuites(rq.db, rq.territoire.id, convention, rq.today);
  if (suites.fin === null || suites.auDela.length === 0) return redirect(adresse(convention));
  return page(await annulerPage(rq, convention, blankForm({ motif: motifPropose(suites.fin.le) })));
}

function annuler(url: string) {
  return async (rq: SignedRq, convention: ConventionComplete): Promise<Reply> => {
    const form = parseForm(suitesForm, rq.form);
    if (!form.ok) return refusal(await annulerPage(rq, convention, form.state));
    const { motif, dernierJour, seances } = form.data;
    const outcome = await deciderSuites(rq.db, rq.territoire.id, convention, {
      vu: { dernierJour, seances },
      motif,
      compteId: rq.compte.id,
      today: rq.today,
    });
    if (estRefus(outcome)) {
      return refusal(await annulerPage(rq, convention, withErrors(form.state, toErrors(outcome))));
    }
    const { auDela } = outcome.suites;
    await direLesChangements(rq.db, { territoire: rq.territoire, url, now: rq.now });
    const { id, nom } = convention.structure;
    await annoncerSuites(rq.db, rq.territoire, url, {
      quoi: 'annulees',
      structureIds: [id],
      nom,
      precision: `La convention prend fin le ${formatDate(outcome.dernierJour)}.`,
      maintien: 'Les permanences prévues jusqu’à ce jour compris sont maintenues.',
      seances: auDela,
    });
    return redirect(adresse(convention), {
      flash: `${nombreSeances(auDela.length)} d’après le ${formatDate(outcome.dernierJour)} : ${auDela.length > 1 ? 'annulées' : 'annulée'}. Les agents et la structure en sont avertis.`,
    });
  };
}

async function retablirPage(rq: Rq, convention: ConventionComplete, state: FormState): Promise<PageContent> {
  return {
    title: 'Rétablir des séances',
    breadcrumbs: breadcrumbs(convention, true),
    body: (
      <RetablirSuitesPage
        convention={convention}
        decisions={await lireDecisions(rq.db, rq.territoire.id, convention, rq.today)}
        state={state}
        cle={rq.key}
      />
    ),
  };
}

async function askRetablir(rq: Rq, convention: ConventionComplete): Promise<Reply> {
  const decisions = await lireDecisions(rq.db, rq.territoire.id, convention, rq.today);
  const isPossible = decisions.some(({ retablissables }) => retablissables.length > 0);
  return isPossible ? page(await retablirPage(rq, convention, blankForm())) : redirect(adresse(convention));
}

function retablir(url: string) {
  return async (rq: SignedRq, convention: ConventionComplete): Promise<Reply> => {
    const outcome = await revenirSurSuites(rq.db, rq.territoire.id, convention, rq.today);
    if (estRefus(outcome)) {
      return refusal(await retablirPage(rq, convention, withErrors(blankForm(), toErrors(outcome))));
    }
    const { retablies } = outcome;
    await direLesChangements(rq.db, { territoire: rq.territoire, url, now: rq.now });
    const { id, nom } = convention.structure;
    await annoncerSuites(rq.db, rq.territoire, url, {
      quoi: 'retablies',
      structureIds: [id],
      nom,
      precision: null,
      maintien: null,
      seances: retablies,
    });
    return redirect(adresse(convention), {
      flash: `${nombreSeances(retablies.length)} : ${retablies.length > 1 ? 'rétablies' : 'rétablie'}. Les agents et la structure en sont avertis.`,
    });
  };
}

/** What a convention leaves planned beyond its last day, decided once for all. `url`: in the mails. */
export function suitesRoutes(url: string): readonly Route[] {
  return [
    get('/conventions/:convention/suites', {
      access: equipe,
      load,
      handle: async (rq, convention) => page(await suitesPage(rq, convention)),
    }),

    get('/conventions/:convention/suites/annuler', { access: equipe, load, handle: askAnnuler }),
    post('/conventions/:convention/suites/annuler', {
      acte: 'annuler les séances d’après la fin d’une convention',
      collecte: [SEANCES],
      access: equipe,
      load: lock,
      handle: annuler(url),
    }),

    get('/conventions/:convention/suites/retablir', { access: equipe, load, handle: askRetablir }),
    post('/conventions/:convention/suites/retablir', {
      acte: 'rétablir des séances annulées à la fin d’une convention',
      collecte: 'rien',
      access: equipe,
      load: lock,
      handle: retablir(url),
    }),
  ];
}
