import { sql } from 'kysely';
import type { Periode } from '../../../domain/periode.ts';
import type { Db } from '../../../platform/db.ts';
import type { OperationGardee } from './ecrire.ts';

type Jour = Temporal.PlainDate;

export type SeanceConnue = {
  readonly id: string;
  readonly jour: Jour;
  readonly statut: 'prevue' | 'annulee';
  readonly lieuId: string | null;
  readonly conventionId: string | null;
  readonly codeInsee: string | null;
};

export type LieuConnu = {
  readonly codeInsee: string;
  /** Null: a lieu of the Département, which needs no convention. */
  readonly structureId: string | null;
};

type Ids = readonly string[];

const idsDe = (rows: readonly { readonly id: string }[]): ReadonlySet<string> => new Set(rows.map(({ id }) => id));

/** Of these mandats, those signed and not destroyed that the agent holds, or stands in for. */
export async function mandatsConnus(
  db: Db,
  territoireId: string,
  agentId: string,
  ids: Ids,
): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set();
  const rows = await db
    .selectFrom('mandat')
    .select('id')
    .where('territoireId', '=', territoireId)
    .where('id', 'in', [...ids])
    .where('etat', '=', 'signe')
    .where('detruitAt', 'is', null)
    .where(({ or, eb }) => or([eb('agentId', '=', agentId), eb('suppleantId', '=', agentId)]))
    .execute();
  return idsDe(rows);
}

/** Of these records of persons, those that exist, each with the one that it is kept in: itself, or that it was merged into. */
export async function personnesConnues(db: Db, territoireId: string, ids: Ids): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<{ id: string; gardee: string }>`with recursive fiche as (
      select p.id as de, p.id, p.fusionnee_dans from personne p where p.territoire_id = ${territoireId} and p.id = any(${ids}::uuid[])
      union select f.de, p.id, p.fusionnee_dans
        from fiche f join personne p on p.territoire_id = ${territoireId} and p.id = f.fusionnee_dans
    ) select de as id, id as gardee from fiche where fusionnee_dans is null`.execute(db);
  return new Map(rows.flatMap(({ id, gardee }) => [[gardee, gardee] as const, [id, gardee] as const]));
}

export async function agentsConnus(db: Db, territoireId: string, ids: Ids): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set();
  const rows = await db
    .selectFrom('agent')
    .select('id')
    .where('territoireId', '=', territoireId)
    .where('id', 'in', [...ids])
    .execute();
  return idsDe(rows);
}

/** Of these séances, those of the agent; held until the end. */
export async function seancesConnues(db: Db, territoireId: string, agentId: string, ids: Ids): Promise<SeanceConnue[]> {
  if (ids.length === 0) return [];
  // Noting something in a séance and cancelling it wait for each other; nobody else's is held, whatever was sent.
  await db
    .selectFrom('seance')
    .select('id')
    .where('territoireId', '=', territoireId)
    .where('agentId', '=', agentId)
    .where('id', 'in', [...ids])
    .orderBy('id')
    .forShare()
    .execute();
  return db
    .selectFrom('seance')
    .leftJoin('lieu', (join) =>
      join.onRef('lieu.territoireId', '=', 'seance.territoireId').onRef('lieu.id', '=', 'seance.lieuId'),
    )
    .select([
      'seance.id',
      'seance.jour',
      'seance.lieuId',
      'seance.conventionId',
      'lieu.codeInsee',
      sql<'prevue' | 'annulee'>`seance.statut`.as('statut'),
    ])
    .where('seance.territoireId', '=', territoireId)
    .where('seance.agentId', '=', agentId)
    .where('seance.id', 'in', [...ids])
    .execute();
}

export async function lieuxConnus(db: Db, territoireId: string, ids: Ids): Promise<Map<string, LieuConnu>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('lieu')
    .select(['id', 'codeInsee', 'structureId'])
    .where('territoireId', '=', territoireId)
    .where('id', 'in', [...ids])
    .execute();
  return new Map(rows.map(({ id, ...lieu }) => [id, lieu]));
}

