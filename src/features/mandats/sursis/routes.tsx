import { notFound, type PageContent, page, type Reply, redirect, refusal } from '../../../platform/http/reply.ts';
import { get, post, type Route, type SignedRq } from '../../../platform/http/route.ts';
import { blankForm, type FormState } from '../../../ui/form-state.ts';
import { lireMotif } from '../acces/form.ts';
import { PREUVES_MANDAT } from '../conservation.ts';
import { demanderDestruction } from '../destruction/store.ts';
import { codeInconnu, lireCode } from '../recherche/form.ts';
import { loadSigne, type MandatSigne } from '../recherche/signe.ts';
import { mandatDuCode } from '../recherche/store.ts';
import { RecherchePage } from '../recherche/views.tsx';
import { etatAu } from '../rules.ts';
import { annoncerLevee, annoncerSursis } from './courriels.ts';
import { leverSursis, poserSursis, sursisDe, tousLesSursis } from './store.ts';
import { SursisListe, SursisPage } from './views.tsx';

const dpo = { dpo: true } as const;
const MANDATS = { href: '/mandats/acces', label: 'Mandats' } as const;
const SURSIS = { href: '/mandats/sursis', label: 'Sursis' } as const;
const RECHERCHE = '/mandats/sursis/recherche';

function recherchePage(rq: SignedRq, state: FormState): PageContent {
  return {
    title: 'Retrouver un mandat',
    breadcrumbs: [MANDATS, SURSIS],
    body: <RecherchePage state={state} cle={rq.key} action={RECHERCHE} retour={SURSIS.href} />,
  };
}

async function sursisPage(rq: SignedRq, mandat: MandatSigne, state: FormState): Promise<PageContent> {
  const present = await sursisDe(rq.db, rq.territoire.id, mandat.id);
  return {
    title: 'Sursis d’un mandat',
    breadcrumbs: [MANDATS, SURSIS],
    body: <SursisPage mandat={mandat} etat={etatAu(mandat, rq.now)} present={present} state={state} cle={rq.key} />,
  };
}

async function poser(rq: SignedRq, mandat: MandatSigne): Promise<Reply> {
  const { db, territoire, compte, now } = rq;
  const read = lireMotif(rq.form);
  if ('refused' in read) return refusal(await sursisPage(rq, mandat, read.refused));
  // Nothing is left to be held back.
  if (mandat.detruitAt !== null) return refusal(await sursisPage(rq, mandat, blankForm()));
  const isNew = await poserSursis(db, territoire.id, {
    mandatId: mandat.id,
    motif: read.motif,
    compteId: compte.id,
    now,
  });
  if (!isNew) return refusal(await sursisPage(rq, mandat, blankForm()));
  await annoncerSursis(rq, mandat);
  return redirect(SURSIS.href, { flash: 'Le mandat est en sursis. Le mandataire en est averti.' });
}

async function lever(rq: SignedRq, mandat: MandatSigne): Promise<Reply> {
  const { db, territoire, compte, now } = rq;
  // The person who asked for it is told first: that is done from their request.
  if ((await sursisDe(db, territoire.id, mandat.id))?.droitDemandeId != null) {
    return refusal(await sursisPage(rq, mandat, blankForm()));
  }
  if (!(await leverSursis(db, territoire.id, { mandatId: mandat.id, compteId: compte.id, now }))) return notFound();
  await demanderDestruction(db, territoire.id);
  await annoncerLevee(rq, mandat);
  return redirect(SURSIS.href, { flash: 'Le sursis est levé. Le mandataire en est averti.' });
}

/** Legal holds: put and lifted by the DPO, on a mandat found by its code. What they stop is stopped elsewhere. */
export const sursisRoutes: readonly Route[] = [
  get('/mandats/sursis', {
    access: dpo,
    handle: async (rq) =>
      page({
        title: SURSIS.label,
        breadcrumbs: [MANDATS],
        body: <SursisListe sursis={await tousLesSursis(rq.db, rq.territoire.id)} />,
      }),
  }),

  get(RECHERCHE, {
    access: dpo,
    handle: async (rq) => page(recherchePage(rq, blankForm())),
  }),

  post(RECHERCHE, {
    acte: 'chercher un mandat par son code',
    collecte: 'rien',
    access: dpo,
    handle: async (rq) => {
      const read = lireCode(rq.form);
      if ('refused' in read) return refusal(recherchePage(rq, read.refused));
      const id = await mandatDuCode(rq.db, rq.territoire.id, read.code);
      if (id === undefined) return refusal(recherchePage(rq, codeInconnu(read.state)));
      return redirect(`/mandats/${id}/sursis`, { objet: ['mandat', id] });
    },
  }),

  get('/mandats/:mandat/sursis', {
    load: loadSigne,
    access: dpo,
    niveau: 'confirme',
    handle: async (rq, mandat) => page(await sursisPage(rq, mandat, blankForm())),
  }),

  post('/mandats/:mandat/sursis', {
    acte: 'mettre un mandat en sursis',
    collecte: [PREUVES_MANDAT],
    load: loadSigne,
    access: dpo,
    niveau: 'confirme',
    handle: poser,
  }),

  post('/mandats/:mandat/sursis/lever', {
    acte: 'lever le sursis d’un mandat',
    collecte: 'rien',
    load: loadSigne,
    access: dpo,
    niveau: 'confirme',
    handle: lever,
  }),
];
