import { createHash, X509Certificate } from 'node:crypto';
import { fromBER, OctetString, Sequence } from 'asn1js';
import {
  type Attribute,
  Certificate,
  ContentInfo,
  getCrypto,
  IssuerAndSerialNumber,
  RSASSAPSSParams,
  SignedData,
  type SignerInfo,
  TSTInfo,
} from 'pkijs';
import { cleanLine } from '../../domain/texte.ts';
import { type Anchors, type Chain, chainOf } from './chain.ts';
import * as oid from './oids.ts';

/** Who a certificate names, in its own words. */
export type Identity = { readonly name: string; readonly organisation: string | null; readonly issuer: string };

export type ReadSignature = Identity & {
  /** The time that the signer gives, which nothing proves. */
  readonly claimedAt: Temporal.Instant | null;
  /** The time that a timestamp (RFC 3161) of this signature proves, as far as its authority is trusted. */
  readonly stampedAt: Temporal.Instant | null;
  readonly authority: string | null;
  readonly chain: Chain;
};

export type SignatureRefusal =
  /** No message of the kind, or one that could be read in two ways. */
  | 'unreadable'
  /** What was signed is not what is there. */
  | 'altered'
  /** The figures of the signature are not those of the certificate. */
  | 'forged'
  /** SHA-1, or a short key: it could be forged. */
  | 'weak';

const DIGESTS: ReadonlyMap<string, string> = new Map([
  ['2.16.840.1.101.3.4.2.1', 'sha256'],
  ['2.16.840.1.101.3.4.2.2', 'sha384'],
  ['2.16.840.1.101.3.4.2.3', 'sha512'],
]);
/** oid.RSA, alone or with SHA-256, 384, 512; ECDSA with the same. oid.PSS is looked at apart. */
const SIGNATURES: ReadonlySet<string> = new Set([
  oid.RSA,
  '1.2.840.113549.1.1.11',
  '1.2.840.113549.1.1.12',
  '1.2.840.113549.1.1.13',
  '1.2.840.10045.4.3.2',
  '1.2.840.10045.4.3.3',
  '1.2.840.10045.4.3.4',
]);
const SHORTEST_RSA = 2048;
const MAX_CERTIFICATES = 30;

class Refusal extends Error {
  readonly why: SignatureRefusal;
  constructor(why: SignatureRefusal) {
    super(why);
    this.why = why;
  }
}

async function orRefusal<T>(read: () => Promise<T>): Promise<T | SignatureRefusal> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof Refusal) return error.why;
    // The library throws on what it cannot read, in words of its own.
    if (error instanceof Error) return 'unreadable';
    throw error;
  }
}

type Signed = { readonly message: SignedData; readonly signer: SignerInfo; readonly certificate: Certificate };

/**
 * Verifies a detached CMS signature (RFC 5652, as PAdES asks: ETSI EN 319 142) of `parts`, put end to end: one signer, signed
 * attributes, digest and signature, and the certificate that the attributes name. The chain is followed at the time that the
 * timestamp proves, else at `now`: a time that the signer gives proves nothing.
 */
export function readSignature(
  cms: Uint8Array,
  parts: readonly Uint8Array[],
  { anchors, now }: { readonly anchors: Anchors; readonly now: Temporal.Instant },
): Promise<ReadSignature | SignatureRefusal> {
  return orRefusal(async () => {
    const signed = parsed(cms, oid.DATA);
    const { message, signer, certificate } = signed;
    checkDigest(signed, parts);
    checkNamedCertificate(signed);
    await checkFigures(signed);
    const stamp = await timestampOf(signer, anchors);
    const stampedAt = stamp?.at ?? null;
    const others = certificatesOf(message).map(toDer);
    return {
      ...identityOf(certificate),
      claimedAt: claimedAt(signer),
      stampedAt,
      authority: stamp?.authority ?? null,
      // An authority that nobody trusts proves no time.
      chain: await chainOf(toDer(certificate), others, anchors, stamp?.isTrusted ? stamp.at : now),
    };
  });
}

/**
 * Verifies a timestamp (RFC 3161) of `parts`, put end to end: the authority, the time it proves, and its chain at that time.
 * With `nonce`, it must answer that very question.
 */
