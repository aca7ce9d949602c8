-- What a message is for: what protects an account always leaves, the rest may be refused.
delete from courriel where envoye_at is not null;
alter table courriel add genre text not null default 'compte'
  check (genre in ('connexion', 'securite', 'compte', 'journal', 'semaine'));
alter table courriel alter genre drop default;
create index courriel_echec on courriel (territoire_id, created_at) where echec is not null;
