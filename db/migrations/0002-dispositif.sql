-- The dispositif: conventions as events, lieux and their evidence, permanences and séances, accompagnements.
create extension if not exists btree_gist;

create table convention (
  territoire_id text not null,
  id uuid not null,
  structure_id uuid not null,
  reference text not null check (length(reference) between 1 and 40),
  modele text not null,
  clauses jsonb not null,
  point_accueil text,
  note text,
  created_by uuid,
  created_at timestamptz not null default now(),
  primary key (territoire_id, id),
  constraint convention_reference_unique unique (territoire_id, reference),
  foreign key (territoire_id, structure_id) references structure (territoire_id, id)
);
create index convention_structure on convention (territoire_id, structure_id);

-- Events, never erased: one entered by mistake is cancelled by another of type 'annulation'.
create table convention_evenement (
  territoire_id text not null,
  id uuid not null,
  convention_id uuid not null,
  type text not null,
  jour date not null,
  donnees jsonb not null,
  created_by uuid,
  created_at timestamptz not null default now(),
  primary key (territoire_id, id),
  foreign key (territoire_id, convention_id) references convention (territoire_id, id)
);
create index convention_evenement_convention on convention_evenement (territoire_id, convention_id);

create function evenement_immuable() returns trigger language plpgsql as $$
begin
  raise exception 'un événement de convention ne se modifie ni ne s’efface : il s’annule par un autre' using errcode = 'integrity_constraint_violation';
end $$;
create trigger convention_evenement_immuable before update or delete on convention_evenement
  for each row execute function evenement_immuable();

create table lieu (
  territoire_id text not null,
  id uuid not null,
  structure_id uuid,
  nom text not null check (length(nom) between 1 and 150),
  adresse text not null,
  code_postal text not null check (code_postal ~ '^[0-9]{5}$'),
  code_insee text not null references commune (code_insee),
  acces text,
  a_apporter text,
  telephone text,
  latitude double precision,
  longitude double precision,
  accord_beneficiaire_le date,
  accord_departement_le date,
  ferme_le date,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (territoire_id, id),
  foreign key (territoire_id, structure_id) references structure (territoire_id, id),
  foreign key (territoire_id) references territoire (id),
  constraint lieu_coordonnees_entieres check ((latitude is null) = (longitude is null))
);
create index lieu_structure on lieu (territoire_id, structure_id);
create index lieu_commune on lieu (territoire_id, code_insee);

create table lieu_constat (
  territoire_id text not null,
  id uuid not null,
  lieu_id uuid not null,
  critere text not null,
  satisfait boolean not null,
  constate_le date not null,
  constate_par text not null,
  precision text,
  created_by uuid,
  created_at timestamptz not null default now(),
  primary key (territoire_id, id),
  foreign key (territoire_id, lieu_id) references lieu (territoire_id, id)
);
create index lieu_constat_lieu on lieu_constat (territoire_id, lieu_id);

create table permanence (
  territoire_id text not null,
  id uuid not null,
  agent_id uuid not null,
  lieu_id uuid not null,
  jour_semaine smallint not null check (jour_semaine between 1 and 7),
  demi_journee text not null check (demi_journee in ('matin', 'apres-midi')),
  heure_debut time not null,
  heure_fin time not null,
  du date not null,
  au date,
  created_by uuid,
  created_at timestamptz not null default now(),
  primary key (territoire_id, id),
  foreign key (territoire_id, agent_id) references agent (territoire_id, id),
  foreign key (territoire_id, lieu_id) references lieu (territoire_id, id),
  constraint permanence_heures_dans_l_ordre check (heure_fin > heure_debut),
  constraint permanence_dates_dans_l_ordre check (au is null or au >= du)
);
create index permanence_lieu on permanence (territoire_id, lieu_id);
create index permanence_agent on permanence (territoire_id, agent_id);

-- Hours are Paris wall-clock: 9 h stays 9 h across changes of time.
create table seance (
  territoire_id text not null,
  id uuid not null,
  permanence_id uuid,
  agent_id uuid not null,
  lieu_id uuid,
  convention_id uuid,
  jour date not null,
  heure_debut time not null,
  heure_fin time not null,
  statut text not null default 'prevue' check (statut in ('prevue', 'annulee')),
  motif text,
  endroit text,
  created_by uuid,
  created_at timestamptz not null default now(),
  primary key (territoire_id, id),
  foreign key (territoire_id, permanence_id) references permanence (territoire_id, id),
  foreign key (territoire_id, agent_id) references agent (territoire_id, id),
  foreign key (territoire_id, lieu_id) references lieu (territoire_id, id),
  foreign key (territoire_id, convention_id) references convention (territoire_id, id),
  constraint seance_heures_dans_l_ordre check (heure_fin > heure_debut),
  constraint seance_ponctuelle_motivee check (permanence_id is not null or (motif is not null and endroit is not null and created_by is not null)),
  constraint seance_permanence_unique unique (territoire_id, permanence_id, jour),
  constraint seance_agent_sans_chevauchement exclude using gist (
    territoire_id with =, agent_id with =, tsrange(jour + heure_debut, jour + heure_fin) with &&
  ) where (statut = 'prevue'),
  constraint seance_lieu_sans_chevauchement exclude using gist (
    territoire_id with =, lieu_id with =, tsrange(jour + heure_debut, jour + heure_fin) with &&
  ) where (statut = 'prevue' and lieu_id is not null)
);
create index seance_lieu_jour on seance (territoire_id, lieu_id, jour);
create index seance_agent_jour on seance (territoire_id, agent_id, jour);
create index seance_jour on seance (territoire_id, jour) where statut = 'prevue';
create index seance_convention on seance (territoire_id, convention_id, jour);

-- One act of help. No identity is kept: a profile band, frozen at the date of the act.
create table accompagnement (
  territoire_id text not null,
  id uuid not null,
  seance_id uuid not null,
  agent_id uuid not null,
  convention_id uuid,
  jour date not null,
  duree_minutes integer not null check (duree_minutes between 1 and 1439),
  thematiques text[] not null check (cardinality(thematiques) >= 1),
  demarches text[] not null default '{}',
  objectif text not null,
  issue text not null check (issue in ('faite', 'commencee', 'orientee', 'impossible')),
  issue_precision text,
  orientation text,
  genre text not null,
  tranche_age text not null,
  statut_social text not null,
  created_by uuid,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (territoire_id, id),
  foreign key (territoire_id, seance_id) references seance (territoire_id, id),
  foreign key (territoire_id, agent_id) references agent (territoire_id, id),
  foreign key (territoire_id, convention_id) references convention (territoire_id, id)
);
create index accompagnement_seance on accompagnement (territoire_id, seance_id);
create index accompagnement_convention on accompagnement (territoire_id, convention_id, jour);
create index accompagnement_agent on accompagnement (territoire_id, agent_id, jour);
