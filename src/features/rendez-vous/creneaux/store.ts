import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../../platform/db.ts';
import { type Accueil, heureDe, type Plage } from '../rules.ts';

type Date = Temporal.PlainDate;

/** A séance that receives by rendez-vous, with its lieu and what is taken in it. Minutes since midnight. */
export interface SeanceRdv {
  readonly id: string;
  readonly jour: Date;
  readonly debut: number;
  readonly fin: number;
  readonly statut: string;
  readonly empechee: boolean;
  readonly agentId: string;
  readonly lieuId: string;
  readonly lieuNom: string;
  readonly adresse: string;
  readonly commune: string;
  readonly distanceKm: number | null;
  readonly accueil: Accueil;
  readonly pris: readonly Plage[];
}

interface Row extends Omit<SeanceRdv, 'accueil' | 'pris'> {
  readonly accueil: Accueil['accueil'];
  readonly habituel: number;
  readonly rdvDebut: number | null;
  readonly rdvFin: number | null;
  readonly pasMinutes: number;
  readonly pris: readonly (readonly [number, number])[];
}

const minutes = (column: string) => sql<number>`(extract(epoch from ${sql.ref(column)}) / 60)::integer`;

/** Its lieu has closed, or does not open that day; its agent has left, or is away for a half-day that it touches. */
const EMPECHEE = sql<boolean>`(coalesce(s.jour >= l.ferme_le, false)
  or s.jour > a.contrat_fin
  or exists (select from lieu_fermeture f where f.territoire_id = s.territoire_id and f.lieu_id = s.lieu_id
    and s.jour between f.du and f.au and f.levee_at is null)
  or exists (select from absence b where b.territoire_id = s.territoire_id and b.agent_id = s.agent_id
    and s.jour between b.absent_du and b.absent_au and b.levee_at is null
    and moitie_de_jour(b.absent_moment) && moities_touchees(s.heure_debut, s.heure_fin)))`;

/**
 * Seats that are somebody's: all but the states that the constraint `rendez_vous_sans_chevauchement` leaves out. Said so, it is
 * read by the index of the séance, five times faster than by that of the constraint.
 */
const PRIS = sql`(select coalesce(jsonb_agg(jsonb_build_array(${minutes('r.debut')}, ${minutes('r.fin')})), '[]'::jsonb)
  from rendez_vous r where r.territoire_id = s.territoire_id and r.seance_id = s.id
    and r.statut not in ('annule', 'a_replacer', 'deplace'))`;

function distance({ latitude, longitude }: Centre) {
  return sql`6371 * 2 * asin(least(1, sqrt(sin(radians(coalesce(l.latitude, c.latitude) - ${latitude}::float8) / 2) ^ 2
    + cos(radians(coalesce(l.latitude, c.latitude))) * cos(radians(${latitude}::float8))
      * sin(radians(coalesce(l.longitude, c.longitude) - ${longitude}::float8) / 2) ^ 2)))`;
}

function read({ accueil, habituel, rdvDebut, rdvFin, pasMinutes, pris, ...row }: Row): SeanceRdv {
  const heure = (minute: number | null) => (minute === null ? null : heureDe(minute));
  return {
    ...row,
    accueil: { accueil, heureDebut: heureDe(habituel), rdvDebut: heure(rdvDebut), rdvFin: heure(rdvFin), pasMinutes },
    pris: pris.map(([debut, fin]) => ({ debut, fin })),
  };
}

const COLUMNS = sql`s.id, s.jour, ${minutes('s.heure_debut')} as debut, ${minutes('s.heure_fin')} as fin, s.statut,
  s.agent_id, s.lieu_id, l.nom as lieu_nom, p.accueil, ${minutes('p.heure_debut')} as habituel,
  ${minutes('p.rdv_debut')} as rdv_debut, ${minutes('p.rdv_fin')} as rdv_fin, p.pas_minutes`;

const JOINED = sql`join permanence p on p.territoire_id = s.territoire_id and p.id = s.permanence_id and p.accueil <> 'libre'
  join agent a on a.territoire_id = s.territoire_id and a.id = s.agent_id`;

export interface Centre {
  readonly latitude: number;
  readonly longitude: number;
}

