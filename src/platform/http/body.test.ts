import { randomUUID } from 'node:crypto';
import { Agent, type IncomingMessage, request } from 'node:http';
import { text as readText } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { setImmediate as turn } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { useSmallSite } from '../../../test/small-site.tsx';
import { inTerritoire } from '../db.ts';
import { openSession } from '../session.ts';
import { type Door, takePort } from './door.ts';
import { sessionCookie } from './server.ts';

const site = useSmallSite();
let door: Door;
let url = '';

// A real socket: what is refused half-way must still be answered.
beforeAll(async () => {
  door = await takePort(0, '127.0.0.1');
  door.open(site.open());
  url = `http://127.0.0.1:${door.port}`;
});
afterAll(() => door.close());

const FORM = 'application/x-www-form-urlencoded';

async function send(body: BodyInit, type: string | null = FORM) {
  const headers: Record<string, string> = { origin: url, ...(type === null ? {} : { 'content-type': type }) };
  // A stream is sent only with `duplex`, which the types do not know yet.
  const init: RequestInit & { duplex: 'half' } = { method: 'POST', body, headers, redirect: 'manual', duplex: 'half' };
  const response = await fetch(`${url}/notes`, init);
  return { status: response.status, text: await response.text() };
}

function formOf(bytes: number): string {
  const start = `_cle=${randomUUID()}&note=x&rempli=`;
  return start + 'a'.repeat(bytes - start.length);
}

/** Sent piece by piece, without telling its length. */
function streamed(text: string): ReadableStream<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      if (at >= bytes.length) return controller.close();
      controller.enqueue(bytes.subarray(at, at + 16_384));
      at += 16_384;
    },
  });
}

describe('Ce qu’un formulaire envoie', () => {
  test('256 Ko sont acceptés, un octet de plus est refusé', async () => {
    expect((await send(formOf(256 * 1024))).status).toBe(303);
    const refused = await send(formOf(256 * 1024 + 1));
    expect(refused.status).toBe(413);
    expect(refused.text).toContain('Envoi trop volumineux');
  });

  test('une longueur tue ne change rien', async () => {
    expect((await send(streamed(formOf(256 * 1024)))).status).toBe(303);
    expect((await send(streamed(formOf(300 * 1024)))).status).toBe(413);
  });

  test('un envoi de plusieurs mégaoctets reçoit encore une page', async () => {
    const answer = await send(formOf(8_000_000));
    expect(answer.status).toBe(413);
    expect(answer.text).toContain('Choisissez un fichier plus léger');
    expect((await send(streamed(formOf(8_000_000)))).status).toBe(413);
  });

  test('un fichier porte la limite à un mégaoctet', async () => {
    const upload = (bytes: number) => {
      const form = new FormData();
      form.set('_cle', randomUUID());
      form.set('note', 'fichier');
      form.set('piece', new File([new Uint8Array(bytes)], 'piece.bin'));
      return send(form, null);
    };
    expect((await upload(900 * 1024)).status).toBe(303);
    expect((await upload(1024 * 1024)).status).toBe(413);
  });

  test.each([
    ['sans type', null],
    ['en JSON', 'application/json'],
    ['en texte', 'text/plain'],
    ['d’un type voisin', 'application/x-www-form-urlencoded-ou-presque'],
    ['multipart sans frontière', 'multipart/form-data'],
    ['multipart à la frontière absente du corps', 'multipart/form-data; boundary=absente'],
  ])('un corps %s est refusé sans rien écrire', async (_, type) => {
    const before = await site.notes();
    const bytes = new TextEncoder().encode(`_cle=${randomUUID()}&note=type`);
    const answer = await send(bytes, type);
    expect(answer.status).toBe(400);
    expect(answer.text).toContain('Formulaire incomplet');
    expect(await site.notes()).toEqual(before);
  });

  test('un multipart coupé est refusé', async () => {
    const text = `--b\r\ncontent-disposition: form-data; name="_cle"\r\n\r\n${randomUUID()}\r\n--b\r\ncontent-dispo`;
    expect((await send(text, 'multipart/form-data; boundary=b')).status).toBe(400);
  });

  test('le type se lit sans égard à la casse', async () => {
    const type = 'Application/X-WWW-Form-URLEncoded; charset=UTF-8';
    expect((await send(`_cle=${randomUUID()}&note=casse`, type)).status).toBe(303);
  });

  test.each([
    ['vide', ''],
    ['fait de pourcents', '%%%=%&_cle=%zz'],
    ['fait d’octets qui ne sont pas de l’UTF-8', new Uint8Array([0xff, 0xfe, 0x3d, 0x80])],
    ['nommant les attributs d’un objet', '__proto__=x&constructor=y&toString=z'],
    ['de 50 000 champs', 'a&'.repeat(50_000)],
  ])('un corps %s n’est jamais une panne', async (_, body) => {
    expect((await send(body)).status).toBe(400);
  });

  test('un champ illisible est refusé avec sa phrase', async () => {
    const key = randomUUID();
    for (const note of ['%00', '%E2%80%AE', '', 'a'.repeat(51)]) {
      const answer = await send(`_cle=${key}&note=${note}`);
      expect(answer.status).toBe(422);
      expect(answer.text).toMatch(/<main><p>[A-ZÉ][^<]+\.<\/p><\/main>/);
    }
  });
});

