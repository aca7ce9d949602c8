import { sql } from 'kysely';
import type { Db } from '../../../../platform/db.ts';
import type { DataKeys } from '../../../../platform/keys/store.ts';
import { ouvrir, placeDe } from '../../contenu.ts';
import { type Etat, type Identite, porteLeNom } from '../../rules.ts';
import { type Mandat, mandatsParIds } from '../../store.ts';

/** A page of the mandats of an agent; how many there are of the state asked for, and in all. */
export type PageMandats = { readonly mandats: readonly Mandat[]; readonly total: number; readonly tous: number };

/**
 * The mandats of which an agent is the mandataire or the named substitute, a page of them, in the order in which they are read: to be
 * signed, the latest first; then in force, what ends soonest first; then what is over, the latest end first; then destroyed. Beyond the last
 * page, the last one. Their number is what PostgreSQL alone counts: states and dates are in clear, and as `etatAu` says them.
 */
export async function pageDeMandats(
  db: Db,
  territoireId: string,
  agentId: string,
  asked: {
    readonly etat: Etat | null;
    readonly page: number;
    readonly parPage: number;
    readonly now: Temporal.Instant;
  },
): Promise<PageMandats> {
  const { etat, page, parPage, now } = asked;
  const { rows } = await sql<{ ids: string[]; total: number; tous: number }>`
    with siens as materialized (
      select m.id, m.created_at,
        case when m.etat = 'brouillon' then 'brouillon'
          when m.detruit_at is not null then 'detruit'
          when f.en_cours and m.fin_prevue_at > ${now} then 'actif'
          when f.en_cours then 'expire'
          when f.cause = 'retrait' then 'revoque'
          when f.cause = 'renonciation' then 'renonce'
          when f.cause = 'achevement' then 'acheve'
          else 'expire' end as etat,
        m.fin_prevue_at as terme,
        coalesce(m.detruit_at, case when f.en_cours then m.fin_prevue_at else f.derniere end) as fin
      from mandat m
      left join lateral (
        select bool_or(d.finie_at is null) as en_cours, max(d.finie_at) as derniere,
          (array_agg(d.fin_cause order by d.finie_at desc, d.rang desc))[1] as cause
        from mandat_demarche d
        where d.territoire_id = m.territoire_id and d.mandat_id = m.id and m.detruit_at is null
      ) f on true
      where m.territoire_id = ${territoireId} and (m.agent_id = ${agentId} or m.suppleant_id = ${agentId})
    ), compte as (
      select count(*)::int as tous,
        (count(*) filter (where ${etat}::text is null or etat = ${etat}))::int as total
      from siens
    )
    select compte.tous, compte.total, array(
      select id from siens where ${etat}::text is null or etat = ${etat}
      order by case etat when 'brouillon' then 0 when 'actif' then 1 when 'detruit' then 3 else 2 end,
        case when etat = 'actif' then terme end, case when etat <> 'actif' then fin end desc nulls last,
        created_at desc, id desc
      limit ${parPage}
      offset least(greatest(${page}::int - 1, 0), greatest(compte.total - 1, 0) / ${parPage}::int) * ${parPage}::int
    ) as ids
    from compte`.execute(db);
  const [{ ids, total, tous } = { ids: [], total: 0, tous: 0 }] = rows;
  return { mandats: await mandatsParIds(db, territoireId, ids), total, tous };
}

/** Those of an agent of which something may be read, as `estLisible` says, what ends soonest first. */
async function idsLisibles(db: Db, territoireId: string, agentId: string, now: Temporal.Instant): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select m.id from mandat m
    where m.territoire_id = ${territoireId} and (m.agent_id = ${agentId} or m.suppleant_id = ${agentId})
      and m.etat = 'signe' and m.detruit_at is null
      and exists (select from mandat_demarche d where d.territoire_id = m.territoire_id and d.mandat_id = m.id
        and d.detruite_at is null and ((d.finie_at is null and m.fin_prevue_at > ${now})
          or (d.destructible_at > ${now} and d.tiers_prevenus_at is null)))
      and not exists (select from mandat_sursis s where s.territoire_id = m.territoire_id and s.mandat_id = m.id
        and s.leve_at is null)
    order by m.fin_prevue_at, m.id`.execute(db);
  return rows.map(({ id }) => id);
}

/** Identities opened at once: so many are in clear in memory, and no more. */
const LOT = 100;

/**
 * The mandats of an agent whose person answers to a name, `max` of them at most: no query may know a name, so identities are
 * opened, of those that may be read alone, so many at a time, until enough are found.
 */
export async function chercherParNom(
  { db, cles }: { readonly db: Db; readonly cles: DataKeys },
  territoireId: string,
  agentId: string,
  asked: { readonly nom: string; readonly max: number; readonly now: Temporal.Instant },
): Promise<readonly Mandat[]> {
  const { nom, max, now } = asked;
  const ids = await idsLisibles(db, territoireId, agentId, now);
  const found: string[] = [];
  for (let start = 0; start < ids.length && found.length < max; start += LOT) {
    const identites = await lireIdentites({ db, cles }, territoireId, ids.slice(start, start + LOT));
    found.push(...ids.slice(start, start + LOT).filter((id) => porteLeNom(identites.get(id) ?? null, nom)));
  }
  return mandatsParIds(db, territoireId, found.slice(0, max));
}

/** Who these mandats are of, alone; the caller has checked that it may be read. */
async function lireIdentites(
  { db, cles }: { readonly db: Db; readonly cles: DataKeys },
  territoireId: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Identite>> {
  const keys = await cles.open(territoireId, ids);
  const rows = await db
    .selectFrom('mandat')
    .select(['id', 'contenu'])
    .where('territoireId', '=', territoireId)
    .where('id', '=', sql<string>`any(${ids}::uuid[])`)
    .execute();
  return new Map(
    rows.flatMap(({ id, contenu }) => {
      const key = keys.get(id);
      return key === undefined || contenu === null
        ? []
        : [[id, ouvrir<Identite>(key, contenu, placeDe.identite(id))] as const];
    }),
  );
}
