import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { tetesGardees } from '../src/features/journal/tete.ts';
import { allTerritoires } from '../src/features/territoires/store.ts';
import { inTerritoire, openDatabase } from '../src/platform/db.ts';
import { type Tete, teteGardee, verifierChaine } from '../src/platform/journal-verification.ts';
import { startEmbedded } from '../src/platform/postgres/embedded.ts';
import { takeLock } from '../src/platform/postgres/lock.ts';
import { StartupRefusal } from '../src/platform/startup-refusal.ts';

const USAGE = `Relire toute la chaîne du journal, et nommer son premier maillon rompu :

  npm run journal:verifier
  npm run journal:verifier -- --territoire 66 --tete tete-66-2026-11-23.json

Avec DATABASE_URL_PROPRIETAIRE ou DATABASE_URL, sur ce serveur ; sinon, sur la base embarquée de ESCALE_DONNEES (Escale arrêtée).
La chaîne doit encore porter les têtes gardées dans ESCALE_DONNEES.
--tete : une autre tête, gardée ailleurs (le message reçu par le délégué, par exemple).`;

function refuse(...sentences: readonly string[]): never {
  for (const sentence of sentences) console.error(sentence);
  process.exit(2);
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function readTete(path: string): Promise<Tete> {
  const text = await readFile(path, 'utf8').catch(() => refuse(`Le fichier ${path} ne se lit pas.`));
  const parsed = teteGardee.safeParse(parsedJson(text));
  return parsed.success ? parsed.data : refuse(`${path} n’est pas une tête du journal.`);
}

/** Verifies every chain asked for; true when all hold. */
async function verify(
  url: string,
  { territoire, tetes, dossier }: { territoire: string | undefined; tetes: readonly Tete[]; dossier: string },
): Promise<boolean> {
  const database = openDatabase(url, { max: 1 });
  try {
    const ids = (await allTerritoires(database)).map(({ id }) => id);
    if (territoire !== undefined && !ids.includes(territoire)) refuse(`Le territoire ${territoire} n’existe pas ici.`);
    let holds = true;
    for (const id of territoire === undefined ? ids : [territoire]) {
      const start = performance.now();
      const heads = [...(await tetesGardees(dossier, id)), ...tetes.filter((one) => one.territoire === id)];
      const verdict = await inTerritoire(database, id, (db) => verifierChaine(db, id, Temporal.Now.instant(), heads), {
        readOnly: true,
      });
      if (verdict.bon) {
        const rate = Math.round(verdict.entrees / ((performance.now() - start) / 1000));
        console.log(`${id} : ${verdict.entrees} entrées, chaîne entière (${rate} entrées par seconde).`);
        console.log(`  tête : rang ${verdict.tete.rang}, ${verdict.tete.empreinte}`);
      } else {
        holds = false;
        console.error(`${id} : chaîne rompue au rang ${verdict.rang} : ${verdict.defaut}.`);
      }
    }
    return holds;
  } finally {
    await database.destroy();
  }
}

const { values } = parseArgs({
  options: { territoire: { type: 'string' }, tete: { type: 'string', multiple: true }, aide: { type: 'boolean' } },
});
if (values.aide === true) {
  console.log(USAGE);
  process.exit(0);
}

try {
  await using undo = new AsyncDisposableStack();
  const tetes = await Promise.all((values.tete ?? []).map(readTete));
  const dossier = resolve(process.env['ESCALE_DONNEES'] ?? './.escale');
  let url = process.env['DATABASE_URL_PROPRIETAIRE'] || process.env['DATABASE_URL'];
  if (!url) {
    const lock = await takeLock(dossier);
    undo.defer(() => lock.release());
    const postgres = await startEmbedded(dossier);
    undo.defer(() => postgres.stop());
    url = postgres.requestUrl;
  }
  if (!(await verify(url, { territoire: values.territoire, tetes, dossier }))) process.exitCode = 1;
} catch (error) {
  if (!(error instanceof StartupRefusal)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
