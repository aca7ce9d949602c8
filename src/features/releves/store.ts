import { sql } from 'kysely';
import { attempt, type Db } from '../../platform/db.ts';
import { uuidv7 } from '../../platform/ids.ts';
import type { Mois } from './activite/store.ts';
import type { ActeReleve, ContenuReleve, EtatReleve, PartBeneficiaire } from './rules.ts';

/** A version of a relevé, besides its figures. */
export type Resume = Mois & {
  readonly id: string;
  readonly numero: number;
  readonly etat: EtatReleve;
  readonly envoyeAt: Temporal.Instant | null;
  readonly retourneAt: Temporal.Instant | null;
  readonly certifieAt: Temporal.Instant | null;
  readonly createdAt: Temporal.Instant;
};

/** A version with all that it holds; `contenu` null: it is not certified, and its figures are those of the records. */
export type Releve = Resume & {
  readonly correctionMotif: string | null;
  readonly part: PartBeneficiaire | null;
  readonly envoyePar: string | null;
  readonly certifieNom: string | null;
  readonly contenu: ContenuReleve | null;
  /** SHA-256, as 64 hexadecimal signs. */
  readonly empreinte: string | null;
  /** What its print begins with, as 32 hexadecimal signs; null: certified before there was one. */
  readonly sel: string | null;
};

const RESUME = [
  'id',
  'conventionId',
  'mois',
  'numero',
  sql<EtatReleve>`etat`.as('etat'),
  'envoyeAt',
  'retourneAt',
  'certifieAt',
  'createdAt',
] as const;

const ENTIER = [
  ...RESUME,
  'correctionMotif',
  'envoyePar',
  'certifieNom',
  sql<PartBeneficiaire | null>`part_beneficiaire`.as('part'),
  sql<ContenuReleve | null>`contenu`.as('contenu'),
  sql<string | null>`encode(contenu_sha256, 'hex')`.as('empreinte'),
  sql<string | null>`encode(sel, 'hex')`.as('sel'),
] as const;

/** The last version of each month, of some conventions when told. */
export async function derniersReleves(
  db: Db,
  territoireId: string,
  conventionIds?: readonly string[],
): Promise<Resume[]> {
  return db
    .selectFrom('releve')
    .distinctOn(['conventionId', 'mois'])
    .select(RESUME)
    .where('territoireId', '=', territoireId)
    .$if(conventionIds !== undefined, (query) =>
      query.where(sql<boolean>`convention_id = any(${[...(conventionIds ?? [])]}::uuid[])`),
    )
    .orderBy('conventionId')
    .orderBy('mois')
    .orderBy('numero', 'desc')
    .execute();
}

export async function findReleve(db: Db, territoireId: string, id: string): Promise<Releve | undefined> {
  return db
    .selectFrom('releve')
    .select(ENTIER)
    .where('territoireId', '=', territoireId)
    .where('id', '=', id)
    .executeTakeFirst();
}

