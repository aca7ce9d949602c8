import { sql } from 'kysely';
import { attempt, type Db } from '../../../platform/db.ts';
import { uuidv7 } from '../../../platform/ids.ts';
import type { DataKeys } from '../../../platform/keys/store.ts';
import { ouvrir, placeDe, sceller } from '../contenu.ts';
import type { ContenuActe } from '../rules.ts';

/** An act accounted for; `contenu` is null when nothing may, or can, read it. */
export type Acte = {
  readonly id: string;
  readonly demarcheId: string;
  /** Who did it. */
  readonly agent: string;
  readonly faitAt: Temporal.Instant;
  readonly contenu: ContenuActe | null;
};

export type ActeASceller = {
  readonly demarcheId: string;
  readonly agentId: string;
  readonly faitAt: Temporal.Instant;
  readonly contenu: ContenuActe;
  readonly compteId: string;
};

/**
 * Keeps an act, sealed under the key of its démarche. False when PostgreSQL refuses it (mandat_acte_permis) or when that key is
 * no more: the démarche has just ended.
 */
export async function saveActe(
  { db, cles }: { readonly db: Db; readonly cles: DataKeys },
  territoireId: string,
  { demarcheId, agentId, faitAt, contenu, compteId }: ActeASceller,
): Promise<boolean> {
  const key = (await cles.open(territoireId, [demarcheId])).get(demarcheId);
  if (key === undefined) return false;
  const id = uuidv7();
  const sealed = sceller(key, contenu, placeDe.acte(id));
  const outcome = await attempt(db, () =>
    db
      .insertInto('mandatActe')
      .values({ territoireId, id, demarcheId, agentId, faitAt, contenu: sealed, createdBy: compteId })
      .execute(),
  );
  if ('value' in outcome) return true;
  if (outcome.constraint === 'mandat_acte_permis') return false;
  throw new Error(`Refused by ${outcome.constraint}`);
}

/**
 * The acts of démarches, the oldest first. Those of `lisibles` are opened: the démarches that the rules let be read, of which the
 * caller has checked who reads.
 */
export async function actesDe(
  { db, cles }: { readonly db: Db; readonly cles: DataKeys },
  territoireId: string,
  demarcheIds: readonly string[],
  lisibles: ReadonlySet<string>,
): Promise<readonly Acte[]> {
  const rows = await db
    .selectFrom('mandatActe')
    .innerJoin('agent', (join) =>
      join.onRef('agent.territoireId', '=', 'mandatActe.territoireId').onRef('agent.id', '=', 'mandatActe.agentId'),
    )
    .select(['mandatActe.id', 'mandatActe.demarcheId', 'mandatActe.faitAt', 'mandatActe.contenu'])
    .select(sql<string>`agent.prenom || ' ' || agent.nom`.as('agent'))
    .where('mandatActe.territoireId', '=', territoireId)
    .where('mandatActe.demarcheId', '=', sql<string>`any(${demarcheIds}::uuid[])`)
    .orderBy('mandatActe.faitAt')
    .orderBy('mandatActe.id')
    .execute();
  const read = new Set(rows.map(({ demarcheId }) => demarcheId)).intersection(lisibles);
  const keys = await cles.open(territoireId, [...read]);
  return rows.map(({ contenu: sealed, ...row }) => {
    const key = read.has(row.demarcheId) ? keys.get(row.demarcheId) : undefined;
    const isOpen = key !== undefined && sealed !== null;
    return { ...row, contenu: isOpen ? ouvrir<ContenuActe>(key, sealed, placeDe.acte(row.id)) : null };
  });
}
