/**
 * Whether time tells what exists from what does not, by the clock: the pairs of requests whose work the tests compare, each sent
 * in turn, and how far apart the two series are. Beyond 4, look again on a machine that does nothing else.
 */

import { sql } from 'kysely';
import { seedDemonstration } from '../db/demo/index.ts';
import { importCommunes } from '../src/features/territoires/communes.ts';
import { openDatabase } from '../src/platform/db.ts';
import {
  type Paire,
  paireDuCompte,
  pairesDesCodes,
  pairesDesIdentifiants,
  pairesDesLiens,
  poserMandats,
} from '../test/attaque/existence.ts';
import { openCible } from '../test/attaque/serveur.ts';
import { lazyKeys } from '../test/cles.ts';
import { startTestServer, withParts } from '../test/cluster.ts';
import { testCoffre } from '../test/coffre.ts';
import { median, printFigures, type Reading } from './measure.ts';

const ROUNDS = 120;
const WARMING = 10;
/** Chance alone goes beyond it once in some fifteen thousand. */
const Z_MAX = 4;

/** How far two series of durations are apart, in standard deviations (Mann and Whitney): their order alone counts. */
function distance(a: readonly number[], b: readonly number[]): number {
  const ranked = [...a.map((ms) => ({ ms, isA: true })), ...b.map((ms) => ({ ms, isA: false }))].sort(
    (one, other) => one.ms - other.ms,
  );
  const sum = ranked.reduce((total, { isA }, index) => total + (isA ? index + 1 : 0), 0);
  const mean = (a.length * (a.length + b.length + 1)) / 2;
  return (sum - mean) / Math.sqrt((mean * b.length) / 6);
}

async function time({ nom, attendu }: Paire, ask: Paire['connu'], round: number): Promise<number> {
  const start = performance.now();
  const answer = await ask(round);
  const ms = performance.now() - start;
  if (!attendu(answer)) throw new Error(`${nom}: ${answer.status} ${answer.location}`);
  return ms;
}

/** Times both in turn, so that what slows the machine down slows both. */
async function read(paire: Paire): Promise<readonly Reading[]> {
  const known: number[] = [];
  const unknown: number[] = [];
  for (let round = 0; round < ROUNDS + WARMING; round += 1) {
    const turns = [
      [paire.connu, known],
      [paire.inconnu, unknown],
    ] as const;
    for (const [ask, series] of round % 2 === 0 ? turns : turns.toReversed()) {
      const ms = await time(paire, ask, round);
      if (round >= WARMING) series.push(ms);
    }
  }
  const [valeur, reference] = [median(known), median(unknown)];
  return [
    {
      mesure: `${paire.nom}, à côté d’un inventé : écart z des deux séries`,
      valeur: Math.abs(distance(known, unknown)),
      unite: 'écarts types',
      reference: Z_MAX,
      objectif: { sur: 'valeur', auPlus: Z_MAX },
    },
    {
      mesure: `${paire.nom}, à côté d’un inventé : durée`,
      valeur,
      unite: 'ms',
      reference,
      objectif: { sur: 'ratio', auPlus: 1.1 },
    },
  ];
}

const { server, stop } = await startTestServer();
const cles = lazyKeys(() => server.clesUrl);
const { adminUrl, template, owner: role, request: requestRole, password } = server;
const owner = openDatabase(withParts(adminUrl, { role, password, database: template }), { max: 2 });
const request = openDatabase(withParts(adminUrl, { role: requestRole, password, database: template }));
try {
  await importCommunes(owner);
  await seedDemonstration(owner, { today: Temporal.Now.plainDateISO('Europe/Paris'), coffre: testCoffre });
  await sql`analyze`.execute(owner);
  const cible = await openCible({ owner, request }, { cles, proxies: 1 });
  const mandats = await poserMandats(cible, cles, 30);
  const paires: readonly Paire[] = [
    paireDuCompte(cible),
    ...Object.values(await pairesDesIdentifiants(cible, mandats)),
    ...Object.values(await pairesDesCodes(cible, mandats)),
    ...Object.values(await pairesDesLiens(cible, cles, mandats)),
  ];
  for (const paire of paires) printFigures(await read(paire));
  await cible.close();
} finally {
  await Promise.all([owner.destroy(), request.destroy(), cles.close()]);
  await stop();
}
process.exit();
