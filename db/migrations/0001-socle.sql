-- The ground: territoires, accounts, sessions, sent forms, mail, communes.
-- Every key of a territoire's table begins with territoire_id. The role group escale_application is granted to the
-- request role by whoever prepares the server (the embedded one does it by itself); it owns nothing.

create table installation (
  unique_ligne boolean primary key default true check (unique_ligne),
  nature text not null check (nature in ('demo', 'reelle')),
  created_at timestamptz not null default now()
);

create table commune (
  code_insee text primary key check (code_insee ~ '^([0-9]{2}|2[AB])[0-9]{3}$'),
  nom text not null,
  nom_recherche text not null,
  codes_postaux text[] not null,
  departement text not null,
  epci_siren text,
  epci_nom text,
  population integer,
  latitude double precision,
  longitude double precision
);
create index commune_nom_recherche on commune (nom_recherche text_pattern_ops);
create index commune_codes_postaux on commune using gin (codes_postaux);
create index commune_epci on commune (epci_siren) include (latitude, longitude) where latitude is not null;

create table territoire (
  id text primary key check (id ~ '^[0-9A-Z]{2,6}$'),
  nom text not null,
  nom_complet text not null,
  code_departement text not null,
  hote text unique,
  par_defaut boolean not null default false,
  theme text not null default 'escale',
  couleur text not null check (couleur ~ '^#[0-9a-f]{6}$'),
  adresse text not null,
  representant_nom text not null,
  representant_fonction text not null,
  telephone text,
  courriel text,
  mention text not null,
  -- What a convention's paper says of its Département; « à renseigner » while unknown.
  ville text,
  tribunal text,
  strategie_adoptee_le date,
  created_at timestamptz not null default now()
);
create unique index territoire_par_defaut on territoire (par_defaut) where par_defaut;

create table logo (
  territoire_id text primary key references territoire (id),
  type text not null check (type in ('image/png', 'image/jpeg', 'image/svg+xml')),
  octets bytea not null check (octet_length(octets) <= 524288),
  empreinte text not null,
  created_at timestamptz not null default now()
);

create table structure (
  territoire_id text not null references territoire (id),
  id uuid not null,
  nom text not null check (length(nom) between 1 and 150),
  nature text not null,
  siret text not null check (siret ~ '^[0-9]{14}$'),
  adresse text not null,
  code_postal text not null check (code_postal ~ '^[0-9]{5}$'),
  code_insee text not null references commune (code_insee),
  representant_nom text not null,
  representant_fonction text not null,
  telephone text,
  courriel text,
  fermee_le date,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (territoire_id, id),
  constraint structure_siret_unique unique (territoire_id, siret)
);

create table referent (
  territoire_id text not null,
  id uuid not null,
  structure_id uuid not null,
  nom text not null,
  fonction text not null,
  courriel text,
  telephone text,
  created_at timestamptz not null default now(),
  primary key (territoire_id, id),
  foreign key (territoire_id, structure_id) references structure (territoire_id, id)
);
create index referent_structure on referent (territoire_id, structure_id);

create table agent (
  territoire_id text not null references territoire (id),
  id uuid not null,
  prenom text not null,
  nom text not null,
  nature text not null check (nature in ('conseiller', 'ambassadeur')),
  contrat_debut date not null,
  contrat_fin date not null,
  certificat text,
  certificat_date date,
  port_attache text not null references commune (code_insee),
  demi_journees text[] not null default '{}',
  telephone text,
  courriel text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (territoire_id, id),
  constraint agent_contrat_dans_l_ordre check (contrat_fin >= contrat_debut)
);

create table compte (
  territoire_id text not null references territoire (id),
  id uuid not null,
  courriel text not null check (courriel = lower(courriel)),
  nom text not null,
  role text not null check (role in ('agent', 'equipe', 'referent', 'direction', 'dpo', 'administrateur')),
  agent_id uuid,
  structure_id uuid,
  demo boolean not null default false,
  ferme_le timestamptz,
  created_at timestamptz not null default now(),
  primary key (territoire_id, id),
  constraint compte_courriel_unique unique (territoire_id, courriel),
  foreign key (territoire_id, agent_id) references agent (territoire_id, id),
  foreign key (territoire_id, structure_id) references structure (territoire_id, id),
  constraint compte_agent check ((role = 'agent') = (agent_id is not null)),
  constraint compte_referent check ((role = 'referent') = (structure_id is not null))
);

-- Tokens are random and stored hashed (SHA-256): a stolen table signs nobody in.
create table lien_connexion (
  territoire_id text not null,
  jeton_hash bytea not null,
  compte_id uuid not null,
  expire_at timestamptz not null,
  used_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (territoire_id, jeton_hash),
  foreign key (territoire_id, compte_id) references compte (territoire_id, id)
);

create table session (
  territoire_id text not null,
  jeton_hash bytea not null,
  compte_id uuid not null,
  created_at timestamptz not null default now(),
  seen_at timestamptz not null default now(),
  expire_at timestamptz not null,
  primary key (territoire_id, jeton_hash),
  foreign key (territoire_id, compte_id) references compte (territoire_id, id)
);

-- One row a form that wrote something: a second submit of the same key answers what the first did.
create table envoi (
  territoire_id text not null references territoire (id),
  cle uuid not null,
  compte_id uuid,
  chemin text not null,
  suite text not null default '',
  created_at timestamptz not null default now(),
  primary key (territoire_id, cle)
);
create index envoi_created_at on envoi (territoire_id, created_at);

-- Mail is written in the transaction of what it tells, and sent after it.
create table courriel (
  territoire_id text not null references territoire (id),
  id uuid not null,
  destinataire text not null,
  sujet text not null,
  texte text not null,
  envoye_at timestamptz,
  echec text,
  created_at timestamptz not null default now(),
  primary key (territoire_id, id)
);
