import nodemailer from 'nodemailer';

/** A message ready to leave. */
export type Letter = {
  /** Stays the same when the message is sent again: a mail server, or a reader, then sees one message. */
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** Where to stop receiving messages of this kind, when they may be refused. */
  readonly unsubscribe?: string | undefined;
};

export type MailTransport = {
  /**
   * Hands a message to the mail server. Returns what the server said when it refuses it for good; throws when it is to be
   * tried again (absent server, account refused, « try later »), without any address in the error.
   */
  send(letter: Letter): Promise<{ readonly refused: string } | undefined>;
  close(): void;
};

const CONNECTION_MS = 10_000;
const SILENCE_MS = 20_000;

/** Speaks to the SMTP server of `smtpUrl`, as the sender `from` (« Escale <ne-pas-repondre@exemple.fr> »). */
export function mailTransport({ smtpUrl, from }: { smtpUrl: string; from: string }): MailTransport {
  const transport = nodemailer.createTransport(
    { url: smtpUrl, connectionTimeout: CONNECTION_MS, greetingTimeout: CONNECTION_MS, socketTimeout: SILENCE_MS },
    { from },
  );
  const domain = /@([^\s<>@]+)>?$/.exec(from)?.[1] ?? 'escale.invalid';
  return {
    async send({ id, to, subject, text, html, unsubscribe }) {
      try {
        await transport.sendMail({
          messageId: `<${id}@${domain}>`,
          // An object, never read as a list of addresses.
          to: { name: '', address: to },
          subject,
          text,
          html,
          headers: { 'Auto-Submitted': 'auto-generated' },
          ...(unsubscribe === undefined ? {} : { list: { unsubscribe } }),
        });
        return undefined;
      } catch (error) {
        const { message, code, responseCode } = error as SmtpError;
        if (isRefusal(error as SmtpError)) return { refused: message };
        throw new Error(`Le serveur de courriel n’a pas pris le message (${responseCode ?? code ?? 'sans réponse'}).`);
      }
    },
    close: () => transport.close(),
  };
}

type SmtpError = Error & { readonly code?: string; readonly command?: string; readonly responseCode?: number };

/** Refused for good (5xx), and because of this message or its recipient: not of the connection, the account or the sender. */
function isRefusal({ code, command, responseCode }: SmtpError): boolean {
  const isAboutTheMessage = (code === 'EENVELOPE' || code === 'EMESSAGE') && command !== 'MAIL FROM';
  return isAboutTheMessage && (responseCode ?? 0) >= 500;
}
