/** An invented territoire that receives by rendez-vous: 300 lieux, 60 agents, a year of series. `rang` decides everything. */
import { sql } from 'kysely';
import type { Database } from '../src/platform/db.ts';

export const LIEUX = 300;
export const AGENTS = 60;
/** Half-days of an agent in a week. */
const PAR_SEMAINE = 9;
const SEMAINES = 52;

/** Writes the lieux, the agents, their series and a year of séances from `today` on, beside the demo. */
export async function insertSeries(owner: Database, today: Temporal.PlainDate): Promise<{ readonly seances: number }> {
  const lundi = today.subtract({ days: today.dayOfWeek - 1 });
  await owner.transaction().execute(async (db) => {
    await sql`select set_config('escale.territoire', '66', true)`.execute(db);
    // What is measured is reading: the road between two places is checked as people write.
    await sql`update territoire set vitesse_kmh = 0 where id = '66'`.execute(db);
    await sql`
      insert into lieu (territoire_id, id, nom, adresse, code_postal, code_insee)
      select '66', gen_random_uuid(), 'Banc ' || to_char(rang, 'FM000'), '1 rue des Exemples', '66000', code_insee
      from (select code_insee, row_number() over (order by code_insee) as rang from commune where departement = '66') c
      cross join generate_series(0, 1) g where rang + g * 1000 <= 1150 limit ${LIEUX}`.execute(db);
    await sql`
      insert into agent (territoire_id, id, prenom, nom, nature, contrat_debut, contrat_fin, port_attache)
      select '66', gen_random_uuid(), 'Camille', 'Banc ' || to_char(rang, 'FM000'), 'conseiller', ${lundi}::date - 30,
        ${lundi}::date + 500, '66136' from generate_series(1, ${AGENTS}) rang`.execute(db);
    await sql`
      with agents as (select id, row_number() over (order by nom) - 1 as rang from agent where nom like 'Banc %'),
      lieux as (select id, row_number() over (order by nom, id) - 1 as rang from lieu where nom like 'Banc %'),
      demies as (select a.id as agent_id, a.rang * ${PAR_SEMAINE} + n as numero, n from agents a, generate_series(0, ${PAR_SEMAINE} - 1) n)
      insert into permanence (territoire_id, id, agent_id, lieu_id, jour_semaine, demi_journee, heure_debut, heure_fin, du, au,
        accueil, rdv_debut, rdv_fin, pas_minutes)
      select '66', gen_random_uuid(), d.agent_id, l.id, 1 + n / 2, case when n % 2 = 0 then 'matin' else 'apres-midi' end,
        case when n % 2 = 0 then '09:00'::time else '14:00'::time end, case when n % 2 = 0 then '12:00'::time else '17:00'::time end,
        ${lundi}::date, null, case when d.numero % 3 = 0 then 'mixte' else 'rendez_vous' end,
        case when d.numero % 3 = 0 then case when n % 2 = 0 then '09:00'::time else '14:00'::time end end,
        case when d.numero % 3 = 0 then case when n % 2 = 0 then '11:00'::time else '16:00'::time end end, 20
      from demies d join lieux l on l.rang = (d.numero * 7) % ${LIEUX}`.execute(db);
    await sql`
      insert into seance (territoire_id, id, permanence_id, agent_id, lieu_id, jour, heure_debut, heure_fin, en_binome)
      select '66', gen_random_uuid(), p.id, p.agent_id, p.lieu_id, ${lundi}::date + s * 7 + p.jour_semaine - 1,
        p.heure_debut, p.heure_fin, true
      from permanence p join agent a on a.id = p.agent_id and a.nom like 'Banc %', generate_series(0, ${SEMAINES} - 1) s`.execute(
      db,
    );
    await sql`insert into rdv_motif (territoire_id, id, nom, duree_minutes, delai_heures, horizon_jours)
      values ('66', gen_random_uuid(), 'Banc', 20, 2, 366)`.execute(db);
  });
  const { rows } = await sql<{ n: number }>`select count(*) as n from seance s join agent a on a.id = s.agent_id
    where a.nom like 'Banc %'`.execute(owner);
  return { seances: rows[0]?.n ?? 0 };
}

/** Takes `combien` more rendez-vous, spread over the séances and their hours as by chance, but always the same. */
export async function insertRendezVous(owner: Database, combien: number): Promise<void> {
  await owner.transaction().execute(async (db) => {
    await sql`select set_config('escale.territoire', '66', true)`.execute(db);
    // 20,000 or 200,000 rows in a few seconds: their séances are known to hold them.
    await sql`alter table rendez_vous disable trigger rendez_vous_dans_la_seance`.execute(db);
    await sql`
      with places as (
        select s.id as seance_id, (s.heure_debut + make_interval(mins => k * 20)) as debut
        from seance s join permanence p on p.id = s.permanence_id join agent a on a.id = s.agent_id and a.nom like 'Banc %',
          generate_series(0, 8) k
        where s.heure_debut + make_interval(mins => (k + 1) * 20) <= coalesce(s.heure_debut + (p.rdv_fin - p.heure_debut), s.heure_fin)
          and not exists (select from rendez_vous r where r.territoire_id = '66' and r.seance_id = s.id
            and r.debut = s.heure_debut + make_interval(mins => k * 20))
        order by md5(s.id::text || k) limit ${combien}
      )
      insert into rendez_vous (territoire_id, id, seance_id, motif_id, debut, fin, code_rdv, jeton_hash, canal, prenom, prevenir)
      select '66', gen_random_uuid(), seance_id, (select id from rdv_motif where nom = 'Banc'), debut, debut + interval '20 minutes',
        upper(substr(md5(seance_id::text || debut), 1, 8)), decode(md5(seance_id::text || debut || 'x'), 'hex'), 'public',
        'Camille', 'guichet'
      from places on conflict (territoire_id, code_rdv) do nothing`.execute(db);
    await sql`alter table rendez_vous enable trigger rendez_vous_dans_la_seance`.execute(db);
  });
  await sql`analyze seance, permanence, rendez_vous, lieu, agent, absence, lieu_fermeture`.execute(owner);
}
