import { sql } from 'kysely';
import { attempt, type Db } from '../../platform/db.ts';
import { empreinteJeton } from './code.ts';
import type { Venue } from './rules/etat.ts';
import type { Canal, Prevenir, Statut } from './rules.ts';

/** A rendez-vous with what is said of it: its hours are those of Paris. Identity is empty once the time to keep it is over. */
export interface RendezVous {
  readonly id: string;
  readonly seanceId: string;
  readonly motifId: string;
  readonly motif: string;
  readonly limiteHeures: number;
  readonly aApporter: string | null;
  readonly lieuId: string | null;
  readonly lieu: string;
  readonly adresse: string;
  readonly lieuTelephone: string | null;
  readonly agentId: string;
  readonly jour: Temporal.PlainDate;
  readonly debut: Temporal.PlainTime;
  readonly fin: Temporal.PlainTime;
  readonly statut: Statut;
  readonly codeRdv: string;
  readonly canal: Canal;
  readonly prenom: string | null;
  readonly telephone: string | null;
  readonly courriel: string | null;
  readonly besoin: string | null;
  readonly prescripteurNom: string | null;
  readonly prescripteurStructure: string | null;
  readonly prescripteurCourriel: string | null;
  readonly prevenir: Prevenir;
  readonly personneId: string | null;
  readonly remplace: string | null;
  readonly version: number;
  readonly createdBy: string | null;
}

function selectRendezVous(db: Db, territoireId: string) {
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
      'r.seanceId',
      'r.motifId',
      'm.nom as motif',
      'm.limiteHeures',
      sql<string | null>`coalesce(m.a_apporter, l.a_apporter)`.as('aApporter'),
      'l.id as lieuId',
      sql<string>`coalesce(l.nom, s.endroit, '')`.as('lieu'),
      sql<string>`coalesce(l.adresse || ', ' || l.code_postal || ' ' || c.nom, '')`.as('adresse'),
      'l.telephone as lieuTelephone',
      's.agentId',
      's.jour',
      'r.debut',
      'r.fin',
      sql<Statut>`r.statut`.as('statut'),
      'r.codeRdv',
      sql<Canal>`r.canal`.as('canal'),
      'r.prenom',
      'r.telephone',
      'r.courriel',
      'r.besoin',
      'r.prescripteurNom',
      'r.prescripteurStructure',
      'r.prescripteurCourriel',
      sql<Prevenir>`r.prevenir`.as('prevenir'),
      'r.personneId',
      'r.remplace',
      'r.version',
      'r.createdBy',
    ])
    .where('r.territoireId', '=', territoireId);
}

export async function findRendezVous(db: Db, territoireId: string, id: string): Promise<RendezVous | undefined> {
  return selectRendezVous(db, territoireId).where('r.id', '=', id).executeTakeFirst();
}

/** Holds a rendez-vous until the end of the transaction: what is read of it afterwards stays true. */
export async function lockRendezVous(db: Db, territoireId: string, id: string): Promise<void> {
  await db
    .selectFrom('rendezVous')
    .select('id')
    .where('territoireId', '=', territoireId)
    .where('id', '=', id)
    .forUpdate()
    .execute();
}

/** How many times a rendez-vous may have moved, so that no chain is followed for ever. */
const DEPLACEMENTS_MAX = 50;

