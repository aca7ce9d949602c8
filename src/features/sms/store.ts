import { v5 } from 'uuid';
import { z } from 'zod';
import { masquer } from '../../domain/secret.ts';
import type { Db } from '../../platform/db.ts';
import { uuidv7 } from '../../platform/ids.ts';
import { enqueue, type Job } from '../../platform/jobs.ts';

export type Sms = {
  /** E.164, as `numeroMobile` gives it. */
  readonly destinataire: string;
  readonly texte: string;
  /** The rendez-vous that it tells of: refused, it becomes a call. */
  readonly rendezVousId?: string | null;
};

/** Sends one short message; a gateway that is away for six hours loses nothing. */
export const smsJob: Job<{ readonly sms: string }> = {
  name: 'sms',
  data: z.object({ sms: z.uuid() }),
  retries: 14,
  retrySeconds: 15,
};

const ONCE_NAMESPACE = '2f4c7f86-0a5a-4f0e-8f0b-6a3c1f1f2d11';

/**
 * Writes a short message and asks for its sending, in the transaction of what it tells. `unique`: two messages that bear the
 * same words there, in a territoire, are one. Returns whether it was written. Masked as mails are.
 */
export async function queueSms(
  db: Db,
  territoireId: string,
  { destinataire, texte, rendezVousId = null }: Sms,
  { unique }: { readonly unique?: string } = {},
): Promise<boolean> {
  const id = unique === undefined ? uuidv7() : v5(`${territoireId} ${unique}`, ONCE_NAMESPACE);
  const written = await db
    .insertInto('sms')
    .values({ territoireId, id, destinataire, texte: masquer(texte), rendezVousId })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  if (written !== undefined) await enqueue(db, territoireId, smsJob, { sms: id });
  return written !== undefined;
}

/** A message that has neither left nor been refused. */
export async function smsAEnvoyer(
  db: Db,
  territoireId: string,
  id: string,
): Promise<{ readonly id: string; readonly destinataire: string; readonly texte: string } | undefined> {
  return db
    .selectFrom('sms')
    .select(['id', 'destinataire', 'texte'])
    .where('territoireId', '=', territoireId)
    .where('id', '=', id)
    .where('envoyeAt', 'is', null)
    .where('echec', 'is', null)
    .executeTakeFirst();
}

/** What became of a message: it left at an instant, or was refused with the gateway's words. */
export async function saveSortSms(
  db: Db,
  territoireId: string,
  id: string,
  sort: { readonly envoyeAt: Temporal.Instant } | { readonly echec: string },
): Promise<void> {
  await db.updateTable('sms').set(sort).where('territoireId', '=', territoireId).where('id', '=', id).execute();
}

export type SmsEcrit = {
  readonly id: string;
  readonly destinataire: string;
  readonly texte: string;
  readonly createdAt: Temporal.Instant;
};

/** The last messages of a demo, shown instead of being sent. */
export async function smsRecents(db: Db, territoireId: string): Promise<SmsEcrit[]> {
  return db
    .selectFrom('sms')
    .select(['id', 'destinataire', 'texte', 'createdAt'])
    .where('territoireId', '=', territoireId)
    .orderBy('createdAt', 'desc')
    .orderBy('id', 'desc')
    .limit(30)
    .execute();
}

export type SmsRefuse = {
  readonly id: string;
  readonly destinataire: string;
  readonly echec: string;
  readonly createdAt: Temporal.Instant;
};

/** Messages that the gateway refused for good, the newest first. */
export async function smsRefuses(db: Db, territoireId: string): Promise<SmsRefuse[]> {
  const rows = await db
    .selectFrom('sms')
    .select(['id', 'destinataire', 'echec', 'createdAt'])
    .where('territoireId', '=', territoireId)
    .where('echec', 'is not', null)
    .orderBy('createdAt', 'desc')
    .limit(100)
    .execute();
  return rows.map((row) => ({ ...row, echec: row.echec ?? '' }));
}

/** Forgets the refusal of a message and sends it again; false when it was not refused. */
export async function renvoyerSms(db: Db, territoireId: string, id: string): Promise<boolean> {
  const row = await db
    .updateTable('sms')
    .set({ echec: null })
    .where('territoireId', '=', territoireId)
    .where('id', '=', id)
    .where('echec', 'is not', null)
    .returning('id')
    .executeTakeFirst();
  if (row === undefined) return false;
  await enqueue(db, territoireId, smsJob, { sms: id });
  return true;
}

/** Gives up messages that the gateway did not take since `avant`, so that somebody telephones. Returns how many. */
export async function abandonnerSms(db: Db, territoireId: string, avant: Temporal.Instant): Promise<number> {
  const rows = await db
    .updateTable('sms')
    .set({ echec: 'La passerelle ne l’a pas pris à temps.' })
    .where('territoireId', '=', territoireId)
    .where('envoyeAt', 'is', null)
    .where('echec', 'is', null)
    .where('createdAt', '<', avant)
    .returning('id')
    .execute();
  return rows.length;
}
