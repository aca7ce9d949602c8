-- Written by « npm run schema » from the migrations: to be read, not edited.

-- Extensions

create extension btree_gist;

-- Functions

CREATE OR REPLACE FUNCTION public.absence_du_jour(territoire text, agent uuid, le date, debut time without time zone, fin time without time zone)
 RETURNS uuid
 LANGUAGE sql
 STABLE
AS $function$
  select id from absence
  where territoire_id = territoire and agent_id = agent and levee_at is null and le between absent_du and absent_au
    and moitie_de_jour(absent_moment) && moities_touchees(debut, fin)
  order by absent_du limit 1
$function$
;

CREATE OR REPLACE FUNCTION public.accompagnement_hors_releve_certifie()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare
  etat_du_mois text;
  ligne record;
begin
  if current_setting('escale.agregation', true) = 'oui' then
    return coalesce(new, old);
  end if;
  for ligne in
    select distinct c.territoire_id, c.convention_id, date_trunc('month', c.jour)::date as mois
    from (select old.territoire_id, old.convention_id, old.jour where tg_op <> 'INSERT'
      union all select new.territoire_id, new.convention_id, new.jour where tg_op <> 'DELETE') c
    where c.convention_id is not null
    order by 2, 3
  loop
    select r.etat into etat_du_mois from releve r
    where r.territoire_id = ligne.territoire_id and r.convention_id = ligne.convention_id and r.mois = ligne.mois
    order by r.numero desc limit 1 for share;
    if etat_du_mois = 'certifie' then
      raise exception 'the relevé of % is certified', ligne.mois
        using errcode = 'check_violation', constraint = 'accompagnement_hors_releve_certifie';
    end if;
    etat_du_mois := null;
  end loop;
  return coalesce(new, old);
end $function$
;

CREATE OR REPLACE FUNCTION public.convention_modele_signe()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if (new.modele, new.modele_version_id) is distinct from (old.modele, old.modele_version_id) and exists (
    select from convention_evenement signature
    where signature.territoire_id = old.territoire_id and signature.convention_id = old.id
      and signature.type = 'signature' and not exists (
        select from convention_evenement annulation
        where annulation.territoire_id = old.territoire_id and annulation.convention_id = old.id
          and annulation.type = 'annulation' and annulation.donnees ->> 'evenementId' = signature.id::text)) then
    raise exception 'une partie a signé : la convention garde la version de son modèle' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $function$
;

CREATE OR REPLACE FUNCTION public.evenement_immuable()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception 'un événement de convention ne se modifie ni ne s’efface : il s’annule par un autre' using errcode = 'integrity_constraint_violation';
end $function$
;

CREATE OR REPLACE FUNCTION public.fermeture_du_jour(territoire text, lieu uuid, le date)
 RETURNS uuid
 LANGUAGE sql
 STABLE
AS $function$
  select id from lieu_fermeture
  where territoire_id = territoire and lieu_id = lieu and levee_at is null and le between du and au
$function$
;

CREATE OR REPLACE FUNCTION public.garde_immuable()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception 'ce registre se complète, il ne se modifie ni ne s’efface' using errcode = 'integrity_constraint_violation';
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

CREATE OR REPLACE FUNCTION public.mandat_acte_immuable()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if (new.territoire_id, new.id, new.demarche_id, new.agent_id, new.fait_at, new.created_by, new.created_at)
    is distinct from (old.territoire_id, old.id, old.demarche_id, old.agent_id, old.fait_at, old.created_by, old.created_at)
    or (new.contenu is not null and new.contenu is distinct from old.contenu) then
    raise exception 'un acte noté ne se modifie pas' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $function$
;

CREATE OR REPLACE FUNCTION public.mandat_acte_permis()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
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
end $function$
;

CREATE OR REPLACE FUNCTION public.mandat_demarche_finie()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if old.finie_at is not null
    and (new.finie_at, new.fin_cause, new.fin_canal, new.fin_moyen, new.evenement_le)
      is distinct from (old.finie_at, old.fin_cause, old.fin_canal, old.fin_moyen, old.evenement_le) then
    raise exception 'une démarche finie ne reprend pas' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $function$
;

CREATE OR REPLACE FUNCTION public.mandat_demarche_immuable()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if (new.mandat_id, new.rang, new.nature) is distinct from (old.mandat_id, old.rang, old.nature)
    or (new.contenu is distinct from old.contenu and (new.contenu is not null or new.detruite_at is null))
    or (old.detruite_at is not null and new.detruite_at is distinct from old.detruite_at) then
    raise exception 'une démarche confiée ne se modifie pas' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $function$
;

CREATE OR REPLACE FUNCTION public.mandat_destruction_immuable()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if (new.territoire_id, new.objet_id, new.objet, new.mandat_id, new.cause, new.visa_reference, new.visa_date,
      new.chiffre_sha256, new.decidee_at)
    is distinct from (old.territoire_id, old.objet_id, old.objet, old.mandat_id, old.cause, old.visa_reference, old.visa_date,
      old.chiffre_sha256, old.decidee_at)
    or (old.detruite_at is not null and new.detruite_at is distinct from old.detruite_at)
    or (old.certificat_id is not null and new.certificat_id is distinct from old.certificat_id) then
    raise exception 'une destruction décidée ne se réécrit pas' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $function$
;

CREATE OR REPLACE FUNCTION public.mandat_rectification_immuable()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if (new.territoire_id, new.id, new.mandat_id, new.agent_id, new.note_at, new.created_by, new.created_at)
    is distinct from (old.territoire_id, old.id, old.mandat_id, old.agent_id, old.note_at, old.created_by, old.created_at)
    or (new.contenu is not null and new.contenu is distinct from old.contenu) then
    raise exception 'une note de rectification ne se modifie pas' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $function$
;

CREATE OR REPLACE FUNCTION public.mandat_rectification_permise()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
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
end $function$
;

CREATE OR REPLACE FUNCTION public.mandat_signe_garde()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if old.etat = 'signe' then
    raise exception 'un mandat signé ne s’efface pas' using errcode = 'integrity_constraint_violation';
  end if;
  return old;
end $function$
;

CREATE OR REPLACE FUNCTION public.mandat_signe_immuable()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
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
end $function$
;

CREATE OR REPLACE FUNCTION public.mandat_signe_scelle()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if old.etat = 'signe' and (
    ((new.contenu, new.document) is distinct from (old.contenu, old.document)
      and (new.detruit_at is null or num_nonnulls(new.contenu, new.document) > 0))
    or (new.code_retrait is not null and new.code_retrait is distinct from old.code_retrait)
    or (old.detruit_at is not null and new.detruit_at is distinct from old.detruit_at)) then
    raise exception 'un mandat signé ne se modifie pas' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $function$
;

CREATE OR REPLACE FUNCTION public.modele_version_immuable()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception 'une version publiée ne se modifie ni ne s’efface : publiez-en une autre' using errcode = 'integrity_constraint_violation';
end $function$
;

CREATE OR REPLACE FUNCTION public.moitie_de_jour(moment text)
 RETURNS int4range
 LANGUAGE sql
 IMMUTABLE
AS $function$
  select int4range(case moment when 'apres-midi' then 1 else 0 end, case moment when 'matin' then 1 else 2 end)
$function$
;

CREATE OR REPLACE FUNCTION public.moities_touchees(debut time without time zone, fin time without time zone)
 RETURNS int4range
 LANGUAGE sql
 IMMUTABLE
AS $function$
  select int4range(case when debut < time '13:00' then 0 else 1 end, case when fin > time '13:00' then 2 else 1 end)
$function$
;

CREATE OR REPLACE FUNCTION public.operation_immuable()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception 'an operation is never changed' using errcode = 'integrity_constraint_violation';
end $function$
;

CREATE OR REPLACE FUNCTION public.personne_revenue()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  update personne set updated_at = now() where territoire_id = new.territoire_id and id = new.personne_id;
  return new;
end $function$
;

CREATE OR REPLACE FUNCTION public.piece_immuable()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception 'une pièce ne se modifie ni ne s’efface, elle se retire' using errcode = 'integrity_constraint_violation';
end $function$
;

CREATE OR REPLACE FUNCTION public.releve_certifie_immuable()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception 'a certified relevé is never changed' using errcode = 'integrity_constraint_violation';
end $function$
;

CREATE OR REPLACE FUNCTION public.rendez_vous_dans_la_seance()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
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
end $function$
;

CREATE OR REPLACE FUNCTION public.seance_hors_fermeture_et_absence()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare
  fermeture uuid;
  absence uuid;
begin
  if new.statut <> 'prevue' then return new; end if;
  if tg_op = 'UPDATE' and (new.agent_id, new.lieu_id, new.jour, new.heure_debut, new.heure_fin, new.statut)
    is not distinct from (old.agent_id, old.lieu_id, old.jour, old.heure_debut, old.heure_fin, old.statut) then
    return new;
  end if;
  if new.lieu_id is not null then fermeture := fermeture_du_jour(new.territoire_id, new.lieu_id, new.jour); end if;
  absence := absence_du_jour(new.territoire_id, new.agent_id, new.jour, new.heure_debut, new.heure_fin);
  if fermeture is null and absence is null then return new; end if;
  if new.permanence_id is not null and new.exceptions = '{}'
    and (tg_op = 'INSERT' or old.statut = 'prevue' and old.exceptions = '{}') then
    new.statut := 'annulee';
    if fermeture is not null then
      new.fermeture_id := fermeture;
      new.motif := 'Lieu fermé : '
        || (select f.motif from lieu_fermeture f where f.territoire_id = new.territoire_id and f.id = fermeture);
    else
      new.absence_id := absence;
      new.motif := 'Agent absent';
    end if;
    return new;
  end if;
  if fermeture is not null then
    raise exception 'the lieu does not open on that day' using errcode = 'exclusion_violation', constraint = 'seance_lieu_ouvert';
  end if;
  raise exception 'the agent is away on that day' using errcode = 'exclusion_violation', constraint = 'seance_agent_present';
end $function$
;

CREATE OR REPLACE FUNCTION public.seance_jour_prevu()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if new.permanence_id is not null and new.jour_prevu is null then new.jour_prevu := new.jour; end if;
  return new;
end $function$
;

CREATE OR REPLACE FUNCTION public.seance_lieu_entier()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if new.statut <> 'prevue' or new.lieu_id is null or new.en_binome then return new; end if;
  if tg_op = 'UPDATE' and (new.lieu_id, new.salle_id, new.jour, new.heure_debut, new.heure_fin, new.statut, new.en_binome)
    is not distinct from (old.lieu_id, old.salle_id, old.jour, old.heure_debut, old.heure_fin, old.statut, old.en_binome) then
    return new;
  end if;
  if not exists (select from salle r where r.territoire_id = new.territoire_id and r.lieu_id = new.lieu_id) then
    return new;
  end if;
  perform pg_advisory_xact_lock(hashtextextended('lieu ' || new.territoire_id || ' ' || new.lieu_id, 0));
  if exists (select from seance s
    where s.territoire_id = new.territoire_id and s.lieu_id = new.lieu_id and s.jour = new.jour and s.statut = 'prevue'
      and s.id <> new.id and not s.en_binome and (s.salle_id is null) <> (new.salle_id is null)
      and s.heure_debut < new.heure_fin and new.heure_debut < s.heure_fin) then
    raise exception 'one of the two names no room' using errcode = 'exclusion_violation', constraint = 'seance_lieu_entier';
  end if;
  return new;
end $function$
;

CREATE OR REPLACE FUNCTION public.seance_revenue_avec_ses_rendez_vous()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare r record;
begin
  for r in select id from rendez_vous
    where territoire_id = new.territoire_id and seance_id = new.id and statut = 'a_replacer'
      and debut >= new.heure_debut and fin <= new.heure_fin
    order by created_at, id
  loop
    begin
      update rendez_vous set statut = 'confirme', a_dire = case when a_dire is null then 'changement' end
        where territoire_id = new.territoire_id and id = r.id;
    exception when exclusion_violation or unique_violation then
      -- Its hour, or its person, was taken meanwhile: it still waits.
      null;
    end;
  end loop;
  return new;
end $function$
;

CREATE OR REPLACE FUNCTION public.seance_revisee()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if (new.jour, new.heure_debut, new.heure_fin, new.statut, new.agent_id, new.lieu_id, new.salle_id, new.endroit)
    is not distinct from
    (old.jour, old.heure_debut, old.heure_fin, old.statut, old.agent_id, old.lieu_id, old.salle_id, old.endroit) then
    new.revision := old.revision;
    new.revisee_at := old.revisee_at;
  else
    new.revision := old.revision + 1;
    new.revisee_at := now();
  end if;
  return new;
end $function$
;

CREATE OR REPLACE FUNCTION public.seance_suivie_de_ses_rendez_vous()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
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
end $function$
;

CREATE OR REPLACE FUNCTION public.seance_trajet()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare other record;
begin
  if new.statut <> 'prevue' or new.lieu_id is null then return new; end if;
  perform pg_advisory_xact_lock(hashtextextended('trajet ' || new.territoire_id || ' ' || new.agent_id, 0));
  for other in
    select s.id, trajet_minutes(new.territoire_id, new.lieu_id, s.lieu_id) as minutes,
      greatest(new.heure_debut - s.heure_fin, s.heure_debut - new.heure_fin) as ecart
    from seance s
    where s.territoire_id = new.territoire_id and s.agent_id = new.agent_id and s.jour = new.jour and s.statut = 'prevue'
      and s.id <> new.id and s.lieu_id is not null and s.lieu_id <> new.lieu_id
  loop
    -- Two that overlap are refused by the exclusion constraint, which says it better.
    if other.ecart >= interval '0' and other.ecart < make_interval(mins => coalesce(other.minutes, 0)) then
      raise exception 'not enough time on the road' using errcode = 'exclusion_violation', constraint = 'seance_trajet';
    end if;
  end loop;
  return new;
end $function$
;

CREATE OR REPLACE FUNCTION public.trajet_minutes(territoire text, lieu_a uuid, lieu_b uuid)
 RETURNS integer
 LANGUAGE sql
 STABLE
AS $function$
  select case when t.vitesse_kmh = 0 then 0 when a.lat is null or b.lat is null then null else
    ceil(6371 * 2 * asin(least(1, sqrt(
      power(sin(radians(b.lat - a.lat) / 2), 2)
      + cos(radians(a.lat)) * cos(radians(b.lat)) * power(sin(radians(b.lon - a.lon) / 2), 2)))) * 60 / t.vitesse_kmh)::integer end
  from territoire t,
    lateral (select coalesce(l.latitude, c.latitude) as lat, coalesce(l.longitude, c.longitude) as lon
      from lieu l join commune c on c.code_insee = l.code_insee where l.territoire_id = t.id and l.id = lieu_a) a,
    lateral (select coalesce(l.latitude, c.latitude) as lat, coalesce(l.longitude, c.longitude) as lon
      from lieu l join commune c on c.code_insee = l.code_insee where l.territoire_id = t.id and l.id = lieu_b) b
  where t.id = territoire
$function$
;

CREATE OR REPLACE FUNCTION public.violation_evenement_garde()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if exists (select from violation v where v.territoire_id = old.territoire_id and v.id = old.violation_id) then
    raise exception 'un événement d’une violation ne s’efface pas sans elle'
      using errcode = 'integrity_constraint_violation';
  end if;
  return old;
end $function$
;

CREATE OR REPLACE FUNCTION public.violation_gardee()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare dernier text;
begin
  select e.type into dernier from violation_evenement e
    where e.territoire_id = old.territoire_id and e.violation_id = old.id and e.type in ('cloture', 'reouverture')
    order by e.created_at desc, e.id desc limit 1;
  if dernier is distinct from 'cloture' then
    raise exception 'une violation ne s’efface pas tant qu’elle n’est pas close'
      using errcode = 'integrity_constraint_violation';
  end if;
  return old;
end $function$
;

-- Tables

create table absence (
  territoire_id text not null,
  id uuid not null,
  agent_id uuid not null,
  absent_du date not null,
  absent_au date not null,
  absent_moment text not null default 'journee'::text,
  absent_nature text not null,
  created_by uuid,
  created_at timestamp with time zone not null default now(),
  levee_at timestamp with time zone,
  constraint absence_pkey PRIMARY KEY (territoire_id, id),
  constraint absence_territoire_id_agent_id_fkey FOREIGN KEY (territoire_id, agent_id) REFERENCES public.agent(territoire_id, id),
  constraint absence_absent_moment_check CHECK (absent_moment = ANY (ARRAY['journee'::text, 'matin'::text, 'apres-midi'::text])),
  constraint absence_absent_nature_check CHECK (absent_nature = ANY (ARRAY['conge'::text, 'formation'::text, 'imprevue'::text, 'autre'::text])),
  constraint absence_dates_dans_l_ordre CHECK (absent_au >= absent_du AND absent_au <= (absent_du + 400)),
  constraint absence_sans_chevauchement EXCLUDE USING gist (territoire_id WITH =, agent_id WITH =, daterange(absent_du, absent_au, '[]'::text) WITH &&, public.moitie_de_jour(absent_moment) WITH &&) WHERE (levee_at IS NULL)
);

create table accompagnement (
  territoire_id text not null,
  id uuid not null,
  seance_id uuid,
  agent_id uuid not null,
  convention_id uuid,
  jour date not null,
  duree_minutes integer not null,
  thematiques text[] not null,
  demarches text[] not null default '{}'::text[],
  objectif text,
  issue text,
  issue_precision text,
  orientation text,
  genre text,
  tranche_age text,
  statut_social text,
  created_by uuid,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  type_activite text not null default 'Individuel'::text,
  heure_debut time without time zone,
  type_lieu text not null default 'LieuActivite'::text,
  lieu_id uuid,
  code_insee text,
  operateur text,
  materiels text[] not null default '{}'::text[],
  autonomie text,
  axe text,
  participants integer not null default 1,
  collectif jsonb,
  coordination jsonb,
  mandat_id uuid,
  personne_id uuid,
  rendez_vous_id uuid,
  binome_id uuid,
  version_id uuid,
  constraint accompagnement_pkey PRIMARY KEY (territoire_id, id),
  constraint accompagnement_binome FOREIGN KEY (territoire_id, binome_id) REFERENCES public.agent(territoire_id, id),
  constraint accompagnement_code_insee_fkey FOREIGN KEY (code_insee) REFERENCES public.commune(code_insee),
  constraint accompagnement_lieu FOREIGN KEY (territoire_id, lieu_id) REFERENCES public.lieu(territoire_id, id),
  constraint accompagnement_mandat FOREIGN KEY (territoire_id, mandat_id) REFERENCES public.mandat(territoire_id, id) ON DELETE SET NULL (mandat_id),
  constraint accompagnement_personne FOREIGN KEY (territoire_id, personne_id) REFERENCES public.personne(territoire_id, id) ON DELETE SET NULL (personne_id),
  constraint accompagnement_rendez_vous FOREIGN KEY (territoire_id, rendez_vous_id) REFERENCES public.rendez_vous(territoire_id, id) ON DELETE SET NULL (rendez_vous_id),
  constraint accompagnement_territoire_id_agent_id_fkey FOREIGN KEY (territoire_id, agent_id) REFERENCES public.agent(territoire_id, id),
  constraint accompagnement_territoire_id_convention_id_fkey FOREIGN KEY (territoire_id, convention_id) REFERENCES public.convention(territoire_id, id),
  constraint accompagnement_territoire_id_seance_id_fkey FOREIGN KEY (territoire_id, seance_id) REFERENCES public.seance(territoire_id, id),
  constraint accompagnement_binome_autre CHECK (binome_id <> agent_id),
  constraint accompagnement_duree_minutes_check CHECK (duree_minutes >= 1 AND duree_minutes <= 1439),
  constraint accompagnement_entier CHECK (
CASE type_activite
    WHEN 'Individuel'::text THEN cardinality(thematiques) >= 1 AND participants = 1 AND collectif IS NULL AND coordination IS NULL AND num_nonnulls(objectif, issue, genre, tranche_age, statut_social) = 5
    WHEN 'Collectif'::text THEN cardinality(thematiques) >= 1 AND participants >= 1 AND collectif IS NOT NULL AND coordination IS NULL AND objectif IS NOT NULL AND num_nonnulls(genre, tranche_age, statut_social, personne_id, mandat_id, rendez_vous_id) = 0
    ELSE participants = 0 AND coordination IS NOT NULL AND collectif IS NULL AND num_nonnulls(genre, tranche_age, statut_social, personne_id, mandat_id, rendez_vous_id) = 0
END),
  constraint accompagnement_issue_check CHECK (issue = ANY (ARRAY['faite'::text, 'commencee'::text, 'orientee'::text, 'impossible'::text])),
  constraint accompagnement_operateur_check CHECK (length(operateur) >= 1 AND length(operateur) <= 80),
  constraint accompagnement_participants_check CHECK (participants >= 0 AND participants <= 2000),
  constraint accompagnement_type_activite_check CHECK (type_activite = ANY (ARRAY['Individuel'::text, 'Collectif'::text, 'Evenement'::text, 'Partenariat'::text, 'Animation'::text])),
  constraint accompagnement_type_lieu_check CHECK (type_lieu = ANY (ARRAY['LieuActivite'::text, 'Autre'::text, 'Domicile'::text, 'ADistance'::text]))
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
  constraint accompagnement_mensuel_rubrique_check CHECK (rubrique = ANY (ARRAY['total'::text, 'thematique'::text, 'demarche'::text, 'objectif'::text, 'issue'::text, 'genre'::text, 'tranche_age'::text, 'statut_social'::text, 'materiel'::text, 'autonomie'::text, 'orientation'::text, 'type_lieu'::text, 'axe'::text]))
);

