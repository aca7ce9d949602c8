-- The planning as it is lived: rhythms other than every week, dates that differ from their series, days when an agent is away or a
-- lieu closed, rooms, and the road between two places.

-- Every n weeks counted from the first day, or the ranks of the weekday in its month (« 2e et 4e jeudi »; -1: the last one).
alter table permanence
  add column toutes_les smallint not null default 1 check (toutes_les between 1 and 8),
  add column rangs smallint[] not null default '{}' check (rangs <@ array[1, 2, 3, 4, 5, -1]::smallint[]),
  add column hors_vacances boolean not null default false,
  -- The permanence that this one goes on from, after a change « from this date on ».
  add column suite_de uuid,
  -- The permanence beside which this one is held, by another agent: same lieu, same hours.
  add column binome_de uuid,
  add column salle_id uuid,
  -- How people are received: as they come, by rendez-vous, or both, the rendez-vous between two hours of the half-day.
  add column accueil text not null default 'libre' check (accueil in ('libre', 'rendez_vous', 'mixte')),
  add column rdv_debut time,
  add column rdv_fin time,
  -- A rendez-vous begins every so many minutes.
  add column pas_minutes smallint not null default 30 check (pas_minutes between 10 and 120),
  add constraint permanence_un_rythme check (toutes_les = 1 or rangs = '{}'),
  add constraint permanence_suite foreign key (territoire_id, suite_de) references permanence (territoire_id, id),
  add constraint permanence_binome foreign key (territoire_id, binome_de) references permanence (territoire_id, id),
  add constraint permanence_plage_rdv check ((accueil = 'mixte') = (rdv_debut is not null and rdv_fin is not null)
    and (rdv_debut is null) = (rdv_fin is null)),
  add constraint permanence_plage_dans_l_horaire check (rdv_debut is null
    or (rdv_debut < rdv_fin and rdv_debut >= heure_debut and rdv_fin <= heure_fin));

create table salle (
  territoire_id text not null,
  id uuid not null,
  lieu_id uuid not null,
  nom text not null check (length(nom) between 1 and 80),
  places smallint not null check (places between 1 and 200),
  fermee_le date,
  created_at timestamptz not null default now(),
  primary key (territoire_id, id),
  foreign key (territoire_id, lieu_id) references lieu (territoire_id, id),
  constraint salle_nom_unique unique (territoire_id, lieu_id, nom)
);
alter table permanence add constraint permanence_salle foreign key (territoire_id, salle_id) references salle (territoire_id, id);

-- Days when nobody works as usual. No nature says why somebody is ill.
create table absence (
  territoire_id text not null,
  id uuid not null,
  agent_id uuid not null,
  absent_du date not null,
  absent_au date not null,
  absent_moment text not null default 'journee' check (absent_moment in ('journee', 'matin', 'apres-midi')),
  absent_nature text not null check (absent_nature in ('conge', 'formation', 'imprevue', 'autre')),
  created_by uuid,
  created_at timestamptz not null default now(),
  -- Withdrawn: it was a mistake, or the agent is back earlier.
  levee_at timestamptz,
  primary key (territoire_id, id),
  foreign key (territoire_id, agent_id) references agent (territoire_id, id),
  constraint absence_dates_dans_l_ordre check (absent_au >= absent_du and absent_au <= absent_du + 400)
);
create index absence_agent on absence (territoire_id, agent_id, absent_du);

-- Days when a lieu does not open, and opens again afterwards.
create table lieu_fermeture (
  territoire_id text not null,
  id uuid not null,
  lieu_id uuid not null,
  du date not null,
  au date not null,
  motif text not null check (length(motif) between 1 and 200),
  created_by uuid,
  created_at timestamptz not null default now(),
  -- Opened again before the day that was said, or closed by mistake.
  levee_at timestamptz,
  primary key (territoire_id, id),
  foreign key (territoire_id, lieu_id) references lieu (territoire_id, id),
  constraint lieu_fermeture_dates_dans_l_ordre check (au >= du and au <= du + 400)
);
create index lieu_fermeture_lieu on lieu_fermeture (territoire_id, lieu_id, du);

-- School holidays of the zone of the territoire, both days inclusive, as imported from the official calendar.
create table vacances (
  territoire_id text not null references territoire (id),
  zone text not null check (length(zone) between 1 and 40),
  du date not null,
  au date not null,
  nom text not null check (length(nom) between 1 and 100),
  primary key (territoire_id, zone, du),
  constraint vacances_dates_dans_l_ordre check (au >= du and au <= du + 120)
);
alter table territoire
  add column zone_scolaire text check (length(zone_scolaire) between 1 and 40),
  -- Mean speed on the roads, as the crow flies, in km/h; 0: nothing is asked between two places.
  add column vitesse_kmh smallint not null default 40 check (vitesse_kmh between 0 and 130);