export function readTimestamp(
  token: Uint8Array,
  parts: readonly Uint8Array[],
  { anchors, nonce }: { readonly anchors: Anchors; readonly nonce?: Uint8Array },
): Promise<ReadSignature | SignatureRefusal> {
  return orRefusal(async () => {
    const signed = parsed(token, oid.TST);
    const { message, certificate } = signed;
    const content = message.encapContentInfo.eContent?.getValue();
    if (content === undefined) throw new Refusal('unreadable');
    const info = TSTInfo.fromBER(content);
    const algorithm = DIGESTS.get(info.messageImprint.hashAlgorithm.algorithmId);
    if (algorithm === undefined) throw new Refusal('weak');
    if (!isSame(digestOf(algorithm, parts), info.messageImprint.hashedMessage.valueBlock.valueHexView)) {
      throw new Refusal('altered');
    }
    if (nonce !== undefined && !(info.nonce && isSame(nonce, info.nonce.valueBlock.valueHexView))) {
      throw new Refusal('altered');
    }
    if (!new X509Certificate(toDer(certificate)).keyUsage?.includes(oid.TIME_STAMPING)) throw new Refusal('forged');
    checkDigest(signed, [new Uint8Array(content)]);
    checkNamedCertificate(signed);
    await checkFigures(signed);
    const at = instantOf(info.genTime);
    return {
      ...identityOf(certificate),
      claimedAt: null,
      stampedAt: at,
      authority: null,
      chain: await chainOf(toDer(certificate), certificatesOf(message).map(toDer), anchors, at),
    };
  });
}

async function timestampOf(signer: SignerInfo, anchors: Anchors) {
  // One may be enough of several.
  const token = signer.unsignedAttrs?.attributes.find(({ type }) => type === oid.TIMESTAMP)?.values[0];
  if (token === undefined) return undefined;
  const read = await readTimestamp(new Uint8Array(token.toBER()), [signer.signature.valueBlock.valueHexView], {
    anchors,
  });
  if (typeof read === 'string' || read.stampedAt === null) return undefined;
  return { at: read.stampedAt, authority: read.name, isTrusted: read.chain === 'verified' };
}

/** One signer, its certificate beside, its attributes signed, the content of the kind asked for: attached for a timestamp alone. */
function parsed(bytes: Uint8Array, content: string): Signed {
  const { result, offset } = fromBER(new Uint8Array(bytes));
  if (offset === -1) throw new Refusal('unreadable');
  // Zeros fill the place that was kept for the message.
  if (bytes.subarray(offset).some((byte) => byte !== 0)) throw new Refusal('unreadable');
  const message = new SignedData({ schema: new ContentInfo({ schema: result }).content });
  const { eContentType, eContent } = message.encapContentInfo;
  const [signer, ...more] = message.signerInfos;
  if (signer === undefined || more.length > 0 || eContentType !== content) throw new Refusal('unreadable');
  if ((eContent !== undefined) !== (content === oid.TST)) throw new Refusal('unreadable');
  const certificates = certificatesOf(message);
  const certificate = certificates.find((one) => isNamedBy(one, signer));
  if (certificate === undefined || certificates.length > MAX_CERTIFICATES) throw new Refusal('unreadable');
  const type = attribute(signer.signedAttrs?.attributes, oid.CONTENT_TYPE)?.values[0];
  if (type?.valueBlock.toString() !== content) throw new Refusal('unreadable');
  checkStrength(signer, certificate);
  return { message, signer, certificate };
}

function certificatesOf({ certificates = [] }: SignedData): readonly Certificate[] {
  return certificates.filter((one) => one instanceof Certificate);
}

function isNamedBy(certificate: Certificate, { sid }: SignerInfo): boolean {
  if (!(sid instanceof IssuerAndSerialNumber)) {
    const own = certificate.extensions?.find(({ extnID }) => extnID === oid.KEY_IDENTIFIER)?.parsedValue;
    return own instanceof OctetString && isSame(own.valueBlock.valueHexView, sid.valueBlock.valueHexView);
  }
  return certificate.issuer.isEqual(sid.issuer) && certificate.serialNumber.isEqual(sid.serialNumber);
}

function checkStrength({ digestAlgorithm, signatureAlgorithm }: SignerInfo, certificate: Certificate): void {
  const { algorithmId, algorithmParams } = signatureAlgorithm;
  const hash =
    algorithmId === oid.PSS ? new RSASSAPSSParams({ schema: algorithmParams }).hashAlgorithm.algorithmId : undefined;
  const isKnown = algorithmId === oid.PSS ? DIGESTS.has(hash ?? '') : SIGNATURES.has(algorithmId);
  if (!isKnown || !DIGESTS.has(digestAlgorithm.algorithmId)) throw new Refusal('weak');
  const { publicKey } = new X509Certificate(toDer(certificate));
  const bits = publicKey.asymmetricKeyDetails?.modulusLength;
  if (bits !== undefined && bits < SHORTEST_RSA) throw new Refusal('weak');
}

