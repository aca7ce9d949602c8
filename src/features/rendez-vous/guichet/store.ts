import { sql } from 'kysely';
import { toNomRecherche } from '../../../domain/commune.ts';
import type { Db } from '../../../platform/db.ts';
import { findRendezVous, type RendezVous } from '../store.ts';

type Date = Temporal.PlainDate;

/** A séance where rendez-vous are awaited, or may be taken. */
export interface SeanceDuJour {
  readonly id: string;
  readonly statut: 'prevue' | 'annulee';
  readonly heureDebut: Temporal.PlainTime;
  readonly heureFin: Temporal.PlainTime;
  readonly lieuId: string | null;
  readonly lieu: string;
  readonly agent: string;
}

/** What an agent sees: their own séances, and those of the lieux where they hold a permanence. */
const aLui = (agentId: string | null) =>
  agentId === null
    ? sql`true`
    : sql`(s.agent_id = ${agentId}::uuid or s.lieu_id in (select q.lieu_id from permanence q
        where q.territoire_id = s.territoire_id and q.agent_id = ${agentId}::uuid and (q.au is null or q.au >= s.jour)))`;

/** The séances of a day that receive by rendez-vous, those of an agent or of all (null), by lieu. */
export async function seancesDuJour(
  db: Db,
  territoireId: string,
  jour: Date,
  agentId: string | null,
): Promise<SeanceDuJour[]> {
  const { rows } = await sql<SeanceDuJour>`
    select s.id, s.statut, s.heure_debut, s.heure_fin, s.lieu_id, coalesce(l.nom, s.endroit, '') as lieu,
      a.prenom || ' ' || a.nom as agent
    from seance s
      join agent a on a.territoire_id = s.territoire_id and a.id = s.agent_id
      left join lieu l on l.territoire_id = s.territoire_id and l.id = s.lieu_id
      left join permanence p on p.territoire_id = s.territoire_id and p.id = s.permanence_id
    where s.territoire_id = ${territoireId} and s.jour = ${jour}::date and ${aLui(agentId)}
      and (s.statut = 'prevue' and p.accueil <> 'libre' or exists (select from rendez_vous r
        where r.territoire_id = s.territoire_id and r.seance_id = s.id and r.statut not in ('annule', 'deplace')))
    order by lieu, s.heure_debut, s.id`.execute(db);
  return rows;
}

const TROUVES_MAX = 30;
/** How long ago a rendez-vous may have been, and still be looked for by a first name. */
const JOURS_PASSES = 7;
const ACCENTS = ["àâäáãéèêëîïíôöóõùûüúçñÿ-’'", 'aaaaaeeeeiiioooouuuucny   '] as const;

/** Rendez-vous by the first name given, whatever its accents: those of a week ago and of the days to come, nearest first. */
export async function chercherPrenom(
  db: Db,
  territoireId: string,
  prenom: string,
  { today, agentId }: { readonly today: Date; readonly agentId: string | null },
): Promise<RendezVous[]> {
  const debut = toNomRecherche(prenom);
  if (debut === '') return [];
  const { rows } = await sql<{ id: string }>`
    select r.id from rendez_vous r join seance s on s.territoire_id = r.territoire_id and s.id = r.seance_id
    where r.territoire_id = ${territoireId} and r.statut <> 'deplace' and ${aLui(agentId)}
      and s.jour >= ${today.subtract({ days: JOURS_PASSES })}::date
      and translate(lower(r.prenom), ${ACCENTS[0]}, ${ACCENTS[1]}) like ${`${debut}%`}
    order by abs(s.jour - ${today}::date), r.debut, r.id limit ${TROUVES_MAX}`.execute(db);
  const found = await Promise.all(rows.map(({ id }) => findRendezVous(db, territoireId, id)));
  return found.filter((rdv) => rdv !== undefined);
}
