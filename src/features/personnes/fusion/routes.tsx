import { phrase } from '../../../domain/refus.ts';
import { parseForm, withErrors } from '../../../platform/http/form.ts';
import { notFound, type PageContent, page, type Reply, redirect, refusal } from '../../../platform/http/reply.ts';
import { get, post, type Route, type Rq, type SignedRq } from '../../../platform/http/route.ts';
import { blankForm, type FormState } from '../../../ui/form-state.ts';
import { tenirAidesDe } from '../../accompagnements/liens/store.ts';
import { PERSONNES } from '../conservation.ts';
import { doublonsDe } from '../doublons.ts';
import { defusionForm, fusionForm } from '../forms.ts';
import { PHRASES_FUSION } from '../rules.ts';
import { findPersonne, holdPersonnes, type Personne } from '../store.ts';
import { FusionPage } from '../views-reunir.tsx';
import { defusionner, fusionner, fusionsDe } from './store.ts';

const access = { agent: true, equipe: true } as const;
const LISTE = { href: '/personnes', label: 'Personnes' } as const;

const load = (rq: Rq): Promise<Personne | undefined> =>
  findPersonne(rq.db, rq.territoire.id, rq.params['personne'] ?? '');
const pathOf = (id: string): string => `/personnes/${id}`;

async function fusionPage(rq: Rq, personne: Personne, state: FormState): Promise<PageContent> {
  return {
    title: 'Réunir deux fiches',
    breadcrumbs: [LISTE, { href: pathOf(personne.id), label: 'La fiche' }],
    body: (
      <FusionPage
        personne={personne}
        doublons={await doublonsDe(rq, personne, personne.id)}
        state={state}
        cle={rq.key}
      />
    ),
  };
}

const parole = ({ compte, now }: SignedRq) => ({ compteId: compte.id, now });

/** Acts of help, then persons: in the order in which a device that sends an act takes them. */
async function tenir({ db, territoire }: SignedRq, ids: readonly string[]): Promise<void> {
  await tenirAidesDe(db, territoire.id, ids);
  await holdPersonnes(db, territoire.id, ids);
}

async function reunir(rq: SignedRq, { id }: Personne): Promise<Reply> {
  const form = parseForm(fusionForm, rq.form);
  const autreId = form.ok ? form.data.autre : id;
  await tenir(rq, [id, autreId]);
  const gardee = await findPersonne(rq.db, rq.territoire.id, id);
  const autre = await findPersonne(rq.db, rq.territoire.id, autreId);
  if (gardee === undefined) return notFound();
  const refuse = async (code: keyof typeof PHRASES_FUSION) =>
    refusal(
      await fusionPage(
        rq,
        gardee,
        withErrors(form.state, [{ field: 'autre', message: phrase(PHRASES_FUSION, { refus: code }) }]),
      ),
    );
  if (!form.ok) return refusal(await fusionPage(rq, gardee, form.state));
  if (autre === undefined || autreId === id) return refuse('elle_meme');
  if (gardee.fusionneeDans !== null || autre.fusionneeDans !== null) return refuse('deja_fusionnee');
  const done = await fusionner(rq.db, rq.territoire.id, { gardee, autre }, parole(rq));
  if (!done) return refuse('meme_permanence');
  return redirect(pathOf(id), { flash: 'Les deux fiches sont réunies.' });
}

async function defaire(rq: SignedRq, { id }: Personne): Promise<Reply> {
  const form = parseForm(defusionForm, rq.form);
  if (!form.ok) return notFound();
  await tenir(rq, [id]);
  const gardee = await findPersonne(rq.db, rq.territoire.id, id);
  const [last] = (await fusionsDe(rq.db, rq.territoire.id, id)).filter(({ defaiteAt }) => defaiteAt === null);
  if (gardee === undefined || last === undefined || last.id !== form.data.fusion)
    return redirect(pathOf(id), { flash: 'Défaites d’abord la dernière réunion.' });
  // What came from the other record went on to a third one: it is undone there first.
  if (gardee.fusionneeDans !== null)
    return redirect(pathOf(id), { flash: phrase(PHRASES_FUSION, { refus: 'deja_fusionnee' }) });
  // Whatever is written to a record dates it: the merge did so last, or something changed since.
  if (Temporal.Instant.compare(gardee.updatedAt, last.createdAt) > 0)
    return redirect(pathOf(id), { flash: phrase(PHRASES_FUSION, { refus: 'change_depuis' }) });
  const done = await defusionner(rq.db, rq.territoire.id, { fusion: last, gardee }, parole(rq));
  if (!done) return redirect(pathOf(id), { flash: phrase(PHRASES_FUSION, { refus: 'permanence_reprise' }) });
  return redirect(pathOf(id), { flash: 'La réunion est défaite : chaque fiche a repris ce qui était le sien.' });
}

/** Two records of one person become one, and two again while nothing changed. */
export const fusionRoutes: readonly Route[] = [
  get('/personnes/:personne/fusionner', {
    access,
    load,
    handle: async (rq, personne) => page(await fusionPage(rq, personne, blankForm())),
  }),
  post('/personnes/:personne/fusionner', {
    access,
    load,
    acte: 'réunir deux fiches',
    collecte: [PERSONNES],
    handle: reunir,
  }),
  post('/personnes/:personne/defusionner', {
    access,
    load,
    acte: 'défaire une réunion de fiches',
    collecte: 'rien',
    handle: defaire,
  }),
];
