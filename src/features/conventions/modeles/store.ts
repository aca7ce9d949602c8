import { sql } from 'kysely';
import type { Db } from '../../../platform/db.ts';
import type { Clauses } from '../rules.ts';
import { writeClauses } from '../stored.ts';
import type { ContenuModele } from './contenu.ts';
import { MODELE_2022, versionIntegree } from './integres.ts';
import { readContenu } from './stored.ts';

/** A published version, of Escale or of the territoire. */
export type VersionModele = {
  readonly id: string;
  /** How a convention names it: the code of a built-in one, the id of another. */
  readonly cle: string;
  readonly modeleId: string;
  readonly modeleNom: string;
  readonly numero: number;
  readonly libelle: string;
  readonly contenu: ContenuModele;
  /** Id of the version it was made from; null for the first of Escale. */
  readonly origine: string | null;
  /** Null for those of Escale. */
  readonly publieeAt: Temporal.Instant | null;
  readonly publieePar: string | null;
};

export type ModeleSuivi = {
  readonly id: string;
  readonly nom: string;
  /** Escale brings it: nobody changes it. */
  readonly integre: boolean;
  /** Newest first; none while the first draft is being written. */
  readonly versions: readonly VersionModele[];
  readonly brouillon: { readonly updatedAt: Temporal.Instant; readonly updatedBy: string | null } | null;
};

const INTEGREES: readonly VersionModele[] = MODELE_2022.versions.map(
  ({ id, code, numero, libelle, contenu }, rank) => ({
    id,
    cle: code,
    modeleId: MODELE_2022.id,
    modeleNom: MODELE_2022.nom,
    numero,
    libelle,
    contenu,
    origine: MODELE_2022.versions[rank - 1]?.id ?? null,
    publieeAt: null,
    publieePar: null,
  }),
);

function selectVersions(db: Db, territoireId: string) {
  return db
    .selectFrom('modeleVersion as version')
    .innerJoin('modele', (join) =>
      join.onRef('modele.territoireId', '=', 'version.territoireId').onRef('modele.id', '=', 'version.modeleId'),
    )
    .leftJoin('compte', (join) =>
      join.onRef('compte.territoireId', '=', 'version.territoireId').onRef('compte.id', '=', 'version.createdBy'),
    )
    .select(['version.id', 'version.modeleId', 'version.numero', 'version.libelle', 'version.origine'])
    .select(['version.contenu', 'version.createdAt', 'modele.nom as modeleNom', 'compte.nom as publieePar'])
    .where('version.territoireId', '=', territoireId);
}

type Row = Awaited<ReturnType<ReturnType<typeof selectVersions>['execute']>>[number];

function toVersion({ createdAt, contenu, ...row }: Row): VersionModele {
  return { ...row, cle: row.id, contenu: readContenu(row.id, contenu), publieeAt: createdAt };
}

/** Every published version of the territoire, those of Escale first, then in the order of their publication. */
export async function versionsPubliees(db: Db, territoireId: string): Promise<readonly VersionModele[]> {
  const rows = await selectVersions(db, territoireId).orderBy('version.createdAt').orderBy('version.id').execute();
  return [...INTEGREES, ...rows.map(toVersion)];
}

export async function findVersion(db: Db, territoireId: string, id: string): Promise<VersionModele | undefined> {
  const integree = INTEGREES.find((one) => one.id === id);
  if (integree !== undefined) return integree;
  const row = await selectVersions(db, territoireId).where('version.id', '=', id).executeTakeFirst();
  return row && toVersion(row);
}

/** Every model, the one of Escale first, then by name. */
export async function allModeles(db: Db, territoireId: string): Promise<readonly ModeleSuivi[]> {
  const versions = Map.groupBy(await versionsPubliees(db, territoireId), ({ modeleId }) => modeleId);
  const rows = await db
    .selectFrom('modele')
    .leftJoin('modeleBrouillon as brouillon', (join) =>
      join.onRef('brouillon.territoireId', '=', 'modele.territoireId').onRef('brouillon.modeleId', '=', 'modele.id'),
    )
    .leftJoin('compte', (join) =>
      join.onRef('compte.territoireId', '=', 'brouillon.territoireId').onRef('compte.id', '=', 'brouillon.updatedBy'),
    )
    .select(['modele.id', 'modele.nom', 'brouillon.updatedAt', 'compte.nom as updatedBy'])
    .where('modele.territoireId', '=', territoireId)
    .orderBy('modele.nom')
    .execute();
  const newestFirst = (id: string) => (versions.get(id) ?? []).toSorted((a, b) => b.numero - a.numero);
  const { id, nom } = MODELE_2022;
  return [
    { id, nom, integre: true, versions: newestFirst(id), brouillon: null },
    ...rows.map(({ updatedAt, updatedBy, ...row }) => ({
      ...row,
      integre: false,
      versions: newestFirst(row.id),
      brouillon: updatedAt === null ? null : { updatedAt, updatedBy },
    })),
  ];
}

