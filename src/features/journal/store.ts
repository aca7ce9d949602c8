import type { Db } from '../../platform/db.ts';
import { lastMaillon } from '../../platform/sealer.ts';

/** One line of the journal as the DPO reads it. `nom`, `role` and `adresse` are null once the identity is purged, or without one. */
export type Ligne = {
  readonly id: string;
  readonly at: Temporal.Instant;
  readonly acteur: string | null;
  readonly nom: string | null;
  readonly role: string | null;
  /** Where the sign-in came from. */
  readonly adresse: string | null;
  readonly acte: string;
  readonly objetType: string | null;
  readonly objetId: string | null;
  readonly rang: number | null;
};

export type Filtres = {
  readonly du: Temporal.PlainDate | null;
  readonly au: Temporal.PlainDate | null;
  /** Part of a name, of an act, or a whole object id or address; '' for all. */
  readonly q: string;
};

/**
 * Lines from the newest, `limit` at most, before the entry `avant` when it is given: pages turn by the key, so that the last
 * one costs no more than the first. Days are of Paris, both included.
 */
export async function lignes(
  db: Db,
  territoireId: string,
  { du, au, q }: Filtres,
  { avant, limit }: { readonly avant: string | null; readonly limit: number },
): Promise<Ligne[]> {
  const midnight = (day: Temporal.PlainDate) => day.toZonedDateTime('Europe/Paris').toInstant();
  const like = `%${q.replaceAll(/[\\%_]/g, '\\$&')}%`;
  return db
    .selectFrom('journalEntree as e')
    .leftJoin('journalIdentite as i', (join) =>
      join.onRef('i.territoireId', '=', 'e.territoireId').onRef('i.acteur', '=', 'e.acteur'),
    )
    .leftJoin('journalMaillon as m', (join) =>
      join.onRef('m.territoireId', '=', 'e.territoireId').onRef('m.entreeId', '=', 'e.id'),
    )
    .select([
      'e.id',
      'e.at',
      'e.acteur',
      'i.nom',
      'i.role',
      'i.adresse',
      'e.acte',
      'e.objetType',
      'e.objetId',
      'm.rang',
    ])
    .where('e.territoireId', '=', territoireId)
    .$if(avant !== null, (query) => query.where('e.id', '<', avant ?? ''))
    .where(({ eb, and }) =>
      and([
        ...(du === null ? [] : [eb('e.at', '>=', midnight(du))]),
        ...(au === null ? [] : [eb('e.at', '<', midnight(au.add({ days: 1 })))]),
      ]),
    )
    .$if(q !== '', (query) =>
      query.where(({ eb, or }) =>
        or([eb('i.nom', 'ilike', like), eb('i.adresse', '=', q), eb('e.acte', 'ilike', like), eb('e.objetId', '=', q)]),
      ),
    )
    .orderBy('e.id', 'desc')
    .limit(limit)
    .execute();
}

/** Where the chain stands: its last link, and how many entries wait for theirs. */
export async function etatDeLaChaine(
  db: Db,
  territoireId: string,
): Promise<{ rang: number; scelleAt: Temporal.Instant | null; attente: number }> {
  const last = await lastMaillon(db, territoireId);
  const { count } = await db
    .selectFrom('journalAttente')
    .select((q) => q.fn.countAll<number>().as('count'))
    .where('territoireId', '=', territoireId)
    .executeTakeFirstOrThrow();
  return { rang: last?.rang ?? 0, scelleAt: last?.scelleAt ?? null, attente: count };
}
