import { sql } from 'kysely';
import type { Jour } from '../../domain/demi-journee.ts';
import type { Rang } from '../../domain/rythme.ts';
import type { Db } from '../../platform/db.ts';
import { type Constat, type Critere, lireCriteres } from '../lieux/rules.ts';
import type { ModeAccueil, Permanence } from '../permanences/rules.ts';
import {
  barycentre,
  type CommuneTrouvee,
  debutsPossibles,
  type Eloignement,
  type Point,
  type Recherche,
  type SeancePublique,
} from './rules.ts';

const CANDIDATES_MAX = 25;

/** Now, as Paris clocks say it. */
export interface Maintenant {
  readonly jour: Temporal.PlainDate;
  readonly heure: Temporal.PlainTime;
}

/** The communes that answer a search, those of `departement` first, then whole names, then the most populous. */
export async function chercherCommunes(
  db: Db,
  recherche: Pick<Recherche, 'nom' | 'codePostal'> & { readonly codeInsee: string | null },
  departement: string,
): Promise<CommuneTrouvee[]> {
  const { nom, codePostal, codeInsee } = recherche;
  // A name in the form of `toNomRecherche` holds letters, figures and spaces: nothing that `like` reads otherwise.
  return db
    .selectFrom('commune')
    .select(['codeInsee', 'nom', 'nomRecherche', 'departement', 'codesPostaux', 'epciSiren', 'latitude', 'longitude'])
    .where((q) => {
      if (codeInsee !== null) return q('codeInsee', '=', codeInsee);
      if (codePostal !== null) return q('codesPostaux', '@>', sql<string[]>`array[${codePostal}]`);
      return q.or(debutsPossibles(nom).map((debut) => q('nomRecherche', 'like', `${debut}%`)));
    })
    .orderBy((q) => q('departement', '=', departement), 'desc')
    .orderBy((q) => q('nomRecherche', '=', nom), 'desc')
    .orderBy('population', (order) => order.desc().nullsLast())
    .orderBy('codeInsee')
    .limit(CANDIDATES_MAX)
    .execute();
}

/**
 * Where these communes are: their own middle; else that of the communes of the same EPCI whose coordinates are known,
 * else of those that share a postal code; else null. Asks the database only when none has coordinates.
 */
export async function situer(db: Db, communes: readonly CommuneTrouvee[]): Promise<Point | null> {
  const own = barycentre(communes);
  const [first] = communes;
  if (own !== null || first === undefined) return own;
  const { rows } = await sql<{ latitude: number | null; longitude: number | null }>`
    select 1 as rang, avg(latitude) as latitude, avg(longitude) as longitude from commune
    where latitude is not null and epci_siren = ${first.epciSiren}
    union all
    select 2, avg(latitude), avg(longitude) from commune
    where latitude is not null and codes_postaux && ${first.codesPostaux}::text[]
    order by rang`.execute(db);
  const known = rows.map((row) => barycentre([row])).find((point) => point !== null);
  return known === undefined || known === null ? null : { ...known, approche: true };
}

/** A lieu with its next séance. */
export interface PermanenceAVenir {
  readonly lieuId: string;
  readonly nom: string;
  readonly commune: string;
  readonly jour: Temporal.PlainDate;
  readonly heureDebut: Temporal.PlainTime;
  readonly heureFin: Temporal.PlainTime;
}

/** `total` counts every lieu that has a séance to come, beyond those listed. */
export interface Liste<Ligne> {
  readonly lignes: readonly Ligne[];
  readonly total: number;
}

interface Tranche {
  readonly limite: number;
  readonly saut?: number;
  /** A lieu left out. */
  readonly sauf?: string;
}

/**
 * The first séance that is neither annulée, nor over, nor after the closing of its lieu, nor left without an agent; to be
 * joined to `lieu l`.
 */
function prochaineSeance({ jour, heure }: Maintenant) {
  return sql`cross join lateral (
      select s.jour, s.heure_debut, s.heure_fin from seance s
      join agent a on a.territoire_id = s.territoire_id and a.id = s.agent_id and a.contrat_fin >= s.jour
      where s.territoire_id = l.territoire_id and s.lieu_id = l.id and s.statut = 'prevue' and s.jour >= ${jour}::date
        and (s.jour > ${jour}::date or s.heure_fin > ${heure}::time) and (l.ferme_le is null or s.jour < l.ferme_le)
      order by s.jour, s.heure_debut limit 1) s`;
}

