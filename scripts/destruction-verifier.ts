import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { quoi } from '../src/features/mandats/destruction/certificats/document.ts';
import { type Constat, verifierIllisible } from '../src/features/mandats/destruction/verification/verifier.ts';
import { allTerritoires } from '../src/features/territoires/store.ts';
import { type Database, openDatabase } from '../src/platform/db.ts';
import { findMasterKeys } from '../src/platform/keys/master.ts';
import { type DataKeys, openDataKeys } from '../src/platform/keys/store.ts';
import { UnknownMaster } from '../src/platform/keys/territoire.ts';
import { startEmbedded } from '../src/platform/postgres/embedded.ts';
import { openBothPlaces } from '../src/platform/postgres/place.ts';
import { StartupRefusal } from '../src/platform/startup-refusal.ts';
import { lireSauvegarde, restaurer } from '../src/sauvegarde.ts';

const USAGE = `Prouver que ce qui est détruit ne se lit plus, dans une sauvegarde ou dans la base :

  npm run destruction:verifier -- <sauvegarde>
  npm run destruction:verifier

La sauvegarde est restaurée dans une base à part, supprimée à la fin. Chaque chiffré y est essayé avec les clés de chaque place,
lues sans rien y écrire. 0 : tout ce qui est certifié détruit est illisible ; 1 : quelque chose s’ouvre encore ; 2 : rien n’a pu être vérifié.`;

const { values, positionals } = parseArgs({ allowPositionals: true, options: { aide: { type: 'boolean' } } });
const [fichier] = positionals;
if (values.aide === true || positionals.length > 1) {
  console.log(USAGE);
  process.exit(values.aide === true ? 0 : 2);
}

/** Restores a backup in a PostgreSQL of its own, which goes with `undo`. */
async function restored(path: string, undo: AsyncDisposableStack): Promise<Database> {
  const manifeste = await lireSauvegarde(path);
  const donnees = await mkdtemp(join(tmpdir(), 'escale-verification-'));
  undo.defer(() => rm(donnees, { recursive: true, force: true }));
  // PostgreSQL's own user must be able to cross it when root verifies.
  await chmod(donnees, 0o711);
  const postgres = await startEmbedded(donnees, { fast: true });
  undo.defer(() => postgres.stop());
  await restaurer({ ownerUrl: postgres.ownerUrl, donnees, cle: undefined }, path, manifeste, { sansCle: true });
  const database = openDatabase(postgres.ownerUrl, { max: 2 });
  undo.defer(() => database.destroy());
  console.log(`Sauvegarde du ${manifeste.faite}, restaurée à part.`);
  return database;
}

const DIT: Readonly<Record<Constat['etat'], string>> = {
  ouverte: 'S’OUVRE ENCORE',
  illisible: 'illisible',
  absente: 'rien à lire ici',
};

function say({ destruction, etat, isConforme }: Constat): void {
  const same = isConforme === true ? ', chiffré identique à celui du certificat' : '';
  const line = `  certificat n° ${destruction.numero}, mandat ${destruction.code}, ${quoi(destruction)} : ${DIT[etat]}${same}`;
  if (etat === 'ouverte') console.error(line);
  else console.log(line);
}

async function verify(vivante: Database, essayee: Database, places: readonly DataKeys[]): Promise<boolean> {
  let holds = true;
  for (const { id } of await allTerritoires(vivante)) {
    const { constats, ouvertes, illisibles, abimees } = await verifierIllisible({ vivante, essayee, places }, id);
    console.log(`${id}, chiffrés : ${ouvertes} qui s’ouvrent, ${illisibles} illisibles, ${abimees} abîmés.`);
    for (const constat of constats) say(constat);
    const first = constats.find(({ etat }) => etat === 'ouverte');
    if (first === undefined) continue;
    holds = false;
    const { numero, code } = first.destruction;
    console.error(`${id} : la clé de ce que le certificat n° ${numero} dit détruit (mandat ${code}) existe encore.`);
  }
  return holds;
}

try {
  await using undo = new AsyncDisposableStack();
  const place = await openBothPlaces(process.env);
  undo.defer(place.release);
  const masters = await findMasterKeys(place.maitres, place.donnees);
  const places: DataKeys[] = [];
  for (const url of place.clesUrls) {
    const cles = await openDataKeys([url], masters, { readOnly: true });
    undo.defer(() => cles.close());
    places.push(cles);
  }
  const vivante = openDatabase(place.ownerUrl, { max: 2 });
  undo.defer(() => vivante.destroy());
  const essayee = fichier === undefined ? vivante : await restored(fichier, undo);
  if (!(await verify(vivante, essayee, places))) process.exitCode = 1;
} catch (error) {
  if (error instanceof UnknownMaster) {
    console.error('La clé maîtresse présente n’ouvre pas ces clés : rien n’est prouvé. Remettez celle d’Escale.');
  } else if (error instanceof StartupRefusal) console.error(error.message);
  else throw error;
  process.exitCode = 2;
}
