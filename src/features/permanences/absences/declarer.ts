import { estAvant } from '../../../domain/periode.ts';
import type { Db } from '../../../platform/db.ts';
import { type RendezVousTouche, rendezVousTouches } from '../exceptions/store.ts';
import { confierUneSeance } from '../reaffectation/confier.ts';
import type { RefusReaffectation } from '../reaffectation/rules.ts';
import {
  cancelSeance,
  lockPlanning,
  lockSeances,
  type SeancePlanning,
  seancesChangeesPar,
  seancesDeAgent,
} from '../seances/store.ts';
import { agentsPlanifiables } from '../store.ts';
import { type Retour, rendreAuPlanning } from './retour.ts';
import {
  type Absence,
  type NatureAbsence,
  proposer,
  type RefusAbsence,
  type Remplacant,
  touche,
  verifierAbsence,
} from './rules.ts';
import {
  type AbsenceNotee,
  absencesDe,
  collegues,
  leverAbsence,
  marquerAbsence,
  pointsDesLieux,
  saveAbsence,
  vitesseDe,
} from './store.ts';

type Date = Temporal.PlainDate;

/** A séance that an absence takes, with who could hold it, the best placed first. */
export type SeanceTouchee = {
  readonly seance: SeancePlanning;
  readonly remplacants: readonly Remplacant[];
  readonly rendezVous: readonly RendezVousTouche[];
};

const toSeance = ({ jour: date, heureDebut, heureFin }: SeancePlanning) => ({ date, heureDebut, heureFin });

async function seancesTouchees(db: Db, territoireId: string, agentId: string, absence: Absence) {
  const all = await seancesDeAgent(db, territoireId, agentId, absence);
  return all.filter((seance) => seance.statut === 'prevue' && !seance.tenue && touche(absence, toSeance(seance)));
}

/** What an absence would take, in order; what was held already is left alone. */
export async function lireImpact(
  db: Db,
  territoireId: string,
  agentId: string,
  absence: Absence,
): Promise<readonly SeanceTouchee[]> {
  const seances = await seancesTouchees(db, territoireId, agentId, absence);
  const days = [...new Map(seances.map(({ jour }) => [jour.toString(), jour])).values()];
  const others = await collegues(db, territoireId, agentId, days);
  const lieuIds = seances.flatMap(({ lieuId }) => (lieuId === null ? [] : [lieuId]));
  const points = await pointsDesLieux(db, territoireId, lieuIds);
  const placed = seances.map((seance) => ({
    ...toSeance(seance),
    id: seance.id,
    lieuId: seance.lieuId,
    point: points.get(seance.lieuId ?? '') ?? null,
    seance,
  }));
  const rendezVous = Map.groupBy(
    await rendezVousTouches(
      db,
      territoireId,
      seances.map(({ id }) => id),
    ),
    ({ seanceId }) => seanceId,
  );
  return proposer(placed, others, await vitesseDe(db, territoireId)).map(({ seance: { seance }, remplacants }) => ({
    seance,
    remplacants,
    rendezVous: rendezVous.get(seance.id) ?? [],
  }));
}

/** `remplacer`: hand to the best placed, cancel where nobody is free. */
export type ParDefaut = 'remplacer' | 'annuler';

/** What a séance becomes when somebody chose for it: cancelled, or held by that agent. */
export type Choix = 'annuler' | { readonly agentId: string };

export type Declaration = {
  readonly agentId: string;
  readonly absence: Absence;
  readonly nature: NatureAbsence;
  readonly compteId: string;
  readonly parDefaut: ParDefaut;
  /** By séance; those that are not named follow `parDefaut`. */
  readonly choix: ReadonlyMap<string, Choix>;
};

export type RefusDeclaration = {
  readonly absence: readonly RefusAbsence[];
  readonly seances: readonly { readonly seanceId: string; readonly refus: readonly RefusReaffectation[] }[];
};

/** What is written on the séances that an absence cancels: never its nature. */
const MOTIF = 'Agent absent';

export type Declaree = {
  readonly id: string;
  /** As they are now: with who holds them, or cancelled. */
  readonly confiees: readonly SeancePlanning[];
  readonly annulees: readonly SeancePlanning[];
};

/** Every reason not to record an absence, given those that the agent has. */
export async function verifierDeclaration(
  db: Db,
  territoireId: string,
  { agentId, absence }: Pick<Declaration, 'agentId' | 'absence'>,
  today: Date,
): Promise<readonly RefusAbsence[]> {
  const others = (await absencesDe(db, territoireId, agentId)).filter(({ leveeAt }) => leveeAt === null);
  return verifierAbsence(absence, others, today);
}

/**
 * Records an absence and, in the same transaction, hands each séance that it takes to somebody or cancels it. Those that somebody was
 * chosen for and cannot hold are refused, and the caller must write nothing.
 */
