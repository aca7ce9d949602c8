import { sql } from 'kysely';
import { z } from 'zod';
import { type Compte, type Role, roles } from '../../domain/compte.ts';
import type { Db } from '../../platform/db.ts';
import { uuidv7 } from '../../platform/ids.ts';
import type { Job } from '../../platform/jobs.ts';
import { hashToken, newToken } from '../../platform/session.ts';
import type { RefusCompte } from './rules.ts';

export const LIEN_MINUTES = 15;

/** Looks for the account of an address and sends it a link. What was typed is sealed: a job names nobody. */
export const lienJob: Job<{ readonly demande: string }> = {
  name: 'lien-connexion',
  data: z.object({ demande: z.string() }),
  retries: 5,
  retrySeconds: 5,
  keptDays: 1,
};

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
    .where('compte.fermeLe', 'is', null)
    .orderBy('compte.nom')
    .execute();
  return rows
    .map((row) => ({ ...row, role: row.role as Role }))
    .sort((a, b) => roles.indexOf(a.role) - roles.indexOf(b.role));
}

export async function findCompteDemo(db: Db, territoireId: string, id: string): Promise<{ id: string } | undefined> {
  return db
    .selectFrom('compte')
    .select('id')
    .where('territoireId', '=', territoireId)
    .where('id', '=', id)
    .where('demo', '=', true)
    .where('fermeLe', 'is', null)
    .executeTakeFirst();
}

/** The open accounts of a role. */
export async function comptesDuRole(
  db: Db,
  territoireId: string,
  role: Role,
): Promise<{ readonly courriel: string; readonly nom: string; readonly agentId: string | null }[]> {
  return db
    .selectFrom('compte')
    .select(['courriel', 'nom', 'agentId'])
    .where('territoireId', '=', territoireId)
    .where('role', '=', role)
    .where('fermeLe', 'is', null)
    .orderBy('nom')
    .execute();
}

/**
 * The open account of an address (an agent's, until the last day of the contract), held until the end of the transaction:
 * two links asked at once are counted one by one.
 */
export async function holdCompteByCourriel(
  db: Db,
  territoireId: string,
  courriel: string,
  today: Temporal.PlainDate,
): Promise<{ id: string; nom: string; courriel: string } | undefined> {
  return db
    .selectFrom('compte')
    .leftJoin('agent', (join) =>
      join.onRef('agent.territoireId', '=', 'compte.territoireId').onRef('agent.id', '=', 'compte.agentId'),
    )
    .select(['compte.id', 'compte.nom', 'compte.courriel'])
    .where('compte.territoireId', '=', territoireId)
    .where('compte.courriel', '=', courriel)
    .where('compte.fermeLe', 'is', null)
    .where(({ eb, or }) => or([eb('agent.contratFin', 'is', null), eb('agent.contratFin', '>=', today)]))
    .orderBy('compte.id')
    .forNoKeyUpdate('compte')
    .executeTakeFirst();
}

/** A hat: an open account, and the structure of a référent. */
export type Casquette = Compte & { readonly structure: string | null };

/**
 * The open accounts of a mailbox, each a casquette; an agent's is open until the last day of the contract. Ordered by role,
 * then by structure.
 */
export async function comptesDuCourriel(
  db: Db,
  territoireId: string,
  courriel: string,
  today: Temporal.PlainDate,
): Promise<Casquette[]> {
  const rows = await db
    .selectFrom('compte')
    .leftJoin('structure', (join) =>
      join.onRef('structure.territoireId', '=', 'compte.territoireId').onRef('structure.id', '=', 'compte.structureId'),
    )
    .leftJoin('agent', (join) =>
      join.onRef('agent.territoireId', '=', 'compte.territoireId').onRef('agent.id', '=', 'compte.agentId'),
    )
    .select([
      'compte.id',
      'compte.nom',
      'compte.courriel',
      'role',
      'agentId',
      'structureId',
      'structure.nom as structure',
    ])
    .where('compte.territoireId', '=', territoireId)
    .where('compte.courriel', '=', courriel)
    .where('compte.fermeLe', 'is', null)
    .where(({ eb, or }) => or([eb('agent.contratFin', 'is', null), eb('agent.contratFin', '>=', today)]))
    .orderBy('structure.nom')
    .execute();
  return rows
    .map((row) => ({ ...row, role: row.role as Role }))
    .sort((a, b) => roles.indexOf(a.role) - roles.indexOf(b.role));
}

