import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StartupRefusal } from './startup-refusal.ts';

const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Encrypts the few secrets that Escale must be able to read again (AES-256-GCM), each bound to its place. */
export interface Coffre {
  /** `place` is « table:id »: what is moved to another row no longer opens. */
  seal(secret: Uint8Array, place: string): Buffer;
  /** Throws when the key is another one, or when a byte or the place changed. */
  open(sealed: Uint8Array, place: string): Buffer;
  /** A print of what is too short to be hashed alone: without the key, nobody can try them all. */
  print(text: string): Buffer;
}

export function makeCoffre(key: Uint8Array): Coffre {
  if (key.byteLength !== KEY_BYTES) throw new Error('The key of the coffre is 32 bytes');
  const printKey = createHmac('sha256', key).update('print').digest();
  return {
    print: (text) => createHmac('sha256', printKey).update(text).digest(),
    seal(secret, place) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(place));
      return Buffer.concat([nonce, cipher.update(secret), cipher.final(), cipher.getAuthTag()]);
    },
    open(sealed, place) {
      const bytes = Buffer.from(sealed);
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES))
        .setAAD(Buffer.from(place))
        .setAuthTag(bytes.subarray(-TAG_BYTES));
      return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
    },
  };
}

/** The key of this installation when it has one; undefined before its first start. Makes nothing. */
export async function findKey(given: string | undefined, donnees: string): Promise<Buffer | undefined> {
  return given !== undefined || existsSync(join(donnees, 'cle')) ? readKey(given, donnees) : undefined;
}

/**
 * The key of this installation: ESCALE_CLE when given (32 bytes in base64), else the file `cle` of the data folder, made
 * at the first start and readable by its owner alone. It is never in the database nor in a backup.
 */
export async function readKey(given: string | undefined, donnees: string): Promise<Buffer> {
  if (given !== undefined) return Buffer.from(given, 'base64');
  const path = join(donnees, 'cle');
  await mkdir(donnees, { recursive: true });
  await writeFile(path, randomBytes(KEY_BYTES).toString('base64'), { flag: 'wx', mode: 0o600 }).catch((error) => {
    if (error.code !== 'EEXIST') throw error;
  });
  await chmod(path, 0o600);
  const key = Buffer.from(await readFile(path, 'utf8'), 'base64');
  if (key.byteLength !== KEY_BYTES) {
    throw new StartupRefusal(
      `Le fichier ${path} n’est pas une clé d’Escale : remettez celui de la sauvegarde des clés.`,
    );
  }
  return key;
}
