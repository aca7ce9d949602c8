-- What a change of a series did, so that whoever made it takes it back until the end of its day: the rows as they were, and as it left
-- them. They name nobody. Forgotten a week later.
create table serie_changement (
  territoire_id text not null references territoire (id),
  id uuid not null,
  -- The permanence that somebody changed, and all those that the change reached: the one beside it, those that it made.
  permanence_id uuid not null,
  permanences uuid[] not null,
  nature text not null check (nature in ('modifiee', 'confiee', 'arretee')),
  -- The first day that it changed, and the day on which it was made, in Paris.
  a_partir_du date not null,
  fait_le date not null,
  avant jsonb not null check (jsonb_typeof(avant) = 'object'),
  apres jsonb not null check (jsonb_typeof(apres) = 'object'),
  created_by uuid not null,
  created_at timestamptz not null default now(),
  annule_at timestamptz,
  primary key (territoire_id, id),
  -- A permanence that goes with an earlier change takes with it the later ones, which were taken back before.
  foreign key (territoire_id, permanence_id) references permanence (territoire_id, id) on delete cascade
);
create index serie_changement_du_jour on serie_changement (territoire_id, fait_le);

alter table serie_changement enable row level security;
create policy territoire on serie_changement using (territoire_id = current_setting('escale.territoire', true))
  with check (territoire_id = current_setting('escale.territoire', true));
grant select, insert, update, delete on serie_changement to escale_application;
