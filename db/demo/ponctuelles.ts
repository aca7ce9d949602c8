import type { Insertable } from 'kysely';
import { demiJourneeDe } from '../../src/domain/demi-journee.ts';
import type { DB } from '../types.ts';
import type { AgentPlace } from './agents.ts';
import { demo, FORUM_DU_JOUR, ids66 } from './ids.ts';
import { estJourOuvre, jourOuvreAvant } from './jours.ts';
import type { PermanenceDemo } from './permanences.ts';

type Jour = Temporal.PlainDate;

interface PonctuelleDemo {
  readonly slug: string;
  /** Days from today; moved back to a working day. */
  readonly dans: number;
  readonly debut: string;
  readonly fin: string;
  readonly endroit: string;
  readonly motif: string;
}

/** Help given once elsewhere than in a lieu: schools, homes, forums. */
const PONCTUELLES: readonly PonctuelleDemo[] = [
  {
    slug: 'college-ceret',
    dans: -75,
    debut: '14:00',
    fin: '16:00',
    endroit: 'Collège de Céret, salle informatique',
    motif: 'Sensibilisation des classes de 5e, à la demande du collège',
  },
  {
    slug: 'domicile-thuir',
    dans: -61,
    debut: '09:30',
    fin: '11:00',
    endroit: 'À domicile, Thuir',
    motif: 'Personne qui ne peut pas se déplacer, signalée par la maison sociale',
  },
  {
    slug: 'forum-seniors',
    dans: -48,
    debut: '14:00',
    fin: '17:00',
    endroit: 'Salle des fêtes de Saint-Estève',
    motif: 'Stand au forum des seniors',
  },
  {
    slug: 'ecole-elne',
    dans: -33,
    debut: '09:00',
    fin: '11:30',
    endroit: 'École élémentaire d’Elne, classe de CM2',
    motif: 'Atelier avec les élèves, à la demande de l’enseignante',
  },
  {
    slug: 'domicile-estagel',
    dans: -18,
    debut: '14:30',
    fin: '16:00',
    endroit: 'À domicile, Estagel',
    motif: 'Sortie d’hospitalisation, demande de l’assistante sociale',
  },
  {
    slug: 'marche-prades',
    dans: -9,
    debut: '09:00',
    fin: '12:00',
    endroit: 'Marché de Prades',
    motif: 'Présentation du dispositif aux habitants',
  },
  {
    slug: 'college-rivesaltes',
    dans: 8,
    debut: '14:00',
    fin: '16:00',
    endroit: 'Collège de Rivesaltes, centre de documentation',
    motif: 'Parents d’élèves : suivre la scolarité en ligne',
  },
  {
    slug: 'forum-emploi',
    dans: 20,
    debut: '09:30',
    fin: '12:30',
    endroit: 'Palais des congrès de Perpignan',
    motif: 'Stand au forum de l’emploi',
  },
  {
    slug: 'domicile-sournia',
    dans: 29,
    debut: '10:00',
    fin: '11:30',
    endroit: 'À domicile, Sournia',
    motif: 'Village sans transport, demande de la mairie',
  },
];

function row(
  { slug, debut, fin, endroit, motif }: Omit<PonctuelleDemo, 'dans'>,
  jour: Jour,
  agentId: string,
  today: Jour,
): Insertable<DB['seance']> {
  const planned = [jour, today].sort(Temporal.PlainDate.compare)[0] ?? jour;
  return {
    territoireId: demo.territoire,
    id: ids66.seance(slug, jour),
    permanenceId: null,
    agentId,
    lieuId: null,
    conventionId: null,
    jour,
    heureDebut: Temporal.PlainTime.from(debut),
    heureFin: Temporal.PlainTime.from(fin),
    statut: 'prevue',
    motif,
    endroit,
    createdBy: demo.comptes.equipe,
    createdAt: planned.subtract({ days: 6 }).toZonedDateTime('Europe/Paris').add({ hours: 15 }).toInstant(),
  };
}

/**
 * Séances outside any permanence, each given to an agent free that half-day; and, when today is neither a working day nor
 * free of holidays, the one that keeps the demo agent's agenda from being empty.
 */
export function ponctuelles(
  today: Jour,
  agents: readonly AgentPlace[],
  permanences: readonly PermanenceDemo[],
): Insertable<DB['seance']>[] {
  const busy = new Set(permanences.map(({ agent, jour, demiJournee }) => `${agent.slug} ${jour} ${demiJournee}`));
  const rows = PONCTUELLES.map((ponctuelle, rank) => {
    const jour = jourOuvreAvant(today.add({ days: ponctuelle.dans }));
    const half = demiJourneeDe(Temporal.PlainTime.from(ponctuelle.debut));
    const turn = [...agents.slice(rank * 2 + 1), ...agents.slice(1)];
    const agent = turn.find(({ slug }) => !busy.has(`${slug} ${jour.dayOfWeek} ${half}`));
    if (agent === undefined) throw new Error(`No agent free for ${ponctuelle.slug}`);
    return row(ponctuelle, jour, agent.id, today);
  });
  if (estJourOuvre(today)) return rows;
  const forum = {
    slug: FORUM_DU_JOUR,
    debut: '10:00',
    fin: '17:00',
    endroit: 'Salle des fêtes d’Argelès-sur-Mer',
    motif: 'Stand d’aide au numérique au forum des associations',
  };
  return [...rows, row(forum, today, demo.agents.demo, today)];
}
