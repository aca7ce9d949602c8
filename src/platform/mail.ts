import nodemailer, { type Transporter } from 'nodemailer';
import { type Database, type Db, inTerritoire } from './db.ts';
import { uuidv7 } from './ids.ts';

export type Message = { readonly destinataire: string; readonly sujet: string; readonly texte: string };

/** Writes a message in the transaction of what it tells; it leaves once that transaction is committed. */
export async function queueMail(db: Db, territoireId: string, message: Message): Promise<void> {
  await db
    .insertInto('courriel')
    .values({ territoireId, id: uuidv7(), ...message })
    .execute();
}

export type Sender = { readonly flush: () => Promise<void>; readonly close: () => void };

const BATCH = 20;

/**
 * Sends what waits, oldest first, by the SMTP server of `smtpUrl`. A message refused for good keeps its error and is not
 * tried again; one put off waits for the next round; a server that does not answer, or refuses the account, leaves
 * everything waiting. Without `smtpUrl` (a demo), nothing is ever sent.
 */
export function mailSender(
  database: Database,
  territoireIds: () => Promise<readonly string[]>,
  options: { smtpUrl: string | undefined; from: string },
): Sender {
  if (options.smtpUrl === undefined) return { flush: async () => undefined, close: () => undefined };
  const transport = nodemailer.createTransport(options.smtpUrl, { from: options.from });
  return {
    flush: async () => {
      for (const territoireId of await territoireIds()) {
        await inTerritoire(database, territoireId, (db) => sendBatch(db, territoireId, transport));
      }
    },
    close: () => transport.close(),
  };
}

type SmtpError = Error & { readonly code?: string; readonly command?: string; readonly responseCode?: number };

/** Whether the server spoke of this message or of its recipient, not of the connection, the account or the sender. */
function isAboutTheMessage({ code, command }: SmtpError): boolean {
  return (code === 'EENVELOPE' || code === 'EMESSAGE') && command !== 'MAIL FROM';
}

/** Refused for good: « user unknown » (5xx), and not « try again later » (4xx). */
function isRefusal(error: SmtpError): boolean {
  return isAboutTheMessage(error) && (error.responseCode ?? 0) >= 500;
}

async function sendBatch(db: Db, territoireId: string, transport: Transporter): Promise<void> {
  const waiting = await db
    .selectFrom('courriel')
    .select(['id', 'destinataire', 'sujet', 'texte'])
    .where('territoireId', '=', territoireId)
    .where('envoyeAt', 'is', null)
    .where('echec', 'is', null)
    .orderBy('createdAt')
    .limit(BATCH)
    .forUpdate()
    .skipLocked()
    .execute();
  for (const { id, destinataire, sujet, texte } of waiting) {
    const outcome = await transport.sendMail({ to: destinataire, subject: sujet, text: texte }).then(
      () => ({ envoyeAt: Temporal.Now.instant() }),
      (error: SmtpError) => (isRefusal(error) ? { echec: error.message } : error),
    );
    if (outcome instanceof Error) {
      console.error('Courriel :', outcome.message);
      if (!isAboutTheMessage(outcome)) return;
      continue;
    }
    await db
      .updateTable('courriel')
      .set(outcome)
      .where('territoireId', '=', territoireId)
      .where('id', '=', id)
      .execute();
  }
}
