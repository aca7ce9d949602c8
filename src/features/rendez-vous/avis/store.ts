import { sql } from 'kysely';
import { v5 } from 'uuid';
import type { Db } from '../../../platform/db.ts';
import type { RaisonAppel } from './rules.ts';

export const PREVENIR = {
  sms: 'Par SMS',
  courriel: 'Par courriel',
  appel: 'Par téléphone',
  guichet: 'Sur place, avec le papier',
} as const;
export type Prevenir = keyof typeof PREVENIR;

/** What is said of a rendez-vous to its person, and how. */
export type RendezVousADire = {
  readonly id: string;
  readonly statut: string;
  readonly jour: Temporal.PlainDate;
  readonly debut: Temporal.PlainTime;
  readonly tenuJusqua: Temporal.Instant | null;
  readonly createdAt: Temporal.Instant;
  readonly remplace: string | null;
  readonly attenteId: string | null;
  readonly code: string;
  readonly canal: string;
  readonly version: number;
  readonly annulePar: string | null;
  readonly prevenir: Prevenir;
  readonly telephone: string | null;
  readonly courriel: string | null;
  readonly prescripteurCourriel: string | null;
  readonly motif: string;
  readonly aApporter: string | null;
  readonly lieuNom: string;
  /** « 1 place de la Mairie, 66400 Céret »; null elsewhere than in a lieu. */
  readonly adresse: string | null;
};

/** Rendez-vous with what their messages say, in the order of their hours. Those whose identity is gone are left out. */
export async function rendezVousADire(
  db: Db,
  territoireId: string,
  ids: readonly string[],
): Promise<readonly RendezVousADire[]> {
  if (ids.length === 0) return [];
  return db
    .selectFrom('rendezVous as r')
    .innerJoin('seance as s', (join) =>
      join.onRef('s.territoireId', '=', 'r.territoireId').onRef('s.id', '=', 'r.seanceId'),
    )
    .innerJoin('rdvMotif as m', (join) =>
      join.onRef('m.territoireId', '=', 'r.territoireId').onRef('m.id', '=', 'r.motifId'),
    )
    .leftJoin('lieu as l', (join) => join.onRef('l.territoireId', '=', 's.territoireId').onRef('l.id', '=', 's.lieuId'))
    .leftJoin('commune as c', 'c.codeInsee', 'l.codeInsee')
    .select([
      'r.id',
      'r.statut',
      's.jour',
      'r.debut',
      'r.tenuJusqua',
      'r.createdAt',
      'r.remplace',
      'r.attenteId',
      'r.codeRdv as code',
      'r.canal',
      'r.version',
      'r.annulePar',
      'r.telephone',
      'r.courriel',
      'r.prescripteurCourriel',
      'm.nom as motif',
      'm.aApporter',
      sql<Prevenir>`r.prevenir`.as('prevenir'),
      sql<string>`coalesce(l.nom, s.endroit, '')`.as('lieuNom'),
      sql<string | null>`l.adresse || ', ' || l.code_postal || ' ' || c.nom`.as('adresse'),
    ])
    .where('r.territoireId', '=', territoireId)
    .where('r.id', 'in', ids)
    .where('r.prenom', 'is not', null)
    .orderBy('s.jour')
    .orderBy('r.debut')
    .orderBy('r.id')
    .execute();
}

const UNE_FOIS = '8d0c1e55-6d0f-4f7b-9a5c-3a4a0c6f3b77';

/** The id of what is told once: a second row of the same words is refused by the database itself. */
export const idDe = (territoireId: string, unique: string): string => v5(`${territoireId} ${unique}`, UNE_FOIS);

export type NouvelAppel = {
  readonly rendezVousId: string;
  readonly raison: RaisonAppel;
  readonly aDire: string;
  readonly avant: Temporal.Instant;
  /** Two that bear the same words there, in a territoire, are one. */
  readonly unique: string;
};

/** Writes a call to make, once. Returns whether it was written. */
export async function saveAppel(db: Db, territoireId: string, { unique, ...appel }: NouvelAppel): Promise<boolean> {
  const written = await db
    .insertInto('appel')
    .values({ territoireId, id: idDe(territoireId, unique), ...appel })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  return written !== undefined;
}

