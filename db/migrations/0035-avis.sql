-- What people are told of their rendez-vous, and how nothing told is lost.

-- Which rendez-vous a message tells of: one that is refused becomes a call.
alter table sms add column rendez_vous_id uuid;
alter table courriel add column rendez_vous_id uuid;
create index sms_non_remis on sms (territoire_id, created_at) where envoye_at is null;
create index courriel_rendez_vous_refuse on courriel (territoire_id) where rendez_vous_id is not null and echec is not null;
create index appel_rendez_vous on appel (territoire_id, rendez_vous_id) where fait_at is null;

-- What a merge of two records moved, so that it can be undone while nothing changed.
create table personne_fusion (
  territoire_id text not null,
  id uuid not null,
  personne_id uuid not null,
  gardee_id uuid not null,
  rdv_deplaces uuid[] not null default '{}',
  attentes_deplacees uuid[] not null default '{}',
  -- The columns of the kept record that were empty, and took what the other said.
  colonnes_completees text[] not null default '{}',
  faite_par uuid,
  created_at timestamptz not null default now(),
  defaite_at timestamptz,
  primary key (territoire_id, id),
  foreign key (territoire_id, personne_id) references personne (territoire_id, id) on delete cascade,
  foreign key (territoire_id, gardee_id) references personne (territoire_id, id) on delete cascade
);
create index personne_fusion_gardee on personne_fusion (territoire_id, gardee_id);
alter table personne
  drop constraint personne_territoire_id_fusionnee_dans_fkey,
  add constraint personne_fusionnee_dans foreign key (territoire_id, fusionnee_dans) references personne (territoire_id, id)
    on delete cascade;

-- A séance that is back, on the day and at the hours that it had, takes back the rendez-vous that waited to be placed again. Those who
-- were told that it was gone are told that it is back; those who were not hear nothing.
create function seance_revenue_avec_ses_rendez_vous() returns trigger language plpgsql as $$
declare r record;
begin
  for r in select id from rendez_vous
    where territoire_id = new.territoire_id and seance_id = new.id and statut = 'a_replacer'
      and debut >= new.heure_debut and fin <= new.heure_fin
    order by created_at, id
  loop
    begin
      update rendez_vous set statut = 'confirme', a_dire = case when a_dire is null then 'changement' end
        where territoire_id = new.territoire_id and id = r.id;
    exception when exclusion_violation or unique_violation then
      -- Its hour, or its person, was taken meanwhile: it still waits.
      null;
    end;
  end loop;
  return new;
end $$;
create trigger seance_revenue_avec_ses_rendez_vous after update of statut on seance
  for each row when (old.statut = 'annulee' and new.statut = 'prevue'
    and (new.jour, new.heure_debut, new.heure_fin) is not distinct from (old.jour, old.heure_debut, old.heure_fin))
  execute function seance_revenue_avec_ses_rendez_vous();

-- Whoever is received has come back: their record is kept from that day on.
create function personne_revenue() returns trigger language plpgsql as $$
begin
  update personne set updated_at = now() where territoire_id = new.territoire_id and id = new.personne_id;
  return new;
end $$;
create trigger personne_revenue after update of statut on rendez_vous
  for each row when (new.personne_id is not null and new.statut = 'recu' and old.statut <> 'recu')
  execute function personne_revenue();

do $$
declare t text;
begin
  foreach t in array array['personne_fusion']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy territoire on %I using (territoire_id = current_setting(''escale.territoire'', true))
      with check (territoire_id = current_setting(''escale.territoire'', true))', t);
  end loop;
end $$;
grant select, insert, update, delete on personne_fusion to escale_application;