/** The same, held until the end of the transaction: waits for the records of its month that are being written, and keeps others back. */
export async function lockReleve(db: Db, territoireId: string, id: string): Promise<Releve> {
  return db
    .selectFrom('releve')
    .select(ENTIER)
    .where('territoireId', '=', territoireId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirstOrThrow();
}

/** Every version of a month, the first one first. */
export async function versionsDe(db: Db, territoireId: string, { conventionId, mois }: Mois): Promise<Releve[]> {
  return db
    .selectFrom('releve')
    .select(ENTIER)
    .where('territoireId', '=', territoireId)
    .where('conventionId', '=', conventionId)
    .where('mois', '=', mois)
    .orderBy('numero')
    .execute();
}

export type Acte = {
  readonly releveId: string;
  readonly acte: ActeReleve;
  readonly texte: string | null;
  /** Name of who did it; null when his account is no more. */
  readonly auteur: string | null;
  readonly createdAt: Temporal.Instant;
};

/** What became of versions, the latest first. */
export async function actesDe(db: Db, territoireId: string, releveIds: readonly string[]): Promise<Acte[]> {
  return db
    .selectFrom('releveActe')
    .leftJoin('compte', (join) =>
      join.onRef('compte.territoireId', '=', 'releveActe.territoireId').onRef('compte.id', '=', 'releveActe.createdBy'),
    )
    .select(['releveActe.releveId', 'releveActe.acteTexte as texte', 'compte.nom as auteur', 'releveActe.createdAt'])
    .select(sql<Acte['acte']>`releve_acte.acte`.as('acte'))
    .where('releveActe.territoireId', '=', territoireId)
    .where('releveActe.releveId', 'in', [...releveIds])
    .orderBy('releveActe.createdAt', 'desc')
    .orderBy('releveActe.id', 'desc')
    .execute();
}

type Fait = {
  readonly releveId: string;
  readonly acte: Acte['acte'];
  readonly texte?: string | null;
  readonly compteId: string;
};

export async function saveActe(db: Db, territoireId: string, fait: Fait): Promise<void> {
  const { releveId, acte, texte = null, compteId } = fait;
  await db
    .insertInto('releveActe')
    .values({ territoireId, id: uuidv7(), releveId, acte, acteTexte: texte, createdBy: compteId })
    .execute();
}

/** Rows of one insertion: PostgreSQL takes so many parameters, no more. */
const LOT = 1000;

/** Opens the first version of months that have none, and returns the ids of those it opened. */
export async function preparer(
  db: Db,
  territoireId: string,
  months: readonly Mois[],
  compteId: string | null,
): Promise<string[]> {
  if (months.length === 0) return [];
  if (months.length > LOT) {
    const first = await preparer(db, territoireId, months.slice(0, LOT), compteId);
    return [...first, ...(await preparer(db, territoireId, months.slice(LOT), compteId))];
  }
  const rows = await db
    .insertInto('releve')
    .values(
      months.map(({ conventionId, mois }) => ({ territoireId, id: uuidv7(), conventionId, mois, createdBy: compteId })),
    )
    .onConflict((conflict) => conflict.constraint('releve_unique').doNothing())
    .returning('id')
    .execute();
  return rows.map(({ id }) => id);
}

/** Opens the version that comes after a certified one; undefined when somebody has just opened it. */
export async function ouvrirCorrection(
  db: Db,
  territoireId: string,
  certifie: Releve,
  { motif, compteId }: { readonly motif: string; readonly compteId: string },
): Promise<string | undefined> {
  const { conventionId, mois, part } = certifie;
  const id = uuidv7();
  const opened = await attempt(db, () =>
    db
      .insertInto('releve')
      .values({
        ...{ territoireId, id, conventionId, mois, numero: certifie.numero + 1, createdBy: compteId },
        correctionMotif: motif,
        // What the Bénéficiaire had told is proposed to him again.
        partBeneficiaire: part && JSON.stringify(part),
      })
      .execute(),
  );
  return 'value' in opened ? id : undefined;
}

type Changement = {
  readonly etat?: EtatReleve;
  readonly envoyeAt?: Temporal.Instant | null;
  readonly envoyePar?: string | null;
  readonly retourneAt?: Temporal.Instant | null;
};

export async function updateReleve(db: Db, territoireId: string, id: string, change: Changement): Promise<void> {
  await db.updateTable('releve').set(change).where('territoireId', '=', territoireId).where('id', '=', id).execute();
}

export async function savePart(db: Db, territoireId: string, id: string, part: PartBeneficiaire): Promise<void> {
  await db
    .updateTable('releve')
    .set({ partBeneficiaire: JSON.stringify(part) })
    .where('territoireId', '=', territoireId)
    .where('id', '=', id)
    .execute();
}

/** Freezes what was certified: from then on PostgreSQL refuses any change of it, and of the records that it counts. */
export async function figer(
  db: Db,
  territoireId: string,
  id: string,
  fige: {
    readonly contenu: ContenuReleve;
    readonly empreinte: string;
    readonly compteId: string;
    readonly nom: string;
    readonly now: Temporal.Instant;
  },
): Promise<void> {
  await db
    .updateTable('releve')
    .set({
      etat: 'certifie',
      contenu: JSON.stringify(fige.contenu),
      contenuSha256: Buffer.from(fige.empreinte, 'hex'),
      certifieAt: fige.now,
      certifiePar: fige.compteId,
      certifieNom: fige.nom,
    })
    .where('territoireId', '=', territoireId)
    .where('id', '=', id)
    .execute();
}
