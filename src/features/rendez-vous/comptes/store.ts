import { sql } from 'kysely';
import type { Db } from '../../../platform/db.ts';

/** How many rendez-vous a lieu had in a month, for a motif: nobody's name, so that it stays true once identities are gone. */
export type Compte = {
  readonly mois: Temporal.PlainDate;
  readonly lieu: string;
  readonly motif: string;
  readonly pris: number;
  readonly recus: number;
  readonly absents: number;
  readonly annules: number;
};

/** Counts by month, lieu and motif. One that was moved counts once, where it ended. */
export async function comptesDesRendezVous(db: Db, territoireId: string): Promise<readonly Compte[]> {
  const { rows } = await sql<Compte>`
    select date_trunc('month', s.jour)::date as mois, coalesce(l.nom, 'Hors d’un lieu') as lieu, m.nom as motif,
      count(*) as pris,
      count(*) filter (where r.statut = 'recu') as recus,
      count(*) filter (where r.statut = 'absent') as absents,
      count(*) filter (where r.statut in ('annule', 'a_replacer')) as annules
    from rendez_vous r
    join seance s on s.territoire_id = r.territoire_id and s.id = r.seance_id
    join rdv_motif m on m.territoire_id = r.territoire_id and m.id = r.motif_id
    left join lieu l on l.territoire_id = s.territoire_id and l.id = s.lieu_id
    where r.territoire_id = ${territoireId} and r.statut not in ('deplace', 'tenu')
      and not (r.statut = 'annule' and r.annule_par = 'expiration')
    group by 1, 2, 3 order by 1 desc, 2, 3`.execute(db);
  return rows;
}
