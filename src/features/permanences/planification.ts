import type { CalendrierOptions } from '../../domain/calendrier.ts';
import { estAvant } from '../../domain/periode.ts';
import type { Db } from '../../platform/db.ts';
import { enVigueurLe, joursHorsConvention } from '../conventions/rules.ts';
import { type ConventionDeStructure, conventionsDe, portefeuille } from '../conventions/store.ts';
import { joursHorsContrat } from '../equipe/rules.ts';
import { conformites } from '../lieux/conformite/store.ts';
import { accordsDe, isConvenu } from '../lieux/rules.ts';
import { allLieux, findLieu, type Lieu } from '../lieux/store.ts';
import { oublierChangements } from './changements/store.ts';
import { addSeances, type SeanceCouverte, savePermanence } from './ecriture.ts';
import {
  type Accueil,
  horizonDuLieu,
  horizonSeances,
  joursNonCouverts,
  type Permanence,
  type RefusPermanence,
  type RefusSeance,
  SANS_RENDEZ_VOUS,
  type Seance,
  seancesDe,
  verifierPermanence,
  verifierRetablissement,
} from './rules.ts';
import { lockPlanning, restoreSeance, type SeancePlanning } from './seances/store.ts';
import {
  type AgentChoix,
  agentsPlanifiables,
  allPermanences,
  bindSeances,
  findPermanence,
  type PermanenceSuivie,
  type SeanceSuivante,
  seancesParPermanence,
  seancesPrevues,
} from './store.ts';
import { vacancesDe } from './vacances/store.ts';

export type Projet = {
  readonly permanence: Permanence;
  readonly agent: AgentChoix;
  readonly lieu: Lieu;
  /** Default: without rendez-vous. */
  readonly accueil?: Accueil;
  /** Room of the lieu; null, the default: none is named. */
  readonly salleId?: string | null;
  /** The permanence beside which it is held; null, the default: it stands alone. */
  readonly binomeDe?: string | null;
};

export type Couvrantes = readonly Pick<
  ConventionDeStructure,
  'id' | 'clauses' | 'evenements' | 'beneficiaireTransmet'
>[];

/** Binds each séance to the convention in force on its day; those that none covers are left out. */
export function couvrir(seances: readonly Seance[], conventions: Couvrantes | null): SeanceCouverte[] {
  if (conventions === null) return seances.map((seance) => ({ seance, conventionId: null }));
  return seances.flatMap((seance) => {
    const convention = conventions.find((one) => enVigueurLe(one, seance.date));
    return convention === undefined ? [] : [{ seance, conventionId: convention.id }];
  });
}

/**
 * Plans a permanence: checks it against the lieu, the convention, the contract and the week, then writes it with
 * its séances for the twelve months to come. Source: art. 1.2, art. 3.1, art. 6.
 *
 * Returns every refusal at once, or the identifier of the permanence.
 */
export async function planifier(
  db: Db,
  territoireId: string,
  { permanence, agent, lieu, accueil = SANS_RENDEZ_VOUS, salleId = null, binomeDe = null }: Projet,
  { today, compteId, calendrier }: { today: Temporal.PlainDate; compteId: string; calendrier: CalendrierOptions },
): Promise<{ refus: readonly RefusPermanence[] } | { id: string }> {
  await lockPlanning(db, territoireId);
  const conventions = lieu.structureId === null ? null : await conventionsDe(db, territoireId, lieu.structureId);
  const { usages } = (await conformites(db, territoireId, today, lieu.id)).de(lieu.id);
  const horizon = horizonDuLieu(usages.permanence, horizonSeances(today));
  const connu = { ...calendrier, vacances: await vacancesDe(db, territoireId) };
  const verifier = async () =>
    verifierPermanence({
      permanence,
      agentId: agent.id,
      lieuId: lieu.id,
      salleId,
      enBinome: binomeDe !== null,
      usage: usages.permanence,
      lieuConvenu: isConvenu(accordsDe(lieu), today),
      conventions,
      contrats: [{ debut: agent.contratDebut, fin: agent.contratFin }],
      prevues: await seancesPrevues(db, territoireId, {
        agentId: agent.id,
        lieuId: lieu.id,
        du: permanence.du,
        au: horizon,
      }),
      aujourdhui: today,
      horizon,
      calendrier: connu,
    });
  const refus = await verifier();
  if (refus.length > 0) return { refus };
  const seances = couvrir(seancesDe(permanence, horizon, connu), conventions);
  const ids = { agentId: agent.id, lieuId: lieu.id, salleId, binomeDe, suiteDe: null };
  const saved = await savePermanence(db, territoireId, { permanence, accueil, ...ids, seances, compteId });
  if ('value' in saved) return { id: saved.value };
  const { conflit } = saved;
  if (conflit !== 'agent_occupe' && conflit !== 'lieu_occupe' && conflit !== 'salle_a_nommer') {
    return { refus: [{ refus: conflit }] };
  }
  // Something wrote without taking the lock: by now the check sees it, and names the dates.
  return { refus: await verifier() };
}

