import { sql } from 'kysely';
import type { Db } from '../../../../platform/db.ts';
import { uuidv7 } from '../../../../platform/ids.ts';
import { record } from '../../../../platform/journal.ts';
import type { CauseFin, ObjetDetruit } from '../../rules.ts';

/** What is destroyed, as a certificate tells it: nothing of the person. */
export type Destruction = {
  readonly objetId: string;
  readonly objet: ObjetDetruit;
  /** Of the démarche, in its mandat. */
  readonly rang: number | null;
  /** Of the mandat: printed on the person's copy, and says nothing of them. */
  readonly code: string;
  readonly cause: CauseFin;
  readonly visaReference: string;
  readonly visaDate: Temporal.PlainDate;
  readonly chiffreSha256: Uint8Array;
  readonly detruiteAt: Temporal.Instant;
};

/** What is destroyed and not certified yet, `limit` things at most, the oldest first. */
export async function aCertifier(db: Db, territoireId: string, limit: number): Promise<readonly Destruction[]> {
  const { rows } = await sql<Destruction>`
    select x.objet_id, x.objet, d.rang, m.code, x.cause, x.visa_reference, x.visa_date, x.chiffre_sha256, x.detruite_at
    from mandat_destruction x
    join mandat m on m.territoire_id = x.territoire_id and m.id = x.mandat_id
    left join mandat_demarche d on d.territoire_id = x.territoire_id and d.id = x.objet_id
    where x.territoire_id = ${territoireId} and x.detruite_at is not null and x.certificat_id is null
    order by x.detruite_at, m.code, d.rang nulls last limit ${limit}`.execute(db);
  return rows;
}

export async function prochainNumero(db: Db, territoireId: string): Promise<number> {
  const { rows } = await sql<{ numero: number }>`
    select coalesce(max(numero), 0) + 1 as numero from mandat_certificat where territoire_id = ${territoireId}`.execute(
    db,
  );
  return rows[0]?.numero ?? 1;
}

/**
 * Keeps a certificate with the destructions that it lists. False, and nothing is kept, when another run has certified one of
 * them or taken its number meanwhile.
 */
export async function saveCertificat(
  db: Db,
  territoireId: string,
  certificat: {
    readonly numero: number;
    readonly document: Uint8Array;
    readonly objetIds: readonly string[];
    readonly at: Temporal.Instant;
  },
): Promise<boolean> {
  const { numero, document, objetIds, at } = certificat;
  const ids = sql<string>`any(${objetIds}::uuid[])`;
  const free = await db
    .selectFrom('mandatDestruction')
    .select('objetId')
    .where('territoireId', '=', territoireId)
    .where('objetId', '=', ids)
    .where('certificatId', 'is', null)
    .forUpdate()
    .execute();
  if (free.length < objetIds.length) return false;
  const id = uuidv7();
  const made = await db
    .insertInto('mandatCertificat')
    .values({ territoireId, id, numero, document: Buffer.from(document), createdAt: at })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  if (made === undefined) return false;
  await db
    .updateTable('mandatDestruction')
    .set({ certificatId: id })
    .where('territoireId', '=', territoireId)
    .where('objetId', '=', ids)
    .execute();
  await record(db, territoireId, { acteur: null, acte: 'certifier des destructions', objet: ['certificat', id] });
  return true;
}

export type Certificat = {
  readonly id: string;
  readonly numero: number;
  readonly createdAt: Temporal.Instant;
  readonly documentSha256: Uint8Array;
  /** How many destructions it lists. */
  readonly nombre: number;
};

/** Every certificate of a territoire, the newest first, without its document. */
export async function certificats(db: Db, territoireId: string): Promise<Certificat[]> {
  const { rows } = await sql<Certificat>`
    select c.id, c.numero, c.created_at, c.document_sha256, count(x.objet_id) as nombre
    from mandat_certificat c
    left join mandat_destruction x on x.territoire_id = c.territoire_id and x.certificat_id = c.id
    where c.territoire_id = ${territoireId}
    group by c.territoire_id, c.id order by c.numero desc`.execute(db);
  return rows;
}

export async function findCertificat(
  db: Db,
  territoireId: string,
  id: string,
): Promise<{ readonly numero: number; readonly document: Uint8Array } | undefined> {
  return db
    .selectFrom('mandatCertificat')
    .select(['numero', 'document'])
    .where('territoireId', '=', territoireId)
    .where('id', '=', id)
    .executeTakeFirst();
}
