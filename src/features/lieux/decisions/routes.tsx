import { calendrierDe } from '../../../domain/calendrier.ts';
import { formatDate } from '../../../domain/date.ts';
import { phrase } from '../../../domain/refus.ts';
import { parseForm, withErrors } from '../../../platform/http/form.ts';
import { type PageContent, page, type Reply, redirect, refusal } from '../../../platform/http/reply.ts';
import { get, post, type Route, type Rq, type SignedRq } from '../../../platform/http/route.ts';
import { blankForm, type FormState } from '../../../ui/form-state.ts';
import { PHRASES_PERMANENCE } from '../../permanences/rules.ts';
import { cancelSeance, lockPlanning } from '../../permanences/seances/store.ts';
import { ficheDe, LISTE, lieuDemande } from '../chemin.ts';
import { saveDerogation } from '../conformite/store.ts';
import { LIEUX } from '../conservation.ts';
import { estAnnoncable, PHRASES_DECISION, type RefusDecision, verifierDecision } from '../rules.ts';
import { allLieux, type Lieu } from '../store.ts';
import { annoncerDeplacement, annoncerSuspension } from './avis.ts';
import { deplacer, permanencesDuLieu } from './deplacement.ts';
import { type Dossier, lireDossier } from './dossier.ts';
import { demenagerForm, remettreForm, suspendreForm } from './forms.ts';
import { lockSeancesASuspendre, saveDecision, seancesASuspendre } from './store.ts';
import { ChoixPage, DemenagerPage, RemettrePage, SuspendrePage } from './views.tsx';

const equipe = { equipe: true } as const;

function chemin(of: Lieu) {
  return [LISTE, ficheDe(of), { href: `/lieux/${of.id}/decision`, label: 'Décider' }];
}

const toErrors = (refus: readonly RefusDecision[], field = 'echeance'): FormState['errors'] =>
  refus.map((one) => ({
    field: ['rien_a_decider', 'decision_en_cours'].includes(one.refus) ? '' : field,
    message: phrase(PHRASES_DECISION, one),
  }));

function refuser(rq: Rq, dossier: Dossier, echeance: Temporal.PlainDate): FormState['errors'] {
  const { usage, decisions, constats } = dossier;
  return toErrors(verifierDecision({ usage, decisions, constats }, echeance, rq.today));
}

async function remettrePage(rq: Rq, of: Lieu, state: FormState): Promise<PageContent> {
  const dossier = await lireDossier(rq.db, rq.territoire.id, of.id, rq.today);
  return {
    title: 'Remettre en conformité',
    breadcrumbs: chemin(of),
    body: <RemettrePage lieu={of} dossier={dossier} state={state} cle={rq.key} />,
  };
}

/** To be put right by a day: until then the use is admitted, and nothing is cancelled. */
async function remettre(rq: SignedRq, of: Lieu): Promise<Reply> {
  const form = parseForm(remettreForm, rq.form);
  if (!form.ok) return refusal(await remettrePage(rq, of, form.state));
  await lockPlanning(rq.db, rq.territoire.id);
  const dossier = await lireDossier(rq.db, rq.territoire.id, of.id, rq.today);
  const { echeance, motif } = form.data;
  const errors = refuser(rq, dossier, echeance);
  if (errors.length > 0) return refusal(await remettrePage(rq, of, withErrors(form.state, errors, remettreForm)));
  const { criteres } = dossier;
  const common = { lieuId: of.id, criteres, motif };
  const decisionId = await saveDecision(
    rq.db,
    rq.territoire.id,
    { ...common, choix: 'remettre', jour: rq.today, echeance, versLieuId: null, seancesAnnulees: 0 },
    rq.compte.id,
  );
  const derogation = { ...common, usage: 'permanence', du: rq.today, au: echeance, decisionId } as const;
  await saveDerogation(rq.db, rq.territoire.id, derogation, rq.compte.id);
  return redirect(`/lieux/${of.id}/fiche#decisions`, {
    flash: `Le lieu est à remettre en conformité avant le ${formatDate(echeance)} inclus. D’ici là, une dérogation court.`,
    objet: ['decision', decisionId],
  });
}

function suspendreJourPage(of: Lieu, state: FormState): PageContent {
  return {
    title: 'Suspendre les permanences',
    breadcrumbs: chemin(of),
    body: <SuspendrePage lieu={of} prevue={null} state={state} cle="" />,
  };
}

