import { sql } from 'kysely';
import type { Db } from '../../../../platform/db.ts';
import {
  type CanalFin,
  type CauseFin,
  echeanceDestruction,
  motifDe,
  type ObjetDetruit,
  type ObjetEnAttente,
  sortDemarche,
  sortIdentite,
  type Visa,
} from '../../rules.ts';

type DemarcheFinie = {
  readonly finieAt: Temporal.Instant | null;
  readonly finCause: CauseFin | null;
  readonly finCanal: CanalFin | null;
  readonly destructibleAt: Temporal.Instant | null;
  readonly tiersPrevenusAt: Temporal.Instant | null;
  readonly finPrevueAt: Temporal.Instant;
  readonly isRetenu: boolean;
  readonly isDecidee: boolean;
};

const RETENU = sql<boolean>`exists (select from mandat_sursis s
  where s.territoire_id = m.territoire_id and s.mandat_id = m.id and s.leve_at is null)`;

/** What is over and still has its key, with what it waits for at `now`. */
export async function enAttente(
  db: Db,
  territoireId: string,
  visa: Visa | null,
  now: Temporal.Instant,
): Promise<readonly ObjetEnAttente[]> {
  const { rows: demarches } = await sql<DemarcheFinie>`
    select d.finie_at, d.fin_cause, d.fin_canal, d.destructible_at, d.tiers_prevenus_at, m.fin_prevue_at,
      ${RETENU} as is_retenu, x.objet_id is not null as is_decidee
    from mandat m
    join mandat_demarche d on d.territoire_id = m.territoire_id and d.mandat_id = m.id
    left join mandat_destruction x on x.territoire_id = d.territoire_id and x.objet_id = d.id
    where m.territoire_id = ${territoireId} and m.etat = 'signe' and m.detruit_at is null and d.detruite_at is null
      and (d.finie_at is not null or m.fin_prevue_at <= ${now})`.execute(db);
  const { rows: identites } = await sql<{ depuis: Temporal.Instant; isRetenu: boolean; isDecidee: boolean }>`
    select max(d.detruite_at) as depuis, ${RETENU} as is_retenu, bool_or(x.objet_id is not null) as is_decidee
    from mandat m
    join mandat_demarche d on d.territoire_id = m.territoire_id and d.mandat_id = m.id
    left join mandat_destruction x on x.territoire_id = m.territoire_id and x.objet_id = m.id
    where m.territoire_id = ${territoireId} and m.etat = 'signe' and m.detruit_at is null
    group by m.territoire_id, m.id having bool_and(d.detruite_at is not null)`.execute(db);
  return [
    ...demarches.flatMap(({ finieAt, finCause, finCanal, isRetenu, isDecidee, finPrevueAt, ...row }) => {
      const isFinie = finieAt !== null && finCause !== null && finCanal !== null;
      const fin = isFinie ? { at: finieAt, cause: finCause, canal: finCanal } : null;
      const demarche = { ...row, fin, detruiteAt: null };
      const motif = motifDe(sortDemarche(demarche, { finPrevueAt, isRetenu, visa }, now), isDecidee);
      const depuis = echeanceDestruction(demarche, finPrevueAt, now);
      return motif === null || depuis === null ? [] : [{ objet: 'demarche' as const, motif, depuis }];
    }),
    ...identites.flatMap(({ depuis, isRetenu, isDecidee }) => {
      const demarches = [{ fin: null, detruiteAt: depuis }];
      const motif = motifDe(sortIdentite({ detruitAt: null, demarches }, { isRetenu, visa }), isDecidee);
      return motif === null ? [] : [{ objet: 'identite' as const, motif, depuis }];
    }),
  ];
}

/** What is destroyed and not certified yet, as what waits for the seal to be right again. */
export async function sansCertificat(db: Db, territoireId: string): Promise<readonly ObjetEnAttente[]> {
  const { rows } = await sql<{ objet: ObjetDetruit; depuis: Temporal.Instant }>`
    select objet, detruite_at as depuis from mandat_destruction
    where territoire_id = ${territoireId} and detruite_at is not null and certificat_id is null`.execute(db);
  return rows.map((row) => ({ ...row, motif: 'cachet' as const }));
}

/** Something destroyed, as a list shows it. */
export type Detruite = {
  readonly objet: ObjetDetruit;
  readonly rang: number | null;
  readonly code: string;
  readonly cause: CauseFin;
  readonly visaReference: string;
  readonly visaDate: Temporal.PlainDate;
  readonly chiffreSha256: Uint8Array;
  readonly detruiteAt: Temporal.Instant;
  /** Null until it is certified. */
  readonly certificatId: string | null;
  readonly numero: number | null;
};

/** How a list of what is destroyed is sorted. */
const TRIS = {
  code: sql`m.code`,
  objet: sql`x.objet`,
  cause: sql`x.cause`,
  detruiteAt: sql`x.detruite_at`,
  numero: sql`c.numero`,
} as const;
export type Tri = keyof typeof TRIS;

export type Choix = {
  /** Part of the code of a mandat. */
  readonly q: string;
  readonly annee: number | null;
  readonly tri: Tri;
  readonly sens: 'asc' | 'desc';
  readonly limit: number;
  readonly offset: number;
};

/** What is destroyed, as asked for, and how much there is of it. */
export async function detruites(
  db: Db,
  territoireId: string,
  { q, annee, tri, sens, limit, offset }: Choix,
): Promise<{ readonly rows: readonly Detruite[]; readonly total: number }> {
  const from = sql`from mandat_destruction x
    join mandat m on m.territoire_id = x.territoire_id and m.id = x.mandat_id
    left join mandat_demarche d on d.territoire_id = x.territoire_id and d.id = x.objet_id
    left join mandat_certificat c on c.territoire_id = x.territoire_id and c.id = x.certificat_id
    where x.territoire_id = ${territoireId} and x.detruite_at is not null
      and (${q} = '' or strpos(m.code, upper(${q})) > 0)
      and (${annee}::int is null or extract(year from x.detruite_at at time zone 'Europe/Paris') = ${annee}::int)`;
  const counted = await sql<{ total: number }>`select count(*) as total ${from}`.execute(db);
  const { rows } = await sql<Detruite>`
    select x.objet, d.rang, m.code, x.cause, x.visa_reference, x.visa_date, x.chiffre_sha256, x.detruite_at,
      x.certificat_id, c.numero
    ${from} order by ${TRIS[tri]} ${sql.raw(sens)} nulls last, x.detruite_at desc, m.code, d.rang nulls last
    limit ${limit} offset ${offset}`.execute(db);
  return { rows, total: counted.rows[0]?.total ?? 0 };
}

/** The years in which something was destroyed, the last first. */
export async function anneesDetruites(db: Db, territoireId: string): Promise<readonly number[]> {
  const { rows } = await sql<{ annee: number }>`
    select distinct extract(year from detruite_at at time zone 'Europe/Paris')::int as annee from mandat_destruction
    where territoire_id = ${territoireId} and detruite_at is not null order by 1 desc`.execute(db);
  return rows.map(({ annee }) => annee);
}
