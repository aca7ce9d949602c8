import { createHash, randomUUID } from 'node:crypto';
import type { Db } from '../../../platform/db.ts';

export type OrigineLien = 'copie' | 'courriel' | 'recu';

/** What the database keeps of a link of withdrawal. */
export function empreinteLien(jeton: string): Buffer {
  return createHash('sha256').update(jeton).digest();
}

/** Makes a link by which the person withdraws, good once until `expireAt`; returns its secret, which is kept nowhere. */
export async function creerLien(
  db: Db,
  territoireId: string,
  mandatId: string,
  { origine, expireAt }: { readonly origine: OrigineLien; readonly expireAt: Temporal.Instant },
): Promise<string> {
  const jeton = randomUUID();
  await db
    .insertInto('mandatLien')
    .values({ territoireId, jetonHash: empreinteLien(jeton), mandatId, origine, expireAt })
    .execute();
  return jeton;
}
