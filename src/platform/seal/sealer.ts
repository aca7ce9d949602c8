import { createPrivateKey, KeyObject, randomBytes, X509Certificate } from 'node:crypto';
import { Set as AsnSet, BitString, Integer, Sequence, Utf8String } from 'asn1js';
import {
  AttributeTypeAndValue,
  BasicConstraints,
  Certificate,
  Extension,
  RelativeDistinguishedNames,
  Time,
} from 'pkijs';
import { formatDateLongue, parisDate } from '../../domain/date.ts';
import { identityOf } from '../cms/message.ts';
import * as oid from '../cms/oids.ts';
import { StartupRefusal } from '../startup-refusal.ts';

/** Who seals: a certificate, those that lead from it to its authority, and its private key, which never leaves the process. */
export type Sealer = {
  readonly name: string;
  readonly certificate: X509Certificate;
  readonly chain: readonly X509Certificate[];
  readonly key: CryptoKey;
  readonly hash: 'SHA-256' | 'SHA-384';
  /** Made here, or by nobody known: it proves that nothing changed, not who sealed. */
  readonly selfSigned: boolean;
};

/** A certificate that cannot seal: one French sentence for the person who installs. At start, it prevents it. */
export class SealerRefusal extends StartupRefusal {
  override name = 'SealerRefusal';
}

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;
const PRIVATE_KEY = /-----BEGIN ((?:EC |RSA |ENCRYPTED )?PRIVATE KEY)-----[\s\S]+?-----END \1-----/;
const SHORTEST_RSA = 2048;

/**
 * The sealer of a PEM file: certificates in any order, one private key without a password (PKCS#8), ECDSA on P-256 or P-384, or
 * RSA of 2048 bits at least. The certificate that seals is the one of the key. Throws a SealerRefusal for anything else, or when
 * it is not valid at `now`. `path` is what the sentence names.
 */
export async function readSealer(pem: string, path: string, now: Temporal.Instant): Promise<Sealer> {
  const refuse = (why: string, cause?: unknown): never => {
    throw new SealerRefusal(`Le cachet « ${path} » ${why}`, { cause });
  };
  const certificates = (pem.match(CERTIFICATE) ?? []).map((block, rank) => {
    try {
      return new X509Certificate(block);
    } catch (cause) {
      return refuse(`a un certificat illisible (le n° ${rank + 1}) : demandez-le à nouveau à qui l’a délivré.`, cause);
    }
  });
  if (certificates.length === 0)
    refuse('ne contient aucun certificat PEM : mettez-y le certificat, sa chaîne, puis sa clé.');
  const block = PRIVATE_KEY.exec(pem)?.[0];
  if (block === undefined)
    return refuse('ne contient pas de clé privée : ajoutez-la après le certificat (PKCS#8, en PEM).');
  const key =
    readKey(block) ?? refuse('a une clé illisible, ou protégée par un mot de passe : ôtez-le (openssl pkey).');
  const certificate = certificates.find((one) => one.checkPrivateKey(key));
  if (certificate === undefined)
    return refuse('a une clé qui n’est celle d’aucun de ses certificats : réunissez les deux.');
  const [algorithm, hash] =
    algorithmOf(key) ??
    refuse(
      'a une clé d’un genre que peu de logiciels vérifient : il la faut ECDSA P-256 ou P-384, ou RSA de 2048 bits au moins.',
    );
  const day = (date: Date) => formatDateLongue(parisDate(Temporal.Instant.fromEpochMilliseconds(date.getTime())));
  const { validFromDate, validToDate } = certificate;
  if (now.epochMilliseconds < validFromDate.getTime()) {
    refuse(`ne vaut qu’à partir du ${day(validFromDate)} : remettez le précédent jusque-là, ou retirez-le.`);
  }
  if (now.epochMilliseconds > validToDate.getTime()) {
    refuse(`a expiré le ${day(validToDate)} : remplacez-le, ou retirez-le pour qu’Escale en fasse un autre.`);
  }
  return {
    name: identityOf(Certificate.fromBER(certificate.raw)).name,
    certificate,
    chain: certificates.filter((one) => one !== certificate),
    key: await crypto.subtle.importKey('pkcs8', pkcs8(key), algorithm, false, ['sign']),
    hash,
    selfSigned: certificate.subject === certificate.issuer && certificate.verify(certificate.publicKey),
  };
}

