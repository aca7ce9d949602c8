-- What the person leaves with, sealed under the key of the mandat until the night: the copy bears the code and the link of
-- withdrawal, which are kept nowhere else in clear.
alter table mandat add column copie bytea;
alter table mandat add constraint mandat_copie_du_signe check (copie is null or (etat = 'signe' and detruit_at is null));

-- A form sent again with the same key and another content is another form: what tells is a keyed print, never the content.
alter table envoi add column contenu_empreinte bytea check (octet_length(contenu_empreinte) = 32);
