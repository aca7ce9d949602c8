-- Filters of the list of conventions that a person keeps under a name: what the address of the list says after « ? ».
create table filtre_conventions (
  territoire_id text not null,
  id uuid not null,
  compte_id uuid not null,
  nom text not null check (length(nom) between 1 and 60),
  requete text not null check (length(requete) <= 600),
  created_at timestamptz not null default now(),
  primary key (territoire_id, id),
  constraint filtre_conventions_nom_unique unique (territoire_id, compte_id, nom),
  foreign key (territoire_id, compte_id) references compte (territoire_id, id)
);

-- What was decided once of the séances beyond the last day of a convention, and the end that each permanence had before:
-- a decision is undone exactly where it still may be.
create table fin_decision (
  territoire_id text not null,
  id uuid not null,
  convention_id uuid not null,
  dernier_jour date not null,
  created_by uuid,
  created_at timestamptz not null default now(),
  primary key (territoire_id, id),
  foreign key (territoire_id, convention_id) references convention (territoire_id, id)
);
create index fin_decision_convention on fin_decision (territoire_id, convention_id);

create table fin_decision_permanence (
  territoire_id text not null,
  decision_id uuid not null,
  permanence_id uuid not null,
  au date not null,
  au_avant date,
  primary key (territoire_id, decision_id, permanence_id),
  foreign key (territoire_id, decision_id) references fin_decision (territoire_id, id),
  foreign key (territoire_id, permanence_id) references permanence (territoire_id, id)
);

-- The decision that cancelled a séance; null once it is planned again.
alter table seance
  add column fin_decision_id uuid,
  add constraint seance_fin_decision foreign key (territoire_id, fin_decision_id) references fin_decision (territoire_id, id);
create index seance_fin_decision on seance (territoire_id, fin_decision_id) where fin_decision_id is not null;

do $$
declare t text;
begin
  foreach t in array array['filtre_conventions', 'fin_decision', 'fin_decision_permanence']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy territoire on %I using (territoire_id = current_setting(''escale.territoire'', true))
      with check (territoire_id = current_setting(''escale.territoire'', true))', t);
  end loop;
end $$;
grant select, insert, update, delete on filtre_conventions to escale_application;
grant select, insert on fin_decision, fin_decision_permanence to escale_application;

alter table courriel drop constraint courriel_genre_check;
alter table courriel add constraint courriel_genre_check
  check (genre in ('connexion', 'securite', 'compte', 'journal', 'semaine', 'echeances', 'demande', 'suites'));