function toListe<Ligne extends { readonly total: number }>(rows: readonly Ligne[]): Liste<Omit<Ligne, 'total'>> {
  return { lignes: rows.map(({ total: _, ...ligne }) => ligne), total: rows[0]?.total ?? 0 };
}

/** The lieux of a territoire by the date of their next séance. */
export async function prochainesPermanences(
  db: Db,
  territoireId: string,
  maintenant: Maintenant,
  { limite, saut = 0 }: Tranche,
): Promise<Liste<PermanenceAVenir>> {
  const { rows } = await sql<PermanenceAVenir & { total: number }>`
    select l.id as lieu_id, l.nom, c.nom as commune, s.jour, s.heure_debut, s.heure_fin, count(*) over () as total
    from lieu l join commune c on c.code_insee = l.code_insee ${prochaineSeance(maintenant)}
    where l.territoire_id = ${territoireId}
    order by s.jour, s.heure_debut, c.nom, l.nom, l.id
    limit ${limite} offset ${saut}`.execute(db);
  return toListe(rows);
}

export type PermanenceProche = PermanenceAVenir & Eloignement;

/**
 * The lieux of a territoire that have a séance to come, from the nearest to the farthest from `depuis`, those whose
 * distance is not known last, by name. A lieu without coordinates has those of its commune; without them, the middle of
 * its EPCI, else of its postal code.
 */
export async function permanencesProches(
  db: Db,
  territoireId: string,
  depuis: { readonly point: Point | null; readonly codeInsee: string | null },
  maintenant: Maintenant,
  { limite, saut = 0, sauf }: Tranche,
): Promise<Liste<PermanenceProche>> {
  const { point, codeInsee } = depuis;
  const latitude = point?.latitude ?? null;
  const longitude = point?.longitude ?? null;
  const { rows } = await sql<PermanenceProche & { total: number }>`
    with inconnu as (
      select l.id, c.epci_siren, c.codes_postaux from lieu l join commune c on c.code_insee = l.code_insee
      where l.territoire_id = ${territoireId} and c.latitude is null and l.latitude is null
    ), intercommunalite as materialized (
      select epci_siren, avg(latitude) as latitude, avg(longitude) as longitude from commune
      where latitude is not null and epci_siren in (select epci_siren from inconnu) group by epci_siren
    ), milieu as (
      select i.id, coalesce(e.latitude, p.latitude) as latitude, coalesce(e.longitude, p.longitude) as longitude
      from inconnu i left join intercommunalite e on e.epci_siren = i.epci_siren
      left join lateral (
        select avg(latitude) as latitude, avg(longitude) as longitude from commune v
        where e.epci_siren is null and v.latitude is not null and v.codes_postaux && i.codes_postaux) p on true
    ), situe as (
      select l.id as lieu_id, l.nom, c.nom as commune, s.jour, s.heure_debut, s.heure_fin,
        coalesce(c.code_insee = ${codeInsee}::text, false) as meme_commune,
        m.id is not null or ${point?.approche ?? false}::boolean as approche,
        coalesce(l.latitude, c.latitude, m.latitude) as lat, coalesce(l.longitude, c.longitude, m.longitude) as lon
      from lieu l join commune c on c.code_insee = l.code_insee left join milieu m on m.id = l.id
      ${prochaineSeance(maintenant)}
      where l.territoire_id = ${territoireId} and l.id is distinct from ${sauf ?? null}::uuid
    )
    select lieu_id, nom, commune, jour, heure_debut, heure_fin, meme_commune, approche, count(*) over () as total,
      6371 * 2 * asin(sqrt(sin(radians(lat - ${latitude}::float8) / 2) ^ 2
        + cos(radians(lat)) * cos(radians(${latitude}::float8)) * sin(radians(lon - ${longitude}::float8) / 2) ^ 2)) as distance_km
    from situe order by meme_commune desc, distance_km nulls last, nom, lieu_id
    limit ${limite} offset ${saut}`.execute(db);
  return toListe(rows);
}

