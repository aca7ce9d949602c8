-- Time beside the séances, noted by the agent who wishes to: road, preparation, meetings. Each one's own.
create table temps_agent (
  territoire_id text not null,
  id uuid not null,
  agent_id uuid not null,
  temps_jour date not null,
  temps_nature text not null check (temps_nature in ('trajet', 'preparation', 'reunion', 'formation')),
  temps_minutes integer not null check (temps_minutes between 1 and 1439),
  temps_precision text check (length(temps_precision) between 1 and 200),
  seance_id uuid,
  created_by uuid,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (territoire_id, id),
  foreign key (territoire_id, agent_id) references agent (territoire_id, id),
  foreign key (territoire_id, seance_id) references seance (territoire_id, id)
);
create index temps_agent_jour on temps_agent (territoire_id, agent_id, temps_jour);

do $$
declare t text;
begin
  foreach t in array array['accompagnement_operation', 'service_bloque', 'service_bloque_suite', 'releve', 'releve_acte',
    'releve_relance', 'temps_agent'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy territoire on %I using (territoire_id = current_setting(''escale.territoire'', true))
      with check (territoire_id = current_setting(''escale.territoire'', true))', t);
  end loop;
end $$;
grant select, insert, update, delete on service_bloque, temps_agent to escale_application;
grant select, insert, delete on accompagnement_operation, service_bloque_suite to escale_application;
grant select, insert, update on releve to escale_application;
grant select, insert on releve_acte, releve_relance to escale_application;
