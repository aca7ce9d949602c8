-- A Bénéficiaire's logo stands beside the Département's on its posters and bilans (art. 5: never larger).
create table structure_logo (
  territoire_id text not null,
  structure_id uuid not null,
  type text not null check (type in ('image/png', 'image/jpeg', 'image/svg+xml')),
  octets bytea not null check (octet_length(octets) <= 524288),
  created_at timestamptz not null default now(),
  primary key (territoire_id, structure_id),
  foreign key (territoire_id, structure_id) references structure (territoire_id, id)
);
alter table structure_logo enable row level security;
create policy territoire on structure_logo using (territoire_id = current_setting('escale.territoire', true))
  with check (territoire_id = current_setting('escale.territoire', true));
grant select, insert, update, delete on structure_logo to escale_application;
