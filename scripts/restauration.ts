import { parseArgs } from 'node:util';
import { findKey } from '../src/platform/coffre.ts';
import { openPlace } from '../src/platform/postgres/place.ts';
import { StartupRefusal } from '../src/platform/startup-refusal.ts';
import { lireSauvegarde, restaurer } from '../src/sauvegarde.ts';

const USAGE = `Restaurer une sauvegarde dans une base vide :

  npm run restauration -- <fichier>
  npm run restauration -- <fichier> --sans-cle

Avec DATABASE_URL_PROPRIETAIRE, dans cette base ; sinon, dans la base embarquée de ESCALE_DONNEES (Escale arrêtée).
Remettez d’abord la clé des seconds facteurs : le fichier « cle » dans le dossier de données, ou ESCALE_CLE.
--sans-cle : la clé est perdue ; chacun refera son second facteur.`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { 'sans-cle': { type: 'boolean' }, aide: { type: 'boolean' } },
});
const [fichier] = positionals;
if (values.aide === true || fichier === undefined || positionals.length > 1) {
  console.log(USAGE);
  process.exit(values.aide === true ? 0 : 2);
}

try {
  const manifeste = await lireSauvegarde(fichier);
  const place = await openPlace(process.env, { fresh: true });
  try {
    const cle = await findKey(process.env['ESCALE_CLE'] || undefined, place.donnees);
    const sansCle = values['sans-cle'] === true;
    const { journaux } = await restaurer({ ...place, cle }, fichier, manifeste, { sansCle });
    const lignes = manifeste.tables.reduce((sum, table) => sum + table.lignes, 0);
    console.log(`Restaurée, au ${manifeste.faite} : ${manifeste.tables.length} tables, ${lignes} lignes.`);
    for (const { territoire, verdict } of journaux) {
      if (verdict.bon) {
        console.log(`Journal ${territoire} : ${verdict.entrees} entrées, chaîne entière.`);
      } else {
        console.error(`Journal ${territoire} : chaîne rompue au rang ${verdict.rang} : ${verdict.defaut}.`);
        process.exitCode = 1;
      }
    }
    console.log(
      'Les clés des mandats continuent de servir la base d’origine : cette copie n’en détruit aucune. Si elle remplace la base perdue, lancez « npm run cles:adopter ».',
    );
  } finally {
    await place.release();
  }
} catch (error) {
  if (!(error instanceof StartupRefusal)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
