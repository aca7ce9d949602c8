-- The days when an agent is away or a lieu does not open hold nothing: one absence, one closure at a time, and no séance planned
-- within them, whoever writes it.

-- Morning and afternoon of a day are two halves: [0,1) and [1,2).
create function moitie_de_jour(moment text) returns int4range language sql immutable as $$
  select int4range(case moment when 'apres-midi' then 1 else 0 end, case moment when 'matin' then 1 else 2 end)
$$;
alter table absence add constraint absence_sans_chevauchement exclude using gist
  (territoire_id with =, agent_id with =, daterange(absent_du, absent_au, '[]') with &&, moitie_de_jour(absent_moment) with &&)
  where (levee_at is null);
alter table lieu_fermeture add constraint lieu_fermeture_sans_chevauchement exclude using gist
  (territoire_id with =, lieu_id with =, daterange(du, au, '[]') with &&) where (levee_at is null);

create index seance_absence on seance (territoire_id, absence_id) where absence_id is not null;
create index seance_fermeture on seance (territoire_id, fermeture_id) where fermeture_id is not null;

-- The halves of a day that hours touch, cut at 13:00 as half-days are. 10:00 to 15:00 touches both.
create function moities_touchees(debut time, fin time) returns int4range language sql immutable as $$
  select int4range(case when debut < time '13:00' then 0 else 1 end, case when fin > time '13:00' then 2 else 1 end)
$$;

create function fermeture_du_jour(territoire text, lieu uuid, le date) returns uuid language sql stable as $$
  select id from lieu_fermeture
  where territoire_id = territoire and lieu_id = lieu and levee_at is null and le between du and au
$$;

create function absence_du_jour(territoire text, agent uuid, le date, debut time, fin time) returns uuid language sql stable as $$
  select id from absence
  where territoire_id = territoire and agent_id = agent and levee_at is null and le between absent_du and absent_au
    and moitie_de_jour(absent_moment) && moities_touchees(debut, fin)
  order by absent_du limit 1
$$;

-- What a series gives for such a day, as it is planned or as the series changes, is cancelled with why: it is announced so, and comes
-- back when the lieu opens again or the agent is back. Anything that somebody would plan there on purpose is refused.
create function seance_hors_fermeture_et_absence() returns trigger language plpgsql as $$
declare
  fermeture uuid;
  absence uuid;
begin
  if new.statut <> 'prevue' then return new; end if;
  if tg_op = 'UPDATE' and (new.agent_id, new.lieu_id, new.jour, new.heure_debut, new.heure_fin, new.statut)
    is not distinct from (old.agent_id, old.lieu_id, old.jour, old.heure_debut, old.heure_fin, old.statut) then
    return new;
  end if;
  if new.lieu_id is not null then fermeture := fermeture_du_jour(new.territoire_id, new.lieu_id, new.jour); end if;
  absence := absence_du_jour(new.territoire_id, new.agent_id, new.jour, new.heure_debut, new.heure_fin);
  if fermeture is null and absence is null then return new; end if;
  if new.permanence_id is not null and new.exceptions = '{}'
    and (tg_op = 'INSERT' or old.statut = 'prevue' and old.exceptions = '{}') then
    new.statut := 'annulee';
    if fermeture is not null then
      new.fermeture_id := fermeture;
      new.motif := 'Lieu fermé : '
        || (select f.motif from lieu_fermeture f where f.territoire_id = new.territoire_id and f.id = fermeture);
    else
      new.absence_id := absence;
      new.motif := 'Agent absent';
    end if;
    return new;
  end if;
  if fermeture is not null then
    raise exception 'the lieu does not open on that day' using errcode = 'exclusion_violation', constraint = 'seance_lieu_ouvert';
  end if;
  raise exception 'the agent is away on that day' using errcode = 'exclusion_violation', constraint = 'seance_agent_present';
end $$;
create trigger seance_hors_fermeture_et_absence before insert or update of agent_id, lieu_id, jour, heure_debut, heure_fin, statut on seance
  for each row execute function seance_hors_fermeture_et_absence();
