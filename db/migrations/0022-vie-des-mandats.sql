-- How the end of a démarche was known or told: what proves a death or a measure of protection (never a copy), or how the agent
-- who renounces told the person. `evenement_le` is the day of that death or measure; the démarche ends when it is recorded.
alter table mandat_demarche
  add column fin_moyen text check (fin_moyen in ('acte', 'livret', 'proche', 'organisme', 'jugement', 'protecteur', 'personne',
    'vive_voix', 'telephone', 'courrier', 'courriel')),
  add column evenement_le date,
  add constraint mandat_demarche_moyen check (fin_moyen is null or (fin_cause is not null
    and fin_cause in ('renonciation', 'deces', 'protection'))),
  add constraint mandat_demarche_evenement check (evenement_le is null or (fin_cause is not null
    and fin_cause in ('deces', 'protection')));

create or replace function mandat_demarche_finie() returns trigger language plpgsql as $$
begin
  if old.finie_at is not null
    and (new.finie_at, new.fin_cause, new.fin_canal, new.fin_moyen, new.evenement_le)
      is distinct from (old.finie_at, old.fin_cause, old.fin_canal, old.fin_moyen, old.evenement_le) then
    raise exception 'une démarche finie ne reprend pas' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;

-- The mandats that the clock ends, and those of which their agent is reminded.
create index mandat_terme on mandat (territoire_id, fin_prevue_at) where etat = 'signe';
