import { createHash, randomBytes } from 'node:crypto';
import { fromBER, Integer, Null, OctetString } from 'asn1js';
import { AlgorithmIdentifier, MessageImprint, PKIStatus, TimeStampReq, TimeStampResp } from 'pkijs';
import { readTimestamp, type SignatureRefusal } from '../cms/message.ts';
import * as oid from '../cms/oids.ts';

/** A timestamp (RFC 3161): its token, and the time that it gives. */
export type Stamp = { readonly token: Uint8Array<ArrayBuffer>; readonly at: Temporal.Instant };

export type StampRefusal =
  /** No server there, or one that answers with an error of HTTP. */
  | 'unreachable'
  /** Nothing whole within the time allowed. */
  | 'late'
  | 'too-long'
  /** Not asked: the server has just made somebody wait in vain. */
  | 'resting'
  /** The authority says no. */
  | 'refused'
  /** What is no timestamp, or a bad one: of something else, of another question, by who may not give the time. */
  | SignatureRefusal;

/** Asks for a timestamp of some bytes. Never throws for what the other side does. */
export type Stamper = (bytes: Uint8Array) => Promise<Stamp | StampRefusal>;

/** Bytes read of an answer: a token with its certificates takes some 6 000. */
export const LONGEST_ANSWER = 16 * 1024;

/**
 * Asks a server of timestamps over HTTP (RFC 3161, 3.4), with the certificate of the authority and a random nonce. The answer is
 * verified before it is believed: granted, of these bytes, to this question, signed by a certificate made for it. Up to which
 * authority its path leads is for whoever reads the seal. A name and a password in `address` are sent as HTTP asks (Basic).
 */
export function httpStamper(address: string, { timeoutMs = 3_000 }: { readonly timeoutMs?: number } = {}): Stamper {
  const url = new URL(address);
  const { username, password } = url;
  url.username = '';
  url.password = '';
  const basic = Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`).toString('base64');
  const headers = {
    'content-type': 'application/timestamp-query',
    accept: 'application/timestamp-reply',
    ...(username === '' ? {} : { authorization: `Basic ${basic}` }),
  };
  return async (bytes) => {
    // Positive, and never shortened: the first byte is neither zero nor of 128 or more.
    const nonce = Uint8Array.from([0x40, ...randomBytes(15)]);
    const answer = await ask(
      url,
      { method: 'POST', headers, body: question(bytes, nonce), redirect: 'error' },
      timeoutMs,
    );
    return typeof answer === 'string' ? answer : readAnswer(answer, bytes, nonce);
  };
}

/** How long a server of timestamps that did not answer is left alone. */
const REST_MS = 60_000;

/**
 * The same, which leaves a server that did not answer alone for a minute: whoever signs holds a mandat and its séance meanwhile, and
 * one waits in vain, not each of them. `clock`: milliseconds that only go forward.
 */
export function restingStamper(stamp: Stamper, clock: () => number = () => performance.now()): Stamper {
  let until = Number.NEGATIVE_INFINITY;
  return async (bytes) => {
    if (clock() < until) return 'resting';
    const answer = await stamp(bytes);
    if (answer === 'late' || answer === 'unreachable') until = clock() + REST_MS;
    return answer;
  };
}

async function ask(
  url: URL,
  request: RequestInit,
  timeoutMs: number,
): Promise<Uint8Array<ArrayBuffer> | 'unreachable' | 'late' | 'too-long'> {
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(url, { ...request, signal });
    return response.ok ? await readAll(response) : 'unreachable';
  } catch {
    return signal.aborted ? 'late' : 'unreachable';
  }
}

function question(bytes: Uint8Array, nonce: Uint8Array<ArrayBuffer>): ArrayBuffer {
  const digest = createHash('sha256').update(bytes).digest();
  return new TimeStampReq({
    version: 1,
    messageImprint: new MessageImprint({
      hashAlgorithm: new AlgorithmIdentifier({ algorithmId: oid.SHA256, algorithmParams: new Null() }),
      hashedMessage: new OctetString({ valueHex: new Uint8Array(digest).buffer }),
    }),
    nonce: new Integer({ valueHex: nonce.buffer }),
    certReq: true,
  })
    .toSchema()
    .toBER();
}

/** Leaving the loop early closes the connection. */
async function readAll({ body }: Response): Promise<Uint8Array<ArrayBuffer> | 'too-long'> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of body ?? []) {
    length += part.length;
    if (length > LONGEST_ANSWER) return 'too-long';
    parts.push(part);
  }
  return new Uint8Array(Buffer.concat(parts));
}

async function readAnswer(
  answer: Uint8Array<ArrayBuffer>,
  bytes: Uint8Array,
  nonce: Uint8Array,
): Promise<Stamp | StampRefusal> {
  const response = parsed(answer);
  if (response === undefined) return 'unreadable';
  const { status } = response.status;
  if (status !== PKIStatus.granted && status !== PKIStatus.grantedWithMods) return 'refused';
  if (response.timeStampToken === undefined) return 'unreadable';
  // Verified as it is put in the seal, not as it came.
  const token = new Uint8Array(response.timeStampToken.toSchema().toBER());
  const read = await readTimestamp(token, [bytes], { anchors: [], nonce });
  if (typeof read === 'string') return read;
  return read.stampedAt === null ? 'unreadable' : { token, at: read.stampedAt };
}

function parsed(answer: Uint8Array<ArrayBuffer>): TimeStampResp | undefined {
  try {
    const { result, offset } = fromBER(answer);
    return offset === answer.length ? new TimeStampResp({ schema: result }) : undefined;
  } catch {
    // The library throws on what it cannot read, in words of its own.
    return undefined;
  }
}
