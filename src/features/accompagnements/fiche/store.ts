import { sql } from 'kysely';
import type { Db } from '../../../platform/db.ts';
import { SUIVI } from '../ligne/store.ts';

/** Somebody expected in a séance, or who came: a first name, for the agent who receives alone. */
export type Attendu = {
  readonly id: string;
  readonly debut: Temporal.PlainTime;
  readonly fin: Temporal.PlainTime;
  readonly prenom: string | null;
  readonly motif: string;
  readonly statut: 'confirme' | 'arrive' | 'recu' | 'absent';
  readonly personneId: string | null;
  /** What was noted for it first; null: nothing yet. */
  readonly accompagnementId: string | null;
};

/** The rendez-vous of a séance, by hour; those cancelled or moved are left out. */
export async function attendusDeSeance(db: Db, territoireId: string, seanceId: string): Promise<Attendu[]> {
  return db
    .selectFrom('rendezVous')
    .innerJoin('rdvMotif', (join) =>
      join
        .onRef('rdvMotif.territoireId', '=', 'rendezVous.territoireId')
        .onRef('rdvMotif.id', '=', 'rendezVous.motifId'),
    )
    .select([
      'rendezVous.id',
      'rendezVous.debut',
      'rendezVous.fin',
      'rendezVous.prenom',
      'rendezVous.personneId',
      'rdvMotif.nom as motif',
      sql<Attendu['statut']>`rendez_vous.statut`.as('statut'),
      sql<string | null>`(select a.id from accompagnement a where a.territoire_id = rendez_vous.territoire_id
        and a.rendez_vous_id = rendez_vous.id order by a.created_at, a.id limit 1)`.as('accompagnementId'),
    ])
    .where('rendezVous.territoireId', '=', territoireId)
    .where('rendezVous.seanceId', '=', seanceId)
    .where('rendezVous.statut', 'in', ['confirme', 'arrive', 'recu', 'absent'])
    .orderBy('rendezVous.debut')
    .orderBy('rendezVous.id')
    .execute();
}

/** A mandat as a list may show it: its code and its day, never whom it is from. */
export type MandatProposable = {
  readonly id: string;
  readonly code: string | null;
  readonly signeAt: Temporal.Instant;
  /** What it said is destroyed: its code alone is left. */
  readonly detruit: boolean;
};

/**
 * The mandats that an agent holds or stands in for, still in force at `now`, that were signed in this séance, or that a record of
 * this person is linked to; and the one already linked, in force or not.
 */
export async function mandatsProposes(
  db: Db,
  territoireId: string,
  agentId: string,
  of: { readonly seanceId: string | null; readonly personneId: string | null; readonly mandatId: string | null },
  now: Temporal.Instant,
): Promise<MandatProposable[]> {
  const { rows } = await sql<MandatProposable>`
    select m.id, m.code, m.signe_at, m.detruit_at is not null as detruit
    from mandat m
    where m.territoire_id = ${territoireId} and ${agentId}::uuid in (m.agent_id, m.suppleant_id) and m.signe_at is not null
      and (m.id = ${of.mandatId}::uuid
        or (m.etat = 'signe' and m.fin_prevue_at > ${now.toString()}::timestamptz
          and exists (select from mandat_demarche d where d.territoire_id = m.territoire_id and d.mandat_id = m.id
            and d.finie_at is null)
          and (m.seance_id = ${of.seanceId}::uuid
            or exists (select from accompagnement a where a.territoire_id = m.territoire_id and a.mandat_id = m.id
              and a.personne_id = ${of.personneId}::uuid))))
    order by m.signe_at desc, m.id limit 30`.execute(db);
  return rows;
}

/** A commune as a list proposes it. */
export type CommuneProposable = { readonly codeInsee: string; readonly nom: string };

/** The communes of a département by name, and the one already told, wherever it is. */
export async function communesProposees(db: Db, departement: string, choisie: string): Promise<CommuneProposable[]> {
  return db
    .selectFrom('commune')
    .select(['codeInsee', 'nom'])
    .where(({ eb, or }) => or([eb('departement', '=', departement), eb('codeInsee', '=', choisie)]))
    .orderBy('nomRecherche')
    .orderBy('codeInsee')
    .execute();
}

/** Somebody an agent follows over time, or whom a rendez-vous names. */
export type PersonneProposable = { readonly id: string; readonly nom: string };

/** Those whom an agent follows, by name, and the one already chosen. */
export async function personnesProposees(
  db: Db,
  territoireId: string,
  agentId: string,
  choisie: string | null,
): Promise<PersonneProposable[]> {
  return db
    .selectFrom('personne')
    .select(['id', sql<string>`trim(prenom || ' ' || coalesce(nom, ''))`.as('nom')])
    .where('territoireId', '=', territoireId)
    .where(({ and, eb, or }) =>
      or([
        and([eb('referentAgentId', '=', agentId), eb('fusionneeDans', 'is', null)]),
        ...(choisie === null ? [] : [eb('id', '=', choisie)]),
      ]),
    )
    .orderBy('nomCherche')
    .orderBy('id')
    .limit(200)
    .execute();
}

export type Collegue = { readonly id: string; readonly nom: string; readonly duBinome: boolean };

/** The other agents under contract on a day, the one who holds the permanence of this séance too first. */
export async function collegues(
  db: Db,
  territoireId: string,
  agentId: string,
  of: { readonly jour: Temporal.PlainDate; readonly seanceId: string | null },
): Promise<Collegue[]> {
  const { rows } = await sql<Collegue>`
    with du_binome as (
      select o.agent_id
      from seance s
        join permanence p on p.territoire_id = s.territoire_id and p.id = s.permanence_id
        join permanence q on q.territoire_id = s.territoire_id and (q.binome_de = p.id or q.id = p.binome_de)
        join seance o on o.territoire_id = s.territoire_id and o.permanence_id = q.id and o.jour = s.jour
      where s.territoire_id = ${territoireId} and s.id = ${of.seanceId}::uuid
    )
    select a.id, a.prenom || ' ' || a.nom as nom, a.id in (select agent_id from du_binome) as du_binome
    from agent a
    where a.territoire_id = ${territoireId} and a.id <> ${agentId}::uuid and a.efface_le is null
      and ${of.jour.toString()}::date between a.contrat_debut and a.contrat_fin
    order by 3 desc, a.nom, a.prenom, a.id`.execute(db);
  return rows;
}

/** The report of a blocked service that a record told of, once its operator was told or anything was noted of it; null: none is followed. */
export async function signalementSuivi(db: Db, territoireId: string, accompagnementId: string): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`select s.id from service_bloque s
    where s.territoire_id = ${territoireId} and s.accompagnement_id = ${accompagnementId} and ${SUIVI('s')}`.execute(
    db,
  );
  return rows[0]?.id ?? null;
}

/** The relevé that certifies what a convention counts in the month of a day; null: none does, or it is opened again. */
export async function releveCertifie(
  db: Db,
  territoireId: string,
  conventionId: string | null,
  jour: Temporal.PlainDate,
): Promise<string | null> {
  if (conventionId === null) return null;
  const last = await db
    .selectFrom('releve')
    .select(['id', 'etat'])
    .where('territoireId', '=', territoireId)
    .where('conventionId', '=', conventionId)
    .where('mois', '=', jour.with({ day: 1 }))
    .orderBy('numero', 'desc')
    .limit(1)
    .executeTakeFirst();
  return last?.etat === 'certifie' ? last.id : null;
}
