import type { TestProject } from 'vitest/node';
import { startTestServer, type TestServer } from './cluster.ts';

declare module 'vitest' {
  interface ProvidedContext {
    testServer: TestServer;
  }
}

/** Once for a run: a server with a migrated template, from which each test file copies its database. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { server, stop } = await startTestServer();
  project.provide('testServer', server);
  return stop;
}
