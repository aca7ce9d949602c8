import { z } from 'zod';
import { phrase } from '../../../domain/refus.ts';
import { line } from '../../../platform/http/fields.ts';
import { parseForm, withErrors } from '../../../platform/http/form.ts';
import { type PageContent, page, type Reply, redirect, refusal } from '../../../platform/http/reply.ts';
import { get, post, type Route, type SignedRq } from '../../../platform/http/route.ts';
import { blankForm, type FormState } from '../../../ui/form-state.ts';
import { access, lire, loadSigne, type MandatsOptions, pathOf, pathTo } from '../chemin.ts';
import { MANDATS } from '../conservation.ts';
import { PHRASES_RECTIFICATION, refusRectification } from '../rules.ts';
import type { Lisible, Mandat } from '../store.ts';
import { rectificationsDe, saveRectification } from './store.ts';
import { RectificationsPage } from './views.tsx';

export const rectificationForm = z.object({
  champ: line('ce qui est faux dans le document', 80),
  faux: line('ce que le document dit', 300),
  juste: line('ce qu’il faut lire', 300),
});

async function rectificationsPage(
  rq: SignedRq,
  { cles }: MandatsOptions,
  mandat: Mandat,
  lisible: Lisible,
  state: FormState,
): Promise<PageContent> {
  const isRead = lisible.identite !== null;
  return {
    title: 'Notes de rectification',
    breadcrumbs: pathTo(mandat),
    body: (
      <RectificationsPage
        mandat={mandat}
        identite={lisible.identite}
        notes={isRead ? await rectificationsDe({ db: rq.db, cles }, rq.territoire.id, mandat.id) : []}
        territoire={rq.territoire}
        state={state}
        cle={rq.key}
        now={rq.now}
      />
    ),
  };
}

async function noter(rq: SignedRq, options: MandatsOptions, mandat: Mandat): Promise<Reply> {
  const form = parseForm(rectificationForm, rq.form);
  const lisible = await lire(rq, options.cles, mandat);
  const refuse = async (errors: FormState['errors']) =>
    refusal(await rectificationsPage(rq, options, mandat, lisible, withErrors(form.state, errors, rectificationForm)));
  if (!form.ok) return refuse([]);
  const refus = refusRectification(form.data, { lisible: lisible.identite !== null });
  if (refus !== null) {
    const field = refus.refus === 'rectification_identique' ? 'juste' : '';
    return refuse([{ field, message: phrase(PHRASES_RECTIFICATION, refus) }]);
  }
  const { agentId, id: compteId } = rq.compte;
  const illisible = { field: '', message: phrase(PHRASES_RECTIFICATION, { refus: 'rectification_illisible' }) };
  if (agentId === null) return refuse([illisible]);
  const note = { mandatId: mandat.id, agentId, noteAt: rq.now, contenu: form.data, compteId };
  // Held, or its destruction decided, meanwhile: PostgreSQL said so.
  if (!(await saveRectification({ db: rq.db, cles: options.cles }, rq.territoire.id, note))) return refuse([illisible]);
  return redirect(`${pathOf(mandat)}/rectifications`, {
    flash: 'La rectification est notée. Imprimez-la pour la personne.',
  });
}

/** What a signed document says wrong, noted beside it: the document does not change. */
export function rectificationsRoutes(options: MandatsOptions): readonly Route[] {
  return [
    get('/mandats/:mandat/rectifications', {
      load: loadSigne,
      access,
      acte: 'consulter les rectifications d’un mandat',
      handle: async (rq, mandat) =>
        page(await rectificationsPage(rq, options, mandat, await lire(rq, options.cles, mandat), blankForm())),
    }),

    post('/mandats/:mandat/rectifications', {
      load: loadSigne,
      access,
      acte: 'noter une rectification d’un mandat',
      collecte: [MANDATS],
      handle: (rq, mandat) => noter(rq, options, mandat),
    }),
  ];
}
