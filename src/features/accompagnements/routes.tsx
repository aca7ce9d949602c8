import type { Compte } from '../../domain/compte.ts';
import { parseForm, withErrors } from '../../platform/http/form.ts';
import { page, type Reply, redirect, refusal } from '../../platform/http/reply.ts';
import { get, post, type Route, type Rq } from '../../platform/http/route.ts';
import { blankForm, type FormState } from '../../ui/form-state.ts';
import { admisParDerogation } from '../lieux/conformite/store.ts';
import { lockSeance } from '../permanences/seances/store.ts';
import { ACCOMPAGNEMENTS } from './conservation.ts';
import { accompagnementForm, incoherences, refusSeance, saisieInitiale, toSaisie, toValues } from './form.ts';
import { SeancePage } from './seance-views.tsx';
import {
  type Accompagnement,
  accompagnementsDeSeance,
  deleteAccompagnement,
  findAccompagnement,
  findSeance,
  type SaisieAccompagnement,
  type SeanceAgent,
  saveAccompagnement,
  updateAccompagnement,
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
  const itsSeance = found && (await findSeance(rq.db, rq.territoire.id, found.seanceId));
  return found && itsSeance && { ...found, seance: itsSeance };
}

function formPage(rq: Rq, of: SeanceAgent, state: FormState, existing?: Accompagnement) {
  const title = existing ? 'Modifier l’accompagnement' : 'Noter un accompagnement';
  const action = existing ? `/accompagnements/${existing.id}/modifier` : `/seances/${of.id}/accompagnements/nouveau`;
  return {
    title,
    breadcrumbs: [agenda, { href: `/seances/${of.id}`, label: of.endroit }],
    body: (
      <AccompagnementPage title={title} seance={of} state={state} action={action} cle={rq.key} nouveau={!existing} />
    ),
  };
}

/** Reads the form; `save` writes it. */
async function submit(
  rq: Rq,
  of: SeanceAgent,
  existing: Accompagnement | undefined,
  save: (saisie: SaisieAccompagnement) => Promise<Reply>,
): Promise<Reply> {
  const form = parseForm(accompagnementForm, rq.form);
  const saisie = form.ok ? toSaisie(form.data) : undefined;
  const errors = [...refusSeance(of, rq.today), ...(saisie ? incoherences(saisie, of.jour, rq.today) : [])];
  if (saisie === undefined || errors.length > 0) {
    return refusal(formPage(rq, of, withErrors(form.state, errors, accompagnementForm), existing));
  }
  return save(saisie);
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
      submit(rq, of, undefined, async (saisie) => {
        await saveAccompagnement(rq.db, rq.territoire.id, { seance: of, saisie, compteId: rq.compte.id });
        const another = rq.form.values['suite']?.[0] === 'autre';
        return redirect(another ? `/seances/${of.id}/accompagnements/nouveau` : `/seances/${of.id}`, {
          flash: 'L’accompagnement est noté.',
        });
      }),
  }),

  get('/accompagnements/:accompagnement/modifier', {
    access: sien,
    load: accompagnement,
    handle: async (rq, of) => page(formPage(rq, of.seance, blankForm(toValues(of)), of)),
  }),

  post('/accompagnements/:accompagnement/modifier', {
    acte: 'modifier un accompagnement',
    collecte: [ACCOMPAGNEMENTS],
    access: sien,
    load: accompagnement,
    handle: async (rq, of) =>
      submit(rq, of.seance, of, async (saisie) => {
        await updateAccompagnement(rq.db, rq.territoire.id, of.id, saisie, rq.now);
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
      await deleteAccompagnement(rq.db, rq.territoire.id, of.id);
      return redirect(`/seances/${of.seanceId}`, { flash: 'L’accompagnement est supprimé.' });
    },
  }),
];
