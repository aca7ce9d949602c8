import { parisTime } from '../../domain/date.ts';
import { file, page, type Reply } from '../../platform/http/reply.ts';
import { get, type Route, type SignedRq } from '../../platform/http/route.ts';
import { toCsv } from '../../ui/csv.ts';
import { portefeuille } from '../conventions/store.ts';
import { allAgents } from '../equipe/store.ts';
import { permanencesADecouvert } from '../permanences/planification.ts';
import { resteAReaffecter } from '../permanences/reaffectation/store.ts';
import { seancesDuTerritoire } from '../permanences/seances/store.ts';
import { lireRetards } from '../releves/a-faire.tsx';
import { lireAFaire } from '../rendez-vous/a-faire.tsx';
import { servicesEnAttente } from '../services-bloques/a-relancer.tsx';
import { bilanDePeriode } from '../statistiques/rules.ts';
import { loadActivite } from '../statistiques/store.ts';
import { suiviDesLieux } from './lieux-suivi.ts';
import { maStructureRoutes } from './ma-structure-routes.tsx';
import { PilotagePage } from './pilotage-views.tsx';
import { couverture, semaineDe, trimestres } from './rules.ts';
import { communesDuDepartement } from './store.ts';
import { TableauDeBordPage } from './tableau-views.tsx';
import { colonnesPilotage, lignesPilotage, type Pilotage } from './trimestre.ts';

async function tableauDeBord(rq: SignedRq): Promise<Reply> {
  const { debut: du, fin: au } = semaineDe(rq.today);
  const conventions = await portefeuille(rq.db, rq.territoire.id);
  return page({
    title: 'Tableau de bord',
    body: (
      <TableauDeBordPage
        today={rq.today}
        maintenant={rq.today.toPlainDateTime(parisTime(rq.now))}
        semaine={await seancesDuTerritoire(rq.db, rq.territoire.id, { du, au })}
        conventions={conventions}
        retards={await lireRetards(rq.db, rq.territoire, rq.today, conventions)}
        agents={await allAgents(rq.db, rq.territoire.id)}
        reste={await resteAReaffecter(rq.db, rq.territoire.id, rq.today)}
        permanences={await permanencesADecouvert(rq.db, rq.territoire.id, rq.today)}
        lieux={await suiviDesLieux(rq)}
        services={await servicesEnAttente(rq.db, rq.territoire.id, rq.today)}
        aFaire={await lireAFaire(rq.db, rq.territoire.id, { agentId: null, today: rq.today })}
      />
    ),
  });
}

async function pilotage(rq: SignedRq): Promise<Pilotage> {
  const { courant, precedent } = trimestres(rq.today);
  const activite = await loadActivite(rq.db, rq.territoire.id, { debut: precedent.debut, fin: courant.fin });
  const communes = await communesDuDepartement(rq.db, rq.territoire.codeDepartement);
  const options = { aujourdhui: rq.today, public: true };
  return {
    courant: bilanDePeriode(activite, { ...options, periode: courant }),
    precedent: bilanDePeriode(activite, { ...options, periode: precedent }),
    couverture: couverture(communes, activite, courant),
    couvertureAvant: couverture(communes, activite, precedent),
  };
}

const lecteurs = { direction: true, equipe: true } as const;

export const pilotageRoutes: readonly Route[] = [
  get('/tableau-de-bord', { access: { equipe: true }, handle: tableauDeBord }),

  get('/pilotage', {
    access: lecteurs,
    handle: async (rq) =>
      page({
        title: 'Pilotage',
        ...(rq.compte.role === 'equipe'
          ? { breadcrumbs: [{ href: '/tableau-de-bord', label: 'Tableau de bord' }] }
          : {}),
        body: (
          <PilotagePage pilotage={await pilotage(rq)} nom={rq.territoire.nomComplet} mention={rq.territoire.mention} />
        ),
      }),
  }),

  get('/pilotage.csv', {
    access: lecteurs,
    handle: async (rq) =>
      file({
        bytes: toCsv(colonnesPilotage, lignesPilotage(await pilotage(rq))),
        type: 'text/csv; charset=utf-8',
        name: `pilotage-${rq.today}.csv`,
      }),
  }),

  ...maStructureRoutes,
];
