import { demiJourneeDe } from '../../domain/demi-journee.ts';
import { attempt, type Db } from '../../platform/db.ts';
import { uuidv7 } from '../../platform/ids.ts';
import type { Accueil, Permanence, Seance } from './rules.ts';
import { type Conflit, unlessTaken } from './seances/store.ts';
import type { PermanenceSuivie } from './store.ts';

/** A séance to write, with the convention that covers its day; null in a lieu of the Département. */
export type SeanceCouverte = { readonly seance: Seance; readonly conventionId: string | null };

/** A permanence as it is written: its rhythm, who holds it and where, how people are received. */
export type PermanenceAEcrire = {
  readonly permanence: Permanence;
  readonly agentId: string;
  readonly lieuId: string;
  readonly salleId: string | null;
  readonly accueil: Accueil;
  /** The permanence beside which it is held; null: none. */
  readonly binomeDe: string | null;
  /** The permanence that it goes on from; null: none. */
  readonly suiteDe: string | null;
};

/** What a change of the permanence writes. */
export function colonnesDe({ permanence, agentId, lieuId, salleId, accueil }: PermanenceAEcrire) {
  const { jour, heureDebut, heureFin, du, au, toutesLes = 1, rangs = [], horsVacances = false } = permanence;
  return {
    agentId,
    lieuId,
    salleId,
    jourSemaine: jour,
    demiJournee: demiJourneeDe(heureDebut),
    heureDebut,
    heureFin,
    du,
    au,
    toutesLes,
    rangs: [...rangs],
    horsVacances,
    ...accueil,
  };
}

/** Writes the permanence alone, without its séances. Returns its identifier. */
export async function insertPermanence(
  db: Db,
  territoireId: string,
  ecrite: PermanenceAEcrire,
  compteId: string,
): Promise<string> {
  const id = uuidv7();
  const { binomeDe, suiteDe } = ecrite;
  await db
    .insertInto('permanence')
    .values({ territoireId, id, ...colonnesDe(ecrite), binomeDe, suiteDe, createdBy: compteId })
    .execute();
  return id;
}

type Porteuse = Pick<PermanenceSuivie, 'id' | 'agentId' | 'lieuId' | 'salleId' | 'binomeDe'>;

function toRow(territoireId: string, of: Porteuse, { seance, conventionId }: SeanceCouverte) {
  const { date, heureDebut, heureFin } = seance;
  const { agentId, lieuId, salleId } = of;
  const place = { permanenceId: of.id, agentId, lieuId, salleId, enBinome: of.binomeDe !== null };
  return { territoireId, id: uuidv7(), ...place, conventionId, jour: date, jourPrevu: date, heureDebut, heureFin };
}

/** Writes séances of a permanence; one that something else took meanwhile makes PostgreSQL refuse them all. */
export async function insertSeances(
  db: Db,
  territoireId: string,
  of: Porteuse,
  seances: readonly SeanceCouverte[],
): Promise<void> {
  if (seances.length === 0) return;
  await db
    .insertInto('seance')
    .values(seances.map((one) => toRow(territoireId, of, one)))
    .execute();
}

/**
 * Writes a permanence and its séances, all or none. Somebody who planned the same agent or the same lieu at the same
 * instant makes PostgreSQL refuse: the answer is then the conflict, and nothing is written.
 */
export async function savePermanence(
  db: Db,
  territoireId: string,
  {
    seances,
    compteId,
    ...ecrite
  }: PermanenceAEcrire & { readonly seances: readonly SeanceCouverte[]; readonly compteId: string },
): Promise<{ value: string } | { conflit: Conflit }> {
  return unlessTaken(db, async () => {
    const id = await insertPermanence(db, territoireId, ecrite, compteId);
    await insertSeances(db, territoireId, { id, ...ecrite }, seances);
    return id;
  });
}

/**
 * Adds séances to a permanence; those that exist already, that something else has taken since, or that leave no time for the
 * road, are left out.
 */
export async function addSeances(
  db: Db,
  territoireId: string,
  permanence: PermanenceSuivie,
  seances: readonly SeanceCouverte[],
): Promise<number> {
  const rows = seances.map((one) => toRow(territoireId, permanence, one));
  if (rows.length === 0) return 0;
  const all = await attempt(db, () => insertFree(db, rows));
  if ('value' in all) return all.value;
  // The road refuses a whole writing for one day: each is then tried on its own.
  let added = 0;
  for (const row of rows) {
    const one = await attempt(db, () => insertFree(db, [row]));
    if ('value' in one) added += one.value;
  }
  return added;
}

async function insertFree(db: Db, rows: readonly ReturnType<typeof toRow>[]): Promise<number> {
  const added = await db
    .insertInto('seance')
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .execute();
  return added.length;
}
