import type { TestProject } from 'vitest/node';
import { type Chromium, findChromium } from './chromium.ts';

declare module 'vitest' {
  interface ProvidedContext {
    chromium: Chromium;
  }
}

/** Once for a run: the browser that all journeys start. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { chromium, remove } = await findChromium();
  project.provide('chromium', chromium);
  return remove;
}
