-- Drawn at random for each version, and told to the team alone: whoever reads « moins de 5 » beside a print could otherwise try each
-- small number until the print fits. What was certified before has none, and keeps its print.
alter table releve add column sel bytea check (octet_length(sel) = 16);
update releve set sel = uuid_send(gen_random_uuid()) where etat <> 'certifie';
alter table releve alter column sel set default uuid_send(gen_random_uuid());
