import { phrase } from '../../../domain/refus.ts';
import { parseForm, withErrors } from '../../../platform/http/form.ts';
import { isUuid } from '../../../platform/http/idempotence.ts';
import { file, type PageContent, page, type Reply, redirect, refusal } from '../../../platform/http/reply.ts';
import { get, post, type Route, type Rq, type SignedRq } from '../../../platform/http/route.ts';
import { toCsv } from '../../../ui/csv.ts';
import { blankForm, type FormState } from '../../../ui/form-state.ts';
import { tablePage, tableQuery } from '../../../ui/table-query.ts';
import { findLieu, type Lieu } from '../../lieux/store.ts';
import { enVigueurLe } from '../rules.ts';
import { conventionsDe } from '../store.ts';
import { MANQUEMENTS } from './conservation.ts';
import { manquementForm, reponseForm } from './forms.ts';
import { PHRASES_MANQUEMENT, verifierManquement } from './rules.ts';
import {
  allManquements,
  findManquement,
  type ManquementSignale,
  repondre,
  saveManquement,
  seanceDuLieu,
} from './store.ts';
import { colonnesCsv, colonnesManquements, ListePage, RepondrePage, SignalerPage } from './views.tsx';

const equipe = { equipe: true } as const;
const surPlace = { equipe: true, agent: true } as const;
const LISTE = { href: '/manquements', label: 'Manquements signalés' };

function lieu(rq: Rq): Promise<Lieu | undefined> {
  return findLieu(rq.db, rq.territoire.id, rq.params['lieu'] ?? '');
}

function manquement(rq: Rq): Promise<ManquementSignale | undefined> {
  return findManquement(rq.db, rq.territoire.id, rq.params['manquement'] ?? '');
}

function signalerPage(rq: Rq, of: Lieu, state: FormState): PageContent {
  return {
    title: 'Signaler un manquement',
    breadcrumbs: [
      { href: '/lieux', label: 'Lieux' },
      { href: `/lieux/${of.id}/fiche`, label: of.nom },
    ],
    body: <SignalerPage lieu={of} state={state} cle={rq.key} />,
  };
}

async function report(rq: SignedRq, of: Lieu): Promise<Reply> {
  const form = parseForm(manquementForm, rq.form);
  if (!form.ok) return refusal(signalerPage(rq, of, form.state));
  const { nature, constateLe, remarque, seance: asked } = form.data;
  const errors = verifierManquement({ structureId: of.structureId, constateLe }, rq.today).map((one) => ({
    field: one.refus === 'lieu_du_departement' ? '' : 'constateLe',
    message: phrase(PHRASES_MANQUEMENT, one),
  }));
  if (errors.length > 0) return refusal(signalerPage(rq, of, withErrors(form.state, errors, manquementForm)));
  const seance = asked === null ? undefined : await seanceDuLieu(rq.db, rq.territoire.id, { id: asked, lieuId: of.id });
  const conventions = await conventionsDe(rq.db, rq.territoire.id, of.structureId ?? '');
  const conventionId = conventions.find((one) => enVigueurLe(one, constateLe))?.id ?? null;
  const saisie = { lieuId: of.id, conventionId, seanceId: seance?.id ?? null, nature, constateLe, remarque };
  const id = await saveManquement(rq.db, rq.territoire.id, saisie, rq.compte.id);
  const isOwnSeance = seance !== undefined && rq.compte.role === 'agent';
  return redirect(isOwnSeance ? `/seances/${seance.id}` : `/lieux/${of.id}/fiche`, {
    flash: 'C’est signalé à l’équipe technique.',
    objet: ['manquement', id],
  });
}

function repondrePage(rq: Rq, of: ManquementSignale, state: FormState): PageContent {
  return {
    title: 'Noter la réponse',
    breadcrumbs: [LISTE],
    body: <RepondrePage manquement={of} state={state} cle={rq.key} />,
  };
}

async function answer(rq: SignedRq, of: ManquementSignale): Promise<Reply> {
  const form = parseForm(reponseForm, rq.form);
  if (!form.ok) return refusal(repondrePage(rq, of, form.state));
  const isDone = await repondre(rq.db, rq.territoire.id, of.id, { le: rq.today, reponse: form.data.reponse });
  if (!isDone) {
    const error = { field: '', message: 'Ce manquement a déjà sa réponse, ou une mise en demeure le cite.' };
    return refusal(repondrePage(rq, of, withErrors(form.state, [error])));
  }
  const to = of.conventionId === null ? '/manquements' : `/conventions/${of.conventionId}#manquements`;
  return redirect(to, { flash: 'La réponse est notée.' });
}

function listQuery(rq: Rq) {
  return tableQuery(rq.query, {
    sortable: ['date', 'lieu', 'structure', 'nature', 'etat'],
    defaultSort: 'date',
    defaultDirection: 'desc',
  });
}

/** What an agent finds missing, told in a few taps, and what becomes of it. */
export const manquementsRoutes: readonly Route[] = [
  get('/manquements', {
    access: equipe,
    handle: async (rq) => {
      const all = await allManquements(rq.db, rq.territoire.id);
      const listed = tablePage(all, colonnesManquements, listQuery(rq));
      return page({ title: 'Manquements signalés', body: <ListePage listed={listed} /> });
    },
  }),
  get('/manquements.csv', {
    access: equipe,
    handle: async (rq) => {
      const { found } = tablePage(await allManquements(rq.db, rq.territoire.id), colonnesManquements, listQuery(rq));
      const name = `manquements-${rq.today}.csv`;
      return file({ bytes: toCsv(colonnesCsv, found), type: 'text/csv; charset=utf-8', name });
    },
  }),

  get('/lieux/:lieu/manquement', {
    access: surPlace,
    load: lieu,
    handle: async (rq, of) => {
      const asked = rq.query.get('seance') ?? '';
      const seance = isUuid(asked)
        ? await seanceDuLieu(rq.db, rq.territoire.id, { id: asked, lieuId: of.id })
        : undefined;
      const isPast = seance !== undefined && Temporal.PlainDate.compare(seance.jour, rq.today) <= 0;
      const constateLe = (isPast ? seance.jour : rq.today).toString();
      return page(signalerPage(rq, of, blankForm({ constateLe, seance: seance?.id ?? '' })));
    },
  }),
  post('/lieux/:lieu/manquement', {
    acte: 'signaler un manquement',
    collecte: [MANQUEMENTS],
    access: surPlace,
    load: lieu,
    handle: report,
  }),

  get('/manquements/:manquement/repondre', {
    access: equipe,
    load: manquement,
    handle: async (rq, of) => page(repondrePage(rq, of, blankForm())),
  }),
  post('/manquements/:manquement/repondre', {
    acte: 'noter la réponse à un manquement',
    collecte: [MANQUEMENTS],
    access: equipe,
    load: manquement,
    handle: answer,
  }),
];
