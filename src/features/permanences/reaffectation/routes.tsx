import { parseDate } from '../../../domain/date.ts';
import { lePlusTard } from '../../../domain/periode.ts';
import { estRefus, phrase } from '../../../domain/refus.ts';
import { parseForm, withErrors } from '../../../platform/http/form.ts';
import { type PageContent, page, type Reply, redirect, refusal } from '../../../platform/http/reply.ts';
import { get, post, type Route, type Rq, type SignedRq } from '../../../platform/http/route.ts';
import { blankForm, type FormState } from '../../../ui/form-state.ts';
import { tablePage, tableQuery } from '../../../ui/table-query.ts';
import { gardantAvant } from '../changements/annuler.ts';
import { chargerPermanence, tenirPermanence } from '../charger.ts';
import {
  findSeancePlanning,
  lockPlanning,
  lockSeance,
  type SeancePlanning,
  seancesDePermanence,
} from '../seances/store.ts';
import { type AgentChoix, agentsPlanifiables, type PermanenceSuivie } from '../store.ts';
import { candidatsPermanence, candidatsSeance, confierUnePermanence, confierUneSeance } from './confier.ts';
import { permanenceForm, seanceForm } from './forms.ts';
import { PHRASES_REAFFECTATION, type RefusReaffectation, verifierSeanceAConfier } from './rules.ts';
import { type SeanceAReaffecter, seancesAReaffecter } from './store.ts';
import {
  AReaffecterPage,
  ConfierPermanencePage,
  ConfierSeancePage,
  colonnesAReaffecter,
  type PermanenceAReaffecter,
} from './views.tsx';

type Date = Temporal.PlainDate;

const equipe = { equipe: true } as const;
const PERMANENCES = { href: '/permanences', label: 'Permanences' } as const;
const A_REAFFECTER = { href: '/a-reaffecter', label: 'À réaffecter' } as const;

/** One line a permanence, from its séances in order. */
function parPermanence(seances: readonly SeanceAReaffecter[]): readonly PermanenceAReaffecter[] {
  const groups = Map.groupBy(
    seances.filter(({ permanenceId }) => permanenceId !== null),
    ({ permanenceId }) => permanenceId ?? '',
  );
  return [...groups].flatMap(([id, list]) => {
    const [first] = list;
    return first === undefined ? [] : [{ ...first, id, seances: list.length }];
  });
}

async function liste(rq: Rq): Promise<Reply> {
  const all = await seancesAReaffecter(rq.db, rq.territoire.id, rq.today);
  const names = new Map(all.map(({ agentId, agentNom }) => [agentId, agentNom]));
  const asked = rq.query.get('agent') ?? '';
  const agent = names.has(asked) ? asked : '';
  const kept = agent === '' ? all : all.filter(({ agentId }) => agentId === agent);
  const query = tableQuery(rq.query, { sortable: ['jour', 'lieu', 'agent'], defaultSort: 'jour' });
  return page({
    title: 'À réaffecter',
    breadcrumbs: [PERMANENCES],
    body: (
      <AReaffecterPage
        permanences={parPermanence(kept)}
        listed={tablePage(kept, colonnesAReaffecter, query)}
        agents={[...names].map(([value, label]) => ({ value, label }))}
        agent={agent}
        today={rq.today}
      />
    ),
  });
}

/** Above the form what no field is about; the others lead to the choice of the agent. */
function toErrors(refus: readonly RefusReaffectation[]): FormState['errors'] {
  const ofAgent = ['agent_identique', 'agent_hors_contrat', 'agent_occupe', 'agent_absent'];
  return refus.map((one) => ({
    field: ofAgent.includes(one.refus) ? 'agentId' : '',
    message: phrase(PHRASES_REAFFECTATION, one),
  }));
}

const choisirAgent = { field: 'agentId', message: 'Choisissez l’agent dans la liste.' };

async function findAgent(rq: Rq, id: string): Promise<AgentChoix | undefined> {
  return (await agentsPlanifiables(rq.db, rq.territoire.id, rq.today)).find((one) => one.id === id);
}

function loadSeance(rq: Rq): Promise<SeancePlanning | undefined> {
  return findSeancePlanning(rq.db, rq.territoire.id, rq.params['seance'] ?? '');
}

/**
 * The same, once whoever notes an accompagnement in it, or changes it, is done. The planning is held first: an absence or a closure,
 * which holds it as well, then takes many séances.
 */
async function holdSeance(rq: Rq): Promise<SeancePlanning | undefined> {
  await lockPlanning(rq.db, rq.territoire.id);
  await lockSeance(rq.db, rq.territoire.id, rq.params['seance'] ?? '');
  return loadSeance(rq);
}

/** Back to the list of what waits, while it does; to the permanence or the week otherwise. */
function retourSeance(of: SeancePlanning): string {
  if (of.sansAgent) return A_REAFFECTER.href;
  return of.permanenceId === null ? `/planning?semaine=${of.jour}` : `/permanences/${of.permanenceId}`;
}