/** A permanence as anyone may know it. */
export type PermanencePublique = Permanence & {
  readonly accueil: ModeAccueil;
  readonly rdvDebut: Temporal.PlainTime | null;
  readonly rdvFin: Temporal.PlainTime | null;
};

/** A lieu as anyone may know it. */
export interface LieuPublic {
  readonly id: string;
  readonly nom: string;
  readonly adresse: string;
  readonly codePostal: string;
  readonly codeInsee: string;
  readonly commune: string;
  readonly structure: string | null;
  readonly acces: string | null;
  readonly aApporter: string | null;
  readonly telephone: string | null;
  readonly latitude: number | null;
  readonly longitude: number | null;
  readonly fermeLe: Temporal.PlainDate | null;
  /** Those in force today or to come; two held side by side are one. */
  readonly permanences: readonly PermanencePublique[];
  /** Without who made them: that is nobody's business here. */
  readonly constats: readonly Constat[];
  /** The dérogation granted for its permanences, by what it names; null: there is none today. */
  readonly derogation: { readonly criteres: readonly Critere[]; readonly au: Temporal.PlainDate } | null;
}

interface LieuRow extends Omit<LieuPublic, 'permanences' | 'constats' | 'derogation'> {
  readonly derogation: { readonly criteres: readonly string[]; readonly au: string } | null;
  readonly permanences: readonly {
    jour: Jour;
    toutesLes: number;
    rangs: readonly Rang[];
    horsVacances: boolean;
    debut: string;
    fin: string;
    du: string;
    au: string | null;
    accueil: ModeAccueil;
    rdvDebut: string | null;
    rdvFin: string | null;
  }[];
  readonly constats: readonly { id: string; critere: Critere; satisfait: boolean; le: string }[];
}

/** Reads a lieu, its permanences and what was seen of its access, in one query; one that is only proposed is not told. */
export async function findLieuPublic(
  db: Db,
  territoireId: string,
  id: string,
  aujourdhui: Temporal.PlainDate,
): Promise<LieuPublic | undefined> {
  const { rows } = await sql<LieuRow>`
    select l.id, l.nom, l.adresse, l.code_postal, l.code_insee, c.nom as commune, st.nom as structure, l.acces,
      l.a_apporter, l.telephone, l.latitude, l.longitude, l.ferme_le,
      (select coalesce(jsonb_agg(jsonb_build_object('jour', p.jour_semaine, 'debut', p.heure_debut, 'fin', p.heure_fin,
          'du', p.du, 'au', p.au, 'toutesLes', p.toutes_les, 'rangs', to_jsonb(p.rangs), 'horsVacances', p.hors_vacances,
          'accueil', p.accueil, 'rdvDebut', p.rdv_debut, 'rdvFin', p.rdv_fin) order by p.jour_semaine, p.heure_debut),
          '[]'::jsonb)
        from permanence p where p.territoire_id = l.territoire_id and p.lieu_id = l.id and p.binome_de is null
          and (p.au is null or p.au >= ${aujourdhui}::date)) as permanences,
      (select coalesce(jsonb_agg(jsonb_build_object('id', k.id, 'critere', k.critere, 'satisfait', k.satisfait,
          'le', k.constate_le)), '[]'::jsonb)
        from lieu_constat k where k.territoire_id = l.territoire_id and k.lieu_id = l.id) as constats,
      (select jsonb_build_object('criteres', to_jsonb(d.criteres), 'au', d.au)
        from lieu_derogation d where d.territoire_id = l.territoire_id and d.lieu_id = l.id and d.usage = 'permanence'
          and d.du <= ${aujourdhui}::date and d.au >= ${aujourdhui}::date
          and (d.levee_le is null or d.levee_le > ${aujourdhui}::date)
        order by d.au desc limit 1) as derogation
    from lieu l join commune c on c.code_insee = l.code_insee
      left join structure st on st.territoire_id = l.territoire_id and st.id = l.structure_id
    where l.territoire_id = ${territoireId} and l.id = ${id}::uuid
      and not exists (select from lieu_proposition p where p.territoire_id = l.territoire_id and p.lieu_id = l.id
        and l.ferme_le is null and (p.refusee_le is not null or l.accord_beneficiaire_le is null
          or l.accord_beneficiaire_le > ${aujourdhui}::date or l.accord_departement_le is null
          or l.accord_departement_le > ${aujourdhui}::date))`.execute(db);
  const [row] = rows;
  if (row === undefined) return undefined;
  return {
    ...row,
    derogation: row.derogation && {
      criteres: lireCriteres(row.derogation.criteres),
      au: Temporal.PlainDate.from(row.derogation.au),
    },
    permanences: row.permanences.map(({ debut, fin, du, au, rdvDebut, rdvFin, ...permanence }) => ({
      ...permanence,
      heureDebut: Temporal.PlainTime.from(debut),
      heureFin: Temporal.PlainTime.from(fin),
      du: Temporal.PlainDate.from(du),
      au: au === null ? null : Temporal.PlainDate.from(au),
      rdvDebut: rdvDebut === null ? null : Temporal.PlainTime.from(rdvDebut),
      rdvFin: rdvFin === null ? null : Temporal.PlainTime.from(rdvFin),
    })),
    constats: row.constats.map(({ le, ...constat }) => ({
      ...constat,
      constateLe: Temporal.PlainDate.from(le),
      constatePar: '',
    })),
  };
}

