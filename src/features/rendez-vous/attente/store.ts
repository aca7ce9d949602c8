import { sql } from 'kysely';
import type { DemiJournee } from '../../../domain/demi-journee.ts';
import type { Db } from '../../../platform/db.ts';
import { uuidv7 } from '../../../platform/ids.ts';
import type { Prevenir } from '../avis/store.ts';
import { empreinteJeton, nouveauCode } from '../code.ts';
import type { StatutAttente } from './rules.ts';

type Jour = Temporal.PlainDate;

export type Attente = {
  readonly id: string;
  readonly lieuId: string;
  readonly lieu: string;
  readonly motifId: string;
  readonly motif: string;
  readonly dureeMinutes: number;
  readonly du: Jour;
  readonly au: Jour;
  readonly moment: DemiJournee | null;
  readonly statut: StatutAttente;
  readonly code: string;
  readonly prenom: string | null;
  readonly telephone: string | null;
  readonly courriel: string | null;
  readonly prevenir: Prevenir;
  readonly personneId: string | null;
  readonly propositions: number;
  readonly createdBy: string | null;
  readonly createdAt: Temporal.Instant;
};

function selectAttentes(db: Db, territoireId: string) {
  return db
    .selectFrom('rdvAttente as a')
    .innerJoin('lieu as l', (join) =>
      join.onRef('l.territoireId', '=', 'a.territoireId').onRef('l.id', '=', 'a.lieuId'),
    )
    .innerJoin('rdvMotif as m', (join) =>
      join.onRef('m.territoireId', '=', 'a.territoireId').onRef('m.id', '=', 'a.motifId'),
    )
    .select([
      'a.id',
      'a.lieuId',
      'l.nom as lieu',
      'a.motifId',
      'm.nom as motif',
      'm.dureeMinutes',
      'a.du',
      'a.au',
      sql<DemiJournee | null>`a.moment`.as('moment'),
      sql<StatutAttente>`a.statut`.as('statut'),
      'a.codeAttente as code',
      'a.prenom',
      'a.telephone',
      'a.courriel',
      sql<Prevenir>`a.prevenir`.as('prevenir'),
      'a.personneId',
      'a.propositions',
      'a.createdBy',
      'a.createdAt',
    ])
    .where('a.territoireId', '=', territoireId);
}

export async function findAttente(db: Db, territoireId: string, id: string): Promise<Attente | undefined> {
  return selectAttentes(db, territoireId).where('a.id', '=', id).executeTakeFirst();
}

/** Who a link of the waiting list is about, whatever became of them. */
export async function attenteDuJeton(db: Db, territoireId: string, jeton: string): Promise<Attente | undefined> {
  return selectAttentes(db, territoireId).where('a.jetonHash', '=', empreinteJeton(jeton)).executeTakeFirst();
}

/** Who waits, the first come first; `agentId`: in the lieux where this agent receives from today on. */
export async function attentesOuvertes(
  db: Db,
  territoireId: string,
  of: { readonly agentId: string; readonly today: Jour } | null,
): Promise<readonly Attente[]> {
  let query = selectAttentes(db, territoireId).where('a.statut', 'in', ['en_attente', 'propose']);
  if (of !== null) {
    query = query.where(sql<boolean>`exists (select from seance s where s.territoire_id = a.territoire_id
      and s.lieu_id = a.lieu_id and s.agent_id = ${of.agentId}::uuid and s.jour >= ${of.today}::date)`);
  }
  return query.orderBy('a.createdAt').orderBy('a.id').limit(500).execute();
}

export type NouvelleAttente = {
  readonly lieuId: string;
  readonly motifId: string;
  readonly du: Jour;
  readonly au: Jour;
  readonly moment: DemiJournee | null;
  readonly prenom: string;
  readonly telephone: string | null;
  readonly courriel: string | null;
  readonly prevenir: Prevenir;
};

/**
 * Does the same person, by what reaches them, wait already at this lieu? Whoever asks holds this telephone and this mail until the
 * end: of two requests sent at once, the second finds the first.
 */
