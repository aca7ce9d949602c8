import { sql } from 'kysely';
import type { Db } from '../../../platform/db.ts';
import { uuidv7 } from '../../../platform/ids.ts';
import type { DataKeys } from '../../../platform/keys/store.ts';
import { ouvrir, placeDe } from '../contenu.ts';
import { type ContenuActe, finAcces } from '../rules.ts';

/** An access for a serious reason, of one account to one mandat. */
export type Acces = {
  readonly id: string;
  readonly motif: string;
  readonly ouvertAt: Temporal.Instant;
  readonly expireAt: Temporal.Instant;
};

/** The access of an account to a mandat that is still open at `now`. */
export async function accesOuvert(
  db: Db,
  territoireId: string,
  { mandatId, compteId, now }: { readonly mandatId: string; readonly compteId: string; readonly now: Temporal.Instant },
): Promise<Acces | undefined> {
  return db
    .selectFrom('mandatAcces')
    .select(['id', 'motif', 'ouvertAt', 'expireAt'])
    .where('territoireId', '=', territoireId)
    .where('mandatId', '=', mandatId)
    .where('compteId', '=', compteId)
    .where('expireAt', '>', now)
    .orderBy('expireAt', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/** Opens a mandat to an account, to be read, until the rules close it. */
export async function ouvrirAcces(
  db: Db,
  territoireId: string,
  acces: {
    readonly mandatId: string;
    readonly compteId: string;
    readonly motif: string;
    readonly now: Temporal.Instant;
  },
): Promise<void> {
  const { now, ...row } = acces;
  await db
    .insertInto('mandatAcces')
    .values({ territoireId, id: uuidv7(), ...row, ouvertAt: now, expireAt: finAcces(now) })
    .execute();
}

/** Closes at once what an account has open on a mandat. */
export async function fermerAcces(
  db: Db,
  territoireId: string,
  { mandatId, compteId, now }: { readonly mandatId: string; readonly compteId: string; readonly now: Temporal.Instant },
): Promise<void> {
  await db
    .updateTable('mandatAcces')
    .set({ expireAt: now })
    .where('territoireId', '=', territoireId)
    .where('mandatId', '=', mandatId)
    .where('compteId', '=', compteId)
    .where('expireAt', '>', now)
    .execute();
}

/** An access as the DPO reads it: who, when, which mandat, why. */
export type AccesConnu = Acces & { readonly mandatId: string; readonly code: string; readonly compte: string };

function selectAcces(db: Db, territoireId: string) {
  return db
    .selectFrom('mandatAcces')
    .innerJoin('mandat', (join) =>
      join
        .onRef('mandat.territoireId', '=', 'mandatAcces.territoireId')
        .onRef('mandat.id', '=', 'mandatAcces.mandatId'),
    )
    .innerJoin('compte', (join) =>
      join
        .onRef('compte.territoireId', '=', 'mandatAcces.territoireId')
        .onRef('compte.id', '=', 'mandatAcces.compteId'),
    )
    .select([
      'mandatAcces.id',
      'mandatAcces.motif',
      'mandatAcces.ouvertAt',
      'mandatAcces.expireAt',
      'mandatAcces.mandatId',
    ])
    .select([sql<string>`mandat.code`.as('code'), 'compte.nom as compte'])
    .where('mandatAcces.territoireId', '=', territoireId)
    .orderBy('mandatAcces.ouvertAt', 'desc');
}

/** Every access that was ever opened, the newest first. */
export async function tousLesAcces(db: Db, territoireId: string): Promise<AccesConnu[]> {
  return selectAcces(db, territoireId).execute();
}

/** The last accesses that were still open after an instant, the newest first. */
export async function accesRecents(
  db: Db,
  territoireId: string,
  { since, max }: { readonly since: Temporal.Instant; readonly max: number },
): Promise<AccesConnu[]> {
  return selectAcces(db, territoireId).where('mandatAcces.expireAt', '>', since).limit(max).execute();
}

/** What an account has open at `now`. */
export async function accesOuvertsDe(
  db: Db,
  territoireId: string,
  compteId: string,
  now: Temporal.Instant,
): Promise<AccesConnu[]> {
  return selectAcces(db, territoireId)
    .where('mandatAcces.compteId', '=', compteId)
    .where('mandatAcces.expireAt', '>', now)
    .execute();
}

/** An act, as it may be read with the key of its démarche. */
export type ActeLu = ContenuActe & {
  readonly demarcheId: string;
  readonly faitAt: Temporal.Instant;
  readonly agent: string;
};

/** The acts of these démarches, the oldest first; those whose key is destroyed are left out. The caller has checked that they may be read. */
export async function lireActes(
  { db, cles }: { readonly db: Db; readonly cles: DataKeys },
  territoireId: string,
  demarcheIds: readonly string[],
): Promise<ActeLu[]> {
  const keys = await cles.open(territoireId, demarcheIds);
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
  return rows.flatMap(({ id, contenu, ...row }) => {
    const key = keys.get(row.demarcheId);
    if (key === undefined || contenu === null) return [];
    return [{ ...row, ...ouvrir<ContenuActe>(key, contenu, placeDe.acte(id)) }];
  });
}
