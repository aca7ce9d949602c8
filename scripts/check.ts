import { spawnSync } from 'node:child_process';
import { PROJECT_ROOT } from '../src/platform/project-root.ts';

/**
 * `npm run check`: the whole gate. Every step runs even when one before it failed, so that all is said at once.
 * `--sans-tests` leaves the tests out, for whoever has just run them.
 */
const STEPS: readonly (readonly [title: string, command: string, ...args: string[]])[] = [
  ['Types', 'tsc'],
  ['Style', 'biome', 'check', '--error-on-warnings'],
  ['Dépendances', 'depcruise', '--config', '.dependency-cruiser.cjs', 'src', 'db', 'e2e', 'test', 'scripts', 'bench'],
  ['Code mort', 'knip'],
  ['Schéma', 'node', 'scripts/schema.ts', '--verifier'],
  ['Articles', 'node', 'scripts/articles.ts'],
  ['Tests', 'vitest', 'run', '--project', '!outils'],
];

const isSkipped = (title: string): boolean => title === 'Tests' && process.argv.includes('--sans-tests');
const failed: string[] = [];
for (const [title, command, ...args] of STEPS.filter(([title]) => !isSkipped(title))) {
  const start = performance.now();
  console.log(`\n— ${title}`);
  const stdio = title === 'Tests' ? 'inherit' : 'pipe';
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: PROJECT_ROOT, stdio, encoding: 'utf8' });
  if (status !== 0) console.log(stdout ?? '', stderr ?? '');
  if (status !== 0) failed.push(title);
  console.log(`  ${status === 0 ? 'bon' : 'À REPRENDRE'} (${((performance.now() - start) / 1000).toFixed(1)} s)`);
}
console.log(failed.length === 0 ? '\nTout est bon.' : `\nÀ reprendre : ${failed.join(', ')}.`);
process.exitCode = failed.length === 0 ? 0 : 1;
