import { demo } from '../db/demo/ids.ts';
import { detruire } from '../src/features/mandats/destruction/detruire.ts';
import { pageDeMandats } from '../src/features/mandats/recherche/liste/store.ts';
import { lireMandats } from '../src/features/mandats/store.ts';
import { inTerritoire } from '../src/platform/db.ts';
import type { DataKeys } from '../src/platform/keys/store.ts';
import { closePdf } from '../src/platform/pdf/render.ts';
import type { Sealers } from '../src/platform/seal/sealers.ts';
import type { Base } from '../test/base.ts';
import { finir, poserVisa, TERRITOIRE } from '../test/destruction.ts';
import { poserMandat } from '../test/mandats.ts';
import { costOf, median, printFigures } from './measure.ts';

const ROUNDS = 3;
/** Three things a mandat: 1,002 destructions. */
const MANDATS = 334;
const PAGE = 50;

/** What a destruction is measured on: a demo, its keys, and the sealer of its certificates. */
export type Banc = {
  readonly base: Pick<Base, 'owner' | 'request'>;
  readonly cles: DataKeys;
  readonly sealers: Sealers;
};

/**
 * A page of 50 mandats decrypted, beside the same page without what it says; then 1,000 destructions, certified and sealed, beside
 * the keys alone destroyed.
 */
export async function measureDestruction(banc: Banc): Promise<void> {
  await measurePage(banc);
  await measureRun(banc);
  await closePdf();
}

async function measurePage({ base, cles }: Banc): Promise<void> {
  for (let i = 0; i < PAGE; i += 1) await poserMandat(base, cles);
  const now = Temporal.Now.instant();
  const read = (withContent: boolean) =>
    inTerritoire(
      base.request,
      '66',
      async (db) => {
        const asked = { etat: null, page: 1, parPage: PAGE, now };
        const { mandats: page } = await pageDeMandats(db, '66', demo.agents.demo, asked);
        if (page.length < PAGE) throw new Error(`A page of ${page.length} mandats`);
        if (!withContent) return;
        const read = await lireMandats({ db, cles }, '66', page, now);
        if (![...read.values()].every(({ identite }) => identite !== null)) throw new Error('Something does not open');
      },
      { readOnly: true },
    );
  const [bare, whole] = [await costOf(() => read(false)), await costOf(() => read(true))];
  printFigures([
    {
      mesure: 'mandats : déchiffrer une page de 50',
      valeur: whole.wallMs - bare.wallMs,
      unite: 'ms',
      reference: bare.wallMs,
      objectif: { sur: 'valeur', auPlus: 10 },
    },
  ]);
}

async function measureRun({ base, cles, sealers }: Banc): Promise<void> {
  await poserVisa(base);
  const [runs, keysAlone]: [number[], number[]] = [[], []];
  for (let round = 0; round < ROUNDS; round += 1) {
    const ids: string[] = [];
    for (let i = 0; i < MANDATS; i += 1) {
      const { id, demarches } = await poserMandat(base, cles);
      await finir(base, id);
      ids.push(id, ...demarches);
    }
    const start = performance.now();
    const done = await detruire({ database: base.request, cles, sealers }, TERRITOIRE, Temporal.Now.instant());
    runs.push(performance.now() - start);
    if ('refus' in done || done.detruites !== ids.length) throw new Error('Not all was destroyed');
    await cles.make('66', ids);
    const again = performance.now();
    await cles.destroy('66', ids);
    keysAlone.push(performance.now() - again);
  }
  const perThousand = (durations: readonly number[]) => (median(durations) * 1_000) / (MANDATS * 3);
  printFigures([
    {
      mesure: 'mandats : détruire, certifier et sceller 1 000',
      valeur: perThousand(runs),
      unite: 'ms',
      reference: perThousand(keysAlone),
      objectif: { sur: 'valeur', auPlus: 5_000 },
    },
  ]);
}
