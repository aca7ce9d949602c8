-- What was done, whatever it was: help to one person, an atelier, or coordination. Recorded in a séance or out of any, on a device that
-- may have no network, and corrected from several of them until the relevé of its month is certified.

alter table accompagnement
  alter column seance_id drop not null,
  alter column objectif drop not null,
  alter column issue drop not null,
  alter column genre drop not null,
  alter column tranche_age drop not null,
  alter column statut_social drop not null,
  drop constraint accompagnement_thematiques_check,
  add column type_activite text not null default 'Individuel'
    check (type_activite in ('Individuel', 'Collectif', 'Evenement', 'Partenariat', 'Animation')),
  add column heure_debut time,
  add column type_lieu text not null default 'LieuActivite'
    check (type_lieu in ('LieuActivite', 'Autre', 'Domicile', 'ADistance')),
  add column lieu_id uuid,
  -- Where it took place: the commune of the lieu, or the one that was told.
  add column code_insee text references commune (code_insee),
  add column operateur text check (length(operateur) between 1 and 80),
  add column materiels text[] not null default '{}',
  add column autonomie text,
  add column axe text,
  -- One for individual help, as many as were counted for an atelier, none for coordination.
  add column participants integer not null default 1 check (participants between 0 and 2000),
  -- An atelier: its title, its level and its counts, which stay counts: nobody is invented from them.
  add column collectif jsonb,
  add column coordination jsonb,
  add column mandat_id uuid,
  add column personne_id uuid,
  add column rendez_vous_id uuid,
  add column binome_id uuid,
  -- The operation that made it what it is; null: written before operations were kept.
  add column version_id uuid,
  add constraint accompagnement_lieu foreign key (territoire_id, lieu_id) references lieu (territoire_id, id),
  add constraint accompagnement_mandat foreign key (territoire_id, mandat_id) references mandat (territoire_id, id)
    on delete set null (mandat_id),
  add constraint accompagnement_personne foreign key (territoire_id, personne_id) references personne (territoire_id, id)
    on delete set null (personne_id),
  add constraint accompagnement_rendez_vous foreign key (territoire_id, rendez_vous_id) references rendez_vous (territoire_id, id)
    on delete set null (rendez_vous_id),
  add constraint accompagnement_binome foreign key (territoire_id, binome_id) references agent (territoire_id, id),
  add constraint accompagnement_binome_autre check (binome_id <> agent_id),
  add constraint accompagnement_entier check (
    case type_activite
      when 'Individuel' then cardinality(thematiques) >= 1 and participants = 1 and collectif is null and coordination is null
        and num_nonnulls(objectif, issue, genre, tranche_age, statut_social) = 5
      when 'Collectif' then cardinality(thematiques) >= 1 and participants >= 1 and collectif is not null and coordination is null
        and objectif is not null and num_nonnulls(genre, tranche_age, statut_social, personne_id, mandat_id, rendez_vous_id) = 0
      else participants = 0 and coordination is not null and collectif is null
        and num_nonnulls(genre, tranche_age, statut_social, personne_id, mandat_id, rendez_vous_id) = 0
    end);

update accompagnement a set lieu_id = s.lieu_id, code_insee = l.code_insee
from seance s left join lieu l on l.territoire_id = s.territoire_id and l.id = s.lieu_id
where s.territoire_id = a.territoire_id and s.id = a.seance_id;
-- Help asked for elsewhere keeps no lieu.
update accompagnement set type_lieu = 'Autre' where lieu_id is null;

create index accompagnement_personne on accompagnement (territoire_id, personne_id) where personne_id is not null;
create index accompagnement_mandat on accompagnement (territoire_id, mandat_id) where mandat_id is not null;
create index accompagnement_rendez_vous on accompagnement (territoire_id, rendez_vous_id) where rendez_vous_id is not null;

