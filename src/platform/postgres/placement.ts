import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, chown, lstat, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StartupRefusal } from '../startup-refusal.ts';
import { type Binaries, findBinaries, isOpenToAll, readableBinaries } from './binaries.ts';

/** The system user that PostgreSQL runs as: it refuses to run as root. */
export interface SystemUser {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/** Where one data folder's PostgreSQL lives, and as whom. */
export interface Placement {
  readonly binaries: Binaries;
  /** Holds the cluster, its socket and its log. */
  readonly home: string;
  readonly cluster: string;
  readonly socketFolder: string;
  readonly log: string;
  /** Undefined: the user who runs Escale. */
  readonly runAs: SystemUser | undefined;
  /** French sentence for the start output, when something is not in the data folder. */
  readonly notice: string | undefined;
}

const SHELF = '/var/lib/escale';
const OWN_USER = 'escale-pg';
/** A socket's path holds 103 bytes on macOS, 107 on Linux; PostgreSQL adds the file's name. */
const LONGEST_SOCKET_FOLDER = 103 - '/.s.PGSQL.5432.lock'.length;

/**
 * Decides where the PostgreSQL of `dataFolder` lives. An ordinary user keeps all of it in the data folder. Root cannot run
 * PostgreSQL: another user does, and when that user cannot enter the data folder or read the binaries (a 0700 folder such as
 * /root) they are placed under /var/lib/escale, which a pointer in the data folder remembers.
 */
export async function choosePlacement(dataFolder: string): Promise<Placement> {
  const found = await findBinaries();
  const inside = join(dataFolder, 'postgresql');
  if (process.getuid?.() !== 0) {
    return { binaries: found, ...(await arrange(inside, undefined)), runAs: undefined, notice: undefined };
  }
  const home = await chooseHomeAsRoot(dataFolder, inside);
  const runAs = await chooseUser(home);
  await mkdir(SHELF, { recursive: true });
  await chmod(SHELF, 0o755);
  const binaries = await readableBinaries(found, SHELF);
  return {
    binaries,
    ...(await arrange(home, runAs)),
    runAs,
    notice: describe({ home, inside, binaries, found, runAs }),
  };
}

async function chooseHomeAsRoot(dataFolder: string, inside: string): Promise<string> {
  const pointer = join(dataFolder, 'postgresql.emplacement');
  const known = (await readFile(pointer, 'utf8').catch(() => '')).trim();
  if (known !== '') return known;
  const open = await isOpenToAll(dataFolder);
  if (existsSync(inside) && !open) {
    throw new StartupRefusal(
      `La base est dans « ${inside} », où l’utilisateur de PostgreSQL ne peut pas entrer : rouvrez le passage (chmod o+x) de « ${dataFolder} » et de ses dossiers parents.`,
    );
  }
  if (open) return inside;
  const home = join(SHELF, createHash('sha256').update(dataFolder).digest('hex').slice(0, 16));
  await writeFile(pointer, `${home}\n`);
  return home;
}

async function findUser(name: string): Promise<SystemUser | undefined> {
  const line = (await readFile('/etc/passwd', 'utf8')).split('\n').find((entry) => entry.startsWith(`${name}:`));
  const [, , uid, gid] = line?.split(':') ?? [];
  return uid === undefined || gid === undefined ? undefined : { name, uid: Number(uid), gid: Number(gid) };
}

/** A cluster keeps the user that made it; a new one takes `postgres` if the machine has it, else a user made for it. */
async function chooseUser(home: string): Promise<SystemUser> {
  if (existsSync(home)) {
    const { uid, gid } = await stat(home);
    if (uid !== 0) return { name: await nameOf(uid), uid, gid };
  }
  const existing = (await findUser('postgres')) ?? (await findUser(OWN_USER));
  if (existing !== undefined) return existing;
  spawnSync('useradd', ['--system', '--no-create-home', '--shell', '/usr/sbin/nologin', OWN_USER]);
  const created = await findUser(OWN_USER);
  if (created !== undefined) return created;
  throw new StartupRefusal(
    `PostgreSQL refuse d’être lancé par root, et l’utilisateur « ${OWN_USER} » n’a pas pu être créé : créez-le (useradd --system ${OWN_USER}), ou lancez Escale sous un utilisateur ordinaire.`,
  );
}

async function nameOf(uid: number): Promise<string> {
  const entries = (await readFile('/etc/passwd', 'utf8')).split('\n').map((entry) => entry.split(':'));
  return entries.find(([, , id]) => id === String(uid))?.[0] ?? String(uid);
}

async function arrange(
  home: string,
  owner: SystemUser | undefined,
): Promise<Omit<Placement, 'binaries' | 'runAs' | 'notice'>> {
  await makePrivate(home, owner);
  const near = join(home, 'prise');
  const socketFolder = Buffer.byteLength(near) <= LONGEST_SOCKET_FOLDER ? near : shortSocketFolder(home);
  await makePrivate(socketFolder, owner);
  return { home, cluster: join(home, 'grappe'), socketFolder, log: join(home, 'postgresql.log') };
}

function shortSocketFolder(home: string): string {
  const name = `escale-${createHash('sha256').update(home).digest('hex').slice(0, 16)}`;
  const folder = join(tmpdir(), name);
  return Buffer.byteLength(folder) <= LONGEST_SOCKET_FOLDER ? folder : join('/tmp', name);
}

/** Makes `folder` the owner's alone; refuses one that somebody else prepared (a temporary folder is open to all). */
async function makePrivate(folder: string, owner: SystemUser | undefined): Promise<void> {
  const uid = owner?.uid ?? process.getuid?.() ?? 0;
  const created = await mkdir(folder, { recursive: true });
  const found = await lstat(folder);
  if (created === undefined && (!found.isDirectory() || (found.uid !== uid && found.uid !== process.getuid?.()))) {
    throw new StartupRefusal(
      `« ${folder} » appartient à un autre utilisateur : supprimez ce dossier, ou indiquez un autre dossier de données avec ESCALE_DONNEES.`,
    );
  }
  if (owner !== undefined) await chown(folder, owner.uid, owner.gid);
  await chmod(folder, 0o700);
}

function describe(at: {
  home: string;
  inside: string;
  binaries: Binaries;
  found: Binaries;
  runAs: SystemUser;
}): string {
  const moved = at.home === at.inside ? [] : [`la base est dans ${at.home}`];
  if (at.binaries.folder !== at.found.folder) moved.push(`ses programmes dans ${at.binaries.folder}`);
  return [`PostgreSQL tourne sous l’utilisateur « ${at.runAs.name} »`, ...moved].join(' ; ').concat('.');
}
