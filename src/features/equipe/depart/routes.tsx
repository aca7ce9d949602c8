import { formatDate } from '../../../domain/date.ts';
import { contains } from '../../../domain/periode.ts';
import { phrase } from '../../../domain/refus.ts';
import { parseForm, withErrors } from '../../../platform/http/form.ts';
import { type PageContent, page, type Reply, redirect, refusal } from '../../../platform/http/reply.ts';
import { get, post, type Route, type Rq } from '../../../platform/http/route.ts';
import { blankForm, type FormState } from '../../../ui/form-state.ts';
import { fermerComptesAgent } from '../../comptes/administration/store.ts';
import { PHRASES_COMPTE } from '../../comptes/rules.ts';
import { followCourriel } from '../../comptes/store.ts';
import { passerToutes, personnesSuiviesPar } from '../../personnes/suivi/store.ts';
import { AGENTS as DONNEES_AGENTS } from '../conservation.ts';
import { type Agent, allAgents, findAgent } from '../store.ts';
import { departForm, PERSONNE } from './forms.ts';
import { PHRASES_DEPART, peutOuvrirCompte, type RefusDepart, verifierDepart } from './rules.ts';
import { derniereAideDe, saveDepart, seancesApresDepart, undoDepart } from './store.ts';
import { AnnulerDepartPage, DepartPage, JourDepartPage, SuiviesPage } from './views.tsx';

type Jour = Temporal.PlainDate;

const equipe = { equipe: true } as const;

function loadAgent(rq: Rq): Promise<Agent | undefined> {
  return findAgent(rq.db, rq.territoire.id, rq.params['agent'] ?? '');
}

const nomDe = ({ prenom, nom }: Agent): string => `${prenom} ${nom}`;

const breadcrumbs = (agent: Agent) => [
  { href: '/agents', label: 'Agents' },
  { href: `/agents/${agent.id}`, label: nomDe(agent) },
];

function jourPage(agent: Agent, state: FormState): PageContent {
  return {
    title: 'Enregistrer un départ',
    breadcrumbs: breadcrumbs(agent),
    body: <JourDepartPage agent={agent} state={state} />,
  };
}

async function departPage(rq: Rq, agent: Agent, jour: Jour, state: FormState): Promise<PageContent> {
  const lieux = await seancesApresDepart(rq.db, rq.territoire.id, agent.id, { apres: jour, today: rq.today });
  const suivies = await personnesSuiviesPar(rq.db, rq.territoire.id, agent.id);
  const suivants = (await suivantsPossibles(rq, agent)).map((one) => ({ value: one.id, label: nomDe(one) }));
  const of = { agent, jour, lieux, suivies, suivants, today: rq.today, state, cle: rq.key };
  return { title: 'Enregistrer un départ', breadcrumbs: breadcrumbs(agent), body: <DepartPage {...of} /> };
}

/** The agents at work today to whom those that this one follows may be handed over. */
async function suivantsPossibles(rq: Rq, agent: Agent): Promise<readonly Agent[]> {
  return (await allAgents(rq.db, rq.territoire.id)).filter(
    ({ id, contratDebut: debut, contratFin: fin }) => id !== agent.id && contains({ debut, fin }, rq.today),
  );
}

async function suiviesPage(rq: Rq, agent: Agent): Promise<PageContent> {
  const suivies = await personnesSuiviesPar(rq.db, rq.territoire.id, agent.id);
  return {
    title: 'Personnes suivies',
    breadcrumbs: breadcrumbs(agent),
    body: <SuiviesPage agent={agent} suivies={suivies} />,
  };
}

async function decide(rq: Rq, agent: Agent, jour: Jour): Promise<RefusDepart | null> {
  const contrat = { debut: agent.contratDebut, fin: agent.contratFin, finPrevue: agent.departFinPrevue };
  return verifierDepart(contrat, jour, await derniereAideDe(rq.db, rq.territoire.id, agent.id));
}

const toError = (refus: RefusDepart) => [{ field: 'jour', message: phrase(PHRASES_DEPART, refus) }];

/** The day in the address, « ?jour=2026-11-30 »: without one, it is asked; with one, what it would change is shown. */
async function ask(rq: Rq, agent: Agent): Promise<Reply> {
  const asked = rq.query.get('jour');
  if (asked === null) return page(jourPage(agent, blankForm({ jour: rq.today.toString() })));
  const form = parseForm(departForm, { values: { jour: [asked] }, files: {} });
  if (!form.ok) return refusal(jourPage(agent, form.state));
  const refus = await decide(rq, agent, form.data.jour);
  if (refus !== null) return refusal(jourPage(agent, withErrors(form.state, toError(refus))));
  return page(await departPage(rq, agent, form.data.jour, blankForm()));
}

