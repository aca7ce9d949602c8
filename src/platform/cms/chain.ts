import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { Certificate, CertificateChainValidationEngine } from 'pkijs';
import { StartupRefusal } from '../startup-refusal.ts';

/** Certificates trusted by this installation, as DER. */
export type Anchors = readonly Uint8Array<ArrayBuffer>[];

export type Chain =
  /** Up to an anchor, at the day that counts. */
  | 'verified'
  /** The signer's own certificate was not yet, or no longer, valid at the day that counts. */
  | 'outdated'
  /** No path to an anchor: it says nothing against the signature, nor anything for the name that it bears. */
  | 'unverified';

const LONGEST = 8;
const PEM = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;

/** The certificates of a PEM file (ESCALE_ANCRES); a StartupRefusal when it cannot be read or holds none. */
export async function readAnchors(path: string): Promise<Anchors> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new StartupRefusal(`ESCALE_ANCRES : le fichier « ${path} » ne peut pas être lu.`, { cause });
  });
  const blocks = text.match(PEM) ?? [];
  if (blocks.length === 0) throw new StartupRefusal(`ESCALE_ANCRES : « ${path} » ne contient aucun certificat PEM.`);
  return blocks.map((pem, rank) => {
    try {
      return new Uint8Array(new X509Certificate(pem).raw);
    } catch (cause) {
      throw new StartupRefusal(`ESCALE_ANCRES : le certificat n° ${rank + 1} de « ${path} » est illisible.`, { cause });
    }
  });
}

/**
 * Whether a path of certificates leads from `signer` to one of `anchors` at the instant `at`: each signed by the next, each
 * valid that day, each issuer an authority, constraints of length and names held. Revocation is not asked.
 *
 * `others` are what the message brings along: they may form circles, so the path is walked here, and only a straight one is
 * given to the engine.
 */
export async function chainOf(
  signer: Uint8Array,
  others: readonly Uint8Array[],
  anchors: Anchors,
  at: Temporal.Instant,
): Promise<Chain> {
  const [leaf, ...pool] = [signer, ...others].map(read);
  if (leaf === undefined || leaf === null) return 'unverified';
  if (!isValidAt(leaf, at)) return 'outdated';
  const trusted = anchors.map(read).filter((one) => one !== null);
  if (trusted.some(({ fingerprint256 }) => fingerprint256 === leaf.fingerprint256)) return 'verified';
  const path = pathTo(
    leaf,
    pool.filter((one) => one !== null),
    trusted,
    at,
  );
  const anchor = path?.at(-1);
  if (path === undefined || anchor === undefined) return 'unverified';
  const engine = new CertificateChainValidationEngine({
    trustedCerts: [toPki(anchor)],
    certs: path.slice(0, -1).reverse().map(toPki),
    checkDate: new Date(at.epochMilliseconds),
  });
  const { result } = await engine.verify();
  return result ? 'verified' : 'unverified';
}

function read(der: Uint8Array): X509Certificate | null {
  try {
    return new X509Certificate(der);
  } catch {
    return null;
  }
}

const toPki = (certificate: X509Certificate): Certificate => Certificate.fromBER(new Uint8Array(certificate.raw));

function isValidAt({ validFromDate, validToDate }: X509Certificate, at: Temporal.Instant): boolean {
  return validFromDate.getTime() <= at.epochMilliseconds && at.epochMilliseconds <= validToDate.getTime();
}

function isIssuedBy(certificate: X509Certificate, issuer: X509Certificate): boolean {
  try {
    return issuer.ca && certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
  } catch {
    return false;
  }
}

/**
 * The shortest path, the signer first and the anchor last. Each certificate is gone through once: thirty that issue each other
 * in every way would else be tried in every order.
 */
function pathTo(
  leaf: X509Certificate,
  pool: readonly X509Certificate[],
  anchors: readonly X509Certificate[],
  at: Temporal.Instant,
): readonly X509Certificate[] | undefined {
  const seen = new Set([leaf.fingerprint256]);
  let paths: readonly (readonly X509Certificate[])[] = [[leaf]];
  for (let length = 1; length < LONGEST; length++) {
    const longer: (readonly X509Certificate[])[] = [];
    for (const path of paths) {
      const last = path.at(-1) ?? leaf;
      const anchor = anchors.find((one) => isIssuedBy(last, one) && isValidAt(one, at));
      if (anchor !== undefined) return [...path, anchor];
      for (const next of pool) {
        if (seen.has(next.fingerprint256) || !isValidAt(next, at) || !isIssuedBy(last, next)) continue;
        seen.add(next.fingerprint256);
        longer.push([...path, next]);
      }
    }
    paths = longer;
  }
  return undefined;
}
