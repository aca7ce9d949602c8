-- Written by « npm run schema » from the migrations: to be read, not edited.

-- Extensions

create extension btree_gist;

-- Functions

CREATE OR REPLACE FUNCTION public.evenement_immuable()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception 'un événement de convention ne se modifie ni ne s’efface : il s’annule par un autre' using errcode = 'integrity_constraint_violation';
end $function$
;

CREATE OR REPLACE FUNCTION public.journal_immuable()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception 'le journal ne se modifie ni ne s’efface' using errcode = 'integrity_constraint_violation';
end $function$
;

-- Tables

create table accompagnement (
  territoire_id text not null,
  id uuid not null,
  seance_id uuid not null,
  agent_id uuid not null,
  convention_id uuid,
  jour date not null,
  duree_minutes integer not null,
  thematiques text[] not null,
  demarches text[] not null default '{}'::text[],
  objectif text not null,
  issue text not null,
  issue_precision text,
  orientation text,
  genre text not null,
  tranche_age text not null,
  statut_social text not null,
  created_by uuid,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint accompagnement_pkey PRIMARY KEY (territoire_id, id),
  constraint accompagnement_territoire_id_agent_id_fkey FOREIGN KEY (territoire_id, agent_id) REFERENCES public.agent(territoire_id, id),
  constraint accompagnement_territoire_id_convention_id_fkey FOREIGN KEY (territoire_id, convention_id) REFERENCES public.convention(territoire_id, id),
  constraint accompagnement_territoire_id_seance_id_fkey FOREIGN KEY (territoire_id, seance_id) REFERENCES public.seance(territoire_id, id),
  constraint accompagnement_duree_minutes_check CHECK (duree_minutes >= 1 AND duree_minutes <= 1439),
  constraint accompagnement_issue_check CHECK (issue = ANY (ARRAY['faite'::text, 'commencee'::text, 'orientee'::text, 'impossible'::text])),
  constraint accompagnement_thematiques_check CHECK (cardinality(thematiques) >= 1)
);

create table accompagnement_mensuel (
  territoire_id text not null,
  mois date not null,
  convention_id uuid,
  code_insee text,
  rubrique text not null,
  cle text not null,
  nombre integer not null,
  constraint accompagnement_mensuel_unique UNIQUE NULLS NOT DISTINCT (territoire_id, mois, convention_id, code_insee, rubrique, cle),
  constraint accompagnement_mensuel_code_insee_fkey FOREIGN KEY (code_insee) REFERENCES public.commune(code_insee),
  constraint accompagnement_mensuel_territoire_id_convention_id_fkey FOREIGN KEY (territoire_id, convention_id) REFERENCES public.convention(territoire_id, id),
  constraint accompagnement_mensuel_territoire_id_fkey FOREIGN KEY (territoire_id) REFERENCES public.territoire(id),
  constraint accompagnement_mensuel_mois_check CHECK (EXTRACT(day FROM mois) = 1::numeric),
  constraint accompagnement_mensuel_nombre_check CHECK (nombre > 0),
  constraint accompagnement_mensuel_rubrique_check CHECK (rubrique = ANY (ARRAY['total'::text, 'thematique'::text, 'demarche'::text, 'objectif'::text, 'issue'::text, 'genre'::text, 'tranche_age'::text, 'statut_social'::text]))
);

create table agent (
  territoire_id text not null,
  id uuid not null,
  prenom text not null,
  nom text not null,
  nature text not null,
  contrat_debut date not null,
  contrat_fin date not null,
  certificat text,
  certificat_date date,
  port_attache text not null,
  demi_journees text[] not null default '{}'::text[],
  telephone text,
  courriel text,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  efface_le timestamp with time zone,
  depart_fin_prevue date,
  depart_motif text,
  constraint agent_pkey PRIMARY KEY (territoire_id, id),
  constraint agent_port_attache_fkey FOREIGN KEY (port_attache) REFERENCES public.commune(code_insee),
  constraint agent_territoire_id_fkey FOREIGN KEY (territoire_id) REFERENCES public.territoire(id),
  constraint agent_contrat_dans_l_ordre CHECK (contrat_fin >= contrat_debut),
  constraint agent_depart_avant_la_fin CHECK (depart_fin_prevue >= contrat_fin),
  constraint agent_depart_entier CHECK (depart_motif IS NULL OR depart_fin_prevue IS NOT NULL),
  constraint agent_depart_motif_check CHECK (depart_motif = ANY (ARRAY['demission'::text, 'mutation'::text, 'retraite'::text, 'rupture'::text, 'autre'::text])),
  constraint agent_nature_check CHECK (nature = ANY (ARRAY['conseiller'::text, 'ambassadeur'::text]))
);

