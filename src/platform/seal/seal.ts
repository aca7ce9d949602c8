import { withSignatureField } from './field.ts';
import { signedMessage } from './message.ts';
import type { Sealer } from './sealer.ts';
import { LONGEST_ANSWER, type Stamper, type StampRefusal } from './stamper.ts';

export type Sealed = {
  readonly pdf: Buffer;
  /** The time that the timestamp proves; null without one. */
  readonly stampedAt: Temporal.Instant | null;
  /** Why there is none, although one was asked for. */
  readonly stampRefusal: StampRefusal | null;
};

export type SealOptions = {
  /** The time claimed, written in the file. */
  readonly at: Temporal.Instant;
  /** Asks for a timestamp; absent: none. */
  readonly stamp?: Stamper | undefined;
};

/**
 * Seals a PDF: adds at its end, as one revision, an invisible PAdES baseline signature of the whole (ETSI EN 319 142-1), level
 * B-B, or B-T when `stamp` answers. What it held stays byte for byte, its tags included, and anyone can verify it with their
 * own tool. Without an answer to `stamp`, the seal goes without it. Throws on a PDF that our reader refuses, or encrypted.
 *
 * Example: a convention frozen at 09:00 → the same PDF, 7 KB more, which says `D:20261126090000Z` and the name of the certificate.
 */
export async function sealPdf(pdf: Uint8Array, sealer: Sealer, { at, stamp }: SealOptions): Promise<Sealed> {
  const room = roomFor(sealer, stamp !== undefined);
  const awaiting = withSignatureField(pdf, { name: sealer.name, at, room });
  const parts = [awaiting.pdf.subarray(0, awaiting.start - 1), awaiting.pdf.subarray(awaiting.end + 1)];
  const { cms, stamp: stamped } = await signedMessage(parts, sealer, stamp);
  if (cms.length > room) throw new Error(`A message of ${cms.length} bytes in a room of ${room}`);
  awaiting.pdf.write(Buffer.from(cms).toString('hex'), awaiting.start, 'latin1');
  const isStamped = stamped !== null && typeof stamped !== 'string';
  return {
    pdf: awaiting.pdf,
    stampedAt: isStamped ? stamped.at : null,
    stampRefusal: typeof stamped === 'string' ? stamped : null,
  };
}

/** Certificates, names, figures of the largest keys; zeros fill what is left. */
function roomFor({ certificate, chain }: Sealer, isStamped: boolean): number {
  const certificates = [certificate, certificate, ...chain].reduce((sum, { raw }) => sum + raw.length, 0);
  return certificates + 2_048 + (isStamped ? LONGEST_ANSWER : 0);
}
