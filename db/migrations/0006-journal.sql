-- What is remembered. An entry is written in the transaction of what it records: who (by random name), what, which object;
-- never content. The sealer chains the entries of a territoire a moment later, so that writers never wait for each other.
create table journal_entree (
  territoire_id text not null references territoire (id),
  id uuid not null,
  at timestamptz not null default clock_timestamp(),
  -- Null: Escale itself, or somebody not signed in.
  acteur uuid,
  acte text not null check (length(acte) between 1 and 120),
  objet_type text,
  objet_id text check (length(objet_id) <= 120),
  primary key (territoire_id, id)
);
create index journal_entree_at on journal_entree (territoire_id, at);

-- What waits for its seal.
create table journal_attente (
  territoire_id text not null,
  entree_id uuid not null,
  primary key (territoire_id, entree_id),
  foreign key (territoire_id, entree_id) references journal_entree (territoire_id, id)
);

-- The chain: each link holds the SHA-256 of the one before and of its entry.
create table journal_maillon (
  territoire_id text not null,
  rang bigint not null check (rang >= 1),
  entree_id uuid not null,
  empreinte bytea not null check (octet_length(empreinte) = 32),
  scelle_at timestamptz not null default clock_timestamp(),
  primary key (territoire_id, rang),
  constraint journal_maillon_entree_unique unique (territoire_id, entree_id),
  foreign key (territoire_id, entree_id) references journal_entree (territoire_id, id)
);

-- Who hides behind a random name, and from where: purged after 12 months, the chain stays valid.
create table journal_identite (
  territoire_id text not null references territoire (id),
  acteur uuid not null,
  compte_id uuid,
  nom text not null,
  role text,
  adresse text,
  created_at timestamptz not null default now(),
  primary key (territoire_id, acteur)
);
create index journal_identite_created_at on journal_identite (territoire_id, created_at);

create function journal_immuable() returns trigger language plpgsql as $$
begin
  raise exception 'le journal ne se modifie ni ne s’efface' using errcode = 'integrity_constraint_violation';
end $$;
do $$
declare t text;
begin
  foreach t in array array['journal_entree', 'journal_maillon']
  loop
    execute format('create trigger %I before update or delete on %I for each row execute function journal_immuable()', t || '_immuable', t);
    execute format('create trigger %I before truncate on %I for each statement execute function journal_immuable()', t || '_entier', t);
  end loop;
  foreach t in array array['journal_entree', 'journal_attente', 'journal_maillon', 'journal_identite']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy territoire on %I using (territoire_id = current_setting(''escale.territoire'', true))
      with check (territoire_id = current_setting(''escale.territoire'', true))', t);
  end loop;
end $$;
grant select, insert on journal_entree, journal_maillon to escale_application;
grant select, insert, delete on journal_attente, journal_identite to escale_application;