create table calendrier_flux (
  territoire_id text not null,
  compte_id uuid not null,
  jeton_hash bytea not null,
  a_noter bytea,
  created_at timestamp with time zone not null default now(),
  constraint calendrier_flux_pkey PRIMARY KEY (territoire_id, compte_id),
  constraint calendrier_flux_jeton_unique UNIQUE (territoire_id, jeton_hash),
  constraint calendrier_flux_territoire_id_compte_id_fkey FOREIGN KEY (territoire_id, compte_id) REFERENCES public.compte(territoire_id, id)
);

create table code_secours (
  territoire_id text not null,
  empreinte bytea not null,
  courriel text not null,
  a_noter bytea,
  used_at timestamp with time zone,
  created_at timestamp with time zone not null default now(),
  constraint code_secours_pkey PRIMARY KEY (territoire_id, courriel, empreinte),
  constraint code_secours_territoire_id_courriel_fkey FOREIGN KEY (territoire_id, courriel) REFERENCES public.identifiant(territoire_id, courriel)
);

create table commune (
  code_insee text not null,
  nom text not null,
  nom_recherche text not null,
  codes_postaux text[] not null,
  departement text not null,
  epci_siren text,
  epci_nom text,
  population integer,
  latitude double precision,
  longitude double precision,
  constraint commune_pkey PRIMARY KEY (code_insee),
  constraint commune_code_insee_check CHECK (code_insee ~ '^([0-9]{2}|2[AB])[0-9]{3}$'::text)
);

create table compte (
  territoire_id text not null,
  id uuid not null,
  courriel text not null,
  nom text not null,
  role text not null,
  agent_id uuid,
  structure_id uuid,
  demo boolean not null default false,
  ferme_le timestamp with time zone,
  created_at timestamp with time zone not null default now(),
  efface_le timestamp with time zone,
  constraint compte_pkey PRIMARY KEY (territoire_id, id),
  constraint compte_casquette_unique UNIQUE NULLS NOT DISTINCT (territoire_id, courriel, role, agent_id, structure_id),
  constraint compte_territoire_id_agent_id_fkey FOREIGN KEY (territoire_id, agent_id) REFERENCES public.agent(territoire_id, id),
  constraint compte_territoire_id_fkey FOREIGN KEY (territoire_id) REFERENCES public.territoire(id),
  constraint compte_territoire_id_structure_id_fkey FOREIGN KEY (territoire_id, structure_id) REFERENCES public.structure(territoire_id, id),
  constraint compte_agent CHECK ((role = 'agent'::text) = (agent_id IS NOT NULL)),
  constraint compte_courriel_check CHECK (courriel = lower(courriel)),
  constraint compte_referent CHECK ((role = 'referent'::text) = (structure_id IS NOT NULL)),
  constraint compte_role_check CHECK (role = ANY (ARRAY['agent'::text, 'equipe'::text, 'referent'::text, 'direction'::text, 'dpo'::text, 'administrateur'::text]))
);

create table conservation_passage (
  territoire_id text not null,
  jour date not null,
  donnee text not null,
  nombre integer not null,
  constraint conservation_passage_pkey PRIMARY KEY (territoire_id, jour, donnee),
  constraint conservation_passage_territoire_id_fkey FOREIGN KEY (territoire_id) REFERENCES public.territoire(id),
  constraint conservation_passage_nombre_check CHECK (nombre >= 0)
);

create table convention (
  territoire_id text not null,
  id uuid not null,
  structure_id uuid not null,
  reference text not null,
  modele text not null,
  clauses jsonb not null,
  point_accueil text,
  note text,
  created_by uuid,
  created_at timestamp with time zone not null default now(),
  constraint convention_pkey PRIMARY KEY (territoire_id, id),
  constraint convention_reference_unique UNIQUE (territoire_id, reference),
  constraint convention_territoire_id_structure_id_fkey FOREIGN KEY (territoire_id, structure_id) REFERENCES public.structure(territoire_id, id),
  constraint convention_reference_check CHECK (length(reference) >= 1 AND length(reference) <= 40)
);

create table convention_evenement (
  territoire_id text not null,
  id uuid not null,
  convention_id uuid not null,
  type text not null,
  jour date not null,
  donnees jsonb not null,
  created_by uuid,
  created_at timestamp with time zone not null default now(),
  constraint convention_evenement_pkey PRIMARY KEY (territoire_id, id),
  constraint convention_evenement_territoire_id_convention_id_fkey FOREIGN KEY (territoire_id, convention_id) REFERENCES public.convention(territoire_id, id)
);

create table courriel (
  territoire_id text not null,
  id uuid not null,
  destinataire text not null,
  sujet text not null,
  texte text not null,
  envoye_at timestamp with time zone,
  echec text,
  created_at timestamp with time zone not null default now(),
  genre text not null,
  constraint courriel_pkey PRIMARY KEY (territoire_id, id),
  constraint courriel_territoire_id_fkey FOREIGN KEY (territoire_id) REFERENCES public.territoire(id),
  constraint courriel_genre_check CHECK (genre = ANY (ARRAY['connexion'::text, 'securite'::text, 'compte'::text, 'journal'::text, 'semaine'::text, 'echeances'::text, 'demande'::text]))
);

