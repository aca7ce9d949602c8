-- Persons followed over time, and online services that block: what their follow-up needs.

-- A merge of two records carries the acts of help noted for the person, and gives them back when it is undone.
alter table personne_fusion add column accompagnements_deplaces uuid[] not null default '{}';

-- To whom a blocked service was told, as a function: never a name.
alter table service_bloque_suite
  add column suite_a text check (length(suite_a) between 1 and 120),
  add constraint service_bloque_suite_a check (suite_nature <> 'transmis' or suite_a is not null);

-- The act of help that made a rendez-vous « reçu »: gone the same day, it lets it be awaited again, unless somebody noted it meanwhile.
alter table rendez_vous add column recu_accompagnement_id uuid;
create index rendez_vous_recu_accompagnement on rendez_vous (territoire_id, recu_accompagnement_id)
  where recu_accompagnement_id is not null;
