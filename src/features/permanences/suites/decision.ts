import type { Db } from '../../../platform/db.ts';
import { type Fin, finConvention } from '../../conventions/rules.ts';
import { type ConventionDeStructure, conventionsDe } from '../../conventions/store.ts';
import { conformites } from '../../lieux/conformite/store.ts';
import { accordsDe, isConvenu } from '../../lieux/rules.ts';
import { allLieux, type Lieu } from '../../lieux/store.ts';
import { joursNonCouverts, type RefusSeance, verifierRetablissement } from '../rules.ts';
import {
  lockPlanning,
  restoreSeance,
  type SeancePlanning,
  seancesDeConvention,
  seancesDeDecision,
} from '../seances/store.ts';
import { agentsPlanifiables, allPermanences, type PermanenceSuivie } from '../store.ts';
import { arretDe, dernierJourCouvert, type RefusSuites, seancesAuDela } from './rules.ts';
import { type Arret, arretsDe, type Decision, decisionsDe, saveDecision, undoArret } from './store.ts';

type Date = Temporal.PlainDate;

/** A permanence that holds séances beyond the last day: how many, and the last day that it would have. */
export type PermanenceArretee = {
  readonly permanence: PermanenceSuivie;
  readonly seances: readonly SeancePlanning[];
  readonly arret: Date;
};

/** What happens when a convention ends. */
export type Suites = {
  readonly fin: Fin | null;
  /** Planned from today to the last day: nothing changes for them. */
  readonly maintenues: readonly SeancePlanning[];
  readonly auDela: readonly SeancePlanning[];
  readonly permanences: readonly PermanenceArretee[];
  /** Open lieux of the structure that no convention covers the day after. */
  readonly lieux: readonly Lieu[];
  /** The convention that covers the structure the day after, if any. */
  readonly relais: ConventionDeStructure | null;
};

/** Reads what happens when a convention ends, as things stand today. */
export async function lireSuites(
  db: Db,
  territoireId: string,
  convention: ConventionDeStructure,
  today: Date,
): Promise<Suites> {
  const fin = finConvention(convention);
  const conventions = await conventionsDe(db, territoireId, convention.structureId);
  const seances = await seancesDeConvention(db, territoireId, convention.id, today);
  const auDela = seancesAuDela(convention, conventions, seances, today);
  const lendemain = fin?.le.add({ days: 1 }) ?? null;
  const covers = (one: ConventionDeStructure): boolean =>
    lendemain !== null && one.id !== convention.id && joursNonCouverts([one], [lendemain]).length === 0;
  const relais = conventions.find(covers) ?? null;
  const open = (await allLieux(db, territoireId, convention.structureId)).filter(({ fermeLe }) => fermeLe === null);
  return {
    fin,
    maintenues: seances.filter(
      ({ jour, statut }) => statut === 'prevue' && fin !== null && Temporal.PlainDate.compare(jour, fin.le) <= 0,
    ),
    auDela,
    permanences: await permanencesArretees(db, territoireId, { conventions, auDela, today }),
    lieux: fin === null || relais !== null ? [] : open,
    relais,
  };
}

async function permanencesArretees(
  db: Db,
  territoireId: string,
  of: {
    readonly conventions: readonly ConventionDeStructure[];
    readonly auDela: readonly SeancePlanning[];
    readonly today: Date;
  },
): Promise<PermanenceArretee[]> {
  const dernierJour = dernierJourCouvert(of.conventions);
  if (of.auDela.length === 0 || dernierJour === null) return [];
  const byPermanence = Map.groupBy(of.auDela, ({ permanenceId }) => permanenceId);
  const all = await allPermanences(db, territoireId, of.today);
  return all.flatMap((permanence): PermanenceArretee[] => {
    const seances = byPermanence.get(permanence.id);
    return seances === undefined ? [] : [{ permanence, seances, arret: arretDe(permanence, dernierJour, of.today) }];
  });
}

/** What the person saw when he confirmed. */
export type Vu = { readonly dernierJour: Date; readonly seances: number };

/**
 * Cancels, in one decision, every séance that the convention leaves beyond its last day, and stops their permanences.
 * Source: art. 6, art. 7.
 *
 * Refuses `sans_fin`, `rien_au_dela`, and `suites_changees` when what was seen is no longer so.
 */
export async function deciderSuites(
  db: Db,
  territoireId: string,
  convention: ConventionDeStructure,
  decision: { readonly vu: Vu; readonly motif: string; readonly compteId: string; readonly today: Date },
): Promise<RefusSuites | { readonly id: string; readonly suites: Suites; readonly dernierJour: Date }> {
  const { vu, motif, compteId, today } = decision;
  await lockPlanning(db, territoireId);
  const suites = await lireSuites(db, territoireId, convention, today);
  if (suites.fin === null) return { refus: 'sans_fin' };
  if (suites.auDela.length === 0) return { refus: 'rien_au_dela' };
  const dernierJour = suites.fin.le;
  if (!dernierJour.equals(vu.dernierJour) || suites.auDela.length !== vu.seances) return { refus: 'suites_changees' };
  const { id } = await saveDecision(db, territoireId, {
    conventionId: convention.id,
    dernierJour,
    motif,
    seanceIds: suites.auDela.map((seance) => seance.id),
    arrets: suites.permanences.map(({ permanence, arret }) => ({
      permanenceId: permanence.id,
      au: arret,
      auAvant: permanence.au,
    })),
    compteId,
  });
  return { id, suites, dernierJour };
}