create table echeance_rappel (
  territoire_id text not null,
  compte_id uuid not null,
  cle text not null,
  pas smallint not null,
  envoye_le date not null,
  created_at timestamp with time zone not null default now(),
  constraint echeance_rappel_pkey PRIMARY KEY (territoire_id, compte_id, cle, pas),
  constraint echeance_rappel_territoire_id_compte_id_fkey FOREIGN KEY (territoire_id, compte_id) REFERENCES public.compte(territoire_id, id),
  constraint echeance_rappel_cle_check CHECK (length(cle) >= 1 AND length(cle) <= 200),
  constraint echeance_rappel_pas_check CHECK (pas >= 0 AND pas <= 365)
);

create table echeance_reglage (
  territoire_id text not null,
  type text not null,
  jours smallint[] not null,
  constraint echeance_reglage_pkey PRIMARY KEY (territoire_id, type),
  constraint echeance_reglage_territoire_id_fkey FOREIGN KEY (territoire_id) REFERENCES public.territoire(id),
  constraint echeance_reglage_jours_check CHECK (cardinality(jours) <= 6 AND (0 <= ALL (jours)) AND (365 >= ALL (jours))),
  constraint echeance_reglage_type_check CHECK (length(type) >= 1 AND length(type) <= 40)
);

create table envoi (
  territoire_id text not null,
  cle uuid not null,
  compte_id uuid,
  chemin text not null,
  suite text not null default ''::text,
  created_at timestamp with time zone not null default now(),
  constraint envoi_pkey PRIMARY KEY (territoire_id, cle),
  constraint envoi_territoire_id_fkey FOREIGN KEY (territoire_id) REFERENCES public.territoire(id)
);

create table facteur (
  territoire_id text not null,
  id uuid not null,
  courriel text not null,
  genre text not null,
  nom text not null,
  secret bytea,
  dernier_pas bigint,
  cle_id bytea,
  cle_publique bytea,
  compteur bigint not null default 0,
  transports text[] not null default '{}'::text[],
  prouve_at timestamp with time zone,
  used_at timestamp with time zone,
  created_at timestamp with time zone not null default now(),
  constraint facteur_pkey PRIMARY KEY (territoire_id, id),
  constraint facteur_cle_unique UNIQUE (territoire_id, cle_id),
  constraint facteur_territoire_id_courriel_fkey FOREIGN KEY (territoire_id, courriel) REFERENCES public.identifiant(territoire_id, courriel),
  constraint facteur_complet CHECK (genre = 'application'::text AND secret IS NOT NULL AND cle_id IS NULL OR genre = 'cle'::text AND secret IS NULL AND cle_id IS NOT NULL AND cle_publique IS NOT NULL),
  constraint facteur_genre_check CHECK (genre = ANY (ARRAY['application'::text, 'cle'::text])),
  constraint facteur_nom_check CHECK (length(nom) >= 1 AND length(nom) <= 60)
);

create table identifiant (
  territoire_id text not null,
  courriel text not null,
  echecs integer not null default 0,
  bloque_jusque timestamp with time zone,
  avis_refuses text[] not null default '{}'::text[],
  created_at timestamp with time zone not null default now(),
  constraint identifiant_pkey PRIMARY KEY (territoire_id, courriel),
  constraint identifiant_territoire_id_fkey FOREIGN KEY (territoire_id) REFERENCES public.territoire(id),
  constraint identifiant_courriel_check CHECK (courriel = lower(courriel)),
  constraint identifiant_echecs_check CHECK (echecs >= 0)
);

create table installation (
  unique_ligne boolean not null default true,
  nature text not null,
  created_at timestamp with time zone not null default now(),
  constraint installation_pkey PRIMARY KEY (unique_ligne),
  constraint installation_nature_check CHECK (nature = ANY (ARRAY['demo'::text, 'reelle'::text])),
  constraint installation_unique_ligne_check CHECK (unique_ligne)
);

create table journal_attente (
  territoire_id text not null,
  entree_id uuid not null,
  constraint journal_attente_pkey PRIMARY KEY (territoire_id, entree_id),
  constraint journal_attente_territoire_id_entree_id_fkey FOREIGN KEY (territoire_id, entree_id) REFERENCES public.journal_entree(territoire_id, id)
);

