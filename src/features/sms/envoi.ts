import type { Territoire } from '../../domain/territoire.ts';
import { type Database, inTerritoire } from '../../platform/db.ts';
import type { SmsTransport } from '../../platform/sms.ts';
import { saveSortSms, smsAEnvoyer } from './store.ts';

export type PosteSms = {
  readonly database: Database;
  /** Undefined: a demo, which sends nothing. */
  readonly sms?: SmsTransport | undefined;
};

/**
 * Sends a short message unless it has left already. Cut between the gateway's yes and our note of it, it is sent again under the
 * same id, by which the gateway knows it. Throws when it is to be tried again.
 */
export async function envoyerSms({ database, sms }: PosteSms, territoire: Territoire, id: string): Promise<void> {
  if (sms === undefined) return;
  const message = await inTerritoire(database, territoire.id, (db) => smsAEnvoyer(db, territoire.id, id), {
    readOnly: true,
  });
  if (message === undefined) return;
  const outcome = await sms.send({ id: message.id, to: message.destinataire, text: message.texte });
  const sort = outcome === undefined ? { envoyeAt: Temporal.Now.instant() } : { echec: outcome.refused };
  await inTerritoire(database, territoire.id, (db) => saveSortSms(db, territoire.id, id, sort));
}