alter table seance
  -- The day that its series gave: a séance that moves still stands for it, so that the series does not plan it again.
  add column jour_prevu date,
  -- What differs from the series, and later changes of the series leave alone.
  add column exceptions text[] not null default '{}' check (exceptions <@ array['jour', 'horaire', 'lieu', 'agent']),
  add column absence_id uuid,
  add column fermeture_id uuid,
  add column salle_id uuid,
  -- Held beside another séance of the same lieu, by the second agent.
  add column en_binome boolean not null default false,
  add constraint seance_absence foreign key (territoire_id, absence_id) references absence (territoire_id, id),
  add constraint seance_fermeture foreign key (territoire_id, fermeture_id) references lieu_fermeture (territoire_id, id),
  add constraint seance_salle foreign key (territoire_id, salle_id) references salle (territoire_id, id);
update seance set jour_prevu = jour where permanence_id is not null;
create function seance_jour_prevu() returns trigger language plpgsql as $$
begin
  if new.permanence_id is not null and new.jour_prevu is null then new.jour_prevu := new.jour; end if;
  return new;
end $$;
create trigger seance_jour_prevu before insert on seance for each row execute function seance_jour_prevu();
alter table seance
  add constraint seance_serie check ((permanence_id is null) = (jour_prevu is null)),
  drop constraint seance_permanence_unique,
  add constraint seance_permanence_unique unique (territoire_id, permanence_id, jour_prevu),
  drop constraint seance_lieu_sans_chevauchement,
  -- One room, one séance; a lieu that names no room has one. The second of a binôme sits in the room of the first.
  add constraint seance_lieu_sans_chevauchement exclude using gist
    (territoire_id with =, (coalesce(salle_id, lieu_id)) with =, tsrange(jour + heure_debut, jour + heure_fin) with &&)
    where (statut = 'prevue' and lieu_id is not null and not en_binome);

-- Minutes by road between two places, from the distance as the crow flies. Null where one is not on the map.
create function trajet_minutes(territoire text, lieu_a uuid, lieu_b uuid) returns integer language sql stable as $$
  select case when t.vitesse_kmh = 0 then 0 when a.lat is null or b.lat is null then null else
    ceil(6371 * 2 * asin(least(1, sqrt(
      power(sin(radians(b.lat - a.lat) / 2), 2)
      + cos(radians(a.lat)) * cos(radians(b.lat)) * power(sin(radians(b.lon - a.lon) / 2), 2)))) * 60 / t.vitesse_kmh)::integer end
  from territoire t,
    lateral (select coalesce(l.latitude, c.latitude) as lat, coalesce(l.longitude, c.longitude) as lon
      from lieu l join commune c on c.code_insee = l.code_insee where l.territoire_id = t.id and l.id = lieu_a) a,
    lateral (select coalesce(l.latitude, c.latitude) as lat, coalesce(l.longitude, c.longitude) as lon
      from lieu l join commune c on c.code_insee = l.code_insee where l.territoire_id = t.id and l.id = lieu_b) b
  where t.id = territoire
$$;

-- An agent has the time of the road between two séances of a day. Under the agent's lock, so that of two written at once the second
-- sees the first.
create function seance_trajet() returns trigger language plpgsql as $$
declare other record;
begin
  if new.statut <> 'prevue' or new.lieu_id is null then return new; end if;
  perform pg_advisory_xact_lock(hashtextextended('trajet ' || new.territoire_id || ' ' || new.agent_id, 0));
  for other in
    select s.id, trajet_minutes(new.territoire_id, new.lieu_id, s.lieu_id) as minutes,
      greatest(new.heure_debut - s.heure_fin, s.heure_debut - new.heure_fin) as ecart
    from seance s
    where s.territoire_id = new.territoire_id and s.agent_id = new.agent_id and s.jour = new.jour and s.statut = 'prevue'
      and s.id <> new.id and s.lieu_id is not null and s.lieu_id <> new.lieu_id
  loop
    -- Two that overlap are refused by the exclusion constraint, which says it better.
    if other.ecart >= interval '0' and other.ecart < make_interval(mins => coalesce(other.minutes, 0)) then
      raise exception 'not enough time on the road' using errcode = 'exclusion_violation', constraint = 'seance_trajet';
    end if;
  end loop;
  return new;
end $$;
create trigger seance_trajet before insert or update of agent_id, lieu_id, jour, heure_debut, heure_fin, statut on seance
  for each row execute function seance_trajet();

do $$
declare t text;
begin
  foreach t in array array['salle', 'absence', 'lieu_fermeture', 'vacances']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy territoire on %I using (territoire_id = current_setting(''escale.territoire'', true))
      with check (territoire_id = current_setting(''escale.territoire'', true))', t);
  end loop;
end $$;
grant select, insert, update, delete on salle, absence, lieu_fermeture, vacances to escale_application;
grant update (zone_scolaire, vitesse_kmh) on territoire to escale_application;
