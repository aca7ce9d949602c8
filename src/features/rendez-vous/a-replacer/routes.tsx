import { randomUUID } from 'node:crypto';
import { page } from '../../../platform/http/reply.ts';
import { get, type Route, type SignedRq } from '../../../platform/http/route.ts';
import { pageCount, tableQuery } from '../../../ui/table-query.ts';
import { RENDEZ_VOUS } from '../conservation.ts';
import { alternatives, type Creneau } from '../creneaux.ts';
import { findMotif } from '../motifs/store.ts';
import { type AReplacer, rendezVousAReplacer } from './store.ts';
import { AReplacerPage, type Ligne } from './views.tsx';

/** Each asks the database for what is free near it. */
const PAR_PAGE = 10;
const PROPOSES = 4;

/** The nearest moments that are free, those of its own séance left out: it is gone. */
async function proches({ db, territoire, now }: SignedRq, rdv: AReplacer): Promise<readonly Creneau[]> {
  const motif = await findMotif(db, territoire.id, rdv.motifId);
  if (motif === undefined || rdv.lieuId === null) return [];
  const voulu = { lieuId: rdv.lieuId, jour: rdv.jour, debut: rdv.debut };
  const found = await alternatives(db, territoire.id, voulu, { motif, canal: 'agent', now });
  return found.filter(({ seanceId }) => seanceId !== rdv.seanceId).slice(0, PROPOSES);
}

export const aReplacerRoutes: readonly Route[] = [
  get('/a-replacer', {
    access: { equipe: true, agent: true },
    // Its buttons move a rendez-vous.
    collecte: [RENDEZ_VOUS],
    handle: async (rq) => {
      const agentId = rq.compte.role === 'agent' ? rq.compte.agentId : null;
      const all = await rendezVousAReplacer(rq.db, rq.territoire.id, { agentId, today: rq.today });
      const pages = pageCount(all.length, PAR_PAGE);
      const asked = tableQuery(rq.query, { sortable: [], defaultSort: '' }).page;
      const current = Math.min(asked, pages);
      const lignes: Ligne[] = [];
      for (const rdv of all.slice((current - 1) * PAR_PAGE, current * PAR_PAGE)) {
        const creneaux = await proches(rq, rdv);
        lignes.push({ rdv, creneaux, cles: creneaux.map(() => randomUUID()) });
      }
      return page({
        title: 'Rendez-vous à replacer',
        breadcrumbs: [{ href: '/rendez-vous', label: 'Rendez-vous' }],
        body: <AReplacerPage lignes={lignes} total={all.length} page={current} pages={pages} />,
      });
    },
  }),
];
