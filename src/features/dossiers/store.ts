import { sql } from 'kysely';
import type { Db } from '../../platform/db.ts';
import { uuidv7 } from '../../platform/ids.ts';
import {
  type Decision,
  type GenreDossier,
  type Porte,
  porteDesDonnees,
  type Version,
  versionEnVigueur,
} from './rules.ts';

type Jour = Temporal.PlainDate;

/** A version without its bytes, which are loaded apart. */
export type VersionInscrite = Version & {
  readonly auteur: string;
  readonly fichier: string;
  readonly taille: number;
  /** 64 hexadecimal figures, computed by PostgreSQL from the bytes. */
  readonly sha256: string;
  readonly jointeAt: Temporal.Instant;
  /** Who attached it, signed it, recorded its decision, withdrew it: names of accounts. */
  readonly jointePar: string | null;
  readonly signataire: string | null;
};

/** Every version of the territoire, each kind in the order in which its versions came. */
export async function allVersions(db: Db, territoireId: string): Promise<readonly VersionInscrite[]> {
  const rows = await db
    .selectFrom('dossierVersion as v')
    .leftJoin('compte as joint', (join) =>
      join.onRef('joint.territoireId', '=', 'v.territoireId').onRef('joint.id', '=', 'v.createdBy'),
    )
    .select([
      'v.id',
      'v.etabliLe',
      'v.revoirLe',
      'v.auteur',
      'v.fichier',
      'v.createdAt as jointeAt',
      'joint.nom as jointePar',
    ])
    .select((eb) => eb.ref('v.genre').$castTo<GenreDossier>().as('genre'))
    .select(sql<number>`octet_length(v.octets)`.as('taille'))
    .select(sql<string>`encode(v.sha256, 'hex')`.as('sha256'))
    .where('v.territoireId', '=', territoireId)
    .orderBy('v.createdAt')
    .orderBy('v.id')
    .execute();
  const actes = await db
    .selectFrom('dossierActe as a')
    .leftJoin('compte as auteur', (join) =>
      join.onRef('auteur.territoireId', '=', 'a.territoireId').onRef('auteur.id', '=', 'a.createdBy'),
    )
    .select(['a.versionId', 'a.type', 'a.le', 'a.dureeMois', 'a.fonction', 'a.texte', 'auteur.nom as par'])
    .where('a.territoireId', '=', territoireId)
    .execute();
  const byVersion = Map.groupBy(actes, ({ versionId }) => versionId);
  const counts: Record<GenreDossier, number> = { aipd: 0, homologation: 0 };
  return rows.map((row) => {
    const own = byVersion.get(row.id) ?? [];
    const [signature, decision, retrait] = ['signature', 'decision', 'retrait'].map((type) =>
      own.find((acte) => acte.type === type),
    );
    counts[row.genre] += 1;
    return {
      ...row,
      numero: counts[row.genre],
      signature: signature ? { le: signature.le, avis: signature.texte } : null,
      signataire: signature?.par ?? null,
      decision:
        decision?.dureeMois && decision.fonction
          ? { le: decision.le, dureeMois: decision.dureeMois, fonction: decision.fonction }
          : null,
      retrait: retrait ? { le: retrait.le, raison: retrait.texte ?? '' } : null,
    };
  });
}

export async function findVersion(db: Db, territoireId: string, id: string): Promise<VersionInscrite | undefined> {
  return (await allVersions(db, territoireId)).find((one) => one.id === id);
}

/** The bytes of a version, as they came. */
export async function octetsDe(db: Db, territoireId: string, id: string): Promise<Uint8Array> {
  const { octets } = await db
    .selectFrom('dossierVersion')
    .select('octets')
    .where('territoireId', '=', territoireId)
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  return octets;
}

export type NouvelleVersion = {
  readonly genre: GenreDossier;
  readonly etabliLe: Jour;
  readonly revoirLe: Jour;
  readonly auteur: string;
  readonly fichier: string;
  readonly octets: Uint8Array;
};

/** Keeps a version for good; returns its id. */
export async function saveVersion(
  db: Db,
  territoireId: string,
  { octets, ...version }: NouvelleVersion,
  createdBy: string,
): Promise<string> {
  const id = uuidv7();
  const bytes = Buffer.from(octets.buffer, octets.byteOffset, octets.length);
  await db
    .insertInto('dossierVersion')
    .values({ territoireId, id, ...version, octets: bytes, createdBy })
    .execute();
  return id;
}

type Acte =
  | { readonly type: 'signature'; readonly le: Jour; readonly texte: string | null }
  | ({ readonly type: 'decision' } & Decision)
  | { readonly type: 'retrait'; readonly le: Jour; readonly texte: string };

/** Adds what is done of a version, once each: nothing happens when it was done already. */
export async function saveActe(
  db: Db,
  territoireId: string,
  { id, genre }: Pick<Version, 'id' | 'genre'>,
  acte: Acte,
  createdBy: string,
): Promise<void> {
  await db
    .insertInto('dossierActe')
    .values({ territoireId, versionId: id, genre, ...acte, createdBy })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** The versions in force on a day, null where there is none. */
export async function dossiersEnVigueur(
  db: Db,
  territoireId: string,
  today: Jour,
): Promise<Readonly<Record<GenreDossier, VersionInscrite | null>>> {
  const versions = await allVersions(db, territoireId);
  return {
    aipd: versionEnVigueur(versions, 'aipd', today),
    homologation: versionEnVigueur(versions, 'homologation', today),
  };
}

/** Whether real data of usagers may come into the territoire, and what is missing. `demo`: that of the application's options. */
export async function porteDuTerritoire(
  db: Db,
  territoireId: string,
  today: Jour,
  { demo }: { readonly demo: boolean },
): Promise<Porte> {
  return porteDesDonnees(await allVersions(db, territoireId), today, { demo });
}
