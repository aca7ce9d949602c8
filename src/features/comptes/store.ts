import { sql } from 'kysely';
import type { Role } from '../../domain/compte.ts';
import type { Db } from '../../platform/db.ts';
import { hashToken, newToken } from '../../platform/session.ts';

export const LIEN_MINUTES = 15;

export type CompteDemo = { readonly id: string; readonly nom: string; readonly role: Role; readonly de: string | null };

/** The accounts a demo instance offers at its door. `de` is the structure of a référent. */
export async function comptesDemo(db: Db, territoireId: string): Promise<CompteDemo[]> {
  const rows = await db
    .selectFrom('compte')
    .leftJoin('structure', (join) =>
      join.onRef('structure.territoireId', '=', 'compte.territoireId').onRef('structure.id', '=', 'compte.structureId'),
    )
    .select(['compte.id', 'compte.nom', 'compte.role', 'structure.nom as de'])
    .where('compte.territoireId', '=', territoireId)
    .where('compte.demo', '=', true)
    .orderBy('compte.id')
    .execute();
  return rows.map((row) => ({ ...row, role: row.role as Role }));
}

export async function findCompteDemo(db: Db, territoireId: string, id: string): Promise<{ id: string } | undefined> {
  return db
    .selectFrom('compte')
    .select('id')
    .where('territoireId', '=', territoireId)
    .where('id', '=', id)
    .where('demo', '=', true)
    .executeTakeFirst();
}

export async function findCompteByCourriel(
  db: Db,
  territoireId: string,
  courriel: string,
): Promise<{ id: string; nom: string; courriel: string } | undefined> {
  return db
    .selectFrom('compte')
    .select(['id', 'nom', 'courriel'])
    .where('territoireId', '=', territoireId)
    .where('courriel', '=', courriel.toLowerCase())
    .where('fermeLe', 'is', null)
    .executeTakeFirst();
}

/** How many links an account asked for in the last 15 minutes. */
export async function liensRecents(
  db: Db,
  territoireId: string,
  compteId: string,
  now: Temporal.Instant,
): Promise<number> {
  const { count } = await db
    .selectFrom('lienConnexion')
    .select((q) => q.fn.countAll<number>().as('count'))
    .where('territoireId', '=', territoireId)
    .where('compteId', '=', compteId)
    .where('createdAt', '>', now.subtract({ minutes: LIEN_MINUTES }))
    .executeTakeFirstOrThrow();
  return count;
}

/** Makes a sign-in link for an account and returns its token; only the hash is stored. */
export async function saveLien(db: Db, territoireId: string, compteId: string, now: Temporal.Instant): Promise<string> {
  const token = newToken();
  await db
    .insertInto('lienConnexion')
    .values({
      territoireId,
      jetonHash: hashToken(token),
      compteId,
      createdAt: now,
      expireAt: now.add({ minutes: LIEN_MINUTES }),
    })
    .execute();
  return token;
}

/** Uses a link up and returns its account; undefined when it is unknown, used or older than 15 minutes. */
export async function useLien(
  db: Db,
  territoireId: string,
  token: string,
  now: Temporal.Instant,
): Promise<{ compteId: string } | undefined> {
  return db
    .updateTable('lienConnexion')
    .set({ usedAt: now })
    .where('territoireId', '=', territoireId)
    .where('jetonHash', '=', hashToken(token))
    .where('usedAt', 'is', null)
    .where('expireAt', '>', now)
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('compte')
          .select(sql`1`.as('un'))
          .whereRef('compte.territoireId', '=', 'lienConnexion.territoireId')
          .whereRef('compte.id', '=', 'lienConnexion.compteId')
          .where('compte.fermeLe', 'is', null),
      ),
    )
    .returning('compteId')
    .executeTakeFirst();
}

/** The last messages of a demo, shown instead of being sent. */
export async function courrielsRecents(
  db: Db,
  territoireId: string,
): Promise<{ id: string; destinataire: string; sujet: string; texte: string; createdAt: Temporal.Instant }[]> {
  return db
    .selectFrom('courriel')
    .select(['id', 'destinataire', 'sujet', 'texte', 'createdAt'])
    .where('territoireId', '=', territoireId)
    .orderBy('createdAt', 'desc')
    .limit(30)
    .execute();
}
