-- Models of convention of a territoire: one draft at a time, published versions for ever. The models of Escale itself are
-- code: a convention names either one of their versions (« modele ») or one of the territoire's.
create table modele (
  territoire_id text not null references territoire (id),
  id uuid not null,
  nom text not null check (length(nom) between 1 and 80),
  created_by uuid,
  created_at timestamptz not null default now(),
  primary key (territoire_id, id),
  constraint modele_nom_unique unique (territoire_id, nom)
);

create table modele_version (
  territoire_id text not null,
  id uuid not null,
  modele_id uuid not null,
  numero integer not null check (numero > 0),
  -- As the foot of each page of the papers says it.
  libelle text not null,
  -- The version it was made from: one of Escale, or one of the territoire.
  origine text not null,
  contenu jsonb not null,
  created_by uuid,
  created_at timestamptz not null default now(),
  primary key (territoire_id, id),
  constraint modele_version_numero_unique unique (territoire_id, modele_id, numero),
  foreign key (territoire_id, modele_id) references modele (territoire_id, id)
);

create table modele_brouillon (
  territoire_id text not null,
  modele_id uuid not null,
  origine text not null,
  contenu jsonb not null,
  created_by uuid,
  created_at timestamptz not null default now(),
  updated_by uuid,
  updated_at timestamptz not null default now(),
  -- One draft a model.
  primary key (territoire_id, modele_id),
  foreign key (territoire_id, modele_id) references modele (territoire_id, id)
);

create function modele_version_immuable() returns trigger language plpgsql as $$
begin
  raise exception 'une version publiée ne se modifie ni ne s’efface : publiez-en une autre' using errcode = 'integrity_constraint_violation';
end $$;
create trigger modele_version_immuable before update or delete on modele_version
  for each row execute function modele_version_immuable();

alter table convention
  alter column modele drop not null,
  add column modele_version_id uuid,
  add constraint convention_un_modele check (num_nonnulls(modele, modele_version_id) = 1),
  add constraint convention_modele_version foreign key (territoire_id, modele_version_id)
    references modele_version (territoire_id, id);
create index convention_modele_version on convention (territoire_id, modele_version_id);

-- A convention keeps the version that its parties signed.
create function convention_modele_signe() returns trigger language plpgsql as $$
begin
  if (new.modele, new.modele_version_id) is distinct from (old.modele, old.modele_version_id) and exists (
    select from convention_evenement signature
    where signature.territoire_id = old.territoire_id and signature.convention_id = old.id
      and signature.type = 'signature' and not exists (
        select from convention_evenement annulation
        where annulation.territoire_id = old.territoire_id and annulation.convention_id = old.id
          and annulation.type = 'annulation' and annulation.donnees ->> 'evenementId' = signature.id::text)) then
    raise exception 'une partie a signé : la convention garde la version de son modèle' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger convention_modele_signe before update of modele, modele_version_id on convention
  for each row execute function convention_modele_signe();

do $$
declare t text;
begin
  foreach t in array array['modele', 'modele_version', 'modele_brouillon']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy territoire on %I using (territoire_id = current_setting(''escale.territoire'', true))
      with check (territoire_id = current_setting(''escale.territoire'', true))', t);
  end loop;
end $$;
grant select, insert, delete on modele to escale_application;
grant select, insert on modele_version to escale_application;
grant select, insert, update, delete on modele_brouillon to escale_application;