/** Which séances are looked at: at most `rayonKm` around a point (null: however far), of some lieux, or these very ones. */
export interface Perimetre {
  readonly autour?: Centre | undefined;
  readonly rayonKm?: number | undefined;
  readonly lieuIds?: readonly string[] | undefined;
  readonly seanceIds?: readonly string[] | undefined;
}

/** Where the last reading stopped: what comes after it, in the order of the reading. */
export interface Reprise {
  readonly jour: Date;
  readonly debut: number;
  readonly id: string;
}

/**
 * The next séances of a perimeter that receive by rendez-vous and are to be held, by day and hour, `limite` of them at most,
 * those of a day after the reading that stopped at `apres`.
 */
export async function seancesRdv(
  db: Db,
  territoireId: string,
  { autour, rayonKm, lieuIds, seanceIds }: Perimetre,
  {
    du,
    au,
    limite,
    apres,
  }: { readonly du: Date; readonly au: Date; readonly limite: number; readonly apres?: Reprise | undefined },
): Promise<SeanceRdv[]> {
  const km = autour === undefined ? sql`null::float8` : distance(autour);
  const lieux: RawBuilder<unknown>[] = [sql`l.territoire_id = ${territoireId}`];
  if (lieuIds !== undefined) lieux.push(sql`l.id = any(${lieuIds}::uuid[])`);
  if (autour !== undefined && rayonKm !== undefined) lieux.push(sql`${km} <= ${rayonKm}`);
  const seances: RawBuilder<unknown>[] = [sql`s.territoire_id = ${territoireId}`, sql`s.statut = 'prevue'`];
  seances.push(sql`s.jour between ${du}::date and ${au}::date`);
  if (seanceIds !== undefined) seances.push(sql`s.id = any(${seanceIds}::uuid[])`);
  if (apres !== undefined) {
    seances.push(
      sql`(s.jour, s.heure_debut, s.id) > (${apres.jour}::date, ${heureDe(apres.debut)}::time, ${apres.id}::uuid)`,
    );
  }
  // The lieux first, and once: however little the database knows of its tables, no other one is measured.
  const { rows } = await sql<Row>`
    with l as materialized (
      select l.territoire_id, l.id, l.nom, l.adresse || ', ' || l.code_postal || ' ' || c.nom as adresse, c.nom as commune,
        l.ferme_le, ${km} as distance_km
      from lieu l join commune c on c.code_insee = l.code_insee where ${sql.join(lieux, sql` and `)}
    )
    select s.*, ${PRIS} as pris from (
      select s.territoire_id, s.heure_debut, ${COLUMNS}, l.adresse, l.commune, l.distance_km, false as empechee
      from seance s ${JOINED} join l on l.id = s.lieu_id
      where ${sql.join(seances, sql` and `)} and not ${EMPECHEE}
      order by s.jour, s.heure_debut, s.id limit ${limite}) s
    order by s.jour, s.heure_debut, s.id`.execute(db);
  return rows.map(read);
}

/** One séance that receives by rendez-vous, whatever became of it; undefined when it receives as people come. */
export async function findSeanceRdv(db: Db, territoireId: string, id: string): Promise<SeanceRdv | undefined> {
  const { rows } = await sql<Row>`
    select ${COLUMNS}, l.adresse || ', ' || l.code_postal || ' ' || c.nom as adresse, c.nom as commune,
      null::float8 as distance_km, ${EMPECHEE} as empechee, ${PRIS} as pris
    from seance s ${JOINED}
      join lieu l on l.territoire_id = s.territoire_id and l.id = s.lieu_id
      join commune c on c.code_insee = l.code_insee
    where s.territoire_id = ${territoireId} and s.id = ${id}::uuid`.execute(db);
  return rows.map(read)[0];
}

/** Where a lieu is: its own coordinates, else those of its commune; undefined when none are known. */
export async function centreDuLieu(db: Db, territoireId: string, lieuId: string): Promise<Centre | undefined> {
  const { rows } = await sql<{ latitude: number | null; longitude: number | null }>`
    select coalesce(l.latitude, c.latitude) as latitude, coalesce(l.longitude, c.longitude) as longitude
    from lieu l join commune c on c.code_insee = l.code_insee
    where l.territoire_id = ${territoireId} and l.id = ${lieuId}::uuid`.execute(db);
  const { latitude = null, longitude = null } = rows[0] ?? {};
  return latitude === null || longitude === null ? undefined : { latitude, longitude };
}
