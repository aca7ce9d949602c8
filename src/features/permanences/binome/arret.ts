import type { Db } from '../../../platform/db.ts';
import { type Conflit, unlessTaken } from '../seances/store.ts';
import { type PermanenceSuivie, stopPermanence } from '../store.ts';
import { binomeEnPlace, laisserSeule } from './store.ts';

type Date = Temporal.PlainDate;

/**
 * Stops a permanence after `au`, and with it the one held beside it when `aussi`; else the other goes on alone, in the room
 * that is left to it. Returns how many séances were cancelled; or the conflict, and nothing is written, when somebody took
 * that room on a day when the first was not there.
 */
export async function arreterAvecBinome(
  db: Db,
  territoireId: string,
  of: PermanenceSuivie,
  { au, motif, aussi }: { readonly au: Date; readonly motif: string; readonly aussi: boolean },
  today: Date,
): Promise<{ value: number } | { conflit: Conflit }> {
  const binome = await binomeEnPlace(db, territoireId, of, today);
  return unlessTaken(db, async () => {
    const count = await stopPermanence(db, territoireId, { id: of.id, au, motif });
    if (binome === undefined) return count;
    if (aussi) return count + (await stopPermanence(db, territoireId, { id: binome.id, au: finDe(binome, au), motif }));
    if (of.binomeDe === null) await laisserSeule(db, territoireId, binome, au);
    return count;
  });
}

/** `au`, or the nearest day that the other permanence knows. */
function finDe({ du, au: fin }: PermanenceSuivie, au: Date): Date {
  const last = fin !== null && Temporal.PlainDate.compare(fin, au) < 0 ? fin : au;
  return Temporal.PlainDate.compare(last, du) < 0 ? du : last;
}
