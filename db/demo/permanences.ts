import type { Insertable } from 'kysely';
import {
  type DemiJournee,
  demiJourneeSemaine,
  HORAIRES_HABITUELS,
  type Horaire,
  type Jour,
} from '../../src/domain/demi-journee.ts';
import { horizonConnu, type Rang } from '../../src/domain/rythme.ts';
import {
  type Convention,
  conventionAu,
  dateEffet,
  joursHorsConvention,
  lireConvention,
} from '../../src/features/conventions/rules.ts';
import { horizonSeances, seancesDe } from '../../src/features/permanences/rules.ts';
import type { DB } from '../types.ts';
import type { AgentPlace } from './agents.ts';
import { distanceKm } from './communes.ts';
import { hasard } from './hasard.ts';
import { demo, ids66, permanenceDemo } from './ids.ts';
import { lundi } from './jours.ts';
import type { LieuPlace } from './lieux.ts';
import { vacancesDemo } from './vacances.ts';

type Date = Temporal.PlainDate;

/** One half-day, once agent and lieu are found free. */
export interface PermanenceDemo {
  readonly slug: string;
  readonly agent: AgentPlace;
  readonly lieu: LieuPlace;
  readonly jour: Jour;
  readonly demiJournee: DemiJournee;
  readonly horaire: Horaire;
  readonly du: Date;
  readonly au: Date | null;
  readonly toutesLes: number;
  readonly rangs: readonly Rang[];
  readonly horsVacances: boolean;
}

type RythmeDemo = Pick<PermanenceDemo, 'toutesLes' | 'rangs' | 'horsVacances'>;

const VACANCES = vacancesDemo();
const CHAQUE_SEMAINE: RythmeDemo = { toutesLes: 1, rangs: [], horsVacances: false };

/** The second half-days of the Département's own places do not all come back every week. */
const AUTRES_RYTHMES: readonly RythmeDemo[] = [
  { toutesLes: 2, rangs: [], horsVacances: false },
  { toutesLes: 1, rangs: [2, 4], horsVacances: true },
];

const SEMAINES_PASSEES = 28;
const CHARGE_MAX = 3;
/** An hour's drive weighs as much as this many kilometres for each half-day an agent already has. */
const KM_PAR_DEMI_JOURNEE = 12;
const MOTIFS_ANNULATION = [
  'Agent en formation',
  'Agent absent',
  'Fermeture exceptionnelle du lieu',
  'Panne de la connexion Internet du lieu',
] as const;

/** The weekly half-days of the demo agent, one each working day, in the places of the Communauté de communes. */
const SEMAINE_DEMO: readonly { readonly jour: Jour; readonly lieu: string; readonly demiJournee: DemiJournee }[] = [
  { jour: 1, lieu: 'fs-argeles', demiJournee: 'matin' },
  { jour: 2, lieu: 'port-vendres', demiJournee: 'matin' },
  { jour: 3, lieu: 'fs-argeles', demiJournee: 'apres-midi' },
  { jour: 4, lieu: 'mediatheque-elne', demiJournee: 'matin' },
  { jour: 5, lieu: 'fs-argeles', demiJournee: 'matin' },
];

/**
 * The convention as it stood when its permanences were planned, on the day it took effect: of one opposed since, séances
 * remain beyond its last day, which wait for a decision.
 */
function aLaSignature({ convention }: LieuPlace): Convention | null {
  const effet = convention === null ? null : dateEffet(convention.convention);
  return convention === null || effet === null ? null : conventionAu(convention.convention, effet);
}

/** First and last day; the last one is said when the agent's contract or the convention ends before the horizon. */
function dates(
  agent: AgentPlace,
  lieu: LieuPlace,
  today: Date,
): { readonly du: Date; readonly au: Date | null } | null {
  const convention = aLaSignature(lieu);
  const lecture = convention === null ? null : lireConvention(convention);
  if (lieu.convention !== null && lecture === null) return null;
  const earlier = (a: Date, b: Date): Date => (Temporal.PlainDate.compare(a, b) < 0 ? a : b);
  const later = (a: Date, b: Date): Date => (Temporal.PlainDate.compare(a, b) > 0 ? a : b);
  const opening = later(lundi(today).subtract({ weeks: SEMAINES_PASSEES }), agent.contratDebut);
  const du = lecture === null ? opening : later(opening, lecture.effet);
  const last = earlier(agent.contratFin, lecture?.fin?.le ?? agent.contratFin);
  const au = Temporal.PlainDate.compare(last, horizonSeances(today)) < 0 ? last : null;
  return au !== null && Temporal.PlainDate.compare(au, du) < 0 ? null : { du, au };
}

function horaireOf(slug: string, demiJournee: DemiJournee): Horaire {
  const usual = HORAIRES_HABITUELS[demiJournee];
  const shift = { minutes: hasard(`horaire ${slug}`).pick([0, 0, 0, 30]) };
  return { heureDebut: usual.heureDebut.add(shift), heureFin: usual.heureFin.add(shift) };
}

