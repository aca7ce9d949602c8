-- Since when each setting of the mandats says what it says: « {"duree_max": "2026-11-26T09:00:00Z"} ». One that is absent is
-- the value that the code proposes.
alter table mandat_reglages add column depuis jsonb not null default '{}';
-- The accesses as the DPO reads them, the newest first.
create index mandat_acces_date on mandat_acces (territoire_id, ouvert_at desc);
