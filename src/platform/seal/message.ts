import { createHash } from 'node:crypto';
import { Constructed, fromBER, ObjectIdentifier, OctetString, Sequence } from 'asn1js';
import {
  Attribute,
  Certificate,
  ContentInfo,
  EncapsulatedContentInfo,
  IssuerAndSerialNumber,
  SignedAndUnsignedAttributes,
  SignedData,
  SignerInfo,
} from 'pkijs';
import * as oid from '../cms/oids.ts';
import type { Sealer } from './sealer.ts';
import type { Stamp, Stamper, StampRefusal } from './stamper.ts';

/**
 * Signs `parts`, put end to end, as a PAdES baseline signature asks (ETSI EN 319 142-1, 6.3): a detached CMS message in DER,
 * the certificates of the path, and three signed attributes: the kind of content, its digest and the certificate that signs, named
 * with its issuer and number. No signing time: the dictionary of the PDF gives it. With `stamp`, the signature is then stamped
 * (level B-T); refused, it stays as it is (level B-B).
 */
export async function signedMessage(
  parts: readonly Uint8Array[],
  sealer: Sealer,
  stamp?: Stamper,
): Promise<{ readonly cms: Uint8Array<ArrayBuffer>; readonly stamp: Stamp | StampRefusal | null }> {
  const own = Certificate.fromBER(sealer.certificate.raw);
  const signer = new SignerInfo({
    version: 1,
    sid: new IssuerAndSerialNumber({ issuer: own.issuer, serialNumber: own.serialNumber }),
    signedAttrs: new SignedAndUnsignedAttributes({ type: 0, attributes: signedAttributes(parts, own, sealer) }),
  });
  const message = new SignedData({
    version: 1,
    encapContentInfo: new EncapsulatedContentInfo({ eContentType: oid.DATA }),
    signerInfos: [signer],
    certificates: [own, ...sealer.chain.map(({ raw }) => Certificate.fromBER(raw))],
  });
  await message.sign(sealer.key, 0, sealer.hash);
  const stamped = (await stamp?.(signer.signature.valueBlock.valueHexView)) ?? null;
  if (stamped !== null && typeof stamped !== 'string') {
    const attribute = new Attribute({ type: oid.TIMESTAMP, values: [fromBER(stamped.token).result] });
    signer.unsignedAttrs = new SignedAndUnsignedAttributes({ type: 1, attributes: [attribute] });
  }
  const content = new ContentInfo({ contentType: ContentInfo.SIGNED_DATA, content: message.toSchema(true) });
  return { cms: new Uint8Array(content.toSchema().toBER()), stamp: stamped };
}

function signedAttributes(parts: readonly Uint8Array[], own: Certificate, { certificate, hash }: Sealer): Attribute[] {
  const digest = createHash(hash);
  for (const part of parts) digest.update(part);
  const attributes = [
    new Attribute({ type: oid.CONTENT_TYPE, values: [new ObjectIdentifier({ value: oid.DATA })] }),
    new Attribute({ type: oid.MESSAGE_DIGEST, values: [octets(digest.digest())] }),
    new Attribute({ type: oid.SIGNING_CERTIFICATE_V2, values: [signingCertificate(own, certificate.raw)] }),
  ];
  // A set in DER is in the order of its bytes, and some readers write it again before they verify.
  const der = (attribute: Attribute) => Buffer.from(attribute.toSchema().toBER());
  return attributes.sort((a, b) => Buffer.compare(der(a), der(b)));
}

/** RFC 5035: the digest of the certificate (SHA-256, which is not told since it is the default), its issuer and its number. */
function signingCertificate(own: Certificate, raw: Uint8Array): Sequence {
  const issuer = new Constructed({ idBlock: { tagClass: 3, tagNumber: 4 }, value: [own.issuer.toSchema()] });
  const issuerSerial = new Sequence({ value: [new Sequence({ value: [issuer] }), own.serialNumber] });
  const id = new Sequence({ value: [octets(createHash('sha256').update(raw).digest()), issuerSerial] });
  return new Sequence({ value: [new Sequence({ value: [id] })] });
}

const octets = (bytes: Uint8Array): OctetString => new OctetString({ valueHex: new Uint8Array(bytes).buffer });
