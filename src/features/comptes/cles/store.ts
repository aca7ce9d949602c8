import { Buffer } from 'node:buffer';
import type { Db } from '../../../platform/db.ts';
import { uuidv7 } from '../../../platform/ids.ts';

/** A passkey as it is kept: its public key, and how many times it said that it signed. */
export type Cle = {
  readonly id: string;
  readonly cleId: Uint8Array;
  readonly clePublique: Uint8Array;
  readonly compteur: number;
  readonly transports: readonly string[];
};

/** The passkeys of a mailbox. */
export async function clesDe(db: Db, territoireId: string, courriel: string): Promise<Cle[]> {
  const rows = await db
    .selectFrom('facteur')
    .select(['id', 'cleId', 'clePublique', 'compteur', 'transports'])
    .where('territoireId', '=', territoireId)
    .where('courriel', '=', courriel)
    .where('genre', '=', 'cle')
    .where('prouveAt', 'is not', null)
    .execute();
  return rows.flatMap(({ cleId, clePublique, ...row }) =>
    cleId === null || clePublique === null ? [] : [{ ...row, cleId, clePublique }],
  );
}

/** Adds a passkey that has just signed. The caller holds the mailbox; a key known already is refused by its constraint. */
export async function ajouterCle(
  db: Db,
  territoireId: string,
  courriel: string,
  cle: Omit<Cle, 'id'> & { readonly nom: string },
  now: Temporal.Instant,
): Promise<void> {
  await db
    .insertInto('identifiant')
    .values({ territoireId, courriel })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await db
    .insertInto('facteur')
    .values({
      territoireId,
      id: uuidv7(),
      courriel,
      genre: 'cle',
      nom: cle.nom,
      cleId: Buffer.from(cle.cleId),
      clePublique: Buffer.from(cle.clePublique),
      compteur: cle.compteur,
      transports: [...cle.transports],
      prouveAt: now,
    })
    .execute();
}

/** The key has signed: its counter moves on. */
export async function noterUsage(
  db: Db,
  territoireId: string,
  id: string,
  compteur: number,
  now: Temporal.Instant,
): Promise<void> {
  await db
    .updateTable('facteur')
    .set({ compteur, usedAt: now })
    .where('territoireId', '=', territoireId)
    .where('id', '=', id)
    .execute();
}