create table journal_entree (
  territoire_id text not null,
  id uuid not null,
  at timestamp with time zone not null default clock_timestamp(),
  acteur uuid,
  acte text not null,
  objet_type text,
  objet_id text,
  constraint journal_entree_pkey PRIMARY KEY (territoire_id, id),
  constraint journal_entree_territoire_id_fkey FOREIGN KEY (territoire_id) REFERENCES public.territoire(id),
  constraint journal_entree_acte_check CHECK (length(acte) >= 1 AND length(acte) <= 120),
  constraint journal_entree_objet_id_check CHECK (length(objet_id) <= 120)
);

create table journal_identite (
  territoire_id text not null,
  acteur uuid not null,
  compte_id uuid,
  nom text not null,
  role text,
  adresse text,
  created_at timestamp with time zone not null default now(),
  constraint journal_identite_pkey PRIMARY KEY (territoire_id, acteur),
  constraint journal_identite_territoire_id_fkey FOREIGN KEY (territoire_id) REFERENCES public.territoire(id)
);

create table journal_maillon (
  territoire_id text not null,
  rang bigint not null,
  entree_id uuid not null,
  empreinte bytea not null,
  scelle_at timestamp with time zone not null default clock_timestamp(),
  constraint journal_maillon_pkey PRIMARY KEY (territoire_id, rang),
  constraint journal_maillon_entree_unique UNIQUE (territoire_id, entree_id),
  constraint journal_maillon_territoire_id_entree_id_fkey FOREIGN KEY (territoire_id, entree_id) REFERENCES public.journal_entree(territoire_id, id),
  constraint journal_maillon_empreinte_check CHECK (octet_length(empreinte) = 32),
  constraint journal_maillon_rang_check CHECK (rang >= 1)
);

create table lien_connexion (
  territoire_id text not null,
  jeton_hash bytea not null,
  compte_id uuid not null,
  expire_at timestamp with time zone not null,
  used_at timestamp with time zone,
  created_at timestamp with time zone not null default now(),
  constraint lien_connexion_pkey PRIMARY KEY (territoire_id, jeton_hash),
  constraint lien_connexion_territoire_id_compte_id_fkey FOREIGN KEY (territoire_id, compte_id) REFERENCES public.compte(territoire_id, id)
);

create table lieu (
  territoire_id text not null,
  id uuid not null,
  structure_id uuid,
  nom text not null,
  adresse text not null,
  code_postal text not null,
  code_insee text not null,
  acces text,
  a_apporter text,
  telephone text,
  latitude double precision,
  longitude double precision,
  accord_beneficiaire_le date,
  accord_departement_le date,
  ferme_le date,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint lieu_pkey PRIMARY KEY (territoire_id, id),
  constraint lieu_code_insee_fkey FOREIGN KEY (code_insee) REFERENCES public.commune(code_insee),
  constraint lieu_territoire_id_fkey FOREIGN KEY (territoire_id) REFERENCES public.territoire(id),
  constraint lieu_territoire_id_structure_id_fkey FOREIGN KEY (territoire_id, structure_id) REFERENCES public.structure(territoire_id, id),
  constraint lieu_code_postal_check CHECK (code_postal ~ '^[0-9]{5}$'::text),
  constraint lieu_coordonnees_entieres CHECK ((latitude IS NULL) = (longitude IS NULL)),
  constraint lieu_nom_check CHECK (length(nom) >= 1 AND length(nom) <= 150)
);

create table lieu_constat (
  territoire_id text not null,
  id uuid not null,
  lieu_id uuid not null,
  critere text not null,
  satisfait boolean not null,
  constate_le date not null,
  constate_par text not null,
  "precision" text,
  created_by uuid,
  created_at timestamp with time zone not null default now(),
  constraint lieu_constat_pkey PRIMARY KEY (territoire_id, id),
  constraint lieu_constat_territoire_id_lieu_id_fkey FOREIGN KEY (territoire_id, lieu_id) REFERENCES public.lieu(territoire_id, id)
);

create table logo (
  territoire_id text not null,
  type text not null,
  octets bytea not null,
  empreinte text not null,
  created_at timestamp with time zone not null default now(),
  constraint logo_pkey PRIMARY KEY (territoire_id),
  constraint logo_territoire_id_fkey FOREIGN KEY (territoire_id) REFERENCES public.territoire(id),
  constraint logo_octets_check CHECK (octet_length(octets) <= 524288),
  constraint logo_type_check CHECK (type = ANY (ARRAY['image/png'::text, 'image/jpeg'::text, 'image/svg+xml'::text]))
);

