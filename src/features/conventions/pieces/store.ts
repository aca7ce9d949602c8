import { sql } from 'kysely';
import { estCle } from '../../../domain/nomenclatures.ts';
import type { Db } from '../../../platform/db.ts';
import { uuidv7 } from '../../../platform/ids.ts';
import { type Lecture, readLecture } from './lecture.ts';
import { GENRES_PIECE, type PieceConnue, type Recherche, TYPES_FICHIER, type TypeFichier } from './rules.ts';

/** A paper without its bytes, which are loaded apart. */
export type Piece = PieceConnue & {
  readonly conventionId: string;
  /** The Bénéficiaire of the convention, and how the convention is called. */
  readonly structureId: string;
  readonly reference: string;
  readonly evenementId: string | null;
  readonly figeeId: string | null;
  readonly code: string | null;
  readonly nom: string;
  readonly type: TypeFichier;
  readonly taille: number;
  /** 64 hexadecimal figures, computed by PostgreSQL from the bytes. */
  readonly sha256: string;
  readonly lecture: Lecture | null;
  readonly createdAt: Temporal.Instant;
  /** Name of the account; null when the machine attached it (demo). */
  readonly createdBy: string | null;
  readonly retrait: Retrait | null;
};

export type Retrait = { readonly motif: string; readonly le: Temporal.Instant; readonly par: string | null };

function selectPieces(db: Db, territoireId: string) {
  return db
    .selectFrom('piece')
    .innerJoin('convention', (join) =>
      join
        .onRef('convention.territoireId', '=', 'piece.territoireId')
        .onRef('convention.id', '=', 'piece.conventionId'),
    )
    .leftJoin('pieceRetrait', (join) =>
      join.onRef('pieceRetrait.territoireId', '=', 'piece.territoireId').onRef('pieceRetrait.pieceId', '=', 'piece.id'),
    )
    .leftJoin('compte as auteur', (join) =>
      join.onRef('auteur.territoireId', '=', 'piece.territoireId').onRef('auteur.id', '=', 'piece.createdBy'),
    )
    .leftJoin('compte as retireur', (join) =>
      join
        .onRef('retireur.territoireId', '=', 'piece.territoireId')
        .onRef('retireur.id', '=', 'pieceRetrait.createdBy'),
    )
    .select([
      'piece.id',
      'piece.conventionId',
      'convention.structureId',
      'convention.reference',
      'piece.genre',
      'piece.evenementId',
      'piece.figeeId',
      'piece.code',
      'piece.nom',
      'piece.type',
      'piece.lecture',
      'piece.createdAt',
      'auteur.nom as createdBy',
      'pieceRetrait.motif as retraitMotif',
      'pieceRetrait.createdAt as retraitLe',
      'retireur.nom as retraitPar',
    ])
    .select(sql<number>`octet_length(piece.octets)`.as('taille'))
    .select(sql<string>`encode(piece.sha256, 'hex')`.as('sha256'))
    .where('piece.territoireId', '=', territoireId);
}

type Row = Awaited<ReturnType<ReturnType<typeof selectPieces>['execute']>>[number];

function toPiece(row: Row): Piece {
  const { genre, type, lecture, retraitMotif, retraitLe, retraitPar, ...same } = row;
  if (!estCle(GENRES_PIECE, genre) || !estCle(TYPES_FICHIER, type)) throw new Error(`Unknown kind of paper: ${row.id}`);
  return {
    ...same,
    genre,
    type,
    lecture: lecture === null ? null : readLecture(lecture),
    isRetiree: retraitMotif !== null,
    retrait:
      retraitMotif === null || retraitLe === null ? null : { motif: retraitMotif, le: retraitLe, par: retraitPar },
  };
}

/** The papers of a convention, oldest first, those withdrawn included. */
export async function piecesDe(db: Db, territoireId: string, conventionId: string): Promise<readonly Piece[]> {
  const rows = await selectPieces(db, territoireId)
    .where('piece.conventionId', '=', conventionId)
    .orderBy('piece.createdAt')
    .orderBy('piece.id')
    .execute();
  return rows.map(toPiece);
}