/**
 * Plans a cancelled séance again, where the permanence, the lieu, the convention and the contract still allow it. Returns
 * every refusal at once; empty: it is planned.
 */
export async function retablir(
  db: Db,
  territoireId: string,
  seance: SeancePlanning,
  today: Temporal.PlainDate,
): Promise<readonly RefusSeance[]> {
  await lockPlanning(db, territoireId);
  const { id, jour, permanenceId, lieuId, agentId } = seance;
  const permanence = permanenceId === null ? undefined : await findPermanence(db, territoireId, permanenceId, today);
  const lieu = lieuId === null ? undefined : await findLieu(db, territoireId, lieuId);
  const structureId = lieu?.structureId ?? null;
  const conventions = structureId === null ? null : await conventionsDe(db, territoireId, structureId);
  const agent = (await agentsPlanifiables(db, territoireId, today)).find((one) => one.id === agentId);
  const contrats = agent === undefined ? [] : [{ debut: agent.contratDebut, fin: agent.contratFin }];
  const { usages } = (await conformites(db, territoireId, today, lieuId ?? undefined)).de(lieuId ?? '');
  const refus = verifierRetablissement(
    {
      seance,
      permanence: permanence ?? null,
      lieuFermeLe: lieu?.fermeLe ?? null,
      usage: usages.permanence,
      lieuConvenu: lieu !== undefined && isConvenu(accordsDe(lieu), today),
      conventions,
      contrats,
    },
    today,
  );
  if (refus.length > 0) return refus;
  const conventionId = conventions?.find((one) => enVigueurLe(one, jour))?.id ?? null;
  const outcome = await restoreSeance(db, territoireId, { id, conventionId });
  return 'value' in outcome ? [] : [{ refus: outcome.conflit }];
}

/** What the conventions and the contracts say of each permanence today, and its séances to come. */
async function loadCouvertures(db: Db, territoireId: string, today: Temporal.PlainDate) {
  const permanences = await allPermanences(db, territoireId, today);
  const seances = await seancesParPermanence(db, territoireId, today);
  const conventions = Map.groupBy(await portefeuille(db, territoireId), ({ structureId }) => structureId);
  const agents = new Map((await agentsPlanifiables(db, territoireId, today)).map((agent) => [agent.id, agent]));
  return permanences.map((permanence) => {
    const agent = agents.get(permanence.agentId);
    const { structureId } = permanence;
    return {
      permanence,
      seances: seances.get(permanence.id) ?? [],
      conventions: structureId === null ? null : (conventions.get(structureId) ?? []),
      contrats: agent === undefined ? [] : [{ debut: agent.contratDebut, fin: agent.contratFin }],
    };
  });
}

export type PermanenceADecouvert = {
  readonly permanence: PermanenceSuivie;
  readonly refus: readonly RefusPermanence[];
  /** The convention that covered them until it ended, where the end is decided of; null: none ever did. */
  readonly conventionId: string | null;
};

