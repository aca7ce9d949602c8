import { formatCommune } from '../../domain/commune.ts';
import { estCle, NATURES_AGENT, type NatureAgent } from '../../domain/nomenclatures.ts';
import { phrase } from '../../domain/refus.ts';
import { parseForm, withErrors } from '../../platform/http/form.ts';
import { file, type PageContent, page, redirect, refusal } from '../../platform/http/reply.ts';
import { get, post, type Route, type Rq } from '../../platform/http/route.ts';
import { toCsv } from '../../ui/csv.ts';
import type { FieldError, FormState } from '../../ui/form-state.ts';
import { tablePage, tableQuery } from '../../ui/table-query.ts';
import { COMPTES } from '../comptes/conservation.ts';
import { PHRASES_COMPTE } from '../comptes/rules.ts';
import { followCourriel } from '../comptes/store.ts';
import { type Commune, lireCommune, nomsCommunes } from '../territoires/commune-saisie.ts';
import { AgentFormPage } from './agent-form-view.tsx';
import { AGENTS as DONNEES_AGENTS } from './conservation.ts';
import { departRoutes } from './depart/routes.tsx';
import { peutOuvrirCompte } from './depart/rules.ts';
import { agentForm, agentValues } from './forms.ts';
import { finContratProposee, PHRASES_REFUS_AGENT, verifierCertificat, verifierContrat } from './rules.ts';
import { type Agent, allAgents, findAgent, type SaisieAgent, saveAgent, seancesAVenir } from './store.ts';
import { AgentPage, AgentsPage, colonnes, colonnesCsv } from './views.tsx';

const AGENTS = { href: '/agents', label: 'Agents' } as const;

function natureChosen(rq: Rq): NatureAgent | null {
  const nature = rq.query.get('nature') ?? '';
  return estCle(NATURES_AGENT, nature) ? nature : null;
}

/** The list as its address says: the CSV gets all that was found, the page twenty rows of it. */
async function readList(rq: Rq) {
  const nature = natureChosen(rq);
  const columns = colonnes(rq.today);
  const query = tableQuery(rq.query, { sortable: columns.map(({ key }) => key), defaultSort: 'nom' });
  return { nature, columns, ...tablePage(await allAgents(rq.db, rq.territoire.id, nature), columns, query) };
}

function loadAgent(rq: Rq): Promise<Agent | undefined> {
  return findAgent(rq.db, rq.territoire.id, rq.params['agent'] ?? '');
}

function nomComplet({ prenom, nom }: Pick<Agent, 'prenom' | 'nom'>): string {
  return `${prenom} ${nom}`;
}

type Refused = { readonly state: FormState; readonly candidates: readonly Commune[] };

/** Reads the form with all that the fields cannot see one by one: the dates between them, the commune. */
async function readAgent(
  rq: Rq,
): Promise<{ saisie: SaisieAgent; rouvrir: boolean; state: FormState } | { refused: Refused }> {
  const form = parseForm(agentForm, rq.form);
  const { departement, values } = { departement: rq.territoire.codeDepartement, values: form.state.values };
  const { commune, candidates, errors } = await lireCommune(rq.db, departement, values, 'portAttache');
  const refusals = [...incoherences(rq), ...errors];
  if (!form.ok || commune === undefined || refusals.length > 0) {
    return { refused: { state: withErrors(form.state, refusals, agentForm), candidates } };
  }
  const { portAttacheChoix: _, rouvrir, ...data } = form.data;
  const contratFin = data.contratFin ?? finContratProposee(data.nature, data.contratDebut);
  return { saisie: { ...data, contratFin, portAttache: commune.codeInsee }, rouvrir, state: form.state };
}

/** What dates say of each other, as soon as they can be read, whatever else is refused. */
function incoherences(rq: Rq): FieldError[] {
  const found: FieldError[] = [];
  const dates = parseForm(agentForm.pick({ contratDebut: true, contratFin: true }), rq.form);
  const contrat =
    dates.ok && dates.data.contratFin !== null ? verifierContrat(dates.data.contratDebut, dates.data.contratFin) : null;
  if (contrat !== null) found.push({ field: 'contratFin', message: phrase(PHRASES_REFUS_AGENT, contrat) });

  const training = parseForm(agentForm.pick({ certificat: true, certificatDate: true }), rq.form);
  const certificat = training.ok
    ? verifierCertificat(training.data.certificat, training.data.certificatDate, rq.today)
    : null;
  if (certificat !== null) {
    const field = certificat.refus === 'certificat_sans_intitule' ? 'certificat' : 'certificatDate';
    found.push({ field, message: phrase(PHRASES_REFUS_AGENT, certificat) });
  }
  return found;
}

