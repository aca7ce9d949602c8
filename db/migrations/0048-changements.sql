-- What a change of a series did, so that whoever made it takes it back until the end of its day: the rows as they were, and as it left
-- them. They name nobody. Forgotten a week later.
create table serie_changement (
  territoire_id text not null references territoire (id),
  id uuid not null,
  -- The permanence that somebody changed, and all those that the change reached: the one beside it, those that it made.
  permanence_id uuid not null,
  permanences uuid[] not null,
  nature text not null check (nature in ('modifiee', 'confiee', 'arretee')),
  -- The first day that it changed, and the day on which it was made, in Paris.
  a_partir_du date not null,
  fait_le date not null,
  avant jsonb not null check (jsonb_typeof(avant) = 'object'),
  apres jsonb not null check (jsonb_typeof(apres) = 'object'),
  created_by uuid not null,
  created_at timestamptz not null default now(),
  annule_at timestamptz,
  primary key (territoire_id, id),
  -- A permanence that goes with an earlier change takes with it the later ones, which were taken back before.
  foreign key (territoire_id, permanence_id) references permanence (territoire_id, id) on delete cascade
);
create index serie_changement_du_jour on serie_changement (territoire_id, fait_le);

alter table serie_changement enable row level security;
create policy territoire on serie_changement using (territoire_id = current_setting('escale.territoire', true))
  with check (territoire_id = current_setting('escale.territoire', true));
grant select, insert, update, delete on serie_changement to escale_application;

-- A permanence that names no room takes the whole lieu: where a lieu names its rooms, two half-days at the same hours, one in a room
-- and one in none, may be two people behind the same door. Séances already there stay until somebody names their room.
create function seance_lieu_entier() returns trigger language plpgsql as $$
begin
  if new.statut <> 'prevue' or new.lieu_id is null or new.en_binome then return new; end if;
  if tg_op = 'UPDATE' and (new.lieu_id, new.salle_id, new.jour, new.heure_debut, new.heure_fin, new.statut, new.en_binome)
    is not distinct from (old.lieu_id, old.salle_id, old.jour, old.heure_debut, old.heure_fin, old.statut, old.en_binome) then
    return new;
  end if;
  if not exists (select from salle r where r.territoire_id = new.territoire_id and r.lieu_id = new.lieu_id) then
    return new;
  end if;
  perform pg_advisory_xact_lock(hashtextextended('lieu ' || new.territoire_id || ' ' || new.lieu_id, 0));
  if exists (select from seance s
    where s.territoire_id = new.territoire_id and s.lieu_id = new.lieu_id and s.jour = new.jour and s.statut = 'prevue'
      and s.id <> new.id and not s.en_binome and (s.salle_id is null) <> (new.salle_id is null)
      and s.heure_debut < new.heure_fin and new.heure_debut < s.heure_fin) then
    raise exception 'one of the two names no room' using errcode = 'exclusion_violation', constraint = 'seance_lieu_entier';
  end if;
  return new;
end $$;
create trigger seance_lieu_entier before insert or update of lieu_id, salle_id, jour, heure_debut, heure_fin, statut, en_binome
  on seance for each row execute function seance_lieu_entier();
