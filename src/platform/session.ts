import { createHash, randomBytes } from 'node:crypto';
import type { Compte, Role } from '../domain/compte.ts';
import type { Db } from './db.ts';
import { uuidv7 } from './ids.ts';

/** A session ends 12 hours after it was opened, whatever is done with it, and after 3 hours during which nothing is. */
export const SESSION_HOURS = 12;
export const IDLE_HOURS = 3;
/** How long « confirmez avec votre code » is good for. */
export const CONFIRMED_MINUTES = 10;
const SEEN_EVERY_MINUTES = 5;

/** `lien`: the mailbox is proved, the second factor is not yet; nothing opens but what asks for it. `double`: both are. */
export type Niveau = 'lien' | 'double';

/** An open session, as a request knows it. */
export type Session = {
  /** What its owner may name to revoke it; not the token. */
  readonly id: string;
  readonly niveau: Niveau;
  /** The random name under which the journal knows it. */
  readonly acteur: string;
  /** When the second factor was last proved again; null when only at sign-in. */
  readonly confirmeAt: Temporal.Instant | null;
  /** The challenge a passkey is to sign, good once. */
  readonly defi: Uint8Array | null;
};

/** 32 random bytes, in the letters a URL and a cookie both take. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

/** What the database keeps of a token. */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/**
 * Opens a session for an account, 12 hours at most, and returns its token (for the cookie; only its hash is stored).
 * `niveau` is `double` unless told. `navigateur`: « Firefox, Android », so that its owner recognises it in a list.
 */
export async function openSession(
  db: Db,
  territoireId: string,
  compteId: string,
  now: Temporal.Instant,
  options: {
    readonly niveau?: Niveau;
    readonly navigateur?: string;
    readonly acteur?: string;
    readonly confirmeAt?: Temporal.Instant;
  } = {},
): Promise<string> {
  const token = newToken();
  await db
    .insertInto('session')
    .values({
      territoireId,
      jetonHash: hashToken(token),
      id: uuidv7(),
      compteId,
      createdAt: now,
      seenAt: now,
      expireAt: now.add({ hours: SESSION_HOURS }),
      ...options,
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
): Promise<{ compte: Compte; session: Session; stale: boolean } | undefined> {
  const row = await db
    .selectFrom('session')
    .innerJoin('compte', (join) =>
      join.onRef('compte.territoireId', '=', 'session.territoireId').onRef('compte.id', '=', 'session.compteId'),
    )
    .select(['compte.id', 'nom', 'courriel', 'role', 'agentId', 'structureId'])
    .select(['session.id as sessionId', 'niveau', 'acteur', 'confirmeAt', 'defi', 'seenAt'])
    .where('session.territoireId', '=', territoireId)
    .where('session.jetonHash', '=', hashToken(token))
    .where('session.expireAt', '>', now)
    .where('session.seenAt', '>', now.subtract({ hours: IDLE_HOURS }))
    .where('compte.fermeLe', 'is', null)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const { sessionId, niveau, acteur, confirmeAt, defi, seenAt, role, ...compte } = row;
  return {
    compte: { ...compte, role: role as Role },
    session: { id: sessionId, niveau: niveau as Niveau, acteur, confirmeAt, defi },
    stale: now.since(seenAt).total('minutes') > SEEN_EVERY_MINUTES,
  };
}

/** Whether the second factor was proved again within the last 10 minutes. */
export function isConfirmed(session: Session, now: Temporal.Instant): boolean {
  return session.confirmeAt !== null && now.since(session.confirmeAt).total('minutes') <= CONFIRMED_MINUTES;
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

const KEPT_DAYS = 30;

/** Removes what has expired: sessions, sign-in links, and after 30 days the keys of forms and the messages, sent or not. */
export async function purgeExpired(db: Db, territoireId: string, now: Temporal.Instant): Promise<void> {
  await db.deleteFrom('session').where('territoireId', '=', territoireId).where('expireAt', '<', now).execute();
  await db.deleteFrom('lienConnexion').where('territoireId', '=', territoireId).where('expireAt', '<', now).execute();
  const before = now.subtract({ hours: 24 * KEPT_DAYS });
  await db.deleteFrom('envoi').where('territoireId', '=', territoireId).where('createdAt', '<', before).execute();
  await db.deleteFrom('courriel').where('territoireId', '=', territoireId).where('createdAt', '<', before).execute();
}
