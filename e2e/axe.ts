import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

/** A rule that the page breaks, and where. */
export interface Violation {
  readonly id: string;
  readonly help: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
}

/**
 * Axe as `@axe-core/playwright` brings it, in its short form. Its builder sends the long one twice for each page looked at,
 * and has axe write out what is right too: more work than the rules themselves.
 */
const AXE = readFileSync(
  createRequire(import.meta.resolve('@axe-core/playwright')).resolve('axe-core/axe.min.js'),
  'utf8',
);

/** All that axe finds wrong in the page as it now stands, by every rule that it applies by default. */
export async function violations(page: Page): Promise<readonly Violation[]> {
  for (const frame of page.frames()) {
    if (!(await frame.evaluate('"axe" in window'))) await frame.evaluate(AXE);
  }
  return page.evaluate<readonly Violation[]>(
    `axe.run(document, { resultTypes: ['violations'] }).then((results) => results.violations)`,
  );
}
