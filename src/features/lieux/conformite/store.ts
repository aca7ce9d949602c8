import { sql } from 'kysely';
import type { Db } from '../../../platform/db.ts';
import { uuidv7 } from '../../../platform/ids.ts';
import {
  type Derogation,
  derogationEnCours,
  derogationVaut,
  lireCriteres,
  lireRegles,
  type ReglesLieu,
  type Usage,
  type Usages,
  usagesPossibles,
} from '../rules.ts';
import { type ConstatLieu, constatsDe } from '../store.ts';

type Jour = Temporal.PlainDate;

/** How a territoire judges its lieux. */
export async function reglesDe(db: Db, territoireId: string): Promise<ReglesLieu> {
  const stored = await db
    .selectFrom('lieuRegles')
    .select(['exigences', 'validites', 'graceJours'])
    .where('territoireId', '=', territoireId)
    .executeTakeFirst();
  return lireRegles(stored);
}

export async function saveRegles(db: Db, territoireId: string, regles: ReglesLieu): Promise<void> {
  const values = {
    exigences: JSON.stringify(regles.exigences),
    validites: JSON.stringify(regles.validites),
    graceJours: regles.graceJours,
  };
  await db
    .insertInto('lieuRegles')
    .values({ territoireId, ...values })
    .onConflict((conflict) => conflict.column('territoireId').doUpdateSet(values))
    .execute();
}

export type DerogationLieu = Derogation & { readonly id: string; readonly lieuId: string };

function selectDerogations(db: Db, territoireId: string) {
  return db
    .selectFrom('lieuDerogation')
    .leftJoin('compte', (join) =>
      join
        .onRef('compte.territoireId', '=', 'lieuDerogation.territoireId')
        .onRef('compte.id', '=', 'lieuDerogation.createdBy'),
    )
    .select([
      'lieuDerogation.id',
      'lieuDerogation.lieuId',
      sql<Usage>`lieu_derogation.usage`.as('usage'),
      'lieuDerogation.criteres',
      'lieuDerogation.motif',
      'lieuDerogation.du',
      'lieuDerogation.au',
      'lieuDerogation.leveeLe',
      sql<string>`coalesce(compte.nom, 'L’équipe technique')`.as('auteur'),
    ])
    .where('lieuDerogation.territoireId', '=', territoireId);
}

/** The dérogations of every lieu, or of one, the latest first. */
export async function derogationsDe(db: Db, territoireId: string, lieuId?: string): Promise<DerogationLieu[]> {
  const all = selectDerogations(db, territoireId)
    .orderBy('lieuDerogation.du', 'desc')
    .orderBy('lieuDerogation.id', 'desc');
  const rows = await (lieuId === undefined ? all : all.where('lieuDerogation.lieuId', '=', lieuId)).execute();
  return rows.map((row) => ({ ...row, criteres: lireCriteres(row.criteres) }));
}

export async function findDerogation(db: Db, territoireId: string, id: string): Promise<DerogationLieu | undefined> {
  const row = await selectDerogations(db, territoireId).where('lieuDerogation.id', '=', id).executeTakeFirst();
  return row && { ...row, criteres: lireCriteres(row.criteres) };
}

export type SaisieDerogation = Pick<Derogation, 'usage' | 'criteres' | 'motif' | 'du' | 'au'> & {
  readonly lieuId: string;
  /** The decision that grants it; null: it was granted alone. */
  readonly decisionId: string | null;
};

export async function saveDerogation(
  db: Db,
  territoireId: string,
  saisie: SaisieDerogation,
  compteId: string,
): Promise<string> {
  const id = uuidv7();
  await db
    .insertInto('lieuDerogation')
    .values({ territoireId, id, ...saisie, criteres: [...saisie.criteres], createdBy: compteId })
    .execute();
  return id;
}

/** Ends a dérogation: from that day on it no longer counts. */
export async function leverDerogation(db: Db, territoireId: string, id: string, jour: Jour): Promise<void> {
  await db
    .updateTable('lieuDerogation')
    .set({ leveeLe: jour })
    .where('territoireId', '=', territoireId)
    .where('id', '=', id)
    .where('leveeLe', 'is', null)
    .execute();
}

/** All that decides what a lieu may host, and what it may. */
export type Conformite = {
  readonly constats: readonly ConstatLieu[];
  readonly derogations: readonly DerogationLieu[];
  readonly usages: Usages;
};

/**
 * What every lieu, or one, may host on a day, by the rules of the territoire, its evidence and its dérogations. A lieu of
 * which nothing is known may host nothing.
 */
export async function conformites(
  db: Db,
  territoireId: string,
  jour: Jour,
  lieuId?: string,
): Promise<{ readonly regles: ReglesLieu; readonly de: (lieuId: string) => Conformite }> {
  const regles = await reglesDe(db, territoireId);
  const constats = Map.groupBy(await constatsDe(db, territoireId, lieuId), (one) => one.lieuId);
  const derogations = Map.groupBy(await derogationsDe(db, territoireId, lieuId), (one) => one.lieuId);
  return {
    regles,
    de: (id) => {
      const seen = constats.get(id) ?? [];
      const granted = derogations.get(id) ?? [];
      return { constats: seen, derogations: granted, usages: usagesPossibles(seen, jour, regles, granted) };
    },
  };
}

/** Last day on which each lieu hosts permanences by dérogation; a lieu that needs none, or may host nothing, is not there. */
export type Admissions = ReadonlyMap<string, Jour>;

/** Reads them for every lieu, or for a few. Most days there are no dérogations, and nothing more is read. */
export async function admisParDerogation(
  db: Db,
  territoireId: string,
  jour: Jour,
  lieuIds?: readonly string[],
): Promise<Admissions> {
  const granted = await derogationsDe(db, territoireId);
  const current = granted.filter((one) => one.usage === 'permanence' && derogationVaut(one, jour));
  const asked = lieuIds === undefined ? null : new Set(lieuIds);
  const ids = new Set(current.map(({ lieuId }) => lieuId).filter((id) => asked === null || asked.has(id)));
  if (ids.size === 0) return new Map();
  const { de } = await conformites(db, territoireId, jour);
  return new Map(
    [...ids].flatMap((id) => {
      const derogation = derogationEnCours(de(id).usages.permanence);
      return derogation === null ? [] : [[id, derogation.au] as const];
    }),
  );
}
