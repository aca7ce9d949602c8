import { createHash, randomUUID } from 'node:crypto';
import { link, mkdir, open, readdir, readFile, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Territoire } from '../../domain/territoire.ts';
import { type Sealed, sealPdf } from './seal.ts';
import { makeSealer, readSealer, type Sealer, SealerRefusal } from './sealer.ts';
import type { Stamper, StampRefusal } from './stamper.ts';

/** The territoire that seals: its certificate is found by its id, and made in its full name. */
type Owner = Pick<Territoire, 'id' | 'nomComplet'>;

export type SealedByTerritoire = Sealed & {
  readonly selfSigned: boolean;
  /** SHA-256 of the certificate, in hexadecimal. */
  readonly certificate: string;
};

/** The sealers of an installation, one a territoire. */
export interface Sealers {
  /** As its file says now, made when there is none. Throws a SealerRefusal, in French, when it cannot seal any more. */
  sealerOf(territoire: Owner): Promise<Sealer>;
  /** `sealPdf` in the name of a territoire, with a timestamp when the installation asks for them; `at` is the time claimed. */
  seal(territoire: Owner, pdf: Uint8Array, at: Temporal.Instant): Promise<SealedByTerritoire>;
}

export type SealersOptions = {
  readonly stamp?: Stamper | undefined;
  /** Told each time that a timestamp was asked for in vain. */
  readonly onStampRefusal?: (why: StampRefusal) => void;
  readonly clock?: () => Temporal.Instant;
};

/** Ids of territoires: no separator, no dot, so that none leads out of the folder. */
const ID = /^[0-9A-Za-z_-]{1,64}$/;
const SUFFIX = '.pem';
const READ_BY_ALL = 0o004;

/**
 * Opens the folder of the sealers (`<id>.pem`, one a territoire), made for its owner alone when absent, and reads every file
 * that is there: throws one SealerRefusal that says, a line each, all that are wrong. Nothing is kept in memory: a file that is replaced
 * counts from the next seal.
 */
export async function openSealers(folder: string, options: SealersOptions = {}): Promise<Sealers> {
  const { stamp, onStampRefusal, clock = () => Temporal.Now.instant() } = options;
  const names = await openFolder(folder);
  const refusals: string[] = [];
  for (const name of names.filter((one) => one.endsWith(SUFFIX)).sort()) {
    try {
      await read(join(folder, name), clock());
      if (!ID.test(name.slice(0, -SUFFIX.length))) throw misnamed(join(folder, name));
    } catch (error) {
      if (!(error instanceof SealerRefusal)) throw error;
      refusals.push(error.message);
    }
  }
  if (refusals.length > 0) throw new SealerRefusal(refusals.join('\n'));

  const sealerOf = async ({ id, nomComplet }: Owner): Promise<Sealer> => {
    if (!ID.test(id)) throw new Error('Not the id of a territoire');
    const path = join(folder, `${id}${SUFFIX}`);
    const found = await read(path, clock());
    if (found !== undefined) return found;
    await writeOnce(path, await makeSealer(nomComplet, clock()));
    const made = await read(path, clock());
    if (made === undefined) throw new Error('A sealer that was made is gone');
    return made;
  };
  return {
    sealerOf,
    async seal(territoire, pdf, at) {
      const sealer = await sealerOf(territoire);
      const sealed = await sealPdf(pdf, sealer, { at, stamp });
      if (sealed.stampRefusal !== null) onStampRefusal?.(sealed.stampRefusal);
      const certificate = createHash('sha256').update(sealer.certificate.raw).digest('hex');
      return { ...sealed, selfSigned: sealer.selfSigned, certificate };
    },
  };
}

async function openFolder(folder: string): Promise<readonly string[]> {
  try {
    // What stands above is not for its owner alone: PostgreSQL may live there.
    await mkdir(dirname(folder), { recursive: true });
    await mkdir(folder, { mode: 0o700 }).catch((error) => {
      if (error.code !== 'EEXIST') throw error;
    });
    return await readdir(folder);
  } catch (cause) {
    throw new SealerRefusal(
      `Le dossier des cachets « ${folder} » ne peut pas être lu : donnez-le à l’utilisateur qui lance Escale, ou changez ESCALE_CACHETS.`,
      { cause },
    );
  }
}

function misnamed(path: string): SealerRefusal {
  return new SealerRefusal(
    `Le cachet « ${path} » ne porte pas le nom d’un territoire : renommez-le d’après son identifiant, par exemple 66.pem, ou retirez-le.`,
  );
}

/** Undefined when there is no such file. */
async function read(path: string, now: Temporal.Instant): Promise<Sealer | undefined> {
  const file = await contentOf(path);
  if (file === undefined) return undefined;
  if ((file.mode & READ_BY_ALL) !== 0) {
    throw new SealerRefusal(
      `Le cachet « ${path} » peut être lu par tous, sa clé aussi : ôtez-en ce droit (chmod 600).`,
    );
  }
  return readSealer(file.text, path, now);
}

async function contentOf(path: string): Promise<{ readonly text: string; readonly mode: number } | undefined> {
  try {
    return { text: await readFile(path, 'utf8'), mode: (await stat(path)).mode };
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined;
    throw new SealerRefusal(
      `Le cachet « ${path} » ne peut pas être lu : donnez-en la lecture à l’utilisateur qui lance Escale, et à lui seul.`,
      { cause },
    );
  }
}

/** Writes a file whole, on the disk and for its owner alone, unless another process did it first: theirs then stays. */
async function writeOnce(path: string, text: string): Promise<void> {
  const draft = `${path}.${randomUUID()}`;
  try {
    await using file = await open(draft, 'wx', 0o600);
    await file.writeFile(text);
    await file.sync();
    await link(draft, path);
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'EEXIST') return;
    throw new SealerRefusal(
      `Le cachet « ${path} » ne peut pas être écrit : donnez le dossier à l’utilisateur qui lance Escale, ou déposez-y ce fichier.`,
      { cause },
    );
  } finally {
    await rm(draft, { force: true });
  }
}
