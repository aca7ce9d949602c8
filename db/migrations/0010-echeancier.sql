-- How many days before each kind of deadline the territoire wants to be reminded; a kind without a row keeps the days that the
-- code declares, an empty list reminds of nothing.
create table echeance_reglage (
  territoire_id text not null references territoire (id),
  type text not null check (length(type) between 1 and 40),
  jours smallint[] not null check (cardinality(jours) <= 6 and 0 <= all (jours) and 365 >= all (jours)),
  primary key (territoire_id, type)
);

-- What each account was reminded of, once a step: the key of the deadline (kind, object, day), and the step in days.
create table echeance_rappel (
  territoire_id text not null,
  compte_id uuid not null,
  cle text not null check (length(cle) between 1 and 200),
  pas smallint not null check (pas between 0 and 365),
  envoye_le date not null,
  created_at timestamptz not null default now(),
  primary key (territoire_id, compte_id, cle, pas),
  foreign key (territoire_id, compte_id) references compte (territoire_id, id)
);

-- The secret address of somebody's calendar: one an account. `a_noter` is the address itself, sealed, only until its owner
-- has copied it.
create table calendrier_flux (
  territoire_id text not null,
  compte_id uuid not null,
  jeton_hash bytea not null,
  a_noter bytea,
  created_at timestamptz not null default now(),
  primary key (territoire_id, compte_id),
  constraint calendrier_flux_jeton_unique unique (territoire_id, jeton_hash),
  foreign key (territoire_id, compte_id) references compte (territoire_id, id)
);

-- « echeances »: the digest of reminders. « demande »: what a structure that asks to host is told of its request.
alter table courriel drop constraint courriel_genre_check;
alter table courriel add constraint courriel_genre_check
  check (genre in ('connexion', 'securite', 'compte', 'journal', 'semaine', 'echeances', 'demande'));

do $$
declare t text;
begin
  foreach t in array array['echeance_reglage', 'echeance_rappel', 'calendrier_flux']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy territoire on %I using (territoire_id = current_setting(''escale.territoire'', true))
      with check (territoire_id = current_setting(''escale.territoire'', true))', t);
  end loop;
end $$;
grant select, insert, update, delete on echeance_reglage, echeance_rappel, calendrier_flux to escale_application;
