-- Destruction of mandats: what is looked for each hour, and what was decided that does not change.

create index mandat_pas_detruit on mandat (territoire_id) where etat = 'signe' and detruit_at is null;
create index mandat_destruction_faite on mandat_destruction (territoire_id, detruite_at);
create index mandat_destruction_certificat on mandat_destruction (territoire_id, certificat_id);

-- Decided, destroyed, certified: each is written once, in that order.
create function mandat_destruction_immuable() returns trigger language plpgsql as $$
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
end $$;
create trigger mandat_destruction_immuable before update on mandat_destruction
  for each row execute function mandat_destruction_immuable();