/** The account of an id, while it is open. */
export async function findCompte(db: Db, territoireId: string, id: string): Promise<Compte | undefined> {
  const row = await db
    .selectFrom('compte')
    .select(['id', 'nom', 'courriel', 'role', 'agentId', 'structureId'])
    .where('territoireId', '=', territoireId)
    .where('id', '=', id)
    .where('fermeLe', 'is', null)
    .executeTakeFirst();
  return row === undefined ? undefined : { ...row, role: row.role as Role };
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

/** Whose account it is: an agent's own, or that of one of the référents of a structure. */
export type Titulaire =
  | { readonly role: 'agent'; readonly agentId: string }
  | { readonly role: 'referent'; readonly structureId: string };

/**
 * Gives `titulaire` the account of an address, so that its owner can ask for a sign-in link: one hat more when the address
 * has others, the same one opened again when it was closed. Two agents never share an address: refused (`courriel_pris`).
 */
export async function openCompte(
  db: Db,
  territoireId: string,
  titulaire: Titulaire,
  { courriel, nom }: { readonly courriel: string; readonly nom: string },
): Promise<RefusCompte | null> {
  const agentId = titulaire.role === 'agent' ? titulaire.agentId : null;
  const structureId = titulaire.role === 'referent' ? titulaire.structureId : null;
  if (agentId !== null) {
    const taken = await db
      .selectFrom('compte')
      .select('nom')
      .where('territoireId', '=', territoireId)
      .where('courriel', '=', courriel)
      .where('role', '=', 'agent')
      .where('agentId', '<>', agentId)
      .where('fermeLe', 'is', null)
      .executeTakeFirst();
    if (taken !== undefined) return { refus: 'courriel_pris', nom: taken.nom, role: 'agent' };
  }
  await db
    .insertInto('compte')
    .values({ territoireId, id: uuidv7(), courriel, nom, role: titulaire.role, agentId, structureId })
    .onConflict((conflict) => conflict.constraint('compte_casquette_unique').doUpdateSet({ nom, fermeLe: null }))
    .execute();
  return null;
}

/** Closes the account that an address opened for `titulaire`: its sessions, links and calendar no longer work. Its traces stay. */
export async function closeCompte(
  db: Db,
  territoireId: string,
  titulaire: Titulaire,
  courriel: string,
  now: Temporal.Instant,
): Promise<void> {
  const closed = await db
    .updateTable('compte')
    .set({ fermeLe: now })
    .where('territoireId', '=', territoireId)
    .where('courriel', '=', courriel)
    .where('role', '=', titulaire.role)
    .where('agentId', 'is not distinct from', titulaire.role === 'agent' ? titulaire.agentId : null)
    .where('structureId', 'is not distinct from', titulaire.role === 'referent' ? titulaire.structureId : null)
    .where('fermeLe', 'is', null)
    .returning('id')
    .executeTakeFirst();
  if (closed === undefined) return;
  const ofCompte = { territoireId, compteId: closed.id };
  await db
    .deleteFrom('session')
    .where(({ eb }) => eb.and(ofCompte))
    .execute();
  await db
    .deleteFrom('lienConnexion')
    .where(({ eb }) => eb.and(ofCompte))
    .execute();
  await db
    .deleteFrom('calendrierFlux')
    .where(({ eb }) => eb.and(ofCompte))
    .execute();
}

/**
 * Keeps an account in step with a card: the address left (`before`) no longer opens it, the one written (`after`) does.
 * An empty address is null. Refuses `courriel_pris`; the caller then rolls back.
 */
export async function followCourriel(
  db: Db,
  territoireId: string,
  titulaire: Titulaire,
  card: { readonly before: string | null; readonly after: string | null; readonly nom: string },
  now: Temporal.Instant,
): Promise<RefusCompte | null> {
  const { before, after, nom } = card;
  if (before !== null && before !== after) await closeCompte(db, territoireId, titulaire, before, now);
  return after === null ? null : openCompte(db, territoireId, titulaire, { courriel: after, nom });
}