export async function findModele(db: Db, territoireId: string, id: string): Promise<ModeleSuivi | undefined> {
  return (await allModeles(db, territoireId)).find((one) => one.id === id);
}

/** The newest published version of each model, the last published first: what a new convention may be made from. */
export async function versionsProposees(db: Db, territoireId: string): Promise<readonly VersionModele[]> {
  const versions = (await versionsPubliees(db, territoireId)).toReversed();
  return versions.filter(
    (one) => !versions.some((other) => other.modeleId === one.modeleId && other.numero > one.numero),
  );
}

/** The version that a convention bears, by the name it gives it. Throws when there is none: the database holds it. */
export async function versionDeConvention(db: Db, territoireId: string, cle: string): Promise<VersionModele> {
  const integree = INTEGREES.find((one) => one.cle === cle);
  const found = integree ?? (await findVersion(db, territoireId, cle));
  if (found === undefined) throw new Error(`No version of a model is called ${cle}`);
  return found;
}

/** How many conventions bear each version, by the id of the version. */
export async function conventionsParVersion(db: Db, territoireId: string): Promise<ReadonlyMap<string, number>> {
  const rows = await db
    .selectFrom('convention')
    .select(({ fn }) => ['modele', 'modeleVersionId', fn.countAll<number>().as('nombre')])
    .where('territoireId', '=', territoireId)
    .groupBy(['modele', 'modeleVersionId'])
    .execute();
  return new Map(
    rows.map(({ modele, modeleVersionId, nombre }) => [
      modeleVersionId ?? (modele === null ? '' : versionIntegree(modele).id),
      nombre,
    ]),
  );
}

/** The first conventions that bear a version, by reference. */
export async function conventionsDeVersion(
  db: Db,
  territoireId: string,
  cle: string,
  max: number,
): Promise<{ id: string; reference: string; structureNom: string }[]> {
  const { modele, modeleVersionId } = colonnesModele(cle);
  return db
    .selectFrom('convention')
    .innerJoin('structure', (join) =>
      join
        .onRef('structure.territoireId', '=', 'convention.territoireId')
        .onRef('structure.id', '=', 'convention.structureId'),
    )
    .select(['convention.id', 'convention.reference', 'structure.nom as structureNom'])
    .where('convention.territoireId', '=', territoireId)
    .where('convention.modele', 'is not distinct from', modele)
    .where('convention.modeleVersionId', 'is not distinct from', modeleVersionId)
    .orderBy('convention.reference')
    .limit(max)
    .execute();
}

/** How many conventions there are, and how many of them nobody has signed yet. */
export async function conventionsEnTout(
  db: Db,
  territoireId: string,
): Promise<{ readonly total: number; readonly nonSignees: number }> {
  const signed = sql<boolean>`exists (select from convention_evenement e where e.territoire_id = convention.territoire_id
    and e.convention_id = convention.id and e.type = 'signature')`;
  return db
    .selectFrom('convention')
    .select(({ fn }) => [
      fn.countAll<number>().as('total'),
      sql<number>`count(*) filter (where not ${signed})`.as('nonSignees'),
    ])
    .where('territoireId', '=', territoireId)
    .executeTakeFirstOrThrow();
}

/** Gives a convention another version of a model, and its clauses when `clauses` is given. PostgreSQL refuses it once a party has signed. */
export async function changerModele(
  db: Db,
  territoireId: string,
  conventionId: string,
  { cle, clauses }: { readonly cle: string; readonly clauses: Clauses | null },
): Promise<void> {
  await db
    .updateTable('convention')
    .set({ ...colonnesModele(cle), ...(clauses === null ? {} : { clauses: writeClauses(clauses) }) })
    .where('territoireId', '=', territoireId)
    .where('id', '=', conventionId)
    .execute();
}

/** The two columns that say which version a convention bears. */
export function colonnesModele(cle: string): {
  readonly modele: string | null;
  readonly modeleVersionId: string | null;
} {
  const isIntegree = MODELE_2022.versions.some(({ code }) => code === cle);
  return isIntegree ? { modele: cle, modeleVersionId: null } : { modele: null, modeleVersionId: cle };
}