export async function attendDeja(
  db: Db,
  territoireId: string,
  { lieuId, prenom, telephone, courriel }: NouvelleAttente,
): Promise<boolean> {
  const reaches = [telephone, courriel].filter((one) => one !== null).toSorted();
  if (reaches.length === 0) return false;
  for (const one of reaches) {
    const held = `attente ${territoireId} ${lieuId} ${one}`;
    await sql`select pg_advisory_xact_lock(hashtextextended(${held}, 0))`.execute(db);
  }
  const row = await db
    .selectFrom('rdvAttente')
    .select('id')
    .where('territoireId', '=', territoireId)
    .where('lieuId', '=', lieuId)
    .where('statut', 'in', ['en_attente', 'propose'])
    .where(sql<boolean>`lower(prenom) = lower(${prenom})`)
    .where((q) => q.or([q('telephone', '=', telephone), q('courriel', '=', courriel)]))
    .executeTakeFirst();
  return row !== undefined;
}

/** Writes somebody on the waiting list. `jetonOf`: the secret of the link of a new id. Returns the id. */
export async function saveAttente(
  db: Db,
  territoireId: string,
  attente: NouvelleAttente,
  { jetonOf, createdBy }: { readonly jetonOf: (id: string) => string; readonly createdBy: string | null },
): Promise<string> {
  const id = uuidv7();
  await db
    .insertInto('rdvAttente')
    .values({
      territoireId,
      id,
      ...attente,
      codeAttente: nouveauCode(),
      jetonHash: empreinteJeton(jetonOf(id)),
      createdBy,
    })
    .execute();
  return id;
}

/**
 * Holds the first who waits for such a place, the one after those of `sauf`, that nobody else is offering a place to at this
 * instant; undefined when there is none. Whoever let this very place go is not asked again.
 */
export async function premierQuiAttend(
  db: Db,
  territoireId: string,
  place: {
    readonly lieuId: string;
    readonly seanceId: string;
    readonly jour: Jour;
    readonly debut: Temporal.PlainTime;
    readonly moment: DemiJournee;
    readonly dureeMinutes: number;
    readonly sauf: readonly string[];
  },
): Promise<Attente | undefined> {
  const { rows } = await sql<{ id: string }>`
    select a.id from rdv_attente a
    join rdv_motif m on m.territoire_id = a.territoire_id and m.id = a.motif_id
    where a.territoire_id = ${territoireId} and a.lieu_id = ${place.lieuId}::uuid and a.statut = 'en_attente'
      and a.prenom is not null and ${place.jour}::date between a.du and a.au
      and (a.moment is null or a.moment = ${place.moment}) and m.duree_minutes <= ${place.dureeMinutes}
      and not a.id = any(${place.sauf}::uuid[])
      and not exists (select from rendez_vous r where r.territoire_id = a.territoire_id and r.attente_id = a.id
        and r.seance_id = ${place.seanceId}::uuid and r.debut = ${place.debut}::time)
    order by a.created_at, a.id limit 1 for update of a skip locked`.execute(db);
  const [first] = rows;
  return first && findAttente(db, territoireId, first.id);
}

export async function setStatut(db: Db, territoireId: string, id: string, statut: StatutAttente): Promise<void> {
  await db
    .updateTable('rdvAttente')
    .set({ statut })
    .where('territoireId', '=', territoireId)
    .where('id', '=', id)
    .execute();
}

/** Those whose days are over wait no more; those whose séance was cancelled while a place was held wait again. Returns how many. */
export async function rangerAttentes(db: Db, territoireId: string, today: Jour): Promise<number> {
  const { rows } = await sql`
    update rdv_attente a set statut = case when a.au < ${today}::date then 'expire' else 'en_attente' end
    where a.territoire_id = ${territoireId} and (
      (a.statut = 'en_attente' and a.au < ${today}::date)
      or (a.statut = 'propose' and not exists (select from rendez_vous r
        where r.territoire_id = a.territoire_id and r.attente_id = a.id and r.statut = 'tenu')))
    returning a.id`.execute(db);
  return rows.length;
}

/** Where people may wait: the lieux that receive by rendez-vous from today on, by name. */
export async function lieuxOuLonAttend(
  db: Db,
  territoireId: string,
  today: Jour,
): Promise<readonly { readonly id: string; readonly nom: string }[]> {
  const { rows } = await sql<{ id: string; nom: string }>`
    select l.id, l.nom || ', ' || c.nom as nom from lieu l join commune c on c.code_insee = l.code_insee
    where l.territoire_id = ${territoireId} and l.ferme_le is null and exists (select from permanence p
      where p.territoire_id = l.territoire_id and p.lieu_id = l.id and p.accueil <> 'libre'
        and (p.au is null or p.au >= ${today}::date))
    order by l.nom, l.id`.execute(db);
  return rows;
}
