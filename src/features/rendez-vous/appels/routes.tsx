import type { Compte } from '../../../domain/compte.ts';
import { parseForm, withErrors } from '../../../platform/http/form.ts';
import { notFound, type PageContent, page, type Reply, redirect, refusal } from '../../../platform/http/reply.ts';
import { get, post, type Route, type Rq, type SignedRq } from '../../../platform/http/route.ts';
import { blankForm, type FormState } from '../../../ui/form-state.ts';
import { lockSeance } from '../../permanences/seances/store.ts';
import { accepterPlace, laisserPlace } from '../attente/proposer.ts';
import { chezDe, type RendezVousOptions } from '../chemin.ts';
import { RENDEZ_VOUS } from '../conservation.ts';
import { findRendezVous, lockRendezVous } from '../store.ts';
import { resultatForm } from './forms.ts';
import { estFini, type Reponse } from './rules.ts';
import { type Appel, appelsAFaire, appelsFaits, findAppel, holdAppel, saveResultat } from './store.ts';
import { AppelPage, AppelsPage } from './views.tsx';

const LISTE = { href: '/appels', label: 'Appels à passer' } as const;

/** The équipe technique makes any call; an agent, those about their own séances. */
const appelants = {
  equipe: true,
  agent: (compte: Compte, { agentId }: Appel) => agentId === compte.agentId,
} as const;

/** Whose calls an account sees: an agent's own, all of them for the équipe technique. */
export const agentDe = ({ compte }: SignedRq): string | null =>
  compte.role === 'agent' ? (compte.agentId ?? '') : null;

const load = (rq: Rq) => findAppel(rq.db, rq.territoire.id, rq.params['appel'] ?? '');

function appelPage(rq: Rq, appel: Appel, state: FormState): PageContent {
  return {
    title: 'Appeler',
    breadcrumbs: [LISTE],
    body: <AppelPage appel={appel} state={state} cle={rq.key} />,
  };
}

/** Does what somebody answered about the place that they were offered; false when it is no longer theirs to answer. */
async function repondre(rq: SignedRq, options: RendezVousOptions, { rendezVousId }: Appel, reponse: Reponse) {
  const chez = chezDe(rq, options);
  return reponse === 'accepte'
    ? accepterPlace(rq.db, chez, rendezVousId, { deVive: true })
    : laisserPlace(rq.db, chez, rendezVousId, { attendEncore: reponse === 'laisse' });
}

/** The call, held after its séance and its rendez-vous, as whoever changes those closes its calls last. */
async function hold({ db, territoire }: SignedRq, { id, rendezVousId }: Appel): Promise<Appel | undefined> {
  const rdv = await findRendezVous(db, territoire.id, rendezVousId);
  if (rdv !== undefined) await lockSeance(db, territoire.id, rdv.seanceId);
  await lockRendezVous(db, territoire.id, rendezVousId);
  return holdAppel(db, territoire.id, id);
}

async function noter(rq: SignedRq, options: RendezVousOptions, known: Appel): Promise<Reply> {
  const { id } = known;
  const appel = await hold(rq, known);
  if (appel === undefined) return notFound();
  const form = parseForm(resultatForm, rq.form);
  if (!form.ok) return refusal(appelPage(rq, appel, form.state));
  const { resultatAppel: resultat, reponsePlace: reponse } = form.data;
  const isOffer = appel.raison === 'place' && appel.statut === 'tenu';
  const refuse = (field: string, message: string) =>
    refusal(appelPage(rq, appel, withErrors(form.state, [{ field, message }], resultatForm)));
  if (appel.faitAt !== null && appel.resultat !== 'injoignable')
    return refuse('resultatAppel', 'Quelqu’un a déjà noté cet appel, ou il n’a plus d’objet.');
  if (isOffer && resultat === 'joint' && reponse === null)
    return refuse('reponsePlace', 'Dites si la personne prend la place.');
  if (appel.raison === 'place' && !isOffer && reponse !== null)
    return refuse('reponsePlace', 'Cette place n’est plus proposée : la réponse n’est pas notée.');
  if (resultat !== 'joint' && reponse !== null)
    return refuse('reponsePlace', 'Une réponse ne se note que si la personne a répondu.');
  if (isOffer && reponse !== null && !(await repondre(rq, options, appel, reponse)))
    return refuse('reponsePlace', 'Le temps de répondre est passé : la place a été proposée à quelqu’un d’autre.');
  await saveResultat(rq.db, rq.territoire.id, id, { resultat, par: rq.compte.id, now: rq.now });
  return redirect('/appels', {
    flash: estFini(resultat) ? 'L’appel est noté.' : 'C’est noté : l’appel reste à passer.',
  });
}

export function appelsRoutes(options: RendezVousOptions): readonly Route[] {
  return [
    get('/appels', {
      access: { equipe: true, agent: true },
      handle: async (rq) => {
        const { db, territoire, now, today } = rq;
        const agentId = agentDe(rq);
        const since = today.toZonedDateTime('Europe/Paris').toInstant();
        return page({
          title: 'Appels à passer',
          breadcrumbs: [{ href: '/rendez-vous', label: 'Rendez-vous' }],
          body: (
            <AppelsPage
              appels={await appelsAFaire(db, territoire.id, agentId)}
              faits={await appelsFaits(db, territoire.id, { agentId, since })}
              now={now}
              cle={rq.key}
            />
          ),
        });
      },
    }),

    get('/appels/:appel', {
      access: appelants,
      load,
      handle: async (rq, appel) => page(appelPage(rq, appel, blankForm())),
    }),

    post('/appels/:appel', {
      access: appelants,
      load,
      acte: 'noter un appel',
      collecte: [RENDEZ_VOUS],
      handle: (rq, appel) => noter(rq, options, appel),
    }),

    post('/appels/:appel/defaire', {
      access: appelants,
      load,
      acte: 'remettre un appel à faire',
      collecte: 'rien',
      handle: async (rq, { id, resultat }) => {
        if (resultat === 'sans_objet') return redirect('/appels', { flash: 'Cet appel n’a plus d’objet.' });
        await saveResultat(rq.db, rq.territoire.id, id, null);
        return redirect('/appels', { flash: 'L’appel est de nouveau à passer.' });
      },
    }),
  ];
}
