import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { noGateway, type ShortMessage, smsGateway } from './sms.ts';

let undo = new AsyncDisposableStack();
afterEach(async () => {
  await undo.disposeAsync();
  undo = new AsyncDisposableStack();
});

type Received = { readonly headers: IncomingHttpHeaders; readonly body: unknown };

/** A gateway that answers as told, or never with status 0. */
async function open(status: number, said = '', headers: Readonly<Record<string, string>> = {}) {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (piece) => {
      text += piece;
    });
    request.on('end', () => {
      received.push({ headers: request.headers, body: JSON.parse(text) });
      if (status > 0) response.writeHead(status, headers).end(said);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  undo.defer(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/envoi`;
  return { received, gateway: smsGateway({ url, token: 'secret', from: 'Escale', patienceMs: 300 }) };
}

const message: ShortMessage = { id: '0190', to: '+33639980001', text: 'Rendez-vous confirmé à 9 h' };

describe('La passerelle de SMS', () => {
  test('reçoit l’identité, le numéro, le texte avec ses accents, l’expéditeur et le jeton', async () => {
    const { received, gateway } = await open(202);
    expect(await gateway.send(message)).toBeUndefined();
    const [{ headers, body } = { headers: {}, body: null }] = received;
    expect(body).toEqual({ id: '0190', from: 'Escale', to: '+33639980001', text: message.text });
    expect(headers.authorization).toBe('Bearer secret');
    expect(headers['idempotency-key']).toBe('0190');
  });

  test.each([[400], [404], [410], [422]])(
    '%i est un refus pour de bon, dit sans le numéro ni le texte',
    async (status) => {
      const { gateway } = await open(status, `Unknown +33639980001 33639980001\n: ${message.text}`);
      const outcome = await gateway.send(message);
      expect(outcome?.refused).toBe(`${status} Unknown … … : …`);
    },
  );

  test.each([[401], [403], [408], [425], [429], [500], [503], [302]])(
    '%i se tente encore, sans nommer personne',
    async (status) => {
      const { received, gateway } = await open(status, '+33639980001', { location: 'http://127.0.0.1:9/ailleurs' });
      const error = await gateway.send(message).catch((thrown: Error) => thrown);
      expect(String(error)).toContain(`(${status})`);
      expect(String(error)).not.toMatch(/33639980001|secret|confirmé/);
      // A redirection is followed nowhere.
      expect(received).toHaveLength(1);
    },
  );

  test('muette, ou absente, se tente encore', async () => {
    const { gateway } = await open(0);
    await expect(gateway.send(message)).rejects.toThrow('ne répond pas');
    const absent = smsGateway({ url: 'http://127.0.0.1:9/', token: undefined, from: undefined });
    await expect(absent.send(message)).rejects.toThrow('ne répond pas');
  });

  test('absente des réglages, refuse tout : quelqu’un téléphone', async () => {
    expect((await noGateway.send(message))?.refused).toContain('SMS_URL');
  });
});
