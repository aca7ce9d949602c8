import type { TestProject } from 'vitest/node';
import { seedDemonstration } from '../db/demo/index.ts';
import { importCommunes } from '../src/features/territoires/communes.ts';
import { openDatabase } from '../src/platform/db.ts';
import { markNature } from '../src/platform/installation.ts';
import { startTestServer, type TestServer, withParts } from '../test/cluster.ts';
import { testCoffre } from '../test/coffre.ts';
import { type Chromiums, findChromium } from './chromium.ts';

declare module 'vitest' {
  interface ProvidedContext {
    chromiums: Chromiums;
  }
}

/** The demo of the real day, filled once: each journey copies it. */
async function seedTemplate(server: TestServer): Promise<void> {
  const parts = { role: server.owner, password: server.password, database: server.template };
  const owner = openDatabase(withParts(server.adminUrl, parts), { max: 2 });
  try {
    await markNature(owner, 'demo');
    await importCommunes(owner);
    await seedDemonstration(owner, { today: Temporal.Now.plainDateISO('Europe/Paris'), coffre: testCoffre });
  } finally {
    await owner.destroy();
  }
}

/** Once for a run: the browser that all journeys start, and the demo that they copy. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const undo = new AsyncDisposableStack();
  try {
    const { chromiums, remove } = await findChromium();
    undo.defer(remove);
    const { server, stop } = await startTestServer();
    undo.defer(stop);
    await seedTemplate(server);
    project.provide('chromiums', chromiums);
    project.provide('testServer', server);
  } catch (error) {
    await undo.disposeAsync();
    throw error;
  }
  return () => undo.disposeAsync();
}
