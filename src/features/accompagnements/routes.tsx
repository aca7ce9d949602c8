import type { Compte } from '../../domain/compte.ts';
import { phrase } from '../../domain/refus.ts';
import { parseForm } from '../../platform/http/form.ts';
import { page, type Reply, redirect, refusal } from '../../platform/http/reply.ts';
import { get, post, type Route, type Rq, type SignedRq } from '../../platform/http/route.ts';
import { blankForm, type FormState } from '../../ui/form-state.ts';
import { admisParDerogation } from '../lieux/conformite/store.ts';
import { lockSeance } from '../permanences/seances/store.ts';
import { autresRoutes } from './autres/routes.tsx';
import { ACCOMPAGNEMENTS } from './conservation.ts';
import { auteurDe, envoiDe, erreursDe } from './envoyer.ts';
import { formDe, saisieInitiale, toState, toValeurs, typeDe } from './formulaire.ts';
import { recevoir } from './reception/recevoir.ts';
import { receptionRoutes } from './reception/routes.ts';
import { PHRASES_SAISIE } from './rules/saisie.ts';
import { SeancePage } from './seance-views.tsx';
import {
  type Accompagnement,
  accompagnementsDeSeance,
  findAccompagnement,
  findSeance,
  type SeanceAgent,
} from './store.ts';
import { AccompagnementPage, SupprimerPage } from './views.tsx';

const agenda = { href: '/agenda', label: 'Mon agenda' };

/** The agent's own, and nobody else's. */
const sien = { agent: (compte: Compte, objet: { readonly agentId: string }) => objet.agentId === compte.agentId };

function seance(rq: Rq): Promise<SeanceAgent | undefined> {
  return findSeance(rq.db, rq.territoire.id, rq.params['seance'] ?? '');
}

/** The same, once whoever cancels it is done. */
async function seanceHeld(rq: Rq): Promise<SeanceAgent | undefined> {
  await lockSeance(rq.db, rq.territoire.id, rq.params['seance'] ?? '');
  return seance(rq);
}

type AvecSeance = Accompagnement & { readonly seance: SeanceAgent };

async function accompagnement(rq: Rq): Promise<AvecSeance | undefined> {
  const found = await findAccompagnement(rq.db, rq.territoire.id, rq.params['accompagnement'] ?? '');
  const itsSeance = found && (await findSeance(rq.db, rq.territoire.id, found.seanceId ?? ''));
  return found && itsSeance && { ...found, seance: itsSeance };
}

function formPage(rq: Rq, of: SeanceAgent, state: FormState, existing?: Accompagnement) {
  const title = existing ? 'Modifier l’accompagnement' : 'Noter un accompagnement';
  const action = existing ? `/accompagnements/${existing.id}/modifier` : `/seances/${of.id}/accompagnements/nouveau`;
  return {
    title,
    breadcrumbs: [agenda, { href: `/seances/${of.id}`, label: of.endroit }],
    body: (
      <AccompagnementPage
        title={title}
        seance={of}
        state={state}
        action={action}
        cle={rq.key}
        nouveau={!existing}
        base={existing?.versionId ?? ''}
      />
    ),
  };
}

/** Why nothing can be noted in a séance: cancelled, or to come. About no field: said above the form. */
function refusSeance({ statut, jour }: SeanceAgent, today: Temporal.PlainDate): FormState['errors'] {
  const isFuture = Temporal.PlainDate.compare(jour, today) > 0;
  return [
    ...(statut === 'annulee' ? [phrase(PHRASES_SAISIE, { refus: 'seance_annulee' })] : []),
    ...(isFuture ? [phrase(PHRASES_SAISIE, { refus: 'date_a_venir' })] : []),
  ].map((message) => ({ field: '', message }));
}

/** Receives what the form of a page asks; `done` answers once it is written. */
async function submit(
  rq: SignedRq,
  of: SeanceAgent,
  existing: Accompagnement | undefined,
  done: () => Reply,
): Promise<Reply> {
  const seule = { ...rq.form, values: { ...rq.form.values, seance: [of.id] } };
  const envoi = { ...envoiDe(rq, existing ? 'modifier' : 'creer', existing), form: seule };
  const [reponse] = await recevoir(rq.db, rq.territoire.id, auteurDe(rq), [envoi], rq);
  const errors = erreursDe(reponse);
  if (errors === null) return done();
  const { state } = parseForm(formDe(typeDe(seule.values) ?? 'Individuel'), seule);
  return refusal(formPage(rq, of, { values: state.values, errors }, existing));
}

export const accompagnementsRoutes: readonly Route[] = [
  get('/seances/:seance', {
    access: sien,
    load: seance,
    handle: async (rq, of) => {
      const liste = await accompagnementsDeSeance(rq.db, rq.territoire.id, of.id);
      return page({
        title: of.endroit,
        breadcrumbs: [agenda],
        body: (
          <SeancePage
            seance={of}
            accompagnements={liste}
            today={rq.today}
            now={rq.now}
            admis={await admisParDerogation(rq.db, rq.territoire.id, rq.today)}
          />
        ),
      });
    },
  }),

  get('/seances/:seance/accompagnements/nouveau', {
    access: sien,
    load: seance,
    handle: async (rq, of) =>
      page(formPage(rq, of, { ...blankForm(saisieInitiale), errors: refusSeance(of, rq.today) })),
  }),

  post('/seances/:seance/accompagnements/nouveau', {
    acte: 'noter un accompagnement',
    collecte: [ACCOMPAGNEMENTS],
    access: sien,
    load: seanceHeld,
    handle: async (rq, of) =>
      submit(rq, of, undefined, () => {
        const another = rq.form.values['suite']?.[0] === 'autre';
        return redirect(another ? `/seances/${of.id}/accompagnements/nouveau` : `/seances/${of.id}`, {
          flash: 'L’accompagnement est noté.',
        });
      }),
  }),

  get('/accompagnements/:accompagnement/modifier', {
    access: sien,
    load: accompagnement,
    handle: async (rq, of) => page(formPage(rq, of.seance, blankForm(toState(toValeurs(of))), of)),
  }),

  post('/accompagnements/:accompagnement/modifier', {
    acte: 'modifier un accompagnement',
    collecte: [ACCOMPAGNEMENTS],
    access: sien,
    load: accompagnement,
    handle: async (rq, of) =>
      submit(rq, of.seance, of, () => {
        return redirect(`/seances/${of.seanceId}`, { flash: 'La modification est enregistrée.' });
      }),
  }),

  get('/accompagnements/:accompagnement/supprimer', {
    access: sien,
    load: accompagnement,
    handle: async (rq, of) =>
      page({
        title: 'Supprimer l’accompagnement',
        breadcrumbs: [agenda, { href: `/seances/${of.seanceId}`, label: of.seance.endroit }],
        body: <SupprimerPage accompagnement={of} cle={rq.key} />,
      }),
  }),

  post('/accompagnements/:accompagnement/supprimer', {
    acte: 'supprimer un accompagnement',
    collecte: 'rien',
    access: sien,
    load: accompagnement,
    handle: async (rq, of) => {
      const envoi = envoiDe(rq, 'supprimer', of);
      const [reponse] = await recevoir(rq.db, rq.territoire.id, auteurDe(rq), [envoi], rq);
      const errors = erreursDe(reponse);
      if (errors !== null) {
        return refusal(formPage(rq, of.seance, { ...blankForm(toState(toValeurs(of))), errors }, of));
      }
      return redirect(`/seances/${of.seanceId}`, { flash: 'L’accompagnement est supprimé.' });
    },
  }),

  ...autresRoutes,
  ...receptionRoutes,
];
