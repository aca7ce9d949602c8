import { phrase } from '../../domain/refus.ts';
import { parseForm, withErrors } from '../../platform/http/form.ts';
import { type PageContent, page, redirect, refusal } from '../../platform/http/reply.ts';
import { get, post, type Route, type Rq } from '../../platform/http/route.ts';
import { blankForm, type FormState } from '../../ui/form-state.ts';
import { remisesDe } from '../mandats/remise/store.ts';
import { sursisDuDroit } from '../mandats/sursis/store.ts';
import { loadDemande, loadOuverte, pathOf, pathTo } from './chemin.ts';
import { DROITS } from './conservation.ts';
import { nomDonnee } from './dossier/lecture.ts';
import { decisionForm, reponseForm } from './forms.ts';
import { gelDe } from './gel/store.ts';
import { lignesDe } from './lignes/store.ts';
import { composerReponse } from './reponse.ts';
import {
  type Decision,
  geleQuelqueChose,
  PHRASES_DECISION,
  PHRASES_GEL,
  refusAutreDecision,
  refusDecision,
  refusJourReponse,
  refusReponse,
} from './rules.ts';
import { type DemandeDroit, updateDemande } from './store.ts';
import { DecisionPage, ReponsePage } from './views-gestes.tsx';

const access = { dpo: true } as const;

type Decidee = DemandeDroit & { readonly decision: Decision; readonly decideeLe: Temporal.PlainDate };

function estDecidee(demande: DemandeDroit | undefined): demande is Decidee {
  return demande !== undefined && demande.decision !== null && demande.decideeLe !== null;
}

/** What is not decided has no answer yet. */
async function decidee(load: typeof loadDemande, rq: Rq): Promise<Decidee | undefined> {
  const demande = await load(rq);
  return estDecidee(demande) ? demande : undefined;
}

function decisionPage(rq: Rq, demande: DemandeDroit, state: FormState): PageContent {
  return {
    title: 'Décider',
    breadcrumbs: pathTo(demande),
    body: <DecisionPage demande={demande} state={state} cle={rq.key} />,
  };
}

async function reponsePage(rq: Rq, demande: Decidee, state: FormState): Promise<PageContent> {
  const lignes = await lignesDe(rq.db, rq.territoire.id, demande.id);
  const sursis = await sursisDuDroit(rq.db, rq.territoire.id, demande.id);
  const mandatsGeles = sursis
    .filter(({ leveAt }) => leveAt === null)
    .map(({ code }) => ({ nom: `Mandat ${code}`, fait: 'gelee', raison: null }) as const);
  return {
    title: 'Réponse',
    breadcrumbs: pathTo(demande),
    body: (
      <ReponsePage
        demande={demande}
        state={state}
        cle={rq.key}
        reponse={composerReponse(
          demande,
          [...lignes.map((ligne) => ({ ...ligne, nom: nomDonnee(ligne.donnee) })), ...mandatsGeles],
          await remisesDe(rq.db, rq.territoire.id, demande.id),
        )}
        territoire={rq.territoire}
        today={rq.today}
      />
    ),
  };
}

/** What is decided of a request, and the answer that its person gets. */
export const reponseRoutes: readonly Route[] = [
  get('/droits/:droit/decision', {
    load: loadOuverte,
    access,
    handle: async (rq, demande) => {
      const { decision, motif, precision } = demande;
      const state = blankForm({ decision: decision ?? '', motif: motif ?? '', precision: precision ?? '' });
      return page(decisionPage(rq, demande, state));
    },
  }),

  post('/droits/:droit/decision', {
    load: loadOuverte,
    access,
    acte: 'décider d’une demande de droits',
    collecte: [DROITS],
    handle: async (rq, demande) => {
      const form = parseForm(decisionForm, rq.form);
      if (!form.ok) return refusal(decisionPage(rq, demande, form.state));
      const { decision, motif } = form.data;
      const gel = await gelDe(rq.db, rq.territoire.id, demande.id);
      const held = refusAutreDecision(demande.droit, decision, gel);
      if (held !== null) {
        const error = { field: 'decision', message: phrase(PHRASES_GEL, held) };
        return refusal(decisionPage(rq, demande, withErrors(form.state, [error], decisionForm)));
      }
      const refus = refusDecision(demande, decision, motif);
      if (refus !== null) {
        const field = refus.refus === 'identite_non_etablie' ? 'decision' : 'motif';
        const error = { field, message: phrase(PHRASES_DECISION, refus) };
        return refusal(decisionPage(rq, demande, withErrors(form.state, [error], decisionForm)));
      }
      await updateDemande(rq.db, rq.territoire.id, demande.id, { ...form.data, decideeLe: rq.today });
      if (geleQuelqueChose(demande.droit, decision) && gel === undefined) {
        return redirect(`/gels/${demande.id}`, { flash: 'La décision est enregistrée. Gelez ce qu’elle couvre.' });
      }
      return redirect(`${pathOf(demande)}/reponse`, { flash: 'La décision est enregistrée. Relisez la réponse.' });
    },
  }),

  get('/droits/:droit/reponse', {
    load: (rq) => decidee(loadDemande, rq),
    access,
    handle: async (rq, demande) => page(await reponsePage(rq, demande, blankForm({ repondueLe: rq.today.toString() }))),
  }),

  post('/droits/:droit/reponse', {
    load: (rq) => decidee(loadOuverte, rq),
    access,
    acte: 'répondre à une demande de droits',
    collecte: 'rien',
    handle: async (rq, demande) => {
      const form = parseForm(reponseForm, rq.form);
      const message = form.ok ? refusJourReponse(form.data.repondueLe, demande.decideeLe, rq.today) : null;
      const gel = await gelDe(rq.db, rq.territoire.id, demande.id);
      const nonGele = refusReponse(demande.droit, demande.decision, gel);
      if (!form.ok || message !== null || nonGele !== null) {
        const errors = [
          ...(nonGele === null ? [] : [{ field: '', message: phrase(PHRASES_GEL, nonGele) }]),
          ...(message === null ? [] : [{ field: 'repondueLe', message }]),
        ];
        return refusal(await reponsePage(rq, demande, withErrors(form.state, errors, reponseForm)));
      }
      await updateDemande(rq.db, rq.territoire.id, demande.id, form.data);
      return redirect(pathOf(demande), { flash: 'La réponse est donnée : la demande est close.' });
    },
  }),
];
