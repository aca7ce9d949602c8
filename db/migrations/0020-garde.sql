-- What the DPO keeps watch over: data given to other services (art. 2), breaches (RGPD 33 and 34), the AIPD and the security
-- homologation.

-- An exchange of data: what was done is in its versions, the last of which counts; a correction adds one.
create table echange (
  territoire_id text not null references territoire (id),
  id uuid not null,
  created_by uuid,
  created_at timestamptz not null default now(),
  primary key (territoire_id, id)
);

create table echange_version (
  territoire_id text not null,
  echange_id uuid not null,
  rang smallint not null check (rang >= 1),
  le date not null,
  demandeur text not null check (length(demandeur) between 1 and 150),
  service text not null check (length(service) between 1 and 150),
  destinataire text not null check (destinataire in ('departement', 'partenaire')),
  -- Kinds of data, never the data.
  natures text[] not null check (cardinality(natures) between 1 and 20),
  precisions text check (length(precisions) <= 300),
  fondement text not null check (fondement in ('accord', 'mandat', 'mission', 'obligation', 'interets_vitaux')),
  finalite text not null check (length(finalite) between 1 and 300),
  personnes integer not null check (personnes between 1 and 1000000),
  envoye_par text not null check (length(envoye_par) between 1 and 150),
  canal text not null
    check (canal in ('plateforme', 'courriel_chiffre', 'courriel', 'courrier', 'main_propre', 'telephone', 'autre')),
  -- Why it was corrected.
  raison_correction text check (length(raison_correction) between 1 and 300),
  created_by uuid,
  created_at timestamptz not null default now(),
  primary key (territoire_id, echange_id, rang),
  foreign key (territoire_id, echange_id) references echange (territoire_id, id) on delete cascade,
  constraint echange_correction_motivee check ((rang = 1) = (raison_correction is null))
);

-- A breach: all that is known of it is in its events, which are added to and never changed.
create table violation (
  territoire_id text not null references territoire (id),
  id uuid not null,
  created_by uuid,
  created_at timestamptz not null default now(),
  primary key (territoire_id, id)
);
create index violation_declaree on violation (territoire_id, created_at);

create table violation_evenement (
  territoire_id text not null,
  id uuid not null,
  violation_id uuid not null,
  type text not null check (type in ('declaration', 'correction', 'notification', 'sans_notification', 'information',
    'sans_information', 'mesure', 'cloture', 'reouverture')),
  donnees jsonb not null,
  created_by uuid,
  -- The moment of the write itself: those who wait for each other keep their order.
  created_at timestamptz not null default clock_timestamp(),
  primary key (territoire_id, id),
  foreign key (territoire_id, violation_id) references violation (territoire_id, id) on delete cascade
);
create index violation_evenement_violation on violation_evenement (territoire_id, violation_id);

-- A version of the AIPD or of the homologation file: its bytes never change.
create table dossier_version (
  territoire_id text not null references territoire (id),
  id uuid not null,
  genre text not null check (genre in ('aipd', 'homologation')),
  etabli_le date not null,
  auteur text not null check (length(auteur) between 1 and 150),
  revoir_le date not null,
  fichier text not null check (length(fichier) between 1 and 120),
  octets bytea not null check (octet_length(octets) between 1 and 10485760),
  sha256 bytea not null generated always as (sha256(octets)) stored,
  created_by uuid,
  created_at timestamptz not null default now(),
  primary key (territoire_id, id),
  constraint dossier_version_genre unique (territoire_id, id, genre),
  constraint dossier_revoir_apres check (revoir_le > etabli_le)
);
alter table dossier_version alter octets set storage external;

-- What was done of a version, once each: signed by the DPO, decided by the authority of homologation, withdrawn.
create table dossier_acte (
  territoire_id text not null,
  version_id uuid not null,
  genre text not null,
  type text not null check (type in ('signature', 'decision', 'retrait')),
  le date not null,
  duree_mois smallint check (duree_mois between 1 and 60),
  fonction text check (length(fonction) between 1 and 150),
  -- The opinion of the DPO, or why it was withdrawn.
  texte text check (length(texte) between 1 and 1000),
  created_by uuid,
  created_at timestamptz not null default now(),
  primary key (territoire_id, version_id, type),
  foreign key (territoire_id, version_id, genre) references dossier_version (territoire_id, id, genre),
  constraint dossier_acte_selon_son_type check (case type
    when 'signature' then genre = 'aipd' and duree_mois is null and fonction is null
    when 'decision' then genre = 'homologation' and duree_mois is not null and fonction is not null and texte is null
    else texte is not null and duree_mois is null and fonction is null
  end)
);

create function garde_immuable() returns trigger language plpgsql as $$
begin
  raise exception 'ce registre se complète, il ne se modifie ni ne s’efface' using errcode = 'integrity_constraint_violation';
end $$;
create trigger echange_version_immuable before update on echange_version for each row execute function garde_immuable();
create trigger violation_evenement_immuable before update on violation_evenement
  for each row execute function garde_immuable();
create trigger dossier_version_immuable before update or delete on dossier_version
  for each row execute function garde_immuable();
create trigger dossier_acte_immuable before update or delete on dossier_acte
  for each row execute function garde_immuable();

-- The night alone removes a breach, whole, and only once closed.
create function violation_gardee() returns trigger language plpgsql as $$
declare dernier text;
begin
  select e.type into dernier from violation_evenement e
    where e.territoire_id = old.territoire_id and e.violation_id = old.id and e.type in ('cloture', 'reouverture')
    order by e.created_at desc, e.id desc limit 1;
  if dernier is distinct from 'cloture' then
    raise exception 'une violation ne s’efface pas tant qu’elle n’est pas close'
      using errcode = 'integrity_constraint_violation';
  end if;
  return old;
end $$;
create trigger violation_gardee before delete on violation for each row execute function violation_gardee();

create function violation_evenement_garde() returns trigger language plpgsql as $$
begin
  if exists (select from violation v where v.territoire_id = old.territoire_id and v.id = old.violation_id) then
    raise exception 'un événement d’une violation ne s’efface pas sans elle'
      using errcode = 'integrity_constraint_violation';
  end if;
  return old;
end $$;
create trigger violation_evenement_garde before delete on violation_evenement
  for each row execute function violation_evenement_garde();

do $$
declare t text;
begin
  foreach t in array array['echange', 'echange_version', 'violation', 'violation_evenement', 'dossier_version', 'dossier_acte']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy territoire on %I using (territoire_id = current_setting(''escale.territoire'', true))
      with check (territoire_id = current_setting(''escale.territoire'', true))', t);
  end loop;
end $$;
-- A row that bears nothing but its id may be held while its versions or events are read (`for update`).
grant select, insert, update, delete on echange, violation to escale_application;
grant select, insert, delete on echange_version, violation_evenement to escale_application;
grant select, insert on dossier_version, dossier_acte to escale_application;
