import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { formatDateLongue } from '../../domain/date.ts';
import type { Territoire } from '../../domain/territoire.ts';
import { type Database, inTerritoire } from '../../platform/db.ts';
import type { Tete } from '../../platform/journal-verification.ts';
import { lastMaillon } from '../../platform/sealer.ts';
import { comptesDuRole } from '../comptes/store.ts';
import { queueMail } from '../courriels/store.ts';

/**
 * Keeps the head of the chain out of the database, once a day: a file of the data folder, and a message to each DPO. A chain
 * whose end was cut no longer bears it. A chain without a link has no head. The same day twice changes nothing: the first
 * head of the day stays.
 */
export async function exporterTete(
  database: Database,
  territoire: Territoire,
  { dossier, today }: { readonly dossier: string; readonly today: Temporal.PlainDate },
): Promise<void> {
  const { id } = territoire;
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
    for (const { courriel, nom } of await comptesDuRole(db, id, 'dpo')) {
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
