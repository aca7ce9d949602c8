import { sql } from 'kysely';
import { z } from 'zod';
import type { NatureStructure } from '../../../domain/nomenclatures.ts';
import type { Territoire } from '../../../domain/territoire.ts';
import type { Db } from '../../../platform/db.ts';
import { uuidv7 } from '../../../platform/ids.ts';
import type { Job } from '../../../platform/jobs.ts';
import { reciter } from '../manquements/store.ts';
import { colonnesModele, versionsPubliees } from '../modeles/store.ts';
import { jourConnu } from '../rules.ts';
import { allConventions } from '../store.ts';
import { writeClauses, writeEvenement } from '../stored.ts';
import type { Ecritures, LigneAnalysee, Registre, Verdict } from './analyse.ts';
import type { LieuRegistre, StructureRegistre } from './registre.ts';

/** Analyses a file that waits for it, or writes one that was confirmed. */
export const importJob: Job<{ readonly import: string }> = {
  name: 'import-registre',
  data: z.object({ import: z.string() }),
  retries: 3,
  retrySeconds: 10,
};

export type EtatImport = 'a_analyser' | 'analyse' | 'a_ecrire' | 'ecrit' | 'illisible';

export type Import = {
  readonly id: string;
  readonly fichier: string;
  readonly etat: EtatImport;
  readonly erreur: string | null;
  readonly createdAt: Temporal.Instant;
  readonly createdBy: string | null;
  readonly ecritAt: Temporal.Instant | null;
};

function selectImports(db: Db, territoireId: string) {
  return db
    .selectFrom('importRegistre')
    .select(['id', 'fichier', 'erreur', 'createdAt', 'createdBy', 'ecritAt'])
    .select((eb) => eb.ref('etat').$castTo<EtatImport>().as('etat'))
    .where('territoireId', '=', territoireId);
}

export async function saveImport(
  db: Db,
  territoireId: string,
  sent: { readonly fichier: string; readonly octets: Uint8Array; readonly createdBy: string },
): Promise<string> {
  const id = uuidv7();
  await db
    .insertInto('importRegistre')
    .values({ territoireId, id, etat: 'a_analyser', ...sent, octets: Buffer.from(sent.octets) })
    .execute();
  return id;
}

export async function findImport(db: Db, territoireId: string, id: string): Promise<Import | undefined> {
  return selectImports(db, territoireId).where('id', '=', id).executeTakeFirst();
}

/** The imports still kept, the latest first. */
export async function derniersImports(db: Db, territoireId: string, limite: number): Promise<Import[]> {
  return selectImports(db, territoireId).orderBy('createdAt', 'desc').limit(limite).execute();
}

/** An import with its file, held until the end of the transaction: two runs of its job go one after the other. */
export async function holdImport(
  db: Db,
  territoireId: string,
  id: string,
): Promise<(Import & { readonly octets: Uint8Array }) | undefined> {
  return selectImports(db, territoireId).select('octets').where('id', '=', id).forUpdate().executeTakeFirst();
}

export async function saveEtat(
  db: Db,
  territoireId: string,
  id: string,
  change: { readonly etat: EtatImport; readonly erreur?: string | null; readonly ecritAt?: Temporal.Instant },
): Promise<void> {
  await db
    .updateTable('importRegistre')
    .set(change)
    .where('territoireId', '=', territoireId)
    .where('id', '=', id)
    .execute();
}

export async function deleteImport(db: Db, territoireId: string, id: string): Promise<void> {
  await db.deleteFrom('importRegistre').where('territoireId', '=', territoireId).where('id', '=', id).execute();
}

/** Replaces what the analysis of a file says of its rows. */
export async function saveLignes(
  db: Db,
  territoireId: string,
  importId: string,
  lignes: readonly LigneAnalysee[],
): Promise<void> {
  await db
    .deleteFrom('importLigne')
    .where('territoireId', '=', territoireId)
    .where('importId', '=', importId)
    .execute();
  for (const part of parts(lignes)) {
    await sql`insert into import_ligne (territoire_id, import_id, rang, verdict, reference, structure, detail)
      select ${territoireId}, ${importId}::uuid, l.rang, l.verdict, l.reference, l.structure, l.detail
      from jsonb_to_recordset(${JSON.stringify(part)}::jsonb)
        as l (rang integer, verdict text, reference text, structure text, detail jsonb)`.execute(db);
  }
}

/** Rows written by one statement. */
const PART = 1000;

function* parts<T>(all: readonly T[]): Generator<readonly T[]> {
  for (let start = 0; start < all.length; start += PART) yield all.slice(start, start + PART);
}

/** How many rows of each verdict an analysis found. */
export async function comptesDesVerdicts(
  db: Db,
  territoireId: string,
  importId: string,
): Promise<Readonly<Record<Verdict, number>>> {
  const rows = await db
    .selectFrom('importLigne')
    .select((q) => [q.ref('verdict').$castTo<Verdict>().as('verdict'), q.fn.countAll<number>().as('nombre')])
    .where('territoireId', '=', territoireId)
    .where('importId', '=', importId)
    .groupBy('verdict')
    .execute();
  const counts = { nouvelle: 0, modifiee: 0, inchangee: 0, erreur: 0 };
  for (const { verdict, nombre } of rows) counts[verdict] = nombre;
  return counts;
}

