import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { ARTICLES, citationsOf, reportOf } from './articles.ts';

// The cited articles are put together here, so that this file cites none itself.
const six = ['art.', '6'].join(' ');
const douze = ['art.', '12.3'].join(' ');

const rule = (source: string) => ({
  path: 'src/features/x/rules.ts',
  text: `import a from 'a';\n\n/**\n * Decides.\n *\n * Source: ${source}\n *\n * See ${douze}.\n */\nexport function decide() {}\n`,
});

describe('articles', () => {
  test('a rule cites the articles of its source, with the line of its declaration', () => {
    const found = citationsOf(rule(`${six}, « see annexe 9 »; préambule; annexe 1, « 1 an »`));
    expect(found.map(({ article }) => article)).toEqual([six, 'préambule', 'annexe 1']);
    expect(found[0]).toEqual({
      article: six,
      kind: 'rule',
      label: 'decide',
      path: 'src/features/x/rules.ts',
      line: 10,
    });
  });

  test('a source runs over lines, until a label', () => {
    const [first, ...others] = citationsOf(rule(`${six},\n * préambule\n * Example: annexe 3`));
    expect(first?.article).toBe(six);
    expect(others.map(({ article }) => article)).toEqual(['préambule']);
  });

  test('a test cites by its title, each, wrapped or plain', () => {
    const text = [
      `test('${six} : un', () => {});`,
      `test.each([\n  [1],\n])('${six} : deux', () => {});`,
      `test(\n  "annexe 1 : l'axe",\n  () => {},\n);`,
      `test('sans source', () => {});`,
    ].join('\n');
    const found = citationsOf({ path: 'src/x/rules.test.ts', text });
    expect(found.map(({ article, line }) => `${article} ${line}`)).toEqual([`${six} 1`, `${six} 4`, 'annexe 1 6']);
  });

  test('an article that does not exist is named with its place', () => {
    const { text, unknown } = reportOf([rule(douze), rule(six)]);
    expect(unknown.map(({ article, path, line }) => `${article} ${path}:${line}`)).toEqual([
      `${douze} src/features/x/rules.ts:10`,
    ]);
    expect(text).toContain('decide  src/features/x/rules.ts:10');
    for (const article of ARTICLES.keys()) expect(text).toContain(`${article} — `);
  });

  test('the program itself cites only articles that exist', async () => {
    const script = fileURLToPath(new URL('./articles.ts', import.meta.url));
    const { stdout } = await promisify(execFile)(process.execPath, [script]);
    expect(stdout).toContain('dernierJourOpposition  src/features/conventions/rules/periodes.ts:');
  });
});
