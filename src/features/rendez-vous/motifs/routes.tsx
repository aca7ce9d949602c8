import { randomUUID } from 'node:crypto';
import { parseForm, withErrors } from '../../../platform/http/form.ts';
import { page, type Reply, redirect, refusal } from '../../../platform/http/reply.ts';
import { get, post, type Route, type Rq, type SignedRq } from '../../../platform/http/route.ts';
import { blankForm, type FormState } from '../../../ui/form-state.ts';
import type { Motif } from '../rules.ts';
import { motifForm } from './forms.ts';
import { createMotif, findMotif, isNomPris, listMotifs, updateMotif } from './store.ts';
import { MotifPage, MotifsPage } from './views.tsx';

const CHEMIN = '/rendez-vous/motifs';
const equipe = { equipe: true } as const;
const HABITUEL = {
  dureeMinutes: '30',
  delaiHeures: '2',
  horizonJours: '60',
  limiteHeures: '2',
  ouvertA: ['public', 'prescripteur'],
};

const load = (rq: Rq): Promise<Motif | undefined> => findMotif(rq.db, rq.territoire.id, rq.params['motifrdv'] ?? '');

function toValues({ nom, aApporter, ouvertA, ...motif }: Motif): FormState['values'] {
  return {
    intitule: nom,
    aApporter: aApporter ?? '',
    ouvertA,
    dureeMinutes: String(motif.dureeMinutes),
    delaiHeures: String(motif.delaiHeures),
    horizonJours: String(motif.horizonJours),
    limiteHeures: String(motif.limiteHeures),
  };
}

function motifPage(rq: SignedRq, motif: Motif | null, state: FormState) {
  return {
    title: motif === null ? 'Nouveau type de rendez-vous' : motif.nom,
    breadcrumbs: [{ href: CHEMIN, label: 'Types de rendez-vous' }],
    body: <MotifPage motif={motif} state={state} cle={rq.key} />,
  };
}

async function save(rq: SignedRq, motif: Motif | null): Promise<Reply> {
  const form = parseForm(motifForm, rq.form);
  if (!form.ok) return refusal(motifPage(rq, motif, form.state));
  const { intitule: nom, ...rest } = form.data;
  if (await isNomPris(rq.db, rq.territoire.id, nom, motif?.id ?? null)) {
    const error = { field: 'intitule', message: 'Un type de rendez-vous porte déjà cet intitulé.' };
    return refusal(motifPage(rq, motif, withErrors(form.state, [error])));
  }
  if (motif !== null) {
    await updateMotif(rq.db, rq.territoire.id, motif.id, { nom, ...rest });
    return redirect(CHEMIN, { flash: 'Le type de rendez-vous est modifié.' });
  }
  const id = await createMotif(rq.db, rq.territoire.id, { nom, ...rest });
  return redirect(CHEMIN, { flash: 'Le type de rendez-vous est ajouté.', objet: ['motifrdv', id] });
}

async function toggle(rq: SignedRq, motif: Motif, actif: boolean): Promise<Reply> {
  await updateMotif(rq.db, rq.territoire.id, motif.id, { actif });
  const flash = actif ? 'Il est de nouveau proposé.' : 'Il n’est plus proposé. Les rendez-vous déjà pris restent.';
  return redirect(CHEMIN, { flash });
}

/** What rendez-vous are for: the équipe technique decides. */
export const motifsRoutes: readonly Route[] = [
  get(CHEMIN, {
    access: equipe,
    handle: async (rq) =>
      page({
        title: 'Types de rendez-vous',
        breadcrumbs: [{ href: '/rendez-vous', label: 'Rendez-vous' }],
        body: <MotifsPage motifs={await listMotifs(rq.db, rq.territoire.id)} cle={randomUUID} />,
      }),
  }),
  get(`${CHEMIN}/nouveau`, {
    access: equipe,
    handle: async (rq) => page(motifPage(rq, null, blankForm(HABITUEL))),
  }),
  post(`${CHEMIN}/nouveau`, {
    access: equipe,
    acte: 'ajouter un type de rendez-vous',
    collecte: 'rien',
    handle: (rq) => save(rq, null),
  }),
  get(`${CHEMIN}/:motifrdv`, {
    access: equipe,
    load,
    handle: async (rq, motif) => page(motifPage(rq, motif, blankForm(toValues(motif)))),
  }),
  post(`${CHEMIN}/:motifrdv`, {
    access: equipe,
    acte: 'modifier un type de rendez-vous',
    collecte: 'rien',
    load,
    handle: save,
  }),
  post(`${CHEMIN}/:motifrdv/arreter`, {
    access: equipe,
    acte: 'arrêter un type de rendez-vous',
    collecte: 'rien',
    load,
    handle: (rq, motif) => toggle(rq, motif, false),
  }),
  post(`${CHEMIN}/:motifrdv/reprendre`, {
    access: equipe,
    acte: 'reprendre un type de rendez-vous',
    collecte: 'rien',
    load,
    handle: (rq, motif) => toggle(rq, motif, true),
  }),
];
