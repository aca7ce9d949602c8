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
const DEFI_MINUTES = 5;

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
  /** The challenge a passkey is to sign, good once and for five minutes; null when there is none. */
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
    .leftJoin('agent', (join) =>
      join.onRef('agent.territoireId', '=', 'compte.territoireId').onRef('agent.id', '=', 'compte.agentId'),
    )
    .select(['compte.id', 'compte.nom', 'compte.courriel', 'role', 'agentId', 'structureId'])
    .select(['session.id as sessionId', 'niveau', 'acteur', 'confirmeAt', 'defi', 'defiAt', 'seenAt'])
    .where('session.territoireId', '=', territoireId)
    .where('session.jetonHash', '=', hashToken(token))
    .where('session.expireAt', '>', now)
    .where('session.seenAt', '>', now.subtract({ hours: IDLE_HOURS }))
    .where('compte.fermeLe', 'is', null)
    // An agent comes in until the last day of the contract.
    .where(({ eb, or }) =>
      or([
        eb('agent.contratFin', 'is', null),
        eb('agent.contratFin', '>=', now.toZonedDateTimeISO('Europe/Paris').toPlainDate()),
      ]),
    )
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const { sessionId, niveau, acteur, confirmeAt, defi, defiAt, seenAt, role, ...compte } = row;
  return {
    compte: { ...compte, role: role as Role },
    session: { id: sessionId, niveau: niveau as Niveau, acteur, confirmeAt, defi: isFresh(defiAt, now) ? defi : null },
    stale: now.since(seenAt).total('minutes') > SEEN_EVERY_MINUTES,
  };
}

/** The random name that a token bears, even once its session is over; undefined when nobody ever had it. */
export async function acteurOf(db: Db, territoireId: string, token: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('session')
    .select('acteur')
    .where('territoireId', '=', territoireId)
    .where('jetonHash', '=', hashToken(token))
    .executeTakeFirst();
  return row?.acteur;
}

/** The open sessions of a mailbox, whatever the account, the last seen first. `mine` is the one that asks. */
export async function sessionsDe(
  db: Db,
  territoireId: string,
  courriel: string,
  now: Temporal.Instant,
): Promise<{ id: string; navigateur: string; createdAt: Temporal.Instant; seenAt: Temporal.Instant; role: Role }[]> {
  const rows = await db
    .selectFrom('session')
    .innerJoin('compte', (join) =>
      join.onRef('compte.territoireId', '=', 'session.territoireId').onRef('compte.id', '=', 'session.compteId'),
    )
    .select(['session.id', 'navigateur', 'session.createdAt', 'session.seenAt', 'role'])
    .where('session.territoireId', '=', territoireId)
    .where('compte.courriel', '=', courriel)
    .where('session.niveau', '=', 'double')
    .where('session.expireAt', '>', now)
    .where('session.seenAt', '>', now.subtract({ hours: IDLE_HOURS }))
    .orderBy('session.seenAt', 'desc')
    .execute();
  return rows.map((row) => ({ ...row, role: row.role as Role }));
}

/** Closes sessions of a mailbox: the one named, or all but the one kept. Returns how many were closed. */
export async function revokeSessions(
  db: Db,
  territoireId: string,
  courriel: string,
  which: { readonly id: string } | { readonly except: string | null },
): Promise<number> {
  const rows = await db
    .deleteFrom('session')
    .where('territoireId', '=', territoireId)
    .where('compteId', 'in', (q) =>
      q.selectFrom('compte').select('id').where('territoireId', '=', territoireId).where('courriel', '=', courriel),
    )
    .$if('id' in which, (q) => q.where('session.id', '=', 'id' in which ? which.id : ''))
    .$if('except' in which && which.except !== null, (q) =>
      q.where('session.id', '<>', 'except' in which ? (which.except ?? '') : ''),
    )
    .returning('id')
    .execute();
  return rows.length;
}

function isFresh(at: Temporal.Instant | null, now: Temporal.Instant): boolean {
  return at !== null && now.since(at).total('minutes') <= DEFI_MINUTES;
}

/** Gives a session the challenge that a passkey is to sign, in place of the last one. */
export async function saveDefi(
  db: Db,
  territoireId: string,
  id: string,
  defi: Uint8Array,
  now: Temporal.Instant,
): Promise<void> {
  await db
    .updateTable('session')
    .set({ defi, defiAt: now })
    .where('territoireId', '=', territoireId)
    .where('id', '=', id)
    .execute();
}

/**
 * Takes the challenge of a session away: to whoever asks first, and null to the others, however close they come (it is a
 * compare-and-set, which waits for the one before).
 */
export async function takeDefi(db: Db, territoireId: string, { id, defi }: Session): Promise<Uint8Array | null> {
  if (defi === null) return null;
  const taken = await db
    .updateTable('session')
    .set({ defi: null })
    .where('territoireId', '=', territoireId)
    .where('id', '=', id)
    .where('defi', '=', Buffer.from(defi))
    .returning('id')
    .executeTakeFirst();
  return taken === undefined ? null : defi;
}

/** The second factor has just been proved again. */
export async function confirmSession(db: Db, territoireId: string, id: string, now: Temporal.Instant): Promise<void> {
  await db
    .updateTable('session')
    .set({ confirmeAt: now })
    .where('territoireId', '=', territoireId)
    .where('id', '=', id)
    .execute();
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
