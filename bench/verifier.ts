/** Verifies one chain of the journal in a process of its own, which tells what it took and the most memory it ever held. */
import { inTerritoire, openDatabase } from '../src/platform/db.ts';
import { verifierChaine } from '../src/platform/journal-verification.ts';

export type Order = { readonly url: string; readonly territoireId: string };
export type Report = { readonly entrees: number; readonly wallMs: number; readonly peakMb: number };

process.on('message', async ({ url, territoireId }: Order) => {
  const database = openDatabase(url, { max: 1 });
  const start = performance.now();
  const verdict = await inTerritoire(
    database,
    territoireId,
    (db) => verifierChaine(db, territoireId, Temporal.Now.instant()),
    { readOnly: true },
  );
  const wallMs = performance.now() - start;
  if (!verdict.bon) throw new Error(`${territoireId}, rang ${verdict.rang} : ${verdict.defaut}`);
  await database.destroy();
  const report: Report = { entrees: verdict.entrees, wallMs, peakMb: process.resourceUsage().maxRSS / 1024 };
  process.send?.(report);
  process.disconnect?.();
});
