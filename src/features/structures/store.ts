import { sql } from 'kysely';
import type { NatureStructure } from '../../domain/nomenclatures.ts';
import type { Siret } from '../../domain/siret.ts';
import { attempt, type Db } from '../../platform/db.ts';
import { uuidv7 } from '../../platform/ids.ts';
import type { RefusStructure } from './rules.ts';

export type SaisieStructure = {
  readonly nom: string;
  readonly nature: NatureStructure;
  readonly siret: Siret;
  readonly adresse: string;
  readonly codePostal: string;
  readonly codeInsee: string;
  readonly representantNom: string;
  readonly representantFonction: string;
  readonly telephone: string | null;
  readonly courriel: string | null;
};

/** `commune` is the name of the commune of `codeInsee`. */
export type Structure = Omit<SaisieStructure, 'siret'> & {
  readonly id: string;
  readonly siret: string;
  readonly commune: string;
  readonly fermeeLe: Temporal.PlainDate | null;
};

function structures(db: Db, territoireId: string) {
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
    .where('structure.territoireId', '=', territoireId);
}

/** Every structure of the territoire, or those of one nature, in the order of their names. */
export async function allStructures(
  db: Db,
  territoireId: string,
  nature: NatureStructure | null = null,
): Promise<Structure[]> {
  const all = structures(db, territoireId).orderBy('structure.nom');
  return (nature === null ? all : all.where('structure.nature', '=', nature)).execute();
}

export async function findStructure(db: Db, territoireId: string, id: string): Promise<Structure | undefined> {
  return structures(db, territoireId).where('structure.id', '=', id).executeTakeFirst();
}

export async function findStructureBySiret(
  db: Db,
  territoireId: string,
  siret: Siret,
): Promise<{ id: string; nom: string } | undefined> {
  return db
    .selectFrom('structure')
    .select(['id', 'nom'])
    .where('territoireId', '=', territoireId)
    .where('siret', '=', siret)
    .executeTakeFirst();
}

/**
 * Records a structure, new when `id` is null, and returns its identifier. Refuses `siret_pris`, which the constraint
 * `structure_siret_unique` holds even between two who save at the same moment.
 */
export async function saveStructure(
  db: Db,
  territoireId: string,
  id: string | null,
  saisie: SaisieStructure,
): Promise<{ readonly id: string } | RefusStructure> {
  const saved = await attempt(db, () =>
    id === null
      ? db
          .insertInto('structure')
          .values({ territoireId, id: uuidv7(), ...saisie })
          .returning('id')
          .executeTakeFirstOrThrow()
      : db
          .updateTable('structure')
          .set({ ...saisie, updatedAt: sql`now()` })
          .where('territoireId', '=', territoireId)
          .where('id', '=', id)
          .returning('id')
          .executeTakeFirstOrThrow(),
  );
  if ('value' in saved) return saved.value;
  const structure = await findStructureBySiret(db, territoireId, saisie.siret);
  if (saved.constraint !== 'structure_siret_unique' || structure === undefined) {
    throw new Error(`A structure was refused by ${saved.constraint}`);
  }
  return { refus: 'siret_pris', structure };
}

export type SaisieReferent = {
  readonly nom: string;
  readonly fonction: string;
  readonly courriel: string | null;
  readonly telephone: string | null;
};

/** `peutSeConnecter`: an account is open at his address. */
export type Referent = SaisieReferent & { readonly id: string; readonly peutSeConnecter: boolean };

/** The référents of a structure, in the order of their names. */
export async function referentsDe(db: Db, territoireId: string, structureId: string): Promise<Referent[]> {
  return db
    .selectFrom('referent')
    .leftJoin('compte', (join) =>
      join
        .onRef('compte.territoireId', '=', 'referent.territoireId')
        .onRef('compte.structureId', '=', 'referent.structureId')
        .onRef('compte.courriel', '=', 'referent.courriel')
        .on('compte.fermeLe', 'is', null),
    )
    .select(['referent.id', 'referent.nom', 'referent.fonction', 'referent.courriel', 'referent.telephone'])
    .select((eb) => eb('compte.id', 'is not', null).$castTo<boolean>().as('peutSeConnecter'))
    .where('referent.territoireId', '=', territoireId)
    .where('referent.structureId', '=', structureId)
    .orderBy('referent.nom')
    .execute();
}

/** Records a référent of a structure, new when `id` is null. */
export async function saveReferent(
  db: Db,
  territoireId: string,
  structureId: string,
  id: string | null,
  saisie: SaisieReferent,
): Promise<void> {
  if (id === null) {
    await db
      .insertInto('referent')
      .values({ territoireId, id: uuidv7(), structureId, ...saisie })
      .execute();
    return;
  }
  await db
    .updateTable('referent')
    .set(saisie)
    .where('territoireId', '=', territoireId)
    .where('structureId', '=', structureId)
    .where('id', '=', id)
    .execute();
}

export async function deleteReferent(db: Db, territoireId: string, structureId: string, id: string): Promise<void> {
  await db
    .deleteFrom('referent')
    .where('territoireId', '=', territoireId)
    .where('structureId', '=', structureId)
    .where('id', '=', id)
    .execute();
}

/** Conventions of a structure, the latest first: reference, and the day it was entered. */
export async function conventionsDe(
  db: Db,
  territoireId: string,
  structureId: string,
): Promise<{ readonly id: string; readonly reference: string; readonly createdAt: Temporal.Instant }[]> {
  return db
    .selectFrom('convention')
    .select(['id', 'reference', 'createdAt'])
    .where('territoireId', '=', territoireId)
    .where('structureId', '=', structureId)
    .orderBy('createdAt', 'desc')
    .execute();
}

/** Lieux of a structure, those still open first. */
export async function lieuxDe(
  db: Db,
  territoireId: string,
  structureId: string,
): Promise<
  {
    readonly id: string;
    readonly nom: string;
    readonly commune: string;
    readonly fermeLe: Temporal.PlainDate | null;
    readonly accordBeneficiaireLe: Temporal.PlainDate | null;
    readonly accordDepartementLe: Temporal.PlainDate | null;
  }[]
> {
  return db
    .selectFrom('lieu')
    .innerJoin('commune', 'commune.codeInsee', 'lieu.codeInsee')
    .select(['lieu.id', 'lieu.nom', 'commune.nom as commune', 'lieu.fermeLe'])
    .select(['lieu.accordBeneficiaireLe', 'lieu.accordDepartementLe'])
    .where('lieu.territoireId', '=', territoireId)
    .where('lieu.structureId', '=', structureId)
    .orderBy((eb) => eb('lieu.fermeLe', 'is not', null))
    .orderBy('lieu.nom')
    .execute();
}