create table permanence (
  territoire_id text not null,
  id uuid not null,
  agent_id uuid not null,
  lieu_id uuid not null,
  jour_semaine smallint not null,
  demi_journee text not null,
  heure_debut time without time zone not null,
  heure_fin time without time zone not null,
  du date not null,
  au date,
  created_by uuid,
  created_at timestamp with time zone not null default now(),
  constraint permanence_pkey PRIMARY KEY (territoire_id, id),
  constraint permanence_territoire_id_agent_id_fkey FOREIGN KEY (territoire_id, agent_id) REFERENCES public.agent(territoire_id, id),
  constraint permanence_territoire_id_lieu_id_fkey FOREIGN KEY (territoire_id, lieu_id) REFERENCES public.lieu(territoire_id, id),
  constraint permanence_dates_dans_l_ordre CHECK (au IS NULL OR au >= du),
  constraint permanence_demi_journee_check CHECK (demi_journee = ANY (ARRAY['matin'::text, 'apres-midi'::text])),
  constraint permanence_heures_dans_l_ordre CHECK (heure_fin > heure_debut),
  constraint permanence_jour_semaine_check CHECK (jour_semaine >= 1 AND jour_semaine <= 7)
);

create table referent (
  territoire_id text not null,
  id uuid not null,
  structure_id uuid not null,
  nom text not null,
  fonction text not null,
  courriel text,
  telephone text,
  created_at timestamp with time zone not null default now(),
  constraint referent_pkey PRIMARY KEY (territoire_id, id),
  constraint referent_territoire_id_structure_id_fkey FOREIGN KEY (territoire_id, structure_id) REFERENCES public.structure(territoire_id, id)
);

create table seance (
  territoire_id text not null,
  id uuid not null,
  permanence_id uuid,
  agent_id uuid not null,
  lieu_id uuid,
  convention_id uuid,
  jour date not null,
  heure_debut time without time zone not null,
  heure_fin time without time zone not null,
  statut text not null default 'prevue'::text,
  motif text,
  endroit text,
  created_by uuid,
  created_at timestamp with time zone not null default now(),
  constraint seance_pkey PRIMARY KEY (territoire_id, id),
  constraint seance_permanence_unique UNIQUE (territoire_id, permanence_id, jour),
  constraint seance_territoire_id_agent_id_fkey FOREIGN KEY (territoire_id, agent_id) REFERENCES public.agent(territoire_id, id),
  constraint seance_territoire_id_convention_id_fkey FOREIGN KEY (territoire_id, convention_id) REFERENCES public.convention(territoire_id, id),
  constraint seance_territoire_id_lieu_id_fkey FOREIGN KEY (territoire_id, lieu_id) REFERENCES public.lieu(territoire_id, id),
  constraint seance_territoire_id_permanence_id_fkey FOREIGN KEY (territoire_id, permanence_id) REFERENCES public.permanence(territoire_id, id),
  constraint seance_heures_dans_l_ordre CHECK (heure_fin > heure_debut),
  constraint seance_ponctuelle_motivee CHECK (permanence_id IS NOT NULL OR motif IS NOT NULL AND endroit IS NOT NULL AND created_by IS NOT NULL),
  constraint seance_statut_check CHECK (statut = ANY (ARRAY['prevue'::text, 'annulee'::text])),
  constraint seance_agent_sans_chevauchement EXCLUDE USING gist (territoire_id WITH =, agent_id WITH =, tsrange(jour + heure_debut, jour + heure_fin) WITH &&) WHERE (statut = 'prevue'::text),
  constraint seance_lieu_sans_chevauchement EXCLUDE USING gist (territoire_id WITH =, lieu_id WITH =, tsrange(jour + heure_debut, jour + heure_fin) WITH &&) WHERE (statut = 'prevue'::text AND lieu_id IS NOT NULL)
);

create table session (
  territoire_id text not null,
  jeton_hash bytea not null,
  compte_id uuid not null,
  created_at timestamp with time zone not null default now(),
  seen_at timestamp with time zone not null default now(),
  expire_at timestamp with time zone not null,
  id uuid not null default gen_random_uuid(),
  niveau text not null default 'double'::text,
  acteur uuid not null default gen_random_uuid(),
  confirme_at timestamp with time zone,
  defi bytea,
  defi_at timestamp with time zone,
  navigateur text not null default ''::text,
  constraint session_pkey PRIMARY KEY (territoire_id, jeton_hash),
  constraint session_id_unique UNIQUE (territoire_id, id),
  constraint session_territoire_id_compte_id_fkey FOREIGN KEY (territoire_id, compte_id) REFERENCES public.compte(territoire_id, id),
  constraint session_niveau_check CHECK (niveau = ANY (ARRAY['lien'::text, 'double'::text]))
);

create table structure (
  territoire_id text not null,
  id uuid not null,
  nom text not null,
  nature text not null,
  siret text not null,
  adresse text not null,
  code_postal text not null,
  code_insee text not null,
  representant_nom text not null,
  representant_fonction text not null,
  telephone text,
  courriel text,
  fermee_le date,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint structure_pkey PRIMARY KEY (territoire_id, id),
  constraint structure_siret_unique UNIQUE (territoire_id, siret),
  constraint structure_code_insee_fkey FOREIGN KEY (code_insee) REFERENCES public.commune(code_insee),
  constraint structure_territoire_id_fkey FOREIGN KEY (territoire_id) REFERENCES public.territoire(id),
  constraint structure_code_postal_check CHECK (code_postal ~ '^[0-9]{5}$'::text),
  constraint structure_nom_check CHECK (length(nom) >= 1 AND length(nom) <= 150),
  constraint structure_siret_check CHECK (siret ~ '^[0-9]{14}$'::text)
);