function readKey(block: string): KeyObject | undefined {
  try {
    return createPrivateKey(block);
  } catch {
    return undefined;
  }
}

function algorithmOf({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject) {
  const { namedCurve, modulusLength = 0 } = asymmetricKeyDetails ?? {};
  if (asymmetricKeyType === 'ec' && namedCurve === 'prime256v1')
    return [{ name: 'ECDSA', namedCurve: 'P-256' }, 'SHA-256'] as const;
  if (asymmetricKeyType === 'ec' && namedCurve === 'secp384r1')
    return [{ name: 'ECDSA', namedCurve: 'P-384' }, 'SHA-384'] as const;
  if (asymmetricKeyType !== 'rsa' || modulusLength < SHORTEST_RSA) return undefined;
  return [{ name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }, 'SHA-256'] as const;
}

const YEARS = 10;
/** RFC 5280: the longest common name, or name of an organisation. */
const LONGEST_NAME = 64;
/** digitalSignature and nonRepudiation, the first two bits. */
const SIGNS = new Uint8Array([0b1100_0000]);

/**
 * A sealer that nobody vouches for, as a PEM file: ECDSA P-256, ten years from the day before `now`, in the name of « Cachet du »
 * and the organisation.
 */
export async function makeSealer(organisation: string, now: Temporal.Instant): Promise<string> {
  const keys = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
  const certificate = new Certificate({ version: 2, serialNumber: serialNumber() });
  certificate.subject = nameOf([
    [oid.COMMON_NAME, `Cachet du ${organisation}`],
    [oid.ORGANISATION, organisation],
  ]);
  certificate.issuer = certificate.subject;
  const from = now.subtract({ hours: 24 });
  certificate.notBefore = timeOf(from);
  certificate.notAfter = timeOf(from.toZonedDateTimeISO('UTC').add({ years: YEARS }).toInstant());
  const usage = new BitString({ valueHex: SIGNS.buffer, unusedBits: 6 });
  certificate.extensions = [
    new Extension({
      extnID: oid.BASIC_CONSTRAINTS,
      critical: true,
      extnValue: new BasicConstraints().toSchema().toBER(),
    }),
    new Extension({ extnID: oid.KEY_USAGE, critical: true, extnValue: usage.toBER() }),
  ];
  await certificate.subjectPublicKeyInfo.importKey(keys.publicKey);
  await certificate.sign(keys.privateKey, 'SHA-256');
  const key = KeyObject.from(keys.privateKey).export({ type: 'pkcs8', format: 'pem' });
  return `${new X509Certificate(new Uint8Array(certificate.toSchema().toBER()))}${key}`;
}

const pkcs8 = (key: KeyObject): Uint8Array<ArrayBuffer> => new Uint8Array(key.export({ type: 'pkcs8', format: 'der' }));

/** One part a set: the library would put them all in one, which few readers show well. */
function nameOf(parts: readonly (readonly [type: string, name: string])[]): RelativeDistinguishedNames {
  const sets = parts.map(([type, name]) => {
    const value = new Utf8String({ value: [...name].slice(0, LONGEST_NAME).join('') });
    return new AsnSet({ value: [new AttributeTypeAndValue({ type, value }).toSchema()] });
  });
  return RelativeDistinguishedNames.fromBER(new Sequence({ value: sets }).toBER());
}

/** Positive, and never shortened. */
const serialNumber = (): Integer => new Integer({ valueHex: Uint8Array.from([0x40, ...randomBytes(15)]).buffer });

/** RFC 5280: in two figures for the year until 2049, in four from 2050. */
function timeOf(instant: Temporal.Instant): Time {
  const value = new Date(Math.floor(instant.epochMilliseconds / 1000) * 1000);
  return new Time({ type: value.getUTCFullYear() < 2050 ? 0 : 1, value });
}
