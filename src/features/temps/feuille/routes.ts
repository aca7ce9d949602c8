import { calendrierDe, joursFeries } from '../../../domain/calendrier.ts';
import type { Compte } from '../../../domain/compte.ts';
import { estApres, estAvant } from '../../../domain/periode.ts';
import { file } from '../../../platform/http/reply.ts';
import { get, type Route, type Rq } from '../../../platform/http/route.ts';
import { writeSheet, XLSX_TYPE } from '../../../platform/spreadsheet/write.ts';
import { absencesDeLAgenda } from '../../agenda/store.ts';
import { type Agent, findAgent } from '../../equipe/store.ts';
import { findLogo } from '../../territoires/store.ts';
import { lireHeures } from '../lecture.ts';
import { moisDemande } from '../rules/heures.ts';
import { feuilleTableau, renderFeuille } from './feuille.ts';

/** The agent's own, and the équipe technique. */
const lecteurs = {
  equipe: true,
  agent: (compte: Compte, agent: Agent): boolean => agent.id === compte.agentId,
} as const;

function agentDuChemin(rq: Rq): Promise<Agent | undefined> {
  return findAgent(rq.db, rq.territoire.id, rq.params['agent'] ?? '');
}

/** What a day is besides what was done; why an agent was away is not said. */
async function marqueDe(rq: Rq, agent: Agent, mois: Temporal.PlainYearMonth) {
  const [du, au] = [mois.toPlainDate({ day: 1 }), mois.toPlainDate({ day: mois.daysInMonth })];
  const absences = await absencesDeLAgenda(rq.db, rq.territoire.id, { du, au }, agent.id);
  const feries = joursFeries(mois.year, calendrierDe(rq.territoire.codeDepartement));
  return (jour: Temporal.PlainDate): string | null => {
    const ferie = feries.find(({ date }) => date.equals(jour));
    if (ferie !== undefined) return `Férié : ${ferie.nom}`;
    const away = absences.some((one) => !estAvant(jour, one.du) && !estApres(jour, one.au));
    return away && jour.dayOfWeek <= 5 ? 'Absence' : null;
  };
}

function nomDeFichier({ nom }: Agent, mois: Temporal.PlainYearMonth): string {
  const plain = nom
    .normalize('NFD')
    .replace(/[^A-Za-z0-9]+/g, '')
    .toLowerCase();
  return `heures-${plain}-${mois}`;
}

export const feuilleRoutes: readonly Route[] = [
  get('/agents/:agent/heures.pdf', {
    access: lecteurs,
    load: agentDuChemin,
    handle: async (rq, agent) => {
      const { db, territoire, today } = rq;
      const demande = moisDemande(rq.query.get('mois'), today);
      const mois = await lireHeures(rq, agent.id, demande);
      const marque = await marqueDe(rq, agent, demande);
      const logo = (await findLogo(db, territoire.id))?.octets ?? null;
      const bytes = await renderFeuille({ agent, territoire, mois, today, marque, logo });
      const name = `${nomDeFichier(agent, demande)}.pdf`;
      return file({ bytes, type: 'application/pdf', name, inline: true });
    },
  }),

  get('/agents/:agent/heures.xlsx', {
    access: lecteurs,
    load: agentDuChemin,
    handle: async (rq, agent) => {
      const demande = moisDemande(rq.query.get('mois'), rq.today);
      const { titres, lignes } = feuilleTableau(await lireHeures(rq, agent.id, demande));
      const bytes = await writeSheet(demande.toString(), titres, lignes);
      return file({ bytes, type: XLSX_TYPE, name: `${nomDeFichier(agent, demande)}.xlsx` });
    },
  }),
];
