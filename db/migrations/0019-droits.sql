-- What persons ask about their own data (RGPD, art. 15 to 22), and what was done of it.
create table droit_demande (
  territoire_id text not null references territoire (id),
  id uuid not null,
  -- What the person was given to name it by.
  reference text not null,
  droit text not null check (droit in ('acces', 'rectification', 'effacement', 'limitation', 'opposition', 'portabilite')),
  demandeur text not null check (demandeur in ('usager', 'compte', 'contact', 'autre')),
  nom text not null check (length(nom) between 1 and 150),
  courriel text,
  telephone text,
  adresse text,
  message text,
  origine text not null check (origine in ('formulaire', 'guichet')),
  recue_le date not null,
  prolongee_le date,
  prolongation_motif text check (prolongation_motif in ('complexite', 'nombre')),
  prolongation_precision text,
  rappel_avant_le date,
  rappel_retard_le date,
  decision text check (decision in ('satisfaite', 'partielle', 'refusee', 'sans_objet', 'retiree')),
  decidee_le date,
  motif text,
  precision text,
  repondue_le date,
  canal text check (canal in ('courriel', 'courrier', 'telephone', 'guichet')),
  created_by uuid,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (territoire_id, id),
  constraint droit_demande_reference_unique unique (territoire_id, reference),
  constraint droit_demande_joignable check (num_nonnulls(courriel, telephone, adresse) > 0),
  constraint droit_demande_prolongation_motivee
    check (num_nonnulls(prolongee_le, prolongation_motif, prolongation_precision) in (0, 3)),
  constraint droit_demande_decision_datee check ((decision is null) = (decidee_le is null)),
  constraint droit_demande_refus_motive check (decision not in ('partielle', 'refusee') or motif is not null),
  constraint droit_demande_reponse_decidee check (repondue_le is null or decision is not null),
  constraint droit_demande_reponse_par_un_canal check ((repondue_le is null) = (canal is null))
);
create index droit_demande_recue on droit_demande (territoire_id, recue_le);

-- How somebody made sure who asks: the means alone, so that no paper and no number of a paper can be written here.
create table droit_verification (
  territoire_id text not null,
  id uuid not null,
  droit_demande_id uuid not null,
  moyen text not null check (moyen in ('agent', 'courriel', 'telephone', 'code', 'compte', 'aucun')),
  etablie boolean not null,
  jour date not null,
  created_by uuid,
  created_at timestamptz not null default now(),
  primary key (territoire_id, id),
  foreign key (territoire_id, droit_demande_id) references droit_demande (territoire_id, id) on delete cascade,
  constraint droit_verification_par_un_moyen check (not etablie or moyen <> 'aucun')
);
create index droit_verification_demande on droit_verification (territoire_id, droit_demande_id, created_at);

-- Rows, of whatever table, that the DPO found to be about the person; and what became of each.
create table droit_ligne (
  territoire_id text not null,
  id uuid not null,
  droit_demande_id uuid not null,
  source text not null,
  donnee text not null,
  de_table text not null,
  -- Its key there, column by column.
  cle jsonb not null,
  fait text check (fait in ('corrigee', 'effacee', 'gardee')),
  fait_le date,
  raison text,
  created_at timestamptz not null default now(),
  primary key (territoire_id, id),
  foreign key (territoire_id, droit_demande_id) references droit_demande (territoire_id, id) on delete cascade,
  constraint droit_ligne_une_fois unique (territoire_id, droit_demande_id, source, donnee, de_table, cle),
  constraint droit_ligne_fait_date check ((fait is null) = (fait_le is null)),
  constraint droit_ligne_garde_motivee check ((fait = 'gardee') = (raison is not null))
);

do $$
declare t text;
begin
  foreach t in array array['droit_demande', 'droit_verification', 'droit_ligne']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy territoire on %I using (territoire_id = current_setting(''escale.territoire'', true))
      with check (territoire_id = current_setting(''escale.territoire'', true))', t);
  end loop;
end $$;
grant select, insert, update, delete on droit_demande, droit_verification, droit_ligne to escale_application;

-- One more kind of mail, besides whatever kinds there are by now.
do $$
declare kinds text;
begin
  select pg_get_constraintdef(oid) into strict kinds from pg_constraint
    where conname = 'courriel_genre_check' and conrelid = 'courriel'::regclass;
  alter table courriel drop constraint courriel_genre_check;
  execute 'alter table courriel add constraint courriel_genre_check ' || replace(kinds, 'ARRAY[', 'ARRAY[''droits''::text, ');
end $$;
