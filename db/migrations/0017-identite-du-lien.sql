-- Whoever has proved the mailbox alone has a name in the journal too; the last sign-in is that of both factors.
alter table journal_identite
  add column niveau text not null default 'double' check (niveau in ('lien', 'double'));
