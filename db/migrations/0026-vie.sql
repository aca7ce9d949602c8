-- A withdrawal comes by letter too, recorded by the équipe technique; and a mandat ends when its mandataire dies or leaves for
-- good (Code civil, 2003), which only the équipe technique may record.
alter table mandat_demarche
  drop constraint mandat_demarche_fin_cause_check,
  add constraint mandat_demarche_fin_cause_check check (fin_cause in
    ('achevement', 'retrait', 'renonciation', 'deces', 'protection', 'depart_agent', 'expiration')),
  drop constraint mandat_demarche_fin_canal_check,
  add constraint mandat_demarche_fin_canal_check check (fin_canal in
    ('guichet', 'telephone', 'courrier', 'lien', 'agent', 'equipe', 'horloge'));
