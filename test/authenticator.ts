import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';

type Cbor = number | string | Uint8Array | ReadonlyMap<number | string, Cbor>;

function head(major: number, length: number): Buffer {
  if (length < 24) return Buffer.from([(major << 5) | length]);
  return length < 256
    ? Buffer.from([(major << 5) | 24, length])
    : Buffer.from([(major << 5) | 25, length >> 8, length & 0xff]);
}

/** The little of CBOR (RFC 8949) that a key speaks: whole numbers, texts, bytes, maps. */
function cbor(value: Cbor): Buffer {
  if (typeof value === 'number') return value >= 0 ? head(0, value) : head(1, -1 - value);
  if (typeof value === 'string') return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
  if (value instanceof Uint8Array) return Buffer.concat([head(2, value.byteLength), value]);
  return Buffer.concat([head(5, value.size), ...[...value].flatMap(([key, of]) => [cbor(key), cbor(of)])]);
}

const PRESENT = 0x01;
const HAS_KEY = 0x40;
const sha256 = (bytes: Uint8Array | string): Buffer => createHash('sha256').update(bytes).digest();

/** What is asked of a key, as the browser would: a test changes a piece of it to lie. */
export type Demand = {
  /** As the site wrote it, in base64url. */
  readonly challenge: string;
  readonly origin: string;
  readonly rpId: string;
  /** How many times the key says that it signed. */
  readonly counter?: number;
  /** Names another credential than its own. */
  readonly id?: string;
  readonly type?: string;
  readonly flags?: number;
};

export interface Authenticator {
  readonly id: string;
  /** The answer of a browser in which this key is made, as the site receives it. */
  create(demand: Demand): string;
  /** The answer of a browser in which this key signs. */
  use(demand: Demand): string;
}

/** A passkey made of software: an ES256 key, which signs whatever it is asked to. */
export function makeAuthenticator(): Authenticator {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  const cose = cbor(
    new Map<number, Cbor>([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, Buffer.from(x, 'base64url')],
      [-3, Buffer.from(y, 'base64url')],
    ]),
  );
  const credentialId = randomBytes(32);
  const id = credentialId.toString('base64url');

  const clientData = (type: string, { challenge, origin }: Demand): Buffer =>
    Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
  const authenticatorData = ({ rpId, counter = 0 }: Demand, flags: number): Buffer => {
    const count = Buffer.alloc(4);
    count.writeUInt32BE(counter);
    return Buffer.concat([sha256(rpId), Buffer.from([flags]), count]);
  };
  const answer = (named: string, response: Record<string, Buffer>): string =>
    JSON.stringify({
      id: named,
      rawId: named,
      type: 'public-key',
      clientExtensionResults: {},
      response: Object.fromEntries(
        Object.entries(response).map(([name, bytes]) => [name, bytes.toString('base64url')]),
      ),
    });

  return {
    id,
    create(demand) {
      const { flags = PRESENT | HAS_KEY, type = 'webauthn.create' } = demand;
      const authData = Buffer.concat([
        authenticatorData(demand, flags),
        Buffer.alloc(16),
        Buffer.from([0, credentialId.byteLength]),
        credentialId,
        cose,
      ]);
      const attestationObject = cbor(
        new Map<string, Cbor>([
          ['fmt', 'none'],
          ['attStmt', new Map()],
          ['authData', authData],
        ]),
      );
      return answer(demand.id ?? id, { clientDataJSON: clientData(type, demand), attestationObject });
    },
    use(demand) {
      const { flags = PRESENT, type = 'webauthn.get' } = demand;
      const clientDataJSON = clientData(type, demand);
      const data = authenticatorData(demand, flags);
      const signature = sign('sha256', Buffer.concat([data, sha256(clientDataJSON)]), privateKey);
      return answer(demand.id ?? id, { clientDataJSON, authenticatorData: data, signature });
    },
  };
}
