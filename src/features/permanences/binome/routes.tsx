import { calendrierDe } from '../../../domain/calendrier.ts';
import { parseForm, withErrors } from '../../../platform/http/form.ts';
import { page, type Reply, redirect, refusal } from '../../../platform/http/reply.ts';
import { get, post, type Route, type Rq, type SignedRq } from '../../../platform/http/route.ts';
import { blankForm, type FormState } from '../../../ui/form-state.ts';
import { chargerPermanence, tenirPermanence } from '../charger.ts';
import { lireChoix } from '../choix.ts';
import { binomeForm } from '../forms.ts';
import { planifier } from '../planification.ts';
import { premierJourDeSuite } from '../rules.ts';
import { erreursDe } from '../saisie.ts';
import { agentsPlanifiables, type PermanenceSuivie } from '../store.ts';
import { binomeEnPlace } from './store.ts';
import { BinomePage } from './views.tsx';

const equipe = { equipe: true } as const;
const liste = { href: '/permanences', label: 'Permanences' };

/** One that nobody shares yet, and that is not over. */
async function seule(rq: Rq, of: PermanenceSuivie | undefined): Promise<PermanenceSuivie | undefined> {
  if (of === undefined || (of.au !== null && Temporal.PlainDate.compare(of.au, rq.today) < 0)) return undefined;
  return (await binomeEnPlace(rq.db, rq.territoire.id, of, rq.today)) === undefined ? of : undefined;
}

async function formPage(rq: Rq, of: PermanenceSuivie, state: FormState) {
  const agents = (await agentsPlanifiables(rq.db, rq.territoire.id, rq.today)).filter(({ id }) => id !== of.agentId);
  return {
    title: 'Ajouter un binôme',
    breadcrumbs: [liste, { href: `/permanences/${of.id}`, label: of.lieuNom }],
    body: <BinomePage permanence={of} agents={agents} state={state} cle={rq.key} />,
  };
}

async function add(rq: SignedRq, of: PermanenceSuivie): Promise<Reply> {
  const form = parseForm(binomeForm, rq.form);
  if (!form.ok) return refusal(await formPage(rq, of, form.state));
  const { agentId, du, au } = form.data;
  const { lieuId, salleId } = of;
  const { lieu, agent, errors } = await lireChoix(rq, { lieuId, salleId, agentId });
  const late = of.au !== null && (au === null || Temporal.PlainDate.compare(au, of.au) > 0);
  const early = Temporal.PlainDate.compare(du, of.du) < 0;
  const wrong = [
    ...errors,
    ...(early ? [{ field: 'du', message: 'Le binôme ne peut pas commencer avant la permanence.' }] : []),
    ...(late
      ? [{ field: 'au', message: 'Le binôme s’arrête au plus tard avec la permanence : indiquez son dernier jour.' }]
      : []),
  ];
  if (lieu === undefined || agent === undefined || wrong.length > 0) {
    return refusal(await formPage(rq, of, withErrors(form.state, wrong, binomeForm)));
  }
  const { accueil, rdvDebut, rdvFin, pasMinutes } = of;
  const { jour, toutesLes, rangs, horsVacances, heureDebut, heureFin } = of;
  const permanence = {
    jour,
    toutesLes,
    rangs,
    horsVacances,
    heureDebut,
    heureFin,
    du: premierJourDeSuite(of, of, du),
    au,
  };
  const outcome = await planifier(
    rq.db,
    rq.territoire.id,
    {
      permanence,
      agent,
      lieu,
      accueil: { accueil, rdvDebut, rdvFin, pasMinutes },
      salleId,
      binomeDe: of.binomeDe ?? of.id,
    },
    { today: rq.today, compteId: rq.compte.id, calendrier: calendrierDe(rq.territoire.codeDepartement) },
  );
  if (!('id' in outcome)) {
    const refus = erreursDe(outcome.refus, {
      lieuId: 'agentId',
      heureDebut: 'agentId',
      heureFin: 'agentId',
      horsVacances: 'du',
    });
    return refusal(await formPage(rq, of, withErrors(form.state, refus, binomeForm)));
  }
  return redirect(`/permanences/${outcome.id}`, {
    flash: `Le binôme est en place avec ${of.agentNom}.`,
    objet: ['permanence', outcome.id],
  });
}

export const binomeRoutes: readonly Route[] = [
  get('/permanences/:permanence/binome', {
    access: equipe,
    load: async (rq) => seule(rq, await chargerPermanence(rq)),
    handle: async (rq, of) => {
      const du = Temporal.PlainDate.compare(of.du, rq.today) > 0 ? of.du : rq.today.add({ days: 1 });
      return page(await formPage(rq, of, blankForm({ du: du.toString(), au: of.au?.toString() ?? '' })));
    },
  }),
  post('/permanences/:permanence/binome', {
    acte: 'ajouter un binôme',
    collecte: 'rien',
    access: equipe,
    load: async (rq) => seule(rq, await tenirPermanence(rq)),
    handle: add,
  }),
];