/** Closes the calls still to be made, those that nobody answered included, of which something newer is to be said: `unique`. */
export async function clorePourPlusNouveau(
  db: Db,
  territoireId: string,
  rendezVousIds: readonly string[],
  { unique, now }: { readonly unique: string; readonly now: Temporal.Instant },
): Promise<void> {
  await db
    .updateTable('appel')
    .set({ faitAt: now, resultat: 'sans_objet' })
    .where('territoireId', '=', territoireId)
    .where('rendezVousId', 'in', rendezVousIds)
    .where('id', '<>', idDe(territoireId, unique))
    .where((q) => q.or([q('resultat', 'is', null), q('resultat', '=', 'injoignable')]))
    .execute();
}

export type ChangementADire = { readonly id: string; readonly quoi: 'changement' | 'a_replacer' };

/**
 * Takes what happened to séances and was not told yet: each is taken once, its version goes up, and a reminder that was sent for
 * another day is owed again. `urgentAvant`: only the rendez-vous before that day. Those that somebody is changing at this instant
 * are left to the next time: nobody waits for anybody here.
 */
export async function prendreChangements(
  db: Db,
  territoireId: string,
  { today, urgentAvant }: { readonly today: Temporal.PlainDate; readonly urgentAvant: Temporal.PlainDate | null },
): Promise<readonly ChangementADire[]> {
  const { rows } = await sql<ChangementADire>`
    with dus as (
      select r.id, r.a_dire as quoi, s.jour from rendez_vous r
      join seance s on s.territoire_id = r.territoire_id and s.id = r.seance_id
      where r.territoire_id = ${territoireId} and r.a_dire is not null
        and (${urgentAvant}::date is null or s.jour < ${urgentAvant}::date)
      order by r.id for update of r skip locked
    )
    update rendez_vous r set a_dire = null, version = r.version + 1,
      rappel_at = case when dus.jour > ${today}::date + 1 then null else r.rappel_at end
    from dus where r.territoire_id = ${territoireId} and r.id = dus.id
    returning r.id, dus.quoi`.execute(db);
  return rows;
}

export type RappelPossible = {
  readonly id: string;
  readonly jour: Temporal.PlainDate;
  readonly debut: Temporal.PlainTime;
  readonly prisAt: Temporal.Instant;
};

/** Rendez-vous of these two days that no reminder was sent for. */
export async function rappelsPossibles(
  db: Db,
  territoireId: string,
  { du, au }: { readonly du: Temporal.PlainDate; readonly au: Temporal.PlainDate },
): Promise<readonly RappelPossible[]> {
  return db
    .selectFrom('rendezVous as r')
    .innerJoin('seance as s', (join) =>
      join.onRef('s.territoireId', '=', 'r.territoireId').onRef('s.id', '=', 'r.seanceId'),
    )
    .select(['r.id', 's.jour', 'r.debut', 'r.createdAt as prisAt'])
    .where('r.territoireId', '=', territoireId)
    .where('r.statut', '=', 'confirme')
    .where('r.rappelAt', 'is', null)
    .where('s.statut', '=', 'prevue')
    .where('s.jour', '>=', du)
    .where('s.jour', '<=', au)
    .execute();
}

/** Takes the reminder of a rendez-vous: true for whoever takes it first, in the transaction that writes it. */
export async function prendreRappel(db: Db, territoireId: string, id: string, now: Temporal.Instant): Promise<boolean> {
  const row = await db
    .updateTable('rendezVous')
    .set({ rappelAt: now })
    .where('territoireId', '=', territoireId)
    .where('id', '=', id)
    .where('statut', '=', 'confirme')
    .where('rappelAt', 'is', null)
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

export type MessageRefuse = { readonly id: string; readonly rendezVousId: string; readonly par: 'sms' | 'courriel' };

/** Messages about a rendez-vous to come that were refused for good, the call that replaces each not being written yet. */
export async function messagesRefuses(
  db: Db,
  territoireId: string,
  today: Temporal.PlainDate,
): Promise<readonly MessageRefuse[]> {
  const { rows } = await sql<MessageRefuse>`
    select t.id, t.rendez_vous_id, t.par from (
      select id, rendez_vous_id, 'sms' as par from sms
        where territoire_id = ${territoireId} and echec is not null and rendez_vous_id is not null
      union all
      select id, rendez_vous_id, 'courriel' from courriel
        where territoire_id = ${territoireId} and echec is not null and rendez_vous_id is not null
    ) t
    join rendez_vous r on r.territoire_id = ${territoireId} and r.id = t.rendez_vous_id
    join seance s on s.territoire_id = ${territoireId} and s.id = r.seance_id
    where s.jour >= ${today}::date and r.prenom is not null
    order by t.id`.execute(db);
  return rows;
}