/** A decision, and what of it could be undone today. */
export type DecisionSuivie = Decision & {
  readonly arrets: readonly Arret[];
  /** Séances cancelled by it that could be planned again. */
  readonly retablissables: readonly SeancePlanning[];
  /** Those that could not, with every reason. */
  readonly perdues: readonly { readonly seance: SeancePlanning; readonly refus: readonly RefusSeance[] }[];
};

/** Reads the decisions taken on a convention, the latest first, with what of each could be undone on that day. */
export async function lireDecisions(
  db: Db,
  territoireId: string,
  convention: ConventionDeStructure,
  today: Date,
): Promise<DecisionSuivie[]> {
  const decisions = await decisionsDe(db, territoireId, convention.id);
  if (decisions.length === 0) return [];
  const conventions = await conventionsDe(db, territoireId, convention.structureId);
  const lieux = new Map((await allLieux(db, territoireId, convention.structureId)).map((lieu) => [lieu.id, lieu]));
  const { de } = await conformites(db, territoireId, today);
  const agents = new Map((await agentsPlanifiables(db, territoireId, today)).map((agent) => [agent.id, agent]));
  const permanences = new Map((await allPermanences(db, territoireId, today)).map((one) => [one.id, one]));
  const check = (seance: SeancePlanning, arrets: ReadonlyMap<string, Arret>): readonly RefusSeance[] => {
    const lieu = lieux.get(seance.lieuId ?? '');
    const agent = agents.get(seance.agentId);
    return verifierRetablissement(
      {
        seance,
        permanence: finRendue(permanences.get(seance.permanenceId ?? ''), arrets),
        lieuFermeLe: lieu?.fermeLe ?? null,
        usage: de(seance.lieuId ?? '').usages.permanence,
        lieuConvenu: lieu !== undefined && isConvenu(accordsDe(lieu), today),
        conventions,
        contrats: agent === undefined ? [] : [{ debut: agent.contratDebut, fin: agent.contratFin }],
      },
      today,
    );
  };
  const followed: DecisionSuivie[] = [];
  for (const decision of decisions) {
    const arrets = await arretsDe(db, territoireId, decision.id);
    const byPermanence = new Map(arrets.map((arret) => [arret.permanenceId, arret]));
    const seances = (await seancesDeDecision(db, territoireId, decision.id, today)).map((seance) => ({
      seance,
      refus: check(seance, byPermanence),
    }));
    followed.push({
      ...decision,
      arrets,
      retablissables: seances.filter(({ refus }) => refus.length === 0).map(({ seance }) => seance),
      perdues: seances.filter(({ refus }) => refus.length > 0),
    });
  }
  return followed;
}

/** The permanence as it would be once the decision is undone: with the end that it had, unless it was changed since. */
function finRendue(permanence: PermanenceSuivie | undefined, arrets: ReadonlyMap<string, Arret>) {
  if (permanence === undefined) return null;
  const arret = arrets.get(permanence.id);
  const isOurs = arret !== undefined && permanence.au?.equals(arret.au);
  return { au: isOurs ? arret.auAvant : permanence.au };
}

/**
 * Plans again what the decisions on a convention cancelled and that may still be held: the convention goes on after all, or
 * another one has taken over. Permanences find the end that they had. Returns the séances planned again, or
 * `rien_a_retablir`.
 */
export async function revenirSurSuites(
  db: Db,
  territoireId: string,
  convention: ConventionDeStructure,
  today: Date,
): Promise<RefusSuites | { readonly retablies: readonly SeancePlanning[] }> {
  await lockPlanning(db, territoireId);
  const conventions = await conventionsDe(db, territoireId, convention.structureId);
  const retablies: SeancePlanning[] = [];
  for (const { arrets, retablissables } of await lireDecisions(db, territoireId, convention, today)) {
    const concerned = new Set(retablissables.map(({ permanenceId }) => permanenceId));
    for (const arret of arrets) if (concerned.has(arret.permanenceId)) await undoArret(db, territoireId, arret);
    for (const seance of retablissables) {
      const next = conventions.find((one) => joursNonCouverts([one], [seance.jour]).length === 0);
      const outcome = await restoreSeance(db, territoireId, { id: seance.id, conventionId: next?.id ?? null });
      // Its agent or its lieu was taken meanwhile: it stays cancelled, and the page says so.
      if ('value' in outcome) retablies.push(seance);
    }
  }
  return retablies.length === 0 ? { refus: 'rien_a_retablir' } : { retablies };
}
