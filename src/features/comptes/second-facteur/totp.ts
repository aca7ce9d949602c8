import { Secret, TOTP } from 'otpauth';

const PERIOD_SECONDS = 30;
/** A telephone's clock may be a step early or late. */
const WINDOW = 1;

function totpOf(secret: Uint8Array): TOTP {
  return new TOTP({ secret: secretOf(secret), digits: 6, period: PERIOD_SECONDS });
}

function secretOf(secret: Uint8Array): Secret {
  return new Secret({ buffer: new Uint8Array(secret).buffer });
}

/** A new secret, 20 random bytes as RFC 4226 recommends. */
export function newSecret(): Uint8Array {
  return new Uint8Array(new Secret({ size: 20 }).buffer);
}

/** The secret as a person types it where no camera can read the image: groups of four letters. */
export function secretLisible(secret: Uint8Array): string {
  return secretOf(secret).base32.replaceAll(/(.{4})(?=.)/g, '$1 ');
}

/** What the QR code says to an application. */
export function adresseTotp(secret: Uint8Array, label: string): string {
  return new TOTP({ issuer: 'Escale', label, secret: secretOf(secret), period: PERIOD_SECONDS }).toString();
}

/** The 30-second step whose code was typed, the one before and the one after included; null when it is none of them. */
export function pasDuCode(secret: Uint8Array, code: string, now: Temporal.Instant): number | null {
  const timestamp = now.epochMilliseconds;
  const delta = totpOf(secret).validate({ token: code, timestamp, window: WINDOW });
  return delta === null ? null : Math.floor(timestamp / 1000 / PERIOD_SECONDS) + delta;
}

/** The first code that would be accepted now, after `dernierPas`; null when none is left before the next half-minute. */
export function codeSuivant(secret: Uint8Array, dernierPas: number | null, now: Temporal.Instant): string | null {
  const current = Math.floor(now.epochMilliseconds / 1000 / PERIOD_SECONDS);
  const pas = Math.max(current, (dernierPas ?? 0) + 1);
  if (pas > current + WINDOW) return null;
  return totpOf(secret).generate({ timestamp: pas * PERIOD_SECONDS * 1000 });
}
