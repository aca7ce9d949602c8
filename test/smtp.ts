import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

/** A message as the mail server received it: who it is for, and its bytes as text. */
export type Received = { readonly to: readonly string[]; readonly text: string };

export type TestSmtp = {
  readonly url: string;
  readonly received: Received[];
  close(): Promise<void>;
};

export type SmtpOptions = {
  /** What is said to a recipient instead of taking the message: « 550 User unknown ». */
  readonly verdicts?: Readonly<Record<string, readonly [code: number, words: string]>>;
  /** Signs in accounts, and refuses them all. */
  readonly refusesAccounts?: boolean;
  /** Called when a message has arrived whole, before the server says that it took it. */
  readonly onMessage?: (message: Received) => Promise<void>;
};

/** A mail server on this machine, on a free port. */
export async function startSmtp({
  verdicts = {},
  refusesAccounts = false,
  onMessage,
}: SmtpOptions = {}): Promise<TestSmtp> {
  const received: Received[] = [];
  const server = new SMTPServer({
    authOptional: !refusesAccounts,
    allowInsecureAuth: true,
    disabledCommands: ['STARTTLS'],
    disableReverseLookup: true,
    logger: false,
    onAuth: (_auth, _session, done) => done(new Error('Bad credentials')),
    onRcptTo({ address }, _session, done) {
      const verdict = verdicts[address];
      done(verdict === undefined ? null : Object.assign(new Error(verdict[1]), { responseCode: verdict[0] }));
    },
    onData(stream, { envelope }, done) {
      let text = '';
      stream.setEncoding('utf8');
      stream.on('data', (piece: string) => {
        text += piece;
      });
      stream.on('end', async () => {
        const message = { to: envelope.rcptTo.map(({ address }) => address), text };
        received.push(message);
        await onMessage?.(message);
        done();
      });
    },
  });
  server.on('error', () => undefined);
  const socket = server.listen(0, '127.0.0.1');
  await once(socket, 'listening');
  return {
    url: `smtp://127.0.0.1:${(socket.address() as AddressInfo).port}?ignoreTLS=true`,
    received,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
