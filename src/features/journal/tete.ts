import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { formatDateLongue } from '../../domain/date.ts';
import type { Territoire } from '../../domain/territoire.ts';
import { type Database, type Db, inTerritoire } from '../../platform/db.ts';
import { type Tete, teteGardee } from '../../platform/journal-verification.ts';
import { lastMaillon, maillonAu } from '../../platform/sealer.ts';
import { comptesDuRole } from '../comptes/store.ts';
import { queueMail } from '../courriels/store.ts';

/** The heads of a territoire that the data folder keeps, oldest first. A folder that was never written holds none. */
export async function tetesGardees(dossier: string, territoireId: string): Promise<Tete[]> {
  const folder = join(dossier, 'tetes');
  const names = await readdir(folder).catch((error) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const own = names.filter((name) => name.startsWith(`tete-${territoireId}-`) && name.endsWith('.json')).sort();
  return Promise.all(own.map(async (name) => teteGardee.parse(JSON.parse(await readFile(join(folder, name), 'utf8')))));
}

/** Whether the chain still bears a head that was kept. */
async function porte(database: Database, { territoire, rang, empreinte }: Tete): Promise<boolean> {
  const found = await inTerritoire(database, territoire, (db) => maillonAu(db, territoire, rang), { readOnly: true });
  return found !== undefined && Buffer.from(found).toString('hex') === empreinte;
}

/**
 * Keeps the head of the chain out of the database, once a day: a file of the data folder, and a message to each DPO. A chain
 * whose end was cut no longer bears it. A chain without a link has no head. The same day twice changes nothing: the first
 * head of the day stays.
 *
 * Throws, and tells the DPO first, when the chain no longer bears the head kept last: nothing is exported over it. Throws
 * when nobody is DPO: a head that nobody receives protects nothing.
 */
export async function exporterTete(
  database: Database,
  territoire: Territoire,
  { dossier, today }: { readonly dossier: string; readonly today: Temporal.PlainDate },
): Promise<void> {
  const { id } = territoire;
  const previous = (await tetesGardees(dossier, id)).at(-1);
  if (previous !== undefined && !(await porte(database, previous))) {
    await inTerritoire(database, id, (db) => alerter(db, territoire, previous, today));
    throw new Error(`La chaîne du journal ne porte plus le maillon ${previous.rang}, exporté auparavant.`);
  }
  const last = await inTerritoire(database, id, (db) => lastMaillon(db, id), { readOnly: true });
  if (last === undefined) return;
  const tete: Tete = { territoire: id, rang: last.rang, empreinte: Buffer.from(last.empreinte).toString('hex') };
  const folder = join(dossier, 'tetes');
  const path = join(folder, `tete-${id}-${today}.json`);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(path, `${JSON.stringify(tete)}\n`, { flag: 'wx', mode: 0o600 }).catch((error) => {
    if (error.code !== 'EEXIST') throw error;
  });
  const kept = await readFile(path, 'utf8');
  await inTerritoire(database, id, async (db) => {
    const delegues = await comptesDuRole(db, id, 'dpo');
    if (delegues.length === 0)
      throw new Error('Personne n’est délégué à la protection des données : invitez quelqu’un.');
    for (const { courriel, nom } of delegues) {
      const message = {
        genre: 'journal',
        destinataire: courriel,
        sujet: `Tête du journal, ${formatDateLongue(today)}`,
        texte: [
          `Bonjour ${nom},`,
          '',
          `Voici où en est la chaîne du journal du ${territoire.nomComplet} :`,
          kept.trim(),
          '',
          'Gardez ce message hors d’Escale. Pour vérifier un jour que rien n’a été retiré de la fin du journal, enregistrez la ligne ci-dessus dans un fichier, et demandez à l’exploitation : npm run journal:verifier -- --tete ce-fichier.',
        ].join('\n'),
      } as const;
      await queueMail(db, id, message, { unique: `tete ${today} ${courriel}` });
    }
  });
}

async function alerter(db: Db, territoire: Territoire, perdue: Tete, today: Temporal.PlainDate): Promise<void> {
  for (const { courriel, nom } of await comptesDuRole(db, territoire.id, 'dpo')) {
    const message = {
      genre: 'journal',
      destinataire: courriel,
      sujet: 'Alerte : le journal a été modifié ou raccourci',
      texte: [
        `Bonjour ${nom},`,
        '',
        `La chaîne du journal du ${territoire.nomComplet} ne porte plus le maillon ${perdue.rang}, dont la tête vous avait été envoyée. Des actes ont été retirés ou changés.`,
        '',
        'Gardez vos messages précédents. Demandez à l’exploitation de ne rien effacer, et de lancer : npm run journal:verifier. Il nomme le premier maillon rompu.',
      ].join('\n'),
    } as const;
    await queueMail(db, territoire.id, message, { unique: `alerte tete ${today} ${courriel}` });
  }
}
