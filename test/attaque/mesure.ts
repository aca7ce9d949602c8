const ROUNDS = 120;
/** Beyond it, two series are told apart: chance alone does so once in some fifteen thousand. */
export const Z_MAX = 4;

/** How far two series of durations are apart, in standard deviations (Mann and Whitney): their order alone counts. */
function distance(a: readonly number[], b: readonly number[]): number {
  const ranked = [...a.map((ms) => ({ ms, isA: true })), ...b.map((ms) => ({ ms, isA: false }))].sort(
    (one, other) => one.ms - other.ms,
  );
  const sum = ranked.reduce((total, { isA }, index) => total + (isA ? index + 1 : 0), 0);
  const mean = (a.length * (a.length + b.length + 1)) / 2;
  return (sum - mean) / Math.sqrt((mean * b.length) / 6);
}

/** Times two ways in turn, so that what slows the machine down slows both. */
export async function compare(
  one: (round: number) => Promise<void>,
  other: (round: number) => Promise<void>,
): Promise<number> {
  const times: [number[], number[]] = [[], []];
  for (let round = -10; round < ROUNDS; round += 1) {
    const turns = [
      [one, times[0]],
      [other, times[1]],
    ] as const;
    for (const [run, series] of round % 2 === 0 ? turns : turns.toReversed()) {
      const start = performance.now();
      await run(round + 10);
      if (round >= 0) series.push(performance.now() - start);
    }
  }
  return distance(...times);
}
