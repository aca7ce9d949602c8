/** What is kept of people on a device, unreadable without the key of their agent. */
export type Chiffre = { readonly iv: Uint8Array<ArrayBuffer>; readonly donnees: ArrayBuffer };

const AES = 'AES-GCM';
const IV_BYTES = 12;

/** A key that works here and nowhere else: no script can read it, not even ours. */
export function nouvelleCle(): Promise<CryptoKey> {
  return crypto.subtle.generateKey({ name: AES, length: 256 }, false, ['encrypt', 'decrypt']);
}

/** `lien`: what it is the content of. Put in the place of another, it can no longer be read. */
export async function chiffrer(cle: CryptoKey, valeur: unknown, lien: string): Promise<Chiffre> {
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
  const encoder = new TextEncoder();
  const options = { name: AES, iv, additionalData: encoder.encode(lien) };
  return { iv, donnees: await crypto.subtle.encrypt(options, cle, encoder.encode(JSON.stringify(valeur))) };
}

/** Undefined: tampered with, damaged, or of another key. */
export async function dechiffrer(cle: CryptoKey, { iv, donnees }: Chiffre, lien: string): Promise<unknown> {
  try {
    const options = { name: AES, iv, additionalData: new TextEncoder().encode(lien) };
    return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt(options, cle, donnees)));
  } catch {
    return undefined;
  }
}

/** A random id; browsers before 2021 do not know `crypto.randomUUID`. */
export function nouvelId(): string {
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
