-- Mandats (art. 2): what a usager signs so that an agent acts online in their name. Everything that names somebody, or says
-- what is done, is sealed here under a key kept elsewhere (platform/keys): the identity and the document under the key of the
-- mandat, each démarche and its acts under the key of the démarche. Once the key is destroyed, nothing reads them any more.

-- Which database this is: keys are swept by the one that they serve, never by a copy restored beside it.
alter table installation add column identifiant uuid not null default gen_random_uuid();

-- Settings of a territoire about its mandats; without a row, those that the code proposes.
create table mandat_reglages (
  territoire_id text primary key references territoire (id),
  pieces_acceptees text[] not null,
  perimees_acceptees boolean not null,
  duree_defaut_mois smallint not null check (duree_defaut_mois between 1 and 12),
  duree_max_mois smallint not null check (duree_max_mois between 1 and 24),
  -- How long a démarche that was withdrawn stays readable by the mandataire, to tell third parties (Code civil, 2005).
  delai_tiers_heures smallint not null check (delai_tiers_heures between 0 and 168),
  rappel_jours smallint not null check (rappel_jours between 1 and 60),
  -- The standing visa of the Archives départementales; without it, destruction waits.
  visa_reference text check (length(visa_reference) between 1 and 80),
  visa_date date,
  visa_portee text check (length(visa_portee) between 1 and 500),
  updated_at timestamptz not null default now(),
  updated_by uuid,
  constraint mandat_visa_entier check (num_nulls(visa_reference, visa_date, visa_portee) in (0, 3)),
  constraint mandat_durees_dans_l_ordre check (duree_defaut_mois <= duree_max_mois)
);

-- Versions of the information notice that the territoire wrote; version 1 is the code's.
create table mandat_notice (
  territoire_id text not null references territoire (id),
  version smallint not null check (version >= 2),
  texte jsonb not null,
  created_by uuid,
  created_at timestamptz not null default now(),
  primary key (territoire_id, version)
);

create table mandat (
  territoire_id text not null,
  id uuid not null,
  etat text not null default 'brouillon' check (etat in ('brouillon', 'signe')),
  forme text not null check (forme in ('tablette', 'papier')),
  -- The mandataire, and whom the mandant named to act in their stead.
  agent_id uuid not null,
  suppleant_id uuid,
  -- Where it was signed: a séance of that agent, running then.
  seance_id uuid not null,
  convention_id uuid,
  -- The identity (of a draft, all that was typed), then the PDF, sealed.
  contenu bytea,
  document bytea,
  -- What tells that a file is this document, once nothing reads it here any more.
  document_sha256 bytea check (octet_length(document_sha256) = 32),
  code text check (code ~ '^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}$'),
  notice_version smallint not null,
  signe_at timestamptz,
  -- First instant at which it is over by itself: the Paris midnight that follows its last day.
  fin_prevue_at timestamptz,
  -- Of the notice as it was read, in the words of the territoire that day; and the delay for third parties that it promised.
  notice_sha256 bytea check (octet_length(notice_sha256) = 32),
  delai_tiers_heures smallint check (delai_tiers_heures between 0 and 168),
  -- RFC 3161 time of the seal; null: the authority did not answer, or none is set.
  horodate_at timestamptz,
  -- Keyed prints of the two drawings: one drawing never signs twice.
  traits bytea[] not null default '{}',
  -- Keyed print of the code that withdraws it by telephone, and how often a wrong one was given.
  code_retrait bytea,
  echecs_retrait smallint not null default 0 check (echecs_retrait >= 0),
  -- A new mandat signed on site in the place of an older one.
  remplace_id uuid,
  rappele_at timestamptz,
  detruit_at timestamptz,
  created_by uuid,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (territoire_id, id),
  foreign key (territoire_id, agent_id) references agent (territoire_id, id),
  foreign key (territoire_id, suppleant_id) references agent (territoire_id, id),
  foreign key (territoire_id, seance_id) references seance (territoire_id, id),
  foreign key (territoire_id, convention_id) references convention (territoire_id, id),
  foreign key (territoire_id, remplace_id) references mandat (territoire_id, id),
  constraint mandat_code_unique unique (territoire_id, code),
  constraint mandat_signe_entier check (etat = 'brouillon' or (signe_at is not null and fin_prevue_at > signe_at
    and code is not null and document_sha256 is not null and notice_sha256 is not null and delai_tiers_heures is not null)),
  constraint mandat_suppleant_autre check (suppleant_id <> agent_id),
  constraint mandat_detruit_illisible check (detruit_at is null or (contenu is null and document is null))
);
create index mandat_agent on mandat (territoire_id, agent_id, signe_at);
create index mandat_suppleant on mandat (territoire_id, suppleant_id) where suppleant_id is not null;
create index mandat_seance on mandat (territoire_id, seance_id);
create index mandat_sha256 on mandat (territoire_id, document_sha256);