/** Finds each place an agent who lives near and is not overloaded, then a half-day free for both. */
export function permanences(
  today: Date,
  places: readonly LieuPlace[],
  agents: readonly AgentPlace[],
): PermanenceDemo[] {
  const taken = new Set<string>();
  const load = new Map<string, number>();
  const plans: PermanenceDemo[] = [];
  // Nothing goes by holidays that the calendar of the demo does not know any more.
  const known = horizonConnu({ horsVacances: true }, horizonSeances(today), VACANCES);
  const isKnown = known !== null && Temporal.PlainDate.compare(known, today.add({ months: 2 })) > 0;
  const rythmes = AUTRES_RYTHMES.map((one) => ({ ...one, horsVacances: one.horsVacances && isKnown }))[
    Symbol.iterator
  ]();
  const plan = (
    slug: string,
    agent: AgentPlace,
    lieu: LieuPlace,
    { jour, demiJournee }: { readonly jour: Jour; readonly demiJournee: DemiJournee },
    rythme = CHAQUE_SEMAINE,
  ): void => {
    const when = dates(agent, lieu, today);
    if (when === null) return;
    const half = demiJourneeSemaine(jour, demiJournee);
    taken.add(`${agent.slug} ${half}`).add(`${lieu.slug} ${half}`);
    load.set(agent.slug, (load.get(agent.slug) ?? 0) + 1);
    plans.push({ slug, agent, lieu, jour, demiJournee, horaire: horaireOf(slug, demiJournee), ...when, ...rythme });
  };

  const [first, ...others] = agents;
  if (first === undefined) throw new Error('The demo has agents');
  for (const { jour, lieu: slug, demiJournee } of SEMAINE_DEMO) {
    const lieu = places.find((place) => place.slug === slug);
    if (lieu !== undefined) plan(permanenceDemo(jour), first, lieu, { jour, demiJournee });
  }
  const hosts = places.filter(({ canHost, structureSlug }) => canHost && structureSlug !== 'cc-alberes');
  // The Département's own places receive twice a week.
  const wanted = hosts.flatMap((lieu) =>
    lieu.structureSlug === null
      ? [
          { slug: `${lieu.slug}-1`, lieu },
          { slug: `${lieu.slug}-2`, lieu },
        ]
      : [{ slug: lieu.slug, lieu }],
  );
  for (const [rank, { slug, lieu }] of wanted.entries()) {
    const cost = (agent: AgentPlace): number =>
      distanceKm(agent.commune, lieu.commune) + (load.get(agent.slug) ?? 0) * KM_PAR_DEMI_JOURNEE;
    const agent = others
      .filter(({ slug: name }) => (load.get(name) ?? 0) < CHARGE_MAX)
      .sort((a, b) => cost(a) - cost(b))[0];
    if (agent === undefined) throw new Error(`No agent left for ${slug}`);
    const half = Array.from({ length: 10 }, (_, step) => (rank * 3 + step) % 10)
      .map((n) => ({ jour: ((n % 5) + 1) as Jour, demiJournee: n < 5 ? 'matin' : 'apres-midi' }) as const)
      .find(({ jour, demiJournee }) => {
        const half = demiJourneeSemaine(jour, demiJournee);
        if (half === null || !agent.demiJournees.includes(half)) return false;
        return ![agent.slug, lieu.slug].some((who) => taken.has(`${who} ${half}`));
      });
    if (half === undefined) throw new Error(`No half-day left for ${slug}`);
    plan(slug, agent, lieu, half, slug === `${lieu.slug}-2` ? rythmes.next().value : undefined);
  }
  return plans;
}

export function permanenceRow(permanence: PermanenceDemo): Insertable<DB['permanence']> {
  const { slug, agent, lieu, jour, demiJournee, horaire, du, au, toutesLes, rangs, horsVacances } = permanence;
  return {
    territoireId: demo.territoire,
    id: ids66.permanence(slug),
    agentId: agent.id,
    lieuId: lieu.id,
    jourSemaine: jour,
    demiJournee,
    heureDebut: horaire.heureDebut,
    heureFin: horaire.heureFin,
    du,
    au,
    toutesLes,
    rangs: [...rangs],
    horsVacances,
    createdBy: demo.comptes.equipe,
    createdAt: du.subtract({ days: 7 }).toZonedDateTime('Europe/Paris').add({ hours: 11 }).toInstant(),
  };
}

/** The dated séances of a permanence that its convention covers; a few past ones did not take place. */
export function seanceRows(permanence: PermanenceDemo, today: Date): Insertable<DB['seance']>[] {
  const { slug, agent, lieu, horaire, du } = permanence;
  const seances = seancesDe({ ...permanence, ...horaire }, horizonSeances(today), { vacances: VACANCES });
  const days = seances.map(({ date }) => date);
  const convention = aLaSignature(lieu);
  const uncovered = new Set(convention === null ? [] : joursHorsConvention(convention, days).map(String));
  const draw = hasard(`seances ${slug}`);
  return days
    .filter((date) => !uncovered.has(date.toString()))
    .map((date) => {
      const isCancelled = Temporal.PlainDate.compare(date, today) < 0 && draw.next() < 0.04;
      return {
        territoireId: demo.territoire,
        id: ids66.seance(slug, date),
        permanenceId: ids66.permanence(slug),
        agentId: agent.id,
        lieuId: lieu.id,
        conventionId: lieu.convention?.id ?? null,
        jour: date,
        heureDebut: horaire.heureDebut,
        heureFin: horaire.heureFin,
        statut: isCancelled ? 'annulee' : 'prevue',
        motif: isCancelled ? draw.pick(MOTIFS_ANNULATION) : null,
        endroit: null,
        createdBy: demo.comptes.equipe,
        createdAt: du.subtract({ days: 7 }).toZonedDateTime('Europe/Paris').add({ hours: 11 }).toInstant(),
      };
    });
}