/** The last of the rendez-vous that replace one another from this one on: itself when it was never moved. */
export async function dernierDeLaChaine(db: Db, territoireId: string, id: string): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    with recursive suite as (
      select r.id, 0 as rang from rendez_vous r where r.territoire_id = ${territoireId} and r.id = ${id}::uuid
      union all
      select n.id, rang + 1 from rendez_vous n join suite on n.remplace = suite.id
        where n.territoire_id = ${territoireId} and rang < ${DEPLACEMENTS_MAX}
    ) select id from suite order by rang desc limit 1`.execute(db);
  return rows[0]?.id ?? id;
}

/** The first of them: what a calendar knows them all by. */
export async function premierDeLaChaine(db: Db, territoireId: string, id: string): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    with recursive suite as (
      select r.id, r.remplace, 0 as rang from rendez_vous r where r.territoire_id = ${territoireId} and r.id = ${id}::uuid
      union all
      select p.id, p.remplace, rang + 1 from rendez_vous p join suite on p.id = suite.remplace
        where p.territoire_id = ${territoireId} and rang < ${DEPLACEMENTS_MAX}
    ) select id from suite order by rang desc limit 1`.execute(db);
  return rows[0]?.id ?? id;
}

/** The rendez-vous that the link sent leads to, the last one where it was moved. */
export async function rendezVousDuJeton(db: Db, territoireId: string, jeton: string): Promise<RendezVous | undefined> {
  return enBoutDeChaine(db, territoireId, { colonne: 'jetonHash', valeur: empreinteJeton(jeton) });
}

/** The rendez-vous of a code, whoever it is of, the last one where it was moved. */
export async function rendezVousDuCode(db: Db, territoireId: string, code: string): Promise<RendezVous | undefined> {
  return enBoutDeChaine(db, territoireId, { colonne: 'codeRdv', valeur: code });
}

/** An id that no row bears: what is unknown costs the same questions as what is known. */
const AUCUN = '00000000-0000-0000-0000-000000000000';

async function enBoutDeChaine(
  db: Db,
  territoireId: string,
  par:
    | { readonly colonne: 'jetonHash'; readonly valeur: Buffer }
    | { readonly colonne: 'codeRdv'; readonly valeur: string },
): Promise<RendezVous | undefined> {
  const row = await db
    .selectFrom('rendezVous')
    .select('id')
    .where('territoireId', '=', territoireId)
    .where(par.colonne, '=', par.valeur as never)
    .executeTakeFirst();
  return findRendezVous(db, territoireId, await dernierDeLaChaine(db, territoireId, row?.id ?? AUCUN));
}

/** What is known of who comes, and how they are told. */
export interface Identite {
  readonly prenom: string;
  readonly telephone: string | null;
  readonly courriel: string | null;
  readonly besoin: string | null;
  readonly prescripteurNom: string | null;
  readonly prescripteurStructure: string | null;
  readonly prescripteurCourriel: string | null;
  readonly prevenir: Prevenir;
  readonly personneId: string | null;
}

export type NouveauRendezVous = Omit<Identite, 'prenom'> & {
  readonly prenom: string | null;
  readonly id: string;
  readonly seanceId: string;
  readonly motifId: string;
  readonly debut: Temporal.PlainTime;
  readonly fin: Temporal.PlainTime;
  readonly codeRdv: string;
  readonly jetonHash: Buffer;
  readonly canal: Canal;
  readonly remplace: string | null;
  readonly version: number;
  readonly createdBy: string | null;
};

/** What the database refuses of a rendez-vous that the rules allowed a moment before, or of another one of the same person. */
export type Conflit = 'pris' | 'deja_un' | 'seance_absente';

const CONFLITS: Readonly<Record<string, Conflit>> = {
  rendez_vous_sans_chevauchement: 'pris',
  rendez_vous_personne_une_fois: 'deja_un',
  rendez_vous_joint_une_fois: 'deja_un',
  rendez_vous_dans_la_seance: 'seance_absente',
};

async function unlessTaken<T>(db: Db, write: () => Promise<T>): Promise<{ value: T } | { conflit: Conflit }> {
  const outcome = await attempt(db, write);
  if ('value' in outcome) return outcome;
  const conflit = CONFLITS[outcome.constraint];
  if (conflit === undefined) throw new Error(`Unexpected constraint: ${outcome.constraint}`);
  return { conflit };
}