-- One drawing signs once in a territoire, whoever sends it again.
create table mandat_trait (
  territoire_id text not null,
  empreinte bytea not null,
  mandat_id uuid not null,
  constraint mandat_trait_unique primary key (territoire_id, empreinte),
  foreign key (territoire_id, mandat_id) references mandat (territoire_id, id)
);

-- One named démarche, or one request for personal data. It ends once, for one cause; its key goes then.
create table mandat_demarche (
  territoire_id text not null,
  id uuid not null,
  mandat_id uuid not null,
  rang smallint not null check (rang between 1 and 20),
  nature text not null check (nature in ('demarche', 'donnees')),
  -- Sealed: what, with whom, how.
  contenu bytea,
  finie_at timestamptz,
  fin_cause text check (fin_cause in
    ('achevement', 'retrait', 'renonciation', 'deces', 'protection', 'expiration')),
  fin_canal text check (fin_canal in ('guichet', 'telephone', 'lien', 'agent', 'horloge')),
  finie_par uuid,
  -- From when its key may go, and when third parties were told.
  destructible_at timestamptz,
  tiers_prevenus_at timestamptz,
  detruite_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (territoire_id, id),
  constraint mandat_demarche_rang_unique unique (territoire_id, mandat_id, rang),
  foreign key (territoire_id, mandat_id) references mandat (territoire_id, id) on delete cascade,
  constraint mandat_demarche_fin_entiere check (num_nulls(finie_at, fin_cause, fin_canal, destructible_at) in (0, 4)),
  constraint mandat_demarche_detruite_illisible check (detruite_at is null or (finie_at is not null and contenu is null))
);
create index mandat_demarche_en_cours on mandat_demarche (territoire_id, mandat_id) where finie_at is null;
create index mandat_demarche_a_detruire on mandat_demarche (territoire_id, destructible_at)
  where finie_at is not null and detruite_at is null;

-- Acts accounted for, one by one. Sealed under the key of their démarche.
create table mandat_acte (
  territoire_id text not null,
  id uuid not null,
  demarche_id uuid not null,
  agent_id uuid not null,
  fait_at timestamptz not null,
  contenu bytea,
  created_by uuid,
  created_at timestamptz not null default now(),
  primary key (territoire_id, id),
  foreign key (territoire_id, demarche_id) references mandat_demarche (territoire_id, id) on delete cascade,
  foreign key (territoire_id, agent_id) references agent (territoire_id, id)
);
create index mandat_acte_demarche on mandat_acte (territoire_id, demarche_id, fait_at);

-- No act outside a mandat in force, nor under a legal hold, nor by anybody else than the mandataire and the named substitute,
-- however close a withdrawal or a hold comes: the mandat, then the démarche, are held while they are checked. After the row
-- security, which answers first.
create function mandat_acte_permis() returns trigger language plpgsql as $$
declare permis boolean;
begin
  perform from mandat_demarche d join mandat m on m.territoire_id = d.territoire_id and m.id = d.mandat_id
  where d.territoire_id = new.territoire_id and d.id = new.demarche_id
  for share of m;
  select m.etat = 'signe' and d.finie_at is null and new.fait_at >= m.signe_at and new.fait_at < m.fin_prevue_at
    and new.agent_id in (m.agent_id, m.suppleant_id)
    and not exists (select from mandat_sursis s
      where s.territoire_id = m.territoire_id and s.mandat_id = m.id and s.leve_at is null)
  into permis
  from mandat_demarche d join mandat m on m.territoire_id = d.territoire_id and m.id = d.mandat_id
  where d.territoire_id = new.territoire_id and d.id = new.demarche_id
  for share of d;
  if permis is distinct from true then
    raise exception 'cet acte n’entre dans aucun mandat en cours' using errcode = 'check_violation', constraint = 'mandat_acte_permis';
  end if;
  return null;
end $$;
create trigger mandat_acte_permis after insert on mandat_acte for each row execute function mandat_acte_permis();

