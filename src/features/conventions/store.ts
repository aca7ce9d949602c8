import { sql } from 'kysely';
import { estCle, NATURES_STRUCTURE, type NatureStructure } from '../../domain/nomenclatures.ts';
import { attempt, type Db } from '../../platform/db.ts';
import { uuidv7 } from '../../platform/ids.ts';
import { transmetAuControleDeLegalite } from '../structures/rules.ts';
import { type Clauses, type Convention, type Evenement, jourConnu } from './rules.ts';
import { readClauses, readEvenement, writeClauses, writeEvenement } from './stored.ts';

/** A convention as the rules read it, with what names it. */
export type ConventionDeStructure = Convention & {
  readonly id: string;
  readonly reference: string;
  readonly structureId: string;
  readonly beneficiaireTransmet: boolean;
};

/** The host body that signs, as its register says it today. */
export type StructurePartie = {
  readonly id: string;
  readonly nom: string;
  readonly nature: NatureStructure;
  readonly siret: string;
  readonly adresse: string;
  readonly codePostal: string;
  readonly commune: string;
  readonly representantNom: string;
  readonly representantFonction: string;
};

/** An event, and who recorded it when. */
export type Enregistrement = {
  readonly evenement: Evenement;
  readonly createdAt: Temporal.Instant;
  /** Name of the account; null when the machine recorded it (import, demo). */
  readonly createdBy: string | null;
};

export type ConventionComplete = ConventionDeStructure & {
  readonly modele: string;
  readonly pointAccueil: string | null;
  readonly note: string | null;
  readonly createdAt: Temporal.Instant;
  readonly structure: StructurePartie;
  readonly enregistrements: readonly Enregistrement[];
};

function toNature(nature: string): NatureStructure {
  if (!estCle(NATURES_STRUCTURE, nature)) throw new Error(`Unknown kind of structure: ${nature}`);
  return nature;
}

function selectConventions(db: Db, territoireId: string) {
  return db
    .selectFrom('convention')
    .innerJoin('structure', (join) =>
      join
        .onRef('structure.territoireId', '=', 'convention.territoireId')
        .onRef('structure.id', '=', 'convention.structureId'),
    )
    .innerJoin('commune', 'commune.codeInsee', 'structure.codeInsee')
    .select([
      'convention.id',
      'convention.reference',
      'convention.structureId',
      'convention.modele',
      'convention.clauses',
      'convention.pointAccueil',
      'convention.note',
      'convention.createdAt',
      'structure.nom',
      'structure.nature',
      'structure.siret',
      'structure.adresse',
      'structure.codePostal',
      'commune.nom as commune',
      'structure.representantNom',
      'structure.representantFonction',
    ])
    .where('convention.territoireId', '=', territoireId);
}

async function enregistrementsDe(
  db: Db,
  territoireId: string,
  conventionIds: readonly string[] | 'all',
): Promise<Map<string, Enregistrement[]>> {
  const rows = await db
    .selectFrom('conventionEvenement')
    .leftJoin('compte', (join) =>
      join
        .onRef('compte.territoireId', '=', 'conventionEvenement.territoireId')
        .onRef('compte.id', '=', 'conventionEvenement.createdBy'),
    )
    .select([
      'conventionEvenement.id',
      'conventionEvenement.conventionId',
      'conventionEvenement.type',
      'conventionEvenement.donnees',
      'conventionEvenement.createdAt',
      'compte.nom as createdBy',
    ])
    .where('conventionEvenement.territoireId', '=', territoireId)
    .$if(conventionIds !== 'all', (query) =>
      query.where('conventionEvenement.conventionId', 'in', conventionIds === 'all' ? [] : [...conventionIds]),
    )
    .orderBy('conventionEvenement.id')
    .execute();
  const byConvention = new Map<string, Enregistrement[]>();
  for (const row of rows) {
    const list = byConvention.get(row.conventionId) ?? [];
    list.push({ evenement: readEvenement(row), createdAt: row.createdAt, createdBy: row.createdBy });
    byConvention.set(row.conventionId, list);
  }
  return byConvention;
}

type Row = Awaited<ReturnType<ReturnType<typeof selectConventions>['execute']>>[number];