/** Writes a rendez-vous, unless its seat or its person is taken in the séance. */
export async function insertRendezVous(
  db: Db,
  territoireId: string,
  rdv: NouveauRendezVous,
): Promise<{ value: unknown } | { conflit: Conflit }> {
  return unlessTaken(db, () =>
    db
      .insertInto('rendezVous')
      .values({ territoireId, ...rdv })
      .execute(),
  );
}

export type Auteur = 'personne' | 'prescripteur' | 'agent' | 'equipe';

/** Cancels: the seat is free at once. */
export async function markAnnule(
  db: Db,
  territoireId: string,
  id: string,
  { par, motif, now }: { readonly par: Auteur; readonly motif: string | null; readonly now: Temporal.Instant },
): Promise<void> {
  await db
    .updateTable('rendezVous')
    .set({
      statut: 'annule',
      annulePar: par,
      annuleMotif: motif,
      annuleAt: now,
      aDire: null,
      version: sql`version + 1`,
    })
    .where('territoireId', '=', territoireId)
    .where('id', '=', id)
    .execute();
}

/** Leaves its seat for the rendez-vous that replaces it; both or neither. Nothing of the first is left to be said. */
export async function replaceRendezVous(
  db: Db,
  territoireId: string,
  rdv: NouveauRendezVous & { readonly remplace: string },
): Promise<{ value: unknown } | { conflit: Conflit }> {
  return unlessTaken(db, async () => {
    await db
      .updateTable('rendezVous')
      .set({ statut: 'deplace', aDire: null })
      .where('territoireId', '=', territoireId)
      .where('id', '=', rdv.remplace)
      .execute();
    await db
      .insertInto('rendezVous')
      .values({ territoireId, ...rdv })
      .execute();
  });
}

/** Notes that somebody arrived, was seen, did not come, or is awaited again. */
export async function markVenue(
  db: Db,
  territoireId: string,
  id: string,
  { venue, now }: { readonly venue: Venue; readonly now: Temporal.Instant },
): Promise<{ value: unknown } | { conflit: Conflit }> {
  const at = now.toString();
  const set = {
    confirme: { arriveAt: null, recuAt: null },
    arrive: { arriveAt: sql<Temporal.Instant>`coalesce(arrive_at, ${at})`, recuAt: null },
    recu: { arriveAt: sql<Temporal.Instant>`coalesce(arrive_at, ${at})`, recuAt: now },
    absent: { arriveAt: null, recuAt: null },
  }[venue];
  return unlessTaken(db, () =>
    db
      .updateTable('rendezVous')
      // Whoever notes it by hand has the last word over the records.
      .set({ statut: venue, ...set, recuAccompagnementId: null })
      .where('territoireId', '=', territoireId)
      .where('id', '=', id)
      .execute(),
  );
}

/** The rendez-vous that a form took: the one of that first name at that moment. */
export async function retrouver(
  db: Db,
  territoireId: string,
  { seanceId, debut, prenom }: Pick<RendezVous, 'seanceId' | 'debut'> & { readonly prenom: string },
): Promise<string | undefined> {
  const row = await db
    .selectFrom('rendezVous')
    .select('id')
    .where('territoireId', '=', territoireId)
    .where('seanceId', '=', seanceId)
    .where('debut', '=', debut)
    .where('prenom', '=', prenom)
    .where('statut', '=', 'confirme')
    .executeTakeFirst();
  return row?.id;
}

/** The rendez-vous of some séances, in the order of their hours, those cancelled or moved left out. */
export async function rendezVousDesSeances(
  db: Db,
  territoireId: string,
  seanceIds: readonly string[],
): Promise<RendezVous[]> {
  if (seanceIds.length === 0) return [];
  return selectRendezVous(db, territoireId)
    .where('r.seanceId', 'in', seanceIds)
    .where('r.statut', 'not in', ['annule', 'deplace'])
    .orderBy('r.debut')
    .orderBy('r.id')
    .execute();
}