create table structure_logo (
  territoire_id text not null,
  structure_id uuid not null,
  type text not null,
  octets bytea not null,
  created_at timestamp with time zone not null default now(),
  constraint structure_logo_pkey PRIMARY KEY (territoire_id, structure_id),
  constraint structure_logo_territoire_id_structure_id_fkey FOREIGN KEY (territoire_id, structure_id) REFERENCES public.structure(territoire_id, id),
  constraint structure_logo_octets_check CHECK (octet_length(octets) <= 524288),
  constraint structure_logo_type_check CHECK (type = ANY (ARRAY['image/png'::text, 'image/jpeg'::text, 'image/svg+xml'::text]))
);

create table territoire (
  id text not null,
  nom text not null,
  nom_complet text not null,
  code_departement text not null,
  hote text,
  par_defaut boolean not null default false,
  theme text not null default 'escale'::text,
  couleur text not null,
  adresse text not null,
  representant_nom text not null,
  representant_fonction text not null,
  telephone text,
  courriel text,
  mention text not null,
  ville text,
  tribunal text,
  strategie_adoptee_le date,
  created_at timestamp with time zone not null default now(),
  durees_conservation jsonb not null default '{}'::jsonb,
  constraint territoire_pkey PRIMARY KEY (id),
  constraint territoire_hote_key UNIQUE (hote),
  constraint territoire_couleur_check CHECK (couleur ~ '^#[0-9a-f]{6}$'::text),
  constraint territoire_durees_conservation_check CHECK (jsonb_typeof(durees_conservation) = 'object'::text),
  constraint territoire_id_check CHECK (id ~ '^[0-9A-Z]{2,6}$'::text)
);

-- Indexes

CREATE INDEX accompagnement_agent ON public.accompagnement USING btree (territoire_id, agent_id, jour);
CREATE INDEX accompagnement_convention ON public.accompagnement USING btree (territoire_id, convention_id, jour);
CREATE INDEX accompagnement_jour ON public.accompagnement USING btree (territoire_id, jour);
CREATE INDEX accompagnement_seance ON public.accompagnement USING btree (territoire_id, seance_id);
CREATE INDEX commune_codes_postaux ON public.commune USING gin (codes_postaux);
CREATE INDEX commune_epci ON public.commune USING btree (epci_siren) INCLUDE (latitude, longitude) WHERE (latitude IS NOT NULL);
CREATE INDEX commune_nom_recherche ON public.commune USING btree (nom_recherche text_pattern_ops);
CREATE INDEX convention_structure ON public.convention USING btree (territoire_id, structure_id);
CREATE INDEX convention_evenement_convention ON public.convention_evenement USING btree (territoire_id, convention_id);
CREATE INDEX courriel_echec ON public.courriel USING btree (territoire_id, created_at) WHERE (echec IS NOT NULL);
CREATE INDEX envoi_created_at ON public.envoi USING btree (territoire_id, created_at);
CREATE INDEX facteur_courriel ON public.facteur USING btree (territoire_id, courriel);
CREATE INDEX journal_entree_at ON public.journal_entree USING btree (territoire_id, at);
CREATE INDEX journal_identite_created_at ON public.journal_identite USING btree (territoire_id, created_at);
CREATE INDEX lieu_commune ON public.lieu USING btree (territoire_id, code_insee);
CREATE INDEX lieu_structure ON public.lieu USING btree (territoire_id, structure_id);
CREATE INDEX lieu_constat_lieu ON public.lieu_constat USING btree (territoire_id, lieu_id);
CREATE INDEX permanence_agent ON public.permanence USING btree (territoire_id, agent_id);
CREATE INDEX permanence_lieu ON public.permanence USING btree (territoire_id, lieu_id);
CREATE INDEX referent_structure ON public.referent USING btree (territoire_id, structure_id);
CREATE INDEX seance_agent_jour ON public.seance USING btree (territoire_id, agent_id, jour);
CREATE INDEX seance_convention ON public.seance USING btree (territoire_id, convention_id, jour);
CREATE INDEX seance_jour ON public.seance USING btree (territoire_id, jour) WHERE (statut = 'prevue'::text);
CREATE INDEX seance_lieu_jour ON public.seance USING btree (territoire_id, lieu_id, jour);
CREATE INDEX session_compte ON public.session USING btree (territoire_id, compte_id);
CREATE UNIQUE INDEX territoire_par_defaut ON public.territoire USING btree (par_defaut) WHERE par_defaut;

-- Triggers