function toConvention(row: Row, enregistrements: readonly Enregistrement[]): ConventionComplete {
  const nature = toNature(row.nature);
  return {
    id: row.id,
    reference: row.reference,
    structureId: row.structureId,
    modele: row.modele,
    clauses: readClauses(row.id, row.clauses),
    evenements: enregistrements.map(({ evenement }) => evenement),
    enregistrements,
    beneficiaireTransmet: transmetAuControleDeLegalite(nature),
    pointAccueil: row.pointAccueil,
    note: row.note,
    createdAt: row.createdAt,
    structure: {
      id: row.structureId,
      nom: row.nom,
      nature,
      siret: row.siret,
      adresse: row.adresse,
      codePostal: row.codePostal,
      commune: row.commune,
      representantNom: row.representantNom,
      representantFonction: row.representantFonction,
    },
  };
}

async function complete(
  db: Db,
  territoireId: string,
  rows: readonly Row[],
  ids: readonly string[] | 'all',
): Promise<ConventionComplete[]> {
  if (rows.length === 0) return [];
  const enregistrements = await enregistrementsDe(db, territoireId, ids);
  return rows.map((row) => toConvention(row, enregistrements.get(row.id) ?? []));
}

/** The conventions of a structure, oldest first: what the rules need to say whether a day is covered. */
export async function conventionsDe(db: Db, territoireId: string, structureId: string): Promise<ConventionComplete[]> {
  const rows = await selectConventions(db, territoireId)
    .where('convention.structureId', '=', structureId)
    .orderBy('convention.id')
    .execute();
  return complete(
    db,
    territoireId,
    rows,
    rows.map(({ id }) => id),
  );
}

/** Every convention of the territoire, in two queries. */
export async function allConventions(db: Db, territoireId: string): Promise<ConventionComplete[]> {
  const rows = await selectConventions(db, territoireId).orderBy('convention.id').execute();
  return complete(db, territoireId, rows, 'all');
}

/** One convention with its events and its structure; undefined when the territoire has none of that id. */
export async function loadConvention(
  db: Db,
  territoireId: string,
  id: string,
): Promise<ConventionComplete | undefined> {
  const rows = await selectConventions(db, territoireId).where('convention.id', '=', id).execute();
  const [convention] = await complete(db, territoireId, rows, [id]);
  return convention;
}

/**
 * The same, once every other writer of this convention is done: what is checked on it stays true until the end of the
 * transaction.
 */
export async function lockConvention(
  db: Db,
  territoireId: string,
  id: string,
): Promise<ConventionComplete | undefined> {
  await db
    .selectFrom('convention')
    .select('id')
    .where('territoireId', '=', territoireId)
    .where('id', '=', id)
    .forUpdate()
    .execute();
  return loadConvention(db, territoireId, id);
}

export type NouvelleConvention = {
  readonly structureId: string;
  readonly reference: string;
  readonly modele: string;
  readonly clauses: Clauses;
  readonly pointAccueil: string | null;
  readonly note: string | null;
};

/** Creates a convention; names the constraint when its reference is taken or its structure is not of the territoire. */
export async function createConvention(
  db: Db,
  territoireId: string,
  convention: NouvelleConvention,
  createdBy: string,
): Promise<{ value: string } | { constraint: string }> {
  const id = uuidv7();
  return attempt(db, async () => {
    await db
      .insertInto('convention')
      .values({ territoireId, id, ...convention, clauses: writeClauses(convention.clauses), createdBy })
      .execute();
    return id;
  });
}

/** Adds events to a convention. They are never changed nor erased afterwards. */
export async function saveEvenements(
  db: Db,
  territoireId: string,
  conventionId: string,
  evenements: readonly Evenement[],
  createdBy: string | null,
): Promise<void> {
  if (evenements.length === 0) return;
  await db
    .insertInto('conventionEvenement')
    .values(
      evenements.map((evenement) => ({
        territoireId,
        id: evenement.id,
        conventionId,
        type: evenement.type,
        jour: jourConnu(evenement),
        donnees: writeEvenement(evenement),
        createdBy,
      })),
    )
    .execute();
}

/**
 * The next free reference of a year, three figures at least, following the highest of those that look like it.
 * Example: CNV-2026-001 and CNV-2026-041 exist → « CNV-2026-042 ».
 */
export async function nextReference(db: Db, territoireId: string, annee: number): Promise<string> {
  const last = sql<number | null>`max(substring(reference from ${`^CNV-${annee}-([0-9]{3,6})$`}::text)::integer)`;
  const row = await db
    .selectFrom('convention')
    .select(last.as('rang'))
    .where('territoireId', '=', territoireId)
    .executeTakeFirstOrThrow();
  return `CNV-${annee}-${String((row.rang ?? 0) + 1).padStart(3, '0')}`;
}
