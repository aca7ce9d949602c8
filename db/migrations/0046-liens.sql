-- To say that a record is about a followed person, or no longer, is one more thing asked of it: a link lives in the log of the
-- record, beside its versions, so that a device which had not seen it cannot undo it by correcting something else.

alter table accompagnement_operation disable trigger accompagnement_operation_immuable;

alter table accompagnement_operation
  -- Whom it says that the record is about: out of the text of the version, so that it goes with the person's record.
  add column personne_id uuid,
  -- Whether it says so: a link does, and a version that changed what its form showed. Null then means nobody.
  add column personne_dite boolean not null default false,
  alter column empreinte drop not null,
  drop constraint accompagnement_operation_nature_check,
  drop constraint accompagnement_operation_check;

-- A record older than the log was linked to nobody.
update accompagnement_operation o
set personne_id = (select p.id from personne p where p.territoire_id = o.territoire_id and p.id = (o.saisie->>'personneId')::uuid),
  personne_dite = o.nature = 'creer' or o.nature = 'modifier' and o.saisie->>'personneId' is distinct from
    (select b.saisie->>'personneId' from accompagnement_operation b where b.territoire_id = o.territoire_id and b.id = o.base),
  saisie = o.saisie - 'personneId'
where o.saisie is not null;

alter table accompagnement_operation
  add constraint accompagnement_operation_nature_check check (nature in ('creer', 'modifier', 'supprimer', 'lier', 'delier')),
  add constraint accompagnement_operation_saisie check (
    case when nature in ('creer', 'modifier') then saisie is not null and not saisie ? 'personneId' else saisie is null end),
  -- Nobody sends a link twice: it is made by the server, on what it reads. It has nothing to be compared with.
  add constraint accompagnement_operation_lien check (
    case when nature in ('lier', 'delier') then personne_dite and base is null and empreinte is null
      and (nature = 'lier' or personne_id is null)
    else empreinte is not null end),
  add constraint accompagnement_operation_suppression check (nature <> 'supprimer' or (personne_id is null and not personne_dite)),
  add constraint accompagnement_operation_personne foreign key (territoire_id, personne_id)
    references personne (territoire_id, id) on delete set null (personne_id);
create index accompagnement_operation_personne on accompagnement_operation (territoire_id, personne_id)
  where personne_id is not null;

-- Links of before, that no operation tells: made, unmade or moved by a merge at an hour that nobody kept.
insert into accompagnement_operation (territoire_id, id, accompagnement_id, nature, personne_id, personne_dite, agent_id, jour, saisi_at)
select a.territoire_id, gen_random_uuid(), a.id, case when a.personne_id is null then 'delier' else 'lier' end, a.personne_id, true,
  a.agent_id, a.jour, now()
from accompagnement a left join accompagnement_operation v on v.territoire_id = a.territoire_id and v.id = a.version_id
where a.personne_id is distinct from v.personne_id;

alter table accompagnement_operation enable trigger accompagnement_operation_immuable;

-- A person's record that goes takes its name out of the log, and nothing else ever changes there.
drop trigger accompagnement_operation_immuable on accompagnement_operation;
create trigger accompagnement_operation_immuable before update on accompagnement_operation for each row
  when (new.personne_id is not null or to_jsonb(new) - 'personne_id' <> to_jsonb(old) - 'personne_id')
  execute function operation_immuable();