/** Rows of an analysis, by their number in the file: those of one verdict when told. */
export async function lignesAnalysees(
  db: Db,
  territoireId: string,
  importId: string,
  { verdict, limite, saut = 0 }: { readonly verdict: Verdict | null; readonly limite?: number; readonly saut?: number },
): Promise<LigneAnalysee[]> {
  let query = db
    .selectFrom('importLigne')
    .select(['rang', 'reference', 'structure'])
    .select((eb) => [
      eb.ref('verdict').$castTo<Verdict>().as('verdict'),
      eb.ref('detail').$castTo<LigneAnalysee['detail']>().as('detail'),
    ])
    .where('territoireId', '=', territoireId)
    .where('importId', '=', importId)
    .orderBy('rang')
    .offset(saut);
  if (verdict !== null) query = query.where('verdict', '=', verdict);
  if (limite !== undefined) query = query.limit(limite);
  return query.execute();
}

/** Every structure of the territoire, closed ones included, as its file tells them. */
export async function structuresDuRegistre(db: Db, territoireId: string): Promise<StructureRegistre[]> {
  return db
    .selectFrom('structure')
    .innerJoin('commune', 'commune.codeInsee', 'structure.codeInsee')
    .select([
      'structure.id',
      'structure.nom',
      'structure.siret',
      'structure.adresse',
      'structure.codePostal',
      'structure.codeInsee',
      'structure.representantNom',
      'structure.representantFonction',
      'structure.telephone',
      'structure.courriel',
      'structure.fermeeLe',
      'commune.nom as commune',
    ])
    .select((eb) => eb.ref('structure.nature').$castTo<NatureStructure>().as('nature'))
    .where('structure.territoireId', '=', territoireId)
    .execute();
}

/** Every lieu of the territoire, by its identifier. */
export async function lieuxDuRegistre(db: Db, territoireId: string): Promise<Map<string, LieuRegistre>> {
  const lieux = await db
    .selectFrom('lieu')
    .select(['id', 'structureId', 'nom'])
    .where('territoireId', '=', territoireId)
    .execute();
  return new Map(lieux.map((lieu) => [lieu.id, lieu]));
}

/** What an analysis compares a file with. */
export async function chargerRegistre(
  db: Db,
  { id, representantNom, representantFonction }: Pick<Territoire, 'id' | 'representantNom' | 'representantFonction'>,
): Promise<Registre> {
  const structures = await structuresDuRegistre(db, id);
  const conventions = await allConventions(db, id);
  return {
    structures: new Map(structures.map((structure) => [structure.siret, structure])),
    conventions: new Map(conventions.map((convention) => [convention.reference, convention])),
    evenements: new Set(conventions.flatMap(({ evenements }) => evenements.map((evenement) => evenement.id))),
    lieux: await lieuxDuRegistre(db, id),
    modeles: new Set((await versionsPubliees(db, id)).map(({ cle }) => cle)),
    representantDepartement: { nom: representantNom, fonction: representantFonction },
  };
}

/** Holds every convention of the territoire: whoever records an event by hand waits until the file is written. */
export async function holdConventions(db: Db, territoireId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`import-registre ${territoireId}`}, 0))`.execute(db);
  await db
    .selectFrom('convention')
    .select('id')
    .where('territoireId', '=', territoireId)
    .orderBy('id')
    .forUpdate()
    .execute();
}

function colonnesStructure({ id, commune: _, ...facts }: StructureRegistre, territoireId: string) {
  return { territoireId, id, ...facts };
}

/** Writes what an analysis found, all in the transaction of the caller. */
export async function ecrire(
  db: Db,
  territoireId: string,
  ecritures: Ecritures,
  createdBy: string | null,
): Promise<void> {
  const { structuresNouvelles, structuresModifiees, conventionsNouvelles, notes, evenements } = ecritures;
  for (const part of parts(structuresNouvelles)) {
    await db
      .insertInto('structure')
      .values(part.map((structure) => colonnesStructure(structure, territoireId)))
      .execute();
  }
  for (const { id, commune: _, siret: __, ...facts } of structuresModifiees) {
    await db
      .updateTable('structure')
      .set({ ...facts, updatedAt: sql`now()` })
      .where('territoireId', '=', territoireId)
      .where('id', '=', id)
      .execute();
  }
  for (const part of parts(conventionsNouvelles)) {
    await db
      .insertInto('convention')
      .values(
        part.map(({ evenements: _, clauses, modele, ...facts }) => ({
          territoireId,
          ...facts,
          ...colonnesModele(modele),
          clauses: writeClauses(clauses),
          createdBy,
        })),
      )
      .execute();
  }
  for (const { conventionId, note } of notes) {
    await db
      .updateTable('convention')
      .set({ note })
      .where('territoireId', '=', territoireId)
      .where('id', '=', conventionId)
      .execute();
  }
  for (const part of parts(evenements)) {
    await db
      .insertInto('conventionEvenement')
      .values(
        part.map(({ conventionId, evenement }) => ({
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
  // The breaches that a cancelled mise en demeure cited wait again.
  for (const { evenement } of evenements) {
    if (evenement.type === 'annulation')
      await reciter(db, territoireId, { annulee: evenement.evenementId, remplacante: null });
  }
}
