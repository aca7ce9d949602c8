import { sql } from 'kysely';
import { attempt, type Db } from '../../../platform/db.ts';
import { uuidv7 } from '../../../platform/ids.ts';
import type { Fermeture } from './rules.ts';

type Date = Temporal.PlainDate;

export type FermetureNotee = Fermeture & {
  readonly id: string;
  readonly lieuId: string;
  readonly motif: string;
  /** Name of the account that recorded it. */
  readonly auteur: string | null;
  /** When the lieu opened again before its time; null: the closure counts. */
  readonly leveeAt: Temporal.Instant | null;
};

function selectFermetures(db: Db, territoireId: string, lieuId: string) {
  return db
    .selectFrom('lieuFermeture')
    .leftJoin('compte', (join) =>
      join
        .onRef('compte.territoireId', '=', 'lieuFermeture.territoireId')
        .onRef('compte.id', '=', 'lieuFermeture.createdBy'),
    )
    .select([
      'lieuFermeture.id',
      'lieuFermeture.lieuId',
      'lieuFermeture.du',
      'lieuFermeture.au',
      'lieuFermeture.motif',
      'lieuFermeture.leveeAt',
      'compte.nom as auteur',
    ])
    .where('lieuFermeture.territoireId', '=', territoireId)
    .where('lieuFermeture.lieuId', '=', lieuId);
}

/** The closures of a lieu, the latest first. */
export async function fermeturesDe(db: Db, territoireId: string, lieuId: string): Promise<FermetureNotee[]> {
  return selectFermetures(db, territoireId, lieuId)
    .orderBy('lieuFermeture.du', 'desc')
    .orderBy('lieuFermeture.id', 'desc')
    .execute();
}

export async function findFermeture(
  db: Db,
  territoireId: string,
  { lieuId, id }: { readonly lieuId: string; readonly id: string },
): Promise<FermetureNotee | undefined> {
  return selectFermetures(db, territoireId, lieuId).where('lieuFermeture.id', '=', id).executeTakeFirst();
}

/** The closures that count and are not over, in order: what the public pages and the posters announce. */
export async function fermeturesAnnoncees(
  db: Db,
  territoireId: string,
  lieuId: string,
  { du, au }: { readonly du: Date; readonly au: Date },
): Promise<Fermeture[]> {
  return db
    .selectFrom('lieuFermeture')
    .select(['du', 'au'])
    .where('territoireId', '=', territoireId)
    .where('lieuId', '=', lieuId)
    .where('leveeAt', 'is', null)
    .where('du', '<=', au)
    .where('au', '>=', du)
    .orderBy('du')
    .execute();
}

/** Records a closure, unless another one of the lieu takes some of its days. Returns its identifier. */
export async function saveFermeture(
  db: Db,
  territoireId: string,
  of: Fermeture & { readonly lieuId: string; readonly motif: string; readonly compteId: string },
): Promise<{ readonly id: string } | { readonly refus: 'deja_fermee' }> {
  const id = uuidv7();
  const { lieuId, du, au, motif, compteId } = of;
  const outcome = await attempt(db, () =>
    db.insertInto('lieuFermeture').values({ territoireId, id, lieuId, du, au, motif, createdBy: compteId }).execute(),
  );
  if ('value' in outcome) return { id };
  if (outcome.constraint === 'lieu_fermeture_sans_chevauchement') return { refus: 'deja_fermee' };
  throw new Error(`Unexpected constraint: ${outcome.constraint}`);
}

/** Opens a lieu again before its time: from now on the closure keeps nothing from being planned. */
export async function leverFermeture(db: Db, territoireId: string, id: string, now: Temporal.Instant): Promise<void> {
  await db
    .updateTable('lieuFermeture')
    .set({ leveeAt: now })
    .where('territoireId', '=', territoireId)
    .where('id', '=', id)
    .where('leveeAt', 'is', null)
    .execute();
}

/**
 * Cancels the séances planned in a lieu while it does not open, whoever holds them; those where help is noted were held. Their
 * rendez-vous wait to be placed again. Returns how many were cancelled.
 */
export async function annulerPourFermeture(
  db: Db,
  territoireId: string,
  { fermetureId, lieuId, du, au, motif }: Fermeture & { fermetureId: string; lieuId: string; motif: string },
): Promise<number> {
  const cancelled = await db
    .updateTable('seance')
    .set({ statut: 'annulee', fermetureId, motif: `Lieu fermé : ${motif}` })
    .where('territoireId', '=', territoireId)
    .where('lieuId', '=', lieuId)
    .where('statut', '=', 'prevue')
    .where('jour', '>=', du)
    .where('jour', '<=', au)
    .where(sql<boolean>`not exists (select from accompagnement a
      where a.territoire_id = seance.territoire_id and a.seance_id = seance.id)`)
    .returning('id')
    .execute();
  return cancelled.length;
}
