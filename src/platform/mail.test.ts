import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { useBase } from '../../test/base.ts';
import { seedSmallTerritoire } from '../../test/small-territoire.ts';
import { inTerritoire } from './db.ts';
import { mailSender, queueMail } from './mail.ts';

const base = useBase();
let smtp: Server;
let received: string[] = [];
let sender: ReturnType<typeof mailSender>;

/** What a server of mail says to a recipient. */
const VERDICTS: Readonly<Record<string, string>> = {
  'inconnu@exemple.fr': '550 5.1.1 User unknown',
  'plus-tard@exemple.fr': '451 4.7.1 Try again later',
};

const ANSWERS: Readonly<Record<string, string>> = {
  EHLO: '250-essai\r\n250 AUTH PLAIN LOGIN',
  AUTH: '535 5.7.8 Bad credentials',
  QUIT: '221 bye',
};

/** The smallest server of mail: one answer a line, and the text between DATA and the dot. */
function startSmtp(greeting = '220 essai'): Promise<Server> {
  const server = createServer((socket) => {
    let text: string[] | undefined;
    let rest = '';
    socket.on('error', () => undefined);
    socket.write(`${greeting}\r\n`);
    socket.setEncoding('utf8').on('data', (piece: string) => {
      const lines = (rest + piece).split('\r\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        if (text !== undefined) {
          if (line !== '.') text.push(line);
          else {
            received.push(text.join('\n'));
            text = undefined;
            socket.write('250 ok\r\n');
          }
        } else if (line.startsWith('DATA')) {
          text = [];
          socket.write('354 go\r\n');
        } else if (line.startsWith('RCPT')) {
          socket.write(`${VERDICTS[/<(.*)>/.exec(line)?.[1] ?? ''] ?? '250 ok'}\r\n`);
        } else socket.write(`${ANSWERS[line.split(' ')[0] ?? ''] ?? '250 ok'}\r\n`);
      }
    });
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

function open(port: number) {
  const options = { smtpUrl: `smtp://127.0.0.1:${port}?ignoreTLS=true`, from: 'Escale <ne-pas-repondre@exemple.fr>' };
  return mailSender(base.request, async () => ['66', '00'], options);
}

const portOf = (server: Server) => (server.address() as AddressInfo).port;
const queue = (destinataire: string, sujet: string, territoireId = '66') =>
  inTerritoire(base.request, territoireId, (db) =>
    queueMail(db, territoireId, { destinataire, sujet, texte: 'Bonjour,\n\nL’été à Céret.' }),
  );

async function states(): Promise<Record<string, 'parti' | 'refusé' | 'attend'>> {
  const rows = await base.owner.selectFrom('courriel').select(['sujet', 'envoyeAt', 'echec']).execute();
  return Object.fromEntries(
    rows.map(({ sujet, envoyeAt, echec }) => [sujet, echec ? 'refusé' : envoyeAt ? 'parti' : 'attend']),
  );
}

beforeAll(async () => {
  await seedSmallTerritoire(base.owner);
});
beforeEach(async () => {
  received = [];
  smtp = await startSmtp();
  sender = open(portOf(smtp));
  vi.spyOn(console, 'error').mockReturnValue();
});
afterEach(async () => {
  sender.close();
  smtp.close();
  vi.restoreAllMocks();
  await base.owner.deleteFrom('courriel').execute();
});

describe('Les courriels', () => {
  test('partent une fois, de tous les territoires, avec leurs accents', async () => {
    await queue('equipe@exemple.fr', 'Été');
    await queue('voisin@exemple.fr', 'Voisin', '00');
    await sender.flush();
    await sender.flush();
    expect(received).toHaveLength(2);
    const text = received[0] ?? '';
    expect(text).toContain('To: equipe@exemple.fr');
    expect(text).toContain('From: Escale <ne-pas-repondre@exemple.fr>');
    expect(text).toMatch(/Subject: =\?UTF-8\?/);
    expect(await states()).toEqual({ Été: 'parti', Voisin: 'parti' });
  });

  test('envoyés par deux tours à la fois, ne partent pas deux fois', async () => {
    for (const sujet of ['un', 'deux', 'trois']) await queue('equipe@exemple.fr', sujet);
    await Promise.all([sender.flush(), sender.flush(), sender.flush()]);
    await sender.flush();
    expect(received).toHaveLength(3);
  });

  test('écrits dans une transaction annulée, ne partent pas', async () => {
    const undone = inTerritoire(base.request, '66', async (db) => {
      await queueMail(db, '66', { destinataire: 'equipe@exemple.fr', sujet: 'annulé', texte: '' });
      throw new Error('boom');
    });
    await expect(undone).rejects.toThrow('boom');
    await sender.flush();
    expect(received).toEqual([]);
  });

  test('une adresse inconnue est refusée pour de bon, sans retenir les suivants', async () => {
    await queue('inconnu@exemple.fr', 'perdu');
    await queue('equipe@exemple.fr', 'suivant');
    await sender.flush();
    expect(await states()).toEqual({ perdu: 'refusé', suivant: 'parti' });
    const { echec } = await base.owner
      .selectFrom('courriel')
      .select('echec')
      .where('sujet', '=', 'perdu')
      .executeTakeFirstOrThrow();
    expect(echec).toContain('User unknown');
  });

  test('un refus passager attend le tour suivant, sans retenir les autres', async () => {
    await queue('plus-tard@exemple.fr', 'remis');
    await queue('equipe@exemple.fr', 'suivant');
    await sender.flush();
    expect(await states()).toEqual({ remis: 'attend', suivant: 'parti' });
  });

  test('un serveur absent, ou qui ferme sa porte, laisse tout en attente ; tout part à son retour', async () => {
    await queue('equipe@exemple.fr', 'patient');
    const closed = await startSmtp();
    const port = portOf(closed);
    closed.close();
    await once(closed, 'close');
    const busy = await startSmtp('421 4.3.2 Closing');
    for (const absent of [open(port), open(portOf(busy))]) {
      await absent.flush();
      absent.close();
      expect(await states()).toEqual({ patient: 'attend' });
    }
    busy.close();
    await sender.flush();
    expect(await states()).toEqual({ patient: 'parti' });
  });

  test('un compte refusé par le serveur n’est pas la faute du message', async () => {
    await queue('equipe@exemple.fr', 'innocent');
    const strict = mailSender(base.request, async () => ['66'], {
      smtpUrl: `smtp://escale:faux@127.0.0.1:${portOf(smtp)}?ignoreTLS=true`,
      from: 'escale@exemple.fr',
    });
    await strict.flush();
    strict.close();
    expect(await states()).toEqual({ innocent: 'attend' });
  });

  test('sans serveur de courriel, une démonstration n’envoie rien', async () => {
    await queue('equipe@exemple.fr', 'gardé');
    await mailSender(base.request, async () => ['66'], { smtpUrl: undefined, from: '' }).flush();
    expect(await states()).toEqual({ gardé: 'attend' });
  });
});
