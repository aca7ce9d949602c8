-- Help booked ahead: for what, when, and what the person is told. A first name is enough.

-- What a rendez-vous is for, as the public reads it.
create table rdv_motif (
  territoire_id text not null references territoire (id),
  id uuid not null,
  nom text not null check (length(nom) between 1 and 80),
  duree_minutes smallint not null check (duree_minutes between 10 and 240),
  -- Taken so many hours before it at the latest, and so many days at the earliest.
  delai_heures smallint not null default 2 check (delai_heures between 0 and 720),
  horizon_jours smallint not null default 60 check (horizon_jours between 1 and 366),
  -- Changed or cancelled by the person so many hours before it at the latest.
  limite_heures smallint not null default 2 check (limite_heures between 0 and 168),
  -- Besides agents and the équipe technique, who may always.
  ouvert_a text[] not null default '{public,prescripteur}' check (ouvert_a <@ array['public', 'prescripteur']),
  a_apporter text check (length(a_apporter) <= 300),
  actif boolean not null default true,
  created_at timestamptz not null default now(),
  primary key (territoire_id, id),
  constraint rdv_motif_nom_unique unique (territoire_id, nom)
);

-- A light record, kept when somebody comes back and wants to be known again. Seen by the agents and the équipe technique alone.
create table personne (
  territoire_id text not null references territoire (id),
  id uuid not null,
  prenom text not null check (length(prenom) between 1 and 80),
  nom text check (length(nom) between 1 and 80),
  -- What they are found by, without accents nor case.
  nom_cherche text not null,
  telephone text check (telephone ~ '^(0[1-9]( [0-9]{2}){4}|\+[0-9]{7,15})$'),
  courriel text check (length(courriel) between 3 and 254),
  annee_naissance smallint check (annee_naissance between 1900 and 2100),
  commune_insee text references commune (code_insee),
  created_by uuid,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  -- Merged into another: what was theirs is the other's, and this row is its trace.
  fusionnee_dans uuid,
  fusionnee_at timestamptz,
  fusionnee_par uuid,
  primary key (territoire_id, id),
  foreign key (territoire_id, fusionnee_dans) references personne (territoire_id, id),
  constraint personne_fusion check ((fusionnee_dans is null) = (fusionnee_at is null) and fusionnee_dans <> id)
);
create index personne_recherche on personne (territoire_id, nom_cherche text_pattern_ops);
create index personne_telephone on personne (territoire_id, telephone) where telephone is not null;

-- Who waits for a place sooner than those that are free.
create table rdv_attente (
  territoire_id text not null,
  id uuid not null,
  lieu_id uuid not null,
  motif_id uuid not null,
  du date not null,
  au date not null,
  moment text check (moment in ('matin', 'apres-midi')),
  statut text not null default 'en_attente' check (statut in ('en_attente', 'propose', 'place', 'expire', 'retire')),
  -- The code printed on the slip, and the hash of the link sent.
  code_attente text not null check (code_attente ~ '^[0-9A-Z]{8}$'),
  jeton_hash bytea not null,
  prenom text check (length(prenom) between 1 and 80),
  telephone text check (telephone ~ '^(0[1-9]( [0-9]{2}){4}|\+[0-9]{7,15})$'),
  courriel text check (length(courriel) between 3 and 254),
  prevenir text not null check (prevenir in ('sms', 'courriel', 'appel', 'guichet')),
  personne_id uuid,
  -- How many times a place was offered and not taken.
  propositions smallint not null default 0,
  created_by uuid,
  created_at timestamptz not null default now(),
  primary key (territoire_id, id),
  foreign key (territoire_id, lieu_id) references lieu (territoire_id, id),
  foreign key (territoire_id, motif_id) references rdv_motif (territoire_id, id),
  foreign key (territoire_id, personne_id) references personne (territoire_id, id),
  constraint rdv_attente_code_unique unique (territoire_id, code_attente),
  constraint rdv_attente_jeton_unique unique (territoire_id, jeton_hash),
  constraint rdv_attente_dates_dans_l_ordre check (au >= du)
);
create index rdv_attente_file on rdv_attente (territoire_id, lieu_id, created_at) where statut in ('en_attente', 'propose');

