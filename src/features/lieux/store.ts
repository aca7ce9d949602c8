import { sql } from 'kysely';
import type { Db } from '../../platform/db.ts';
import { uuidv7 } from '../../platform/ids.ts';
import type { Constat, Critere } from './rules.ts';

type Jour = Temporal.PlainDate;

/** What a form says of a lieu. */
export type SaisieLieu = {
  /** Null: a lieu of the Département itself. */
  readonly structureId: string | null;
  readonly nom: string;
  readonly adresse: string;
  readonly codePostal: string;
  readonly codeInsee: string;
  readonly acces: string | null;
  readonly aApporter: string | null;
  readonly telephone: string | null;
  readonly accordBeneficiaireLe: Jour | null;
  readonly accordDepartementLe: Jour | null;
};

export type Lieu = SaisieLieu & {
  readonly id: string;
  readonly structureNom: string | null;
  readonly commune: string;
  readonly latitude: number | null;
  readonly longitude: number | null;
  readonly fermeLe: Jour | null;
  /** The day on which the référent proposed it; null: the équipe technique declared it. */
  readonly proposeLe: Jour | null;
  readonly refuseeLe: Jour | null;
  readonly visitePrevueLe: Jour | null;
  readonly visitePrevuePar: string | null;
};

function selectLieux(db: Db, territoireId: string) {
  return db
    .selectFrom('lieu')
    .innerJoin('commune', 'commune.codeInsee', 'lieu.codeInsee')
    .leftJoin('structure', (join) =>
      join.onRef('structure.territoireId', '=', 'lieu.territoireId').onRef('structure.id', '=', 'lieu.structureId'),
    )
    .leftJoin('lieuProposition', (join) =>
      join
        .onRef('lieuProposition.territoireId', '=', 'lieu.territoireId')
        .onRef('lieuProposition.lieuId', '=', 'lieu.id'),
    )
    .select([
      'lieu.id',
      'lieu.structureId',
      'lieu.nom',
      'lieu.adresse',
      'lieu.codePostal',
      'lieu.codeInsee',
      'lieu.acces',
      'lieu.aApporter',
      'lieu.telephone',
      'lieu.accordBeneficiaireLe',
      'lieu.accordDepartementLe',
      'lieu.latitude',
      'lieu.longitude',
      'lieu.fermeLe',
      'lieu.visitePrevueLe',
      'lieu.visitePrevuePar',
      'lieuProposition.proposeLe',
      'lieuProposition.refuseeLe',
      'structure.nom as structureNom',
      'commune.nom as commune',
    ])
    .where('lieu.territoireId', '=', territoireId);
}

export async function findLieu(db: Db, territoireId: string, id: string): Promise<Lieu | undefined> {
  return selectLieux(db, territoireId).where('lieu.id', '=', id).executeTakeFirst();
}

/** Every lieu of the territoire, by name; of one structure when told. */
export async function allLieux(db: Db, territoireId: string, structureId?: string): Promise<Lieu[]> {
  const all = selectLieux(db, territoireId).orderBy('lieu.nom').orderBy('lieu.id');
  return (structureId === undefined ? all : all.where('lieu.structureId', '=', structureId)).execute();
}

/** Records a lieu; its coordinates are those of its commune until something better is known. Returns its identifier. */
export async function saveLieu(db: Db, territoireId: string, saisie: SaisieLieu): Promise<string> {
  const id = uuidv7();
  await db
    .insertInto('lieu')
    .values({
      territoireId,
      id,
      ...saisie,
      latitude: communeCoordinate(saisie.codeInsee, 'latitude'),
      longitude: communeCoordinate(saisie.codeInsee, 'longitude'),
    })
    .execute();
  return id;
}

function communeCoordinate(codeInsee: string, axis: 'latitude' | 'longitude') {
  return sql<number | null>`(select c.${sql.ref(axis)} from commune c where c.code_insee = ${codeInsee})`;
}

function keptInCommune(codeInsee: string, axis: 'latitude' | 'longitude') {
  return sql<number | null>`case when code_insee = ${codeInsee} then ${sql.ref(axis)}
    else ${communeCoordinate(codeInsee, axis)} end`;
}

/** Changes a lieu; in another commune, its coordinates are those of that commune. */
export async function updateLieu(
  db: Db,
  territoireId: string,
  id: string,
  saisie: Omit<SaisieLieu, 'structureId'>,
  now: Temporal.Instant,
): Promise<void> {
  await db
    .updateTable('lieu')
    .set({
      ...saisie,
      latitude: keptInCommune(saisie.codeInsee, 'latitude'),
      longitude: keptInCommune(saisie.codeInsee, 'longitude'),
      updatedAt: now,
    })
    .where('territoireId', '=', territoireId)
    .where('id', '=', id)
    .execute();
}

/** Closes a lieu from `jour` on, or opens it again with null. */
export async function closeLieu(db: Db, territoireId: string, id: string, jour: Jour | null): Promise<void> {
  await db
    .updateTable('lieu')
    .set({ fermeLe: jour })
    .where('territoireId', '=', territoireId)
    .where('id', '=', id)
    .execute();
}

export type ConstatLieu = Constat & {
  readonly lieuId: string;
  /** The visit during which it was made; null: recorded without one. */
  readonly visiteId: string | null;
  readonly precision: string | null;
};

/** The dated evidence of every lieu, or of one; the oldest first. */
export async function constatsDe(db: Db, territoireId: string, lieuId?: string): Promise<ConstatLieu[]> {
  const all = db
    .selectFrom('lieuConstat')
    .select([
      'id',
      'lieuId',
      'visiteId',
      sql<Critere>`critere`.as('critere'),
      'satisfait',
      'constateLe',
      'constatePar',
      'precision',
    ])
    .where('territoireId', '=', territoireId)
    .orderBy('constateLe')
    .orderBy('id');
  return (lieuId === undefined ? all : all.where('lieuId', '=', lieuId)).execute();
}

/** How many séances are still planned at a lieu from a day on. */
export async function seancesPrevues(db: Db, territoireId: string, lieuId: string, from: Jour): Promise<number> {
  const { count } = await db
    .selectFrom('seance')
    .select((q) => q.fn.countAll<number>().as('count'))
    .where('territoireId', '=', territoireId)
    .where('lieuId', '=', lieuId)
    .where('statut', '=', 'prevue')
    .where('jour', '>=', from)
    .executeTakeFirstOrThrow();
  return count;
}

/** Structures that may host, for the choice of a form. */
export async function structuresOuvertes(db: Db, territoireId: string): Promise<{ id: string; nom: string }[]> {
  return db
    .selectFrom('structure')
    .select(['id', 'nom'])
    .where('territoireId', '=', territoireId)
    .where('fermeeLe', 'is', null)
    .orderBy('nom')
    .execute();
}