/**
 * Séances of a lieu from today to `dernier` (both inclusive); and, when none of these is to be held, the next that is,
 * however far.
 */
export async function seancesDuLieu(
  db: Db,
  territoireId: string,
  lieu: Pick<LieuPublic, 'id' | 'fermeLe'>,
  { jour, heure }: Maintenant,
  dernier: Temporal.PlainDate,
): Promise<SeancePublique[]> {
  const { rows } = await sql<SeancePublique & { vers: Temporal.PlainDate | null; versLieu: string | null }>`
    select s.jour, s.heure_debut, s.heure_fin, a.nature, null::date as vers, null as vers_lieu,
      case when s.statut = 'prevue' and s.jour > a.contrat_fin then 'a_confirmer' else s.statut end as statut
    from seance s join agent a on a.territoire_id = s.territoire_id and a.id = s.agent_id
    where s.territoire_id = ${territoireId} and s.lieu_id = ${lieu.id}::uuid and s.jour >= ${jour}::date
      and (${lieu.fermeLe}::date is null or s.jour < ${lieu.fermeLe}::date)
      and s.jour <= greatest(${dernier}::date, (
        select min(n.jour) from seance n
          join agent m on m.territoire_id = n.territoire_id and m.id = n.agent_id and m.contrat_fin >= n.jour
        where n.territoire_id = ${territoireId} and n.lieu_id = ${lieu.id}::uuid and n.statut = 'prevue'
          and n.jour >= ${jour}::date and (n.jour > ${jour}::date or n.heure_fin > ${heure}::time)))
    union all
    -- The days that a permanence of this lieu leaves for another day or another lieu.
    select s.jour_prevu, p.heure_debut, p.heure_fin, '', s.jour, case when s.lieu_id = p.lieu_id then null else v.nom end,
      'reportee'
    from permanence p
      join seance s on s.territoire_id = p.territoire_id and s.permanence_id = p.id and s.statut = 'prevue'
        and s.jour_prevu between ${jour}::date and ${dernier}::date
      join lieu v on v.territoire_id = s.territoire_id and v.id = s.lieu_id
    where p.territoire_id = ${territoireId} and p.lieu_id = ${lieu.id}::uuid and p.binome_de is null
      and (s.jour <> s.jour_prevu or s.lieu_id <> p.lieu_id)
      and (${lieu.fermeLe}::date is null or s.jour_prevu < ${lieu.fermeLe}::date)
    order by jour, heure_debut`.execute(db);
  return rows.map(({ vers, versLieu, ...seance }) => ({
    ...seance,
    ...(vers === null ? {} : { report: { jour: vers, lieu: versLieu } }),
  }));
}