async function seancePage(rq: Rq, of: SeancePlanning, state: FormState): Promise<PageContent> {
  return {
    title: 'Confier une séance',
    breadcrumbs: [PERMANENCES, A_REAFFECTER],
    body: (
      <ConfierSeancePage
        seance={of}
        retour={retourSeance(of)}
        state={state}
        cle={rq.key}
        candidats={await candidatsSeance(rq.db, rq.territoire.id, of, rq.today)}
      />
    ),
  };
}

async function handSeance(rq: Rq, of: SeancePlanning): Promise<Reply> {
  const form = parseForm(seanceForm, rq.form);
  if (!form.ok) return refusal(await seancePage(rq, of, form.state));
  const agent = await findAgent(rq, form.data.agentId);
  if (agent === undefined) return refusal(await seancePage(rq, of, withErrors(form.state, [choisirAgent])));
  const refus = await confierUneSeance(rq.db, rq.territoire.id, { seance: of, agent }, rq.today);
  if (refus.length > 0) return refusal(await seancePage(rq, of, withErrors(form.state, toErrors(refus))));
  return redirect(retourSeance(of), { flash: `La séance est confiée à ${agent.nom}.` });
}

/** The first séance that nobody holds any more, else today. */
async function premierJour(rq: Rq, of: PermanenceSuivie): Promise<Date> {
  const seances = await seancesDePermanence(rq.db, rq.territoire.id, of.id, rq.today);
  return seances.find(({ statut, sansAgent }) => statut === 'prevue' && sansAgent)?.jour ?? rq.today;
}

async function permanencePage(rq: Rq, of: PermanenceSuivie, state: FormState): Promise<PageContent> {
  const read = (name: string): Date | null => {
    const typed = parseDate(String(state.values[name] ?? ''));
    return estRefus(typed) ? null : typed;
  };
  const fenetre = { du: lePlusTard(read('du') ?? rq.today, rq.today), au: read('au') };
  const { candidats, seances } = await candidatsPermanence(rq.db, rq.territoire.id, of, fenetre, rq.today);
  return {
    title: 'Confier une permanence',
    breadcrumbs: [PERMANENCES, { href: `/permanences/${of.id}`, label: of.lieuNom }],
    body: (
      <ConfierPermanencePage
        permanence={of}
        retour={`/permanences/${of.id}`}
        state={state}
        cle={rq.key}
        candidats={candidats}
        seances={seances}
      />
    ),
  };
}

async function handPermanence(rq: SignedRq, of: PermanenceSuivie): Promise<Reply> {
  const form = parseForm(permanenceForm, rq.form);
  if (!form.ok) return refusal(await permanencePage(rq, of, form.state));
  const { agentId, du, au } = form.data;
  const agent = await findAgent(rq, agentId);
  const errors = [
    ...(Temporal.PlainDate.compare(du, rq.today) < 0
      ? [
          {
            field: 'du',
            message: 'Les séances passées gardent leur agent : choisissez aujourd’hui ou un jour à venir.',
          },
        ]
      : []),
    ...(au !== null && Temporal.PlainDate.compare(au, du) < 0
      ? [{ field: 'au', message: 'Le dernier jour ne peut pas précéder le premier.' }]
      : []),
    ...(agent === undefined ? [choisirAgent] : []),
  ];
  const refuse = async (all: FormState['errors']) =>
    refusal(await permanencePage(rq, of, withErrors(form.state, all, permanenceForm)));
  if (errors.length > 0 || agent === undefined) return refuse(errors);
  const change = { permanence: of, agent, fenetre: { du, au } };
  const { today, now } = rq;
  const acte = { nature: 'confiee', aPartirDu: du, today, now, compteId: rq.compte.id } as const;
  const outcome = await gardantAvant(rq.db, rq.territoire.id, of, acte, () =>
    confierUnePermanence(rq.db, rq.territoire.id, change, today),
  );
  if ('refus' in outcome) return refuse(toErrors(outcome.refus));
  const count = outcome.seances > 1 ? `${outcome.seances} séances sont confiées` : 'Une séance est confiée';
  return redirect(`/permanences/${of.id}`, { flash: `${count} à ${agent.nom}.` });
}

/** What waits for another agent, and how it finds one. */
export const reaffectationRoutes: readonly Route[] = [
  get('/a-reaffecter', { access: equipe, handle: liste }),

  get('/seances/:seance/reaffecter', {
    access: equipe,
    load: loadSeance,
    handle: async (rq, of) => {
      const kept = verifierSeanceAConfier(of, rq.today);
      return page(await seancePage(rq, of, { values: {}, errors: kept === null ? [] : toErrors([kept]) }));
    },
  }),
  post('/seances/:seance/reaffecter', {
    access: equipe,
    load: holdSeance,
    acte: 'confier une séance à un autre agent',
    collecte: 'rien',
    handle: handSeance,
  }),

  get('/permanences/:permanence/reaffecter', {
    access: equipe,
    load: chargerPermanence,
    handle: async (rq, of) =>
      page(await permanencePage(rq, of, blankForm({ du: (await premierJour(rq, of)).toString() }))),
  }),
  post('/permanences/:permanence/reaffecter', {
    access: equipe,
    load: tenirPermanence,
    acte: 'confier une permanence à un autre agent',
    collecte: 'rien',
    handle: handPermanence,
  }),
];
