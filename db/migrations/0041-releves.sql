-- Relevés d'activité (art. 3.4): of a convention and a month, proposed from what was recorded, sent by an agent, certified or returned
-- with remarks by the Bénéficiaire. Certified, it is frozen; a later correction is a new version beside it.
create table releve (
  territoire_id text not null,
  id uuid not null,
  convention_id uuid not null,
  mois date not null check (extract(day from mois) = 1),
  numero smallint not null default 1 check (numero >= 1),
  etat text not null default 'a_envoyer' check (etat in ('a_envoyer', 'envoye', 'retourne', 'certifie')),
  -- Why a certified month is opened again.
  correction_motif text check (length(correction_motif) between 1 and 500),
  -- « Activités réalisées par le Bénéficiaire »: his own part, typed by his référent.
  part_beneficiaire jsonb,
  envoye_at timestamptz,
  envoye_par uuid,
  retourne_at timestamptz,
  certifie_at timestamptz,
  certifie_par uuid,
  -- Who certified, as the document says it.
  certifie_nom text check (length(certifie_nom) between 1 and 160),
  contenu jsonb,
  contenu_sha256 bytea check (octet_length(contenu_sha256) = 32),
  created_by uuid,
  created_at timestamptz not null default now(),
  primary key (territoire_id, id),
  foreign key (territoire_id, convention_id) references convention (territoire_id, id),
  constraint releve_unique unique (territoire_id, convention_id, mois, numero),
  constraint releve_correction_motivee check ((numero = 1) = (correction_motif is null)),
  constraint releve_envoye_entier check (etat = 'a_envoyer' or envoye_at is not null),
  constraint releve_certifie_entier check (
    (etat = 'certifie') = (num_nonnulls(certifie_at, certifie_nom, contenu, contenu_sha256, part_beneficiaire) = 5)
    or (etat <> 'certifie' and num_nonnulls(certifie_at, certifie_nom, contenu, contenu_sha256) = 0))
);
create unique index releve_un_ouvert on releve (territoire_id, convention_id, mois) where etat <> 'certifie';

create function releve_certifie_immuable() returns trigger language plpgsql as $$
begin
  raise exception 'a certified relevé is never changed' using errcode = 'integrity_constraint_violation';
end $$;
create trigger releve_certifie_immuable before update or delete on releve
  for each row when (old.etat = 'certifie') execute function releve_certifie_immuable();

-- What became of it, one line each: never changed.
create table releve_acte (
  territoire_id text not null,
  id uuid not null,
  releve_id uuid not null,
  acte text not null check (acte in ('envoye', 'retourne', 'certifie', 'corrige')),
  acte_texte text check (length(acte_texte) between 1 and 2000),
  created_by uuid,
  created_at timestamptz not null default now(),
  primary key (territoire_id, id),
  foreign key (territoire_id, releve_id) references releve (territoire_id, id)
);
create index releve_acte_releve on releve_acte (territoire_id, releve_id);
create trigger releve_acte_immuable before update or delete on releve_acte for each row execute function garde_immuable();

-- Each reminder, once.
create table releve_relance (
  territoire_id text not null,
  id uuid not null,
  convention_id uuid not null,
  mois date not null,
  numero smallint not null,
  partie text not null check (partie in ('agent', 'beneficiaire')),
  rang smallint not null check (rang >= 1),
  created_at timestamptz not null default now(),
  primary key (territoire_id, id),
  foreign key (territoire_id, convention_id) references convention (territoire_id, id),
  constraint releve_relance_unique unique (territoire_id, convention_id, mois, numero, partie, rang)
);

-- What a certified relevé counts is not changed under it. The last version of the month is held until the end: who certifies waits for
-- what is being written, and who writes waits for who certifies.
create function accompagnement_hors_releve_certifie() returns trigger language plpgsql as $$
declare
  etat_du_mois text;
  ligne record;
begin
  if current_setting('escale.agregation', true) = 'oui' then
    return coalesce(new, old);
  end if;
  for ligne in
    select distinct c.territoire_id, c.convention_id, date_trunc('month', c.jour)::date as mois
    from (select old.territoire_id, old.convention_id, old.jour where tg_op <> 'INSERT'
      union all select new.territoire_id, new.convention_id, new.jour where tg_op <> 'DELETE') c
    where c.convention_id is not null
    order by 2, 3
  loop
    select r.etat into etat_du_mois from releve r
    where r.territoire_id = ligne.territoire_id and r.convention_id = ligne.convention_id and r.mois = ligne.mois
    order by r.numero desc limit 1 for share;
    if etat_du_mois = 'certifie' then
      raise exception 'the relevé of % is certified', ligne.mois
        using errcode = 'check_violation', constraint = 'accompagnement_hors_releve_certifie';
    end if;
    etat_du_mois := null;
  end loop;
  return coalesce(new, old);
end $$;
create trigger accompagnement_hors_releve_certifie
  before insert or delete or update of jour, convention_id, lieu_id, code_insee, duree_minutes, thematiques, demarches, objectif, issue,
    genre, tranche_age, statut_social, type_activite, type_lieu, participants, collectif, coordination, materiels, autonomie, orientation,
    axe, operateur
  on accompagnement for each row execute function accompagnement_hors_releve_certifie();

alter table courriel drop constraint courriel_genre_check;
alter table courriel add constraint courriel_genre_check check (genre in ('droits', 'connexion', 'securite', 'compte', 'journal',
  'semaine', 'echeances', 'demande', 'suites', 'mandat', 'rendez_vous', 'releve'));
