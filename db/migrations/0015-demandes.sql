-- How a structure comes in (demandes), how an existing portfolio does (imports), and who else sits in the comité technique.
create table demande (
  territoire_id text not null references territoire (id),
  id uuid not null,
  nom text not null check (length(nom) between 1 and 150),
  nature text not null,
  siret text check (siret ~ '^[0-9]{14}$'),
  code_insee text not null references commune (code_insee),
  contact_nom text not null,
  contact_fonction text not null,
  contact_courriel text not null,
  contact_telephone text,
  message text,
  -- The structure of the register that it has become.
  structure_id uuid,
  contactee_le date,
  visite_prevue_le date,
  prochaine_action text,
  prochaine_action_le date,
  sans_suite_le date,
  sans_suite_motif text check (sans_suite_motif in ('retrait', 'sans_reponse', 'locaux', 'agents', 'autre_demande', 'autre')),
  sans_suite_precision text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (territoire_id, id),
  foreign key (territoire_id, structure_id) references structure (territoire_id, id),
  constraint demande_action_datee check ((prochaine_action is null) = (prochaine_action_le is null)),
  constraint demande_sans_suite_motivee check ((sans_suite_le is null) = (sans_suite_motif is null))
);
create index demande_recue on demande (territoire_id, created_at);
create index demande_structure on demande (territoire_id, structure_id);

-- Places that it thinks of, and what they have as it says itself: nothing here is evidence.
create table demande_lieu (
  territoire_id text not null,
  demande_id uuid not null,
  rang smallint not null check (rang between 1 and 3),
  nom text not null check (length(nom) between 1 and 150),
  adresse text,
  criteres text[] not null default '{}',
  primary key (territoire_id, demande_id, rang),
  foreign key (territoire_id, demande_id) references demande (territoire_id, id) on delete cascade
);

create table demande_note (
  territoire_id text not null,
  id uuid not null,
  demande_id uuid not null,
  texte text not null,
  created_by uuid,
  created_at timestamptz not null default now(),
  primary key (territoire_id, id),
  foreign key (territoire_id, demande_id) references demande (territoire_id, id) on delete cascade
);
create index demande_note_demande on demande_note (territoire_id, demande_id);

-- Legal persons, other than the Département and the Bénéficiaires, that employ at least one conseiller (art. 3.4).
create table membre (
  territoire_id text not null references territoire (id),
  id uuid not null,
  nom text not null check (length(nom) between 1 and 150),
  nature text not null,
  siret text check (siret ~ '^[0-9]{14}$'),
  code_insee text not null references commune (code_insee),
  conseillers integer not null check (conseillers between 1 and 999),
  du date not null,
  -- Last day, inclusive.
  au date,
  contact_nom text,
  contact_fonction text,
  contact_courriel text,
  contact_telephone text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (territoire_id, id),
  constraint membre_siret_unique unique (territoire_id, siret),
  constraint membre_dates_dans_l_ordre check (au is null or au >= du)
);

-- A file of the register: analysed line by line before anything of it is written.
create table import_registre (
  territoire_id text not null references territoire (id),
  id uuid not null,
  fichier text not null,
  octets bytea not null check (octet_length(octets) <= 20971520),
  etat text not null check (etat in ('a_analyser', 'analyse', 'a_ecrire', 'ecrit', 'illisible')),
  -- Why the file as a whole cannot be read.
  erreur text,
  ecrit_at timestamptz,
  created_by uuid,
  created_at timestamptz not null default now(),
  primary key (territoire_id, id)
);

create table import_ligne (
  territoire_id text not null,
  import_id uuid not null,
  -- Its number in the spreadsheet: 1 is the line of the titles.
  rang integer not null check (rang >= 1),
  verdict text not null check (verdict in ('nouvelle', 'modifiee', 'inchangee', 'erreur')),
  reference text,
  structure text,
  -- What changes, or what is wrong, each with its column.
  detail jsonb not null,
  primary key (territoire_id, import_id, rang),
  foreign key (territoire_id, import_id) references import_registre (territoire_id, id) on delete cascade
);

do $$
declare t text;
begin
  foreach t in array array['demande', 'demande_lieu', 'demande_note', 'membre', 'import_registre', 'import_ligne']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy territoire on %I using (territoire_id = current_setting(''escale.territoire'', true))
      with check (territoire_id = current_setting(''escale.territoire'', true))', t);
  end loop;
end $$;
grant select, insert, update, delete on demande, demande_lieu, demande_note, membre, import_registre, import_ligne
  to escale_application;

-- Mails of demandes, and of the échéancier.
alter table courriel drop constraint courriel_genre_check;
alter table courriel add constraint courriel_genre_check
  check (genre in ('connexion', 'securite', 'compte', 'journal', 'semaine', 'demande', 'echeances'));
