-- Row security: a second time, in PostgreSQL, what every query already names. A transaction says once which
-- territoire it serves (set_config('escale.territoire', …, true)); without it, no row is seen and none is written.
do $$
declare t text;
begin
  foreach t in array array['logo', 'structure', 'referent', 'agent', 'compte', 'lien_connexion', 'session', 'envoi',
    'courriel', 'convention', 'convention_evenement', 'lieu', 'lieu_constat', 'permanence', 'seance', 'accompagnement']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy territoire on %I using (territoire_id = current_setting(''escale.territoire'', true))
      with check (territoire_id = current_setting(''escale.territoire'', true))', t);
  end loop;
end $$;

-- Every territoire may be read (a host name finds its own); each changes only itself.
alter table territoire enable row level security;
create policy lecture on territoire for select using (true);
create policy territoire on territoire for update using (id = current_setting('escale.territoire', true))
  with check (id = current_setting('escale.territoire', true));

grant usage on schema public to escale_application;
grant select on installation, commune, territoire to escale_application;
grant select, insert, update, delete on logo, structure, referent, agent, compte, lien_connexion, session, envoi,
  courriel, lieu, lieu_constat, permanence, seance, accompagnement to escale_application;
grant select, insert, update on convention to escale_application;
grant select, insert on convention_evenement to escale_application;
grant update (couleur, theme, telephone, courriel, adresse, representant_nom, representant_fonction, ville, tribunal,
  strategie_adoptee_le) on territoire to escale_application;
