import { createHash, randomBytes } from 'node:crypto';
import type { Compte, Role } from '../domain/compte.ts';
import type { Db } from './db.ts';

const SESSION_HOURS = 12;
const SEEN_EVERY_MINUTES = 5;
const KEPT_DAYS = 30;

/** 32 random bytes, in the letters a URL and a cookie both take. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

/** What the database keeps of a token. */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/** Opens a session for an account, 12 hours at most, and returns its token (for the cookie; only its hash is stored). */
export async function openSession(
  db: Db,
  territoireId: string,
  compteId: string,
  now: Temporal.Instant,
): Promise<string> {
  const token = newToken();
  await db
    .insertInto('session')
    .values({
      territoireId,
      jetonHash: hashToken(token),
      compteId,
      createdAt: now,
      seenAt: now,
      expireAt: now.add({ hours: SESSION_HOURS }),
    })
    .execute();
  return token;
}

/** The account behind a token, when the session is still open and the account too. `stale` asks for a touch of seen_at. */
export async function findSession(
  db: Db,
  territoireId: string,
  token: string,
  now: Temporal.Instant,
): Promise<{ compte: Compte; stale: boolean } | undefined> {
  const row = await db
    .selectFrom('session')
    .innerJoin('compte', (join) =>
      join.onRef('compte.territoireId', '=', 'session.territoireId').onRef('compte.id', '=', 'session.compteId'),
    )
    .select(['compte.id', 'nom', 'courriel', 'role', 'agentId', 'structureId', 'session.seenAt'])
    .where('session.territoireId', '=', territoireId)
    .where('session.jetonHash', '=', hashToken(token))
    .where('session.expireAt', '>', now)
    .where('compte.fermeLe', 'is', null)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const { seenAt, role, ...compte } = row;
  const stale = now.since(seenAt).total('minutes') > SEEN_EVERY_MINUTES;
  return { compte: { ...compte, role: role as Role }, stale };
}

export async function touchSession(db: Db, territoireId: string, token: string, now: Temporal.Instant): Promise<void> {
  await db
    .updateTable('session')
    .set({ seenAt: now })
    .where('territoireId', '=', territoireId)
    .where('jetonHash', '=', hashToken(token))
    .execute();
}

export async function closeSession(db: Db, territoireId: string, token: string): Promise<void> {
  await db
    .deleteFrom('session')
    .where('territoireId', '=', territoireId)
    .where('jetonHash', '=', hashToken(token))
    .execute();
}

/** Removes what has expired: sessions, sign-in links, and after 30 days the keys of forms and the messages, sent or not. */
export async function purgeExpired(db: Db, territoireId: string, now: Temporal.Instant): Promise<void> {
  await db.deleteFrom('session').where('territoireId', '=', territoireId).where('expireAt', '<', now).execute();
  await db.deleteFrom('lienConnexion').where('territoireId', '=', territoireId).where('expireAt', '<', now).execute();
  const before = now.subtract({ hours: 24 * KEPT_DAYS });
  await db.deleteFrom('envoi').where('territoireId', '=', territoireId).where('createdAt', '<', before).execute();
  await db.deleteFrom('courriel').where('territoireId', '=', territoireId).where('createdAt', '<', before).execute();
}
