import { sql } from 'kysely';
import type { Db } from '../../platform/db.ts';
import type { DataKeys } from '../../platform/keys/store.ts';
import { ouvrir, placeDe } from './contenu.ts';
import {
  type CanalFin,
  type CauseFin,
  destructibleAt,
  estLisible,
  type Fin,
  type Identite,
  type MandatSuivi,
  type MoyenFin,
  type Objet,
} from './rules.ts';

/** A démarche without what it says, which is sealed. */
export type DemarcheRangee = {
  readonly id: string;
  readonly mandatId: string;
  readonly rang: number;
  readonly nature: Objet['nature'];
  readonly fin: Fin | null;
  /** How that end was known or told, and the day of the death or of the measure of protection. */
  readonly moyen: MoyenFin | null;
  readonly evenementLe: Temporal.PlainDate | null;
  readonly destructibleAt: Temporal.Instant | null;
  readonly tiersPrevenusAt: Temporal.Instant | null;
  readonly detruiteAt: Temporal.Instant | null;
};

/** A mandat without what it says: what may be known of it without its key. Names are those of agents and places. */
export type Mandat = Omit<MandatSuivi, 'demarches'> & {
  readonly id: string;
  readonly forme: 'tablette' | 'papier';
  readonly agentId: string;
  readonly agent: string;
  readonly suppleantId: string | null;
  readonly suppleant: string | null;
  readonly seanceId: string;
  readonly endroit: string;
  readonly conventionId: string | null;
  readonly code: string | null;
  readonly noticeVersion: number;
  /** How long third parties may be told after a withdrawal, as the notice said when it was signed; null until then. */
  readonly delaiTiersHeures: number | null;
  readonly signeAt: Temporal.Instant | null;
  readonly horodateAt: Temporal.Instant | null;
  readonly remplaceId: string | null;
  readonly createdAt: Temporal.Instant;
  /** A legal hold is on it. */
  readonly isRetenu: boolean;
  readonly demarches: readonly DemarcheRangee[];
};

function selectMandats(db: Db, territoireId: string) {
  return db
    .selectFrom('mandat')
    .innerJoin('agent', (join) =>
      join.onRef('agent.territoireId', '=', 'mandat.territoireId').onRef('agent.id', '=', 'mandat.agentId'),
    )
    .leftJoin('agent as suppleant', (join) =>
      join.onRef('suppleant.territoireId', '=', 'mandat.territoireId').onRef('suppleant.id', '=', 'mandat.suppleantId'),
    )
    .innerJoin('seance', (join) =>
      join.onRef('seance.territoireId', '=', 'mandat.territoireId').onRef('seance.id', '=', 'mandat.seanceId'),
    )
    .leftJoin('lieu', (join) =>
      join.onRef('lieu.territoireId', '=', 'seance.territoireId').onRef('lieu.id', '=', 'seance.lieuId'),
    )
    .select([
      'mandat.id',
      sql<Mandat['etat']>`mandat.etat`.as('etat'),
      sql<Mandat['forme']>`mandat.forme`.as('forme'),
      'mandat.agentId',
      sql<string>`agent.prenom || ' ' || agent.nom`.as('agent'),
      'mandat.suppleantId',
      sql<string | null>`suppleant.prenom || ' ' || suppleant.nom`.as('suppleant'),
      'mandat.seanceId',
      sql<string>`coalesce(lieu.nom, seance.endroit, '')`.as('endroit'),
      'mandat.conventionId',
      'mandat.code',
      'mandat.noticeVersion',
      'mandat.delaiTiersHeures',
      'mandat.signeAt',
      'mandat.finPrevueAt',
      'mandat.horodateAt',
      'mandat.remplaceId',
      'mandat.detruitAt',
      'mandat.createdAt',
      sql<boolean>`exists (select from mandat_sursis s where s.territoire_id = mandat.territoire_id
        and s.mandat_id = mandat.id and s.leve_at is null)`.as('isRetenu'),
    ])
    .where('mandat.territoireId', '=', territoireId);
}

/** The démarches of these mandats, by mandat, in order. */
async function demarchesDe(
  db: Db,
  territoireId: string,
  mandatIds: readonly string[],
): Promise<ReadonlyMap<string, readonly DemarcheRangee[]>> {
  const rows = await db
    .selectFrom('mandatDemarche')
    .select(['id', 'mandatId', 'rang', 'finieAt', 'evenementLe', 'destructibleAt', 'tiersPrevenusAt', 'detruiteAt'])
    .select([
      sql<Objet['nature']>`nature`.as('nature'),
      sql<CauseFin | null>`fin_cause`.as('cause'),
      sql<CanalFin | null>`fin_canal`.as('canal'),
      sql<MoyenFin | null>`fin_moyen`.as('moyen'),
    ])
    .where('territoireId', '=', territoireId)
    .where('mandatId', '=', sql<string>`any(${mandatIds}::uuid[])`)
    .orderBy('mandatId')
    .orderBy('rang')
    .execute();
  const demarches = rows.map(
    ({ finieAt, cause, canal, ...row }): DemarcheRangee => ({
      ...row,
      fin: finieAt === null || cause === null || canal === null ? null : { at: finieAt, cause, canal },
    }),
  );
  return Map.groupBy(demarches, ({ mandatId }) => mandatId);
}

