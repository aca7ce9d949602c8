import { z } from 'zod';
import { toNomRecherche } from '../../../domain/commune.ts';
import { phrase } from '../../../domain/refus.ts';
import { urlDe } from '../../../domain/territoire.ts';
import { line } from '../../../platform/http/fields.ts';
import { parseForm, withErrors } from '../../../platform/http/form.ts';
import { isUuid } from '../../../platform/http/idempotence.ts';
import type { Rythme } from '../../../platform/http/limits.ts';
import { file, type PageContent, page, type Reply, redirect, refusal } from '../../../platform/http/reply.ts';
import { get, post, type Route, type Rq } from '../../../platform/http/route.ts';
import { blankForm, type FormState } from '../../../ui/form-state.ts';
import { adresseDe } from '../avis/liens.ts';
import { chezDe, type RendezVousOptions } from '../chemin.ts';
import { jetonDe, lireCode } from '../code.ts';
import { RENDEZ_VOUS } from '../conservation.ts';
import { alternatives, type Creneau } from '../creneaux.ts';
import { calendrierDuRendezVous } from '../ics.ts';
import { findMotif } from '../motifs/store.ts';
import { annuler, deplacer } from '../prise.ts';
import { PHRASES_CHANGEMENT, verifierChangement } from '../rules/etat.ts';
import { PHRASES_PRISE } from '../rules.ts';
import { deplacerForm } from '../saisie.ts';
import { findRendezVous, premierDeLaChaine, type RendezVous, rendezVousDuCode, rendezVousDuJeton } from '../store.ts';
import { cookieDuTicket, ticketOuvert } from './preuve.ts';
import { ChangerPage, FichePage, LienMortPage } from './views-fiche.tsx';
import { RetrouverPage } from './views-retrouver.tsx';

const MIEN = '/mon-rendez-vous';
const TICKET = `${MIEN}/ticket`;
/** Codes are copied by hand, never tried by hundreds. */
const RYTHME_CODE: Rythme = { fois: 20, minutes: 15 };
const RYTHME_LIEN: Rythme = { fois: 120, minutes: 10 };
/** Of the shape of a code, and nobody's. */
const CODE_DE_PERSONNE = 'AAAAAAAA';

const retrouverForm = z.object({ codeRdv: line('le code du ticket', 40), prenom: line('le prénom', 80) });

const MORT: PageContent = { title: 'Ce lien ne sert plus', body: <LienMortPage /> };

/** While it may still be of use to its person: not once its day is over, nor its identity gone. */
function sert(rdv: RendezVous | undefined, today: Temporal.PlainDate): rdv is RendezVous {
  if (rdv === undefined || rdv.prenom === null) return false;
  return rdv.statut === 'a_replacer' || Temporal.PlainDate.compare(rdv.jour, today) >= 0;
}

async function duJeton(rq: Rq, jeton: string): Promise<RendezVous | undefined> {
  const rdv = await rendezVousDuJeton(rq.db, rq.territoire.id, isUuid(jeton) ? jeton : '');
  return sert(rdv, rq.today) ? rdv : undefined;
}