/** The form of a new agent (`agent` null), or of one that exists. */
async function formPage(rq: Rq, agent: Agent | null, refused?: Refused): Promise<PageContent> {
  const title = agent === null ? 'Nouvel agent' : 'Modifier l’agent';
  const retour = agent === null ? '/agents' : `/agents/${agent.id}`;
  return {
    title,
    breadcrumbs: agent === null ? [AGENTS] : [AGENTS, { href: retour, label: nomComplet(agent) }],
    body: (
      <AgentFormPage
        title={title}
        state={refused?.state ?? agentValues(agent)}
        cle={rq.key}
        action={rq.path}
        retour={retour}
        rouvrable={agent !== null && agent.courriel !== null && !agent.peutSeConnecter && mayOpen(agent, rq.today)}
        communes={await nomsCommunes(rq.db, rq.territoire.codeDepartement)}
        candidates={(refused?.candidates ?? []).map((commune) => ({
          value: commune.codeInsee,
          label: `${formatCommune(commune)}, ${commune.codesPostaux.join(', ')}`,
        }))}
      />
    ),
  };
}

function mayOpen({ contratFin, departFinPrevue }: Agent, today: Temporal.PlainDate): boolean {
  return peutOuvrirCompte({ fin: contratFin, finPrevue: departFinPrevue }, today);
}

/**
 * The account follows the address of the card while the contract, or the departure recorded, lets it be open. What the end
 * of a contract closed opens again with a longer one; what was closed otherwise, only when that is asked.
 */
async function suivreCompte(
  rq: Rq,
  of: { agent: Agent | null; agentId: string; saisie: SaisieAgent; rouvrir: boolean },
) {
  const { agent, agentId, saisie } = of;
  const isLeaving = agent !== null && saisie.contratFin.equals(agent.contratFin);
  const contrat = { fin: saisie.contratFin, finPrevue: isLeaving ? agent.departFinPrevue : null };
  const before = agent?.courriel ?? null;
  const opens = peutOuvrirCompte(contrat, rq.today);
  // Nothing to open, and no address left: what is open still, the night closes.
  if (!opens && saisie.courriel === before) return null;
  const rouvrir = of.rouvrir || (agent !== null && !mayOpen(agent, rq.today));
  const card = { before, after: opens ? saisie.courriel : null, nom: nomComplet(saisie), rouvrir };
  return followCourriel(rq.db, rq.territoire.id, { role: 'agent', agentId }, card, rq.now);
}

/** Saves the card of an agent, and opens, moves or closes the account that goes with its address. */
async function save(rq: Rq, agent: Agent | null, flash: string) {
  const read = await readAgent(rq);
  if ('refused' in read) return refusal(await formPage(rq, agent, read.refused));
  const { saisie, rouvrir, state } = read;
  const agentId = await saveAgent(rq.db, rq.territoire.id, agent?.id ?? null, saisie);
  const taken = await suivreCompte(rq, { agent, agentId, saisie, rouvrir });
  if (taken === null) return redirect(`/agents/${agentId}`, { flash, objet: ['agent', agentId] });
  const message = phrase(PHRASES_COMPTE, taken);
  return refusal(
    await formPage(rq, agent, { state: withErrors(state, [{ field: 'courriel', message }]), candidates: [] }),
  );
}

export const equipeRoutes: readonly Route[] = [
  get('/agents', {
    access: { equipe: true },
    handle: async (rq) => {
      const { nature, ...list } = await readList(rq);
      const { columns, rows, total, query } = list;
      return page({
        title: 'Agents',
        body: <AgentsPage columns={columns} rows={rows} total={total} query={query} nature={nature ?? ''} />,
      });
    },
  }),

  get('/agents.csv', {
    access: { equipe: true },
    handle: async (rq) => {
      const { found } = await readList(rq);
      return file({ bytes: toCsv(colonnesCsv, found), type: 'text/csv; charset=utf-8', name: 'agents.csv' });
    },
  }),

  get('/agents/nouveau', {
    access: { equipe: true },
    handle: async (rq) => page(await formPage(rq, null)),
  }),

  post('/agents/nouveau', {
    access: { equipe: true },
    acte: 'enregistrer un agent',
    collecte: [DONNEES_AGENTS, COMPTES],
    handle: (rq) => save(rq, null, 'L’agent est enregistré.'),
  }),

  get('/agents/:agent', {
    load: loadAgent,
    access: { equipe: true, agent: (compte, agent) => agent.id === compte.agentId },
    handle: async (rq, agent) =>
      page({
        title: nomComplet(agent),
        breadcrumbs: rq.compte.role === 'equipe' ? [AGENTS] : [],
        body: (
          <AgentPage
            agent={agent}
            seances={await seancesAVenir(rq.db, rq.territoire.id, agent.id, rq.today)}
            today={rq.today}
            role={rq.compte.role}
          />
        ),
      }),
  }),

  get('/agents/:agent/modifier', {
    load: loadAgent,
    access: { equipe: true },
    handle: async (rq, agent) => page(await formPage(rq, agent)),
  }),

  post('/agents/:agent/modifier', {
    load: loadAgent,
    access: { equipe: true },
    acte: 'modifier un agent',
    collecte: [DONNEES_AGENTS, COMPTES],
    handle: (rq, agent) => save(rq, agent, 'L’agent est à jour.'),
  }),

  ...departRoutes,
];
