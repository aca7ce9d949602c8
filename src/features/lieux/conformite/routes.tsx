import { formatDate } from '../../../domain/date.ts';
import { estAvant } from '../../../domain/periode.ts';
import { parseForm, withErrors } from '../../../platform/http/form.ts';
import { type PageContent, page, type Reply, redirect, refusal } from '../../../platform/http/reply.ts';
import { get, post, type Route, type Rq, type SignedRq } from '../../../platform/http/route.ts';
import { blankForm, type FormState } from '../../../ui/form-state.ts';
import { ficheDe, LISTE, lieuDemande } from '../chemin.ts';
import { LIEUX } from '../conservation.ts';
import { derogationVaut, MOIS_DECISION_MAX, manquesPour, USAGES } from '../rules.ts';
import { constatsDe, findLieu, type Lieu } from '../store.ts';
import { derogationForm, reglesForm, reglesState, toRegles } from './forms.ts';
import {
  conformites,
  type DerogationLieu,
  derogationsDe,
  findDerogation,
  leverDerogation,
  reglesDe,
  saveDerogation,
  saveRegles,
} from './store.ts';
import { DerogationPage, LeverPage, ReglesPage } from './views.tsx';

const equipe = { equipe: true } as const;

async function derogationPage(rq: Rq, of: Lieu, state: FormState): Promise<PageContent> {
  const { de, regles } = await conformites(rq.db, rq.territoire.id, rq.today, of.id);
  const { constats } = de(of.id);
  return {
    title: 'Accorder une dérogation',
    breadcrumbs: [LISTE, ficheDe(of)],
    body: (
      <DerogationPage
        lieu={of}
        manques={{
          permanence: manquesPour('permanence', constats, rq.today, regles),
          atelier: manquesPour('atelier', constats, rq.today, regles),
        }}
        state={state}
        cle={rq.key}
      />
    ),
  };
}

async function grant(rq: SignedRq, of: Lieu): Promise<Reply> {
  const form = parseForm(derogationForm, rq.form);
  if (!form.ok) return refusal(await derogationPage(rq, of, form.state));
  const { usage, motif, au } = form.data;
  const regles = await reglesDe(rq.db, rq.territoire.id);
  const manques = manquesPour(usage, await constatsDe(rq.db, rq.territoire.id, of.id), rq.today, regles);
  const criteres = manques.map(({ critere }) => critere);
  const isCovered = (await derogationsDe(rq.db, rq.territoire.id, of.id)).some(
    (one) =>
      one.usage === usage &&
      derogationVaut(one, rq.today) &&
      criteres.every((critere) => one.criteres.includes(critere)),
  );
  const limite = rq.today.add({ months: MOIS_DECISION_MAX });
  const errors = [
    ...(criteres.length === 0
      ? [{ field: 'usage', message: `${USAGES[usage]} : rien ne manque, il n’y a pas à déroger.` }]
      : []),
    ...(criteres.length > 0 && isCovered
      ? [{ field: 'usage', message: `${USAGES[usage]} : une dérogation est déjà en cours. Levez-la d’abord.` }]
      : []),
    ...(estAvant(au, rq.today) ? [{ field: 'au', message: 'Choisissez aujourd’hui ou un jour à venir.' }] : []),
    ...(estAvant(limite, au) ? [{ field: 'au', message: `Choisissez un jour avant le ${formatDate(limite)}.` }] : []),
  ];
  if (errors.length > 0) return refusal(await derogationPage(rq, of, withErrors(form.state, errors, derogationForm)));
  const saisie = { lieuId: of.id, usage, criteres, motif, du: rq.today, au, decisionId: null };
  const id = await saveDerogation(rq.db, rq.territoire.id, saisie, rq.compte.id);
  return redirect(`/lieux/${of.id}/fiche#derogations`, {
    flash: `La dérogation court jusqu’au ${formatDate(au)}.`,
    objet: ['derogation', id],
  });
}

type DerogationDuLieu = { readonly derogation: DerogationLieu; readonly lieu: Lieu };

async function loadDerogation(rq: Rq): Promise<DerogationDuLieu | undefined> {
  const derogation = await findDerogation(rq.db, rq.territoire.id, rq.params['derogation'] ?? '');
  const lieu = derogation && (await findLieu(rq.db, rq.territoire.id, derogation.lieuId));
  return derogation && lieu && { derogation, lieu };
}

function reglesPage(rq: Rq, state: FormState): PageContent {
  const title = 'Ce qu’un lieu doit avoir';
  return { title, breadcrumbs: [LISTE], body: <ReglesPage state={state} cle={rq.key} /> };
}

/** What the lieux of the territoire are judged by, and the exceptions to it. */
export const conformiteRoutes: readonly Route[] = [
  get('/lieux/regles', {
    access: equipe,
    handle: async (rq) => page(reglesPage(rq, reglesState(await reglesDe(rq.db, rq.territoire.id)))),
  }),
  post('/lieux/regles', {
    acte: 'changer ce qu’un lieu doit avoir',
    collecte: 'rien',
    access: equipe,
    handle: async (rq) => {
      const form = parseForm(reglesForm, rq.form);
      if (!form.ok) return refusal(reglesPage(rq, form.state));
      await saveRegles(rq.db, rq.territoire.id, toRegles(form.data));
      return redirect('/lieux/regles', { flash: 'Les règles sont enregistrées : chaque lieu est jugé par elles.' });
    },
  }),

  get('/lieux/:lieu/derogation', {
    access: equipe,
    load: lieuDemande,
    handle: async (rq, of) => page(await derogationPage(rq, of, blankForm())),
  }),
  post('/lieux/:lieu/derogation', {
    acte: 'accorder une dérogation à un lieu',
    collecte: [LIEUX],
    access: equipe,
    load: lieuDemande,
    handle: grant,
  }),

  get('/derogations/:derogation/lever', {
    access: equipe,
    load: loadDerogation,
    handle: async (rq, { derogation, lieu }) =>
      page({
        title: 'Lever la dérogation',
        breadcrumbs: [LISTE, ficheDe(lieu)],
        body: <LeverPage derogation={derogation} lieu={lieu} cle={rq.key} />,
      }),
  }),
  post('/derogations/:derogation/lever', {
    acte: 'lever une dérogation',
    collecte: 'rien',
    access: equipe,
    load: loadDerogation,
    handle: async (rq, { derogation, lieu }) => {
      await leverDerogation(rq.db, rq.territoire.id, derogation.id, rq.today);
      return redirect(`/lieux/${lieu.id}/fiche#derogations`, { flash: 'La dérogation est levée dès aujourd’hui.' });
    },
  }),
];
