import { setTimeout as wait } from 'node:timers/promises';
import { Integer } from 'asn1js';
import { PKIStatus } from 'pkijs';
import { beforeAll, describe, expect, test } from 'vitest';
import { certifier, type Signataire } from '../../../test/certificats.ts';
import { type Conduite, honnete, repondre, startHorodateur } from '../../../test/horodateur.ts';
import { readTimestamp } from '../cms/message.ts';
import { httpStamper, restingStamper } from './stamper.ts';

const bytes = new TextEncoder().encode('une signature');
/** Long enough for who answers, however slow the machine; and, for who never does, what the test waits. */
const [PATIENT_MS, SHORT_MS] = [60_000, 400];
let horodateur: Signataire;
let camille: Signataire;

beforeAll(async () => {
  horodateur = await certifier('Horodateur d’essai', { horodatage: true });
  camille = await certifier('Camille Exemple');
});

async function demander(conduite: Conduite, timeoutMs: number) {
  await using server = await startHorodateur(conduite);
  return await httpStamper(server.url, { timeoutMs })(bytes);
}

describe('Une autorité d’horodatage qui ne répond pas', () => {
  test.each(['late', 'unreachable'] as const)(
    '(%s) est laissée une minute : un seul attend, les autres scellent sans elle',
    async (refusal) => {
      let [now, asked] = [0, 0];
      const stamp = restingStamper(
        async () => {
          asked += 1;
          now += 3_000;
          return refusal;
        },
        () => now,
      );
      expect(await stamp(bytes)).toBe(refusal);
      now += 59_999;
      expect([await stamp(bytes), await stamp(bytes)]).toEqual(['resting', 'resting']);
      expect(asked).toBe(1);
      now += 1;
      expect(await stamp(bytes)).toBe(refusal);
      expect([await stamp(bytes), asked]).toEqual(['resting', 2]);
    },
  );

  test('n’est pas confondue avec celle qui répond, fût-ce par un refus ou n’importe quoi', async () => {
    const at = Temporal.Instant.from('2026-11-26T09:00:02Z');
    const answers = ['refused', 'forged', 'too-long', { token: new Uint8Array(), at }] as const;
    let asked = 0;
    const stamp = restingStamper(async () => {
      const answer = answers[asked];
      asked += 1;
      if (answer === undefined) throw new Error('Asked once too many');
      return answer;
    });
    for (const answer of answers) expect(await stamp(bytes)).toEqual(answer);
  });
});

describe('Un horodatage demandé', () => {
  test('revient vérifié, chaque demande avec sa question', async () => {
    const le = new Date('2026-11-26T09:00:02Z');
    await using server = await startHorodateur(honnete(horodateur, { le }));
    const url = server.url.replace('//', '//escale:mot%20de%20passe@');
    const stamp = httpStamper(url, { timeoutMs: PATIENT_MS });
    const [first, second] = [await stamp(bytes), await stamp(bytes)];
    if (typeof first === 'string' || typeof second === 'string') throw new Error(`${first} ${second}`);
    expect(first.at.toString()).toBe('2026-11-26T09:00:02Z');
    expect(await readTimestamp(first.token, [bytes], { anchors: [] })).toMatchObject({ name: 'Horodateur d’essai' });
    const [une, deux] = server.recues;
    expect(une?.certReq).toBe(true);
    expect(une?.identifiants).toBe(`Basic ${Buffer.from('escale:mot de passe').toString('base64')}`);
    expect(une?.question.empreinte).toEqual(deux?.question.empreinte);
    expect(une?.question.nonce?.isEqual(deux?.question.nonce)).toBe(false);
  });

  const hostile: readonly (readonly [string, string, Conduite])[] = [
    [
      'à une autre question',
      'altered',
      (...args) => honnete(horodateur, { faute: (q) => ({ ...q, nonce: new Integer({ value: 7 }) }) })(...args),
    ],
    [
      'sans dire à quelle question',
      'altered',
      (...args) => honnete(horodateur, { faute: (q) => ({ ...q, nonce: undefined }) })(...args),
    ],
    [
      'd’autre chose',
      'altered',
      (...args) => honnete(horodateur, { faute: (q) => ({ ...q, empreinte: new ArrayBuffer(32) }) })(...args),
    ],
    ['par qui n’horodate pas', 'forged', (...args) => honnete(camille)(...args)],
    [
      'avec une clé qui n’est pas la sienne',
      'forged',
      (...args) => honnete({ certificate: horodateur.certificate, key: camille.key })(...args),
    ],
    ['par un refus', 'refused', (_, response) => repondre(response, PKIStatus.rejection)],
    ['par un accord sans horodatage', 'unreadable', (_, response) => repondre(response, PKIStatus.granted)],
    ['par une page', 'unreadable', (_, response) => void response.end('<!doctype html><title>Portail</title>')],
    ['par rien', 'unreadable', (_, response) => void response.end()],
    ['par une panne', 'unreachable', (_, response) => void response.writeHead(503).end()],
    ['par un renvoi', 'unreachable', (_, response) => void response.writeHead(307, { location: '/ailleurs' }).end()],
    ['par 10 Mo', 'too-long', (_, response) => void response.end(Buffer.alloc(10 * 1024 * 1024, 0x30))],
    ['en coupant', 'unreachable', (_, response) => void response.destroy()],
    ['jamais', 'late', () => undefined],
    [
      'sans fin, un octet après l’autre',
      'late',
      async (_, response) => {
        while (!response.closed) {
          response.write('0');
          await wait(20);
        }
      },
    ],
  ];
  test.each(hostile)('et rendu %s : « %s »', async (_, refusal, conduite) => {
    expect(await demander(conduite, refusal === 'late' ? SHORT_MS : PATIENT_MS)).toBe(refusal);
  });

  test('à qui n’est pas là : « unreachable »', async () => {
    expect(await httpStamper('http://127.0.0.1:9/tsp', { timeoutMs: PATIENT_MS })(bytes)).toBe('unreachable');
  });

  test('altéré d’un seul octet, n’importe où, n’est jamais d’une autre heure ni d’un autre nom', async () => {
    const le = new Date('2026-11-26T09:00:02Z');
    let answer = Buffer.alloc(0);
    await using server = await startHorodateur(honnete(horodateur, { le }));
    const good = await httpStamper(server.url, { timeoutMs: PATIENT_MS })(bytes);
    if (typeof good === 'string') throw new Error(good);
    answer = Buffer.from(good.token);
    for (let at = 0; at < answer.length; at += 5) {
      const other = Uint8Array.from(answer);
      other[at] = (other[at] ?? 0) ^ 0x11;
      const read = await readTimestamp(other, [bytes], { anchors: [] });
      if (typeof read !== 'string') expect([read.name, read.stampedAt]).toEqual(['Horodateur d’essai', good.at]);
    }
  });
});