/** The séance of each of these rendez-vous. */
export async function rendezVousConnus(db: Db, territoireId: string, ids: Ids): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('rendezVous')
    .select(['id', 'seanceId'])
    .where('territoireId', '=', territoireId)
    .where('id', 'in', [...ids])
    .execute();
  return new Map(rows.map(({ id, seanceId }) => [id, seanceId]));
}

/** Of these INSEE codes, those of a commune. */
export async function communesConnues(db: Db, codes: readonly string[]): Promise<ReadonlySet<string>> {
  if (codes.length === 0) return new Set();
  const rows = await db
    .selectFrom('commune')
    .select('codeInsee')
    .where('codeInsee', 'in', [...codes])
    .execute();
  return new Set(rows.map(({ codeInsee }) => codeInsee));
}

/** Holds these records until the end of the transaction: what is said beside their versions waits, or is read. */
export async function tenirAccompagnements(db: Db, territoireId: string, ids: Ids): Promise<void> {
  await db
    .selectFrom('accompagnement')
    .select('id')
    .where('territoireId', '=', territoireId)
    .where('id', 'in', [...ids])
    .orderBy('id')
    .forNoKeyUpdate()
    .execute();
}

/** The operations of these ids, and all those of these records. */
export async function operationsConnues(
  db: Db,
  territoireId: string,
  ids: Ids,
  records: Ids,
): Promise<OperationGardee[]> {
  const rows = await db
    .selectFrom('accompagnementOperation')
    .select([
      'id',
      'accompagnementId',
      'base',
      'saisiAt',
      'empreinte',
      'agentId',
      'jour',
      'personneId',
      'personneDite',
      sql<string | null>`saisie->>'mandatId'`.as('mandatId'),
      sql<OperationGardee['nature']>`nature`.as('nature'),
      sql<null>`null`.as('saisie'),
    ])
    .where('territoireId', '=', territoireId)
    .where(sql<boolean>`(id = any(${ids}::uuid[]) or accompagnement_id = any(${records}::uuid[]))`)
    .execute();
  return rows.map(({ empreinte, personneDite, ...row }) => ({
    ...row,
    personne: personneDite ? row.personneId : undefined,
    empreinte: empreinte && Buffer.from(empreinte),
  }));
}

export const cleDuMois = (conventionId: string, jour: Jour) => `${conventionId} ${jour.with({ day: 1 })}`;

/** The months that are certified and not opened again. The database checks it once more as a record is written. */
export async function moisCertifies(
  db: Db,
  territoireId: string,
  conventionIds: readonly string[],
  jours: readonly Jour[],
): Promise<ReadonlySet<string>> {
  const mois = [...new Set(jours.map((jour) => jour.with({ day: 1 }).toString()))];
  if (conventionIds.length === 0 || mois.length === 0) return new Set();
  const rows = await db
    .selectFrom('releve')
    .select(['conventionId', 'mois', 'etat'])
    .where('territoireId', '=', territoireId)
    .where('conventionId', 'in', [...conventionIds])
    .where(
      'mois',
      'in',
      mois.map((one) => Temporal.PlainDate.from(one)),
    )
    .orderBy('numero')
    .execute();
  const last = new Map(rows.map(({ conventionId, mois: one, etat }) => [cleDuMois(conventionId, one), etat]));
  return new Set([...last].flatMap(([key, etat]) => (etat === 'certifie' ? [key] : [])));
}

/** The contract of the agent, who is held until the end. */
export async function contratDe(db: Db, territoireId: string, agentId: string): Promise<Periode> {
  const { contratDebut, contratFin } = await db
    .selectFrom('agent')
    .select(['contratDebut', 'contratFin'])
    .where('territoireId', '=', territoireId)
    .where('id', '=', agentId)
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow();
  return { debut: contratDebut, fin: contratFin };
}
