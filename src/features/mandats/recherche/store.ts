import { sql } from 'kysely';
import type { Db } from '../../../platform/db.ts';
import type { Recherche } from '../../conventions/pieces/rules.ts';
import type { CanalFin, CauseFin, MandatSuivi } from '../rules.ts';

/** The signed mandat that bears a code; a draft has none yet. */
export async function mandatDuCode(db: Db, territoireId: string, code: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('mandat')
    .select('id')
    .where('territoireId', '=', territoireId)
    .where('code', '=', code)
    .where('etat', '=', 'signe')
    .executeTakeFirst();
  return row?.id;
}

/** What the life of a mandat needs to be told to anybody, and the instant of its seal. Neither who, nor where, nor what. */
export type MandatConnu = MandatSuivi & { readonly signeAt: Temporal.Instant };

type Fini = { readonly at: string; readonly cause: CauseFin; readonly canal: CanalFin };

/**
 * The signed mandat that bears this code, or whose sealed document is these very bytes. One query whatever is found, by an
 * index either way.
 */
export async function chercherMandat(
  db: Db,
  territoireId: string,
  recherche: Recherche,
): Promise<MandatConnu | undefined> {
  const row = await db
    .selectFrom('mandat')
    .select(['signeAt', 'finPrevueAt', 'detruitAt'])
    .select(
      sql<readonly (Fini | null)[]>`(select coalesce(jsonb_agg(case when d.finie_at is not null
          then jsonb_build_object('at', d.finie_at, 'cause', d.fin_cause, 'canal', d.fin_canal) end), '[]')
        from mandat_demarche d where d.territoire_id = mandat.territoire_id and d.mandat_id = mandat.id)`.as('fins'),
    )
    .where('territoireId', '=', territoireId)
    .where('etat', '=', 'signe')
    .where(
      'code' in recherche
        ? sql<boolean>`mandat.code = ${recherche.code}`
        : sql<boolean>`mandat.document_sha256 = decode(${recherche.sha256}, 'hex')`,
    )
    .orderBy('signeAt', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (row === undefined || row.signeAt === null) return undefined;
  const { signeAt, finPrevueAt, detruitAt, fins } = row;
  const demarches = fins.map((fin) => ({
    fin: fin === null ? null : { ...fin, at: Temporal.Instant.from(fin.at) },
    detruiteAt: null,
  }));
  return { etat: 'signe', signeAt, finPrevueAt, detruitAt, demarches };
}