-- What was signed does not change: what is sealed only goes, with the key that opens it. A démarche that is over stays over.
create function mandat_signe_immuable() returns trigger language plpgsql as $$
begin
  if old.etat = 'signe' and (new.etat, new.forme, new.agent_id, new.suppleant_id, new.seance_id, new.convention_id, new.code,
      new.document_sha256, new.notice_version, new.notice_sha256, new.delai_tiers_heures, new.signe_at, new.fin_prevue_at,
      new.traits, new.remplace_id, new.created_at)
    is distinct from (old.etat, old.forme, old.agent_id, old.suppleant_id, old.seance_id, old.convention_id, old.code,
      old.document_sha256, old.notice_version, old.notice_sha256, old.delai_tiers_heures, old.signe_at, old.fin_prevue_at,
      old.traits, old.remplace_id, old.created_at) then
    raise exception 'un mandat signé ne se modifie pas' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger mandat_signe_immuable before update on mandat for each row execute function mandat_signe_immuable();
-- Apart, for the statements that write them: a document of ten megabytes is not read again at each reminder.
create function mandat_signe_scelle() returns trigger language plpgsql as $$
begin
  if old.etat = 'signe' and (
    ((new.contenu, new.document) is distinct from (old.contenu, old.document)
      and (new.detruit_at is null or num_nonnulls(new.contenu, new.document) > 0))
    or (new.code_retrait is not null and new.code_retrait is distinct from old.code_retrait)
    or (old.detruit_at is not null and new.detruit_at is distinct from old.detruit_at)) then
    raise exception 'un mandat signé ne se modifie pas' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger mandat_signe_scelle before update of contenu, document, code_retrait, detruit_at on mandat
  for each row execute function mandat_signe_scelle();
create function mandat_signe_garde() returns trigger language plpgsql as $$
begin
  if old.etat = 'signe' then
    raise exception 'un mandat signé ne s’efface pas' using errcode = 'integrity_constraint_violation';
  end if;
  return old;
end $$;
create trigger mandat_signe_garde before delete on mandat for each row execute function mandat_signe_garde();
create function mandat_demarche_immuable() returns trigger language plpgsql as $$
begin
  if (new.mandat_id, new.rang, new.nature) is distinct from (old.mandat_id, old.rang, old.nature)
    or (new.contenu is distinct from old.contenu and (new.contenu is not null or new.detruite_at is null))
    or (old.detruite_at is not null and new.detruite_at is distinct from old.detruite_at) then
    raise exception 'une démarche confiée ne se modifie pas' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger mandat_demarche_immuable before update on mandat_demarche
  for each row execute function mandat_demarche_immuable();
create function mandat_acte_immuable() returns trigger language plpgsql as $$
begin
  if (new.territoire_id, new.id, new.demarche_id, new.agent_id, new.fait_at, new.created_by, new.created_at)
    is distinct from (old.territoire_id, old.id, old.demarche_id, old.agent_id, old.fait_at, old.created_by, old.created_at)
    or (new.contenu is not null and new.contenu is distinct from old.contenu) then
    raise exception 'un acte noté ne se modifie pas' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger mandat_acte_immuable before update on mandat_acte for each row execute function mandat_acte_immuable();
create function mandat_demarche_finie() returns trigger language plpgsql as $$
begin
  if old.finie_at is not null and (new.finie_at, new.fin_cause, new.fin_canal)
    is distinct from (old.finie_at, old.fin_cause, old.fin_canal) then
    raise exception 'une démarche finie ne reprend pas' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger mandat_demarche_finie before update on mandat_demarche for each row execute function mandat_demarche_finie();

-- Paper forms printed ahead, each with its number, for days without network.
create table mandat_papier (
  territoire_id text not null,
  numero text not null check (numero ~ '^[0-9]{4}-[0-9A-HJKMNP-TV-Z]{6}$'),
  agent_id uuid not null,
  imprime_at timestamptz not null default now(),
  notice_version smallint not null,
  -- What it says once printed, whatever the territoire changes before it is recorded.
  notice_sha256 bytea not null check (octet_length(notice_sha256) = 32),
  delai_tiers_heures smallint not null check (delai_tiers_heures between 0 and 168),
  mandat_id uuid,
  annule_at timestamptz,
  annule_motif text check (annule_motif in ('perdu', 'abime', 'inutile')),
  created_by uuid,
  primary key (territoire_id, numero),
  foreign key (territoire_id, agent_id) references agent (territoire_id, id),
  foreign key (territoire_id, mandat_id) references mandat (territoire_id, id),
  constraint mandat_papier_mandat_unique unique (territoire_id, mandat_id),
  constraint mandat_papier_sert_une_fois check (num_nonnulls(mandat_id, annule_at) <= 1),
  constraint mandat_papier_annule_motive check ((annule_at is null) = (annule_motif is null))
);
create index mandat_papier_agent on mandat_papier (territoire_id, agent_id) where mandat_id is null and annule_at is null;

