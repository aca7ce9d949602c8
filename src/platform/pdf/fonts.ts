import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fontCoverage } from './font-coverage.ts';

const STYLES = ['400Regular', '400Regular_Italic', '600SemiBold', '700Bold', '800ExtraBold'] as const;

/**
 * Paths of the TrueType files that documents are set in: « Atkinson Hyperlegible Next », weights 400, 600, 700, 800 and an
 * italic. It is embedded in each document, so that output is the same on every machine.
 */
export function fontFiles(): readonly string[] {
  const require = createRequire(import.meta.url);
  const folder = path.dirname(require.resolve('@expo-google-fonts/atkinson-hyperlegible-next/package.json'));
  return STYLES.map((style) => path.join(folder, style, `AtkinsonHyperlegibleNext_${style}.ttf`));
}

let known: ReadonlySet<number> | undefined;

/** Characters that every style of the family can draw. Read once, then kept. */
export function drawableCharacters(): ReadonlySet<number> {
  known ??= fontFiles()
    .map((file) => fontCoverage(readFileSync(file)))
    .reduce((all, style) => all.intersection(style));
  return known;
}