async function suspendrePage(rq: Rq, of: Lieu, echeance: Temporal.PlainDate, state: FormState): Promise<PageContent> {
  const seances = await seancesASuspendre(rq.db, rq.territoire.id, of.id, { du: rq.today, au: echeance });
  return {
    title: 'Suspendre les permanences',
    breadcrumbs: chemin(of),
    body: (
      <SuspendrePage
        lieu={of}
        prevue={{ echeance, jours: seances.map(({ jour }) => jour) }}
        state={state}
        cle={rq.key}
      />
    ),
  };
}

/** The day in the address, « ?echeance=2026-12-31 »: without one, it is asked; with one, what it would cancel is shown. */
async function askSuspendre(rq: Rq, of: Lieu): Promise<Reply> {
  const asked = rq.query.get('echeance');
  if (asked === null) return page(suspendreJourPage(of, blankForm()));
  const form = parseForm(suspendreForm.pick({ echeance: true }), { values: { echeance: [asked] }, files: {} });
  if (!form.ok) return refusal(suspendreJourPage(of, form.state));
  const { echeance } = form.data;
  const errors = refuser(rq, await lireDossier(rq.db, rq.territoire.id, of.id, rq.today), echeance);
  if (errors.length > 0) return refusal(suspendreJourPage(of, withErrors(form.state, errors)));
  return page(await suspendrePage(rq, of, echeance, blankForm()));
}

async function suspendre(rq: SignedRq, of: Lieu, url: string): Promise<Reply> {
  const form = parseForm(suspendreForm, rq.form);
  if (!form.ok) {
    const dated = parseForm(suspendreForm.pick({ echeance: true }), rq.form);
    return refusal(
      dated.ok ? await suspendrePage(rq, of, dated.data.echeance, form.state) : suspendreJourPage(of, form.state),
    );
  }
  const { echeance, motif } = form.data;
  await lockPlanning(rq.db, rq.territoire.id);
  const dossier = await lireDossier(rq.db, rq.territoire.id, of.id, rq.today);
  const fenetre = { du: rq.today, au: echeance };
  const seances = await lockSeancesASuspendre(rq.db, rq.territoire.id, of.id, fenetre);
  const errors = [
    ...refuser(rq, dossier, echeance),
    ...(seances.length === 0 ? toErrors([{ refus: 'aucune_seance' }]) : []),
  ];
  if (errors.length > 0) return refusal(suspendreJourPage(of, withErrors(form.state, errors)));
  for (const { id } of seances) await cancelSeance(rq.db, rq.territoire.id, id, motif);
  const id = await saveDecision(
    rq.db,
    rq.territoire.id,
    {
      lieuId: of.id,
      choix: 'suspendre',
      criteres: dossier.criteres,
      jour: rq.today,
      echeance,
      motif,
      versLieuId: null,
      seancesAnnulees: seances.length,
    },
    rq.compte.id,
  );
  const ids = seances.map((seance) => seance.id);
  const averti = await annoncerSuspension(rq, url, of, { ids, au: echeance });
  const combien = seances.length === 1 ? '1 séance est annulée' : `${seances.length} séances sont annulées`;
  return redirect(`/lieux/${of.id}/fiche#decisions`, {
    flash: `Les permanences sont suspendues jusqu’au ${formatDate(echeance)} : ${combien}. L’affiche et la page publique le disent déjà.${averti}`,
    objet: ['decision', id],
  });
}

async function demenagerPage(rq: Rq, of: Lieu, state: FormState): Promise<PageContent> {
  const dossier = await lireDossier(rq.db, rq.territoire.id, of.id, rq.today);
  const lieux = (await allLieux(rq.db, rq.territoire.id)).filter(
    (one) => one.id !== of.id && one.fermeLe === null && estAnnoncable(one, rq.today),
  );
  const permanences = await permanencesDuLieu(rq.db, rq.territoire.id, of.id, rq.today);
  return {
    title: 'Déplacer les permanences',
    breadcrumbs: chemin(of),
    body: (
      <DemenagerPage lieu={of} dossier={dossier} lieux={lieux} permanences={permanences} state={state} cle={rq.key} />
    ),
  };
}