create table rendez_vous (
  territoire_id text not null,
  id uuid not null,
  seance_id uuid not null,
  motif_id uuid not null,
  -- Hours of the day of the séance, in Paris.
  debut time not null,
  fin time not null,
  -- `tenu`: offered to somebody of the waiting list until `tenu_jusqua`. `a_replacer`: its séance is gone, nobody was moved yet.
  statut text not null default 'confirme'
    check (statut in ('tenu', 'confirme', 'arrive', 'recu', 'absent', 'annule', 'a_replacer', 'deplace')),
  tenu_jusqua timestamptz,
  attente_id uuid,
  -- The rendez-vous that this one replaces: its code and its link lead here.
  remplace uuid,
  code_rdv text not null check (code_rdv ~ '^[0-9A-Z]{8}$'),
  jeton_hash bytea not null,
  canal text not null check (canal in ('public', 'agent', 'telephone', 'prescripteur')),
  -- Identity, empty once the time to keep it is over.
  prenom text check (length(prenom) between 1 and 80),
  telephone text check (telephone ~ '^(0[1-9]( [0-9]{2}){4}|\+[0-9]{7,15})$'),
  courriel text check (length(courriel) between 3 and 254),
  besoin text check (length(besoin) <= 300),
  prescripteur_nom text check (length(prescripteur_nom) between 1 and 150),
  prescripteur_structure text check (length(prescripteur_structure) between 1 and 150),
  prescripteur_courriel text check (length(prescripteur_courriel) between 3 and 254),
  prevenir text not null check (prevenir in ('sms', 'courriel', 'appel', 'guichet')),
  personne_id uuid,
  annule_par text check (annule_par in ('personne', 'prescripteur', 'agent', 'equipe', 'expiration', 'seance')),
  annule_motif text check (length(annule_motif) between 1 and 200),
  annule_at timestamptz,
  arrive_at timestamptz,
  recu_at timestamptz,
  rappel_at timestamptz,
  -- What happened to its séance that the person was not told yet.
  a_dire text check (a_dire in ('changement', 'a_replacer')),
  -- How many times the persons were told of a change: the SEQUENCE of its calendar file.
  version smallint not null default 0,
  created_by uuid,
  created_at timestamptz not null default now(),
  primary key (territoire_id, id),
  foreign key (territoire_id, seance_id) references seance (territoire_id, id),
  foreign key (territoire_id, motif_id) references rdv_motif (territoire_id, id),
  foreign key (territoire_id, attente_id) references rdv_attente (territoire_id, id),
  foreign key (territoire_id, remplace) references rendez_vous (territoire_id, id),
  foreign key (territoire_id, personne_id) references personne (territoire_id, id),
  constraint rendez_vous_heures_dans_l_ordre check (fin > debut),
  constraint rendez_vous_code_unique unique (territoire_id, code_rdv),
  constraint rendez_vous_jeton_unique unique (territoire_id, jeton_hash),
  constraint rendez_vous_tenu check ((statut = 'tenu') = (tenu_jusqua is not null)),
  constraint rendez_vous_joignable check (prenom is null
    or (prevenir not in ('sms', 'appel') or telephone is not null) and (prevenir <> 'courriel' or courriel is not null)),
  -- One person at a time before an agent; the seat of somebody absent stays theirs.
  constraint rendez_vous_sans_chevauchement exclude using gist
    (territoire_id with =, seance_id with =, tsrange('2000-01-01'::date + debut, '2000-01-01'::date + fin) with &&)
    where (statut in ('tenu', 'confirme', 'arrive', 'recu', 'absent')) deferrable initially immediate
);
create index rendez_vous_seance on rendez_vous (territoire_id, seance_id, debut);
create index rendez_vous_a_replacer on rendez_vous (territoire_id, seance_id) where statut = 'a_replacer';
create index rendez_vous_a_dire on rendez_vous (territoire_id) where a_dire is not null;
create index rendez_vous_tenu on rendez_vous (tenu_jusqua) where statut = 'tenu';
-- One rendez-vous for somebody in a séance, whether known by a record or by what reaches them.
create unique index rendez_vous_personne_une_fois on rendez_vous (territoire_id, seance_id, personne_id)
  where statut in ('tenu', 'confirme', 'arrive') and personne_id is not null;
create unique index rendez_vous_joint_une_fois on rendez_vous
  (territoire_id, seance_id, lower(prenom), coalesce(telephone, courriel))
  where statut in ('tenu', 'confirme', 'arrive') and coalesce(telephone, courriel) is not null;

-- A rendez-vous stays within its séance, which is planned and not over, when it is taken.
create function rendez_vous_dans_la_seance() returns trigger language plpgsql as $$
declare s record;
begin
  if new.statut not in ('tenu', 'confirme') then return new; end if;
  select statut, heure_debut, heure_fin into s from seance
    where territoire_id = new.territoire_id and id = new.seance_id for share;
  if s.statut <> 'prevue' or new.debut < s.heure_debut or new.fin > s.heure_fin then
    raise exception 'the séance does not hold this rendez-vous' using errcode = 'check_violation',
      constraint = 'rendez_vous_dans_la_seance';
  end if;
  return new;
