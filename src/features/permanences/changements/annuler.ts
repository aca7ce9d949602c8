import type { Db } from '../../../platform/db.ts';
import { lockPlanning, lockSeances } from '../seances/store.ts';
import type { PermanenceSuivie } from '../store.ts';
import { type RefusChangementFait, SANS_OBSTACLE, verifierAnnulationChangement } from './rules.ts';
import {
  type ChangementSuivi,
  findChangement,
  type NatureChangement,
  obstaclesDe,
  photographier,
  rendreChangement,
  saveChangement,
} from './store.ts';

type Date = Temporal.PlainDate;

/** Who changes a series, how, and from which day on. */
export type ActeSerie = {
  readonly nature: NatureChangement;
  readonly aPartirDu: Date;
  readonly today: Date;
  readonly now: Temporal.Instant;
  readonly compteId: string;
};

/**
 * Does a change of a permanence, and keeps what it was so that whoever made it takes it back the same day. What was refused
 * (`refus`, `conflit`, `changeDepuis`), or changed nothing, leaves nothing to take back.
 */
export async function gardantAvant<T extends object>(
  db: Db,
  territoireId: string,
  of: PermanenceSuivie,
  acte: ActeSerie,
  change: () => Promise<T>,
): Promise<T> {
  await lockPlanning(db, territoireId);
  const { today: faitLe, ...fait } = acte;
  // The first of two leads to the second.
  const portee = { permanences: [of.id, of.binomeDe ?? of.id], aPartirDu: acte.aPartirDu };
  const avant = await photographier(db, territoireId, portee);
  const outcome = await change();
  if ('refus' in outcome || 'conflit' in outcome || 'changeDepuis' in outcome) return outcome;
  // Whoever was held beside it and no longer is still counts.
  const meme = { ...portee, permanences: avant.permanences.map(({ id }) => id) };
  const apres = await photographier(db, territoireId, meme);
  if (JSON.stringify(apres) === JSON.stringify(avant)) return outcome;
  const permanences = apres.permanences.map(({ id }) => id);
  await saveChangement(db, territoireId, { ...fait, permanenceId: of.id, faitLe, permanences, avant, apres });
  return outcome;
}

/** Why a change is not taken back, as things are; empty: it may be. */
export async function refusChangement(
  db: Db,
  territoireId: string,
  of: ChangementSuivi,
  aujourdhui: Date,
): Promise<readonly RefusChangementFait[]> {
  // Whose day is over rests on nothing that is worth reading.
  const isOver = of.isAnnule || !of.faitLe.equals(aujourdhui);
  const maintenant = isOver ? of.apres : await photographier(db, territoireId, of);
  const obstacles = isOver ? SANS_OBSTACLE : await obstaclesDe(db, territoireId, of);
  return verifierAnnulationChangement(of, maintenant, { aujourdhui, obstacles });
}

/**
 * Takes a change back: the series finds again its permanences, its séances and their rendez-vous as they were. Returns every refusal
 * at once; empty: it is done. Whoever takes a rendez-vous, notes help or changes a séance at the same time waits, or is waited for.
 */
export async function annulerChangement(
  db: Db,
  territoireId: string,
  id: string,
  { today, now }: { readonly today: Date; readonly now: Temporal.Instant },
): Promise<readonly RefusChangementFait[]> {
  await lockPlanning(db, territoireId);
  const of = await findChangement(db, territoireId, id);
  if (of === undefined) return [{ refus: 'deja_annule' }];
  await lockSeances(
    db,
    territoireId,
    of.apres.seances.map((one) => one.id),
  );
  const refus = await refusChangement(db, territoireId, of, today);
  if (refus.length > 0) return refus;
  const maintenant = await photographier(db, territoireId, of);
  const outcome = await rendreChangement(db, territoireId, of, { maintenant, now });
  return 'conflit' in outcome ? [{ refus: outcome.conflit }] : [];
}
