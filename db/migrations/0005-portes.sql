-- Who gets in. The mailbox is the person: whoever proves it by a link holds every account that bears it (several roles, or
-- several structures: one « casquette » each), and the same second factors open them all.
alter table compte drop constraint compte_courriel_unique;
alter table compte add constraint compte_casquette_unique
  unique nulls not distinct (territoire_id, courriel, role, agent_id, structure_id);

-- What is known of a mailbox: failures in a row, until when it waits, and the mail that it refused.
create table identifiant (
  territoire_id text not null references territoire (id),
  courriel text not null check (courriel = lower(courriel)),
  echecs integer not null default 0 check (echecs >= 0),
  bloque_jusque timestamptz,
  avis_refuses text[] not null default '{}',
  created_at timestamptz not null default now(),
  primary key (territoire_id, courriel)
);

-- A second factor: the secret of an application (encrypted), or the public key of a passkey. It counts once it is proved.
create table facteur (
  territoire_id text not null,
  id uuid not null,
  courriel text not null,
  genre text not null check (genre in ('application', 'cle')),
  nom text not null check (length(nom) between 1 and 60),
  secret bytea,
  -- The last 30-second step that was used: a code never serves twice.
  dernier_pas bigint,
  cle_id bytea,
  cle_publique bytea,
  compteur bigint not null default 0,
  transports text[] not null default '{}',
  prouve_at timestamptz,
  used_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (territoire_id, id),
  foreign key (territoire_id, courriel) references identifiant (territoire_id, courriel),
  constraint facteur_cle_unique unique (territoire_id, cle_id),
  constraint facteur_complet check (
    (genre = 'application' and secret is not null and cle_id is null)
    or (genre = 'cle' and secret is null and cle_id is not null and cle_publique is not null)
  )
);
create index facteur_courriel on facteur (territoire_id, courriel);

-- Ten codes for the day the telephone is lost. `a_noter` is the code itself, sealed, only until its owner has noted it.
create table code_secours (
  territoire_id text not null,
  empreinte bytea not null,
  courriel text not null,
  a_noter bytea,
  used_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (territoire_id, courriel, empreinte),
  foreign key (territoire_id, courriel) references identifiant (territoire_id, courriel)
);

-- A session is first opened by a link (« lien »), then by the second factor (« double »): only then does it open anything.
-- `acteur` is the random name under which the journal knows it; `id` is what its owner may revoke; `defi` is the
-- challenge that a passkey signs, good once.
alter table session
  add column id uuid not null default gen_random_uuid(),
  add column niveau text not null default 'double' check (niveau in ('lien', 'double')),
  add column acteur uuid not null default gen_random_uuid(),
  add column confirme_at timestamptz,
  add column defi bytea,
  add column defi_at timestamptz,
  add column navigateur text not null default '',
  add constraint session_id_unique unique (territoire_id, id);
create index session_compte on session (territoire_id, compte_id);

do $$
declare t text;
begin
  foreach t in array array['identifiant', 'facteur', 'code_secours']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy territoire on %I using (territoire_id = current_setting(''escale.territoire'', true))
      with check (territoire_id = current_setting(''escale.territoire'', true))', t);
  end loop;
end $$;
grant select, insert, update, delete on identifiant, facteur, code_secours to escale_application;
