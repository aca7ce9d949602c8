-- The text of a notice that waits to be published: what was typed is not lost while its author gives their code again. One a territoire.
create table mandat_notice_proposee (
  territoire_id text primary key references territoire (id),
  texte jsonb not null,
  created_by uuid,
  created_at timestamptz not null
);
alter table mandat_notice_proposee enable row level security;
create policy territoire on mandat_notice_proposee using (territoire_id = current_setting('escale.territoire', true))
  with check (territoire_id = current_setting('escale.territoire', true));
grant select, insert, update, delete on mandat_notice_proposee to escale_application;
