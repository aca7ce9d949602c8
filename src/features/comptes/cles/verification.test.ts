import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Demand, makeAuthenticator } from '../../../../test/authenticator.ts';
import type { Cle } from './store.ts';
import { optionsCreation, optionsUsage, verifierCreation, verifierUsage } from './verification.ts';

const site = { origin: 'https://escale.exemple.fr', hote: 'escale.exemple.fr', nom: 'Escale' };
const defi = randomBytes(32);
const demand: Demand = { challenge: defi.toString('base64url'), origin: site.origin, rpId: site.hote };

/** A key of the site, and how it is kept. */
async function keptKey(counter = 0) {
  const key = makeAuthenticator();
  const made = await verifierCreation(site, defi, key.create({ ...demand, counter }));
  if (made === null) throw new Error('The key was not taken');
  const cle: Cle = { ...made, id: 'facteur' };
  return { key, cle };
}

/** What somebody else's site, or somebody's recording, would send. */
const LIES: readonly (readonly [string, Partial<Demand>])[] = [
  ['d’un autre site', { origin: 'https://escale-exemple.fr' }],
  ['du même site sans chiffrement', { origin: 'http://escale.exemple.fr' }],
  ['d’un autre port', { origin: 'https://escale.exemple.fr:8443' }],
  ['d’un sous-domaine', { origin: 'https://piege.escale.exemple.fr' }],
  ['faite pour un autre nom de site', { rpId: 'ailleurs.exemple.fr' }],
  ['faite pour le domaine entier', { rpId: 'exemple.fr' }],
  ['à un défi d’avant', { challenge: randomBytes(32).toString('base64url') }],
  ['sans défi', { challenge: '' }],
  ['sans que personne soit présent', { flags: 0x40 }],
];

describe('Une clé d’accès neuve', () => {
  test('est gardée : son nom, sa clé publique, son compteur', async () => {
    const key = makeAuthenticator();
    const made = await verifierCreation(site, defi, key.create({ ...demand, counter: 7 }));
    expect(made).toMatchObject({ compteur: 7, transports: [] });
    expect(Buffer.from(made?.cleId ?? []).toString('base64url')).toBe(key.id);
    expect(made?.clePublique.byteLength).toBeGreaterThan(64);
  });

  test.each([...LIES, ['qui est un usage', { type: 'webauthn.get' }] as const])(
    'est refusée, réponse %s',
    async (_, lie) => {
      const sent = makeAuthenticator().create({ ...demand, ...lie });
      expect(await verifierCreation(site, defi, sent)).toBeNull();
    },
  );

  test('ne se fait pas deux fois sur le même appareil : celles que l’on a sont nommées', async () => {
    const { key, cle } = await keptKey();
    const options = await optionsCreation(site, 'a@exemple.fr', defi, [cle]);
    expect(options.excludeCredentials?.map(({ id }) => id)).toEqual([key.id]);
    expect(options).toMatchObject({ challenge: demand.challenge, rp: { id: site.hote }, attestation: 'none' });
  });
});

describe('Une clé d’accès', () => {
  test('ouvre, et son compteur avance', async () => {
    const { key, cle } = await keptKey(3);
    expect(await verifierUsage(site, defi, key.use({ ...demand, counter: 4 }), [cle])).toEqual({
      id: 'facteur',
      compteur: 4,
    });
  });

  test('qui ne compte pas reste à zéro, et ouvre', async () => {
    const { key, cle } = await keptKey();
    expect(await verifierUsage(site, defi, key.use(demand), [cle])).toEqual({ id: 'facteur', compteur: 0 });
  });

  test.each([...LIES, ['qui est une création', { type: 'webauthn.create' }] as const])(
    'est refusée, réponse %s',
    async (_, lie) => {
      const { key, cle } = await keptKey();
      const flags = lie.flags === undefined ? {} : { flags: 0 };
      expect(await verifierUsage(site, defi, key.use({ ...demand, ...lie, ...flags }), [cle])).toBeNull();
    },
  );

  test.each([
    ['égal', 5],
    ['inférieur', 4],
    ['revenu à zéro', 0],
  ])('dont le compteur est %s est une copie : refusée', async (_, counter) => {
    const { key, cle } = await keptKey(5);
    expect(await verifierUsage(site, defi, key.use({ ...demand, counter }), [cle])).toBeNull();
  });

  test('inconnue, ou qui prend le nom d’une autre, n’ouvre rien', async () => {
    const { key, cle } = await keptKey();
    const stranger = makeAuthenticator();
    expect(await verifierUsage(site, defi, stranger.use(demand), [cle])).toBeNull();
    expect(await verifierUsage(site, defi, stranger.use({ ...demand, id: key.id }), [cle])).toBeNull();
    expect(await verifierUsage(site, defi, key.use(demand), [])).toBeNull();
  });

  test('est choisie parmi celles de la boîte aux lettres, et elles seules', async () => {
    const [first, second] = [await keptKey(), await keptKey()];
    const cles = [first.cle, { ...second.cle, id: 'autre' }];
    const options = await optionsUsage(site, defi, cles);
    expect(options.allowCredentials?.map(({ id }) => id)).toEqual([first.key.id, second.key.id]);
    expect(await verifierUsage(site, defi, second.key.use(demand), cles)).toMatchObject({ id: 'autre' });
  });

  test('dont un octet a changé n’ouvre rien', async () => {
    const { key, cle } = await keptKey();
    const sent = JSON.parse(key.use(demand));
    const part = fc.constantFrom('clientDataJSON', 'authenticatorData', 'signature');
    /** Bytes that say something: of a signature, its two numbers, the tags around them being read loosely. */
    const places = (name: string, bytes: Buffer): number[] => {
      const all = [...bytes.keys()];
      if (name !== 'signature') return all;
      const second = 4 + (bytes[3] ?? 0);
      return all.filter((at) => (at >= 4 && at < second) || at >= second + 2);
    };
    await fc.assert(
      fc.asyncProperty(part, fc.nat(), fc.integer({ min: 1, max: 255 }), async (name, at, mask) => {
        const bytes = Buffer.from(sent.response[name], 'base64url');
        const meaningful = places(name, bytes);
        const place = meaningful[at % meaningful.length] ?? 0;
        bytes[place] = (bytes[place] ?? 0) ^ mask;
        const response = { ...sent.response, [name]: bytes.toString('base64url') };
        expect(await verifierUsage(site, defi, JSON.stringify({ ...sent, response }), [cle])).toBeNull();
      }),
    );
  });
});

describe('N’importe quoi à la place d’une réponse', () => {
  const anything = fc.oneof(
    fc.string(),
    fc.json(),
    fc.json().map((inside) => `{"id":"a","rawId":"a","type":"public-key","response":${inside}}`),
    fc.constantFrom('', 'null', '[]', '{"id":{}}', '{"__proto__":{"id":"a"}}', 'x'.repeat(30_000)),
  );
  test('est refusé, jamais une panne', async () => {
    const { cle } = await keptKey();
    await fc.assert(
      fc.asyncProperty(anything, async (sent) => {
        expect(await verifierCreation(site, defi, sent)).toBeNull();
        expect(await verifierUsage(site, defi, sent, [cle])).toBeNull();
      }),
    );
  });
});
