import { randomUUID } from 'node:crypto';
import type { Compte, Role } from '../../../domain/compte.ts';
import type { Coffre } from '../../../platform/coffre.ts';
import type { Db } from '../../../platform/db.ts';
import { hashToken } from '../../../platform/session.ts';

/** The calendar of an account: since when it is open, and its secret while it is still to be copied. */
export type Flux = { readonly createdAt: Temporal.Instant; readonly jeton: string | null };

const place = (compteId: string): string => `calendrier_flux:${compteId}`;

export async function fluxDe(
  db: Db,
  territoireId: string,
  compteId: string,
  coffre: Coffre,
): Promise<Flux | undefined> {
  const row = await db
    .selectFrom('calendrierFlux')
    .select(['createdAt', 'aNoter'])
    .where('territoireId', '=', territoireId)
    .where('compteId', '=', compteId)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const { createdAt, aNoter } = row;
  return { createdAt, jeton: aNoter === null ? null : coffre.open(aNoter, place(compteId)).toString() };
}

/**
 * Gives the calendar of an account a new secret of 122 random bits, in place of the one it had. The hash alone stays once the
 * secret was copied.
 */
export async function ouvrirFlux(
  db: Db,
  territoireId: string,
  compteId: string,
  { coffre, now }: { readonly coffre: Coffre; readonly now: Temporal.Instant },
): Promise<void> {
  const jeton = randomUUID();
  const secret = {
    jetonHash: hashToken(jeton),
    aNoter: coffre.seal(Buffer.from(jeton), place(compteId)),
    createdAt: now,
  };
  await db
    .insertInto('calendrierFlux')
    .values({ territoireId, compteId, ...secret })
    .onConflict((conflict) => conflict.columns(['territoireId', 'compteId']).doUpdateSet(secret))
    .execute();
}

/** The address is copied: nobody reads it here any more. */
export async function oublierAdresse(db: Db, territoireId: string, compteId: string): Promise<void> {
  await db
    .updateTable('calendrierFlux')
    .set({ aNoter: null })
    .where('territoireId', '=', territoireId)
    .where('compteId', '=', compteId)
    .execute();
}

/** Closes the calendar of an account: its address leads nowhere at once. */
export async function fermerFlux(db: Db, territoireId: string, compteId: string): Promise<void> {
  await db
    .deleteFrom('calendrierFlux')
    .where('territoireId', '=', territoireId)
    .where('compteId', '=', compteId)
    .execute();
}

/** Whose calendar a secret opens: an account of an agent, of the équipe technique or of a référent, while it is open. */
export async function compteDuFlux(db: Db, territoireId: string, jeton: string): Promise<Compte | undefined> {
  const row = await db
    .selectFrom('calendrierFlux')
    .innerJoin('compte', (join) =>
      join
        .onRef('compte.territoireId', '=', 'calendrierFlux.territoireId')
        .onRef('compte.id', '=', 'calendrierFlux.compteId'),
    )
    .select(['compte.id', 'compte.nom', 'compte.courriel', 'compte.role', 'compte.agentId', 'compte.structureId'])
    .where('calendrierFlux.territoireId', '=', territoireId)
    .where('calendrierFlux.jetonHash', '=', hashToken(jeton))
    .where('compte.role', 'in', ['agent', 'equipe', 'referent'])
    .where('compte.fermeLe', 'is', null)
    .executeTakeFirst();
  return row === undefined ? undefined : { ...row, role: row.role as Role };
}
