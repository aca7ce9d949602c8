-- The departure of an agent before, or at, the end of the contract: `contrat_fin` becomes the last day, and this keeps the
-- end that the contract had, so that a departure recorded by mistake is undone exactly. Null: no departure is recorded.
alter table agent
  add column depart_fin_prevue date,
  add column depart_motif text check (depart_motif in ('demission', 'mutation', 'retraite', 'rupture', 'autre')),
  add constraint agent_depart_avant_la_fin check (depart_fin_prevue >= contrat_fin),
  add constraint agent_depart_entier check (depart_motif is null or depart_fin_prevue is not null);
