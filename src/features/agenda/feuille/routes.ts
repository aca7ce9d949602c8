import type { Compte } from '../../../domain/compte.ts';
import { parseDate } from '../../../domain/date.ts';
import { estRefus } from '../../../domain/refus.ts';
import { file } from '../../../platform/http/reply.ts';
import { get, type Route, type Rq } from '../../../platform/http/route.ts';
import { findLieu, type Lieu } from '../../lieux/store.ts';
import { findLogo } from '../../territoires/store.ts';
import { fermeturesDeLAgenda } from '../store.ts';
import { renderFeuille } from './feuille.ts';
import { agentsDuLieu, seancesDeLaFeuille } from './store.ts';

type Feuille = { readonly lieu: Lieu; readonly jour: Temporal.PlainDate; readonly agents: ReadonlySet<string> };

async function feuille(rq: Rq): Promise<Feuille | undefined> {
  const lieu = await findLieu(rq.db, rq.territoire.id, rq.params['lieu'] ?? '');
  if (lieu === undefined) return undefined;
  const asked = parseDate(rq.query.get('jour') ?? '');
  const jour = estRefus(asked) ? rq.today : asked;
  return { lieu, jour, agents: await agentsDuLieu(rq.db, rq.territoire.id, { lieuId: lieu.id, jour }) };
}

/** A référent: the lieux of his own structure. An agent: where he holds séances. */
const duReferent = (compte: Compte, { lieu }: Feuille) =>
  lieu.structureId !== null && lieu.structureId === compte.structureId;
const deLAgent = (compte: Compte, { agents }: Feuille) => compte.agentId !== null && agents.has(compte.agentId);

export const feuilleRoutes: readonly Route[] = [
  get('/lieux/:lieu/feuille', {
    access: { equipe: true, agent: deLAgent, referent: duReferent },
    load: feuille,
    handle: async (rq, { lieu, jour }) => {
      const { db, territoire, today } = rq;
      const of = { lieuId: lieu.id, jour };
      const [fermeture = null] = await fermeturesDeLAgenda(db, territoire.id, { du: jour, au: jour }, lieu.id);
      const seances = await seancesDeLaFeuille(db, territoire.id, of);
      const logo = (await findLogo(db, territoire.id))?.octets ?? null;
      const bytes = await renderFeuille({ lieu, territoire, jour, today, seances, fermeture, logo });
      return file({ bytes, type: 'application/pdf', name: `feuille-${jour}-${lieu.id}.pdf`, inline: true });
    },
  }),
];