-- Each thing that was asked of a record, once: its id is made on the device, and what comes again is known by it. The version of a
-- record is told from these alone, so that it does not depend on which device was heard first; a record deleted leaves its own.
create table accompagnement_operation (
  territoire_id text not null,
  id uuid not null,
  accompagnement_id uuid not null,
  nature text not null check (nature in ('creer', 'modifier', 'supprimer')),
  -- The operation that made what was seen when it was typed; null for a creation, or over a record that bears none.
  base uuid,
  -- What it says of the record; null: a deletion.
  saisie jsonb,
  agent_id uuid not null,
  jour date not null,
  -- SHA-256 of the values typed: the same id that says something else is refused.
  empreinte bytea not null check (octet_length(empreinte) = 32),
  -- When it was typed, by the clock of the device put right by that of the server.
  saisi_at timestamptz not null,
  recu_at timestamptz not null default now(),
  created_by uuid,
  primary key (territoire_id, id),
  foreign key (territoire_id, agent_id) references agent (territoire_id, id),
  check ((nature = 'supprimer') = (saisie is null)),
  check (nature <> 'creer' or (base is null and id = accompagnement_id))
);
create index accompagnement_operation_accompagnement on accompagnement_operation (territoire_id, accompagnement_id);
create index accompagnement_operation_jour on accompagnement_operation (territoire_id, jour);

create function operation_immuable() returns trigger language plpgsql as $$
begin
  raise exception 'an operation is never changed' using errcode = 'integrity_constraint_violation';
end $$;
create trigger accompagnement_operation_immuable before update on accompagnement_operation
  for each row execute function operation_immuable();

alter table accompagnement_mensuel
  drop constraint accompagnement_mensuel_rubrique_check,
  add constraint accompagnement_mensuel_rubrique_check check (rubrique in ('total', 'thematique', 'demarche', 'objectif', 'issue',
    'genre', 'tranche_age', 'statut_social', 'materiel', 'autonomie', 'orientation', 'type_lieu', 'axe'));

-- An online service that blocks (axe 1: « l'accessibilité des services mis en ligne »), followed until its operator answers.
create table service_bloque (
  territoire_id text not null references territoire (id),
  id uuid not null,
  accompagnement_id uuid,
  agent_id uuid not null,
  operateur text not null check (length(operateur) between 1 and 80),
  service_nom text not null check (length(service_nom) between 1 and 120),
  demarche text,
  obstacle text not null
    check (obstacle in ('inaccessible', 'panne', 'identite', 'piece', 'langue', 'telephone', 'sans_recours', 'autre')),
  obstacle_texte text check (length(obstacle_texte) between 1 and 500),
  constate_le date not null,
  suivi text not null default 'ouvert' check (suivi in ('ouvert', 'transmis', 'repondu', 'resolu', 'sans_suite')),
  created_by uuid,
  created_at timestamptz not null default now(),
  primary key (territoire_id, id),
  constraint service_bloque_accompagnement unique (territoire_id, accompagnement_id),
  foreign key (territoire_id, agent_id) references agent (territoire_id, id),
  constraint service_bloque_note foreign key (territoire_id, accompagnement_id) references accompagnement (territoire_id, id)
    on delete set null (accompagnement_id)
);
create index service_bloque_suivi on service_bloque (territoire_id, suivi, constate_le);

create table service_bloque_suite (
  territoire_id text not null,
  id uuid not null,
  service_bloque_id uuid not null,
  suite_nature text not null check (suite_nature in ('transmis', 'relance', 'repondu', 'resolu', 'sans_suite', 'rouvert')),
  suite_le date not null,
  suite_texte text check (length(suite_texte) between 1 and 1000),
  created_by uuid,
  created_at timestamptz not null default now(),
  primary key (territoire_id, id),
  foreign key (territoire_id, service_bloque_id) references service_bloque (territoire_id, id) on delete cascade
);
create index service_bloque_suite_service on service_bloque_suite (territoire_id, service_bloque_id);

-- One « professionnel référent » for a person followed over time (annexe 1, axe 3).
alter table personne
  add column referent_agent_id uuid,
  add column suivie_depuis date,
  add constraint personne_referent_agent foreign key (territoire_id, referent_agent_id) references agent (territoire_id, id),
  add constraint personne_suivie_entiere check ((referent_agent_id is null) = (suivie_depuis is null));
create index personne_referent_agent on personne (territoire_id, referent_agent_id) where referent_agent_id is not null;