-- Links by which the person withdraws: each serves once. Only its print is kept.
create table mandat_lien (
  territoire_id text not null,
  jeton_hash bytea not null,
  mandat_id uuid not null,
  origine text not null check (origine in ('copie', 'courriel', 'recu')),
  expire_at timestamptz not null,
  used_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (territoire_id, jeton_hash),
  foreign key (territoire_id, mandat_id) references mandat (territoire_id, id) on delete cascade
);
create index mandat_lien_mandat on mandat_lien (territoire_id, mandat_id);

-- Access for a serious reason by somebody who is neither the mandataire nor the substitute.
create table mandat_acces (
  territoire_id text not null,
  id uuid not null,
  mandat_id uuid not null,
  compte_id uuid not null,
  motif text not null check (length(motif) between 10 and 500),
  ouvert_at timestamptz not null default now(),
  expire_at timestamptz not null,
  primary key (territoire_id, id),
  foreign key (territoire_id, mandat_id) references mandat (territoire_id, id),
  foreign key (territoire_id, compte_id) references compte (territoire_id, id)
);
create index mandat_acces_ouvert on mandat_acces (territoire_id, mandat_id, compte_id, expire_at);

-- Legal hold: nothing of the mandat is destroyed meanwhile, and nobody reads it.
create table mandat_sursis (
  territoire_id text not null,
  id uuid not null,
  mandat_id uuid not null,
  motif text not null check (length(motif) between 10 and 500),
  pose_at timestamptz not null default now(),
  pose_par uuid,
  leve_at timestamptz,
  leve_par uuid,
  primary key (territoire_id, id),
  foreign key (territoire_id, mandat_id) references mandat (territoire_id, id)
);
create unique index mandat_sursis_un_seul on mandat_sursis (territoire_id, mandat_id) where leve_at is null;

-- Certificates of destruction: sealed PDF, without any personal content.
create table mandat_certificat (
  territoire_id text not null references territoire (id),
  id uuid not null,
  numero integer not null check (numero >= 1),
  document bytea not null,
  document_sha256 bytea not null generated always as (sha256(document)) stored,
  created_at timestamptz not null default now(),
  primary key (territoire_id, id),
  constraint mandat_certificat_numero_unique unique (territoire_id, numero)
);

-- What is destroyed: decided, then the key gone, then certified. A crash between two steps is taken up again at the next.
create table mandat_destruction (
  territoire_id text not null,
  -- The thing whose key goes: a démarche, or the mandat for its identity and document.
  objet_id uuid not null,
  objet text not null check (objet in ('demarche', 'identite')),
  mandat_id uuid not null,
  cause text not null,
  -- The standing visa as it read that day.
  visa_reference text not null,
  visa_date date not null,
  -- Of all that the key sealed, as it was sealed.
  chiffre_sha256 bytea not null check (octet_length(chiffre_sha256) = 32),
  decidee_at timestamptz not null,
  detruite_at timestamptz,
  certificat_id uuid,
  primary key (territoire_id, objet_id),
  foreign key (territoire_id, mandat_id) references mandat (territoire_id, id),
  foreign key (territoire_id, certificat_id) references mandat_certificat (territoire_id, id),
  constraint mandat_destruction_dans_l_ordre check (certificat_id is null or detruite_at is not null)
);
create index mandat_destruction_en_cours on mandat_destruction (territoire_id, decidee_at) where certificat_id is null;
create index mandat_destruction_mandat on mandat_destruction (territoire_id, mandat_id);

do $$
declare t text;
begin
  foreach t in array array['mandat_reglages', 'mandat_notice', 'mandat', 'mandat_trait', 'mandat_demarche', 'mandat_acte',
    'mandat_papier', 'mandat_lien', 'mandat_acces', 'mandat_sursis', 'mandat_certificat', 'mandat_destruction']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy territoire on %I using (territoire_id = current_setting(''escale.territoire'', true))
      with check (territoire_id = current_setting(''escale.territoire'', true))', t);
  end loop;
end $$;
grant select, insert, update, delete on mandat, mandat_lien, mandat_papier to escale_application;
grant select, insert, update on mandat_reglages, mandat_demarche, mandat_acte, mandat_sursis, mandat_destruction, mandat_acces to escale_application;
grant select, insert on mandat_notice, mandat_trait, mandat_certificat to escale_application;

-- Mails of mandats.
alter table courriel drop constraint courriel_genre_check;
alter table courriel add constraint courriel_genre_check check (genre in ('connexion', 'securite', 'compte', 'journal',
  'semaine', 'echeances', 'demande', 'suites', 'mandat'));
