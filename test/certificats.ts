import { createHash, KeyObject, randomBytes } from 'node:crypto';
import { Integer, Null, ObjectIdentifier, OctetString, Sequence, UTCTime, Utf8String } from 'asn1js';
import {
  AlgorithmIdentifier,
  Attribute,
  AttributeTypeAndValue,
  BasicConstraints,
  Certificate,
  ContentInfo,
  EncapsulatedContentInfo,
  Extension,
  ExtKeyUsage,
  IssuerAndSerialNumber,
  MessageImprint,
  SignedAndUnsignedAttributes,
  SignedData,
  SignerInfo,
  TSTInfo,
} from 'pkijs';

/** Somebody who signs in the tests: an invented name, its certificate, its key. */
export type Signataire = { readonly certificate: Certificate; readonly key: CryptoKey };

export type CertificatOptions = {
  /** Who issues it; itself when absent. */
  readonly emetteur?: Signataire;
  /** Whose key it certifies; a new one when absent. */
  readonly cle?: Signataire;
  readonly autorite?: boolean;
  readonly horodatage?: boolean;
  readonly du?: string;
  readonly au?: string;
  readonly algorithme?: 'ec' | 'p384' | 'p521' | 'rsa' | 'pss' | 'rsa-court';
};

const SHA256 = '2.16.840.1.101.3.4.2.1';
const KEYS = {
  ec: { name: 'ECDSA', namedCurve: 'P-256' },
  p384: { name: 'ECDSA', namedCurve: 'P-384' },
  p521: { name: 'ECDSA', namedCurve: 'P-521' },
  rsa: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256', modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]) },
  pss: { name: 'RSA-PSS', hash: 'SHA-256', modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]) },
  'rsa-court': {
    name: 'RSASSA-PKCS1-v1_5',
    hash: 'SHA-256',
    modulusLength: 1024,
    publicExponent: new Uint8Array([1, 0, 1]),
  },
} as const;

async function cles({ cle, algorithme = 'ec' }: CertificatOptions): Promise<CryptoKeyPair> {
  if (cle !== undefined) return { privateKey: cle.key, publicKey: await cle.certificate.getPublicKey() };
  return (await crypto.subtle.generateKey(KEYS[algorithme], true, ['sign', 'verify'])) as CryptoKeyPair;
}

/** A certificate for an invented name. */
export async function certifier(nom: string, options: CertificatOptions = {}): Promise<Signataire> {
  const keys = await cles(options);
  const certificate = new Certificate({
    version: 2,
    serialNumber: new Integer({ valueHex: new Uint8Array([1, ...randomBytes(7)]).buffer }),
  });
  for (const [type, value] of [
    ['2.5.4.3', nom],
    ['2.5.4.10', 'Organisme de l’essai'],
  ] as const) {
    certificate.subject.typesAndValues.push(new AttributeTypeAndValue({ type, value: new Utf8String({ value }) }));
  }
  certificate.issuer = options.emetteur?.certificate.subject ?? certificate.subject;
  certificate.notBefore.value = new Date(options.du ?? '2020-01-01T00:00:00Z');
  certificate.notAfter.value = new Date(options.au ?? '2040-01-01T00:00:00Z');
  certificate.extensions = [];
  const extend = (extnID: string, critical: boolean, value: { toSchema(): { toBER(): ArrayBuffer } }) =>
    certificate.extensions?.push(new Extension({ extnID, critical, extnValue: value.toSchema().toBER() }));
  if (options.autorite) extend('2.5.29.19', true, new BasicConstraints({ cA: true }));
  if (options.horodatage) extend('2.5.29.37', true, new ExtKeyUsage({ keyPurposes: ['1.3.6.1.5.5.7.3.8'] }));
  await certificate.subjectPublicKeyInfo.importKey(keys.publicKey);
  await certificate.sign(options.emetteur?.key ?? keys.privateKey, 'SHA-256');
  // Read again from its own bytes, as whoever receives it does.
  return { certificate: Certificate.fromBER(certificate.toSchema().toBER()), key: keys.privateKey };
}

export function pem({ certificate }: Signataire): string {
  const lines =
    Buffer.from(certificate.toSchema().toBER())
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}

/** The private key, in PKCS#8. */
export const pemCle = ({ key }: Signataire): string =>
  KeyObject.from(key).export({ type: 'pkcs8', format: 'pem' }).toString();

export const der = ({ certificate }: Signataire) => new Uint8Array(certificate.toSchema().toBER());

export type MessageOptions = {
  /** Time that the signer gives; null: none. */
  readonly date?: Date | null;
  /** Certificates sent along, besides the signer's. */
  readonly avec?: readonly Signataire[];
  readonly horodateur?: Signataire;
  readonly horodateLe?: Date;
  /** Ties the signature to another certificate than the one that signs. */
  readonly autreCertificat?: Signataire;
  readonly condense?: 'SHA-1' | 'SHA-256' | 'SHA-512';
  /** Puts the content itself within the message, as PAdES forbids. */
  readonly contenuJoint?: boolean;
};

const sha = (bytes: Uint8Array, algorithm = 'sha256') =>
  new Uint8Array(createHash(algorithm).update(bytes).digest()).buffer;