/** One paper; undefined when the territoire has none of that id. */
export async function loadPiece(db: Db, territoireId: string, id: string): Promise<Piece | undefined> {
  const row = await selectPieces(db, territoireId).where('piece.id', '=', id).executeTakeFirst();
  return row && toPiece(row);
}

/** The bytes of a paper, as they came. */
export async function octetsDe(db: Db, territoireId: string, id: string): Promise<Uint8Array> {
  const { octets } = await db
    .selectFrom('piece')
    .select('octets')
    .where('territoireId', '=', territoireId)
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  return octets;
}

export type NouvellePiece = {
  readonly conventionId: string;
  readonly nom: string;
  readonly octets: Uint8Array;
} & (
  | { readonly genre: 'figee'; readonly code: string }
  | { readonly genre: 'signee'; readonly figeeId: string; readonly lecture: Lecture }
  | { readonly genre: 'scan'; readonly type: TypeFichier; readonly evenementId: string | null }
);

/** Keeps a paper for good; returns its id. */
export async function savePiece(
  db: Db,
  territoireId: string,
  piece: NouvellePiece,
  createdBy: string | null,
): Promise<string> {
  const id = uuidv7();
  const { octets, ...rest } = piece;
  const lecture = 'lecture' in rest ? { lecture: JSON.stringify(rest.lecture) } : {};
  await db
    .insertInto('piece')
    .values({
      territoireId,
      id,
      type: 'application/pdf',
      ...rest,
      ...lecture,
      octets: Buffer.from(octets.buffer, octets.byteOffset, octets.length),
      createdBy,
    })
    .execute();
  return id;
}

/** Withdraws a paper attached by mistake: it stays, with who withdrew it and why. Nothing happens when it was already. */
export async function retirerPiece(
  db: Db,
  territoireId: string,
  pieceId: string,
  motif: string,
  createdBy: string,
): Promise<void> {
  await db
    .insertInto('pieceRetrait')
    .values({ territoireId, pieceId, motif, createdBy })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** What anybody may know of a paper whose code or digest he holds. */
export type PieceVerifiee = Pick<Piece, 'genre' | 'createdAt'> & {
  readonly retireeLe: Temporal.Instant | null;
  /** Whether a later version was frozen, or a later signed file came, in its place; withdrawn ones apart. */
  readonly isRemplacee: boolean;
};

/**
 * The papers that bear this code, or these very bytes, latest first: usually one. One query whatever is found, by an index
 * either way.
 */
export async function chercherPieces(
  db: Db,
  territoireId: string,
  recherche: Recherche,
): Promise<readonly PieceVerifiee[]> {
  const rows = await db
    .selectFrom('piece')
    .leftJoin('pieceRetrait', (join) =>
      join.onRef('pieceRetrait.territoireId', '=', 'piece.territoireId').onRef('pieceRetrait.pieceId', '=', 'piece.id'),
    )
    .select(['piece.genre', 'piece.createdAt', 'pieceRetrait.createdAt as retireeLe'])
    .select(
      sql<boolean>`piece.genre <> 'scan' and exists (
        select from piece later
        where later.territoire_id = piece.territoire_id and later.convention_id = piece.convention_id
          and later.genre = piece.genre and (later.created_at, later.id) > (piece.created_at, piece.id)
          and not exists (
            select from piece_retrait withdrawn
            where withdrawn.territoire_id = later.territoire_id and withdrawn.piece_id = later.id))`.as('isRemplacee'),
    )
    .where('piece.territoireId', '=', territoireId)
    .where(
      'code' in recherche
        ? sql<boolean>`piece.code = ${recherche.code}`
        : sql<boolean>`piece.sha256 = decode(${recherche.sha256}, 'hex')`,
    )
    .orderBy('piece.createdAt', 'desc')
    .orderBy('piece.id', 'desc')
    .limit(5)
    .execute();
  return rows.map(({ genre, ...rest }) => {
    if (!estCle(GENRES_PIECE, genre)) throw new Error(`Unknown kind of paper: ${genre}`);
    return { ...rest, genre };
  });
}
