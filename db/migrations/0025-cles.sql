-- The keys beside the database: how far both have gone together, and what their comparison found last.
create table cles_suivi (
  territoire_id text primary key references territoire (id),
  -- Counted here, then with the keys. A database that is behind was taken back to an earlier day, or is a copy of one that goes on.
  passage integer not null default 0 check (passage >= 0),
  compare_at timestamptz,
  orphelines_recentes integer,
  orphelines_anciennes integer,
  sans_cle integer,
  constraint cles_suivi_comparaison_entiere check (num_nulls(compare_at, orphelines_recentes, orphelines_anciennes, sans_cle) in (0, 4))
);
alter table cles_suivi enable row level security;
create policy territoire on cles_suivi using (territoire_id = current_setting('escale.territoire', true))
  with check (territoire_id = current_setting('escale.territoire', true));
grant select, insert, update on cles_suivi to escale_application;
