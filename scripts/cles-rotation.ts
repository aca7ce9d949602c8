import { parseArgs } from 'node:util';
import { findMasterKeys } from '../src/platform/keys/master.ts';
import { rotateMaster, rotateTerritoires } from '../src/platform/keys/rotation.ts';
import { UnknownMaster } from '../src/platform/keys/territoire.ts';
import { openKeysPlace } from '../src/platform/postgres/place.ts';
import { StartupRefusal } from '../src/platform/startup-refusal.ts';

const USAGE = `Changer les clés qui ferment celles des mandats, Escale en marche ou arrêtée :

  npm run cles:rotation                    une nouvelle clé maîtresse
  npm run cles:rotation -- --territoires   une nouvelle clé pour chaque territoire

Dans les places de CLES_URL ; sinon, dans la base embarquée de ESCALE_DONNEES. Interrompue, la commande se relance telle quelle.
Avec ESCALE_CLE_MAITRE (la nouvelle) et ESCALE_CLE_MAITRE_PRECEDENTE (l’ancienne), elle referme seulement.`;

const { values } = parseArgs({ options: { territoires: { type: 'boolean' }, aide: { type: 'boolean' } } });
if (values.aide === true) {
  console.log(USAGE);
  process.exit(0);
}

try {
  const { clesUrls: urls, maitres: given, donnees, release } = await openKeysPlace(process.env);
  try {
    await findMasterKeys(given, donnees);
    if (values.territoires === true) {
      const { territoires, rewrapped } = await rotateTerritoires({ urls, donnees, given });
      console.log(
        `Clés des territoires changées : ${territoires} ; clés refermées : ${rewrapped} ; places : ${urls.length}.`,
      );
      console.log(
        'Changez ensuite la clé maîtresse : c’est elle qui ouvrirait ce qui reste des anciennes sur un disque.',
      );
    } else {
      const { rewrapped, current } = await rotateMaster({ urls, donnees, given });
      console.log(`Clé maîtresse ${current} ; clés de territoires refermées : ${rewrapped} ; places : ${urls.length}.`);
      console.log(
        given.current === undefined
          ? 'L’ancienne est effacée ; remplacez la copie que vous gardez ailleurs, et détruisez-la.'
          : 'Retirez maintenant ESCALE_CLE_MAITRE_PRECEDENTE, relancez Escale, et détruisez l’ancienne clé.',
      );
    }
  } finally {
    await release();
  }
} catch (error) {
  if (error instanceof UnknownMaster) {
    console.error(
      'Des clés sont fermées par une clé maîtresse qui n’est pas ici : donnez l’ancienne avec ESCALE_CLE_MAITRE_PRECEDENTE, ou remettez son fichier. Rien n’a été perdu.',
    );
  } else if (error instanceof StartupRefusal) console.error(error.message);
  else throw error;
  process.exitCode = 2;
}
