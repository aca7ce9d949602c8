-- What leaves on time: how long a territoire keeps each kind of data, what each night removed, and the totals that stay.
-- Numbers by kind, in the unit of the kind; what is absent is the default that the code declares.
alter table territoire add durees_conservation jsonb not null default '{}'
  check (jsonb_typeof(durees_conservation) = 'object');
grant update (durees_conservation) on territoire to escale_application;

-- Since when a row names nobody any more.
alter table compte add efface_le timestamptz;
alter table agent add efface_le timestamptz;

-- Acts of help too old to be kept one by one: what is left of them is how many there were of each sort.
create table accompagnement_mensuel (
  territoire_id text not null references territoire (id),
  mois date not null check (extract(day from mois) = 1),
  convention_id uuid,
  -- Null: help given elsewhere than in a lieu.
  code_insee text references commune (code_insee),
  rubrique text not null check (rubrique in
    ('total', 'thematique', 'demarche', 'objectif', 'issue', 'genre', 'tranche_age', 'statut_social')),
  -- A key of the nomenclature; of « total »: « personnes » or « minutes ».
  cle text not null,
  nombre integer not null check (nombre > 0),
  constraint accompagnement_mensuel_unique
    unique nulls not distinct (territoire_id, mois, convention_id, code_insee, rubrique, cle),
  foreign key (territoire_id, convention_id) references convention (territoire_id, id)
);
create index accompagnement_jour on accompagnement (territoire_id, jour);

-- How many rows of each kind left each night.
create table conservation_passage (
  territoire_id text not null references territoire (id),
  jour date not null,
  donnee text not null,
  nombre integer not null check (nombre >= 0),
  primary key (territoire_id, jour, donnee)
);

do $$
declare t text;
begin
  foreach t in array array['accompagnement_mensuel', 'conservation_passage']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy territoire on %I using (territoire_id = current_setting(''escale.territoire'', true))
      with check (territoire_id = current_setting(''escale.territoire'', true))', t);
  end loop;
end $$;
grant select, insert, update on accompagnement_mensuel, conservation_passage to escale_application;