/**
 * The permanences with planned séances, today's included, that no convention covers any more. They stay planned, as people
 * were told, until somebody stops the permanence. Those that no contract covers wait for another agent: see
 * `seancesAReaffecter`. Source: art. 6, art. 7.
 */
export async function permanencesADecouvert(
  db: Db,
  territoireId: string,
  today: Temporal.PlainDate,
): Promise<PermanenceADecouvert[]> {
  return (await loadCouvertures(db, territoireId, today)).flatMap(({ permanence, seances, conventions }) => {
    const planned = seances.filter(({ statut, jour }) => statut === 'prevue' && !estAvant(jour, today));
    const jours = planned.map(({ jour }) => jour);
    const dates = conventions === null ? [] : joursNonCouverts(conventions, jours);
    const [first] = dates;
    if (first === undefined) return [];
    const conventionId = planned.find(({ jour }) => jour.equals(first))?.conventionId ?? null;
    return [{ permanence, refus: [{ refus: 'hors_convention', dates }], conventionId }];
  });
}

/** Binds the séances to come whose convention has ended to the one that took over, so that its bilan counts them. */
async function rattacher(
  db: Db,
  territoireId: string,
  seances: readonly SeanceSuivante[],
  conventions: Couvrantes,
): Promise<void> {
  const moved = [...Map.groupBy(seances, ({ conventionId }) => conventionId)].flatMap(([boundId, list]) => {
    const bound = conventions.find(({ id }) => id === boundId);
    const jours = list.map(({ jour }) => jour);
    const uncovered = new Set(bound === undefined ? jours : joursHorsConvention(bound, jours));
    return list.flatMap(({ id, jour }) => {
      const next = uncovered.has(jour) ? conventions.find((one) => enVigueurLe(one, jour)) : undefined;
      return next === undefined ? [] : [{ id, conventionId: next.id }];
    });
  });
  for (const [conventionId, list] of Map.groupBy(moved, (one) => one.conventionId)) {
    await bindSeances(
      db,
      territoireId,
      conventionId,
      list.map(({ id }) => id),
    );
  }
}

/**
 * Keeps the séances of every permanence twelve months ahead: adds the days that have come within reach, where a convention
 * and a contract cover them and the lieu, open, agreed by both, still conforms or has a dérogation; binds those whose convention has ended to
 * the one that followed it. Idempotent. Returns how many séances were added.
 *
 * Source: art. 1.2, art. 3.1, art. 6.
 */
export async function prolongerPermanences(
  db: Db,
  territoireId: string,
  today: Temporal.PlainDate,
  calendrier: CalendrierOptions = {},
): Promise<number> {
  await lockPlanning(db, territoireId);
  await oublierChangements(db, territoireId, today.subtract({ weeks: 1 }));
  const horizon = horizonSeances(today);
  const { de } = await conformites(db, territoireId, today);
  const receives = (lieu: Lieu) =>
    lieu.fermeLe === null && isConvenu(accordsDe(lieu), today) && de(lieu.id).usages.permanence.possible;
  const open = new Set((await allLieux(db, territoireId)).filter(receives).map(({ id }) => id));
  const connu = { ...calendrier, vacances: await vacancesDe(db, territoireId) };
  let added = 0;
  for (const { permanence, seances, conventions, contrats } of await loadCouvertures(db, territoireId, today)) {
    if (conventions !== null) await rattacher(db, territoireId, seances, conventions);
    if (!open.has(permanence.lieuId)) continue;
    // One that moved stands for the day that it left.
    const known = new Set(seances.map(({ jourPrevu }) => jourPrevu.toString()));
    const last = horizonDuLieu(de(permanence.lieuId).usages.permanence, horizon);
    const missing = seancesDe(permanence, last, { ...connu, depuis: today }).filter(
      ({ date }) => !known.has(date.toString()),
    );
    const employed = missing.filter(({ date }) => joursHorsContrat(contrats, [date]).length === 0);
    added += await addSeances(db, territoireId, permanence, couvrir(employed, conventions));
  }
  return added;
}
