import type { Insertable } from 'kysely';
import { minutesDeRoute } from '../../src/features/permanences/absences/rules.ts';
import type { NatureTemps } from '../../src/features/temps/rules/temps.ts';
import { trajetsProposes } from '../../src/features/temps/rules/trajets.ts';
import type { DB } from '../types.ts';
import type { AgentPlace } from './agents.ts';
import { type Hasard, hasard } from './hasard.ts';
import { demo, demoId } from './ids.ts';
import { estJourOuvre, lundi } from './jours.ts';
import type { LieuPlace } from './lieux.ts';

type SeanceRow = Insertable<DB['seance']>;
type TempsRow = Insertable<DB['tempsAgent']>;
type Jour = Temporal.PlainDate;

type Options = {
  readonly seances: readonly SeanceRow[];
  readonly places: readonly LieuPlace[];
  readonly team: readonly AgentPlace[];
  readonly today: Jour;
};

const SEMAINES = 14;
/** Roads of the last days are left for the agent to accept. */
const TRAJETS_A_ACCEPTER_JOURS = 21;
const VITESSE_KMH = 40;

const PRECISIONS: Readonly<Record<Exclude<NatureTemps, 'trajet'>, readonly (string | null)[]>> = {
  preparation: ['Supports d’atelier', 'Comptes rendus et courriels', null],
  reunion: ['Réunion d’équipe', 'Point avec la médiathèque'],
  formation: ['Formation sur les démarches en ligne'],
};

/** Those who wish to note their hours: the agent of the demo, her neighbour, and one in two of the others. */
function note(rank: number): boolean {
  return rank < 2 || rank % 2 === 0;
}

function row(
  agent: AgentPlace,
  jour: Jour,
  nature: NatureTemps,
  rest: Partial<TempsRow> & { tempsMinutes: number },
): TempsRow {
  const createdAt = jour.toZonedDateTime({ timeZone: 'Europe/Paris', plainTime: '18:00' }).toInstant();
  return {
    territoireId: demo.territoire,
    id: demoId(demo.territoire, 'temps', agent.slug, jour.toString(), nature),
    agentId: agent.id,
    tempsJour: jour,
    tempsNature: nature,
    tempsPrecision: null,
    seanceId: null,
    createdBy: demo.comptes.equipe,
    createdAt,
    updatedAt: createdAt,
    ...rest,
  };
}

/** A week of an agent: preparation, and now and then a meeting or a training. */
function semaine(agent: AgentPlace, monday: Jour, draw: Hasard): TempsRow[] {
  const week: (readonly [number, Exclude<NatureTemps, 'trajet'>, number])[] = [
    [draw.integer(0, 1), 'preparation', draw.pick([30, 45, 60, 90])],
    [draw.integer(2, 4), 'preparation', draw.pick([30, 45, 60])],
    ...(draw.next() < 0.4 ? [[1, 'reunion', draw.pick([60, 90])] as const] : []),
    ...(draw.next() < 0.08 ? [[3, 'formation', 180] as const] : []),
  ];
  return week.map(([day, nature, tempsMinutes]) =>
    row(agent, monday.add({ days: day }), nature, { tempsMinutes, tempsPrecision: draw.pick(PRECISIONS[nature]) }),
  );
}

/** Roads between two places of a day, as the agent accepted them. */
function trajets(agent: AgentPlace, { seances, places, today }: Options): TempsRow[] {
  const lieux = new Map(places.map((one) => [one.id, one]));
  const etapes = seances
    .filter(({ agentId, statut }) => agentId === agent.id && statut === 'prevue')
    .map(({ id, jour, heureDebut, lieuId, endroit }) => {
      const lieu = lieux.get(lieuId ?? '');
      const { latitude = null, longitude = null } = lieu?.commune ?? {};
      return {
        id,
        jour: Temporal.PlainDate.from(jour.toString()),
        heureDebut: Temporal.PlainTime.from(heureDebut.toString()),
        lieuId: lieuId ?? null,
        endroit: lieu?.row.nom ?? endroit ?? '',
        point: latitude === null || longitude === null ? null : { latitude, longitude },
      };
    });
  const accepted = today.subtract({ days: TRAJETS_A_ACCEPTER_JOURS });
  const roads = trajetsProposes(etapes, (a, b) => minutesDeRoute(a, b, VITESSE_KMH), new Set());
  const firstOfDay = roads.filter((one, rank) => roads[rank - 1]?.jour.equals(one.jour) !== true);
  return firstOfDay
    .filter(({ jour }) => Temporal.PlainDate.compare(jour, accepted) < 0)
    .map(({ jour, minutes, precision, seanceId }) =>
      row(agent, jour, 'trajet', { tempsMinutes: minutes, tempsPrecision: precision, seanceId }),
    );
}

/** What some agents chose to note beside their séances, under their contract, on days of work gone by. */
export function tempsDeclares(options: Options): TempsRow[] {
  const { team, today } = options;
  const first = lundi(today).subtract({ weeks: SEMAINES });
  return team
    .filter((_, rank) => note(rank))
    .flatMap((agent) => {
      const draw = hasard(`temps ${agent.slug}`);
      const weeks = Array.from({ length: SEMAINES + 1 }, (_, week) =>
        semaine(agent, first.add({ weeks: week }), draw),
      ).flat();
      return [...weeks, ...trajets(agent, options)].filter(({ tempsJour }) => {
        const jour = Temporal.PlainDate.from(tempsJour.toString());
        return (
          estJourOuvre(jour) &&
          Temporal.PlainDate.compare(jour, today) < 0 &&
          Temporal.PlainDate.compare(jour, agent.contratDebut) >= 0
        );
      });
    });
}
