import { sql } from 'kysely';
import type { Db } from '../../../platform/db.ts';
import { uuidv7 } from '../../../platform/ids.ts';
import type { Manquement, NatureManquement } from './rules.ts';

type Jour = Temporal.PlainDate;

export type ManquementSignale = Manquement & {
  readonly id: string;
  readonly lieuId: string;
  readonly structureId: string | null;
  readonly structureNom: string | null;
  readonly conventionId: string | null;
  readonly conventionReference: string | null;
  readonly reponse: string | null;
  readonly auteur: string;
};

function selectManquements(db: Db, territoireId: string) {
  return db
    .selectFrom('manquement')
    .innerJoin('lieu', (join) =>
      join.onRef('lieu.territoireId', '=', 'manquement.territoireId').onRef('lieu.id', '=', 'manquement.lieuId'),
    )
    .leftJoin('structure', (join) =>
      join.onRef('structure.territoireId', '=', 'lieu.territoireId').onRef('structure.id', '=', 'lieu.structureId'),
    )
    .leftJoin('convention', (join) =>
      join
        .onRef('convention.territoireId', '=', 'manquement.territoireId')
        .onRef('convention.id', '=', 'manquement.conventionId'),
    )
    .leftJoin('compte', (join) =>
      join.onRef('compte.territoireId', '=', 'manquement.territoireId').onRef('compte.id', '=', 'manquement.createdBy'),
    )
    .select([
      'manquement.id',
      'manquement.lieuId',
      'lieu.nom as lieuNom',
      'lieu.structureId',
      'structure.nom as structureNom',
      'manquement.conventionId',
      'convention.reference as conventionReference',
      sql<NatureManquement>`manquement.nature`.as('nature'),
      'manquement.constateLe',
      'manquement.remarque',
      'manquement.reponduLe',
      'manquement.reponse',
      'manquement.miseEnDemeureId',
      sql<string>`coalesce(compte.nom, 'Un agent')`.as('auteur'),
    ])
    .where('manquement.territoireId', '=', territoireId)
    .orderBy('manquement.constateLe', 'desc')
    .orderBy('manquement.id', 'desc');
}

/** Every breach of the territoire, the latest first. */
export async function allManquements(db: Db, territoireId: string): Promise<ManquementSignale[]> {
  return selectManquements(db, territoireId).execute();
}

/** The breaches of one convention, the latest first. */
export async function manquementsDe(db: Db, territoireId: string, conventionId: string): Promise<ManquementSignale[]> {
  return selectManquements(db, territoireId).where('manquement.conventionId', '=', conventionId).execute();
}

export async function findManquement(db: Db, territoireId: string, id: string): Promise<ManquementSignale | undefined> {
  return selectManquements(db, territoireId).where('manquement.id', '=', id).executeTakeFirst();
}

/** How many breaches wait for an answer. */
export async function manquementsOuverts(db: Db, territoireId: string): Promise<number> {
  const { count } = await db
    .selectFrom('manquement')
    .select((q) => q.fn.countAll<number>().as('count'))
    .where('territoireId', '=', territoireId)
    .where('reponduLe', 'is', null)
    .where('miseEnDemeureId', 'is', null)
    .executeTakeFirstOrThrow();
  return count;
}

export async function saveManquement(
  db: Db,
  territoireId: string,
  saisie: {
    readonly lieuId: string;
    readonly conventionId: string | null;
    readonly seanceId: string | null;
    readonly nature: NatureManquement;
    readonly constateLe: Jour;
    readonly remarque: string | null;
  },
  compteId: string,
): Promise<string> {
  const id = uuidv7();
  await db
    .insertInto('manquement')
    .values({ territoireId, id, ...saisie, createdBy: compteId })
    .execute();
  return id;
}

/** Says what was answered to a breach that waits; false when somebody already had. */
export async function repondre(
  db: Db,
  territoireId: string,
  id: string,
  { le, reponse }: { readonly le: Jour; readonly reponse: string },
): Promise<boolean> {
  const answered = await db
    .updateTable('manquement')
    .set({ reponduLe: le, reponse })
    .where('territoireId', '=', territoireId)
    .where('id', '=', id)
    .where('reponduLe', 'is', null)
    .where('miseEnDemeureId', 'is', null)
    .returning('id')
    .execute();
  return answered.length > 0;
}

/** Binds the breaches of a convention that wait to the mise en demeure that cites them. */
export async function citer(
  db: Db,
  territoireId: string,
  { conventionId, evenementId, ids }: { conventionId: string; evenementId: string; ids: readonly string[] },
): Promise<void> {
  if (ids.length === 0) return;
  await db
    .updateTable('manquement')
    .set({ miseEnDemeureId: evenementId })
    .where('territoireId', '=', territoireId)
    .where('conventionId', '=', conventionId)
    .where('id', 'in', [...ids])
    .where('miseEnDemeureId', 'is', null)
    .execute();
}

/** Binds the breaches that a cancelled mise en demeure cited to the one that replaces it; to none, they wait again. */
export async function reciter(
  db: Db,
  territoireId: string,
  { annulee, remplacante }: { readonly annulee: string; readonly remplacante: string | null },
): Promise<void> {
  await db
    .updateTable('manquement')
    .set({ miseEnDemeureId: remplacante })
    .where('territoireId', '=', territoireId)
    .where('miseEnDemeureId', '=', annulee)
    .execute();
}

/** The séance of a lieu that a report names. */
export async function seanceDuLieu(
  db: Db,
  territoireId: string,
  { id, lieuId }: { readonly id: string; readonly lieuId: string },
): Promise<{ readonly id: string; readonly jour: Jour } | undefined> {
  return db
    .selectFrom('seance')
    .select(['id', 'jour'])
    .where('territoireId', '=', territoireId)
    .where('id', '=', id)
    .where('lieuId', '=', lieuId)
    .executeTakeFirst();
}