create table accompagnement_operation (
  territoire_id text not null,
  id uuid not null,
  accompagnement_id uuid not null,
  nature text not null,
  base uuid,
  saisie jsonb,
  agent_id uuid not null,
  jour date not null,
  empreinte bytea,
  saisi_at timestamp with time zone not null,
  recu_at timestamp with time zone not null default now(),
  created_by uuid,
  personne_id uuid,
  personne_dite boolean not null default false,
  constraint accompagnement_operation_pkey PRIMARY KEY (territoire_id, id),
  constraint accompagnement_operation_personne FOREIGN KEY (territoire_id, personne_id) REFERENCES public.personne(territoire_id, id) ON DELETE SET NULL (personne_id),
  constraint accompagnement_operation_territoire_id_agent_id_fkey FOREIGN KEY (territoire_id, agent_id) REFERENCES public.agent(territoire_id, id),
  constraint accompagnement_operation_check1 CHECK (nature <> 'creer'::text OR base IS NULL AND id = accompagnement_id),
  constraint accompagnement_operation_empreinte_check CHECK (octet_length(empreinte) = 32),
  constraint accompagnement_operation_lien CHECK (
CASE
    WHEN nature = ANY (ARRAY['lier'::text, 'delier'::text]) THEN personne_dite AND base IS NULL AND empreinte IS NULL AND (nature = 'lier'::text OR personne_id IS NULL)
    ELSE empreinte IS NOT NULL
END),
  constraint accompagnement_operation_nature_check CHECK (nature = ANY (ARRAY['creer'::text, 'modifier'::text, 'supprimer'::text, 'lier'::text, 'delier'::text])),
  constraint accompagnement_operation_saisie CHECK (
CASE
    WHEN nature = ANY (ARRAY['creer'::text, 'modifier'::text]) THEN saisie IS NOT NULL AND NOT saisie ? 'personneId'::text
    ELSE saisie IS NULL
END),
  constraint accompagnement_operation_suppression CHECK (nature <> 'supprimer'::text OR personne_id IS NULL AND NOT personne_dite)
);

