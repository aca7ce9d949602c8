import { sql } from 'kysely';
import { z } from 'zod';
import type { Db } from '../../../platform/db.ts';
import { enqueue, type Job } from '../../../platform/jobs.ts';
import { type Entree, recordAll } from '../../../platform/journal.ts';
import {
  type CanalFin,
  type CauseFin,
  causeDeLIdentite,
  type DemarcheADetruire,
  type ObjetDetruit,
  sortDemarche,
  sortIdentite,
  type Visa,
} from '../rules.ts';

/** Destroys what is due in a territoire: a place of keys that is away for most of a day loses nothing. */
export const destructionJob: Job = { name: 'destruction-mandats', data: z.object({}), retries: 20, retrySeconds: 60 };

/** Asks for the destruction of what is due, in the transaction that ends a démarche, lifts a hold or writes the visa. */
export async function demanderDestruction(db: Db, territoireId: string): Promise<void> {
  await enqueue(db, territoireId, destructionJob, {});
}

/*
 * Mandats are held by `for no key update`: a withdrawal, which holds its démarches first and only then refers to the mandat by a new
 * link, is waited for and does not wait.
 */

/** Two runs on one territoire take turns, one transaction each. */
async function takeTurn(db: Db, territoireId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('destruction des mandats'), hashtext(${territoireId}))`.execute(db);
}

/** Writes the end of the démarches whose term is reached, before anything of them is destroyed; returns how many. */
export async function noterTermes(db: Db, territoireId: string, now: Temporal.Instant): Promise<number> {
  const { rows } = await sql<{ id: string }>`
    update mandat_demarche d
    set finie_at = m.fin_prevue_at, fin_cause = 'expiration', fin_canal = 'horloge', destructible_at = m.fin_prevue_at
    from mandat m
    where d.territoire_id = ${territoireId} and m.territoire_id = d.territoire_id and m.id = d.mandat_id
      and m.etat = 'signe' and m.fin_prevue_at <= ${now} and d.finie_at is null
    returning d.id`.execute(db);
  await recordAll(
    db,
    territoireId,
    rows.map(({ id }) => ({ acteur: null, acte: 'noter le terme d’une démarche', objet: ['demarche', id] as const })),
  );
  return rows.length;
}

/** A thing whose key goes. */
export type ObjetDecide = { readonly objetId: string; readonly objet: ObjetDetruit; readonly mandatId: string };
type Decision = ObjetDecide & { readonly cause: CauseFin; readonly empreinte: Buffer };

/**
 * All that the key of a démarche sealed, as it was sealed, in the order in which it was done. What a certificate prints of it
 * tells, of a copy found later, that it is what was destroyed.
 */
export const EMPREINTE_DEMARCHE = sql<Buffer>`sha256(coalesce(d.contenu, '') || coalesce((
  select string_agg(a.contenu, ''::bytea order by a.fait_at, a.id) from mandat_acte a
  where a.territoire_id = d.territoire_id and a.demarche_id = d.id), ''))`;
/** Without the person's copy, which goes by itself in the night that follows the signature: it would not be the same the day after. */
export const EMPREINTE_IDENTITE = sql<Buffer>`sha256(coalesce(m.contenu, '') || coalesce(m.document, '') || coalesce((
  select string_agg(r.contenu, ''::bytea order by r.note_at, r.id) from mandat_rectification r
  where r.territoire_id = m.territoire_id and r.mandat_id = m.id), ''))`;

const SANS_SURSIS = sql`not exists (select from mandat_sursis s
  where s.territoire_id = m.territoire_id and s.mandat_id = m.id and s.leve_at is null)`;

/**
 * Decides what is destroyed, `limit` things at most, and writes it with the visa as it reads today. Their mandats are held: a
 * legal hold that is being set comes before, whole, or after. Returns how many; none without a visa.
 */
export async function decider(
  db: Db,
  territoireId: string,
  { visa, now, limit }: { readonly visa: Visa | null; readonly now: Temporal.Instant; readonly limit: number },
): Promise<number> {
  if (visa === null) return 0;
  await takeTurn(db, territoireId);
  const demarches = await demarchesDues(db, territoireId, { visa, now, limit });
  const room = limit - demarches.length;
  const decisions = room === 0 ? demarches : [...demarches, ...(await identitesDues(db, territoireId, visa, room))];
  if (decisions.length === 0) return 0;
  await db
    .insertInto('mandatDestruction')
    .values(
      decisions.map(({ empreinte, ...decision }) => ({
        territoireId,
        ...decision,
        visaReference: visa.reference,
        visaDate: visa.date,
        chiffreSha256: empreinte,
        decideeAt: now,
      })),
    )
    .execute();
  return decisions.length;
}

type DemarcheDue = {
  readonly id: string;
  readonly mandatId: string;
  readonly finieAt: Temporal.Instant;
  readonly finCause: CauseFin;
  readonly finCanal: CanalFin;
  readonly destructibleAt: Temporal.Instant;
  readonly tiersPrevenusAt: Temporal.Instant | null;
  readonly finPrevueAt: Temporal.Instant;
  readonly empreinte: Buffer;
};

async function demarchesDues(
  db: Db,
  territoireId: string,
  { visa, now, limit }: { readonly visa: Visa; readonly now: Temporal.Instant; readonly limit: number },
): Promise<Decision[]> {
  const held = await sql<{ id: string }>`
    select d.id from mandat_demarche d join mandat m on m.territoire_id = d.territoire_id and m.id = d.mandat_id
    where d.territoire_id = ${territoireId} and d.finie_at is not null and d.detruite_at is null
      and least(d.destructible_at, d.tiers_prevenus_at) <= ${now} and ${SANS_SURSIS}
      and not exists (select from mandat_destruction x where x.territoire_id = d.territoire_id and x.objet_id = d.id)
    order by d.destructible_at, d.id limit ${limit} for no key update of m`.execute(db);
  // Read again once held: a hold set meanwhile is seen now.
  const { rows } = await sql<DemarcheDue>`
    select d.id, d.mandat_id, d.finie_at, d.fin_cause, d.fin_canal, d.destructible_at, d.tiers_prevenus_at,
      m.fin_prevue_at, ${EMPREINTE_DEMARCHE} as empreinte
    from mandat_demarche d join mandat m on m.territoire_id = d.territoire_id and m.id = d.mandat_id
    where d.territoire_id = ${territoireId} and d.id = any(${held.rows.map(({ id }) => id)}::uuid[]) and ${SANS_SURSIS}
    order by d.destructible_at, d.id`.execute(db);
  return rows.flatMap(({ id, mandatId, finCause: cause, empreinte, ...row }): Decision[] => {
    const demarche: DemarcheADetruire = {
      fin: { at: row.finieAt, cause, canal: row.finCanal },
      detruiteAt: null,
      destructibleAt: row.destructibleAt,
      tiersPrevenusAt: row.tiersPrevenusAt,
    };
    const sort = sortDemarche(demarche, { finPrevueAt: row.finPrevueAt, isRetenu: false, visa }, now);
    return sort === 'a_detruire' ? [{ objetId: id, objet: 'demarche', mandatId, cause, empreinte }] : [];
  });
}

type IdentiteDue = {
  readonly id: string;
  readonly empreinte: Buffer;
  readonly finsAt: readonly string[];
  readonly causes: readonly CauseFin[];
};

async function identitesDues(db: Db, territoireId: string, visa: Visa, limit: number): Promise<Decision[]> {
  const held = await sql<{ id: string }>`
    select m.id from mandat m
    where m.territoire_id = ${territoireId} and m.etat = 'signe' and m.detruit_at is null and ${SANS_SURSIS}
      and exists (select from mandat_demarche d where d.territoire_id = m.territoire_id and d.mandat_id = m.id)
      and not exists (select from mandat_demarche d
        where d.territoire_id = m.territoire_id and d.mandat_id = m.id and d.detruite_at is null)
      and not exists (select from mandat_destruction x where x.territoire_id = m.territoire_id and x.objet_id = m.id)
    order by m.id limit ${limit} for no key update of m`.execute(db);
  const { rows } = await sql<IdentiteDue>`
    select m.id, ${EMPREINTE_IDENTITE} as empreinte,
      array_agg(to_char(d.finie_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') order by d.rang) as fins_at,
      array_agg(d.fin_cause order by d.rang) as causes
    from mandat m join mandat_demarche d on d.territoire_id = m.territoire_id and d.mandat_id = m.id
    where m.territoire_id = ${territoireId} and m.id = any(${held.rows.map(({ id }) => id)}::uuid[]) and ${SANS_SURSIS}
    group by m.territoire_id, m.id order by m.id`.execute(db);
  return rows.flatMap(({ id, empreinte, finsAt, causes }): Decision[] => {
    const fins = causes.map((cause, rank) => ({ at: Temporal.Instant.from(finsAt[rank] ?? ''), cause }));
    // Each of its démarches is destroyed: that is what was just asked for.
    const demarches = fins.map(({ at, cause }) => ({ fin: { at, cause, canal: 'horloge' as const }, detruiteAt: at }));
    const sort = sortIdentite({ detruitAt: null, demarches }, { isRetenu: false, visa });
    if (sort !== 'a_detruire') return [];
    return [{ objetId: id, objet: 'identite', mandatId: id, cause: causeDeLIdentite(fins), empreinte }];
  });
}

/**
 * Takes up what is decided and not destroyed, `limit` things at most: calls `destroyKeys` with their ids, then empties what they
 * sealed. Their mandats are held meanwhile: a legal hold waits for it, or comes before and stops it. The visa is read again: one that
 * was taken away since the decision stops it too. When it throws, nothing is emptied, and all is taken up again later. Returns how many.
 */
export async function effacer(
  db: Db,
  territoireId: string,
  {
    now,
    limit,
    readVisa,
  }: { readonly now: Temporal.Instant; readonly limit: number; readonly readVisa: () => Promise<Visa | null> },
  destroyKeys: (ids: readonly string[]) => Promise<void>,
): Promise<number> {
  await takeTurn(db, territoireId);
  const held = await sql<{ objetId: string }>`
    select x.objet_id from mandat_destruction x
    join mandat m on m.territoire_id = x.territoire_id and m.id = x.mandat_id
    where x.territoire_id = ${territoireId} and x.detruite_at is null and ${SANS_SURSIS}
    order by x.decidee_at, x.objet_id limit ${limit} for no key update of m`.execute(db);
  const { rows } = await sql<ObjetDecide>`
    select x.objet_id, x.objet, x.mandat_id from mandat_destruction x
    join mandat m on m.territoire_id = x.territoire_id and m.id = x.mandat_id
    where x.territoire_id = ${territoireId} and x.objet_id = any(${held.rows.map((row) => row.objetId)}::uuid[])
      and ${SANS_SURSIS}`.execute(db);
  if (rows.length === 0 || (await readVisa()) === null) return 0;
  await destroyKeys(rows.map(({ objetId }) => objetId));
  await vider(db, territoireId, rows, now);
  await recordAll(
    db,
    territoireId,
    rows.map(({ objetId, objet }): Entree => {
      if (objet === 'demarche') return { acteur: null, acte: 'détruire une démarche', objet: ['demarche', objetId] };
      return { acteur: null, acte: 'détruire l’identité et le document d’un mandat', objet: ['mandat', objetId] };
    }),
  );
  return rows.length;
}

async function vider(
  db: Db,
  territoireId: string,
  objets: readonly ObjetDecide[],
  now: Temporal.Instant,
): Promise<void> {
  const idsOf = (wanted: ObjetDetruit) =>
    sql<string>`any(${objets.filter(({ objet }) => objet === wanted).map(({ objetId }) => objetId)}::uuid[])`;
  await db
    .updateTable('mandatDemarche')
    .set({ contenu: null, detruiteAt: now })
    .where('territoireId', '=', territoireId)
    .where('id', '=', idsOf('demarche'))
    .execute();
  await db
    .updateTable('mandatActe')
    .set({ contenu: null })
    .where('territoireId', '=', territoireId)
    .where('demarcheId', '=', idsOf('demarche'))
    .execute();
  await db
    .updateTable('mandat')
    .set({ contenu: null, document: null, copie: null, codeRetrait: null, detruitAt: now, updatedAt: now })
    .where('territoireId', '=', territoireId)
    .where('id', '=', idsOf('identite'))
    .execute();
  // What was noted with it stays, without a link to it.
  await db
    .updateTable('accompagnement')
    .set({ mandatId: null })
    .where('territoireId', '=', territoireId)
    .where('mandatId', '=', idsOf('identite'))
    .execute();
  await db
    .updateTable('mandatRectification')
    .set({ contenu: null })
    .where('territoireId', '=', territoireId)
    .where('mandatId', '=', idsOf('identite'))
    .execute();
  await db
    .deleteFrom('mandatLien')
    .where('territoireId', '=', territoireId)
    .where('mandatId', '=', idsOf('identite'))
    .execute();
  await db
    .updateTable('mandatDestruction')
    .set({ detruiteAt: now })
    .where('territoireId', '=', territoireId)
    .where('objetId', '=', sql<string>`any(${objets.map(({ objetId }) => objetId)}::uuid[])`)
    .execute();
}
