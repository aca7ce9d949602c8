import { sql } from 'kysely';
import type { Periode } from '../../domain/periode.ts';
import type { Db } from '../../platform/db.ts';
import { minutesDeSeance } from '../temps/rules/heures.ts';
import { seancesTenues } from '../temps/store.ts';
import type { LigneActivite } from './rules.ts';

type DeQui = { readonly agentId: string; readonly periode: Periode; readonly now: Temporal.Instant };

/** What an agent did, month by month, in totals: what he recorded, the séances that he held, the blocked services that he told of. */
export async function activiteDe(
  db: Db,
  territoireId: string,
  { agentId, periode, now }: DeQui,
): Promise<readonly LigneActivite[]> {
  const { debut, fin } = periode;
  const actes = await sql<LigneActivite>`
    select date_trunc('month', a.jour)::date as mois, v.rubrique, v.cle, sum(v.nombre)::integer as nombre
    from accompagnement a, lateral (
      values ('actes', case a.type_activite when 'Individuel' then 'individuels' when 'Collectif' then 'ateliers'
          else 'coordination' end, 1),
        ('participants', 'ateliers', case a.type_activite when 'Collectif' then a.participants else 0 end),
        ('minutes', 'aide', case when a.type_activite in ('Individuel', 'Collectif') then a.duree_minutes else 0 end),
        ('autonomie', a.autonomie, 1), ('issue', a.issue, 1)
      union all select distinct 'thematique', t, 1 from unnest(a.thematiques) t
    ) v (rubrique, cle, nombre)
    where a.territoire_id = ${territoireId} and a.agent_id = ${agentId}::uuid
      and a.jour between ${debut.toString()}::date and ${fin.toString()}::date and v.cle is not null
    group by 1, 2, 3`.execute(db);
  const bloques = await sql<LigneActivite>`
    select date_trunc('month', constate_le)::date as mois, 'bloque' as rubrique, 'signales' as cle, count(*)::integer as nombre
    from service_bloque
    where territoire_id = ${territoireId} and agent_id = ${agentId}::uuid
      and constate_le between ${debut.toString()}::date and ${fin.toString()}::date
    group by 1`.execute(db);
  const seances = (await seancesTenues(db, territoireId, agentId, periode, now)).map(
    (seance): LigneActivite => ({
      mois: seance.jour.with({ day: 1 }),
      rubrique: 'minutes',
      cle: 'seances',
      nombre: minutesDeSeance(seance),
    }),
  );
  return [...actes.rows, ...bloques.rows, ...seances];
}
