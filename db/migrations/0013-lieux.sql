-- The lieu in the convention: proposed, visited, agreed by both (art. 1.2); its evidence that expires and what is decided of
-- what is lost; its poster, put up on a day (art. 1.2); what the Bénéficiaire owes and does not give (art. 3.2).

-- How a territoire judges its lieux; without a row, the criteria of 2022.
create table lieu_regles (
  territoire_id text primary key references territoire (id),
  -- Criteria required, by use.
  exigences jsonb not null check (jsonb_typeof(exigences) = 'object'),
  -- Months during which a constat counts, by criterion; null: it never wears out.
  validites jsonb not null check (jsonb_typeof(validites) = 'object'),
  grace_jours integer not null check (grace_jours between 0 and 366),
  created_at timestamptz not null default now()
);

-- A lieu that the référent proposed; agreed by both, it is like any other.
create table lieu_proposition (
  territoire_id text not null,
  lieu_id uuid not null,
  propose_le date not null,
  declares text[] not null default '{}',
  message text,
  refusee_le date,
  refus_motif text,
  created_by uuid,
  created_at timestamptz not null default now(),
  primary key (territoire_id, lieu_id),
  foreign key (territoire_id, lieu_id) references lieu (territoire_id, id),
  constraint lieu_proposition_refus_motive check ((refusee_le is null) = (refus_motif is null))
);

alter table lieu
  add column visite_prevue_le date,
  add column visite_prevue_par text,
  add constraint lieu_visite_prevue_entiere check (visite_prevue_le is not null or visite_prevue_par is null);

create table lieu_visite (
  territoire_id text not null,
  id uuid not null,
  lieu_id uuid not null,
  faite_le date not null,
  faite_par text not null,
  remarque text,
  -- What was said of the criteria that were not seen, by criterion.
  non_vus jsonb not null default '{}' check (jsonb_typeof(non_vus) = 'object'),
  created_by uuid,
  created_at timestamptz not null default now(),
  primary key (territoire_id, id),
  foreign key (territoire_id, lieu_id) references lieu (territoire_id, id)
);
create index lieu_visite_lieu on lieu_visite (territoire_id, lieu_id, faite_le);

-- The visits of before: one for what one person saw in one lieu on one day.
insert into lieu_visite (territoire_id, id, lieu_id, faite_le, faite_par, created_by, created_at)
  select territoire_id, gen_random_uuid(), lieu_id, constate_le, constate_par, created_by, min(created_at)
  from lieu_constat group by territoire_id, lieu_id, constate_le, constate_par, created_by;
alter table lieu_constat
  add column visite_id uuid,
  add foreign key (territoire_id, visite_id) references lieu_visite (territoire_id, id);
update lieu_constat c set visite_id = v.id from lieu_visite v
  where v.territoire_id = c.territoire_id and v.lieu_id = c.lieu_id and v.faite_le = c.constate_le
    and v.faite_par = c.constate_par and v.created_by is not distinct from c.created_by;
create index lieu_constat_visite on lieu_constat (territoire_id, visite_id);

create table lieu_photo (
  territoire_id text not null,
  id uuid not null,
  visite_id uuid not null,
  type text not null check (type in ('image/png', 'image/jpeg')),
  octets bytea not null check (octet_length(octets) between 1 and 6291456),
  legende text,
  created_by uuid,
  created_at timestamptz not null default now(),
  primary key (territoire_id, id),
  foreign key (territoire_id, visite_id) references lieu_visite (territoire_id, id)
);
create index lieu_photo_visite on lieu_photo (territoire_id, visite_id);

