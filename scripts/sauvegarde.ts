import { parseArgs } from 'node:util';
import { findKey } from '../src/platform/coffre.ts';
import { openPlace } from '../src/platform/postgres/place.ts';
import { StartupRefusal } from '../src/platform/startup-refusal.ts';
import { sauvegarder } from '../src/sauvegarde.ts';

const USAGE = `Sauvegarder toute la base en un fichier, Escale en marche ou arrêtée :

  npm run sauvegarde -- <dossier>

Avec DATABASE_URL_PROPRIETAIRE, cette base ; sinon, la base embarquée de ESCALE_DONNEES.
La clé des seconds facteurs (fichier « cle », ou ESCALE_CLE) n’y est pas : gardez-la ailleurs.`;

const { values, positionals } = parseArgs({ allowPositionals: true, options: { aide: { type: 'boolean' } } });
const [dossier] = positionals;
if (values.aide === true || dossier === undefined || positionals.length > 1) {
  console.log(USAGE);
  process.exit(values.aide === true ? 0 : 2);
}

try {
  const place = await openPlace(process.env, { fresh: false });
  try {
    const cle = await findKey(process.env['ESCALE_CLE'] || undefined, place.donnees);
    const { fichier, manifeste } = await sauvegarder({ ...place, cle }, dossier, Temporal.Now.instant());
    const lignes = manifeste.tables.reduce((sum, table) => sum + table.lignes, 0);
    console.log(`${fichier} : ${manifeste.tables.length} tables, ${lignes} lignes, au ${manifeste.faite}.`);
    console.log(
      cle === undefined
        ? 'La clé des seconds facteurs n’est pas sur cette machine : assurez-vous de la garder ailleurs.'
        : `La clé des seconds facteurs (empreinte ${manifeste.cle}) n’y est pas : gardez-la ailleurs.`,
    );
  } finally {
    await place.release();
  }
} catch (error) {
  if (!(error instanceof StartupRefusal)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
