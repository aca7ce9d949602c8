import { defineConfig } from 'vitest/config';

const PURE = [
  'src/**/rules.test.ts',
  'src/**/rules/**/*.test.ts',
  'src/domain/**/*.test.ts',
  'src/ui/**/*.test.{ts,tsx}',
];
const TOOLS = ['test/outils/**/*.test.ts'];
const ATTACKS = ['test/attaque/**/*.test.ts'];

export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'hono/jsx' } },
  test: {
    projects: [
      // The articles, as pure functions: no database, no server, nothing that one file could leave to the next.
      { extends: true, test: { name: 'regles', include: PURE, testTimeout: 20_000, isolate: false } },
      // Stores, routes and start-up, each file on its own database.
      {
        extends: true,
        test: {
          name: 'base',
          include: ['src/**/*.test.{ts,tsx}', 'test/**/*.test.ts', 'scripts/**/*.test.ts'],
          exclude: [...PURE, ...TOOLS, ...ATTACKS],
          globalSetup: 'test/global-setup.ts',
          // Some try every page as every role, on a machine that does other things too.
          testTimeout: 60_000,
          hookTimeout: 60_000,
          // Each file has its own database, and waits for it half of the time.
          maxWorkers: 2,
          // Read once for all files: what modules keep is what never changes (styles, queues, holidays), and none is mocked.
          isolate: false,
        },
      },
      // Attacks, on a server that listens: `npm run test:attaque`.
      {
        extends: true,
        test: {
          name: 'attaque',
          include: ATTACKS,
          globalSetup: 'test/global-setup.ts',
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      // Journeys in a real browser.
      {
        extends: true,
        test: {
          name: 'parcours',
          include: ['e2e/**/*.test.ts'],
          globalSetup: 'e2e/global-setup.ts',
          testTimeout: 120_000,
          hookTimeout: 120_000,
          // Each journey waits for its own browser most of the time: two at once fit on two cores.
          maxWorkers: 2,
          // As the stores and routes: each has its own database, site and browser, whatever was read before.
          isolate: false,
        },
      },
      // What needs root and the tools of the system: `npm run test:outils`.
      {
        extends: true,
        test: {
          name: 'outils',
          include: TOOLS,
          globalSetup: 'test/global-setup.ts',
          testTimeout: 300_000,
          hookTimeout: 600_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