CREATE TRIGGER convention_evenement_immuable BEFORE DELETE OR UPDATE ON public.convention_evenement FOR EACH ROW EXECUTE FUNCTION public.evenement_immuable();
CREATE TRIGGER journal_entree_entier BEFORE TRUNCATE ON public.journal_entree FOR EACH STATEMENT EXECUTE FUNCTION public.journal_immuable();
CREATE TRIGGER journal_entree_immuable BEFORE DELETE OR UPDATE ON public.journal_entree FOR EACH ROW EXECUTE FUNCTION public.journal_immuable();
CREATE TRIGGER journal_maillon_entier BEFORE TRUNCATE ON public.journal_maillon FOR EACH STATEMENT EXECUTE FUNCTION public.journal_immuable();
CREATE TRIGGER journal_maillon_immuable BEFORE DELETE OR UPDATE ON public.journal_maillon FOR EACH ROW EXECUTE FUNCTION public.journal_immuable();

-- Row security

alter table accompagnement enable row level security;
alter table accompagnement_mensuel enable row level security;
alter table agent enable row level security;
alter table calendrier_flux enable row level security;
alter table code_secours enable row level security;
alter table compte enable row level security;
alter table conservation_passage enable row level security;
alter table convention enable row level security;
alter table convention_evenement enable row level security;
alter table courriel enable row level security;
alter table echeance_rappel enable row level security;
alter table echeance_reglage enable row level security;
alter table envoi enable row level security;
alter table facteur enable row level security;
alter table identifiant enable row level security;
alter table journal_attente enable row level security;
alter table journal_entree enable row level security;
alter table journal_identite enable row level security;
alter table journal_maillon enable row level security;
alter table lien_connexion enable row level security;
alter table lieu enable row level security;
alter table lieu_constat enable row level security;
alter table logo enable row level security;
alter table permanence enable row level security;
alter table referent enable row level security;
alter table seance enable row level security;
alter table session enable row level security;
alter table structure enable row level security;
alter table structure_logo enable row level security;
alter table territoire enable row level security;

-- Policies