export async function declarerAbsence(
  db: Db,
  territoireId: string,
  declaration: Declaration,
  today: Date,
): Promise<RefusDeclaration | Declaree> {
  const { agentId, absence, nature, compteId, choix, parDefaut } = declaration;
  await lockPlanning(db, territoireId);
  const refus = await verifierDeclaration(db, territoireId, declaration, today);
  if (refus.length > 0) return { absence: refus, seances: [] };
  const before = await seancesTouchees(db, territoireId, agentId, absence);
  await lockSeances(
    db,
    territoireId,
    before.map(({ id }) => id),
  );
  const impact = await lireImpact(db, territoireId, agentId, absence);
  const saved = await saveAbsence(db, territoireId, { ...absence, agentId, nature, compteId });
  if ('refus' in saved) return { absence: [{ refus: saved.refus, ...absence }], seances: [] };
  const agents = await agentsPlanifiables(db, territoireId, today);
  const failed: RefusDeclaration['seances'][number][] = [];
  for (const { seance, remplacants } of impact) {
    const chosen = choix.get(seance.id);
    const candidats = candidatsDe(chosen, parDefaut, remplacants);
    const outcome = await confierAuPremier(db, territoireId, { seance, candidats, agents }, today);
    if (outcome !== 'confiee' && chosen !== undefined && chosen !== 'annuler') {
      failed.push({ seanceId: seance.id, refus: outcome });
    } else if (outcome !== 'confiee') await cancelSeance(db, territoireId, seance.id, MOTIF);
    await marquerAbsence(db, territoireId, { seanceId: seance.id, absenceId: saved.id });
  }
  if (failed.length > 0) return { absence: [], seances: failed };
  const after = await seancesChangeesPar(db, territoireId, { absenceId: saved.id });
  return {
    id: saved.id,
    confiees: after.filter(({ statut }) => statut === 'prevue'),
    annulees: after.filter(({ statut }) => statut === 'annulee'),
  };
}

function candidatsDe(
  chosen: Choix | undefined,
  parDefaut: ParDefaut,
  remplacants: readonly Remplacant[],
): readonly string[] {
  if (chosen === 'annuler') return [];
  if (chosen !== undefined) return [chosen.agentId];
  return parDefaut === 'remplacer' ? remplacants.map(({ id }) => id) : [];
}

/** Hands a séance to the first of these agents who can hold it; else why the last could not. */
async function confierAuPremier(
  db: Db,
  territoireId: string,
  {
    seance,
    candidats,
    agents,
  }: {
    readonly seance: SeancePlanning;
    readonly candidats: readonly string[];
    readonly agents: Awaited<ReturnType<typeof agentsPlanifiables>>;
  },
  today: Date,
): Promise<'confiee' | readonly RefusReaffectation[]> {
  let last: readonly RefusReaffectation[] = [];
  for (const id of candidats) {
    const agent = agents.find((one) => one.id === id);
    if (agent === undefined) {
      last = [{ refus: 'agent_hors_contrat', dates: [seance.jour] }];
      continue;
    }
    last = await confierUneSeance(db, territoireId, { seance, agent }, today);
    if (last.length === 0) return 'confiee';
  }
  return last;
}

/** What lifting an absence would give back, from a day on. */
export type ARendre = {
  /** Cancelled by it, and still its agent's. */
  readonly annulees: readonly SeancePlanning[];
  /** Held by somebody else because of it. */
  readonly confiees: readonly SeancePlanning[];
};

export async function lireRetour(db: Db, territoireId: string, absence: AbsenceNotee, today: Date): Promise<ARendre> {
  const toCome = (await seancesChangeesPar(db, territoireId, { absenceId: absence.id })).filter(
    ({ jour, tenue }) => !estAvant(jour, today) && !tenue,
  );
  const isOwn = ({ agentId }: SeancePlanning): boolean => agentId === absence.agentId;
  return {
    annulees: toCome.filter((seance) => seance.statut === 'annulee' && isOwn(seance)),
    confiees: toCome.filter((seance) => seance.statut === 'prevue' && !isOwn(seance)),
  };
}

export type Levee = Retour & {
  /** Given back to the agent by who held them. */
  readonly rendues: readonly SeancePlanning[];
  /** Left to who holds them, since the agent cannot take them back. */
  readonly gardees: readonly { readonly seance: SeancePlanning; readonly refus: readonly RefusReaffectation[] }[];
};

/**
 * Lifts an absence: the séances to come that it had cancelled are planned again, those that it had handed to somebody are given back
 * when `rendre` says so; both as far as nothing took their place meanwhile.
 */
export async function reprendre(
  db: Db,
  territoireId: string,
  absence: AbsenceNotee,
  { rendre, today, now }: { readonly rendre: boolean; readonly today: Date; readonly now: Temporal.Instant },
): Promise<Levee> {
  await lockPlanning(db, territoireId);
  const { annulees, confiees } = await lireRetour(db, territoireId, absence, today);
  await leverAbsence(db, territoireId, absence.id, now);
  const retour = await rendreAuPlanning(db, territoireId, annulees, today);
  const agent = (await agentsPlanifiables(db, territoireId, today)).find(({ id }) => id === absence.agentId);
  const rendues: SeancePlanning[] = [];
  const gardees: Levee['gardees'][number][] = [];
  for (const seance of rendre ? confiees : []) {
    const refus: readonly RefusReaffectation[] =
      agent === undefined
        ? [{ refus: 'agent_hors_contrat', dates: [seance.jour] }]
        : await confierUneSeance(db, territoireId, { seance, agent }, today);
    if (refus.length === 0) rendues.push(seance);
    else gardees.push({ seance, refus });
  }
  return { ...retour, rendues, gardees };
}
