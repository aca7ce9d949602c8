-- What an agent takes back before it is certified, and the part that the Bénéficiaire writes, leave their line too.
alter table releve_acte drop constraint releve_acte_acte_check;
alter table releve_acte add constraint releve_acte_acte_check
  check (acte in ('envoye', 'repris', 'part', 'retourne', 'certifie', 'corrige'));
