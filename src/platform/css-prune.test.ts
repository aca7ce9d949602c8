import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { pruneCss, UNUSED } from './css-prune.ts';
import { PROJECT_ROOT } from './project-root.ts';

test('une règle dont aucune page n’a l’usage part ; de ses sélecteurs, ceux qui servent restent', () => {
  expect(pruneCss('.ds-details{color:red}.a,.ds-floating>:is(b,i),.c{color:red}')).toBe('.a,.c{color:red}');
  expect(pruneCss('@media print{.ds-print-preserve{color:red}.a{color:red}}')).toBe('@media print{.a{color:red}}');
});

test('ce qui refuse une partie inutilisée s’applique partout : cela reste', () => {
  const css = '.ds-field:not(:has(.ds-field-affixes,[data-x])){color:red}';
  expect(pruneCss(css)).toBe(css);
});

test('une propriété que rien ne lit part, avec celles qu’elle seule lisait', () => {
  expect(pruneCss(':root{--a:1;--b:var(--a);--c:var(--b);--d:2}.x{width:calc(var(--d,3)*1px)}')).toBe(
    ':root{--d:2}.x{width:calc(var(--d,3)*1px)}',
  );
  expect(pruneCss(':root{--a:1}.x{color:red}')).toBe('.x{color:red}');
});

test('aucune page n’emploie ce qui n’est pas envoyé', () => {
  const folder = join(PROJECT_ROOT, 'src');
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !name.includes('css-prune'))
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('\n');
  const written = UNUSED.map((part) => part.replace(/=(.+)/, '="$1"'));
  expect(sources).toContain('ds-field');
  expect(written.filter((part) => sources.includes(part))).toEqual([]);
});