async function withDemarches(
  db: Db,
  territoireId: string,
  rows: readonly Omit<Mandat, 'demarches'>[],
): Promise<Mandat[]> {
  const demarches = await demarchesDe(
    db,
    territoireId,
    rows.map(({ id }) => id),
  );
  return rows.map((row) => ({ ...row, demarches: demarches.get(row.id) ?? [] }));
}

export async function findMandat(db: Db, territoireId: string, id: string): Promise<Mandat | undefined> {
  const rows = await selectMandats(db, territoireId).where('mandat.id', '=', id).execute();
  return (await withDemarches(db, territoireId, rows))[0];
}

/** These mandats, in the order of their ids; one that does not exist is left out. */
export async function mandatsParIds(db: Db, territoireId: string, ids: readonly string[]): Promise<Mandat[]> {
  const rows = await selectMandats(db, territoireId)
    .where('mandat.id', '=', sql<string>`any(${ids}::uuid[])`)
    .execute();
  const mandats = new Map((await withDemarches(db, territoireId, rows)).map((mandat) => [mandat.id, mandat]));
  return ids.flatMap((id) => mandats.get(id) ?? []);
}

/** What a mandat says, as far as it may be read: the identity while one démarche may be, and each of those. */
export type Lisible = { readonly identite: Identite | null; readonly objets: ReadonlyMap<string, Objet> };

/**
 * Opens what these signed mandats say: what the rules let be read at `now`, and whose key is not destroyed. Who may read is the
 * caller's decision. Three queries, whatever their number.
 */
export async function lireMandats(
  { db, cles }: { readonly db: Db; readonly cles: DataKeys },
  territoireId: string,
  mandats: readonly Mandat[],
  now: Temporal.Instant,
): Promise<ReadonlyMap<string, Lisible>> {
  const lisibles = mandats.flatMap(({ demarches, finPrevueAt, isRetenu }) =>
    finPrevueAt === null ? [] : demarches.filter((demarche) => estLisible(demarche, { finPrevueAt, isRetenu }, now)),
  );
  const demarcheIds = lisibles.map(({ id }) => id);
  const mandatIds = [...new Set(lisibles.map(({ mandatId }) => mandatId))];
  const keys = await cles.open(territoireId, [...mandatIds, ...demarcheIds]);
  const sealed = await db
    .selectFrom('mandat')
    .select(['id', 'contenu', sql<boolean>`true`.as('isMandat')])
    .where('territoireId', '=', territoireId)
    .where('id', '=', sql<string>`any(${mandatIds}::uuid[])`)
    .unionAll(
      db
        .selectFrom('mandatDemarche')
        .select(['id', 'contenu', sql<boolean>`false`.as('isMandat')])
        .where('territoireId', '=', territoireId)
        .where('id', '=', sql<string>`any(${demarcheIds}::uuid[])`),
    )
    .execute();
  const identites = new Map<string, Identite>();
  const objets = new Map<string, Objet>();
  for (const { id, contenu, isMandat } of sealed) {
    const key = keys.get(id);
    if (key === undefined || contenu === null) continue;
    if (isMandat) identites.set(id, ouvrir<Identite>(key, contenu, placeDe.identite(id)));
    else objets.set(id, ouvrir<Objet>(key, contenu, placeDe.demarche(id)));
  }
  return new Map(
    mandats.map(({ id, demarches }) => {
      const own = demarches.flatMap((demarche) => {
        const objet = objets.get(demarche.id);
        return objet === undefined ? [] : [[demarche.id, objet] as const];
      });
      return [id, { identite: identites.get(id) ?? null, objets: new Map(own) }];
    }),
  );
}

/** The frozen PDF of a signed mandat, while its key lives; the caller has checked that it may be read. */
export async function lireDocument(
  { db, cles }: { readonly db: Db; readonly cles: DataKeys },
  territoireId: string,
  id: string,
): Promise<Buffer | null> {
  const row = await db
    .selectFrom('mandat')
    .select('document')
    .where('territoireId', '=', territoireId)
    .where('id', '=', id)
    .executeTakeFirst();
  const key = (await cles.open(territoireId, [id])).get(id);
  return row?.document == null || key === undefined ? null : key.open(row.document, placeDe.document(id));
}

/**
 * Ends démarches of a mandat that are not over yet, all at once: which, its whole unless told. Returns the ids of those that it
 * ended. Whoever acts on one of them at the same moment comes before, whole, or not at all.
 */
export async function finirDemarches(
  db: Db,
  territoireId: string,
  mandatId: string,
  fin: Fin & {
    readonly compteId: string | null;
    readonly delaiTiersHeures: number;
    readonly moyen?: MoyenFin;
    readonly evenementLe?: Temporal.PlainDate;
    readonly demarcheIds?: readonly string[];
  },
): Promise<string[]> {
  const rows = await db
    .updateTable('mandatDemarche')
    .set({
      finieAt: fin.at,
      finCause: fin.cause,
      finCanal: fin.canal,
      finiePar: fin.compteId,
      finMoyen: fin.moyen ?? null,
      evenementLe: fin.evenementLe ?? null,
      destructibleAt: destructibleAt(fin, fin.delaiTiersHeures),
    })
    .where('territoireId', '=', territoireId)
    .where('mandatId', '=', mandatId)
    .where('finieAt', 'is', null)
    .$if(fin.demarcheIds !== undefined, (q) => q.where('id', '=', sql<string>`any(${fin.demarcheIds ?? []}::uuid[])`))
    .returning('id')
    .execute();
  return rows.map(({ id }) => id);
}
