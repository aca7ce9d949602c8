import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { adopter, inventaire, sontAdoptees } from '../src/features/mandats/destruction/cles/adoption.ts';
import { allTerritoires } from '../src/features/territoires/store.ts';
import { openDatabase } from '../src/platform/db.ts';
import { readIdentifiant } from '../src/platform/installation.ts';
import { findMasterKeys } from '../src/platform/keys/master.ts';
import { openDataKeys } from '../src/platform/keys/store.ts';
import { openBothPlaces } from '../src/platform/postgres/place.ts';
import { StartupRefusal } from '../src/platform/startup-refusal.ts';

const USAGE = `Dire aux clés des mandats quelle base elles servent, quand une base restaurée, ou ramenée à un jour passé, remplace celle qui
est perdue :

  npm run cles:adopter
  npm run cles:adopter -- --oui   sans rien demander

Tant qu’elles servent une autre base, Escale n’en détruit aucune. Ne la lancez jamais depuis une copie restaurée pour un essai :
les clés de la vraie base seraient à sa merci.`;

const { values } = parseArgs({ options: { oui: { type: 'boolean' }, aide: { type: 'boolean' } } });
if (values.aide === true) {
  console.log(USAGE);
  process.exit(0);
}

async function confirm(): Promise<boolean> {
  if (values.oui === true) return true;
  process.stdout.write('Tapez « adopter » pour continuer : ');
  // The end of what is given, without a line, is no answer.
  for await (const line of createInterface({ input: process.stdin })) return line.trim() === 'adopter';
  return false;
}

try {
  await using undo = new AsyncDisposableStack();
  const place = await openBothPlaces(process.env);
  undo.defer(place.release);
  const cles = await openDataKeys(place.clesUrls, await findMasterKeys(place.maitres, place.donnees));
  undo.defer(() => cles.close());
  const database = openDatabase(place.ownerUrl, { max: 2 });
  undo.defer(() => database.destroy());
  const ids = (await allTerritoires(database)).map(({ id }) => id);
  if (await sontAdoptees({ database, cles }, ids)) {
    console.log('Ces clés servent déjà cette base : rien à faire.');
  } else {
    const isSame = (await cles.installation()) === (await readIdentifiant(database));
    const found = await inventaire({ database, cles }, ids, Temporal.Now.instant());
    console.log(
      isSame
        ? 'Cette base est plus ancienne que les clés, ou une copie d’elle s’en sert aussi : arrêtez-la d’abord.'
        : 'Ces clés servent une autre base.',
    );
    console.log(`Clés : ${found.cles} ; places : ${place.clesUrls.length}.`);
    console.log(
      `Mandats et démarches scellés dans cette base : ${found.attendus} ; qui s’ouvrent : ${found.lisibles}.`,
    );
    console.log(
      'Ensuite, Escale détruira les clés qu’aucun mandat de cette base ne demande : celles des mandats signés depuis la sauvegarde y sont.',
    );
    if (await confirm()) {
      await adopter({ database, cles }, ids);
      console.log('Adoptée : ces clés servent cette base.');
    } else {
      console.log('Rien n’est changé.');
      process.exitCode = 1;
    }
  }
} catch (error) {
  if (!(error instanceof StartupRefusal)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
