import { phrase } from '../../../domain/refus.ts';
import { parseForm, withErrors } from '../../../platform/http/form.ts';
import { page, type Reply, redirect, refusal } from '../../../platform/http/reply.ts';
import { get, post, type Route, type Rq, type SignedRq } from '../../../platform/http/route.ts';
import { blankForm, type FormState } from '../../../ui/form-state.ts';
import { direLesChangements } from '../../rendez-vous/avis/prevenir.ts';
import { seanceDuBinome } from '../binome/store.ts';
import { SEANCES } from '../conservation.ts';
import { retablir } from '../planification.ts';
import { PHRASES_PERMANENCE, PHRASES_SEANCE, type RefusSeance, verifierAnnulation } from '../rules.ts';
import { agentsPlanifiables } from '../store.ts';
import { annulationForm, ponctuelleForm } from './forms.ts';
import {
  cancelSeance,
  findSeancePlanning,
  lockPlanning,
  lockSeance,
  type SeancePlanning,
  savePonctuelle,
} from './store.ts';
import { AnnulerPage, PonctuellePage, RetablirPage } from './views.tsx';

const equipe = { equipe: true } as const;
const liste = { href: '/permanences', label: 'Permanences' };

function seance(rq: Rq): Promise<SeancePlanning | undefined> {
  return findSeancePlanning(rq.db, rq.territoire.id, rq.params['seance'] ?? '');
}

/**
 * The same, once whoever notes an accompagnement in it, or changes it, is done. The planning is held first: an absence or a closure,
 * which holds it as well, then takes many séances.
 */
async function seanceHeld(rq: Rq): Promise<SeancePlanning | undefined> {
  await lockPlanning(rq.db, rq.territoire.id);
  await lockSeance(rq.db, rq.territoire.id, rq.params['seance'] ?? '');
  return seance(rq);
}

/** Where a séance is read: among those that wait for another agent, with its permanence, or in its week. */
function retour(of: SeancePlanning) {
  if (of.sansAgent && of.statut === 'prevue') return { href: '/a-reaffecter', label: 'À réaffecter' };
  return of.permanenceId === null
    ? { href: `/planning?semaine=${of.jour}`, label: 'Planning de la semaine' }
    : { href: `/permanences/${of.permanenceId}`, label: of.endroit };
}

/** What no field is about: said above the form. */
function toErrors(refus: readonly RefusSeance[]): FormState['errors'] {
  return refus.map((one) => ({ field: '', message: phrase(PHRASES_SEANCE, one) }));
}

async function annulerPage(rq: Rq, of: SeancePlanning, state: FormState) {
  const binome = await seanceDuBinome(rq.db, rq.territoire.id, of.id);
  return {
    title: 'Annuler la séance',
    breadcrumbs: [liste, retour(of)],
    body: <AnnulerPage seance={of} binome={binome} retour={retour(of).href} state={state} cle={rq.key} />,
  };
}

function cancel(url: string) {
  return async (rq: SignedRq, of: SeancePlanning): Promise<Reply> => {
    const form = parseForm(annulationForm, rq.form);
    const errors = toErrors(verifierAnnulation(of, rq.today));
    if (!form.ok || errors.length > 0) return refusal(await annulerPage(rq, of, withErrors(form.state, errors)));
    await cancelSeance(rq.db, rq.territoire.id, of.id, form.data.motif);
    if (form.data.aussi) await cancelBinome(rq, of, form.data.motif);
    await direLesChangements(rq.db, { territoire: rq.territoire, url, now: rq.now });
    return redirect(retour(of).href, {
      flash: 'La séance est annulée. L’affiche et la page publique du lieu le disent déjà.',
    });
  };
}

/** Cancels the séance of the other agent too, once whoever notes an accompagnement in it is done, unless help is then noted. */
async function cancelBinome(rq: SignedRq, of: SeancePlanning, motif: string): Promise<void> {
  const beside = await seanceDuBinome(rq.db, rq.territoire.id, of.id);
  if (beside === undefined) return;
  await lockSeance(rq.db, rq.territoire.id, beside.id);
  const held = await seanceDuBinome(rq.db, rq.territoire.id, of.id);
  if (held !== undefined) await cancelSeance(rq.db, rq.territoire.id, held.id, motif);
}

function retablirPage(rq: Rq, of: SeancePlanning, errors: FormState['errors']) {
  return {
    title: 'Rétablir la séance',
    breadcrumbs: [liste, retour(of)],
    body: <RetablirPage seance={of} retour={retour(of).href} state={{ values: {}, errors }} cle={rq.key} />,
  };
}