-- What is decided of a criterion lost: put it right by a day, move, or suspend up to a day.
create table lieu_decision (
  territoire_id text not null,
  id uuid not null,
  lieu_id uuid not null,
  choix text not null check (choix in ('remettre', 'demenager', 'suspendre')),
  criteres text[] not null check (cardinality(criteres) >= 1),
  jour date not null,
  echeance date not null,
  motif text not null,
  vers_lieu_id uuid,
  seances_annulees integer not null default 0 check (seances_annulees >= 0),
  created_by uuid,
  created_at timestamptz not null default now(),
  primary key (territoire_id, id),
  foreign key (territoire_id, lieu_id) references lieu (territoire_id, id),
  foreign key (territoire_id, vers_lieu_id) references lieu (territoire_id, id),
  constraint lieu_decision_dans_l_ordre check (echeance >= jour),
  constraint lieu_decision_destination check ((choix = 'demenager') = (vers_lieu_id is not null))
);
create index lieu_decision_lieu on lieu_decision (territoire_id, lieu_id);

create table lieu_derogation (
  territoire_id text not null,
  id uuid not null,
  lieu_id uuid not null,
  usage text not null check (usage in ('permanence', 'atelier')),
  criteres text[] not null check (cardinality(criteres) >= 1),
  motif text not null,
  du date not null,
  au date not null,
  -- The day from which it no longer counts; null: it runs to its last day.
  levee_le date,
  decision_id uuid,
  created_by uuid,
  created_at timestamptz not null default now(),
  primary key (territoire_id, id),
  foreign key (territoire_id, lieu_id) references lieu (territoire_id, id),
  foreign key (territoire_id, decision_id) references lieu_decision (territoire_id, id),
  constraint lieu_derogation_dans_l_ordre check (au >= du)
);
create index lieu_derogation_lieu on lieu_derogation (territoire_id, lieu_id);

-- « L’affiche est posée », and what it said that day.
create table affiche_pose (
  territoire_id text not null,
  id uuid not null,
  lieu_id uuid not null,
  posee_le date not null,
  contenu jsonb not null check (jsonb_typeof(contenu) = 'object'),
  created_by uuid,
  created_at timestamptz not null default now(),
  primary key (territoire_id, id),
  foreign key (territoire_id, lieu_id) references lieu (territoire_id, id)
);
create index affiche_pose_lieu on affiche_pose (territoire_id, lieu_id, posee_le);

create table manquement (
  territoire_id text not null,
  id uuid not null,
  lieu_id uuid not null,
  -- The convention in force on that day; null when there was none.
  convention_id uuid,
  seance_id uuid,
  nature text not null check (nature in ('accueil', 'moyens', 'gratuite', 'communication')),
  constate_le date not null,
  remarque text,
  repondu_le date,
  reponse text,
  -- The event of the mise en demeure that cites it.
  mise_en_demeure_id uuid,
  created_by uuid,
  created_at timestamptz not null default now(),
  primary key (territoire_id, id),
  foreign key (territoire_id, lieu_id) references lieu (territoire_id, id),
  foreign key (territoire_id, convention_id) references convention (territoire_id, id),
  foreign key (territoire_id, seance_id) references seance (territoire_id, id),
  foreign key (territoire_id, mise_en_demeure_id) references convention_evenement (territoire_id, id),
  constraint manquement_reponse_datee check ((repondu_le is null) = (reponse is null))
);
create index manquement_lieu on manquement (territoire_id, lieu_id);
create index manquement_convention on manquement (territoire_id, convention_id);

do $$
declare t text;
begin
  foreach t in array array['lieu_regles', 'lieu_proposition', 'lieu_visite', 'lieu_photo', 'lieu_decision', 'lieu_derogation',
    'affiche_pose', 'manquement']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy territoire on %I using (territoire_id = current_setting(''escale.territoire'', true))
      with check (territoire_id = current_setting(''escale.territoire'', true))', t);
  end loop;
end $$;
grant select, insert, update on lieu_regles, lieu_proposition, lieu_visite, lieu_decision, lieu_derogation, affiche_pose,
  manquement to escale_application;
grant select, insert, update, delete on lieu_photo to escale_application;