async function demenager(rq: SignedRq, of: Lieu, url: string): Promise<Reply> {
  const form = parseForm(demenagerForm, rq.form);
  if (!form.ok) return refusal(await demenagerPage(rq, of, form.state));
  await lockPlanning(rq.db, rq.territoire.id);
  const dossier = await lireDossier(rq.db, rq.territoire.id, of.id, rq.today);
  const { echeance, versLieuId, motif } = form.data;
  const vers = (await allLieux(rq.db, rq.territoire.id)).find(
    (one) => one.id === versLieuId && one.id !== of.id && one.fermeLe === null && estAnnoncable(one, rq.today),
  );
  const refuse = async (errors: FormState['errors']) =>
    refusal(await demenagerPage(rq, of, withErrors(form.state, errors, demenagerForm)));
  const errors = [
    ...refuser(rq, dossier, echeance),
    ...(vers === undefined ? [{ field: 'versLieuId', message: 'Choisissez l’autre lieu dans la liste.' }] : []),
  ];
  if (vers === undefined || errors.length > 0) return refuse(errors);
  const options = {
    today: rq.today,
    compteId: rq.compte.id,
    calendrier: calendrierDe(rq.territoire.codeDepartement),
  };
  const outcome = await deplacer(rq.db, rq.territoire.id, { de: of, vers, au: echeance, motif }, options);
  if (outcome.refus.length > 0) {
    return refuse(
      outcome.refus.map(({ permanence, refus }) => ({
        field: 'versLieuId',
        message: `${permanence} : ${phrase(PHRASES_PERMANENCE, refus)}`,
      })),
    );
  }
  if (outcome.deplacees === 0) return refuse(toErrors([{ refus: 'aucune_permanence' }]));
  const id = await saveDecision(
    rq.db,
    rq.territoire.id,
    {
      lieuId: of.id,
      choix: 'demenager',
      criteres: dossier.criteres,
      jour: rq.today,
      echeance,
      motif,
      versLieuId: vers.id,
      seancesAnnulees: outcome.annulees,
    },
    rq.compte.id,
  );
  const averti = await annoncerDeplacement(rq, url, { de: of, vers, au: echeance, seances: outcome.prevues });
  return redirect(`/lieux/${of.id}/fiche#decisions`, {
    flash: `À partir du ${formatDate(echeance.add({ days: 1 }))}, les permanences se tiennent à « ${vers.nom} ». Imprimez les deux affiches.${averti}`,
    objet: ['decision', id],
  });
}

/** A lieu no longer has what a permanence requires: somebody decides what becomes of its permanences. `url`: in the mails. */
export const decisionsRoutes = (url: string): readonly Route[] => [
  get('/lieux/:lieu/decision', {
    access: equipe,
    load: lieuDemande,
    handle: async (rq, of) =>
      page({
        title: 'Décider',
        breadcrumbs: [LISTE, ficheDe(of)],
        body: <ChoixPage lieu={of} dossier={await lireDossier(rq.db, rq.territoire.id, of.id, rq.today)} />,
      }),
  }),

  get('/lieux/:lieu/decision/remettre', {
    access: equipe,
    load: lieuDemande,
    handle: async (rq, of) => page(await remettrePage(rq, of, blankForm())),
  }),
  post('/lieux/:lieu/decision/remettre', {
    acte: 'demander la remise en conformité d’un lieu',
    collecte: [LIEUX],
    access: equipe,
    load: lieuDemande,
    handle: remettre,
  }),

  get('/lieux/:lieu/decision/suspendre', {
    access: equipe,
    load: lieuDemande,
    collecte: [LIEUX],
    handle: askSuspendre,
  }),
  post('/lieux/:lieu/decision/suspendre', {
    acte: 'suspendre les permanences d’un lieu',
    collecte: [LIEUX],
    access: equipe,
    load: lieuDemande,
    handle: (rq, of) => suspendre(rq, of, url),
  }),

  get('/lieux/:lieu/decision/demenager', {
    access: equipe,
    load: lieuDemande,
    handle: async (rq, of) => page(await demenagerPage(rq, of, blankForm({ echeance: rq.today.toString() }))),
  }),
  post('/lieux/:lieu/decision/demenager', {
    acte: 'déplacer les permanences d’un lieu',
    collecte: [LIEUX],
    access: equipe,
    load: lieuDemande,
    handle: (rq, of) => demenager(rq, of, url),
  }),
];
