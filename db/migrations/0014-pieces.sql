-- The papers of a convention, as bytes that never change: the PDF frozen for signature, what comes back signed, the scans.
create table piece (
  territoire_id text not null,
  id uuid not null,
  convention_id uuid not null,
  genre text not null check (genre in ('figee', 'signee', 'scan')),
  -- The event that the paper proves, for a scan.
  evenement_id uuid,
  -- The frozen paper that a signed one begins by.
  figee_id uuid,
  -- Printed at the foot of each page of a frozen paper.
  code text check (code ~ '^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}$'),
  nom text not null check (length(nom) between 1 and 120),
  type text not null check (type in ('application/pdf', 'image/jpeg', 'image/png')),
  octets bytea not null check (octet_length(octets) between 1 and 20971520),
  sha256 bytea not null generated always as (sha256(octets)) stored,
  -- What was read of the signatures of a signed paper, the day it came.
  lecture jsonb,
  created_by uuid,
  created_at timestamptz not null default now(),
  primary key (territoire_id, id),
  foreign key (territoire_id, convention_id) references convention (territoire_id, id),
  foreign key (territoire_id, evenement_id) references convention_evenement (territoire_id, id),
  foreign key (territoire_id, figee_id) references piece (territoire_id, id),
  constraint piece_code_unique unique (territoire_id, code),
  constraint piece_selon_son_genre check (case genre
    when 'figee' then code is not null and figee_id is null and evenement_id is null and lecture is null
    when 'signee' then code is null and figee_id is not null and evenement_id is null and lecture is not null
    else code is null and figee_id is null and lecture is null
  end),
  constraint piece_signable_en_pdf check (genre = 'scan' or type = 'application/pdf')
);
-- PDF and JPEG are compressed already.
alter table piece alter octets set storage external;
create index piece_convention on piece (territoire_id, convention_id);
create index piece_sha256 on piece (territoire_id, sha256);

-- A paper attached by mistake: kept, and no longer listed.
create table piece_retrait (
  territoire_id text not null,
  piece_id uuid not null,
  motif text not null check (length(motif) between 1 and 500),
  created_by uuid,
  created_at timestamptz not null default now(),
  primary key (territoire_id, piece_id),
  foreign key (territoire_id, piece_id) references piece (territoire_id, id)
);

create function piece_immuable() returns trigger language plpgsql as $$
begin
  raise exception 'une pièce ne se modifie ni ne s’efface, elle se retire' using errcode = 'integrity_constraint_violation';
end $$;
do $$
declare t text;
begin
  foreach t in array array['piece', 'piece_retrait']
  loop
    execute format('create trigger %I before update or delete on %I for each row execute function piece_immuable()', t || '_immuable', t);
    execute format('create trigger %I before truncate on %I for each statement execute function piece_immuable()', t || '_entier', t);
    execute format('alter table %I enable row level security', t);
    execute format('create policy territoire on %I using (territoire_id = current_setting(''escale.territoire'', true))
      with check (territoire_id = current_setting(''escale.territoire'', true))', t);
  end loop;
end $$;
grant select, insert on piece, piece_retrait to escale_application;
