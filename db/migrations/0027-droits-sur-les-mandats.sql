-- Rights of persons reach the mandats, which are sealed: their mandataire alone makes the file of what they say.

-- An agent is asked to hand over to a person what their mandats say. Neither whose mandats nor which ones is written here: how many,
-- and that it was done.
create table mandat_remise (
  territoire_id text not null,
  id uuid not null,
  droit_demande_id uuid not null,
  agent_id uuid not null,
  demandee_at timestamptz not null,
  demandee_par uuid,
  -- The last file that was made, and of how many mandats.
  fichier_at timestamptz,
  mandats smallint check (mandats between 1 and 20),
  issue text check (issue in ('remis', 'aucun')),
  close_le date,
  canal text check (canal in ('guichet', 'courrier')),
  primary key (territoire_id, id),
  foreign key (territoire_id, droit_demande_id) references droit_demande (territoire_id, id) on delete cascade,
  foreign key (territoire_id, agent_id) references agent (territoire_id, id),
  constraint mandat_remise_une_par_agent unique (territoire_id, droit_demande_id, agent_id),
  constraint mandat_remise_fichier_compte check ((fichier_at is null) = (mandats is null)),
  constraint mandat_remise_issue_datee check ((issue is null) = (close_le is null)),
  constraint mandat_remise_remis check (coalesce(issue = 'remis', false) = (canal is not null)
    and (canal is null or fichier_at is not null))
);
create index mandat_remise_agent on mandat_remise (territoire_id, agent_id) where issue is null;

-- What a signed mandat says wrong, noted beside it: the document does not change. Sealed under the key of the mandat.
create table mandat_rectification (
  territoire_id text not null,
  id uuid not null,
  mandat_id uuid not null,
  agent_id uuid not null,
  note_at timestamptz not null,
  contenu bytea,
  created_by uuid,
  created_at timestamptz not null default now(),
  primary key (territoire_id, id),
  foreign key (territoire_id, mandat_id) references mandat (territoire_id, id),
  foreign key (territoire_id, agent_id) references agent (territoire_id, id)
);
create index mandat_rectification_mandat on mandat_rectification (territoire_id, mandat_id, note_at);

-- By the mandataire or the named substitute, of a mandat that nobody holds and whose destruction is not decided: a certificate tells
-- what was sealed. The mandat is held while that is checked.
create function mandat_rectification_permise() returns trigger language plpgsql as $$
declare permise boolean;
begin
  perform from mandat m where m.territoire_id = new.territoire_id and m.id = new.mandat_id for share;
  select m.etat = 'signe' and m.detruit_at is null and new.note_at >= m.signe_at
    and new.agent_id in (m.agent_id, m.suppleant_id)
    and not exists (select from mandat_sursis s
      where s.territoire_id = m.territoire_id and s.mandat_id = m.id and s.leve_at is null)
    and not exists (select from mandat_destruction x
      where x.territoire_id = m.territoire_id and x.objet_id = m.id)
  into permise
  from mandat m where m.territoire_id = new.territoire_id and m.id = new.mandat_id;
  if permise is distinct from true then
    raise exception 'cette note n’entre dans aucun mandat' using errcode = 'check_violation', constraint = 'mandat_rectification_permise';
  end if;
  return null;
end $$;
create trigger mandat_rectification_permise after insert on mandat_rectification
  for each row execute function mandat_rectification_permise();

create function mandat_rectification_immuable() returns trigger language plpgsql as $$
begin
  if (new.territoire_id, new.id, new.mandat_id, new.agent_id, new.note_at, new.created_by, new.created_at)
    is distinct from (old.territoire_id, old.id, old.mandat_id, old.agent_id, old.note_at, old.created_by, old.created_at)
    or (new.contenu is not null and new.contenu is distinct from old.contenu) then
    raise exception 'une note de rectification ne se modifie pas' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger mandat_rectification_immuable before update on mandat_rectification
  for each row execute function mandat_rectification_immuable();

-- What an accepted objection or limitation froze (RGPD, art. 18 and 21), until it is lifted: the person is told before (18.3).
create table droit_gel (
  territoire_id text not null,
  droit_demande_id uuid not null,
  pose_le date not null,
  pose_par uuid,
  prevenue_le date,
  prevenue_canal text check (prevenue_canal in ('courriel', 'courrier', 'telephone', 'guichet')),
  leve_le date,
  leve_par uuid,
  primary key (territoire_id, droit_demande_id),
  foreign key (territoire_id, droit_demande_id) references droit_demande (territoire_id, id) on delete cascade,
  constraint droit_gel_prevenue_par_un_canal check ((prevenue_le is null) = (prevenue_canal is null)),
  constraint droit_gel_leve_apres check (leve_le is null or (prevenue_le is not null and leve_le >= prevenue_le))
);

alter table droit_ligne
  drop constraint droit_ligne_fait_check,
  add constraint droit_ligne_fait_check check (fait in ('corrigee', 'effacee', 'gardee', 'gelee', 'degelee'));
create index droit_ligne_gelee on droit_ligne (territoire_id, de_table, (cle ->> 'id')) where fait = 'gelee';

-- A hold that a request asked for is lifted from that request, once its person is told.
alter table mandat_sursis
  add column droit_demande_id uuid,
  add foreign key (territoire_id, droit_demande_id) references droit_demande (territoire_id, id)
    on delete set null (droit_demande_id);
create index mandat_sursis_droit on mandat_sursis (territoire_id, droit_demande_id) where droit_demande_id is not null;

do $$
declare t text;
begin
  foreach t in array array['mandat_remise', 'mandat_rectification', 'droit_gel']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy territoire on %I using (territoire_id = current_setting(''escale.territoire'', true))
      with check (territoire_id = current_setting(''escale.territoire'', true))', t);
  end loop;
end $$;
grant select, insert, update, delete on mandat_remise to escale_application;
grant select, insert, update on mandat_rectification, droit_gel to escale_application;