describe('Un formulaire lourd', () => {
  const MEGA = 1024 * 1024;

  async function cookieOf(compte: 'equipe' | 'direction', niveau: 'lien' | 'double' = 'double'): Promise<string> {
    const token = await inTerritoire(site.base.request, '66', (db) =>
      openSession(db, '66', site.ids.comptes[compte], Temporal.Now.instant(), { niveau }),
    );
    return `${sessionCookie(false)}=${token}`;
  }

  type Got = {
    readonly status: number;
    readonly location: string | undefined;
    readonly retry: string | undefined;
    readonly text: string;
  };

  /**
   * Sent by pieces of 64 KB, none of which is kept, on a connection of its own; `announced`: its length is told beforehand.
   * `before` holds the last piece back; `onHeld` is told that all the others have gone.
   */
  async function upload(
    bytes: number,
    cookie: string | undefined,
    {
      announced = false,
      before = Promise.resolve(),
      onHeld = () => undefined,
    }: { announced?: boolean; before?: Promise<void>; onHeld?: () => void } = {},
  ): Promise<Got> {
    const head = Buffer.from(
      `--limite\r\ncontent-disposition: form-data; name="_cle"\r\n\r\n${randomUUID()}\r\n--limite\r\ncontent-disposition: form-data; name="piece"; filename="p.pdf"\r\ncontent-type: application/pdf\r\n\r\n`,
    );
    const tail = Buffer.from('\r\n--limite--\r\n');
    const headers: Record<string, string | number> = {
      origin: url,
      'content-type': 'multipart/form-data; boundary=limite',
    };
    if (cookie !== undefined) headers['cookie'] = cookie;
    if (announced) headers['content-length'] = head.length + bytes + tail.length;
    const sending = request(`${url}/lourd`, { method: 'POST', headers, agent: new Agent({ keepAlive: true }) });
    const { promise: answered, resolve, reject } = Promise.withResolvers<IncomingMessage>();
    // Once answered, what the server did not wait for is cut.
    sending.on('response', resolve).on('error', reject);
    answered.catch(() => undefined);
    const chunk = Buffer.alloc(64 * 1024);
    const pieces = async function* () {
      yield head;
      for (let left = bytes; left > 0; left -= chunk.length) {
        yield chunk.subarray(0, Math.min(left, chunk.length));
        // The answer is read as soon as it comes, as a browser does.
        await turn();
      }
      onHeld();
      await before;
      yield tail;
    };
    pipeline(pieces, sending).catch(() => undefined);
    const response = await answered;
    const got = {
      status: response.statusCode ?? 0,
      location: response.headers.location,
      retry: response.headers['retry-after'],
    };
    const text = await readText(response);
    sending.destroy();
    return { ...got, text };
  }

  test('est reçu de qui peut l’envoyer, jusqu’au poids que dit sa route', async () => {
    const cookie = await cookieOf('equipe');
    expect(await upload(2.5 * MEGA, cookie)).toMatchObject({ status: 303, location: `/?q=${2.5 * MEGA}` });
    const refused = await upload(25 * MEGA, cookie);
    expect(refused.status).toBe(413);
    expect(refused.text).toContain('Choisissez un fichier plus léger');
  });

  test('n’est pas plus lourd qu’un autre, de qui n’a pas la page', async () => {
    const others = ['escale_session=faux', await cookieOf('direction'), await cookieOf('equipe', 'lien')];
    for (const cookie of [undefined, ...others]) expect((await upload(1.5 * MEGA, cookie)).status, cookie).toBe(413);
  });

  test('de 200 Mo est refusé sans être gardé, qu’il dise son poids ou non', { timeout: 60_000 }, async () => {
    const cookie = await cookieOf('equipe');
    for (const announced of [true, false]) {
      const before = process.memoryUsage().arrayBuffers;
      const refused = await upload(200 * MEGA, cookie, { announced });
      expect(refused.status).toBe(413);
      expect(refused.text).toContain('Envoi trop volumineux');
      expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(60 * MEGA);
    }
  });

  test('attend son tour : trois à la fois, les autres reviennent', async () => {
    const cookie = await cookieOf('equipe');
    const waiting = Promise.withResolvers<void>();
    const held = [1, 2, 3].map(() => Promise.withResolvers<void>());
    // Heavier than what waits between two sockets: those that have sent it are being received.
    const three = held.map(({ resolve }) => upload(20 * MEGA, cookie, { before: waiting.promise, onHeld: resolve }));
    await Promise.all(held.map(({ promise }) => promise));
    expect(await upload(1000, cookie)).toMatchObject({ status: 503, retry: '5' });
    waiting.resolve();
    expect((await Promise.all(three)).map(({ status }) => status)).toEqual([303, 303, 303]);
    expect((await upload(1000, cookie)).status).toBe(303);
  });
});
