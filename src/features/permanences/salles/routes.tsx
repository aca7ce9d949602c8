import { z } from 'zod';
import { line, whole } from '../../../platform/http/fields.ts';
import { parseForm, withErrors } from '../../../platform/http/form.ts';
import { type PageContent, page, type Reply, redirect, refusal } from '../../../platform/http/reply.ts';
import { get, post, type Route, type Rq, type SignedRq } from '../../../platform/http/route.ts';
import { blankForm, type FormState } from '../../../ui/form-state.ts';
import { findLieu, type Lieu } from '../../lieux/store.ts';
import { lockPlanning } from '../seances/store.ts';
import {
  findSalle,
  type Salle,
  sallesDuLieu,
  saveSalle,
  seancesEnSalle,
  seancesMelees,
  setSalleFermee,
} from './store.ts';
import { SallePage, SallesPage } from './views.tsx';

const equipe = { equipe: true } as const;

export const salleForm = z.object({
  nomSalle: line('le nom de la salle', 80),
  places: whole('le nombre de places', { min: 1, max: 200, unite: 'places' }),
});

const lieu = (rq: Rq) => findLieu(rq.db, rq.territoire.id, rq.params['lieu'] ?? '');
const salle = (rq: Rq) => findSalle(rq.db, rq.territoire.id, rq.params['salle'] ?? '');

async function sallesPage(rq: Rq, of: Lieu, state: FormState): Promise<PageContent> {
  return {
    title: 'Salles',
    breadcrumbs: [
      { href: '/lieux', label: 'Lieux' },
      { href: `/lieux/${of.id}/fiche`, label: of.nom },
    ],
    body: (
      <SallesPage
        lieu={of}
        salles={await sallesDuLieu(rq.db, rq.territoire.id, of.id)}
        melees={await seancesMelees(rq.db, rq.territoire.id, of.id, rq.today)}
        state={state}
        cle={rq.key}
      />
    ),
  };
}

async function add(rq: SignedRq, of: Lieu): Promise<Reply> {
  const form = parseForm(salleForm, rq.form);
  if (!form.ok) return refusal(await sallesPage(rq, of, form.state));
  const { nomSalle: nom, places } = form.data;
  if (await saveSalle(rq.db, rq.territoire.id, { lieuId: of.id, nom, places })) {
    return redirect(`/lieux/${of.id}/salles`, { flash: 'La salle est ajoutée.' });
  }
  const error = { field: 'nomSalle', message: 'Ce lieu a déjà une salle de ce nom.' };
  return refusal(await sallesPage(rq, of, withErrors(form.state, [error])));
}

/** What its page needs: the séances that hold it keep it open. */
async function sallePage(rq: Rq, of: Salle): Promise<PageContent> {
  const prevues = await seancesEnSalle(rq.db, rq.territoire.id, of.id, rq.today);
  return {
    title: of.nom,
    breadcrumbs: [{ href: `/lieux/${of.lieuId}/salles`, label: 'Salles' }],
    body: <SallePage salle={of} prevues={prevues} cle={rq.key} />,
  };
}

async function toggle(rq: SignedRq, of: Salle): Promise<Reply> {
  await lockPlanning(rq.db, rq.territoire.id);
  const closes = of.fermeeLe === null;
  if (closes && (await seancesEnSalle(rq.db, rq.territoire.id, of.id, rq.today)) > 0) {
    return refusal(await sallePage(rq, of));
  }
  await setSalleFermee(rq.db, rq.territoire.id, of.id, closes ? rq.today : null);
  return redirect(`/lieux/${of.lieuId}/salles`, { flash: closes ? 'La salle est fermée.' : 'La salle est rouverte.' });
}

export const sallesRoutes: readonly Route[] = [
  get('/lieux/:lieu/salles', {
    access: equipe,
    load: lieu,
    handle: async (rq, of) => page(await sallesPage(rq, of, blankForm())),
  }),
  post('/lieux/:lieu/salles', {
    acte: 'ajouter une salle',
    collecte: 'rien',
    access: equipe,
    load: lieu,
    handle: add,
  }),
  get('/salles/:salle', { access: equipe, load: salle, handle: async (rq, of) => page(await sallePage(rq, of)) }),
  post('/salles/:salle', {
    acte: 'fermer ou rouvrir une salle',
    collecte: 'rien',
    access: equipe,
    load: salle,
    handle: toggle,
  }),
];
