/** One figure of a bench, as printed: its value beside a reference measured in the same run, and whether it holds. */
export type Figure = {
  readonly mesure: string;
  readonly valeur: number;
  readonly unite: string;
  readonly reference: number;
  readonly ratio: number;
  readonly objectif: string;
  readonly tenu: boolean;
};

/** What a bench says of one figure; the ratio, and whether the aim is held, are worked out here. */
export type Reading = {
  readonly mesure: string;
  readonly valeur: number;
  readonly unite: string;
  /** Same unit, measured in the same run on the same machine. */
  readonly reference: number;
  /** The aim: on the value itself, or on its ratio to the reference. */
  readonly objectif:
    | { readonly sur: 'valeur' | 'ratio'; readonly auPlus: number }
    | { readonly sur: 'valeur' | 'ratio'; readonly auMoins: number };
};

/**
 * The figure that a reading makes, rounded to three significant digits.
 *
 * Example: a value of 12 ms beside a reference of 4 ms, at most 60 → ratio 3, « valeur ≤ 60 », held.
 */
export function figure(reading: Reading): Figure {
  const { objectif, valeur, reference } = reading;
  const ratio = valeur / reference;
  const read = objectif.sur === 'ratio' ? ratio : valeur;
  const isMost = 'auPlus' in objectif;
  return {
    mesure: reading.mesure,
    valeur: rounded(valeur),
    unite: reading.unite,
    reference: rounded(reference),
    ratio: rounded(ratio),
    objectif: isMost ? `${objectif.sur} ≤ ${objectif.auPlus}` : `${objectif.sur} ≥ ${objectif.auMoins}`,
    tenu: isMost ? read <= objectif.auPlus : read >= objectif.auMoins,
  };
}

/** Prints figures, one JSON object a line. A bench never fails the gate: it is read. */
export function printFigures(readings: readonly Reading[]): void {
  for (const reading of readings) console.log(JSON.stringify(figure(reading)));
}

/** The middle value; the mean of the two middle ones when they are even in number. Throws on none. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const high = sorted[Math.floor(middle)];
  const low = sorted[Math.ceil(middle) - 1];
  if (high === undefined || low === undefined) throw new Error('No value to take the median of');
  return (high + low) / 2;
}

/** What one piece of work costs: CPU of the whole process, worker threads included, and wall time. */
export type Cost = { readonly cpuMs: number; readonly wallMs: number };

/**
 * Median cost of one call of `work`, over `rounds` rounds of `calls` calls each, after one round that is not counted.
 * The calls follow each other: what is measured is one at a time.
 */
export async function costOf(
  work: (call: number) => unknown,
  { rounds = 5, calls = 20 }: { readonly rounds?: number; readonly calls?: number } = {},
): Promise<Cost> {
  const costs: Cost[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const cpu = process.cpuUsage();
    const start = performance.now();
    for (let call = 0; call < calls; call += 1) await work(round * calls + call);
    const { user, system } = process.cpuUsage(cpu);
    const cost = { cpuMs: (user + system) / 1000 / calls, wallMs: (performance.now() - start) / calls };
    if (round > 0) costs.push(cost);
  }
  return { cpuMs: median(costs.map(({ cpuMs }) => cpuMs)), wallMs: median(costs.map(({ wallMs }) => wallMs)) };
}

function rounded(value: number): number {
  return Number(value.toPrecision(3));
}
