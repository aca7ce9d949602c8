import { createHash, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, link, mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Coffre, makeCoffre } from '../coffre.ts';
import { StartupRefusal } from '../startup-refusal.ts';

const KEY_BYTES = 32;
const FILE = 'cle-maitre';
/** The key that a rotation replaces, until nothing is wrapped by it any more. */
const FORMER_FILE = 'cle-maitre.precedente';
/** The key that replaces, until it takes its name. */
const NEXT_FILE = 'cle-maitre.nouvelle';

/** A key that wraps those of the territoires, and the print by which what it wrapped names it. */
export type MasterKey = { readonly print: string; readonly coffre: Coffre };

/** The master key that wraps from now on, and, while a rotation is not over, the one before. */
export type MasterKeys = { readonly current: MasterKey; readonly former: MasterKey | undefined };

/** Says which key it is without giving it: 16 hexadecimal figures. */
export function printOfMaster(key: Uint8Array): string {
  return createHash('sha256').update('escale cle-maitre').update(key).digest('hex').slice(0, 16);
}

export function masterKey(key: Uint8Array): MasterKey {
  return { print: printOfMaster(key), coffre: makeCoffre(key) };
}

/**
 * The master keys of this installation: ESCALE_CLE_MAITRE and ESCALE_CLE_MAITRE_PRECEDENTE when given (32 bytes in base64),
 * else the files `cle-maitre` (made at the first start, readable by its owner alone) and `cle-maitre.precedente` of the data
 * folder. Neither is ever in a database or in a backup. Throws a StartupRefusal on a file that is no key.
 */
export async function readMasterKeys(
  given: { readonly current: string | undefined; readonly former: string | undefined },
  donnees: string,
): Promise<MasterKeys> {
  if (given.current !== undefined) {
    const former = given.former === undefined ? undefined : masterKey(Buffer.from(given.former, 'base64'));
    return { current: masterKey(Buffer.from(given.current, 'base64')), former };
  }
  const path = join(donnees, FILE);
  const formerPath = join(donnees, FORMER_FILE);
  await makeKeyFile(path);
  const former = existsSync(formerPath) ? masterKey(await readKeyFile(formerPath)) : undefined;
  return { current: masterKey(await readKeyFile(path)), former };
}

/** As `readMasterKeys`, for a command that makes nothing: throws a StartupRefusal when there is no key. */
export async function findMasterKeys(
  given: { readonly current: string | undefined; readonly former: string | undefined },
  donnees: string,
): Promise<MasterKeys> {
  if (given.current === undefined && !existsSync(join(donnees, FILE))) {
    throw new StartupRefusal(
      `La clé maîtresse n’est pas dans « ${donnees} » : indiquez le dossier de données avec ESCALE_DONNEES, ou la clé avec ESCALE_CLE_MAITRE.`,
    );
  }
  return readMasterKeys(given, donnees);
}

/**
 * Puts a new master key in the place of the one of the data folder, which becomes the former one. At no moment is `cle-maitre`
 * away. Cut anywhere, it goes on where it was; once the new key is in place, it does nothing. `onStep` is called between steps.
 */
export async function beginMasterRotation(donnees: string, onStep: (step: string) => void): Promise<void> {
  const [path, formerPath, nextPath] = [FILE, FORMER_FILE, NEXT_FILE].map((name) => join(donnees, name)) as [
    string,
    string,
    string,
  ];
  await makeKeyFile(path);
  const isReplaced = existsSync(formerPath) && !(await readKeyFile(formerPath)).equals(await readKeyFile(path));
  if (isReplaced) return;
  await writeDurably(nextPath, randomBytes(KEY_BYTES).toString('base64'));
  onStep('next');
  if (!existsSync(formerPath)) await link(path, formerPath);
  onStep('former');
  await rename(nextPath, path);
  await syncFolder(donnees);
  onStep('current');
}

/** Forgets the former master key: nothing is wrapped by it any more. */
export async function endMasterRotation(donnees: string): Promise<void> {
  await rm(join(donnees, FORMER_FILE), { force: true });
  await syncFolder(donnees);
}

/** A file on the disk, whole, for its owner alone. */
async function writeDurably(path: string, text: string): Promise<void> {
  await rm(path, { force: true });
  await using file = await open(path, 'wx', 0o600);
  await file.writeFile(text);
  await file.sync();
}

/** What was renamed or removed in it is so on the disk too. */
async function syncFolder(path: string): Promise<void> {
  await using folder = await open(path, 'r');
  await folder.sync();
}

/** Makes a key file, unless it is there. */
async function makeKeyFile(path: string): Promise<void> {
  await mkdir(join(path, '..'), { recursive: true });
  await writeFile(path, randomBytes(KEY_BYTES).toString('base64'), { flag: 'wx', mode: 0o600 }).catch((error) => {
    if (error.code !== 'EEXIST') throw error;
  });
  await chmod(path, 0o600);
}

async function readKeyFile(path: string): Promise<Buffer> {
  const key = Buffer.from(await readFile(path, 'utf8'), 'base64');
  if (key.byteLength !== KEY_BYTES) {
    throw new StartupRefusal(
      `Le fichier ${path} n’est pas une clé maîtresse d’Escale : remettez celui que vous gardez.`,
    );
  }
  return key;
}