end $$;
create trigger rendez_vous_dans_la_seance before insert or update of statut, seance_id, debut, fin on rendez_vous
  for each row execute function rendez_vous_dans_la_seance();

-- Whatever changes a séance, no rendez-vous is left behind in silence: those of one that is cancelled, or that no longer fit, wait to be
-- placed again; those of one that moves move with it; and each says that its person is to be told.
create function seance_suivie_de_ses_rendez_vous() returns trigger language plpgsql as $$
declare
  ecart interval := new.heure_debut - old.heure_debut;
  duree interval := new.heure_fin - new.heure_debut;
  depart time := old.heure_debut;
begin
  if new.statut = 'prevue' and old.statut = 'annulee' then return new; end if;
  if new.statut = 'annulee' then
    if old.statut = 'annulee' then return new; end if;
    duree := interval '0';
  elsif (new.jour, new.heure_debut, new.heure_fin, new.lieu_id, new.salle_id)
    is not distinct from (old.jour, old.heure_debut, old.heure_fin, old.lieu_id, old.salle_id) then
    return new;
  end if;
  update rendez_vous set statut = 'annule', tenu_jusqua = null, annule_at = now(), annule_par = 'seance'
    where territoire_id = new.territoire_id and seance_id = new.id and statut = 'tenu' and fin - depart > duree;
  update rendez_vous set statut = 'a_replacer', a_dire = 'a_replacer'
    where territoire_id = new.territoire_id and seance_id = new.id and statut = 'confirme' and fin - depart > duree;
  update rendez_vous set debut = debut + ecart, fin = fin + ecart,
      a_dire = case when statut = 'confirme' then 'changement' end
    where territoire_id = new.territoire_id and seance_id = new.id and statut in ('tenu', 'confirme');
  return new;
end $$;
create trigger seance_suivie_de_ses_rendez_vous after update of statut, jour, heure_debut, heure_fin, lieu_id, salle_id on seance
  for each row execute function seance_suivie_de_ses_rendez_vous();

-- Somebody to telephone, since nothing else reaches them.
create table appel (
  territoire_id text not null,
  id uuid not null,
  rendez_vous_id uuid,
  attente_id uuid,
  raison text not null check (raison in ('confirmation', 'changement', 'annulation', 'rappel', 'place', 'a_replacer')),
  a_dire text not null check (length(a_dire) between 1 and 500),
  avant timestamptz not null,
  resultat text check (resultat in ('joint', 'message', 'injoignable', 'sans_objet')),
  fait_at timestamptz,
  fait_par uuid,
  created_at timestamptz not null default now(),
  primary key (territoire_id, id),
  foreign key (territoire_id, rendez_vous_id) references rendez_vous (territoire_id, id),
  foreign key (territoire_id, attente_id) references rdv_attente (territoire_id, id),
  constraint appel_de_quelqu_un check (num_nonnulls(rendez_vous_id, attente_id) = 1),
  constraint appel_fait check ((fait_at is null) = (resultat is null))
);
create index appel_a_faire on appel (territoire_id, avant) where fait_at is null;

-- Short messages, as the mails are: written in the transaction of what they tell, sent by a job.
create table sms (
  territoire_id text not null references territoire (id),
  id uuid not null,
  destinataire text not null,
  texte text not null check (length(texte) <= 480),
  envoye_at timestamptz,
  echec text,
  created_at timestamptz not null default now(),
  primary key (territoire_id, id)
);
create index sms_recents on sms (territoire_id, created_at);

do $$
declare t text;
begin
  foreach t in array array['rdv_motif', 'personne', 'rdv_attente', 'rendez_vous', 'appel', 'sms']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy territoire on %I using (territoire_id = current_setting(''escale.territoire'', true))
      with check (territoire_id = current_setting(''escale.territoire'', true))', t);
  end loop;
end $$;
grant select, insert, update, delete on rdv_motif, personne, rdv_attente, rendez_vous, appel, sms to escale_application;

alter table courriel drop constraint courriel_genre_check;
alter table courriel add constraint courriel_genre_check check (genre in
  ('droits', 'connexion', 'securite', 'compte', 'journal', 'semaine', 'echeances', 'demande', 'suites', 'mandat', 'rendez_vous'));
