import { type AppOptions, createApp } from '../../src/app.ts';
import type * as crowd from '../crowd.ts';
import { median, printFigures } from '../measure.ts';
import { child, listen, told } from './processes.ts';

const ROUNDS = 5;
/** As many as are served at once, and four times as many. */
const FULL = 400;
const BEYOND = 1_600;

function percentile95(waits: readonly number[]): number {
  return waits.toSorted((a, b) => a - b)[Math.floor(waits.length * 0.95)] ?? 0;
}

/** What the served wait when the house is full, and when four times as many knock: the others are sent back at once. */
export async function measureCrowd(options: AppOptions): Promise<void> {
  const site = await listen(createApp(options));
  const asker = child('crowd');
  const waits: { full: number; beyond: number }[] = [];
  let refused = 0;
  try {
    const url = `${site.origin}/`;
    for (let round = 0; round <= ROUNDS; round += 1) {
      const full = await told<crowd.Report>(asker, { url, count: FULL } satisfies crowd.Order);
      const beyond = await told<crowd.Report>(asker, { url, count: BEYOND } satisfies crowd.Order);
      refused += beyond.refused;
      if (round > 0) waits.push({ full: percentile95(full.waits), beyond: percentile95(beyond.waits) });
    }
  } finally {
    asker.kill();
    site.close();
  }
  printFigures([
    {
      mesure: `${BEYOND} demandes d’un coup, ${Math.round(refused / (ROUNDS + 1))} renvoyées : attente de 95 % de ceux qui sont servis`,
      valeur: median(waits.map(({ beyond }) => beyond)),
      unite: 'ms',
      reference: median(waits.map(({ full }) => full)),
      objectif: { sur: 'ratio', auPlus: 2.5 },
    },
  ]);
}