/** A detached CMS signature of `data`, as PAdES asks. */
export async function signer(
  data: Uint8Array,
  qui: Signataire,
  options: MessageOptions = {},
): Promise<Uint8Array<ArrayBuffer>> {
  const { date = new Date(), avec = [], condense = 'SHA-256' } = options;
  const named = options.autreCertificat ?? qui;
  const attributes = [
    new Attribute({ type: '1.2.840.113549.1.9.3', values: [new ObjectIdentifier({ value: '1.2.840.113549.1.7.1' })] }),
    ...(date === null
      ? []
      : [new Attribute({ type: '1.2.840.113549.1.9.5', values: [new UTCTime({ valueDate: date })] })]),
    new Attribute({
      type: '1.2.840.113549.1.9.4',
      values: [new OctetString({ valueHex: sha(data, condense.replace('-', '').toLowerCase()) })],
    }),
    certificatSignataire(named),
  ];
  const message = await signed(qui, attributes, { avec, condense, content: options.contenuJoint ? data : undefined });
  if (options.horodateur !== undefined) {
    const [info] = message.signerInfos;
    if (info === undefined) throw new Error('No signer');
    const token = await horodater(
      info.signature.valueBlock.valueHexView,
      options.horodateur,
      options.horodateLe ?? new Date(),
      avec,
    );
    info.unsignedAttrs = new SignedAndUnsignedAttributes({
      type: 1,
      attributes: [
        new Attribute({ type: '1.2.840.113549.1.9.16.2.14', values: [ContentInfo.fromBER(token).toSchema()] }),
      ],
    });
  }
  return enclosed(message);
}

/** Ties a signature to one certificate (RFC 5035). */
function certificatSignataire(qui: Signataire): Attribute {
  const id = new Sequence({ value: [new OctetString({ valueHex: sha(der(qui)) })] });
  return new Attribute({
    type: '1.2.840.113549.1.9.16.2.47',
    values: [new Sequence({ value: [new Sequence({ value: [id] })] })],
  });
}

/** A timestamp (RFC 3161) of `data`. */
export function horodater(
  data: Uint8Array,
  qui: Signataire,
  date: Date,
  avec: readonly Signataire[] = [],
): Promise<Uint8Array<ArrayBuffer>> {
  return horodaterCondense(sha(data), qui, date, { avec });
}

/** The same, as a server gives it: of a digest (SHA-256) that it was sent, with the nonce of who asked. */
export async function horodaterCondense(
  condense: ArrayBuffer,
  qui: Signataire,
  date: Date,
  { avec = [], nonce }: { readonly avec?: readonly Signataire[]; readonly nonce?: Integer | undefined } = {},
): Promise<Uint8Array<ArrayBuffer>> {
  const info = new TSTInfo({
    version: 1,
    policy: '1.3.6.1.4.1.99999.1',
    messageImprint: new MessageImprint({
      hashAlgorithm: new AlgorithmIdentifier({ algorithmId: SHA256, algorithmParams: new Null() }),
      hashedMessage: new OctetString({ valueHex: condense }),
    }),
    serialNumber: new Integer({ value: 7 }),
    genTime: date,
    ...(nonce === undefined ? {} : { nonce }),
  });
  const content = new Uint8Array(info.toSchema().toBER());
  const attributes = [
    new Attribute({
      type: '1.2.840.113549.1.9.3',
      values: [new ObjectIdentifier({ value: '1.2.840.113549.1.9.16.1.4' })],
    }),
    new Attribute({ type: '1.2.840.113549.1.9.4', values: [new OctetString({ valueHex: sha(content) })] }),
    certificatSignataire(qui),
  ];
  return enclosed(await signed(qui, attributes, { avec, content, type: '1.2.840.113549.1.9.16.1.4' }));
}

async function signed(
  { certificate, key }: Signataire,
  attributes: Attribute[],
  options: {
    readonly avec: readonly Signataire[];
    readonly condense?: string;
    readonly content?: Uint8Array | undefined;
    readonly type?: string;
  },
): Promise<SignedData> {
  const { content, type = '1.2.840.113549.1.7.1' } = options;
  const message = new SignedData({
    version: 1,
    encapContentInfo: new EncapsulatedContentInfo({
      eContentType: type,
      ...(content === undefined ? {} : { eContent: new OctetString({ valueHex: new Uint8Array(content).buffer }) }),
    }),
    signerInfos: [
      new SignerInfo({
        version: 1,
        sid: new IssuerAndSerialNumber({ issuer: certificate.issuer, serialNumber: certificate.serialNumber }),
        signedAttrs: new SignedAndUnsignedAttributes({ type: 0, attributes }),
      }),
    ],
    certificates: [certificate, ...options.avec.map((one) => one.certificate)],
  });
  await message.sign(key, 0, options.condense ?? 'SHA-256');
  return message;
}

function enclosed(message: SignedData): Uint8Array<ArrayBuffer> {
  const content = new ContentInfo({ contentType: ContentInfo.SIGNED_DATA, content: message.toSchema(true) });
  return new Uint8Array(content.toSchema().toBER());
}
