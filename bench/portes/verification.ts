import { sql } from 'kysely';
import { demo, voisin } from '../../db/demo/ids.ts';
import type { Database } from '../../src/platform/db.ts';
import { maillon, sealAll } from '../../src/platform/sealer.ts';
import { printFigures } from '../measure.ts';
import type * as verifier from '../verifier.ts';
import { child, told } from './processes.ts';

const SHORT_CHAIN = 100_000;
const LONG_CHAIN = 1_000_000;
const HASHES = 200_000;

/** Fills the journal of a territoire, sealed as any other. Returns how long the sealer took. */
async function fillChain(
  asOwner: Database,
  database: Database,
  territoireId: string,
  entries: number,
): Promise<number> {
  await sql`
    with entree as (
      insert into journal_entree (territoire_id, id, acteur, acte, objet_type, objet_id)
      select ${territoireId}, gen_random_uuid(), gen_random_uuid(), 'noter un accompagnement', 'seance', gen_random_uuid()
      from generate_series(1, ${entries}::int) returning territoire_id, id
    )
    insert into journal_attente select * from entree`.execute(asOwner);
  await sql`analyze journal_entree, journal_attente`.execute(asOwner);
  const start = performance.now();
  await sealAll(database, [territoireId]);
  const sealMs = performance.now() - start;
  await sql`vacuum analyze journal_entree, journal_attente, journal_maillon`.execute(asOwner);
  return sealMs;
}

async function verify(url: string, territoireId: string): Promise<verifier.Report> {
  const order: verifier.Order = { url, territoireId };
  return told<verifier.Report>(child('verifier'), order);
}

/** How many links one processor makes in a second, with nothing to read: what no verification can exceed. */
function hashRate(): number {
  const entree = {
    id: '019ab8a0-0000-7000-8000-000000000000',
    at: '2026-11-23T10:00:00.000000Z',
    acteur: '019ab8a0-0000-7000-8000-000000000001',
    acte: 'noter un accompagnement',
    objetType: 'seance',
    objetId: '019ab8a0-0000-7000-8000-000000000002',
  };
  let precedent: Uint8Array = new Uint8Array(32);
  const start = performance.now();
  for (let rang = 1; rang <= HASHES; rang += 1) precedent = maillon(precedent, rang, entree);
  return HASHES / ((performance.now() - start) / 1000);
}

/** A short chain in the neighbour's journal, a long one in the demo's: the same verification of both. */
export async function measureVerification(asOwner: Database, database: Database, url: string): Promise<void> {
  await fillChain(asOwner, database, voisin.territoire, SHORT_CHAIN);
  const sealMs = await fillChain(asOwner, database, demo.territoire, LONG_CHAIN);
  const hashes = hashRate();
  const short = await verify(url, voisin.territoire);
  const long = await verify(url, demo.territoire);
  if (short.entrees < SHORT_CHAIN || long.entrees < LONG_CHAIN)
    throw new Error('A chain is shorter than what was sealed');
  printFigures([
    {
      mesure: `scelleur, ${LONG_CHAIN} entrées en attente, à côté du seul calcul des empreintes`,
      valeur: LONG_CHAIN / (sealMs / 1000),
      unite: 'entrées/s',
      reference: hashes,
      objectif: { sur: 'valeur', auMoins: 2_000 },
    },
    {
      mesure: `vérification du journal, ${long.entrees} entrées, à côté du seul calcul des empreintes`,
      valeur: long.entrees / (long.wallMs / 1000),
      unite: 'entrées/s',
      reference: hashes,
      objectif: { sur: 'valeur', auMoins: 20_000 },
    },
    {
      mesure: `vérification du journal, ${long.entrees} entrées, à côté de ${short.entrees} : débit`,
      valeur: long.entrees / (long.wallMs / 1000),
      unite: 'entrées/s',
      reference: short.entrees / (short.wallMs / 1000),
      objectif: { sur: 'ratio', auMoins: 0.7 },
    },
    {
      mesure: `vérification du journal, ${long.entrees} entrées, à côté de ${short.entrees} : mémoire au plus haut`,
      valeur: long.peakMb,
      unite: 'Mo',
      reference: short.peakMb,
      objectif: { sur: 'ratio', auPlus: 1.2 },
    },
  ]);
}
