import { parseArgs } from 'node:util';
import { fillPlaces, keepAsTheyAre } from '../src/platform/keys/filling.ts';
import { findMasterKeys } from '../src/platform/keys/master.ts';
import { openKeysPlace } from '../src/platform/postgres/place.ts';
import { StartupRefusal } from '../src/platform/startup-refusal.ts';

const USAGE = `Remplir une nouvelle place des clés des mandats, ajoutée à la fin de CLES_URL, depuis celles qui en gardent :

  npm run cles:remplir
  npm run cles:remplir -- --telle-quelle   garder ce qui est déjà copié, quand les autres places sont perdues

Escale peut être en marche ou arrêtée. Interrompue, la commande se relance telle quelle. La place sert au prochain démarrage d’Escale avec
cette CLES_URL, qui finit de la remplir : ce qui a été détruit entre-temps n’y revient pas.`;

const { values } = parseArgs({ options: { 'telle-quelle': { type: 'boolean' }, aide: { type: 'boolean' } } });
if (values.aide === true) {
  console.log(USAGE);
  process.exit(0);
}

try {
  const { clesUrls: urls, maitres, donnees, release } = await openKeysPlace(process.env);
  try {
    const masters = await findMasterKeys(maitres, donnees);
    if (values['telle-quelle'] === true) {
      const kept = await keepAsTheyAre(urls);
      console.log(`Places gardées telles quelles : ${kept.map((rank) => `n° ${rank}`).join(', ')}.`);
      console.log('Ce qui n’y était pas encore copié est perdu ; ce qui a été détruit depuis peut y être encore.');
    } else {
      const { filled } = await fillPlaces(urls, masters);
      for (const { rank, keys } of filled) console.log(`Place n° ${rank} remplie ; clés : ${keys}.`);
      console.log(
        filled.length === 0
          ? 'Aucune place de CLES_URL n’est à remplir : rien à faire.'
          : 'Démarrez maintenant Escale avec cette CLES_URL : elle ajoute ce qui a été fait entre-temps, ôte ce qui a été détruit, et s’en sert.',
      );
    }
  } finally {
    await release();
  }
} catch (error) {
  if (!(error instanceof StartupRefusal)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
