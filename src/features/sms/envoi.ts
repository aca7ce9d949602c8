import type { Territoire } from '../../domain/territoire.ts';
import { type Database, inTerritoire } from '../../platform/db.ts';
import type { SmsTransport } from '../../platform/sms.ts';
import { type Adresses, poserLiens } from '../rendez-vous/avis/liens.ts';
import { saveSortSms, smsAEnvoyer } from './store.ts';

export type PosteSms = Adresses & {
  readonly database: Database;
  /** Undefined: a demo, which sends nothing. */
  readonly sms?: SmsTransport | undefined;
};

/**
 * Sends a short message unless it has left already. Cut between the gateway's yes and our note of it, it is sent again under the
 * same id, by which the gateway knows it. Throws when it is to be tried again.
 */
export async function envoyerSms(poste: PosteSms, territoire: Territoire, id: string): Promise<void> {
  const { database, sms } = poste;
  if (sms === undefined) return;
  const message = await inTerritoire(database, territoire.id, (db) => smsAEnvoyer(db, territoire.id, id), {
    readOnly: true,
  });
  if (message === undefined) return;
  const outcome = await sms.send({
    id: message.id,
    to: message.destinataire,
    text: poserLiens(poste, territoire, message.texte),
  });
  const sort = outcome === undefined ? { envoyeAt: Temporal.Now.instant() } : { echec: outcome.refused };
  await inTerritoire(database, territoire.id, (db) => saveSortSms(db, territoire.id, id, sort));
}
