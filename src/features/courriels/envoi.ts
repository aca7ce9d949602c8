import { type Territoire, urlDe } from '../../domain/territoire.ts';
import type { Coffre } from '../../platform/coffre.ts';
import { type Database, inTerritoire } from '../../platform/db.ts';
import type { MailTransport } from '../../platform/mail.ts';
import { poserLiens } from '../rendez-vous/avis/liens.ts';
import { adresseDesabonnement } from './desabonnement.ts';
import { lettre } from './lettre.tsx';
import { courrielAEnvoyer, saveSort } from './store.ts';

export type Poste = {
  readonly database: Database;
  readonly coffre: Coffre;
  /** Address of the installation. */
  readonly url: string;
  /** Undefined: a demo, which sends nothing. */
  readonly transport: MailTransport | undefined;
};

/**
 * Sends a message unless it has left already. Cut between the mail server's yes and our note of it, it is sent again under
 * the same Message-ID. Throws when it is to be tried again.
 */
export async function envoyerCourriel(poste: Poste, territoire: Territoire, id: string): Promise<void> {
  const { database, coffre, url, transport } = poste;
  if (transport === undefined) return;
  const ecrit = await inTerritoire(database, territoire.id, (db) => courrielAEnvoyer(db, territoire.id, id), {
    readOnly: true,
  });
  if (ecrit === undefined) return;
  const courriel = { ...ecrit, texte: poserLiens({ url, coffre }, territoire, ecrit.texte) };
  const desabonnement = adresseDesabonnement(coffre, urlDe(url, territoire), territoire.id, courriel);
  const outcome = await transport.send(lettre({ courriel, territoire, desabonnement }));
  const sort = outcome === undefined ? { envoyeAt: Temporal.Now.instant() } : { echec: outcome.refused };
  await inTerritoire(database, territoire.id, (db) => saveSort(db, territoire.id, id, sort));
}
