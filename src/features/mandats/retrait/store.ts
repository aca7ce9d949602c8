import { createHash, randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { z } from 'zod';
import type { Db } from '../../../platform/db.ts';
import type { Job } from '../../../platform/jobs.ts';
import { ESSAIS_MAX } from '../rules.ts';

export type OrigineLien = 'copie' | 'courriel' | 'recu';

/** Looks for the mandat of a code and sends a link to the person. What was typed is sealed: a job names nothing. */
export const lienRetraitJob: Job<{ readonly demande: string }> = {
  name: 'lien-retrait',
  data: z.object({ demande: z.string() }),
  retries: 5,
  retrySeconds: 5,
  keptDays: 1,
};

/** What the database keeps of a link of withdrawal. */
export function empreinteLien(jeton: string): Buffer {
  return createHash('sha256').update(jeton).digest();
}

/**
 * Makes a link by which the person withdraws, good once until `expireAt`; returns its secret, which is kept nowhere. `jeton`:
 * that secret, when it is not to be drawn at random.
 */
export async function creerLien(
  db: Db,
  territoireId: string,
  mandatId: string,
  {
    origine,
    expireAt,
    jeton = randomUUID(),
  }: { readonly origine: OrigineLien; readonly expireAt: Temporal.Instant; readonly jeton?: string },
): Promise<string> {
  await db
    .insertInto('mandatLien')
    .values({ territoireId, jetonHash: empreinteLien(jeton), mandatId, origine, expireAt })
    .execute();
  return jeton;
}

/**
 * The mandat of a link that still serves; undefined for one that was used, has expired or never was, or whose démarches have all
 * ended: nothing of the mandat is read then, so that it costs what an invented one does.
 */
export async function findLien(
  db: Db,
  territoireId: string,
  jeton: string,
  now: Temporal.Instant,
): Promise<string | undefined> {
  const row = await db
    .selectFrom('mandatLien')
    .select('mandatId')
    .where('territoireId', '=', territoireId)
    .where('jetonHash', '=', empreinteLien(jeton))
    .where('usedAt', 'is', null)
    .where('expireAt', '>', now)
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('mandatDemarche')
          .whereRef('mandatDemarche.territoireId', '=', 'mandatLien.territoireId')
          .whereRef('mandatDemarche.mandatId', '=', 'mandatLien.mandatId')
          .where('mandatDemarche.finieAt', 'is', null),
      ),
    )
    .executeTakeFirst();
  return row?.mandatId;
}

/** Uses a link up, and returns its mandat: of two at the same moment, one alone gets it. */
export async function useLien(
  db: Db,
  territoireId: string,
  jeton: string,
  now: Temporal.Instant,
): Promise<string | undefined> {
  const row = await db
    .updateTable('mandatLien')
    .set({ usedAt: now })
    .where('territoireId', '=', territoireId)
    .where('jetonHash', '=', empreinteLien(jeton))
    .where('usedAt', 'is', null)
    .where('expireAt', '>', now)
    .returning('mandatId')
    .executeTakeFirst();
  return row?.mandatId;
}

/** The withdrawal that a link served for, since an instant: its mandat, and when. */
export async function lienServi(
  db: Db,
  territoireId: string,
  jeton: string,
  since: Temporal.Instant,
): Promise<{ readonly mandat: string; readonly at: Temporal.Instant } | undefined> {
  const row = await db
    .selectFrom('mandatLien')
    .select(['mandatId', 'usedAt'])
    .where('territoireId', '=', territoireId)
    .where('jetonHash', '=', empreinteLien(jeton))
    .where('usedAt', '>', since)
    .executeTakeFirst();
  return row === undefined || row.usedAt === null ? undefined : { mandat: row.mandatId, at: row.usedAt };
}

/** How many links were sent by mail for a mandat since an instant. */
export async function liensEnvoyes(
  db: Db,
  territoireId: string,
  mandatId: string,
  since: Temporal.Instant,
): Promise<number> {
  const { count } = await db
    .selectFrom('mandatLien')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('territoireId', '=', territoireId)
    .where('mandatId', '=', mandatId)
    .where('origine', '=', 'courriel')
    .where('createdAt', '>', since)
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** The signed mandat of a code, held until the end of the transaction: two who ask for it are counted one by one. */
export async function holdMandatParCode(db: Db, territoireId: string, code: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('mandat')
    .select('id')
    .where('territoireId', '=', territoireId)
    .where('code', '=', code)
    .where('etat', '=', 'signe')
    .forUpdate()
    .executeTakeFirst();
  return row?.id;
}

/**
 * Tries the two codes of a mandat in one statement, the same whether there is such a mandat: a wrong one is counted, a right one
 * forgets the wrong ones, and after `ESSAIS_MAX` of them none is right any more. Returns the mandat that they open.
 */
export async function essayerCodes(
  db: Db,
  territoireId: string,
  { code, trace }: { readonly code: string; readonly trace: Buffer },
): Promise<string | undefined> {
  const { rows } = await sql<{ id: string; isOpen: boolean }>`
    update mandat set echecs_retrait = case
      when echecs_retrait >= ${ESSAIS_MAX} then echecs_retrait
      when code_retrait = ${trace} then 0
      else echecs_retrait + 1 end
    where territoire_id = ${territoireId} and code = ${code} and etat = 'signe'
    returning id, coalesce(code_retrait = ${trace} and echecs_retrait = 0, false) as "isOpen"`.execute(db);
  const [row] = rows;
  return row?.isOpen === true ? row.id : undefined;
}
