import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { PROJECT_ROOT } from '../src/platform/project-root.ts';

type Step = readonly [title: string, command: string, ...args: string[]];

/**
 * `npm run check`: the whole gate. Every step runs even when one before it failed, so that all is said at once.
 * `--sans-tests` leaves the tests out, for whoever has just run them.
 */
const STEPS: readonly Step[] = [
  ['Types', 'tsc'],
  ['Dépendances', 'depcruise', '--config', '.dependency-cruiser.cjs', 'src', 'db', 'e2e', 'test', 'scripts', 'bench'],
  ['Code mort', 'knip'],
  ['Schéma', 'node', 'scripts/schema.ts', '--verifier'],
  ['Articles', 'node', 'scripts/articles.ts'],
  ['Style', 'biome', 'check', '--error-on-warnings'],
];
const TESTS: Step = ['Tests', 'vitest', 'run', '--project', '!outils'];

/** None changes anything and each fills a processor: two at once fit on two. */
const AT_ONCE = 2;

const failed: string[] = [];

function tell(title: string, isGood: boolean, start: number, output = ''): void {
  console.log(`\n— ${title}`);
  if (!isGood) console.log(output);
  if (!isGood) failed.push(title);
  console.log(`  ${isGood ? 'bon' : 'À REPRENDRE'} (${((performance.now() - start) / 1000).toFixed(1)} s)`);
}

async function pass([title, command, ...args]: Step): Promise<void> {
  const start = performance.now();
  const child = spawn(command, args, { cwd: PROJECT_ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (part: string) => (output += part));
  }
  const [code] = await once(child, 'close').catch((error: Error) => [error.message]);
  tell(title, code === 0, start, typeof code === 'string' ? code : output);
}

const waiting = [...STEPS];
const passInTurn = async (): Promise<void> => {
  for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) await pass(step);
};
await Promise.all(Array.from({ length: AT_ONCE }, passInTurn));
if (!process.argv.includes('--sans-tests')) {
  const [title, command, ...args] = TESTS;
  const start = performance.now();
  tell(title, spawnSync(command, args, { cwd: PROJECT_ROOT, stdio: 'inherit' }).status === 0, start);
}
console.log(failed.length === 0 ? '\nTout est bon.' : `\nÀ reprendre : ${failed.join(', ')}.`);
process.exitCode = failed.length === 0 ? 0 : 1;