async function record(rq: Rq, agent: Agent): Promise<Reply> {
  const form = parseForm(departForm, rq.form);
  if (!form.ok) {
    const dated = parseForm(departForm.pick({ jour: true }), rq.form);
    return refusal(dated.ok ? await departPage(rq, agent, dated.data.jour, form.state) : jourPage(agent, form.state));
  }
  const { jour } = form.data;
  const refus = await decide(rq, agent, jour);
  if (refus !== null) return refusal(jourPage(agent, withErrors(form.state, toError(refus))));
  const { suivies: vers } = form.data;
  if (vers !== null && vers !== PERSONNE && !(await suivantsPossibles(rq, agent)).some(({ id }) => id === vers)) {
    const errors = [{ field: 'suivies', message: 'Choisissez un agent présent, dans la liste.' }];
    return refusal(await departPage(rq, agent, jour, withErrors(form.state, errors)));
  }
  if (!(await saveDepart(rq.db, rq.territoire.id, agent.id, { jour, motif: form.data.motif }))) {
    // Somebody else recorded one at the same instant.
    const message = toError({ refus: 'deja_parti', le: (await loadAgent(rq))?.contratFin ?? jour });
    return refusal(jourPage(agent, withErrors(form.state, message)));
  }
  if (Temporal.PlainDate.compare(jour, rq.today) <= 0) {
    await fermerComptesAgent(rq.db, rq.territoire.id, agent.id, rq.now);
  }
  if (vers !== null) await passerToutes(rq.db, rq.territoire.id, agent.id, vers === PERSONNE ? null : vers);
  const [first] = await seancesApresDepart(rq.db, rq.territoire.id, agent.id, { apres: jour, today: rq.today });
  const flash = `Le départ de ${nomDe(agent)} est enregistré, au ${formatDate(jour)}.`;
  return first === undefined
    ? redirect(`/agents/${agent.id}`, { flash })
    : redirect(`/a-reaffecter?agent=${agent.id}`, { flash: `${flash} Voici ses séances à réaffecter.` });
}

function annulerPage(rq: Rq, agent: Agent, errors: FormState['errors']): PageContent {
  return {
    title: 'Annuler un départ',
    breadcrumbs: breadcrumbs(agent),
    body: <AnnulerDepartPage agent={agent} today={rq.today} cle={rq.key} errors={errors} />,
  };
}

async function undo(rq: Rq, agent: Agent): Promise<Reply> {
  const { id } = rq.territoire;
  const fin = agent.departFinPrevue;
  if (fin === null) return redirect(`/agents/${agent.id}`, { flash: 'Aucun départ n’est enregistré.' });
  await undoDepart(rq.db, id, agent.id);
  if (peutOuvrirCompte({ fin, finPrevue: null }, rq.today)) {
    const card = { before: agent.courriel, after: agent.courriel, nom: nomDe(agent), rouvrir: true };
    const taken = await followCourriel(rq.db, id, { role: 'agent', agentId: agent.id }, card, rq.now);
    if (taken !== null) return refusal(annulerPage(rq, agent, [{ field: '', message: phrase(PHRASES_COMPTE, taken) }]));
  }
  return redirect(`/agents/${agent.id}`, { flash: `Le départ de ${nomDe(agent)} est annulé.` });
}

/** An agent leaves: when, what it changes, and back again when it was a mistake. */
export const departRoutes: readonly Route[] = [
  get('/agents/:agent/depart', { access: equipe, load: loadAgent, collecte: [DONNEES_AGENTS], handle: ask }),
  post('/agents/:agent/depart', {
    access: equipe,
    load: loadAgent,
    acte: 'enregistrer le départ d’un agent',
    collecte: [DONNEES_AGENTS],
    handle: record,
  }),

  get('/agents/:agent/suivies', {
    access: equipe,
    load: loadAgent,
    handle: async (rq, agent) => page(await suiviesPage(rq, agent)),
  }),

  get('/agents/:agent/depart/annuler', {
    access: equipe,
    load: loadAgent,
    handle: async (rq, agent) =>
      agent.departFinPrevue === null ? redirect(`/agents/${agent.id}`) : page(annulerPage(rq, agent, [])),
  }),
  post('/agents/:agent/depart/annuler', {
    access: equipe,
    load: loadAgent,
    acte: 'annuler le départ d’un agent',
    collecte: 'rien',
    handle: undo,
  }),
];
