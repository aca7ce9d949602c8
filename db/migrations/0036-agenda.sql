-- What a séance becomes in the calendars that follow it: how many times it changed (the SEQUENCE of its event, RFC 5545, 3.8.7.4), and
-- when it last did. Counted here, so that no way of changing a séance forgets it.
alter table seance
  add column revision integer not null default 0,
  -- Null: never, since it was written.
  add column revisee_at timestamptz;

create function seance_revisee() returns trigger language plpgsql as $$
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
end $$;
create trigger seance_revisee before update on seance for each row execute function seance_revisee();

-- A day of the whole team shows what was cancelled as well.
drop index seance_jour;
create index seance_jour on seance (territoire_id, jour);

-- How many people are expected, or came, is counted from this alone.
create index rendez_vous_pris on rendez_vous (territoire_id, seance_id)
  where statut in ('tenu', 'confirme', 'arrive', 'recu', 'absent');