async function restore(rq: SignedRq, of: SeancePlanning, url: string): Promise<Reply> {
  const refus = await retablir(rq.db, rq.territoire.id, of, rq.today);
  if (refus.length > 0) return refusal(retablirPage(rq, of, toErrors(refus)));
  await direLesChangements(rq.db, { territoire: rq.territoire, url, now: rq.now });
  return redirect(retour(of).href, { flash: 'La séance est rétablie.' });
}

async function ponctuellePage(rq: SignedRq, state: FormState) {
  const agents = await agentsPlanifiables(rq.db, rq.territoire.id, rq.today);
  const mine = rq.compte.role === 'agent' ? agents.filter(({ id }) => id === rq.compte.agentId) : agents;
  const retour = rq.compte.role === 'agent' ? { href: '/agenda', label: 'Mon agenda' } : liste;
  return {
    title: 'Aide ponctuelle ailleurs',
    breadcrumbs: [retour],
    body: <PonctuellePage retour={retour.href} state={state} cle={rq.key} agents={mine} />,
  };
}

async function createPonctuelle(rq: SignedRq): Promise<Reply> {
  const form = parseForm(ponctuelleForm, rq.form);
  if (!form.ok) return refusal(await ponctuellePage(rq, form.state));
  const { jour, ...saisie } = form.data;
  const agents = await agentsPlanifiables(rq.db, rq.territoire.id, rq.today);
  const agent = agents.find(({ id }) => id === saisie.agentId);
  const allowed = agent !== undefined && (rq.compte.role === 'equipe' || agent.id === rq.compte.agentId);
  const underContract =
    agent !== undefined &&
    Temporal.PlainDate.compare(jour, agent.contratDebut) >= 0 &&
    Temporal.PlainDate.compare(jour, agent.contratFin) <= 0;
  const errors = [
    ...(allowed ? [] : [{ field: 'agentId', message: 'Choisissez l’agent dans la liste.' }]),
    ...(!allowed || underContract
      ? []
      : [{ field: 'jour', message: 'L’agent n’a pas de contrat en cours ce jour-là.' }]),
    ...(Temporal.PlainTime.compare(saisie.heureDebut, saisie.heureFin) < 0
      ? []
      : [{ field: 'heureFin', message: phrase(PHRASES_PERMANENCE, { refus: 'horaire_inverse' }) }]),
  ];
  if (errors.length > 0) return refusal(await ponctuellePage(rq, withErrors(form.state, errors, ponctuelleForm)));
  await lockPlanning(rq.db, rq.territoire.id);
  const outcome = await savePonctuelle(rq.db, rq.territoire.id, { date: jour, ...saisie }, rq.compte.id);
  if ('conflit' in outcome) {
    const message =
      outcome.conflit === 'agent_absent'
        ? phrase(PHRASES_SEANCE, { refus: outcome.conflit })
        : 'L’agent est déjà pris à cet horaire ce jour-là.';
    const error = { field: 'heureDebut', message };
    return refusal(await ponctuellePage(rq, withErrors(form.state, [error])));
  }
  const to = rq.compte.role === 'agent' ? `/agenda?jour=${jour}` : `/planning?semaine=${jour}`;
  return redirect(to, { flash: 'La séance est enregistrée.', objet: ['seance', outcome.value] });
}

/** `url`: where people reach the site. */
export const seancesRoutes = (url: string): readonly Route[] => [
  get('/seances/:seance/annuler', {
    access: equipe,
    load: seance,
    handle: async (rq, of) =>
      page(await annulerPage(rq, of, { values: {}, errors: toErrors(verifierAnnulation(of, rq.today)) })),
  }),
  post('/seances/:seance/annuler', {
    acte: 'annuler une séance',
    collecte: [SEANCES],
    access: equipe,
    load: seanceHeld,
    handle: cancel(url),
  }),

  get('/seances/:seance/retablir', {
    access: equipe,
    load: seance,
    handle: async (rq, of) => page(retablirPage(rq, of, [])),
  }),
  post('/seances/:seance/retablir', {
    acte: 'rétablir une séance',
    collecte: 'rien',
    access: equipe,
    load: seance,
    handle: (rq, of) => restore(rq, of, url),
  }),

  get('/ponctuelles/nouvelle', {
    access: { equipe: true, agent: true },
    handle: async (rq) => {
      const values = {
        jour: rq.today.toString(),
        agentId: rq.compte.agentId ?? '',
        heureDebut: '14:00',
        heureFin: '16:00',
      };
      return page(await ponctuellePage(rq, blankForm(values)));
    },
  }),
  post('/ponctuelles/nouvelle', {
    acte: 'noter une aide ponctuelle',
    collecte: [SEANCES],
    access: { equipe: true, agent: true },
    handle: createPonctuelle,
  }),
];
