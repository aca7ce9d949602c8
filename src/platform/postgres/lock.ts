import { constants } from 'node:fs';
import { access, chmod, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { StartupRefusal } from '../startup-refusal.ts';

export interface Lock {
  release(): void;
}

function unusable(folder: string, reason: string): StartupRefusal {
  return new StartupRefusal(
    `Le dossier de données « ${folder} » ne peut pas être utilisé : ${reason}. Corrigez ses droits, ou indiquez un autre dossier avec ESCALE_DONNEES.`,
  );
}

const REASONS: Record<string, string> = {
  EACCES: 'l’accès est refusé à l’utilisateur qui lance Escale',
  EPERM: 'l’accès est refusé à l’utilisateur qui lance Escale',
  EROFS: 'il est sur un disque en lecture seule',
  ENOTDIR: 'un fichier porte ce nom, ou celui d’un dossier parent',
  EEXIST: 'un fichier porte ce nom, ou celui d’un dossier parent',
  ENOSPC: 'le disque est plein',
  ENOENT: 'il n’existe pas et ne peut pas être créé',
};

/**
 * Creates the data folder when needed and makes sure that it can be read and written.
 * Throws a StartupRefusal that says why it cannot.
 */
export async function prepareFolder(folder: string): Promise<void> {
  try {
    const created = await mkdir(folder, { recursive: true });
    // Others may cross it (PostgreSQL's own user must reach its cluster when root starts Escale) but not list it.
    if (created !== undefined) await chmod(folder, 0o711);
    if (!(await stat(folder)).isDirectory()) throw unusable(folder, 'un fichier porte ce nom');
    await access(folder, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    const reason = REASONS[(error as NodeJS.ErrnoException).code ?? ''];
    if (reason === undefined) throw error;
    throw unusable(folder, reason);
  }
}

/**
 * Takes the only seat of a data folder, until `release` or the end of the process, however it ends.
 *
 * The seat is a lock of the operating system (held through SQLite, the one in Node that locks files), so nothing stale is
 * left behind by SIGKILL or a reboot. Throws a StartupRefusal when another Escale holds it.
 */
export async function takeLock(folder: string): Promise<Lock> {
  await prepareFolder(folder);
  const holder = join(folder, 'escale.pid');
  let seat: DatabaseSync;
  try {
    seat = new DatabaseSync(join(folder, 'escale.verrou'));
    seat.exec('pragma busy_timeout = 0; begin exclusive');
  } catch (error) {
    const SQLITE_BUSY = 5;
    if ((error as { errcode?: number }).errcode !== SQLITE_BUSY) {
      throw unusable(folder, 'le fichier « escale.verrou » ne peut pas y être écrit');
    }
    const pid = (await readFile(holder, 'utf8').catch(() => '')).trim();
    throw new StartupRefusal(
      `Escale est déjà en marche sur le dossier de données « ${folder} »${pid === '' ? '' : ` (processus ${pid})`} : arrêtez-la d’abord, ou indiquez un autre dossier avec ESCALE_DONNEES.`,
    );
  }
  await writeFile(holder, `${process.pid}\n`);
  return { release: () => seat.close() };
}
