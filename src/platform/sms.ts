/** A short message ready to leave. */
export type ShortMessage = {
  /** Stays the same when the message is sent again: a gateway that knows it sends it once. */
  readonly id: string;
  /** E.164: « +33639980001 ». */
  readonly to: string;
  readonly text: string;
};

export type SmsTransport = {
  /**
   * Hands a message to the gateway. Returns why it refuses it for good; throws when it is to be tried again (absent gateway,
   * account refused, too many at once), without any number in the error.
   */
  send(message: ShortMessage): Promise<{ readonly refused: string } | undefined>;
};

const PATIENCE_MS = 15_000;
const SAID_MAX = 200;

/** Answers that say nothing of the message: our account, the hour, the crowd. */
const TO_TRY_AGAIN: ReadonlySet<number> = new Set([401, 403, 408, 425, 429]);

export type GatewayOptions = {
  readonly url: string;
  /** Sent as « Authorization: Bearer … »; undefined: nothing is. */
  readonly token: string | undefined;
  /** The name or the number that the message comes from. */
  readonly from: string | undefined;
  /** How long the gateway may take, in milliseconds: 15 000 unless told. */
  readonly patienceMs?: number;
};

/**
 * Speaks to an HTTP gateway: a POST of `{"id", "from", "to", "text"}`. Any 2xx is a yes; a 4xx is a refusal for good, except
 * those that do not speak of the message (401, 403, 408, 425, 429); anything else is to be tried again. A redirection is
 * followed nowhere: numbers go where the installation says, and nowhere else.
 */
export function smsGateway({ url, token, from, patienceMs = PATIENCE_MS }: GatewayOptions): SmsTransport {
  return {
    async send(message) {
      const response = await fetch(url, {
        method: 'POST',
        redirect: 'manual',
        signal: AbortSignal.timeout(patienceMs),
        headers: {
          'content-type': 'application/json',
          'idempotency-key': message.id,
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        },
        body: JSON.stringify({ id: message.id, from, to: message.to, text: message.text }),
      }).catch((error: Error) => {
        throw new Error(`La passerelle de SMS ne répond pas (${error.name}).`);
      });
      const said = await response.text().catch(() => '');
      if (response.ok) return undefined;
      const { status } = response;
      if (status >= 400 && status < 500 && !TO_TRY_AGAIN.has(status))
        return { refused: refusal(status, said, message) };
      throw new Error(`La passerelle de SMS n’a pas pris le message (${status}).`);
    },
  };
}

/** What the gateway said, in a line, without the number nor the text that it may quote. */
function refusal(status: number, said: string, { to, text }: ShortMessage): string {
  const quoted = [text, to, to.replace('+', '')].reduce((all, secret) => all.replaceAll(secret, '…'), said);
  const line = quoted.replace(/[\p{C}\s]+/gu, ' ').trim();
  return `${status} ${line.slice(0, SAID_MAX)}`.trim();
}

/** Where no gateway is set: every message is refused, so that somebody telephones instead. */
export const noGateway: SmsTransport = {
  send: async () => ({ refused: 'Aucune passerelle de SMS n’est réglée (SMS_URL).' }),
};
