import { afterEach, describe, expect, test } from 'vitest';
import { type SmtpOptions, startSmtp, type TestSmtp } from '../../test/smtp.ts';
import { type Letter, type MailTransport, mailTransport } from './mail.ts';

let undo = new AsyncDisposableStack();
afterEach(async () => {
  await undo.disposeAsync();
  undo = new AsyncDisposableStack();
});

async function open(options: SmtpOptions = {}): Promise<{ smtp: TestSmtp; transport: MailTransport }> {
  const smtp = await startSmtp(options);
  undo.defer(() => smtp.close());
  const transport = mailTransport({ smtpUrl: smtp.url, from: 'Escale <ne-pas-repondre@exemple.fr>' });
  undo.defer(async () => transport.close());
  return { smtp, transport };
}

const letter: Letter = {
  id: '01a20000-0000-7000-8000-000000000001',
  to: 'nour@exemple.fr',
  subject: 'L’été à Céret',
  text: 'Bonjour,\n\nÀ bientôt.\n',
  html: '<!doctype html><html lang="fr"><body><p>Bonjour,</p><p>À bientôt.</p></body></html>',
};

/** The headers of a message, folded lines joined. */
const headersOf = (text: string): string => text.slice(0, text.indexOf('\r\n\r\n')).replaceAll(/\r\n[ \t]+/g, ' ');

describe('Le facteur', () => {
  test('remet un message en deux formes, avec ses accents et une identité stable', async () => {
    const { smtp, transport } = await open();
    expect(await transport.send(letter)).toBeUndefined();
    await transport.send(letter);
    expect(smtp.received).toHaveLength(2);
    const [first, second] = smtp.received.map(({ text }) => text);
    expect(smtp.received[0]?.to).toEqual(['nour@exemple.fr']);
    const headers = headersOf(first ?? '');
    expect(headers).toContain('From: Escale <ne-pas-repondre@exemple.fr>');
    expect(headers).toContain('Auto-Submitted: auto-generated');
    expect(headers).toMatch(/Subject: =\?UTF-8\?/);
    expect(headers).not.toContain('List-Unsubscribe');
    for (const text of [first, second])
      expect(headersOf(text ?? '')).toContain(`Message-ID: <${letter.id}@exemple.fr>`);
    expect(first).toContain('Content-Type: text/plain; charset=utf-8');
    expect(first).toContain('Content-Type: text/html; charset=utf-8');
  });

  test('dit où ne plus recevoir ce qui peut être refusé', async () => {
    const { smtp, transport } = await open();
    await transport.send({ ...letter, unsubscribe: 'https://escale.exemple.fr/desabonnement?jeton=x' });
    expect(headersOf(smtp.received[0]?.text ?? '')).toContain(
      'List-Unsubscribe: <https://escale.exemple.fr/desabonnement?jeton=x>',
    );
  });

  test.each([
    ['un sujet', { subject: 'Bonjour\r\nBcc: voleur@exemple.fr' }],
    ['une adresse', { to: 'nour@exemple.fr\r\nBcc: voleur@exemple.fr' }],
    ['une adresse double', { to: 'nour@exemple.fr, voleur@exemple.fr' }],
    ['une adresse de retrait', { unsubscribe: 'https://exemple.fr/x>\r\nBcc: voleur@exemple.fr' }],
  ])('n’ajoute ni en-tête ni destinataire par %s', async (_name, changes) => {
    const { smtp, transport } = await open();
    await transport.send({ ...letter, ...changes }).catch(() => undefined);
    for (const { to, text } of smtp.received) {
      expect(to).not.toContain('voleur@exemple.fr');
      expect(headersOf(text)).not.toMatch(/^Bcc:/im);
    }
  });

  test('rend le refus d’une adresse inconnue', async () => {
    const { smtp, transport } = await open({ verdicts: { 'nour@exemple.fr': [550, '5.1.1 User unknown'] } });
    expect((await transport.send(letter))?.refused).toContain('User unknown');
    expect(smtp.received).toEqual([]);
  });

  test.each([
    ['un refus passager', { verdicts: { 'nour@exemple.fr': [451, 'Try again later'] } } as const],
    ['un compte refusé', { refusesAccounts: true }],
  ])('lève %s, pour essayer encore, sans nommer personne', async (_name, options) => {
    const { smtp } = await open(options);
    const url = smtp.url.replace('smtp://', 'smtp://escale:secret@');
    const transport = mailTransport({ smtpUrl: url, from: 'escale@exemple.fr' });
    undo.defer(async () => transport.close());
    const error = await transport.send(letter).catch((thrown: Error) => thrown);
    expect(error).toBeInstanceOf(Error);
    expect(String(error)).toContain('n’a pas pris le message');
    expect(String(error)).not.toMatch(/nour|secret/);
  });

  test('lève l’absence du serveur', async () => {
    const { smtp } = await open();
    const { url } = smtp;
    await smtp.close();
    const transport = mailTransport({ smtpUrl: url, from: 'escale@exemple.fr' });
    await expect(transport.send(letter)).rejects.toThrow('n’a pas pris le message');
    transport.close();
  });
});
