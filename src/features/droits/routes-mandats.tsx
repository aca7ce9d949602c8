import { z } from 'zod';
import { urlDe } from '../../domain/territoire.ts';
import { choices } from '../../platform/http/fields.ts';
import { parseForm } from '../../platform/http/form.ts';
import { notFound, type PageContent, page, type Reply, redirect, refusal } from '../../platform/http/reply.ts';
import { get, post, type Route, type Rq, type SignedRq } from '../../platform/http/route.ts';
import { blankForm, type FormState } from '../../ui/form-state.ts';
import { comptesDuRole } from '../comptes/store.ts';
import { COURRIELS } from '../courriels/conservation.ts';
import { queueMail } from '../courriels/store.ts';
import { agentsMandates, demanderRemises, remisesDe, retirerRemise } from '../mandats/remise/store.ts';
import { loadIdentifiee, pathOf, pathTo } from './chemin.ts';
import { DROITS } from './conservation.ts';
import { courrielRemise } from './courriels.ts';
import { REMIS } from './rules.ts';
import type { DemandeDroit } from './store.ts';
import { DemanderPage } from './views-mandats.tsx';

const access = { dpo: true } as const;

/** Somebody known, who asks to know or to take away what is kept, and waits for the answer. */
async function load(rq: Rq): Promise<DemandeDroit | undefined> {
  const demande = await loadIdentifiee(rq);
  return demande?.repondueLe === null && REMIS.has(demande.droit) ? demande : undefined;
}

/** The agents who may still be asked, and the names of those who have no account to do it with. */
async function aDemander(rq: Rq, demande: DemandeDroit) {
  const { db, territoire } = rq;
  const asked = new Set((await remisesDe(db, territoire.id, demande.id)).map(({ agentId }) => agentId));
  const comptes = new Set((await comptesDuRole(db, territoire.id, 'agent')).map(({ agentId }) => agentId));
  const agents = (await agentsMandates(db, territoire.id)).filter(({ agentId }) => !asked.has(agentId));
  return {
    agents: agents.filter(({ agentId }) => comptes.has(agentId)),
    sansCompte: agents.filter(({ agentId }) => !comptes.has(agentId)).map(({ agent }) => agent),
  };
}

async function demanderPage(rq: Rq, demande: DemandeDroit, state: FormState): Promise<PageContent> {
  const { agents, sansCompte } = await aDemander(rq, demande);
  return {
    title: 'Demander ce que disent ses mandats',
    breadcrumbs: pathTo(demande),
    body: (
      <DemanderPage
        demande={demande}
        agents={agents.map(({ agentId, agent }) => ({ value: agentId, label: agent }))}
        sansCompte={sansCompte}
        state={state}
        cle={rq.key}
      />
    ),
  };
}

async function demander(rq: SignedRq, demande: DemandeDroit, url: string): Promise<Reply> {
  const { db, territoire, compte, now } = rq;
  const { agents } = await aDemander(rq, demande);
  const ids = agents.map(({ agentId }) => agentId);
  const form = parseForm(z.object({ agents: choices('à qui le demander', ids, 1) }), rq.form);
  if (!form.ok) return refusal(await demanderPage(rq, demande, form.state));
  const asked = { droitDemandeId: demande.id, agentIds: form.data.agents, compteId: compte.id, now };
  const nouveaux = new Set<string | null>(await demanderRemises(db, territoire.id, asked));
  const adresse = `${urlDe(url, territoire)}/mandats`;
  for (const { courriel, nom, agentId } of await comptesDuRole(db, territoire.id, 'agent')) {
    if (nouveaux.has(agentId))
      await queueMail(db, territoire.id, courrielRemise({ destinataire: courriel, nom, adresse }));
  }
  return redirect(`${pathOf(demande)}#mandats`, { flash: 'C’est demandé : chaque agent en est averti par courriel.' });
}

/** The mandats of a person who asks what is kept: the DPO asks their mandataires, and reads nothing of them. */
export function mandatsDesDroitsRoutes(url: string): readonly Route[] {
  return [
    get('/droits/:droit/mandats', {
      load,
      access,
      handle: async (rq, demande) => page(await demanderPage(rq, demande, blankForm())),
    }),

    post('/droits/:droit/mandats', {
      load,
      access,
      acte: 'demander à des agents ce que disent les mandats d’une personne',
      collecte: [DROITS, COURRIELS],
      handle: (rq, demande) => demander(rq, demande, url),
    }),

    post('/droits/:droit/mandats/:remise/retirer', {
      load,
      access,
      acte: 'ne plus demander à un agent ce que disent les mandats d’une personne',
      collecte: 'rien',
      handle: async (rq, demande) => {
        const remises = await remisesDe(rq.db, rq.territoire.id, demande.id);
        const remise = remises.find(({ id }) => id === rq.params['remise']);
        if (remise === undefined || !(await retirerRemise(rq.db, rq.territoire.id, remise.id))) return notFound();
        return redirect(`${pathOf(demande)}#mandats`, { flash: `Ce n’est plus demandé à ${remise.agent}.` });
      },
    }),
  ];
}
