import { sql } from 'kysely';
import type { Jour } from '../../domain/demi-journee.ts';
import type { Rang } from '../../domain/rythme.ts';
import type { Db } from '../../platform/db.ts';
import type { ModeAccueil } from '../permanences/rules.ts';

type Fenetre = { readonly du: Temporal.PlainDate; readonly au: Temporal.PlainDate };

export type DateDePermanence = {
  readonly permanenceId: string;
  readonly jourSemaine: Jour;
  readonly toutesLes: number;
  readonly rangs: readonly Rang[];
  readonly horsVacances: boolean;
  readonly accueil: ModeAccueil;
  readonly rdvDebut: Temporal.PlainTime | null;
  readonly rdvFin: Temporal.PlainTime | null;
  /** First and last days of the permanence, both inclusive; null: until further notice. */
  readonly du: Temporal.PlainDate;
  readonly au: Temporal.PlainDate | null;
  /** Hours of the permanence. */
  readonly heureDebut: Temporal.PlainTime;
  readonly heureFin: Temporal.PlainTime;
  readonly jour: Temporal.PlainDate;
  /** The day that its permanence gave. */
  readonly jourPrevu: Temporal.PlainDate;
  /** Hours of this date. */
  readonly debut: Temporal.PlainTime;
  readonly fin: Temporal.PlainTime;
  /** `a_confirmer`: planned, its agent has left. */
  readonly statut: 'prevue' | 'annulee' | 'a_confirmer';
  /** Held in this lieu. */
  readonly ici: boolean;
  /** Its permanence is one of another lieu. */
  readonly ailleurs: boolean;
  /** Name of the lieu where it is held. */
  readonly tenueA: string;
  /** Cancelled since the lieu does not open then: its first and last days of closure; null: it does. */
  readonly fermeDu: Temporal.PlainDate | null;
  readonly fermeAu: Temporal.PlainDate | null;
};

/** The dates of the permanences of a lieu from `du` to `au`, both included: what its poster and its public page say. */
export async function datesDuLieu(
  db: Db,
  territoireId: string,
  lieuId: string,
  fenetre: Fenetre,
): Promise<DateDePermanence[]> {
  return datesDesLieux(db, territoireId, fenetre, lieuId);
}

/**
 * The same for every lieu of the territoire, or for one. A séance exceptionally held elsewhere is a date of both lieux; one that
 * moved is there by either day.
 */
export async function datesDesLieux(
  db: Db,
  territoireId: string,
  { du, au }: Fenetre,
  lieuId?: string,
): Promise<(DateDePermanence & { readonly lieuId: string })[]> {
  const only = lieuId === undefined ? sql`` : sql`and l.id = ${lieuId}::uuid`;
  const { rows } = await sql<DateDePermanence & { lieuId: string }>`
    select * from (
      select distinct on (p.id, l.id, s.jour_prevu) p.id as permanence_id, l.id as lieu_id, p.jour_semaine, p.toutes_les,
        p.rangs, p.hors_vacances, p.accueil, p.rdv_debut, p.rdv_fin, p.du, p.au, p.heure_debut, p.heure_fin,
        s.jour, s.jour_prevu, s.heure_debut as debut, s.heure_fin as fin,
        case when s.statut = 'prevue' and s.jour > a.contrat_fin then 'a_confirmer' else s.statut end as statut,
        s.lieu_id = l.id as ici, p.lieu_id <> l.id as ailleurs, v.nom as tenue_a, f.du as ferme_du,
        f.au as ferme_au
      from seance s
        join permanence own on own.territoire_id = s.territoire_id and own.id = s.permanence_id
        -- Two agents side by side hold one permanence: it takes place as long as one of them is there.
        join permanence p on p.territoire_id = own.territoire_id and p.id = coalesce(own.binome_de, own.id)
        join agent a on a.territoire_id = s.territoire_id and a.id = s.agent_id
        join lieu v on v.territoire_id = s.territoire_id and v.id = s.lieu_id
        left join lieu_fermeture f on f.territoire_id = s.territoire_id and f.id = s.fermeture_id
        cross join lateral (select distinct id from unnest(array[s.lieu_id, p.lieu_id]) as id) l
      where s.territoire_id = ${territoireId} and s.lieu_id is not null ${only}
        and (s.jour between ${du}::date and ${au}::date or s.jour_prevu between ${du}::date and ${au}::date)
      order by p.id, l.id, s.jour_prevu, s.statut = 'annulee', s.jour > a.contrat_fin, s.id) d
    order by jour, debut, permanence_id`.execute(db);
  return rows;
}

/** What the rule of the dates announced needs of one. */
export function toDatePrevue(one: DateDePermanence) {
  const isUsual = one.debut.equals(one.heureDebut) && one.fin.equals(one.heureFin);
  const { jour, jourPrevu, statut, ici, tenueA, fermeDu, fermeAu } = one;
  const fermeture = fermeDu === null || fermeAu === null ? null : { du: fermeDu, au: fermeAu };
  const horaire = isUsual ? null : { heureDebut: one.debut, heureFin: one.fin };
  return { jour, jourPrevu, statut, ici, tenueA, fermeture, horaire };
}