create policy territoire on accompagnement as permissive for all to public using ((territoire_id = current_setting('escale.territoire'::text, true))) with check ((territoire_id = current_setting('escale.territoire'::text, true)));
create policy territoire on accompagnement_mensuel as permissive for all to public using ((territoire_id = current_setting('escale.territoire'::text, true))) with check ((territoire_id = current_setting('escale.territoire'::text, true)));
create policy territoire on agent as permissive for all to public using ((territoire_id = current_setting('escale.territoire'::text, true))) with check ((territoire_id = current_setting('escale.territoire'::text, true)));
create policy territoire on calendrier_flux as permissive for all to public using ((territoire_id = current_setting('escale.territoire'::text, true))) with check ((territoire_id = current_setting('escale.territoire'::text, true)));
create policy territoire on code_secours as permissive for all to public using ((territoire_id = current_setting('escale.territoire'::text, true))) with check ((territoire_id = current_setting('escale.territoire'::text, true)));
create policy territoire on compte as permissive for all to public using ((territoire_id = current_setting('escale.territoire'::text, true))) with check ((territoire_id = current_setting('escale.territoire'::text, true)));
create policy territoire on conservation_passage as permissive for all to public using ((territoire_id = current_setting('escale.territoire'::text, true))) with check ((territoire_id = current_setting('escale.territoire'::text, true)));
create policy territoire on convention as permissive for all to public using ((territoire_id = current_setting('escale.territoire'::text, true))) with check ((territoire_id = current_setting('escale.territoire'::text, true)));
create policy territoire on convention_evenement as permissive for all to public using ((territoire_id = current_setting('escale.territoire'::text, true))) with check ((territoire_id = current_setting('escale.territoire'::text, true)));
create policy territoire on courriel as permissive for all to public using ((territoire_id = current_setting('escale.territoire'::text, true))) with check ((territoire_id = current_setting('escale.territoire'::text, true)));
create policy territoire on echeance_rappel as permissive for all to public using ((territoire_id = current_setting('escale.territoire'::text, true))) with check ((territoire_id = current_setting('escale.territoire'::text, true)));
create policy territoire on echeance_reglage as permissive for all to public using ((territoire_id = current_setting('escale.territoire'::text, true))) with check ((territoire_id = current_setting('escale.territoire'::text, true)));
create policy territoire on envoi as permissive for all to public using ((territoire_id = current_setting('escale.territoire'::text, true))) with check ((territoire_id = current_setting('escale.territoire'::text, true)));
create policy territoire on facteur as permissive for all to public using ((territoire_id = current_setting('escale.territoire'::text, true))) with check ((territoire_id = current_setting('escale.territoire'::text, true)));
create policy territoire on identifiant as permissive for all to public using ((territoire_id = current_setting('escale.territoire'::text, true))) with check ((territoire_id = current_setting('escale.territoire'::text, true)));
create policy territoire on journal_attente as permissive for all to public using ((territoire_id = current_setting('escale.territoire'::text, true))) with check ((territoire_id = current_setting('escale.territoire'::text, true)));
create policy territoire on journal_entree as permissive for all to public using ((territoire_id = current_setting('escale.territoire'::text, true))) with check ((territoire_id = current_setting('escale.territoire'::text, true)));
create policy territoire on journal_identite as permissive for all to public using ((territoire_id = current_setting('escale.territoire'::text, true))) with check ((territoire_id = current_setting('escale.territoire'::text, true)));
create policy territoire on journal_maillon as permissive for all to public using ((territoire_id = current_setting('escale.territoire'::text, true))) with check ((territoire_id = current_setting('escale.territoire'::text, true)));
create policy territoire on lien_connexion as permissive for all to public using ((territoire_id = current_setting('escale.territoire'::text, true))) with check ((territoire_id = current_setting('escale.territoire'::text, true)));
create policy territoire on lieu as permissive for all to public using ((territoire_id = current_setting('escale.territoire'::text, true))) with check ((territoire_id = current_setting('escale.territoire'::text, true)));
create policy territoire on lieu_constat as permissive for all to public using ((territoire_id = current_setting('escale.territoire'::text, true))) with check ((territoire_id = current_setting('escale.territoire'::text, true)));
create policy territoire on logo as permissive for all to public using ((territoire_id = current_setting('escale.territoire'::text, true))) with check ((territoire_id = current_setting('escale.territoire'::text, true)));
create policy territoire on permanence as permissive for all to public using ((territoire_id = current_setting('escale.territoire'::text, true))) with check ((territoire_id = current_setting('escale.territoire'::text, true)));
create policy territoire on referent as permissive for all to public using ((territoire_id = current_setting('escale.territoire'::text, true))) with check ((territoire_id = current_setting('escale.territoire'::text, true)));
create policy territoire on seance as permissive for all to public using ((territoire_id = current_setting('escale.territoire'::text, true))) with check ((territoire_id = current_setting('escale.territoire'::text, true)));
create policy territoire on session as permissive for all to public using ((territoire_id = current_setting('escale.territoire'::text, true))) with check ((territoire_id = current_setting('escale.territoire'::text, true)));
create policy territoire on structure as permissive for all to public using ((territoire_id = current_setting('escale.territoire'::text, true))) with check ((territoire_id = current_setting('escale.territoire'::text, true)));
create policy territoire on structure_logo as permissive for all to public using ((territoire_id = current_setting('escale.territoire'::text, true))) with check ((territoire_id = current_setting('escale.territoire'::text, true)));
create policy lecture on territoire as permissive for select to public using (true);
create policy territoire on territoire as permissive for update to public using ((id = current_setting('escale.territoire'::text, true))) with check ((id = current_setting('escale.territoire'::text, true)));

-- Grants

grant delete, insert, select, update on accompagnement to escale_application;
grant insert, select, update on accompagnement_mensuel to escale_application;
grant delete, insert, select, update on agent to escale_application;
grant delete, insert, select, update on calendrier_flux to escale_application;
grant delete, insert, select, update on code_secours to escale_application;
grant select on commune to escale_application;
grant delete, insert, select, update on compte to escale_application;
grant insert, select, update on conservation_passage to escale_application;
grant insert, select, update on convention to escale_application;
grant insert, select on convention_evenement to escale_application;
grant delete, insert, select, update on courriel to escale_application;
grant delete, insert, select, update on echeance_rappel to escale_application;
grant delete, insert, select, update on echeance_reglage to escale_application;
grant delete, insert, select, update on envoi to escale_application;
grant delete, insert, select, update on facteur to escale_application;
grant delete, insert, select, update on identifiant to escale_application;
grant select on installation to escale_application;
grant delete, insert, select on journal_attente to escale_application;
grant insert, select on journal_entree to escale_application;
grant delete, insert, select on journal_identite to escale_application;
grant insert, select on journal_maillon to escale_application;
grant delete, insert, select, update on lien_connexion to escale_application;
grant delete, insert, select, update on lieu to escale_application;
grant delete, insert, select, update on lieu_constat to escale_application;
grant delete, insert, select, update on logo to escale_application;
grant delete, insert, select, update on permanence to escale_application;
grant delete, insert, select, update on referent to escale_application;
grant delete, insert, select, update on seance to escale_application;
grant delete, insert, select, update on session to escale_application;
grant delete, insert, select, update on structure to escale_application;
grant delete, insert, select, update on structure_logo to escale_application;
grant select, update (adresse, couleur, courriel, durees_conservation, representant_fonction, representant_nom, strategie_adoptee_le, telephone, theme, tribunal, ville) on territoire to escale_application;
