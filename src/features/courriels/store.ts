import { sql } from 'kysely';
import { v5 } from 'uuid';
import { z } from 'zod';
import { masquer } from '../../domain/secret.ts';
import type { Db } from '../../platform/db.ts';
import { uuidv7 } from '../../platform/ids.ts';
import { enqueue, type Job } from '../../platform/jobs.ts';
import { GENRES, type Genre } from './rules.ts';

export type Message = {
  readonly genre: Genre;
  readonly destinataire: string;
  readonly sujet: string;
  readonly texte: string;
  /** The rendez-vous that it tells of: refused, it becomes a call. */
  readonly rendezVousId?: string | null;
};

/** Sends one message; a mail server that is away for six hours loses nothing. */
export const courrielJob: Job<{ readonly courriel: string }> = {
  name: 'courriel',
  data: z.object({ courriel: z.uuid() }),
  retries: 14,
  retrySeconds: 15,
};

const ONCE_NAMESPACE = '6f1c2c1e-58d5-4b3f-9d0a-6f5b1c0f8e52';

/**
 * Writes a message and asks for its sending, in the transaction of what it tells. `unique`: two messages that bear the same
 * words there, in a territoire, are one: returns whether it was written. Whatever a message quotes, it bears no social security number, IBAN, bank card nor
 * password: a last guard, as forms refuse them.
 */
export async function queueMail(
  db: Db,
  territoireId: string,
  message: Message,
  { unique }: { readonly unique?: string } = {},
): Promise<boolean> {
  const id = unique === undefined ? uuidv7() : v5(`${territoireId} ${unique}`, ONCE_NAMESPACE);
  const written = await db
    .insertInto('courriel')
    .values({ territoireId, id, ...message, sujet: masquer(message.sujet), texte: masquer(message.texte) })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  if (written !== undefined) await enqueue(db, territoireId, courrielJob, { courriel: id });
  return written !== undefined;
}

/** A message that has neither left nor been refused. */
export async function courrielAEnvoyer(
  db: Db,
  territoireId: string,
  id: string,
): Promise<(Message & { readonly id: string }) | undefined> {
  const row = await db
    .selectFrom('courriel')
    .select(['id', 'genre', 'destinataire', 'sujet', 'texte'])
    .where('territoireId', '=', territoireId)
    .where('id', '=', id)
    .where('envoyeAt', 'is', null)
    .where('echec', 'is', null)
    .executeTakeFirst();
  return row && { ...row, genre: row.genre as Genre };
}

/**
 * What became of a message: it left at an instant, or was refused with the server's words. A link that has left is kept by
 * nobody but its reader; nor is the address of somebody whom a mandat concerns.
 */
export async function saveSort(
  db: Db,
  territoireId: string,
  id: string,
  sort: { readonly envoyeAt: Temporal.Instant } | { readonly echec: string },
): Promise<void> {
  await db
    .updateTable('courriel')
    .set(sort)
    .$if('envoyeAt' in sort, (query) =>
      query.set({
        texte: sql<string>`case when genre in ('connexion', 'mandat') then '' else texte end`,
        destinataire: sql<string>`case genre when 'mandat' then '' else destinataire end`,
      }),
    )
    .where('territoireId', '=', territoireId)
    .where('id', '=', id)
    .execute();
}

/** The kinds that a mailbox does without. */
export async function refusDe(db: Db, territoireId: string, courriel: string): Promise<readonly Genre[]> {
  const row = await db
    .selectFrom('identifiant')
    .select('avisRefuses')
    .where('territoireId', '=', territoireId)
    .where('courriel', '=', courriel)
    .executeTakeFirst();
  return (row?.avisRefuses ?? []).filter((genre): genre is Genre => genre in GENRES);
}

export async function saveRefus(
  db: Db,
  territoireId: string,
  courriel: string,
  avisRefuses: readonly Genre[],
): Promise<void> {
  await db
    .insertInto('identifiant')
    .values({ territoireId, courriel, avisRefuses: [...avisRefuses] })
    .onConflict((conflict) =>
      conflict.columns(['territoireId', 'courriel']).doUpdateSet({ avisRefuses: [...avisRefuses] }),
    )
    .execute();
}

export type CourrielEcrit = Message & { readonly id: string; readonly createdAt: Temporal.Instant };

/** The last messages of a demo, shown instead of being sent. */
export async function courrielsRecents(db: Db, territoireId: string): Promise<CourrielEcrit[]> {
  const rows = await db
    .selectFrom('courriel')
    .select(['id', 'genre', 'destinataire', 'sujet', 'texte', 'createdAt'])
    .where('territoireId', '=', territoireId)
    .orderBy('createdAt', 'desc')
    .limit(30)
    .execute();
  return rows.map((row) => ({ ...row, genre: row.genre as Genre }));
}

export type CourrielRefuse = {
  readonly id: string;
  readonly destinataire: string;
  readonly sujet: string;
  readonly echec: string;
  readonly createdAt: Temporal.Instant;
};

/** Messages that the mail server refused for good, the newest first. */
export async function courrielsRefuses(db: Db, territoireId: string): Promise<CourrielRefuse[]> {
  const rows = await db
    .selectFrom('courriel')
    .select(['id', 'destinataire', 'sujet', 'echec', 'createdAt'])
    .where('territoireId', '=', territoireId)
    .where('echec', 'is not', null)
    .orderBy('createdAt', 'desc')
    .limit(100)
    .execute();
  return rows.map((row) => ({ ...row, echec: row.echec ?? '' }));
}

/** Forgets the refusal of a message and sends it again; false when it was not refused. */
export async function renvoyer(db: Db, territoireId: string, id: string): Promise<boolean> {
  const row = await db
    .updateTable('courriel')
    .set({ echec: null })
    .where('territoireId', '=', territoireId)
    .where('id', '=', id)
    .where('echec', 'is not', null)
    .returning('id')
    .executeTakeFirst();
  if (row === undefined) return false;
  await enqueue(db, territoireId, courrielJob, { courriel: id });
  return true;
}
