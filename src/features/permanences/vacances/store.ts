import { sql } from 'kysely';
import { type Vacances, vacancesTriees } from '../../../domain/rythme.ts';
import type { Db } from '../../../platform/db.ts';
import { lockSeances } from '../seances/store.ts';

/** What the planning of a territoire goes by, besides the public holidays. */
export type ReglagesPlanning = {
  /** As the official calendar names it, « Zone C »; null: not chosen yet. */
  readonly zoneScolaire: string | null;
  /** Mean speed between two lieux as the crow flies, in km/h; 0: no time is asked for the road. */
  readonly vitesseKmh: number;
};

/** The school holidays of the zone of the territoire, in order; none while it has chosen no zone. */
export async function vacancesDe(db: Db, territoireId: string): Promise<readonly Vacances[]> {
  const rows = await db
    .selectFrom('vacances')
    .innerJoin('territoire', (join) =>
      join.onRef('territoire.id', '=', 'vacances.territoireId').onRef('territoire.zoneScolaire', '=', 'vacances.zone'),
    )
    .select(['vacances.du', 'vacances.au', 'vacances.nom'])
    .where('vacances.territoireId', '=', territoireId)
    .execute();
  return vacancesTriees(rows);
}

export async function reglagesPlanning(db: Db, territoireId: string): Promise<ReglagesPlanning> {
  return db
    .selectFrom('territoire')
    .select(['zoneScolaire', 'vitesseKmh'])
    .where('id', '=', territoireId)
    .executeTakeFirstOrThrow();
}

export async function saveReglagesPlanning(db: Db, territoireId: string, reglages: ReglagesPlanning): Promise<void> {
  await db.updateTable('territoire').set(reglages).where('id', '=', territoireId).execute();
}

/**
 * Puts the periods of an imported calendar in the place of those it covers in its zone: all that begins from the first day to
 * the last one that it names. What it does not cover stays.
 */
export async function remplacerVacances(
  db: Db,
  territoireId: string,
  zone: string,
  periodes: readonly Vacances[],
): Promise<void> {
  const sorted = vacancesTriees(periodes);
  const [first, last] = [sorted[0], sorted.at(-1)];
  if (first === undefined || last === undefined) return;
  await db
    .deleteFrom('vacances')
    .where('territoireId', '=', territoireId)
    .where('zone', '=', zone)
    .where('du', '>=', first.du)
    .where('du', '<=', last.du)
    .execute();
  await db
    .insertInto('vacances')
    .values(sorted.map((one) => ({ territoireId, zone, ...one })))
    .execute();
}

/** A séance planned on a day that turns out to be one of school holidays. */
export type SeanceEnVacances = { readonly id: string; readonly jour: Temporal.PlainDate; readonly lieuNom: string };

/**
 * The séances to come of the permanences held outside school holidays that fall on one of these periods, those that were moved
 * there on purpose apart.
 */
export async function seancesEnVacances(
  db: Db,
  territoireId: string,
  periodes: readonly Vacances[],
  today: Temporal.PlainDate,
): Promise<SeanceEnVacances[]> {
  if (periodes.length === 0) return [];
  return db
    .selectFrom('seance')
    .innerJoin('permanence', (join) =>
      join
        .onRef('permanence.territoireId', '=', 'seance.territoireId')
        .onRef('permanence.id', '=', 'seance.permanenceId'),
    )
    .innerJoin('lieu', (join) =>
      join.onRef('lieu.territoireId', '=', 'seance.territoireId').onRef('lieu.id', '=', 'seance.lieuId'),
    )
    .select(['seance.id', 'seance.jour', 'lieu.nom as lieuNom'])
    .where('seance.territoireId', '=', territoireId)
    .where('permanence.horsVacances', '=', true)
    .where('seance.statut', '=', 'prevue')
    .where('seance.exceptions', '=', sql<string[]>`'{}'`)
    .where('seance.jour', '>', today)
    .where((q) => q.or(periodes.map(({ du, au }) => q.and([q('seance.jour', '>=', du), q('seance.jour', '<=', au)]))))
    .orderBy('seance.jour')
    .execute();
}

/** Cancels these séances, with the reason. The rendez-vous taken there wait to be placed again. */
export async function annulerSeances(
  db: Db,
  territoireId: string,
  ids: readonly string[],
  motif: string,
): Promise<void> {
  if (ids.length === 0) return;
  await lockSeances(db, territoireId, ids);
  await db
    .updateTable('seance')
    .set({ statut: 'annulee', motif })
    .where('territoireId', '=', territoireId)
    .where('id', 'in', ids)
    .where('statut', '=', 'prevue')
    .execute();
}