function attribute(attributes: readonly Attribute[] | undefined, type: string): Attribute | undefined {
  const found = (attributes ?? []).filter((one) => one.type === type);
  // Given twice, each reader would choose its own.
  if (found.length > 1) throw new Refusal('unreadable');
  return found[0];
}

function digestOf(algorithm: string, parts: readonly Uint8Array[]): Uint8Array {
  const hash = createHash(algorithm);
  for (const part of parts) hash.update(part);
  return hash.digest();
}

const isSame = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;

function checkDigest({ signer }: Signed, parts: readonly Uint8Array[]): void {
  const value = attribute(signer.signedAttrs?.attributes, oid.MESSAGE_DIGEST)?.values[0];
  const algorithm = DIGESTS.get(signer.digestAlgorithm.algorithmId);
  if (!(value instanceof OctetString) || algorithm === undefined) throw new Refusal('unreadable');
  if (!isSame(value.valueBlock.valueHexView, digestOf(algorithm, parts))) throw new Refusal('altered');
}

/** The attribute that PAdES asks for ties the signature to one certificate; older tools leave it out. */
function checkNamedCertificate({ signer, certificate }: Signed): void {
  const value = attribute(signer.signedAttrs?.attributes, oid.SIGNING_CERTIFICATE_V2)?.values[0];
  if (value === undefined) return;
  const [list] = value instanceof Sequence ? value.valueBlock.value : [];
  const [first] = list instanceof Sequence ? list.valueBlock.value : [];
  const parts = first instanceof Sequence ? first.valueBlock.value : [];
  const [algorithm] = parts[0] instanceof Sequence ? parts[0].valueBlock.value : [];
  const digest = parts.find((part) => part instanceof OctetString);
  const name = algorithm === undefined ? 'sha256' : DIGESTS.get(algorithm.valueBlock.toString());
  if (digest === undefined || name === undefined) throw new Refusal('unreadable');
  if (!isSame(digest.valueBlock.valueHexView, digestOf(name, [toDer(certificate)]))) throw new Refusal('forged');
}

/** The last check of all, on the attributes as they were signed: the digest of what is signed is one of them. */
async function checkFigures({ signer, certificate }: Signed): Promise<void> {
  const { signedAttrs, signature, signatureAlgorithm, digestAlgorithm } = signer;
  if (signedAttrs === undefined) throw new Refusal('unreadable');
  const digest = DIGESTS.get(digestAlgorithm.algorithmId)?.replace('sha', 'SHA-');
  // Plain oid.RSA alone leaves the digest to be told.
  const told = signatureAlgorithm.algorithmId === oid.RSA ? digest : undefined;
  const key = certificate.subjectPublicKeyInfo;
  const isGood = await getCrypto(true).verifyWithPublicKey(
    signedAttrs.encodedValue,
    signature,
    key,
    signatureAlgorithm,
    told,
  );
  if (!isGood) throw new Refusal('forged');
}

function claimedAt(signer: SignerInfo): Temporal.Instant | null {
  const value = attribute(signer.signedAttrs?.attributes, oid.SIGNING_TIME)?.values[0];
  const date = value !== undefined && 'toDate' in value && typeof value.toDate === 'function' ? value.toDate() : null;
  return date instanceof Date && Number.isFinite(date.getTime()) ? instantOf(date) : null;
}

function instantOf(date: Date): Temporal.Instant {
  return Temporal.Instant.fromEpochMilliseconds(date.getTime());
}

function toDer(certificate: Certificate): Uint8Array<ArrayBuffer> {
  return new Uint8Array(certificate.toSchema().toBER());
}

/** Who a certificate names and who issued it, cut and cleaned to be shown. */
export function identityOf({ subject, issuer }: Certificate): Identity {
  const said = (names: Certificate['subject'], type: string): string | null => {
    const value = names.typesAndValues.find((one) => one.type === type)?.value.valueBlock.value;
    const text = typeof value === 'string' ? cleanLine(value.slice(0, 200), 200) : '';
    return typeof text === 'string' && text !== '' ? text : null;
  };
  const [given, family] = [said(subject, oid.GIVEN_NAME), said(subject, oid.SURNAME)];
  const full = given !== null && family !== null ? `${given} ${family}` : null;
  return {
    name: said(subject, oid.COMMON_NAME) ?? full ?? said(subject, oid.ORGANISATION) ?? 'nom illisible',
    organisation: said(subject, oid.ORGANISATION),
    issuer: said(issuer, oid.COMMON_NAME) ?? said(issuer, oid.ORGANISATION) ?? 'autorité illisible',
  };
}
