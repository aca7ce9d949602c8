import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const folder = new URL('./theme/', import.meta.url);
const themes = readdirSync(folder).filter((name) => name.endsWith('.css'));

/** Relative luminance of `#rrggbb`, as WCAG 2 defines it. */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(a: string, b: string): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

/** Text on ground: the pairs that `src/ui/styles` puts together. */
const PAIRS = [
  ['accent-base-contrast-default', 'accent-base-default'],
  ['accent-base-contrast-subtle', 'accent-base-default'],
  ['accent-text-subtle', 'second-background-tinted'],
  ['accent-text-subtle', 'accent-surface-tinted'],
  ['accent-text-default', 'second-background-tinted'],
  ['neutral-text-subtle', 'second-background-tinted'],
  ['neutral-text-subtle', 'neutral-background-default'],
  ['second-text-default', 'second-surface-tinted'],
  ['danger-text-subtle', 'neutral-background-default'],
  ['danger-text-default', 'danger-surface-tinted'],
  ['success-text-default', 'success-surface-tinted'],
  ['warning-text-subtle', 'warning-surface-tinted'],
  ['info-text-default', 'info-surface-tinted'],
] as const;

describe.each(themes)('le thème %s', (name) => {
  const css = readFileSync(new URL(name, folder), 'utf8');
  const colour = (token: string) => new RegExp(`--ds-color-${token}: (#[0-9a-f]{6})`).exec(css)?.[1] ?? '';

  test.each(PAIRS)('a un contraste d’au moins 4,5 entre %s et %s', (text, ground) => {
    expect(contrast(colour(text), colour(ground))).toBeGreaterThanOrEqual(4.5);
  });

  test('n’a ni couche ni thème sombre', () => {
    expect(css).not.toMatch(/@layer|prefers-color-scheme|"dark"/);
  });
});