create table affiche_pose (
  territoire_id text not null,
  id uuid not null,
  lieu_id uuid not null,
  posee_le date not null,
  contenu jsonb not null,
  created_by uuid,
  created_at timestamp with time zone not null default now(),
  constraint affiche_pose_pkey PRIMARY KEY (territoire_id, id),
  constraint affiche_pose_territoire_id_lieu_id_fkey FOREIGN KEY (territoire_id, lieu_id) REFERENCES public.lieu(territoire_id, id),
  constraint affiche_pose_contenu_check CHECK (jsonb_typeof(contenu) = 'object'::text)
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

create table appel (
  territoire_id text not null,
  id uuid not null,
  rendez_vous_id uuid,
  attente_id uuid,
  raison text not null,
  a_dire text not null,
  avant timestamp with time zone not null,
  resultat text,
  fait_at timestamp with time zone,
  fait_par uuid,
  created_at timestamp with time zone not null default now(),
  constraint appel_pkey PRIMARY KEY (territoire_id, id),
  constraint appel_territoire_id_attente_id_fkey FOREIGN KEY (territoire_id, attente_id) REFERENCES public.rdv_attente(territoire_id, id),
  constraint appel_territoire_id_rendez_vous_id_fkey FOREIGN KEY (territoire_id, rendez_vous_id) REFERENCES public.rendez_vous(territoire_id, id),
  constraint appel_a_dire_check CHECK (length(a_dire) >= 1 AND length(a_dire) <= 500),
  constraint appel_de_quelqu_un CHECK (num_nonnulls(rendez_vous_id, attente_id) = 1),
  constraint appel_fait CHECK ((fait_at IS NULL) = (resultat IS NULL)),
  constraint appel_raison_check CHECK (raison = ANY (ARRAY['confirmation'::text, 'changement'::text, 'annulation'::text, 'rappel'::text, 'place'::text, 'a_replacer'::text])),
  constraint appel_resultat_check CHECK (resultat = ANY (ARRAY['joint'::text, 'message'::text, 'injoignable'::text, 'sans_objet'::text]))
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

create table cles_suivi (
  territoire_id text not null,
  passage integer not null default 0,
  compare_at timestamp with time zone,
  orphelines_recentes integer,
  orphelines_anciennes integer,
  sans_cle integer,
  constraint cles_suivi_pkey PRIMARY KEY (territoire_id),
  constraint cles_suivi_territoire_id_fkey FOREIGN KEY (territoire_id) REFERENCES public.territoire(id),
  constraint cles_suivi_comparaison_entiere CHECK (num_nulls(compare_at, orphelines_recentes, orphelines_anciennes, sans_cle) = ANY (ARRAY[0, 4])),
  constraint cles_suivi_passage_check CHECK (passage >= 0)
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
  modele text,
  clauses jsonb not null,
  point_accueil text,
  note text,
  created_by uuid,
  created_at timestamp with time zone not null default now(),
  modele_version_id uuid,
  constraint convention_pkey PRIMARY KEY (territoire_id, id),
  constraint convention_reference_unique UNIQUE (territoire_id, reference),
  constraint convention_modele_version FOREIGN KEY (territoire_id, modele_version_id) REFERENCES public.modele_version(territoire_id, id),
  constraint convention_territoire_id_structure_id_fkey FOREIGN KEY (territoire_id, structure_id) REFERENCES public.structure(territoire_id, id),
  constraint convention_reference_check CHECK (length(reference) >= 1 AND length(reference) <= 40),
  constraint convention_un_modele CHECK (num_nonnulls(modele, modele_version_id) = 1)
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
  rendez_vous_id uuid,
  constraint courriel_pkey PRIMARY KEY (territoire_id, id),
  constraint courriel_territoire_id_fkey FOREIGN KEY (territoire_id) REFERENCES public.territoire(id),
  constraint courriel_genre_check CHECK (genre = ANY (ARRAY['droits'::text, 'connexion'::text, 'securite'::text, 'compte'::text, 'journal'::text, 'semaine'::text, 'echeances'::text, 'demande'::text, 'suites'::text, 'mandat'::text, 'rendez_vous'::text, 'releve'::text]))
);

create table demande (
  territoire_id text not null,
  id uuid not null,
  nom text not null,
  nature text not null,
  siret text,
  code_insee text not null,
  contact_nom text not null,
  contact_fonction text not null,
  contact_courriel text not null,
  contact_telephone text,
  message text,
  structure_id uuid,
  contactee_le date,
  visite_prevue_le date,
  prochaine_action text,
  prochaine_action_le date,
  sans_suite_le date,
  sans_suite_motif text,
  sans_suite_precision text,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint demande_pkey PRIMARY KEY (territoire_id, id),
  constraint demande_code_insee_fkey FOREIGN KEY (code_insee) REFERENCES public.commune(code_insee),
  constraint demande_territoire_id_fkey FOREIGN KEY (territoire_id) REFERENCES public.territoire(id),
  constraint demande_territoire_id_structure_id_fkey FOREIGN KEY (territoire_id, structure_id) REFERENCES public.structure(territoire_id, id),
  constraint demande_action_datee CHECK ((prochaine_action IS NULL) = (prochaine_action_le IS NULL)),
  constraint demande_nom_check CHECK (length(nom) >= 1 AND length(nom) <= 150),
  constraint demande_sans_suite_motif_check CHECK (sans_suite_motif = ANY (ARRAY['retrait'::text, 'sans_reponse'::text, 'locaux'::text, 'agents'::text, 'autre_demande'::text, 'autre'::text])),
  constraint demande_sans_suite_motivee CHECK ((sans_suite_le IS NULL) = (sans_suite_motif IS NULL)),
  constraint demande_siret_check CHECK (siret ~ '^[0-9]{14}$'::text)
);

create table demande_lieu (
  territoire_id text not null,
  demande_id uuid not null,
  rang smallint not null,
  nom text not null,
  adresse text,
  criteres text[] not null default '{}'::text[],
  constraint demande_lieu_pkey PRIMARY KEY (territoire_id, demande_id, rang),
  constraint demande_lieu_territoire_id_demande_id_fkey FOREIGN KEY (territoire_id, demande_id) REFERENCES public.demande(territoire_id, id) ON DELETE CASCADE,
  constraint demande_lieu_nom_check CHECK (length(nom) >= 1 AND length(nom) <= 150),
  constraint demande_lieu_rang_check CHECK (rang >= 1 AND rang <= 3)
);

create table demande_note (
  territoire_id text not null,
  id uuid not null,
  demande_id uuid not null,
  texte text not null,
  created_by uuid,
  created_at timestamp with time zone not null default now(),
  constraint demande_note_pkey PRIMARY KEY (territoire_id, id),
  constraint demande_note_territoire_id_demande_id_fkey FOREIGN KEY (territoire_id, demande_id) REFERENCES public.demande(territoire_id, id) ON DELETE CASCADE
);

create table dossier_acte (
  territoire_id text not null,
  version_id uuid not null,
  genre text not null,
  type text not null,
  le date not null,
  duree_mois smallint,
  fonction text,
  texte text,
  created_by uuid,
  created_at timestamp with time zone not null default now(),
  constraint dossier_acte_pkey PRIMARY KEY (territoire_id, version_id, type),
  constraint dossier_acte_territoire_id_version_id_genre_fkey FOREIGN KEY (territoire_id, version_id, genre) REFERENCES public.dossier_version(territoire_id, id, genre),
  constraint dossier_acte_duree_mois_check CHECK (duree_mois >= 1 AND duree_mois <= 60),
  constraint dossier_acte_fonction_check CHECK (length(fonction) >= 1 AND length(fonction) <= 150),
  constraint dossier_acte_selon_son_type CHECK (
CASE type
    WHEN 'signature'::text THEN genre = 'aipd'::text AND duree_mois IS NULL AND fonction IS NULL
    WHEN 'decision'::text THEN genre = 'homologation'::text AND duree_mois IS NOT NULL AND fonction IS NOT NULL AND texte IS NULL
    ELSE texte IS NOT NULL AND duree_mois IS NULL AND fonction IS NULL
END),
  constraint dossier_acte_texte_check CHECK (length(texte) >= 1 AND length(texte) <= 1000),
  constraint dossier_acte_type_check CHECK (type = ANY (ARRAY['signature'::text, 'decision'::text, 'retrait'::text]))
);

create table dossier_version (
  territoire_id text not null,
  id uuid not null,
  genre text not null,
  etabli_le date not null,
  auteur text not null,
  revoir_le date not null,
  fichier text not null,
  octets bytea not null,
  sha256 bytea not null generated always as (sha256(octets)) stored,
  created_by uuid,
  created_at timestamp with time zone not null default now(),
  constraint dossier_version_pkey PRIMARY KEY (territoire_id, id),
  constraint dossier_version_genre UNIQUE (territoire_id, id, genre),
  constraint dossier_version_territoire_id_fkey FOREIGN KEY (territoire_id) REFERENCES public.territoire(id),
  constraint dossier_revoir_apres CHECK (revoir_le > etabli_le),
  constraint dossier_version_auteur_check CHECK (length(auteur) >= 1 AND length(auteur) <= 150),
  constraint dossier_version_fichier_check CHECK (length(fichier) >= 1 AND length(fichier) <= 120),
  constraint dossier_version_genre_check CHECK (genre = ANY (ARRAY['aipd'::text, 'homologation'::text])),
  constraint dossier_version_octets_check CHECK (octet_length(octets) >= 1 AND octet_length(octets) <= 10485760)
);

create table droit_demande (
  territoire_id text not null,
  id uuid not null,
  reference text not null,
  droit text not null,
  demandeur text not null,
  nom text not null,
  courriel text,
  telephone text,
  adresse text,
  message text,
  origine text not null,
  recue_le date not null,
  prolongee_le date,
  prolongation_motif text,
  prolongation_precision text,
  rappel_avant_le date,
  rappel_retard_le date,
  decision text,
  decidee_le date,
  motif text,
  "precision" text,
  repondue_le date,
  canal text,
  created_by uuid,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint droit_demande_pkey PRIMARY KEY (territoire_id, id),
  constraint droit_demande_reference_unique UNIQUE (territoire_id, reference),
  constraint droit_demande_territoire_id_fkey FOREIGN KEY (territoire_id) REFERENCES public.territoire(id),
  constraint droit_demande_canal_check CHECK (canal = ANY (ARRAY['courriel'::text, 'courrier'::text, 'telephone'::text, 'guichet'::text])),
  constraint droit_demande_decision_check CHECK (decision = ANY (ARRAY['satisfaite'::text, 'partielle'::text, 'refusee'::text, 'sans_objet'::text, 'retiree'::text])),
  constraint droit_demande_decision_datee CHECK ((decision IS NULL) = (decidee_le IS NULL)),
  constraint droit_demande_demandeur_check CHECK (demandeur = ANY (ARRAY['usager'::text, 'compte'::text, 'contact'::text, 'autre'::text])),
  constraint droit_demande_droit_check CHECK (droit = ANY (ARRAY['acces'::text, 'rectification'::text, 'effacement'::text, 'limitation'::text, 'opposition'::text, 'portabilite'::text])),
  constraint droit_demande_joignable CHECK (num_nonnulls(courriel, telephone, adresse) > 0),
  constraint droit_demande_nom_check CHECK (length(nom) >= 1 AND length(nom) <= 150),
  constraint droit_demande_origine_check CHECK (origine = ANY (ARRAY['formulaire'::text, 'guichet'::text])),
  constraint droit_demande_prolongation_motif_check CHECK (prolongation_motif = ANY (ARRAY['complexite'::text, 'nombre'::text])),
  constraint droit_demande_prolongation_motivee CHECK (num_nonnulls(prolongee_le, prolongation_motif, prolongation_precision) = ANY (ARRAY[0, 3])),
  constraint droit_demande_refus_motive CHECK ((decision <> ALL (ARRAY['partielle'::text, 'refusee'::text])) OR motif IS NOT NULL),
  constraint droit_demande_reponse_decidee CHECK (repondue_le IS NULL OR decision IS NOT NULL),
  constraint droit_demande_reponse_par_un_canal CHECK ((repondue_le IS NULL) = (canal IS NULL))
);

create table droit_gel (
  territoire_id text not null,
  droit_demande_id uuid not null,
  pose_le date not null,
  pose_par uuid,
  prevenue_le date,
  prevenue_canal text,
  leve_le date,
  leve_par uuid,
  constraint droit_gel_pkey PRIMARY KEY (territoire_id, droit_demande_id),
  constraint droit_gel_territoire_id_droit_demande_id_fkey FOREIGN KEY (territoire_id, droit_demande_id) REFERENCES public.droit_demande(territoire_id, id) ON DELETE CASCADE,
  constraint droit_gel_leve_apres CHECK (leve_le IS NULL OR prevenue_le IS NOT NULL AND leve_le >= prevenue_le),
  constraint droit_gel_prevenue_canal_check CHECK (prevenue_canal = ANY (ARRAY['courriel'::text, 'courrier'::text, 'telephone'::text, 'guichet'::text])),
  constraint droit_gel_prevenue_par_un_canal CHECK ((prevenue_le IS NULL) = (prevenue_canal IS NULL))
);

create table droit_ligne (
  territoire_id text not null,
  id uuid not null,
  droit_demande_id uuid not null,
  source text not null,
  donnee text not null,
  de_table text not null,
  cle jsonb not null,
  fait text,
  fait_le date,
  raison text,
  created_at timestamp with time zone not null default now(),
  constraint droit_ligne_pkey PRIMARY KEY (territoire_id, id),
  constraint droit_ligne_une_fois UNIQUE (territoire_id, droit_demande_id, source, donnee, de_table, cle),
  constraint droit_ligne_territoire_id_droit_demande_id_fkey FOREIGN KEY (territoire_id, droit_demande_id) REFERENCES public.droit_demande(territoire_id, id) ON DELETE CASCADE,
  constraint droit_ligne_fait_check CHECK (fait = ANY (ARRAY['corrigee'::text, 'effacee'::text, 'gardee'::text, 'gelee'::text, 'degelee'::text])),
  constraint droit_ligne_fait_date CHECK ((fait IS NULL) = (fait_le IS NULL)),
  constraint droit_ligne_garde_motivee CHECK ((fait = 'gardee'::text) = (raison IS NOT NULL))
);

create table droit_verification (
  territoire_id text not null,
  id uuid not null,
  droit_demande_id uuid not null,
  moyen text not null,
  etablie boolean not null,
  jour date not null,
  created_by uuid,
  created_at timestamp with time zone not null default now(),
  constraint droit_verification_pkey PRIMARY KEY (territoire_id, id),
  constraint droit_verification_territoire_id_droit_demande_id_fkey FOREIGN KEY (territoire_id, droit_demande_id) REFERENCES public.droit_demande(territoire_id, id) ON DELETE CASCADE,
  constraint droit_verification_moyen_check CHECK (moyen = ANY (ARRAY['agent'::text, 'courriel'::text, 'telephone'::text, 'code'::text, 'compte'::text, 'aucun'::text])),
  constraint droit_verification_par_un_moyen CHECK (NOT etablie OR moyen <> 'aucun'::text)
);

create table echange (
  territoire_id text not null,
  id uuid not null,
  created_by uuid,
  created_at timestamp with time zone not null default now(),
  constraint echange_pkey PRIMARY KEY (territoire_id, id),
  constraint echange_territoire_id_fkey FOREIGN KEY (territoire_id) REFERENCES public.territoire(id)
);

create table echange_version (
  territoire_id text not null,
  echange_id uuid not null,
  rang smallint not null,
  le date not null,
  demandeur text not null,
  service text not null,
  destinataire text not null,
  natures text[] not null,
  precisions text,
  fondement text not null,
  finalite text not null,
  personnes integer not null,
  envoye_par text not null,
  canal text not null,
  raison_correction text,
  created_by uuid,
  created_at timestamp with time zone not null default now(),
  constraint echange_version_pkey PRIMARY KEY (territoire_id, echange_id, rang),
  constraint echange_version_territoire_id_echange_id_fkey FOREIGN KEY (territoire_id, echange_id) REFERENCES public.echange(territoire_id, id) ON DELETE CASCADE,
  constraint echange_correction_motivee CHECK ((rang = 1) = (raison_correction IS NULL)),
  constraint echange_version_canal_check CHECK (canal = ANY (ARRAY['plateforme'::text, 'courriel_chiffre'::text, 'courriel'::text, 'courrier'::text, 'main_propre'::text, 'telephone'::text, 'autre'::text])),
  constraint echange_version_demandeur_check CHECK (length(demandeur) >= 1 AND length(demandeur) <= 150),
  constraint echange_version_destinataire_check CHECK (destinataire = ANY (ARRAY['departement'::text, 'partenaire'::text])),
  constraint echange_version_envoye_par_check CHECK (length(envoye_par) >= 1 AND length(envoye_par) <= 150),
  constraint echange_version_finalite_check CHECK (length(finalite) >= 1 AND length(finalite) <= 300),
  constraint echange_version_fondement_check CHECK (fondement = ANY (ARRAY['accord'::text, 'mandat'::text, 'mission'::text, 'obligation'::text, 'interets_vitaux'::text])),
  constraint echange_version_natures_check CHECK (cardinality(natures) >= 1 AND cardinality(natures) <= 20),
  constraint echange_version_personnes_check CHECK (personnes >= 1 AND personnes <= 1000000),
  constraint echange_version_precisions_check CHECK (length(precisions) <= 300),
  constraint echange_version_raison_correction_check CHECK (length(raison_correction) >= 1 AND length(raison_correction) <= 300),
  constraint echange_version_rang_check CHECK (rang >= 1),
  constraint echange_version_service_check CHECK (length(service) >= 1 AND length(service) <= 150)
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
  contenu_empreinte bytea,
  constraint envoi_pkey PRIMARY KEY (territoire_id, cle),
  constraint envoi_territoire_id_fkey FOREIGN KEY (territoire_id) REFERENCES public.territoire(id),
  constraint envoi_contenu_empreinte_check CHECK (octet_length(contenu_empreinte) = 32)
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

create table filtre_conventions (
  territoire_id text not null,
  id uuid not null,
  compte_id uuid not null,
  nom text not null,
  requete text not null,
  created_at timestamp with time zone not null default now(),
  constraint filtre_conventions_pkey PRIMARY KEY (territoire_id, id),
  constraint filtre_conventions_nom_unique UNIQUE (territoire_id, compte_id, nom),
  constraint filtre_conventions_territoire_id_compte_id_fkey FOREIGN KEY (territoire_id, compte_id) REFERENCES public.compte(territoire_id, id),
  constraint filtre_conventions_nom_check CHECK (length(nom) >= 1 AND length(nom) <= 60),
  constraint filtre_conventions_requete_check CHECK (length(requete) <= 600)
);

create table fin_decision (
  territoire_id text not null,
  id uuid not null,
  convention_id uuid not null,
  dernier_jour date not null,
  created_by uuid,
  created_at timestamp with time zone not null default now(),
  constraint fin_decision_pkey PRIMARY KEY (territoire_id, id),
  constraint fin_decision_territoire_id_convention_id_fkey FOREIGN KEY (territoire_id, convention_id) REFERENCES public.convention(territoire_id, id)
);

create table fin_decision_permanence (
  territoire_id text not null,
  decision_id uuid not null,
  permanence_id uuid not null,
  au date not null,
  au_avant date,
  constraint fin_decision_permanence_pkey PRIMARY KEY (territoire_id, decision_id, permanence_id),
  constraint fin_decision_permanence_territoire_id_decision_id_fkey FOREIGN KEY (territoire_id, decision_id) REFERENCES public.fin_decision(territoire_id, id),
  constraint fin_decision_permanence_territoire_id_permanence_id_fkey FOREIGN KEY (territoire_id, permanence_id) REFERENCES public.permanence(territoire_id, id)
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

create table import_ligne (
  territoire_id text not null,
  import_id uuid not null,
  rang integer not null,
  verdict text not null,
  reference text,
  structure text,
  detail jsonb not null,
  constraint import_ligne_pkey PRIMARY KEY (territoire_id, import_id, rang),
  constraint import_ligne_territoire_id_import_id_fkey FOREIGN KEY (territoire_id, import_id) REFERENCES public.import_registre(territoire_id, id) ON DELETE CASCADE,
  constraint import_ligne_rang_check CHECK (rang >= 1),
  constraint import_ligne_verdict_check CHECK (verdict = ANY (ARRAY['nouvelle'::text, 'modifiee'::text, 'inchangee'::text, 'erreur'::text]))
);

create table import_registre (
  territoire_id text not null,
  id uuid not null,
  fichier text not null,
  octets bytea not null,
  etat text not null,
  erreur text,
  ecrit_at timestamp with time zone,
  created_by uuid,
  created_at timestamp with time zone not null default now(),
  constraint import_registre_pkey PRIMARY KEY (territoire_id, id),
  constraint import_registre_territoire_id_fkey FOREIGN KEY (territoire_id) REFERENCES public.territoire(id),
  constraint import_registre_etat_check CHECK (etat = ANY (ARRAY['a_analyser'::text, 'analyse'::text, 'a_ecrire'::text, 'ecrit'::text, 'illisible'::text])),
  constraint import_registre_octets_check CHECK (octet_length(octets) <= 20971520)
);

create table installation (
  unique_ligne boolean not null default true,
  nature text not null,
  created_at timestamp with time zone not null default now(),
  identifiant uuid not null default gen_random_uuid(),
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
  niveau text not null default 'double'::text,
  constraint journal_identite_pkey PRIMARY KEY (territoire_id, acteur),
  constraint journal_identite_territoire_id_fkey FOREIGN KEY (territoire_id) REFERENCES public.territoire(id),
  constraint journal_identite_niveau_check CHECK (niveau = ANY (ARRAY['lien'::text, 'double'::text]))
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
  visite_prevue_le date,
  visite_prevue_par text,
  constraint lieu_pkey PRIMARY KEY (territoire_id, id),
  constraint lieu_code_insee_fkey FOREIGN KEY (code_insee) REFERENCES public.commune(code_insee),
  constraint lieu_territoire_id_fkey FOREIGN KEY (territoire_id) REFERENCES public.territoire(id),
  constraint lieu_territoire_id_structure_id_fkey FOREIGN KEY (territoire_id, structure_id) REFERENCES public.structure(territoire_id, id),
  constraint lieu_code_postal_check CHECK (code_postal ~ '^[0-9]{5}$'::text),
  constraint lieu_coordonnees_entieres CHECK ((latitude IS NULL) = (longitude IS NULL)),
  constraint lieu_nom_check CHECK (length(nom) >= 1 AND length(nom) <= 150),
  constraint lieu_visite_prevue_entiere CHECK (visite_prevue_le IS NOT NULL OR visite_prevue_par IS NULL)
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
  visite_id uuid,
  constraint lieu_constat_pkey PRIMARY KEY (territoire_id, id),
  constraint lieu_constat_territoire_id_lieu_id_fkey FOREIGN KEY (territoire_id, lieu_id) REFERENCES public.lieu(territoire_id, id),
  constraint lieu_constat_territoire_id_visite_id_fkey FOREIGN KEY (territoire_id, visite_id) REFERENCES public.lieu_visite(territoire_id, id)
);

create table lieu_decision (
  territoire_id text not null,
  id uuid not null,
  lieu_id uuid not null,
  choix text not null,
  criteres text[] not null,
  jour date not null,
  echeance date not null,
  motif text not null,
  vers_lieu_id uuid,
  seances_annulees integer not null default 0,
  created_by uuid,
  created_at timestamp with time zone not null default now(),
  constraint lieu_decision_pkey PRIMARY KEY (territoire_id, id),
  constraint lieu_decision_territoire_id_lieu_id_fkey FOREIGN KEY (territoire_id, lieu_id) REFERENCES public.lieu(territoire_id, id),
  constraint lieu_decision_territoire_id_vers_lieu_id_fkey FOREIGN KEY (territoire_id, vers_lieu_id) REFERENCES public.lieu(territoire_id, id),
  constraint lieu_decision_choix_check CHECK (choix = ANY (ARRAY['remettre'::text, 'demenager'::text, 'suspendre'::text])),
  constraint lieu_decision_criteres_check CHECK (cardinality(criteres) >= 1),
  constraint lieu_decision_dans_l_ordre CHECK (echeance >= jour),
  constraint lieu_decision_destination CHECK ((choix = 'demenager'::text) = (vers_lieu_id IS NOT NULL)),
  constraint lieu_decision_seances_annulees_check CHECK (seances_annulees >= 0)
);

create table lieu_derogation (
  territoire_id text not null,
  id uuid not null,
  lieu_id uuid not null,
  usage text not null,
  criteres text[] not null,
  motif text not null,
  du date not null,
  au date not null,
  levee_le date,
  decision_id uuid,
  created_by uuid,
  created_at timestamp with time zone not null default now(),
  constraint lieu_derogation_pkey PRIMARY KEY (territoire_id, id),
  constraint lieu_derogation_territoire_id_decision_id_fkey FOREIGN KEY (territoire_id, decision_id) REFERENCES public.lieu_decision(territoire_id, id),
  constraint lieu_derogation_territoire_id_lieu_id_fkey FOREIGN KEY (territoire_id, lieu_id) REFERENCES public.lieu(territoire_id, id),
  constraint lieu_derogation_criteres_check CHECK (cardinality(criteres) >= 1),
  constraint lieu_derogation_dans_l_ordre CHECK (au >= du),
  constraint lieu_derogation_usage_check CHECK (usage = ANY (ARRAY['permanence'::text, 'atelier'::text]))
);

create table lieu_fermeture (
  territoire_id text not null,
  id uuid not null,
  lieu_id uuid not null,
  du date not null,
  au date not null,
  motif text not null,
  created_by uuid,
  created_at timestamp with time zone not null default now(),
  levee_at timestamp with time zone,
  constraint lieu_fermeture_pkey PRIMARY KEY (territoire_id, id),
  constraint lieu_fermeture_territoire_id_lieu_id_fkey FOREIGN KEY (territoire_id, lieu_id) REFERENCES public.lieu(territoire_id, id),
  constraint lieu_fermeture_dates_dans_l_ordre CHECK (au >= du AND au <= (du + 400)),
  constraint lieu_fermeture_motif_check CHECK (length(motif) >= 1 AND length(motif) <= 200),
  constraint lieu_fermeture_sans_chevauchement EXCLUDE USING gist (territoire_id WITH =, lieu_id WITH =, daterange(du, au, '[]'::text) WITH &&) WHERE (levee_at IS NULL)
);

create table lieu_photo (
  territoire_id text not null,
  id uuid not null,
  visite_id uuid not null,
  type text not null,
  octets bytea not null,
  legende text,
  created_by uuid,
  created_at timestamp with time zone not null default now(),
  constraint lieu_photo_pkey PRIMARY KEY (territoire_id, id),
  constraint lieu_photo_territoire_id_visite_id_fkey FOREIGN KEY (territoire_id, visite_id) REFERENCES public.lieu_visite(territoire_id, id),
  constraint lieu_photo_octets_check CHECK (octet_length(octets) >= 1 AND octet_length(octets) <= 6291456),
  constraint lieu_photo_type_check CHECK (type = ANY (ARRAY['image/png'::text, 'image/jpeg'::text]))
);

create table lieu_proposition (
  territoire_id text not null,
  lieu_id uuid not null,
  propose_le date not null,
  declares text[] not null default '{}'::text[],
  message text,
  refusee_le date,
  refus_motif text,
  created_by uuid,
  created_at timestamp with time zone not null default now(),
  constraint lieu_proposition_pkey PRIMARY KEY (territoire_id, lieu_id),
  constraint lieu_proposition_territoire_id_lieu_id_fkey FOREIGN KEY (territoire_id, lieu_id) REFERENCES public.lieu(territoire_id, id),
  constraint lieu_proposition_refus_motive CHECK ((refusee_le IS NULL) = (refus_motif IS NULL))
);

create table lieu_regles (
  territoire_id text not null,
  exigences jsonb not null,
  validites jsonb not null,
  grace_jours integer not null,
  created_at timestamp with time zone not null default now(),
  constraint lieu_regles_pkey PRIMARY KEY (territoire_id),
  constraint lieu_regles_territoire_id_fkey FOREIGN KEY (territoire_id) REFERENCES public.territoire(id),
  constraint lieu_regles_exigences_check CHECK (jsonb_typeof(exigences) = 'object'::text),
  constraint lieu_regles_grace_jours_check CHECK (grace_jours >= 0 AND grace_jours <= 366),
  constraint lieu_regles_validites_check CHECK (jsonb_typeof(validites) = 'object'::text)
);

create table lieu_visite (
  territoire_id text not null,
  id uuid not null,
  lieu_id uuid not null,
  faite_le date not null,
  faite_par text not null,
  remarque text,
  non_vus jsonb not null default '{}'::jsonb,
  created_by uuid,
  created_at timestamp with time zone not null default now(),
  constraint lieu_visite_pkey PRIMARY KEY (territoire_id, id),
  constraint lieu_visite_territoire_id_lieu_id_fkey FOREIGN KEY (territoire_id, lieu_id) REFERENCES public.lieu(territoire_id, id),
  constraint lieu_visite_non_vus_check CHECK (jsonb_typeof(non_vus) = 'object'::text)
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

create table mandat (
  territoire_id text not null,
  id uuid not null,
  etat text not null default 'brouillon'::text,
  forme text not null,
  agent_id uuid not null,
  suppleant_id uuid,
  seance_id uuid not null,
  convention_id uuid,
  contenu bytea,
  document bytea,
  document_sha256 bytea,
  code text,
  notice_version smallint not null,
  signe_at timestamp with time zone,
  fin_prevue_at timestamp with time zone,
  notice_sha256 bytea,
  delai_tiers_heures smallint,
  horodate_at timestamp with time zone,
  traits bytea[] not null default '{}'::bytea[],
  code_retrait bytea,
  echecs_retrait smallint not null default 0,
  remplace_id uuid,
  rappele_at timestamp with time zone,
  detruit_at timestamp with time zone,
  created_by uuid,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  copie bytea,
  constraint mandat_pkey PRIMARY KEY (territoire_id, id),
  constraint mandat_code_unique UNIQUE (territoire_id, code),
  constraint mandat_territoire_id_agent_id_fkey FOREIGN KEY (territoire_id, agent_id) REFERENCES public.agent(territoire_id, id),
  constraint mandat_territoire_id_convention_id_fkey FOREIGN KEY (territoire_id, convention_id) REFERENCES public.convention(territoire_id, id),
  constraint mandat_territoire_id_remplace_id_fkey FOREIGN KEY (territoire_id, remplace_id) REFERENCES public.mandat(territoire_id, id),
  constraint mandat_territoire_id_seance_id_fkey FOREIGN KEY (territoire_id, seance_id) REFERENCES public.seance(territoire_id, id),
  constraint mandat_territoire_id_suppleant_id_fkey FOREIGN KEY (territoire_id, suppleant_id) REFERENCES public.agent(territoire_id, id),
  constraint mandat_code_check CHECK (code ~ '^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}$'::text),
  constraint mandat_copie_du_signe CHECK (copie IS NULL OR etat = 'signe'::text AND detruit_at IS NULL),
  constraint mandat_delai_tiers_heures_check CHECK (delai_tiers_heures >= 0 AND delai_tiers_heures <= 168),
  constraint mandat_detruit_illisible CHECK (detruit_at IS NULL OR contenu IS NULL AND document IS NULL),
  constraint mandat_document_sha256_check CHECK (octet_length(document_sha256) = 32),
  constraint mandat_echecs_retrait_check CHECK (echecs_retrait >= 0),
  constraint mandat_etat_check CHECK (etat = ANY (ARRAY['brouillon'::text, 'signe'::text])),
  constraint mandat_forme_check CHECK (forme = ANY (ARRAY['tablette'::text, 'papier'::text])),
  constraint mandat_notice_sha256_check CHECK (octet_length(notice_sha256) = 32),
  constraint mandat_signe_entier CHECK (etat = 'brouillon'::text OR signe_at IS NOT NULL AND fin_prevue_at > signe_at AND code IS NOT NULL AND document_sha256 IS NOT NULL AND notice_sha256 IS NOT NULL AND delai_tiers_heures IS NOT NULL),
  constraint mandat_suppleant_autre CHECK (suppleant_id <> agent_id)
);

create table mandat_acces (
  territoire_id text not null,
  id uuid not null,
  mandat_id uuid not null,
  compte_id uuid not null,
  motif text not null,
  ouvert_at timestamp with time zone not null default now(),
  expire_at timestamp with time zone not null,
  constraint mandat_acces_pkey PRIMARY KEY (territoire_id, id),
  constraint mandat_acces_territoire_id_compte_id_fkey FOREIGN KEY (territoire_id, compte_id) REFERENCES public.compte(territoire_id, id),
  constraint mandat_acces_territoire_id_mandat_id_fkey FOREIGN KEY (territoire_id, mandat_id) REFERENCES public.mandat(territoire_id, id),
  constraint mandat_acces_motif_check CHECK (length(motif) >= 10 AND length(motif) <= 500)
);

create table mandat_acte (
  territoire_id text not null,
  id uuid not null,
  demarche_id uuid not null,
  agent_id uuid not null,
  fait_at timestamp with time zone not null,
  contenu bytea,
  created_by uuid,
  created_at timestamp with time zone not null default now(),
  constraint mandat_acte_pkey PRIMARY KEY (territoire_id, id),
  constraint mandat_acte_territoire_id_agent_id_fkey FOREIGN KEY (territoire_id, agent_id) REFERENCES public.agent(territoire_id, id),
  constraint mandat_acte_territoire_id_demarche_id_fkey FOREIGN KEY (territoire_id, demarche_id) REFERENCES public.mandat_demarche(territoire_id, id) ON DELETE CASCADE
);

create table mandat_certificat (
  territoire_id text not null,
  id uuid not null,
  numero integer not null,
  document bytea not null,
  document_sha256 bytea not null generated always as (sha256(document)) stored,
  created_at timestamp with time zone not null default now(),
  constraint mandat_certificat_pkey PRIMARY KEY (territoire_id, id),
  constraint mandat_certificat_numero_unique UNIQUE (territoire_id, numero),
  constraint mandat_certificat_territoire_id_fkey FOREIGN KEY (territoire_id) REFERENCES public.territoire(id),
  constraint mandat_certificat_numero_check CHECK (numero >= 1)
);

create table mandat_demarche (
  territoire_id text not null,
  id uuid not null,
  mandat_id uuid not null,
  rang smallint not null,
  nature text not null,
  contenu bytea,
  finie_at timestamp with time zone,
  fin_cause text,
  fin_canal text,
  finie_par uuid,
  destructible_at timestamp with time zone,
  tiers_prevenus_at timestamp with time zone,
  detruite_at timestamp with time zone,
  created_at timestamp with time zone not null default now(),
  fin_moyen text,
  evenement_le date,
  constraint mandat_demarche_pkey PRIMARY KEY (territoire_id, id),
  constraint mandat_demarche_rang_unique UNIQUE (territoire_id, mandat_id, rang),
  constraint mandat_demarche_territoire_id_mandat_id_fkey FOREIGN KEY (territoire_id, mandat_id) REFERENCES public.mandat(territoire_id, id) ON DELETE CASCADE,
  constraint mandat_demarche_detruite_illisible CHECK (detruite_at IS NULL OR finie_at IS NOT NULL AND contenu IS NULL),
  constraint mandat_demarche_evenement CHECK (evenement_le IS NULL OR fin_cause IS NOT NULL AND (fin_cause = ANY (ARRAY['deces'::text, 'protection'::text]))),
  constraint mandat_demarche_fin_canal_check CHECK (fin_canal = ANY (ARRAY['guichet'::text, 'telephone'::text, 'courrier'::text, 'lien'::text, 'agent'::text, 'equipe'::text, 'horloge'::text])),
  constraint mandat_demarche_fin_cause_check CHECK (fin_cause = ANY (ARRAY['achevement'::text, 'retrait'::text, 'renonciation'::text, 'deces'::text, 'protection'::text, 'depart_agent'::text, 'expiration'::text])),
  constraint mandat_demarche_fin_entiere CHECK (num_nulls(finie_at, fin_cause, fin_canal, destructible_at) = ANY (ARRAY[0, 4])),
  constraint mandat_demarche_fin_moyen_check CHECK (fin_moyen = ANY (ARRAY['acte'::text, 'livret'::text, 'proche'::text, 'organisme'::text, 'jugement'::text, 'protecteur'::text, 'personne'::text, 'vive_voix'::text, 'telephone'::text, 'courrier'::text, 'courriel'::text])),
  constraint mandat_demarche_moyen CHECK (fin_moyen IS NULL OR fin_cause IS NOT NULL AND (fin_cause = ANY (ARRAY['renonciation'::text, 'deces'::text, 'protection'::text]))),
  constraint mandat_demarche_nature_check CHECK (nature = ANY (ARRAY['demarche'::text, 'donnees'::text])),
  constraint mandat_demarche_rang_check CHECK (rang >= 1 AND rang <= 20)
);

create table mandat_destruction (
  territoire_id text not null,
  objet_id uuid not null,
  objet text not null,
  mandat_id uuid not null,
  cause text not null,
  visa_reference text not null,
  visa_date date not null,
  chiffre_sha256 bytea not null,
  decidee_at timestamp with time zone not null,
  detruite_at timestamp with time zone,
  certificat_id uuid,
  constraint mandat_destruction_pkey PRIMARY KEY (territoire_id, objet_id),
  constraint mandat_destruction_territoire_id_certificat_id_fkey FOREIGN KEY (territoire_id, certificat_id) REFERENCES public.mandat_certificat(territoire_id, id),
  constraint mandat_destruction_territoire_id_mandat_id_fkey FOREIGN KEY (territoire_id, mandat_id) REFERENCES public.mandat(territoire_id, id),
  constraint mandat_destruction_chiffre_sha256_check CHECK (octet_length(chiffre_sha256) = 32),
  constraint mandat_destruction_dans_l_ordre CHECK (certificat_id IS NULL OR detruite_at IS NOT NULL),
  constraint mandat_destruction_objet_check CHECK (objet = ANY (ARRAY['demarche'::text, 'identite'::text]))
);

create table mandat_lien (
  territoire_id text not null,
  jeton_hash bytea not null,
  mandat_id uuid not null,
  origine text not null,
  expire_at timestamp with time zone not null,
  used_at timestamp with time zone,
  created_at timestamp with time zone not null default now(),
  constraint mandat_lien_pkey PRIMARY KEY (territoire_id, jeton_hash),
  constraint mandat_lien_territoire_id_mandat_id_fkey FOREIGN KEY (territoire_id, mandat_id) REFERENCES public.mandat(territoire_id, id) ON DELETE CASCADE,
  constraint mandat_lien_origine_check CHECK (origine = ANY (ARRAY['copie'::text, 'courriel'::text, 'recu'::text]))
);

create table mandat_notice (
  territoire_id text not null,
  version smallint not null,
  texte jsonb not null,
  created_by uuid,
  created_at timestamp with time zone not null default now(),
  constraint mandat_notice_pkey PRIMARY KEY (territoire_id, version),
  constraint mandat_notice_territoire_id_fkey FOREIGN KEY (territoire_id) REFERENCES public.territoire(id),
  constraint mandat_notice_version_check CHECK (version >= 2)
);

create table mandat_notice_proposee (
  territoire_id text not null,
  texte jsonb not null,
  created_by uuid,
  created_at timestamp with time zone not null,
  constraint mandat_notice_proposee_pkey PRIMARY KEY (territoire_id),
  constraint mandat_notice_proposee_territoire_id_fkey FOREIGN KEY (territoire_id) REFERENCES public.territoire(id)
);

create table mandat_papier (
  territoire_id text not null,
  numero text not null,
  agent_id uuid not null,
  imprime_at timestamp with time zone not null default now(),
  notice_version smallint not null,
  notice_sha256 bytea not null,
  delai_tiers_heures smallint not null,
  mandat_id uuid,
  annule_at timestamp with time zone,
  annule_motif text,
  created_by uuid,
  constraint mandat_papier_pkey PRIMARY KEY (territoire_id, numero),
  constraint mandat_papier_mandat_unique UNIQUE (territoire_id, mandat_id),
  constraint mandat_papier_territoire_id_agent_id_fkey FOREIGN KEY (territoire_id, agent_id) REFERENCES public.agent(territoire_id, id),
  constraint mandat_papier_territoire_id_mandat_id_fkey FOREIGN KEY (territoire_id, mandat_id) REFERENCES public.mandat(territoire_id, id),
  constraint mandat_papier_annule_motif_check CHECK (annule_motif = ANY (ARRAY['perdu'::text, 'abime'::text, 'inutile'::text])),
  constraint mandat_papier_annule_motive CHECK ((annule_at IS NULL) = (annule_motif IS NULL)),
  constraint mandat_papier_delai_tiers_heures_check CHECK (delai_tiers_heures >= 0 AND delai_tiers_heures <= 168),
  constraint mandat_papier_notice_sha256_check CHECK (octet_length(notice_sha256) = 32),
  constraint mandat_papier_numero_check CHECK (numero ~ '^[0-9]{4}-[0-9A-HJKMNP-TV-Z]{6}$'::text),
  constraint mandat_papier_sert_une_fois CHECK (num_nonnulls(mandat_id, annule_at) <= 1)
);

create table mandat_rectification (
  territoire_id text not null,
  id uuid not null,
  mandat_id uuid not null,
  agent_id uuid not null,
  note_at timestamp with time zone not null,
  contenu bytea,
  created_by uuid,
  created_at timestamp with time zone not null default now(),
  constraint mandat_rectification_pkey PRIMARY KEY (territoire_id, id),
  constraint mandat_rectification_territoire_id_agent_id_fkey FOREIGN KEY (territoire_id, agent_id) REFERENCES public.agent(territoire_id, id),
  constraint mandat_rectification_territoire_id_mandat_id_fkey FOREIGN KEY (territoire_id, mandat_id) REFERENCES public.mandat(territoire_id, id)
);

create table mandat_reglages (
  territoire_id text not null,
  pieces_acceptees text[] not null,
  perimees_acceptees boolean not null,
  duree_defaut_mois smallint not null,
  duree_max_mois smallint not null,
  delai_tiers_heures smallint not null,
  rappel_jours smallint not null,
  visa_reference text,
  visa_date date,
  visa_portee text,
  updated_at timestamp with time zone not null default now(),
  updated_by uuid,
  depuis jsonb not null default '{}'::jsonb,
  constraint mandat_reglages_pkey PRIMARY KEY (territoire_id),
  constraint mandat_reglages_territoire_id_fkey FOREIGN KEY (territoire_id) REFERENCES public.territoire(id),
  constraint mandat_durees_dans_l_ordre CHECK (duree_defaut_mois <= duree_max_mois),
  constraint mandat_reglages_delai_tiers_heures_check CHECK (delai_tiers_heures >= 0 AND delai_tiers_heures <= 168),
  constraint mandat_reglages_duree_defaut_mois_check CHECK (duree_defaut_mois >= 1 AND duree_defaut_mois <= 12),
  constraint mandat_reglages_duree_max_mois_check CHECK (duree_max_mois >= 1 AND duree_max_mois <= 24),
  constraint mandat_reglages_rappel_jours_check CHECK (rappel_jours >= 1 AND rappel_jours <= 60),
  constraint mandat_reglages_visa_portee_check CHECK (length(visa_portee) >= 1 AND length(visa_portee) <= 500),
  constraint mandat_reglages_visa_reference_check CHECK (length(visa_reference) >= 1 AND length(visa_reference) <= 80),
  constraint mandat_visa_entier CHECK (num_nulls(visa_reference, visa_date, visa_portee) = ANY (ARRAY[0, 3]))
);

create table mandat_remise (
  territoire_id text not null,
  id uuid not null,
  droit_demande_id uuid not null,
  agent_id uuid not null,
  demandee_at timestamp with time zone not null,
  demandee_par uuid,
  fichier_at timestamp with time zone,
  mandats smallint,
  issue text,
  close_le date,
  canal text,
  constraint mandat_remise_pkey PRIMARY KEY (territoire_id, id),
  constraint mandat_remise_une_par_agent UNIQUE (territoire_id, droit_demande_id, agent_id),
  constraint mandat_remise_territoire_id_agent_id_fkey FOREIGN KEY (territoire_id, agent_id) REFERENCES public.agent(territoire_id, id),
  constraint mandat_remise_territoire_id_droit_demande_id_fkey FOREIGN KEY (territoire_id, droit_demande_id) REFERENCES public.droit_demande(territoire_id, id) ON DELETE CASCADE,
  constraint mandat_remise_canal_check CHECK (canal = ANY (ARRAY['guichet'::text, 'courrier'::text])),
  constraint mandat_remise_fichier_compte CHECK ((fichier_at IS NULL) = (mandats IS NULL)),
  constraint mandat_remise_issue_check CHECK (issue = ANY (ARRAY['remis'::text, 'aucun'::text])),
  constraint mandat_remise_issue_datee CHECK ((issue IS NULL) = (close_le IS NULL)),
  constraint mandat_remise_mandats_check CHECK (mandats >= 1 AND mandats <= 20),
  constraint mandat_remise_remis CHECK (COALESCE(issue = 'remis'::text, false) = (canal IS NOT NULL) AND (canal IS NULL OR fichier_at IS NOT NULL))
);

create table mandat_sursis (
  territoire_id text not null,
  id uuid not null,
  mandat_id uuid not null,
  motif text not null,
  pose_at timestamp with time zone not null default now(),
  pose_par uuid,
  leve_at timestamp with time zone,
  leve_par uuid,
  droit_demande_id uuid,
  constraint mandat_sursis_pkey PRIMARY KEY (territoire_id, id),
  constraint mandat_sursis_territoire_id_droit_demande_id_fkey FOREIGN KEY (territoire_id, droit_demande_id) REFERENCES public.droit_demande(territoire_id, id) ON DELETE SET NULL (droit_demande_id),
  constraint mandat_sursis_territoire_id_mandat_id_fkey FOREIGN KEY (territoire_id, mandat_id) REFERENCES public.mandat(territoire_id, id),
  constraint mandat_sursis_motif_check CHECK (length(motif) >= 10 AND length(motif) <= 500)
);

create table mandat_trait (
  territoire_id text not null,
  empreinte bytea not null,
  mandat_id uuid not null,
  constraint mandat_trait_unique PRIMARY KEY (territoire_id, empreinte),
  constraint mandat_trait_territoire_id_mandat_id_fkey FOREIGN KEY (territoire_id, mandat_id) REFERENCES public.mandat(territoire_id, id)
);

create table manquement (
  territoire_id text not null,
  id uuid not null,
  lieu_id uuid not null,
  convention_id uuid,
  seance_id uuid,
  nature text not null,
  constate_le date not null,
  remarque text,
  repondu_le date,
  reponse text,
  mise_en_demeure_id uuid,
  created_by uuid,
  created_at timestamp with time zone not null default now(),
  constraint manquement_pkey PRIMARY KEY (territoire_id, id),
  constraint manquement_territoire_id_convention_id_fkey FOREIGN KEY (territoire_id, convention_id) REFERENCES public.convention(territoire_id, id),
  constraint manquement_territoire_id_lieu_id_fkey FOREIGN KEY (territoire_id, lieu_id) REFERENCES public.lieu(territoire_id, id),
  constraint manquement_territoire_id_mise_en_demeure_id_fkey FOREIGN KEY (territoire_id, mise_en_demeure_id) REFERENCES public.convention_evenement(territoire_id, id),
  constraint manquement_territoire_id_seance_id_fkey FOREIGN KEY (territoire_id, seance_id) REFERENCES public.seance(territoire_id, id),
  constraint manquement_nature_check CHECK (nature = ANY (ARRAY['accueil'::text, 'moyens'::text, 'gratuite'::text, 'communication'::text])),
  constraint manquement_reponse_datee CHECK ((repondu_le IS NULL) = (reponse IS NULL))
);

create table membre (
  territoire_id text not null,
  id uuid not null,
  nom text not null,
  nature text not null,
  siret text,
  code_insee text not null,
  conseillers integer not null,
  du date not null,
  au date,
  contact_nom text,
  contact_fonction text,
  contact_courriel text,
  contact_telephone text,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint membre_pkey PRIMARY KEY (territoire_id, id),
  constraint membre_siret_unique UNIQUE (territoire_id, siret),
  constraint membre_code_insee_fkey FOREIGN KEY (code_insee) REFERENCES public.commune(code_insee),
  constraint membre_territoire_id_fkey FOREIGN KEY (territoire_id) REFERENCES public.territoire(id),
  constraint membre_conseillers_check CHECK (conseillers >= 1 AND conseillers <= 999),
  constraint membre_dates_dans_l_ordre CHECK (au IS NULL OR au >= du),
  constraint membre_nom_check CHECK (length(nom) >= 1 AND length(nom) <= 150),
  constraint membre_siret_check CHECK (siret ~ '^[0-9]{14}$'::text)
);

create table modele (
  territoire_id text not null,
  id uuid not null,
  nom text not null,
  created_by uuid,
  created_at timestamp with time zone not null default now(),
  constraint modele_pkey PRIMARY KEY (territoire_id, id),
  constraint modele_nom_unique UNIQUE (territoire_id, nom),
  constraint modele_territoire_id_fkey FOREIGN KEY (territoire_id) REFERENCES public.territoire(id),
  constraint modele_nom_check CHECK (length(nom) >= 1 AND length(nom) <= 80)
);

create table modele_brouillon (
  territoire_id text not null,
  modele_id uuid not null,
  origine text not null,
  contenu jsonb not null,
  created_by uuid,
  created_at timestamp with time zone not null default now(),
  updated_by uuid,
  updated_at timestamp with time zone not null default now(),
  constraint modele_brouillon_pkey PRIMARY KEY (territoire_id, modele_id),
  constraint modele_brouillon_territoire_id_modele_id_fkey FOREIGN KEY (territoire_id, modele_id) REFERENCES public.modele(territoire_id, id)
);

create table modele_version (
  territoire_id text not null,
  id uuid not null,
  modele_id uuid not null,
  numero integer not null,
  libelle text not null,
  origine text not null,
  contenu jsonb not null,
  created_by uuid,
  created_at timestamp with time zone not null default now(),
  constraint modele_version_pkey PRIMARY KEY (territoire_id, id),
  constraint modele_version_numero_unique UNIQUE (territoire_id, modele_id, numero),
  constraint modele_version_territoire_id_modele_id_fkey FOREIGN KEY (territoire_id, modele_id) REFERENCES public.modele(territoire_id, id),
  constraint modele_version_numero_check CHECK (numero > 0)
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
  toutes_les smallint not null default 1,
  rangs smallint[] not null default '{}'::smallint[],
  hors_vacances boolean not null default false,
  suite_de uuid,
  binome_de uuid,
  salle_id uuid,
  accueil text not null default 'libre'::text,
  rdv_debut time without time zone,
  rdv_fin time without time zone,
  pas_minutes smallint not null default 30,
  constraint permanence_pkey PRIMARY KEY (territoire_id, id),
  constraint permanence_binome FOREIGN KEY (territoire_id, binome_de) REFERENCES public.permanence(territoire_id, id),
  constraint permanence_salle FOREIGN KEY (territoire_id, salle_id) REFERENCES public.salle(territoire_id, id),
  constraint permanence_suite FOREIGN KEY (territoire_id, suite_de) REFERENCES public.permanence(territoire_id, id),
  constraint permanence_territoire_id_agent_id_fkey FOREIGN KEY (territoire_id, agent_id) REFERENCES public.agent(territoire_id, id),
  constraint permanence_territoire_id_lieu_id_fkey FOREIGN KEY (territoire_id, lieu_id) REFERENCES public.lieu(territoire_id, id),
  constraint permanence_accueil_check CHECK (accueil = ANY (ARRAY['libre'::text, 'rendez_vous'::text, 'mixte'::text])),
  constraint permanence_dates_dans_l_ordre CHECK (au IS NULL OR au >= du),
  constraint permanence_demi_journee_check CHECK (demi_journee = ANY (ARRAY['matin'::text, 'apres-midi'::text])),
  constraint permanence_heures_dans_l_ordre CHECK (heure_fin > heure_debut),
  constraint permanence_jour_semaine_check CHECK (jour_semaine >= 1 AND jour_semaine <= 7),
  constraint permanence_pas_minutes_check CHECK (pas_minutes >= 10 AND pas_minutes <= 120),
  constraint permanence_plage_dans_l_horaire CHECK (rdv_debut IS NULL OR rdv_debut < rdv_fin AND rdv_debut >= heure_debut AND rdv_fin <= heure_fin),
  constraint permanence_plage_rdv CHECK ((accueil = 'mixte'::text) = (rdv_debut IS NOT NULL AND rdv_fin IS NOT NULL) AND (rdv_debut IS NULL) = (rdv_fin IS NULL)),
  constraint permanence_rangs_check CHECK (rangs <@ ARRAY[1::smallint, 2::smallint, 3::smallint, 4::smallint, 5::smallint, '-1'::integer::smallint]),
  constraint permanence_toutes_les_check CHECK (toutes_les >= 1 AND toutes_les <= 8),
  constraint permanence_un_rythme CHECK (toutes_les = 1 OR rangs = '{}'::smallint[])
);

create table personne (
  territoire_id text not null,
  id uuid not null,
  prenom text not null,
  nom text,
  nom_cherche text not null,
  telephone text,
  courriel text,
  annee_naissance smallint,
  commune_insee text,
  created_by uuid,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  fusionnee_dans uuid,
  fusionnee_at timestamp with time zone,
  fusionnee_par uuid,
  referent_agent_id uuid,
  suivie_depuis date,
  constraint personne_pkey PRIMARY KEY (territoire_id, id),
  constraint personne_commune_insee_fkey FOREIGN KEY (commune_insee) REFERENCES public.commune(code_insee),
  constraint personne_fusionnee_dans FOREIGN KEY (territoire_id, fusionnee_dans) REFERENCES public.personne(territoire_id, id) ON DELETE CASCADE,
  constraint personne_referent_agent FOREIGN KEY (territoire_id, referent_agent_id) REFERENCES public.agent(territoire_id, id),
  constraint personne_territoire_id_fkey FOREIGN KEY (territoire_id) REFERENCES public.territoire(id),
  constraint personne_annee_naissance_check CHECK (annee_naissance >= 1900 AND annee_naissance <= 2100),
  constraint personne_courriel_check CHECK (length(courriel) >= 3 AND length(courriel) <= 254),
  constraint personne_fusion CHECK ((fusionnee_dans IS NULL) = (fusionnee_at IS NULL) AND fusionnee_dans <> id),
  constraint personne_nom_check CHECK (length(nom) >= 1 AND length(nom) <= 80),
  constraint personne_prenom_check CHECK (length(prenom) >= 1 AND length(prenom) <= 80),
  constraint personne_suivie_entiere CHECK ((referent_agent_id IS NULL) = (suivie_depuis IS NULL)),
  constraint personne_telephone_check CHECK (telephone ~ '^(0[1-9]( [0-9]{2}){4}|\+[0-9]{7,15})$'::text)
);

create table personne_fusion (
  territoire_id text not null,
  id uuid not null,
  personne_id uuid not null,
  gardee_id uuid not null,
  rdv_deplaces uuid[] not null default '{}'::uuid[],
  attentes_deplacees uuid[] not null default '{}'::uuid[],
  colonnes_completees text[] not null default '{}'::text[],
  faite_par uuid,
  created_at timestamp with time zone not null default now(),
  defaite_at timestamp with time zone,
  accompagnements_deplaces uuid[] not null default '{}'::uuid[],
  constraint personne_fusion_pkey PRIMARY KEY (territoire_id, id),
  constraint personne_fusion_territoire_id_gardee_id_fkey FOREIGN KEY (territoire_id, gardee_id) REFERENCES public.personne(territoire_id, id) ON DELETE CASCADE,
  constraint personne_fusion_territoire_id_personne_id_fkey FOREIGN KEY (territoire_id, personne_id) REFERENCES public.personne(territoire_id, id) ON DELETE CASCADE
);

create table piece (
  territoire_id text not null,
  id uuid not null,
  convention_id uuid not null,
  genre text not null,
  evenement_id uuid,
  figee_id uuid,
  code text,
  nom text not null,
  type text not null,
  octets bytea not null,
  sha256 bytea not null generated always as (sha256(octets)) stored,
  lecture jsonb,
  created_by uuid,
  created_at timestamp with time zone not null default now(),
  constraint piece_pkey PRIMARY KEY (territoire_id, id),
  constraint piece_code_unique UNIQUE (territoire_id, code),
  constraint piece_territoire_id_convention_id_fkey FOREIGN KEY (territoire_id, convention_id) REFERENCES public.convention(territoire_id, id),
  constraint piece_territoire_id_evenement_id_fkey FOREIGN KEY (territoire_id, evenement_id) REFERENCES public.convention_evenement(territoire_id, id),
  constraint piece_territoire_id_figee_id_fkey FOREIGN KEY (territoire_id, figee_id) REFERENCES public.piece(territoire_id, id),
  constraint piece_code_check CHECK (code ~ '^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}$'::text),
  constraint piece_genre_check CHECK (genre = ANY (ARRAY['figee'::text, 'signee'::text, 'scan'::text])),
  constraint piece_nom_check CHECK (length(nom) >= 1 AND length(nom) <= 120),
  constraint piece_octets_check CHECK (octet_length(octets) >= 1 AND octet_length(octets) <= 20971520),
  constraint piece_selon_son_genre CHECK (
CASE genre
    WHEN 'figee'::text THEN code IS NOT NULL AND figee_id IS NULL AND evenement_id IS NULL AND lecture IS NULL
    WHEN 'signee'::text THEN code IS NULL AND figee_id IS NOT NULL AND evenement_id IS NULL AND lecture IS NOT NULL
    ELSE code IS NULL AND figee_id IS NULL AND lecture IS NULL
END),
  constraint piece_signable_en_pdf CHECK (genre = 'scan'::text OR type = 'application/pdf'::text),
  constraint piece_type_check CHECK (type = ANY (ARRAY['application/pdf'::text, 'image/jpeg'::text, 'image/png'::text]))
);

create table piece_retrait (
  territoire_id text not null,
  piece_id uuid not null,
  motif text not null,
  created_by uuid,
  created_at timestamp with time zone not null default now(),
  constraint piece_retrait_pkey PRIMARY KEY (territoire_id, piece_id),
  constraint piece_retrait_territoire_id_piece_id_fkey FOREIGN KEY (territoire_id, piece_id) REFERENCES public.piece(territoire_id, id),
  constraint piece_retrait_motif_check CHECK (length(motif) >= 1 AND length(motif) <= 500)
);

create table rdv_attente (
  territoire_id text not null,
  id uuid not null,
  lieu_id uuid not null,
  motif_id uuid not null,
  du date not null,
  au date not null,
  moment text,
  statut text not null default 'en_attente'::text,
  code_attente text not null,
  jeton_hash bytea not null,
  prenom text,
  telephone text,
  courriel text,
  prevenir text not null,
  personne_id uuid,
  propositions smallint not null default 0,
  created_by uuid,
  created_at timestamp with time zone not null default now(),
  constraint rdv_attente_pkey PRIMARY KEY (territoire_id, id),
  constraint rdv_attente_code_unique UNIQUE (territoire_id, code_attente),
  constraint rdv_attente_jeton_unique UNIQUE (territoire_id, jeton_hash),
  constraint rdv_attente_territoire_id_lieu_id_fkey FOREIGN KEY (territoire_id, lieu_id) REFERENCES public.lieu(territoire_id, id),
  constraint rdv_attente_territoire_id_motif_id_fkey FOREIGN KEY (territoire_id, motif_id) REFERENCES public.rdv_motif(territoire_id, id),
  constraint rdv_attente_territoire_id_personne_id_fkey FOREIGN KEY (territoire_id, personne_id) REFERENCES public.personne(territoire_id, id),
  constraint rdv_attente_code_attente_check CHECK (code_attente ~ '^[0-9A-Z]{8}$'::text),
  constraint rdv_attente_courriel_check CHECK (length(courriel) >= 3 AND length(courriel) <= 254),
  constraint rdv_attente_dates_dans_l_ordre CHECK (au >= du),
  constraint rdv_attente_moment_check CHECK (moment = ANY (ARRAY['matin'::text, 'apres-midi'::text])),
  constraint rdv_attente_prenom_check CHECK (length(prenom) >= 1 AND length(prenom) <= 80),
  constraint rdv_attente_prevenir_check CHECK (prevenir = ANY (ARRAY['sms'::text, 'courriel'::text, 'appel'::text, 'guichet'::text])),
  constraint rdv_attente_statut_check CHECK (statut = ANY (ARRAY['en_attente'::text, 'propose'::text, 'place'::text, 'expire'::text, 'retire'::text])),
  constraint rdv_attente_telephone_check CHECK (telephone ~ '^(0[1-9]( [0-9]{2}){4}|\+[0-9]{7,15})$'::text)
);

create table rdv_motif (
  territoire_id text not null,
  id uuid not null,
  nom text not null,
  duree_minutes smallint not null,
  delai_heures smallint not null default 2,
  horizon_jours smallint not null default 60,
  limite_heures smallint not null default 2,
  ouvert_a text[] not null default '{public,prescripteur}'::text[],
  a_apporter text,
  actif boolean not null default true,
  created_at timestamp with time zone not null default now(),
  constraint rdv_motif_pkey PRIMARY KEY (territoire_id, id),
  constraint rdv_motif_nom_unique UNIQUE (territoire_id, nom),
  constraint rdv_motif_territoire_id_fkey FOREIGN KEY (territoire_id) REFERENCES public.territoire(id),
  constraint rdv_motif_a_apporter_check CHECK (length(a_apporter) <= 300),
  constraint rdv_motif_delai_heures_check CHECK (delai_heures >= 0 AND delai_heures <= 720),
  constraint rdv_motif_duree_minutes_check CHECK (duree_minutes >= 10 AND duree_minutes <= 240),
  constraint rdv_motif_horizon_jours_check CHECK (horizon_jours >= 1 AND horizon_jours <= 366),
  constraint rdv_motif_limite_heures_check CHECK (limite_heures >= 0 AND limite_heures <= 168),
  constraint rdv_motif_nom_check CHECK (length(nom) >= 1 AND length(nom) <= 80),
  constraint rdv_motif_ouvert_a_check CHECK (ouvert_a <@ ARRAY['public'::text, 'prescripteur'::text])
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

create table releve (
  territoire_id text not null,
  id uuid not null,
  convention_id uuid not null,
  mois date not null,
  numero smallint not null default 1,
  etat text not null default 'a_envoyer'::text,
  correction_motif text,
  part_beneficiaire jsonb,
  envoye_at timestamp with time zone,
  envoye_par uuid,
  retourne_at timestamp with time zone,
  certifie_at timestamp with time zone,
  certifie_par uuid,
  certifie_nom text,
  contenu jsonb,
  contenu_sha256 bytea,
  created_by uuid,
  created_at timestamp with time zone not null default now(),
  sel bytea default uuid_send(gen_random_uuid()),
  constraint releve_pkey PRIMARY KEY (territoire_id, id),
  constraint releve_unique UNIQUE (territoire_id, convention_id, mois, numero),
  constraint releve_territoire_id_convention_id_fkey FOREIGN KEY (territoire_id, convention_id) REFERENCES public.convention(territoire_id, id),
  constraint releve_certifie_entier CHECK ((etat = 'certifie'::text) = (num_nonnulls(certifie_at, certifie_nom, contenu, contenu_sha256, part_beneficiaire) = 5) OR etat <> 'certifie'::text AND num_nonnulls(certifie_at, certifie_nom, contenu, contenu_sha256) = 0),
  constraint releve_certifie_nom_check CHECK (length(certifie_nom) >= 1 AND length(certifie_nom) <= 160),
  constraint releve_contenu_sha256_check CHECK (octet_length(contenu_sha256) = 32),
  constraint releve_correction_motif_check CHECK (length(correction_motif) >= 1 AND length(correction_motif) <= 500),
  constraint releve_correction_motivee CHECK ((numero = 1) = (correction_motif IS NULL)),
  constraint releve_envoye_entier CHECK (etat = 'a_envoyer'::text OR envoye_at IS NOT NULL),
  constraint releve_etat_check CHECK (etat = ANY (ARRAY['a_envoyer'::text, 'envoye'::text, 'retourne'::text, 'certifie'::text])),
  constraint releve_mois_check CHECK (EXTRACT(day FROM mois) = 1::numeric),
  constraint releve_numero_check CHECK (numero >= 1),
  constraint releve_sel_check CHECK (octet_length(sel) = 16)
);

create table releve_acte (
  territoire_id text not null,
  id uuid not null,
  releve_id uuid not null,
  acte text not null,
  acte_texte text,
  created_by uuid,
  created_at timestamp with time zone not null default now(),
  constraint releve_acte_pkey PRIMARY KEY (territoire_id, id),
  constraint releve_acte_territoire_id_releve_id_fkey FOREIGN KEY (territoire_id, releve_id) REFERENCES public.releve(territoire_id, id),
  constraint releve_acte_acte_check CHECK (acte = ANY (ARRAY['envoye'::text, 'repris'::text, 'part'::text, 'retourne'::text, 'certifie'::text, 'corrige'::text])),
  constraint releve_acte_acte_texte_check CHECK (length(acte_texte) >= 1 AND length(acte_texte) <= 2000)
);

create table releve_relance (
  territoire_id text not null,
  id uuid not null,
  convention_id uuid not null,
  mois date not null,
  numero smallint not null,
  partie text not null,
  rang smallint not null,
  created_at timestamp with time zone not null default now(),
  constraint releve_relance_pkey PRIMARY KEY (territoire_id, id),
  constraint releve_relance_unique UNIQUE (territoire_id, convention_id, mois, numero, partie, rang),
  constraint releve_relance_territoire_id_convention_id_fkey FOREIGN KEY (territoire_id, convention_id) REFERENCES public.convention(territoire_id, id),
  constraint releve_relance_partie_check CHECK (partie = ANY (ARRAY['agent'::text, 'beneficiaire'::text])),
  constraint releve_relance_rang_check CHECK (rang >= 1)
);

create table rendez_vous (
  territoire_id text not null,
  id uuid not null,
  seance_id uuid not null,
  motif_id uuid not null,
  debut time without time zone not null,
  fin time without time zone not null,
  statut text not null default 'confirme'::text,
  tenu_jusqua timestamp with time zone,
  attente_id uuid,
  remplace uuid,
  code_rdv text not null,
  jeton_hash bytea not null,
  canal text not null,
  prenom text,
  telephone text,
  courriel text,
  besoin text,
  prescripteur_nom text,
  prescripteur_structure text,
  prescripteur_courriel text,
  prevenir text not null,
  personne_id uuid,
  annule_par text,
  annule_motif text,
  annule_at timestamp with time zone,
  arrive_at timestamp with time zone,
  recu_at timestamp with time zone,
  rappel_at timestamp with time zone,
  a_dire text,
  version smallint not null default 0,
  created_by uuid,
  created_at timestamp with time zone not null default now(),
  recu_accompagnement_id uuid,
  constraint rendez_vous_pkey PRIMARY KEY (territoire_id, id),
  constraint rendez_vous_code_unique UNIQUE (territoire_id, code_rdv),
  constraint rendez_vous_jeton_unique UNIQUE (territoire_id, jeton_hash),
  constraint rendez_vous_territoire_id_attente_id_fkey FOREIGN KEY (territoire_id, attente_id) REFERENCES public.rdv_attente(territoire_id, id),
  constraint rendez_vous_territoire_id_motif_id_fkey FOREIGN KEY (territoire_id, motif_id) REFERENCES public.rdv_motif(territoire_id, id),
  constraint rendez_vous_territoire_id_personne_id_fkey FOREIGN KEY (territoire_id, personne_id) REFERENCES public.personne(territoire_id, id),
  constraint rendez_vous_territoire_id_remplace_fkey FOREIGN KEY (territoire_id, remplace) REFERENCES public.rendez_vous(territoire_id, id),
  constraint rendez_vous_territoire_id_seance_id_fkey FOREIGN KEY (territoire_id, seance_id) REFERENCES public.seance(territoire_id, id),
  constraint rendez_vous_a_dire_check CHECK (a_dire = ANY (ARRAY['changement'::text, 'a_replacer'::text])),
  constraint rendez_vous_annule_motif_check CHECK (length(annule_motif) >= 1 AND length(annule_motif) <= 200),
  constraint rendez_vous_annule_par_check CHECK (annule_par = ANY (ARRAY['personne'::text, 'prescripteur'::text, 'agent'::text, 'equipe'::text, 'expiration'::text, 'seance'::text])),
  constraint rendez_vous_besoin_check CHECK (length(besoin) <= 300),
  constraint rendez_vous_canal_check CHECK (canal = ANY (ARRAY['public'::text, 'agent'::text, 'telephone'::text, 'prescripteur'::text])),
  constraint rendez_vous_code_rdv_check CHECK (code_rdv ~ '^[0-9A-Z]{8}$'::text),
  constraint rendez_vous_courriel_check CHECK (length(courriel) >= 3 AND length(courriel) <= 254),
  constraint rendez_vous_heures_dans_l_ordre CHECK (fin > debut),
  constraint rendez_vous_joignable CHECK (prenom IS NULL OR ((prevenir <> ALL (ARRAY['sms'::text, 'appel'::text])) OR telephone IS NOT NULL) AND (prevenir <> 'courriel'::text OR courriel IS NOT NULL)),
  constraint rendez_vous_prenom_check CHECK (length(prenom) >= 1 AND length(prenom) <= 80),
  constraint rendez_vous_prescripteur_courriel_check CHECK (length(prescripteur_courriel) >= 3 AND length(prescripteur_courriel) <= 254),
  constraint rendez_vous_prescripteur_nom_check CHECK (length(prescripteur_nom) >= 1 AND length(prescripteur_nom) <= 150),
  constraint rendez_vous_prescripteur_structure_check CHECK (length(prescripteur_structure) >= 1 AND length(prescripteur_structure) <= 150),
  constraint rendez_vous_prevenir_check CHECK (prevenir = ANY (ARRAY['sms'::text, 'courriel'::text, 'appel'::text, 'guichet'::text])),
  constraint rendez_vous_statut_check CHECK (statut = ANY (ARRAY['tenu'::text, 'confirme'::text, 'arrive'::text, 'recu'::text, 'absent'::text, 'annule'::text, 'a_replacer'::text, 'deplace'::text])),
  constraint rendez_vous_telephone_check CHECK (telephone ~ '^(0[1-9]( [0-9]{2}){4}|\+[0-9]{7,15})$'::text),
  constraint rendez_vous_tenu CHECK ((statut = 'tenu'::text) = (tenu_jusqua IS NOT NULL)),
  constraint rendez_vous_sans_chevauchement EXCLUDE USING gist (territoire_id WITH =, seance_id WITH =, tsrange('2000-01-01'::date + debut, '2000-01-01'::date + fin) WITH &&) WHERE (statut = ANY (ARRAY['tenu'::text, 'confirme'::text, 'arrive'::text, 'recu'::text, 'absent'::text])) DEFERRABLE
);

create table salle (
  territoire_id text not null,
  id uuid not null,
  lieu_id uuid not null,
  nom text not null,
  places smallint not null,
  fermee_le date,
  created_at timestamp with time zone not null default now(),
  constraint salle_pkey PRIMARY KEY (territoire_id, id),
  constraint salle_nom_unique UNIQUE (territoire_id, lieu_id, nom),
  constraint salle_territoire_id_lieu_id_fkey FOREIGN KEY (territoire_id, lieu_id) REFERENCES public.lieu(territoire_id, id),
  constraint salle_nom_check CHECK (length(nom) >= 1 AND length(nom) <= 80),
  constraint salle_places_check CHECK (places >= 1 AND places <= 200)
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
  fin_decision_id uuid,
  jour_prevu date,
  exceptions text[] not null default '{}'::text[],
  absence_id uuid,
  fermeture_id uuid,
  salle_id uuid,
  en_binome boolean not null default false,
  revision integer not null default 0,
  revisee_at timestamp with time zone,
  constraint seance_pkey PRIMARY KEY (territoire_id, id),
  constraint seance_permanence_unique UNIQUE (territoire_id, permanence_id, jour_prevu),
  constraint seance_absence FOREIGN KEY (territoire_id, absence_id) REFERENCES public.absence(territoire_id, id),
  constraint seance_fermeture FOREIGN KEY (territoire_id, fermeture_id) REFERENCES public.lieu_fermeture(territoire_id, id),
  constraint seance_fin_decision FOREIGN KEY (territoire_id, fin_decision_id) REFERENCES public.fin_decision(territoire_id, id),
  constraint seance_salle FOREIGN KEY (territoire_id, salle_id) REFERENCES public.salle(territoire_id, id),
  constraint seance_territoire_id_agent_id_fkey FOREIGN KEY (territoire_id, agent_id) REFERENCES public.agent(territoire_id, id),
  constraint seance_territoire_id_convention_id_fkey FOREIGN KEY (territoire_id, convention_id) REFERENCES public.convention(territoire_id, id),
  constraint seance_territoire_id_lieu_id_fkey FOREIGN KEY (territoire_id, lieu_id) REFERENCES public.lieu(territoire_id, id),
  constraint seance_territoire_id_permanence_id_fkey FOREIGN KEY (territoire_id, permanence_id) REFERENCES public.permanence(territoire_id, id),
  constraint seance_exceptions_check CHECK (exceptions <@ ARRAY['jour'::text, 'horaire'::text, 'lieu'::text, 'agent'::text]),
  constraint seance_heures_dans_l_ordre CHECK (heure_fin > heure_debut),
  constraint seance_ponctuelle_motivee CHECK (permanence_id IS NOT NULL OR motif IS NOT NULL AND endroit IS NOT NULL AND created_by IS NOT NULL),
  constraint seance_serie CHECK ((permanence_id IS NULL) = (jour_prevu IS NULL)),
  constraint seance_statut_check CHECK (statut = ANY (ARRAY['prevue'::text, 'annulee'::text])),
  constraint seance_agent_sans_chevauchement EXCLUDE USING gist (territoire_id WITH =, agent_id WITH =, tsrange(jour + heure_debut, jour + heure_fin) WITH &&) WHERE (statut = 'prevue'::text),
  constraint seance_lieu_sans_chevauchement EXCLUDE USING gist (territoire_id WITH =, COALESCE(salle_id, lieu_id) WITH =, tsrange(jour + heure_debut, jour + heure_fin) WITH &&) WHERE (statut = 'prevue'::text AND lieu_id IS NOT NULL AND NOT en_binome)
);

create table serie_changement (
  territoire_id text not null,
  id uuid not null,
  permanence_id uuid not null,
  permanences uuid[] not null,
  nature text not null,
  a_partir_du date not null,
  fait_le date not null,
  avant jsonb not null,
  apres jsonb not null,
  created_by uuid not null,
  created_at timestamp with time zone not null default now(),
  annule_at timestamp with time zone,
  constraint serie_changement_pkey PRIMARY KEY (territoire_id, id),
  constraint serie_changement_territoire_id_fkey FOREIGN KEY (territoire_id) REFERENCES public.territoire(id),
  constraint serie_changement_territoire_id_permanence_id_fkey FOREIGN KEY (territoire_id, permanence_id) REFERENCES public.permanence(territoire_id, id) ON DELETE CASCADE,
  constraint serie_changement_apres_check CHECK (jsonb_typeof(apres) = 'object'::text),
  constraint serie_changement_avant_check CHECK (jsonb_typeof(avant) = 'object'::text),
  constraint serie_changement_nature_check CHECK (nature = ANY (ARRAY['modifiee'::text, 'confiee'::text, 'arretee'::text]))
);

create table service_bloque (
  territoire_id text not null,
  id uuid not null,
  accompagnement_id uuid,
  agent_id uuid not null,
  operateur text not null,
  service_nom text not null,
  demarche text,
  obstacle text not null,
  obstacle_texte text,
  constate_le date not null,
  suivi text not null default 'ouvert'::text,
  created_by uuid,
  created_at timestamp with time zone not null default now(),
  constraint service_bloque_pkey PRIMARY KEY (territoire_id, id),
  constraint service_bloque_accompagnement UNIQUE (territoire_id, accompagnement_id),
  constraint service_bloque_note FOREIGN KEY (territoire_id, accompagnement_id) REFERENCES public.accompagnement(territoire_id, id) ON DELETE SET NULL (accompagnement_id),
  constraint service_bloque_territoire_id_agent_id_fkey FOREIGN KEY (territoire_id, agent_id) REFERENCES public.agent(territoire_id, id),
  constraint service_bloque_territoire_id_fkey FOREIGN KEY (territoire_id) REFERENCES public.territoire(id),
  constraint service_bloque_obstacle_check CHECK (obstacle = ANY (ARRAY['inaccessible'::text, 'panne'::text, 'identite'::text, 'piece'::text, 'langue'::text, 'telephone'::text, 'sans_recours'::text, 'autre'::text])),
  constraint service_bloque_obstacle_texte_check CHECK (length(obstacle_texte) >= 1 AND length(obstacle_texte) <= 500),
  constraint service_bloque_operateur_check CHECK (length(operateur) >= 1 AND length(operateur) <= 80),
  constraint service_bloque_service_nom_check CHECK (length(service_nom) >= 1 AND length(service_nom) <= 120),
  constraint service_bloque_suivi_check CHECK (suivi = ANY (ARRAY['ouvert'::text, 'transmis'::text, 'repondu'::text, 'resolu'::text, 'sans_suite'::text]))
);

create table service_bloque_suite (
  territoire_id text not null,
  id uuid not null,
  service_bloque_id uuid not null,
  suite_nature text not null,
  suite_le date not null,
  suite_texte text,
  created_by uuid,
  created_at timestamp with time zone not null default now(),
  suite_a text,
  constraint service_bloque_suite_pkey PRIMARY KEY (territoire_id, id),
  constraint service_bloque_suite_territoire_id_service_bloque_id_fkey FOREIGN KEY (territoire_id, service_bloque_id) REFERENCES public.service_bloque(territoire_id, id) ON DELETE CASCADE,
  constraint service_bloque_suite_a CHECK (suite_nature <> 'transmis'::text OR suite_a IS NOT NULL),
  constraint service_bloque_suite_suite_a_check CHECK (length(suite_a) >= 1 AND length(suite_a) <= 120),
  constraint service_bloque_suite_suite_nature_check CHECK (suite_nature = ANY (ARRAY['transmis'::text, 'relance'::text, 'repondu'::text, 'resolu'::text, 'sans_suite'::text, 'rouvert'::text])),
  constraint service_bloque_suite_suite_texte_check CHECK (length(suite_texte) >= 1 AND length(suite_texte) <= 1000)
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

create table sms (
  territoire_id text not null,
  id uuid not null,
  destinataire text not null,
  texte text not null,
  envoye_at timestamp with time zone,
  echec text,
  created_at timestamp with time zone not null default now(),
  rendez_vous_id uuid,
  constraint sms_pkey PRIMARY KEY (territoire_id, id),
  constraint sms_territoire_id_fkey FOREIGN KEY (territoire_id) REFERENCES public.territoire(id),
  constraint sms_texte_check CHECK (length(texte) <= 480)
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

create table temps_agent (
  territoire_id text not null,
  id uuid not null,
  agent_id uuid not null,
  temps_jour date not null,
  temps_nature text not null,
  temps_minutes integer not null,
  temps_precision text,
  seance_id uuid,
  created_by uuid,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint temps_agent_pkey PRIMARY KEY (territoire_id, id),
  constraint temps_agent_territoire_id_agent_id_fkey FOREIGN KEY (territoire_id, agent_id) REFERENCES public.agent(territoire_id, id),
  constraint temps_agent_territoire_id_seance_id_fkey FOREIGN KEY (territoire_id, seance_id) REFERENCES public.seance(territoire_id, id),
  constraint temps_agent_temps_minutes_check CHECK (temps_minutes >= 1 AND temps_minutes <= 1439),
  constraint temps_agent_temps_nature_check CHECK (temps_nature = ANY (ARRAY['trajet'::text, 'preparation'::text, 'reunion'::text, 'formation'::text])),
  constraint temps_agent_temps_precision_check CHECK (length(temps_precision) >= 1 AND length(temps_precision) <= 200)
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
  zone_scolaire text,
  vitesse_kmh smallint not null default 40,
  constraint territoire_pkey PRIMARY KEY (id),
  constraint territoire_hote_key UNIQUE (hote),
  constraint territoire_couleur_check CHECK (couleur ~ '^#[0-9a-f]{6}$'::text),
  constraint territoire_durees_conservation_check CHECK (jsonb_typeof(durees_conservation) = 'object'::text),
  constraint territoire_id_check CHECK (id ~ '^[0-9A-Z]{2,6}$'::text),
  constraint territoire_vitesse_kmh_check CHECK (vitesse_kmh >= 0 AND vitesse_kmh <= 130),
  constraint territoire_zone_scolaire_check CHECK (length(zone_scolaire) >= 1 AND length(zone_scolaire) <= 40)
);

create table vacances (
  territoire_id text not null,
  zone text not null,
  du date not null,
  au date not null,
  nom text not null,
  constraint vacances_pkey PRIMARY KEY (territoire_id, zone, du),
  constraint vacances_territoire_id_fkey FOREIGN KEY (territoire_id) REFERENCES public.territoire(id),
  constraint vacances_dates_dans_l_ordre CHECK (au >= du AND au <= (du + 120)),
  constraint vacances_nom_check CHECK (length(nom) >= 1 AND length(nom) <= 100),
  constraint vacances_zone_check CHECK (length(zone) >= 1 AND length(zone) <= 40)
);

create table violation (
  territoire_id text not null,
  id uuid not null,
  created_by uuid,
  created_at timestamp with time zone not null default now(),
  constraint violation_pkey PRIMARY KEY (territoire_id, id),
  constraint violation_territoire_id_fkey FOREIGN KEY (territoire_id) REFERENCES public.territoire(id)
);

create table violation_evenement (
  territoire_id text not null,
  id uuid not null,
  violation_id uuid not null,
  type text not null,
  donnees jsonb not null,
  created_by uuid,
  created_at timestamp with time zone not null default clock_timestamp(),
  constraint violation_evenement_pkey PRIMARY KEY (territoire_id, id),
  constraint violation_evenement_territoire_id_violation_id_fkey FOREIGN KEY (territoire_id, violation_id) REFERENCES public.violation(territoire_id, id) ON DELETE CASCADE,
  constraint violation_evenement_type_check CHECK (type = ANY (ARRAY['declaration'::text, 'correction'::text, 'notification'::text, 'sans_notification'::text, 'information'::text, 'sans_information'::text, 'mesure'::text, 'cloture'::text, 'reouverture'::text]))
);

-- Indexes

CREATE INDEX absence_agent ON public.absence USING btree (territoire_id, agent_id, absent_du);
CREATE INDEX accompagnement_agent ON public.accompagnement USING btree (territoire_id, agent_id, jour);
CREATE INDEX accompagnement_convention ON public.accompagnement USING btree (territoire_id, convention_id, jour);
CREATE INDEX accompagnement_jour ON public.accompagnement USING btree (territoire_id, jour);
CREATE INDEX accompagnement_mandat ON public.accompagnement USING btree (territoire_id, mandat_id) WHERE (mandat_id IS NOT NULL);
CREATE INDEX accompagnement_personne ON public.accompagnement USING btree (territoire_id, personne_id) WHERE (personne_id IS NOT NULL);
CREATE INDEX accompagnement_rendez_vous ON public.accompagnement USING btree (territoire_id, rendez_vous_id) WHERE (rendez_vous_id IS NOT NULL);
CREATE INDEX accompagnement_seance ON public.accompagnement USING btree (territoire_id, seance_id);
CREATE INDEX accompagnement_operation_accompagnement ON public.accompagnement_operation USING btree (territoire_id, accompagnement_id);
CREATE INDEX accompagnement_operation_jour ON public.accompagnement_operation USING btree (territoire_id, jour);
CREATE INDEX accompagnement_operation_personne ON public.accompagnement_operation USING btree (territoire_id, personne_id) WHERE (personne_id IS NOT NULL);
CREATE INDEX affiche_pose_lieu ON public.affiche_pose USING btree (territoire_id, lieu_id, posee_le);
CREATE INDEX appel_a_faire ON public.appel USING btree (territoire_id, avant) WHERE (fait_at IS NULL);
CREATE INDEX appel_rendez_vous ON public.appel USING btree (territoire_id, rendez_vous_id) WHERE (fait_at IS NULL);
CREATE INDEX commune_codes_postaux ON public.commune USING gin (codes_postaux);
CREATE INDEX commune_epci ON public.commune USING btree (epci_siren) INCLUDE (latitude, longitude) WHERE (latitude IS NOT NULL);
CREATE INDEX commune_nom_recherche ON public.commune USING btree (nom_recherche text_pattern_ops);
CREATE INDEX convention_modele_version ON public.convention USING btree (territoire_id, modele_version_id);
CREATE INDEX convention_structure ON public.convention USING btree (territoire_id, structure_id);
CREATE INDEX convention_evenement_convention ON public.convention_evenement USING btree (territoire_id, convention_id);
CREATE INDEX courriel_echec ON public.courriel USING btree (territoire_id, created_at) WHERE (echec IS NOT NULL);
CREATE INDEX courriel_rendez_vous_refuse ON public.courriel USING btree (territoire_id) WHERE ((rendez_vous_id IS NOT NULL) AND (echec IS NOT NULL));
CREATE INDEX demande_recue ON public.demande USING btree (territoire_id, created_at);
CREATE INDEX demande_structure ON public.demande USING btree (territoire_id, structure_id);
CREATE INDEX demande_note_demande ON public.demande_note USING btree (territoire_id, demande_id);
CREATE INDEX droit_demande_recue ON public.droit_demande USING btree (territoire_id, recue_le);
CREATE INDEX droit_ligne_gelee ON public.droit_ligne USING btree (territoire_id, de_table, ((cle ->> 'id'::text))) WHERE (fait = 'gelee'::text);
CREATE INDEX droit_verification_demande ON public.droit_verification USING btree (territoire_id, droit_demande_id, created_at);
CREATE INDEX envoi_created_at ON public.envoi USING btree (territoire_id, created_at);
CREATE INDEX facteur_courriel ON public.facteur USING btree (territoire_id, courriel);
CREATE INDEX fin_decision_convention ON public.fin_decision USING btree (territoire_id, convention_id);
CREATE INDEX journal_entree_at ON public.journal_entree USING btree (territoire_id, at);
CREATE INDEX journal_identite_created_at ON public.journal_identite USING btree (territoire_id, created_at);
CREATE INDEX lieu_commune ON public.lieu USING btree (territoire_id, code_insee);
CREATE INDEX lieu_structure ON public.lieu USING btree (territoire_id, structure_id);
CREATE INDEX lieu_constat_lieu ON public.lieu_constat USING btree (territoire_id, lieu_id);
CREATE INDEX lieu_constat_visite ON public.lieu_constat USING btree (territoire_id, visite_id);
CREATE INDEX lieu_decision_lieu ON public.lieu_decision USING btree (territoire_id, lieu_id);
CREATE INDEX lieu_derogation_lieu ON public.lieu_derogation USING btree (territoire_id, lieu_id);
CREATE INDEX lieu_fermeture_lieu ON public.lieu_fermeture USING btree (territoire_id, lieu_id, du);
CREATE INDEX lieu_photo_visite ON public.lieu_photo USING btree (territoire_id, visite_id);
CREATE INDEX lieu_visite_lieu ON public.lieu_visite USING btree (territoire_id, lieu_id, faite_le);
CREATE INDEX mandat_agent ON public.mandat USING btree (territoire_id, agent_id, signe_at);
CREATE INDEX mandat_pas_detruit ON public.mandat USING btree (territoire_id) WHERE ((etat = 'signe'::text) AND (detruit_at IS NULL));
CREATE INDEX mandat_seance ON public.mandat USING btree (territoire_id, seance_id);
CREATE INDEX mandat_sha256 ON public.mandat USING btree (territoire_id, document_sha256);
CREATE INDEX mandat_suppleant ON public.mandat USING btree (territoire_id, suppleant_id) WHERE (suppleant_id IS NOT NULL);
CREATE INDEX mandat_terme ON public.mandat USING btree (territoire_id, fin_prevue_at) WHERE (etat = 'signe'::text);
CREATE INDEX mandat_acces_date ON public.mandat_acces USING btree (territoire_id, ouvert_at DESC);
CREATE INDEX mandat_acces_ouvert ON public.mandat_acces USING btree (territoire_id, mandat_id, compte_id, expire_at);
CREATE INDEX mandat_acte_demarche ON public.mandat_acte USING btree (territoire_id, demarche_id, fait_at);
CREATE INDEX mandat_demarche_a_detruire ON public.mandat_demarche USING btree (territoire_id, destructible_at) WHERE ((finie_at IS NOT NULL) AND (detruite_at IS NULL));
CREATE INDEX mandat_demarche_en_cours ON public.mandat_demarche USING btree (territoire_id, mandat_id) WHERE (finie_at IS NULL);
CREATE INDEX mandat_destruction_certificat ON public.mandat_destruction USING btree (territoire_id, certificat_id);
CREATE INDEX mandat_destruction_en_cours ON public.mandat_destruction USING btree (territoire_id, decidee_at) WHERE (certificat_id IS NULL);
CREATE INDEX mandat_destruction_faite ON public.mandat_destruction USING btree (territoire_id, detruite_at);
CREATE INDEX mandat_destruction_mandat ON public.mandat_destruction USING btree (territoire_id, mandat_id);
CREATE INDEX mandat_lien_mandat ON public.mandat_lien USING btree (territoire_id, mandat_id);
CREATE INDEX mandat_papier_agent ON public.mandat_papier USING btree (territoire_id, agent_id) WHERE ((mandat_id IS NULL) AND (annule_at IS NULL));
CREATE INDEX mandat_rectification_mandat ON public.mandat_rectification USING btree (territoire_id, mandat_id, note_at);
CREATE INDEX mandat_remise_agent ON public.mandat_remise USING btree (territoire_id, agent_id) WHERE (issue IS NULL);
CREATE INDEX mandat_sursis_droit ON public.mandat_sursis USING btree (territoire_id, droit_demande_id) WHERE (droit_demande_id IS NOT NULL);
CREATE UNIQUE INDEX mandat_sursis_un_seul ON public.mandat_sursis USING btree (territoire_id, mandat_id) WHERE (leve_at IS NULL);
CREATE INDEX manquement_convention ON public.manquement USING btree (territoire_id, convention_id);
CREATE INDEX manquement_lieu ON public.manquement USING btree (territoire_id, lieu_id);
CREATE INDEX permanence_agent ON public.permanence USING btree (territoire_id, agent_id);
CREATE INDEX permanence_lieu ON public.permanence USING btree (territoire_id, lieu_id);
CREATE INDEX personne_recherche ON public.personne USING btree (territoire_id, nom_cherche text_pattern_ops);
CREATE INDEX personne_referent_agent ON public.personne USING btree (territoire_id, referent_agent_id) WHERE (referent_agent_id IS NOT NULL);
CREATE INDEX personne_telephone ON public.personne USING btree (territoire_id, telephone) WHERE (telephone IS NOT NULL);
CREATE INDEX personne_fusion_gardee ON public.personne_fusion USING btree (territoire_id, gardee_id);
CREATE INDEX piece_convention ON public.piece USING btree (territoire_id, convention_id);
CREATE INDEX piece_sha256 ON public.piece USING btree (territoire_id, sha256);
CREATE INDEX rdv_attente_file ON public.rdv_attente USING btree (territoire_id, lieu_id, created_at) WHERE (statut = ANY (ARRAY['en_attente'::text, 'propose'::text]));
CREATE INDEX referent_structure ON public.referent USING btree (territoire_id, structure_id);
CREATE UNIQUE INDEX releve_un_ouvert ON public.releve USING btree (territoire_id, convention_id, mois) WHERE (etat <> 'certifie'::text);
CREATE INDEX releve_acte_releve ON public.releve_acte USING btree (territoire_id, releve_id);
CREATE INDEX rendez_vous_a_dire ON public.rendez_vous USING btree (territoire_id) WHERE (a_dire IS NOT NULL);
CREATE INDEX rendez_vous_a_replacer ON public.rendez_vous USING btree (territoire_id, seance_id) WHERE (statut = 'a_replacer'::text);
CREATE UNIQUE INDEX rendez_vous_joint_une_fois ON public.rendez_vous USING btree (territoire_id, seance_id, lower(prenom), COALESCE(telephone, courriel)) WHERE ((statut = ANY (ARRAY['tenu'::text, 'confirme'::text, 'arrive'::text])) AND (COALESCE(telephone, courriel) IS NOT NULL));
CREATE UNIQUE INDEX rendez_vous_personne_une_fois ON public.rendez_vous USING btree (territoire_id, seance_id, personne_id) WHERE ((statut = ANY (ARRAY['tenu'::text, 'confirme'::text, 'arrive'::text])) AND (personne_id IS NOT NULL));
CREATE INDEX rendez_vous_pris ON public.rendez_vous USING btree (territoire_id, seance_id) WHERE (statut = ANY (ARRAY['tenu'::text, 'confirme'::text, 'arrive'::text, 'recu'::text, 'absent'::text]));
CREATE INDEX rendez_vous_recu_accompagnement ON public.rendez_vous USING btree (territoire_id, recu_accompagnement_id) WHERE (recu_accompagnement_id IS NOT NULL);
CREATE INDEX rendez_vous_seance ON public.rendez_vous USING btree (territoire_id, seance_id, debut);
CREATE INDEX rendez_vous_tenu ON public.rendez_vous USING btree (tenu_jusqua) WHERE (statut = 'tenu'::text);
CREATE INDEX seance_absence ON public.seance USING btree (territoire_id, absence_id) WHERE (absence_id IS NOT NULL);
CREATE INDEX seance_agent_jour ON public.seance USING btree (territoire_id, agent_id, jour);
CREATE INDEX seance_convention ON public.seance USING btree (territoire_id, convention_id, jour);
CREATE INDEX seance_fermeture ON public.seance USING btree (territoire_id, fermeture_id) WHERE (fermeture_id IS NOT NULL);
CREATE INDEX seance_fin_decision ON public.seance USING btree (territoire_id, fin_decision_id) WHERE (fin_decision_id IS NOT NULL);
CREATE INDEX seance_jour ON public.seance USING btree (territoire_id, jour);
CREATE INDEX seance_lieu_jour ON public.seance USING btree (territoire_id, lieu_id, jour);
CREATE INDEX serie_changement_du_jour ON public.serie_changement USING btree (territoire_id, fait_le);
CREATE INDEX service_bloque_suivi ON public.service_bloque USING btree (territoire_id, suivi, constate_le);
CREATE INDEX service_bloque_suite_service ON public.service_bloque_suite USING btree (territoire_id, service_bloque_id);
CREATE INDEX session_compte ON public.session USING btree (territoire_id, compte_id);
CREATE INDEX sms_non_remis ON public.sms USING btree (territoire_id, created_at) WHERE (envoye_at IS NULL);
CREATE INDEX sms_recents ON public.sms USING btree (territoire_id, created_at);
CREATE INDEX temps_agent_jour ON public.temps_agent USING btree (territoire_id, agent_id, temps_jour);
CREATE UNIQUE INDEX territoire_par_defaut ON public.territoire USING btree (par_defaut) WHERE par_defaut;
CREATE INDEX violation_declaree ON public.violation USING btree (territoire_id, created_at);
CREATE INDEX violation_evenement_violation ON public.violation_evenement USING btree (territoire_id, violation_id);

-- Triggers

CREATE TRIGGER accompagnement_hors_releve_certifie BEFORE INSERT OR DELETE OR UPDATE OF jour, convention_id, lieu_id, code_insee, duree_minutes, thematiques, demarches, objectif, issue, genre, tranche_age, statut_social, type_activite, type_lieu, participants, collectif, coordination, materiels, autonomie, orientation, axe, operateur ON public.accompagnement FOR EACH ROW EXECUTE FUNCTION public.accompagnement_hors_releve_certifie();
CREATE TRIGGER accompagnement_operation_immuable BEFORE UPDATE ON public.accompagnement_operation FOR EACH ROW WHEN (new.personne_id IS NOT NULL OR (to_jsonb(new.*) - 'personne_id'::text) <> (to_jsonb(old.*) - 'personne_id'::text)) EXECUTE FUNCTION public.operation_immuable();
CREATE TRIGGER convention_modele_signe BEFORE UPDATE OF modele, modele_version_id ON public.convention FOR EACH ROW EXECUTE FUNCTION public.convention_modele_signe();
CREATE TRIGGER convention_evenement_immuable BEFORE DELETE OR UPDATE ON public.convention_evenement FOR EACH ROW EXECUTE FUNCTION public.evenement_immuable();
CREATE TRIGGER dossier_acte_immuable BEFORE DELETE OR UPDATE ON public.dossier_acte FOR EACH ROW EXECUTE FUNCTION public.garde_immuable();
CREATE TRIGGER dossier_version_immuable BEFORE DELETE OR UPDATE ON public.dossier_version FOR EACH ROW EXECUTE FUNCTION public.garde_immuable();
CREATE TRIGGER echange_version_immuable BEFORE UPDATE ON public.echange_version FOR EACH ROW EXECUTE FUNCTION public.garde_immuable();
CREATE TRIGGER journal_entree_entier BEFORE TRUNCATE ON public.journal_entree FOR EACH STATEMENT EXECUTE FUNCTION public.journal_immuable();
CREATE TRIGGER journal_entree_immuable BEFORE DELETE OR UPDATE ON public.journal_entree FOR EACH ROW EXECUTE FUNCTION public.journal_immuable();
CREATE TRIGGER journal_maillon_entier BEFORE TRUNCATE ON public.journal_maillon FOR EACH STATEMENT EXECUTE FUNCTION public.journal_immuable();
CREATE TRIGGER journal_maillon_immuable BEFORE DELETE OR UPDATE ON public.journal_maillon FOR EACH ROW EXECUTE FUNCTION public.journal_immuable();
CREATE TRIGGER mandat_signe_garde BEFORE DELETE ON public.mandat FOR EACH ROW EXECUTE FUNCTION public.mandat_signe_garde();
CREATE TRIGGER mandat_signe_immuable BEFORE UPDATE ON public.mandat FOR EACH ROW EXECUTE FUNCTION public.mandat_signe_immuable();
CREATE TRIGGER mandat_signe_scelle BEFORE UPDATE OF contenu, document, code_retrait, detruit_at ON public.mandat FOR EACH ROW EXECUTE FUNCTION public.mandat_signe_scelle();
CREATE TRIGGER mandat_acte_immuable BEFORE UPDATE ON public.mandat_acte FOR EACH ROW EXECUTE FUNCTION public.mandat_acte_immuable();
CREATE TRIGGER mandat_acte_permis AFTER INSERT ON public.mandat_acte FOR EACH ROW EXECUTE FUNCTION public.mandat_acte_permis();
CREATE TRIGGER mandat_demarche_finie BEFORE UPDATE ON public.mandat_demarche FOR EACH ROW EXECUTE FUNCTION public.mandat_demarche_finie();
CREATE TRIGGER mandat_demarche_immuable BEFORE UPDATE ON public.mandat_demarche FOR EACH ROW EXECUTE FUNCTION public.mandat_demarche_immuable();
CREATE TRIGGER mandat_destruction_immuable BEFORE UPDATE ON public.mandat_destruction FOR EACH ROW EXECUTE FUNCTION public.mandat_destruction_immuable();
CREATE TRIGGER mandat_rectification_immuable BEFORE UPDATE ON public.mandat_rectification FOR EACH ROW EXECUTE FUNCTION public.mandat_rectification_immuable();
CREATE TRIGGER mandat_rectification_permise AFTER INSERT ON public.mandat_rectification FOR EACH ROW EXECUTE FUNCTION public.mandat_rectification_permise();
CREATE TRIGGER modele_version_immuable BEFORE DELETE OR UPDATE ON public.modele_version FOR EACH ROW EXECUTE FUNCTION public.modele_version_immuable();
CREATE TRIGGER piece_entier BEFORE TRUNCATE ON public.piece FOR EACH STATEMENT EXECUTE FUNCTION public.piece_immuable();
CREATE TRIGGER piece_immuable BEFORE DELETE OR UPDATE ON public.piece FOR EACH ROW EXECUTE FUNCTION public.piece_immuable();
CREATE TRIGGER piece_retrait_entier BEFORE TRUNCATE ON public.piece_retrait FOR EACH STATEMENT EXECUTE FUNCTION public.piece_immuable();
CREATE TRIGGER piece_retrait_immuable BEFORE DELETE OR UPDATE ON public.piece_retrait FOR EACH ROW EXECUTE FUNCTION public.piece_immuable();
CREATE TRIGGER releve_certifie_immuable BEFORE DELETE OR UPDATE ON public.releve FOR EACH ROW WHEN (old.etat = 'certifie'::text) EXECUTE FUNCTION public.releve_certifie_immuable();
CREATE TRIGGER releve_acte_immuable BEFORE DELETE OR UPDATE ON public.releve_acte FOR EACH ROW EXECUTE FUNCTION public.garde_immuable();
CREATE TRIGGER personne_revenue AFTER UPDATE OF statut ON public.rendez_vous FOR EACH ROW WHEN (new.personne_id IS NOT NULL AND new.statut = 'recu'::text AND old.statut <> 'recu'::text) EXECUTE FUNCTION public.personne_revenue();
CREATE TRIGGER rendez_vous_dans_la_seance BEFORE INSERT OR UPDATE OF statut, seance_id, debut, fin ON public.rendez_vous FOR EACH ROW EXECUTE FUNCTION public.rendez_vous_dans_la_seance();
CREATE TRIGGER seance_hors_fermeture_et_absence BEFORE INSERT OR UPDATE OF agent_id, lieu_id, jour, heure_debut, heure_fin, statut ON public.seance FOR EACH ROW EXECUTE FUNCTION public.seance_hors_fermeture_et_absence();
CREATE TRIGGER seance_jour_prevu BEFORE INSERT ON public.seance FOR EACH ROW EXECUTE FUNCTION public.seance_jour_prevu();
CREATE TRIGGER seance_lieu_entier BEFORE INSERT OR UPDATE OF lieu_id, salle_id, jour, heure_debut, heure_fin, statut, en_binome ON public.seance FOR EACH ROW EXECUTE FUNCTION public.seance_lieu_entier();
CREATE TRIGGER seance_revenue_avec_ses_rendez_vous AFTER UPDATE OF statut ON public.seance FOR EACH ROW WHEN (old.statut = 'annulee'::text AND new.statut = 'prevue'::text AND NOT (new.jour IS DISTINCT FROM old.jour OR new.heure_debut IS DISTINCT FROM old.heure_debut OR new.heure_fin IS DISTINCT FROM old.heure_fin)) EXECUTE FUNCTION public.seance_revenue_avec_ses_rendez_vous();
CREATE TRIGGER seance_revisee BEFORE UPDATE ON public.seance FOR EACH ROW EXECUTE FUNCTION public.seance_revisee();
CREATE TRIGGER seance_suivie_de_ses_rendez_vous AFTER UPDATE OF statut, jour, heure_debut, heure_fin, lieu_id, salle_id ON public.seance FOR EACH ROW EXECUTE FUNCTION public.seance_suivie_de_ses_rendez_vous();
CREATE TRIGGER seance_trajet BEFORE INSERT OR UPDATE OF agent_id, lieu_id, jour, heure_debut, heure_fin, statut ON public.seance FOR EACH ROW EXECUTE FUNCTION public.seance_trajet();
CREATE TRIGGER violation_gardee BEFORE DELETE ON public.violation FOR EACH ROW EXECUTE FUNCTION public.violation_gardee();
CREATE TRIGGER violation_evenement_garde BEFORE DELETE ON public.violation_evenement FOR EACH ROW EXECUTE FUNCTION public.violation_evenement_garde();
CREATE TRIGGER violation_evenement_immuable BEFORE UPDATE ON public.violation_evenement FOR EACH ROW EXECUTE FUNCTION public.garde_immuable();

-- Row security

alter table absence enable row level security;
alter table accompagnement enable row level security;
alter table accompagnement_mensuel enable row level security;
alter table accompagnement_operation enable row level security;
alter table affiche_pose enable row level security;
alter table agent enable row level security;
alter table appel enable row level security;
alter table calendrier_flux enable row level security;
alter table cles_suivi enable row level security;
alter table code_secours enable row level security;
alter table compte enable row level security;
alter table conservation_passage enable row level security;
alter table convention enable row level security;
alter table convention_evenement enable row level security;
alter table courriel enable row level security;
alter table demande enable row level security;
alter table demande_lieu enable row level security;
alter table demande_note enable row level security;
alter table dossier_acte enable row level security;
alter table dossier_version enable row level security;
alter table droit_demande enable row level security;
alter table droit_gel enable row level security;
alter table droit_ligne enable row level security;
alter table droit_verification enable row level security;
alter table echange enable row level security;
alter table echange_version enable row level security;
alter table echeance_rappel enable row level security;
alter table echeance_reglage enable row level security;
alter table envoi enable row level security;
alter table facteur enable row level security;
alter table filtre_conventions enable row level security;
alter table fin_decision enable row level security;
alter table fin_decision_permanence enable row level security;
alter table identifiant enable row level security;
alter table import_ligne enable row level security;
alter table import_registre enable row level security;
alter table journal_attente enable row level security;
alter table journal_entree enable row level security;
alter table journal_identite enable row level security;
alter table journal_maillon enable row level security;
alter table lien_connexion enable row level security;
alter table lieu enable row level security;
alter table lieu_constat enable row level security;
alter table lieu_decision enable row level security;
alter table lieu_derogation enable row level security;
alter table lieu_fermeture enable row level security;
alter table lieu_photo enable row level security;
alter table lieu_proposition enable row level security;
alter table lieu_regles enable row level security;
alter table lieu_visite enable row level security;
alter table logo enable row level security;
alter table mandat enable row level security;
alter table mandat_acces enable row level security;
alter table mandat_acte enable row level security;
alter table mandat_certificat enable row level security;
alter table mandat_demarche enable row level security;
alter table mandat_destruction enable row level security;
alter table mandat_lien enable row level security;
alter table mandat_notice enable row level security;
alter table mandat_notice_proposee enable row level security;
alter table mandat_papier enable row level security;
alter table mandat_rectification enable row level security;
alter table mandat_reglages enable row level security;
alter table mandat_remise enable row level security;
alter table mandat_sursis enable row level security;
alter table mandat_trait enable row level security;
alter table manquement enable row level security;
alter table membre enable row level security;
alter table modele enable row level security;
alter table modele_brouillon enable row level security;
alter table modele_version enable row level security;
alter table permanence enable row level security;
alter table personne enable row level security;
alter table personne_fusion enable row level security;
alter table piece enable row level security;
alter table piece_retrait enable row level security;
alter table rdv_attente enable row level security;
alter table rdv_motif enable row level security;
alter table referent enable row level security;
alter table releve enable row level security;
alter table releve_acte enable row level security;
alter table releve_relance enable row level security;
alter table rendez_vous enable row level security;
alter table salle enable row level security;
alter table seance enable row level security;
alter table serie_changement enable row level security;
alter table service_bloque enable row level security;
alter table service_bloque_suite enable row level security;
alter table session enable row level security;
alter table sms enable row level security;
alter table structure enable row level security;
alter table structure_logo enable row level security;
alter table temps_agent enable row level security;
alter table territoire enable row level security;
alter table vacances enable row level security;
alter table violation enable row level security;
alter table violation_evenement enable row level security;

-- Policies

create policy territoire on absence as permissive for all to public using ((territoire_id = current_setting('escale.territoire'::text, true))) with check ((territoire_id = current_setting('escale.territoire'::text, true)));
create policy territoire on accompagnement as permissive for all to public using ((territoire_id = current_setting('escale.territoire'::text, true))) with check ((territoire_id = current_setting('escale.territoire'::text, true)));
create policy territoire on accompagnement_mensuel as permissive for all to public using ((territoire_id = current_setting('escale.territoire'::text, true))) with check ((territoire_id = current_setting('escale.territoire'::text, true)));
create policy territoire on accompagnement_operation as permissive for all to public using ((territoire_id = current_setting('escale.territoire'::text, true))) with check ((territoire_id = current_setting('escale.territoire'::text, true)));
create policy territoire on affiche_pose as permissive for all to public using ((territoire_id = current_setting('escale.territoire'::text, true))) with check ((territoire_id = current_setting('escale.territoire'::text, true)));
create policy territoire on agent as permissive for all to public using ((territoire_id = current_setting('escale.territoire'::text, true))) with check ((territoire_id = current_setting('escale.territoire'::text, true)));
create policy territoire on appel as permissive for all to public using ((territoire_id = current_setting('escale.territoire'::text, true))) with check ((territoire_id = current_setting('escale.territoire'::text, true)));
create policy territoire on calendrier_flux as permissive for all to public using ((territoire_id = current_setting('escale.territoire'::text, true))) with check ((territoire_id = current_setting('escale.territoire'::text, true)));
create policy territoire on cles_suivi as permissive for all to public using ((territoire_id = current_setting('escale.territoire'::text, true))) with check ((territoire_id = current_setting('escale.territoire'::text, true)));
create policy territoire on code_secours as permissive for all to public using ((territoire_id = current_setting('escale.territoire'::text, true))) with check ((territoire_id = current_setting('escale.territoire'::text, true)));
create policy territoire on compte as permissive for all to public using ((territoire_id = current_setting('escale.territoire'::text, true))) with check ((territoire_id = current_setting('escale.territoire'::text, true)));
create policy territoire on conservation_passage as permissive for all to public using ((territoire_id = current_setting('escale.territoire'::text, true))) with check ((territoire_id = current_setting('escale.territoire'::text, true)));
create policy territoire on convention as permissive for all to public using ((territoire_id = current_setting('escale.territoire'::text, true))) with check ((territoire_id = current_setting('escale.territoire'::text, true)));
create policy territoire on convention_evenement as permissive for all to public using ((territoire_id = current_setting('escale.territoire'::text, true))) with check ((territoire_id = current_setting('escale.territoire'::text, true)));
create policy territoire on courriel as permissive for all to public using ((territoire_id = current_setting('escale.territoire'::text, true))) with check ((territoire_id = current_setting('escale.territoire'::text, true)));
create policy territoire on demande as permissive for all to public using ((territoire_id = current_setting('escale.territoire'::text, true))) with check ((territoire_id = current_setting('escale.territoire'::text, true)));
create policy territoire on demande_lieu as permissive for all to public using ((territoire_id = current_setting('escale.territoire'::text, true))) with check ((territoire_id = current_setting('escale.territoire'::text, true)));
create policy territoire on demande_note as permissive for all to public using ((territoire_id = current_setting('escale.territoire'::text, true))) with check ((territoire_id = current_setting('escale.territoire'::text, true)));
create policy territoire on dossier_acte as permissive for all to public using ((territoire_id = current_setting('escale.territoire'::text, true))) with check ((territoire_id = current_setting('escale.territoire'::text, true)));
create policy territoire on dossier_version as permissive for all to public using ((territoire_id = current_setting('escale.territoire'::text, true))) with check ((territoire_id = current_setting('escale.territoire'::text, true)));
create policy territoire on droit_demande as permissive for all to public using ((territoire_id = current_setting('escale.territoire'::text, true))) with check ((territoire_id = current_setting('escale.territoire'::text, true)));
create policy territoire on droit_gel as permissive for all to public using ((territoire_id = current_setting('escale.territoire'::text, true))) with check ((territoire_id = current_setting('escale.territoire'::text, true)));
create policy territoire on droit_ligne as permissive for all to public using ((territoire_id = current_setting('escale.territoire'::text, true))) with check ((territoire_id = current_setting('escale.territoire'::text, true)));
create policy territoire on droit_verification as permissive for all to public using ((territoire_id = current_setting('escale.territoire'::text, true))) with check ((territoire_id = current_setting('escale.territoire'::text, true)));
create policy territoire on echange as permissive for all to public using ((territoire_id = current_setting('escale.territoire'::text, true))) with check ((territoire_id = current_setting('escale.territoire'::text, true)));
create policy territoire on echange_version as permissive for all to public using ((territoire_id = current_setting('escale.territoire'::text, true))) with check ((territoire_id = current_setting('escale.territoire'::text, true)));
create policy territoire on echeance_rappel as permissive for all to public using ((territoire_id = current_setting('escale.territoire'::text, true))) with check ((territoire_id = current_setting('escale.territoire'::text, true)));
create policy territoire on echeance_reglage as permissive for all to public using ((territoire_id = current_setting('escale.territoire'::text, true))) with check ((territoire_id = current_setting('escale.territoire'::text, true)));
create policy territoire on envoi as permissive for all to public using ((territoire_id = current_setting('escale.territoire'::text, true))) with check ((territoire_id = current_setting('escale.territoire'::text, true)));
create policy territoire on facteur as permissive for all to public using ((territoire_id = current_setting('escale.territoire'::text, true))) with check ((territoire_id = current_setting('escale.territoire'::text, true)));
create policy territoire on filtre_conventions as permissive for all to public using ((territoire_id = current_setting('escale.territoire'::text, true))) with check ((territoire_id = current_setting('escale.territoire'::text, true)));
create policy territoire on fin_decision as permissive for all to public using ((territoire_id = current_setting('escale.territoire'::text, true))) with check ((territoire_id = current_setting('escale.territoire'::text, true)));
create policy territoire on fin_decision_permanence as permissive for all to public using ((territoire_id = current_setting('escale.territoire'::text, true))) with check ((territoire_id = current_setting('escale.territoire'::text, true)));
create policy territoire on identifiant as permissive for all to public using ((territoire_id = current_setting('escale.territoire'::text, true))) with check ((territoire_id = current_setting('escale.territoire'::text, true)));
create policy territoire on import_ligne as permissive for all to public using ((territoire_id = current_setting('escale.territoire'::text, true))) with check ((territoire_id = current_setting('escale.territoire'::text, true)));
create policy territoire on import_registre as permissive for all to public using ((territoire_id = current_setting('escale.territoire'::text, true))) with check ((territoire_id = current_setting('escale.territoire'::text, true)));
create policy territoire on journal_attente as permissive for all to public using ((territoire_id = current_setting('escale.territoire'::text, true))) with check ((territoire_id = current_setting('escale.territoire'::text, true)));
create policy territoire on journal_entree as permissive for all to public using ((territoire_id = current_setting('escale.territoire'::text, true))) with check ((territoire_id = current_setting('escale.territoire'::text, true)));
create policy territoire on journal_identite as permissive for all to public using ((territoire_id = current_setting('escale.territoire'::text, true))) with check ((territoire_id = current_setting('escale.territoire'::text, true)));
create policy territoire on journal_maillon as permissive for all to public using ((territoire_id = current_setting('escale.territoire'::text, true))) with check ((territoire_id = current_setting('escale.territoire'::text, true)));
create policy territoire on lien_connexion as permissive for all to public using ((territoire_id = current_setting('escale.territoire'::text, true))) with check ((territoire_id = current_setting('escale.territoire'::text, true)));
create policy territoire on lieu as permissive for all to public using ((territoire_id = current_setting('escale.territoire'::text, true))) with check ((territoire_id = current_setting('escale.territoire'::text, true)));
create policy territoire on lieu_constat as permissive for all to public using ((territoire_id = current_setting('escale.territoire'::text, true))) with check ((territoire_id = current_setting('escale.territoire'::text, true)));
create policy territoire on lieu_decision as permissive for all to public using ((territoire_id = current_setting('escale.territoire'::text, true))) with check ((territoire_id = current_setting('escale.territoire'::text, true)));
create policy territoire on lieu_derogation as permissive for all to public using ((territoire_id = current_setting('escale.territoire'::text, true))) with check ((territoire_id = current_setting('escale.territoire'::text, true)));
create policy territoire on lieu_fermeture as permissive for all to public using ((territoire_id = current_setting('escale.territoire'::text, true))) with check ((territoire_id = current_setting('escale.territoire'::text, true)));
create policy territoire on lieu_photo as permissive for all to public using ((territoire_id = current_setting('escale.territoire'::text, true))) with check ((territoire_id = current_setting('escale.territoire'::text, true)));
create policy territoire on lieu_proposition as permissive for all to public using ((territoire_id = current_setting('escale.territoire'::text, true))) with check ((territoire_id = current_setting('escale.territoire'::text, true)));
create policy territoire on lieu_regles as permissive for all to public using ((territoire_id = current_setting('escale.territoire'::text, true))) with check ((territoire_id = current_setting('escale.territoire'::text, true)));
create policy territoire on lieu_visite as permissive for all to public using ((territoire_id = current_setting('escale.territoire'::text, true))) with check ((territoire_id = current_setting('escale.territoire'::text, true)));
create policy territoire on logo as permissive for all to public using ((territoire_id = current_setting('escale.territoire'::text, true))) with check ((territoire_id = current_setting('escale.territoire'::text, true)));
create policy territoire on mandat as permissive for all to public using ((territoire_id = current_setting('escale.territoire'::text, true))) with check ((territoire_id = current_setting('escale.territoire'::text, true)));
create policy territoire on mandat_acces as permissive for all to public using ((territoire_id = current_setting('escale.territoire'::text, true))) with check ((territoire_id = current_setting('escale.territoire'::text, true)));
create policy territoire on mandat_acte as permissive for all to public using ((territoire_id = current_setting('escale.territoire'::text, true))) with check ((territoire_id = current_setting('escale.territoire'::text, true)));
create policy territoire on mandat_certificat as permissive for all to public using ((territoire_id = current_setting('escale.territoire'::text, true))) with check ((territoire_id = current_setting('escale.territoire'::text, true)));
create policy territoire on mandat_demarche as permissive for all to public using ((territoire_id = current_setting('escale.territoire'::text, true))) with check ((territoire_id = current_setting('escale.territoire'::text, true)));
create policy territoire on mandat_destruction as permissive for all to public using ((territoire_id = current_setting('escale.territoire'::text, true))) with check ((territoire_id = current_setting('escale.territoire'::text, true)));
create policy territoire on mandat_lien as permissive for all to public using ((territoire_id = current_setting('escale.territoire'::text, true))) with check ((territoire_id = current_setting('escale.territoire'::text, true)));
create policy territoire on mandat_notice as permissive for all to public using ((territoire_id = current_setting('escale.territoire'::text, true))) with check ((territoire_id = current_setting('escale.territoire'::text, true)));
create policy territoire on mandat_notice_proposee as permissive for all to public using ((territoire_id = current_setting('escale.territoire'::text, true))) with check ((territoire_id = current_setting('escale.territoire'::text, true)));
create policy territoire on mandat_papier as permissive for all to public using ((territoire_id = current_setting('escale.territoire'::text, true))) with check ((territoire_id = current_setting('escale.territoire'::text, true)));
create policy territoire on mandat_rectification as permissive for all to public using ((territoire_id = current_setting('escale.territoire'::text, true))) with check ((territoire_id = current_setting('escale.territoire'::text, true)));
create policy territoire on mandat_reglages as permissive for all to public using ((territoire_id = current_setting('escale.territoire'::text, true))) with check ((territoire_id = current_setting('escale.territoire'::text, true)));
create policy territoire on mandat_remise as permissive for all to public using ((territoire_id = current_setting('escale.territoire'::text, true))) with check ((territoire_id = current_setting('escale.territoire'::text, true)));
create policy territoire on mandat_sursis as permissive for all to public using ((territoire_id = current_setting('escale.territoire'::text, true))) with check ((territoire_id = current_setting('escale.territoire'::text, true)));
create policy territoire on mandat_trait as permissive for all to public using ((territoire_id = current_setting('escale.territoire'::text, true))) with check ((territoire_id = current_setting('escale.territoire'::text, true)));
create policy territoire on manquement as permissive for all to public using ((territoire_id = current_setting('escale.territoire'::text, true))) with check ((territoire_id = current_setting('escale.territoire'::text, true)));
create policy territoire on membre as permissive for all to public using ((territoire_id = current_setting('escale.territoire'::text, true))) with check ((territoire_id = current_setting('escale.territoire'::text, true)));
create policy territoire on modele as permissive for all to public using ((territoire_id = current_setting('escale.territoire'::text, true))) with check ((territoire_id = current_setting('escale.territoire'::text, true)));
create policy territoire on modele_brouillon as permissive for all to public using ((territoire_id = current_setting('escale.territoire'::text, true))) with check ((territoire_id = current_setting('escale.territoire'::text, true)));
create policy territoire on modele_version as permissive for all to public using ((territoire_id = current_setting('escale.territoire'::text, true))) with check ((territoire_id = current_setting('escale.territoire'::text, true)));
create policy territoire on permanence as permissive for all to public using ((territoire_id = current_setting('escale.territoire'::text, true))) with check ((territoire_id = current_setting('escale.territoire'::text, true)));
create policy territoire on personne as permissive for all to public using ((territoire_id = current_setting('escale.territoire'::text, true))) with check ((territoire_id = current_setting('escale.territoire'::text, true)));
create policy territoire on personne_fusion as permissive for all to public using ((territoire_id = current_setting('escale.territoire'::text, true))) with check ((territoire_id = current_setting('escale.territoire'::text, true)));
create policy territoire on piece as permissive for all to public using ((territoire_id = current_setting('escale.territoire'::text, true))) with check ((territoire_id = current_setting('escale.territoire'::text, true)));
create policy territoire on piece_retrait as permissive for all to public using ((territoire_id = current_setting('escale.territoire'::text, true))) with check ((territoire_id = current_setting('escale.territoire'::text, true)));
create policy territoire on rdv_attente as permissive for all to public using ((territoire_id = current_setting('escale.territoire'::text, true))) with check ((territoire_id = current_setting('escale.territoire'::text, true)));
create policy territoire on rdv_motif as permissive for all to public using ((territoire_id = current_setting('escale.territoire'::text, true))) with check ((territoire_id = current_setting('escale.territoire'::text, true)));
create policy territoire on referent as permissive for all to public using ((territoire_id = current_setting('escale.territoire'::text, true))) with check ((territoire_id = current_setting('escale.territoire'::text, true)));
create policy territoire on releve as permissive for all to public using ((territoire_id = current_setting('escale.territoire'::text, true))) with check ((territoire_id = current_setting('escale.territoire'::text, true)));
create policy territoire on releve_acte as permissive for all to public using ((territoire_id = current_setting('escale.territoire'::text, true))) with check ((territoire_id = current_setting('escale.territoire'::text, true)));
create policy territoire on releve_relance as permissive for all to public using ((territoire_id = current_setting('escale.territoire'::text, true))) with check ((territoire_id = current_setting('escale.territoire'::text, true)));
create policy territoire on rendez_vous as permissive for all to public using ((territoire_id = current_setting('escale.territoire'::text, true))) with check ((territoire_id = current_setting('escale.territoire'::text, true)));
create policy territoire on salle as permissive for all to public using ((territoire_id = current_setting('escale.territoire'::text, true))) with check ((territoire_id = current_setting('escale.territoire'::text, true)));
create policy territoire on seance as permissive for all to public using ((territoire_id = current_setting('escale.territoire'::text, true))) with check ((territoire_id = current_setting('escale.territoire'::text, true)));
create policy territoire on serie_changement as permissive for all to public using ((territoire_id = current_setting('escale.territoire'::text, true))) with check ((territoire_id = current_setting('escale.territoire'::text, true)));
create policy territoire on service_bloque as permissive for all to public using ((territoire_id = current_setting('escale.territoire'::text, true))) with check ((territoire_id = current_setting('escale.territoire'::text, true)));
create policy territoire on service_bloque_suite as permissive for all to public using ((territoire_id = current_setting('escale.territoire'::text, true))) with check ((territoire_id = current_setting('escale.territoire'::text, true)));
create policy territoire on session as permissive for all to public using ((territoire_id = current_setting('escale.territoire'::text, true))) with check ((territoire_id = current_setting('escale.territoire'::text, true)));
create policy territoire on sms as permissive for all to public using ((territoire_id = current_setting('escale.territoire'::text, true))) with check ((territoire_id = current_setting('escale.territoire'::text, true)));
create policy territoire on structure as permissive for all to public using ((territoire_id = current_setting('escale.territoire'::text, true))) with check ((territoire_id = current_setting('escale.territoire'::text, true)));
create policy territoire on structure_logo as permissive for all to public using ((territoire_id = current_setting('escale.territoire'::text, true))) with check ((territoire_id = current_setting('escale.territoire'::text, true)));
create policy territoire on temps_agent as permissive for all to public using ((territoire_id = current_setting('escale.territoire'::text, true))) with check ((territoire_id = current_setting('escale.territoire'::text, true)));
create policy lecture on territoire as permissive for select to public using (true);
create policy territoire on territoire as permissive for update to public using ((id = current_setting('escale.territoire'::text, true))) with check ((id = current_setting('escale.territoire'::text, true)));
create policy territoire on vacances as permissive for all to public using ((territoire_id = current_setting('escale.territoire'::text, true))) with check ((territoire_id = current_setting('escale.territoire'::text, true)));
create policy territoire on violation as permissive for all to public using ((territoire_id = current_setting('escale.territoire'::text, true))) with check ((territoire_id = current_setting('escale.territoire'::text, true)));
create policy territoire on violation_evenement as permissive for all to public using ((territoire_id = current_setting('escale.territoire'::text, true))) with check ((territoire_id = current_setting('escale.territoire'::text, true)));

-- Grants

grant delete, insert, select, update on absence to escale_application;
grant delete, insert, select, update on accompagnement to escale_application;
grant insert, select, update on accompagnement_mensuel to escale_application;
grant delete, insert, select on accompagnement_operation to escale_application;
grant insert, select, update on affiche_pose to escale_application;
grant delete, insert, select, update on agent to escale_application;
grant delete, insert, select, update on appel to escale_application;
grant delete, insert, select, update on calendrier_flux to escale_application;
grant insert, select, update on cles_suivi to escale_application;
grant delete, insert, select, update on code_secours to escale_application;
grant select on commune to escale_application;
grant delete, insert, select, update on compte to escale_application;
grant insert, select, update on conservation_passage to escale_application;
grant insert, select, update on convention to escale_application;
grant insert, select on convention_evenement to escale_application;
grant delete, insert, select, update on courriel to escale_application;
grant delete, insert, select, update on demande to escale_application;
grant delete, insert, select, update on demande_lieu to escale_application;
grant delete, insert, select, update on demande_note to escale_application;
grant insert, select on dossier_acte to escale_application;
grant insert, select on dossier_version to escale_application;
grant delete, insert, select, update on droit_demande to escale_application;
grant insert, select, update on droit_gel to escale_application;
grant delete, insert, select, update on droit_ligne to escale_application;
grant delete, insert, select, update on droit_verification to escale_application;
grant delete, insert, select, update on echange to escale_application;
grant delete, insert, select on echange_version to escale_application;
grant delete, insert, select, update on echeance_rappel to escale_application;
grant delete, insert, select, update on echeance_reglage to escale_application;
grant delete, insert, select, update on envoi to escale_application;
grant delete, insert, select, update on facteur to escale_application;
grant delete, insert, select, update on filtre_conventions to escale_application;
grant insert, select on fin_decision to escale_application;
grant insert, select on fin_decision_permanence to escale_application;
grant delete, insert, select, update on identifiant to escale_application;
grant delete, insert, select, update on import_ligne to escale_application;
grant delete, insert, select, update on import_registre to escale_application;
grant select on installation to escale_application;
grant delete, insert, select on journal_attente to escale_application;
grant insert, select on journal_entree to escale_application;
grant delete, insert, select on journal_identite to escale_application;
grant insert, select on journal_maillon to escale_application;
grant delete, insert, select, update on lien_connexion to escale_application;
grant delete, insert, select, update on lieu to escale_application;
grant delete, insert, select, update on lieu_constat to escale_application;
grant insert, select, update on lieu_decision to escale_application;
grant insert, select, update on lieu_derogation to escale_application;
grant delete, insert, select, update on lieu_fermeture to escale_application;
grant delete, insert, select, update on lieu_photo to escale_application;
grant insert, select, update on lieu_proposition to escale_application;
grant insert, select, update on lieu_regles to escale_application;
grant insert, select, update on lieu_visite to escale_application;
grant delete, insert, select, update on logo to escale_application;
grant delete, insert, select, update on mandat to escale_application;
grant insert, select, update on mandat_acces to escale_application;
grant insert, select, update on mandat_acte to escale_application;
grant insert, select on mandat_certificat to escale_application;
grant insert, select, update on mandat_demarche to escale_application;
grant insert, select, update on mandat_destruction to escale_application;
grant delete, insert, select, update on mandat_lien to escale_application;
grant insert, select on mandat_notice to escale_application;
grant delete, insert, select, update on mandat_notice_proposee to escale_application;
grant delete, insert, select, update on mandat_papier to escale_application;
grant insert, select, update on mandat_rectification to escale_application;
grant insert, select, update on mandat_reglages to escale_application;
grant delete, insert, select, update on mandat_remise to escale_application;
grant insert, select, update on mandat_sursis to escale_application;
grant insert, select on mandat_trait to escale_application;
grant insert, select, update on manquement to escale_application;
grant delete, insert, select, update on membre to escale_application;
grant delete, insert, select on modele to escale_application;
grant delete, insert, select, update on modele_brouillon to escale_application;
grant insert, select on modele_version to escale_application;
grant delete, insert, select, update on permanence to escale_application;
grant delete, insert, select, update on personne to escale_application;
grant delete, insert, select, update on personne_fusion to escale_application;
grant insert, select on piece to escale_application;
grant insert, select on piece_retrait to escale_application;
grant delete, insert, select, update on rdv_attente to escale_application;
grant delete, insert, select, update on rdv_motif to escale_application;
grant delete, insert, select, update on referent to escale_application;
grant insert, select, update on releve to escale_application;
grant insert, select on releve_acte to escale_application;
grant insert, select on releve_relance to escale_application;
grant delete, insert, select, update on rendez_vous to escale_application;
grant delete, insert, select, update on salle to escale_application;
grant delete, insert, select, update on seance to escale_application;
grant delete, insert, select, update on serie_changement to escale_application;
grant delete, insert, select, update on service_bloque to escale_application;
grant delete, insert, select on service_bloque_suite to escale_application;
grant delete, insert, select, update on session to escale_application;
grant delete, insert, select, update on sms to escale_application;
grant delete, insert, select, update on structure to escale_application;
grant delete, insert, select, update on structure_logo to escale_application;
grant delete, insert, select, update on temps_agent to escale_application;
grant select, update (adresse, couleur, courriel, durees_conservation, representant_fonction, representant_nom, strategie_adoptee_le, telephone, theme, tribunal, ville, vitesse_kmh, zone_scolaire) on territoire to escale_application;
grant delete, insert, select, update on vacances to escale_application;
grant delete, insert, select, update on violation to escale_application;
grant delete, insert, select on violation_evenement to escale_application;
