import { sql } from 'kysely';
import type { Db } from '../../../../platform/db.ts';
import type { ObjetDetruit } from '../../rules.ts';
import { EMPREINTE_DEMARCHE, EMPREINTE_IDENTITE } from '../store.ts';

/** A destruction that a certificate tells. */
export type Certifiee = {
  readonly objetId: string;
  readonly objet: ObjetDetruit;
  readonly rang: number | null;
  readonly code: string;
  readonly numero: number;
  readonly chiffreSha256: Uint8Array;
};

/** Every certified destruction of a territoire, certificate after certificate. */
export async function certifiees(db: Db, territoireId: string): Promise<readonly Certifiee[]> {
  const { rows } = await sql<Certifiee>`
    select x.objet_id, x.objet, d.rang, m.code, c.numero, x.chiffre_sha256
    from mandat_destruction x
    join mandat_certificat c on c.territoire_id = x.territoire_id and c.id = x.certificat_id
    join mandat m on m.territoire_id = x.territoire_id and m.id = x.mandat_id
    left join mandat_demarche d on d.territoire_id = x.territoire_id and d.id = x.objet_id
    where x.territoire_id = ${territoireId} order by c.numero, m.code, d.rang nulls last`.execute(db);
  return rows;
}

/** What a column of the database holds sealed. */
export type GenreScelle = 'brouillon' | 'identite' | 'document' | 'copie' | 'demarche' | 'acte' | 'rectification';
export type Scelle = {
  readonly id: string;
  /** Id of the key that sealed it. */
  readonly cle: string;
  readonly contenu: Uint8Array;
};

const SOURCES: Readonly<Record<GenreScelle, ReturnType<typeof sql>>> = {
  brouillon: sql`select id, id as cle, contenu, territoire_id from mandat where etat = 'brouillon'`,
  identite: sql`select id, id as cle, contenu, territoire_id from mandat where etat = 'signe'`,
  document: sql`select id, id as cle, document as contenu, territoire_id from mandat`,
  copie: sql`select id, id as cle, copie as contenu, territoire_id from mandat`,
  demarche: sql`select id, id as cle, contenu, territoire_id from mandat_demarche`,
  acte: sql`select id, demarche_id as cle, contenu, territoire_id from mandat_acte`,
  rectification: sql`select id, mandat_id as cle, contenu, territoire_id from mandat_rectification`,
};

/** The sealed rows of one kind, by `id` after `after`, `limit` at most. */
export async function scelles(
  db: Db,
  territoireId: string,
  genre: GenreScelle,
  { after, limit }: { readonly after: string | null; readonly limit: number },
): Promise<readonly Scelle[]> {
  const { rows } = await sql<Scelle>`
    select t.id, t.cle, t.contenu from (${SOURCES[genre]}) t
    where t.territoire_id = ${territoireId} and t.contenu is not null and (${after}::uuid is null or t.id > ${after}::uuid)
    order by t.id limit ${limit}`.execute(db);
  return rows;
}

/** The print of the ciphertext of these things, as a certificate would tell it, by id. */
export async function empreintes(
  db: Db,
  territoireId: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ id: string; empreinte: Uint8Array }>`
    select d.id, ${EMPREINTE_DEMARCHE} as empreinte from mandat_demarche d
    where d.territoire_id = ${territoireId} and d.id = any(${ids}::uuid[])
    union all
    select m.id, ${EMPREINTE_IDENTITE} from mandat m
    where m.territoire_id = ${territoireId} and m.id = any(${ids}::uuid[])`.execute(db);
  return new Map(rows.map(({ id, empreinte }) => [id, Buffer.from(empreinte).toString('hex')]));
}