function fichePage(
  rq: Rq,
  { url, coffre }: RendezVousOptions,
  rdv: RendezVous,
  { nouveau = false, state = blankForm() }: { readonly nouveau?: boolean; readonly state?: FormState } = {},
): PageContent {
  const refus = verifierChangement(rdv, { ...rdv, parLaPersonne: true }, rq.now);
  return {
    title: 'Votre rendez-vous',
    body: (
      <FichePage
        rdv={rdv}
        site={urlDe(url, rq.territoire).replace(/^https?:\/\//, '')}
        telephone={rq.territoire.telephone}
        jeton={jetonDe(coffre, rdv.id)}
        fige={refus && phrase(PHRASES_CHANGEMENT, refus)}
        nouveau={nouveau}
        state={state}
        cle={rq.key}
      />
    ),
  };
}

async function ticket(rq: Rq, options: RendezVousOptions): Promise<Reply> {
  const id = ticketOuvert(rq, options);
  const rdv = id === undefined ? undefined : await findRendezVous(rq.db, rq.territoire.id, id);
  if (!sert(rdv, rq.today)) return redirect(MIEN);
  return page(fichePage(rq, options, rdv, { nouveau: rq.query.get('nouveau') === 'oui' }));
}

function retrouverPage(rq: Rq, state: FormState): PageContent {
  const { telephone } = rq.territoire;
  return { title: 'Mon rendez-vous', body: <RetrouverPage state={state} cle={rq.key} telephone={telephone} /> };
}

/** One answer to a code that is unknown, of somebody else, over or badly written; and the same questions to the database. */
async function retrouver(rq: Rq, options: RendezVousOptions): Promise<Reply> {
  const form = parseForm(retrouverForm, rq.form);
  if (!form.ok) return refusal(retrouverPage(rq, form.state));
  const code = lireCode(form.data.codeRdv) ?? CODE_DE_PERSONNE;
  const rdv = await rendezVousDuCode(rq.db, rq.territoire.id, code);
  const isTheirs = toNomRecherche(rdv?.prenom ?? '') === toNomRecherche(form.data.prenom);
  if (!isTheirs || !sert(rdv, rq.today)) {
    const message = 'Aucun rendez-vous à venir ne répond à ce code et à ce prénom. Vérifiez-les sur le ticket.';
    return refusal(retrouverPage(rq, withErrors(form.state, [{ field: 'codeRdv', message }])));
  }
  return redirect(TICKET, { cookies: [cookieDuTicket(options, rq.now, rdv.id)] });
}

const jetonTape = (rq: Rq): string => rq.form.values['jeton']?.[0] ?? '';

async function annulerParLien(rq: Rq, options: RendezVousOptions): Promise<Reply> {
  const rdv = await duJeton(rq, jetonTape(rq));
  if (rdv === undefined) return page(MORT, 404);
  const acte = { par: 'personne', motif: null, parLaPersonne: true } as const;
  const outcome = await annuler(rq.db, chezDe(rq, options), rdv.id, acte);
  if ('changement' in outcome) {
    const errors = [{ field: '', message: phrase(PHRASES_CHANGEMENT, outcome.changement) }];
    return refusal(fichePage(rq, options, rdv, { state: { values: {}, errors } }));
  }
  const cookies = [cookieDuTicket(options, rq.now, rdv.id)];
  return redirect(TICKET, { cookies, objet: ['rendezvous', rdv.id] });
}

async function changerPage(
  rq: Rq,
  options: RendezVousOptions,
  rdv: RendezVous,
  { state, creneaux }: { readonly state: FormState; readonly creneaux?: readonly Creneau[] },
): Promise<PageContent> {
  const motif = await findMotif(rq.db, rq.territoire.id, rdv.motifId);
  const voulu = rdv.lieuId === null ? null : { lieuId: rdv.lieuId, jour: rdv.jour, debut: rdv.debut };
  const found =
    creneaux ??
    (motif === undefined || voulu === null
      ? []
      : await alternatives(rq.db, rq.territoire.id, voulu, { motif, canal: 'public', now: rq.now }));
  return {
    title: 'Choisir un autre moment',
    body: <ChangerPage rdv={rdv} jeton={jetonDe(options.coffre, rdv.id)} creneaux={found} state={state} cle={rq.key} />,
  };
}

async function changerParLien(rq: Rq, options: RendezVousOptions): Promise<Reply> {
  const rdv = await duJeton(rq, jetonTape(rq));
  if (rdv === undefined) return page(MORT, 404);
  const form = parseForm(deplacerForm, rq.form);
  if (!form.ok) return refusal(await changerPage(rq, options, rdv, form));
  const vers = { ...form.data.creneau, canal: 'public', parLaPersonne: true, createdBy: null } as const;
  const outcome = await deplacer(rq.db, chezDe(rq, options), rdv.id, vers);
  if ('changement' in outcome) {
    const errors = [{ field: '', message: phrase(PHRASES_CHANGEMENT, outcome.changement) }];
    return refusal(fichePage(rq, options, rdv, { state: { values: {}, errors } }));
  }
  if ('refus' in outcome) {
    const errors = [{ field: 'creneau', message: phrase(PHRASES_PRISE, outcome.refus) }];
    const state = { values: { creneau: '' }, errors };
    return refusal(await changerPage(rq, options, rdv, { state, creneaux: outcome.alternatives }));
  }
  const cookies = [cookieDuTicket(options, rq.now, outcome.rdv.id)];
  return redirect(`${TICKET}?nouveau=oui`, { cookies, objet: ['rendezvous', outcome.rdv.id] });
}

async function calendrier(rq: Rq, options: RendezVousOptions, rdv: RendezVous): Promise<Reply> {
  const racine = await premierDeLaChaine(rq.db, rq.territoire.id, rdv.id);
  const url = urlDe(options.url, rq.territoire);
  const lien = adresseDe(options, rq.territoire, 'rdv', rdv.id);
  return file({
    bytes: calendrierDuRendezVous(rdv, { racine, url, lien, now: rq.now }),
    type: 'text/calendar; charset=utf-8',
    name: 'rendez-vous.ics',
  });
}

/** What a person does alone with the link or the code of a rendez-vous, and of that one only. */
export function ficheRoutes(options: RendezVousOptions): readonly Route[] {
  const load = (rq: Rq) => duJeton(rq, rq.params['lienrdv'] ?? '');
  return [
    get(MIEN, { access: 'public', handle: async (rq) => page(retrouverPage(rq, blankForm())) }),
    post(MIEN, {
      access: 'public',
      rythme: RYTHME_CODE,
      anonyme: true,
      acte: 'retrouver un rendez-vous par son code',
      collecte: [RENDEZ_VOUS],
      handle: (rq) => retrouver(rq, options),
    }),
    get(TICKET, { access: 'public', handle: (rq) => ticket(rq, options) }),

    get('/rdv/:lienrdv', {
      access: 'public',
      rythme: RYTHME_LIEN,
      handle: async (rq) => {
        const rdv = await load(rq);
        return rdv === undefined ? page(MORT, 404) : page(fichePage(rq, options, rdv));
      },
    }),
    get('/rdv/:lienrdv/changer', {
      access: 'public',
      // Its form goes to an address that bears no secret.
      collecte: [RENDEZ_VOUS],
      rythme: RYTHME_LIEN,
      handle: async (rq) => {
        const rdv = await load(rq);
        return rdv === undefined ? page(MORT, 404) : page(await changerPage(rq, options, rdv, { state: blankForm() }));
      },
    }),
    get('/rdv/:lienrdv/calendrier', {
      access: 'public',
      rythme: RYTHME_LIEN,
      load,
      handle: (rq, rdv) => calendrier(rq, options, rdv),
    }),
    post('/rdv/annuler', {
      access: 'public',
      anonyme: true,
      acte: 'annuler un rendez-vous par son lien',
      collecte: 'rien',
      handle: (rq) => annulerParLien(rq, options),
    }),
    post('/rdv/changer', {
      access: 'public',
      anonyme: true,
      acte: 'changer un rendez-vous par son lien',
      collecte: [RENDEZ_VOUS],
      handle: (rq) => changerParLien(rq, options),
    }),
  ];
}
