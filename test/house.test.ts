import { spawnSync } from 'node:child_process';
import { copyFile, glob, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PROJECT_ROOT } from '../src/platform/project-root.ts';

const CONFIG = '.dependency-cruiser.cjs';

interface RuleSet {
  readonly forbidden: readonly { readonly name: string; readonly comment: string }[];
}

interface Report {
  readonly summary: {
    readonly violations: readonly {
      readonly rule: { readonly name: string };
      readonly from: string;
      readonly to: string;
    }[];
  };
}

const { forbidden } = createRequire(import.meta.url)(join(PROJECT_ROOT, CONFIG)) as RuleSet;

/** Each rule, broken on purpose: the file that breaks it, what it imports, and what else must exist. */
const BROKEN: Readonly<Record<string, { file: string; imports: string; target?: string }>> = {
  'no-circle': { file: 'src/features/a/cercle-2.ts', imports: './cercle.ts', target: 'src/features/a/cercle.ts' },
  'rules-are-pure': { file: 'src/features/a/rules.ts', imports: './store.ts', target: 'src/features/a/store.ts' },
  'sql-in-stores-only': { file: 'src/features/a/routes.tsx', imports: 'kysely' },
  'views-know-no-store': { file: 'src/features/b/views.tsx', imports: './store.ts', target: 'src/features/b/store.ts' },
  'stores-know-no-page': { file: 'src/features/c/store.ts', imports: '../../ui/table.tsx', target: 'src/ui/table.tsx' },
  'features-meet-by-rules-and-stores': {
    file: 'src/features/d/routes.tsx',
    imports: '../e/views.tsx',
    target: 'src/features/e/views.tsx',
  },
  'platform-has-no-business': {
    file: 'src/platform/journal.ts',
    imports: '../features/f/rules.ts',
    target: 'src/features/f/rules.ts',
  },
  'platform-carries-domain-words': {
    file: 'src/platform/carte.ts',
    imports: '../domain/siret.ts',
    target: 'src/domain/siret.ts',
  },
  'ui-has-no-data': { file: 'src/ui/liste.tsx', imports: '../platform/db.ts', target: 'src/platform/db.ts' },
  'migrations-are-frozen': {
    file: 'db/migrations/0009.ts',
    imports: '../../src/domain/mois.ts',
    target: 'src/domain/mois.ts',
  },
  'no-test-in-production': {
    file: 'src/features/g/store.ts',
    imports: '../../../test/base.ts',
    target: 'test/base.ts',
  },
  'no-dev-dependency-in-production': { file: 'src/features/h/store.ts', imports: 'fast-check' },
  'everything-resolves': { file: 'src/features/i/store.ts', imports: './nulle-part.ts' },
};

test('toute clé que détruit l’application passe par la question « servent-elles cette base ? »', async () => {
  const found: string[] = [];
  for await (const file of glob('src/**/*.{ts,tsx}', { cwd: PROJECT_ROOT })) {
    if (/\.test\.tsx?$/.test(file)) continue;
    if (/\bcles\.destroy\(/.test(await readFile(join(PROJECT_ROOT, file), 'utf8'))) found.push(file);
  }
  expect(found).toEqual([join('src', 'platform', 'keys', 'served.ts')]);
});

describe('la règle des dépendances', () => {
  let folder = '';
  let report: Report;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'escale-maison-'));
    const write = async (file: string, text: string): Promise<void> => {
      await mkdir(dirname(join(folder, file)), { recursive: true });
      await writeFile(join(folder, file), text);
    };
    for (const { target } of Object.values(BROKEN))
      if (target !== undefined) await write(target, 'export const x = 1;\n');
    await write('src/features/a/cercle.ts', `import './cercle-2.ts';\n`);
    for (const { file, imports } of Object.values(BROKEN))
      await write(file, `import * as y from '${imports}';\nexport const z = y;\n`);
    for (const file of [CONFIG, 'package.json', 'tsconfig.json'])
      await copyFile(join(PROJECT_ROOT, file), join(folder, file));
    await symlink(join(PROJECT_ROOT, 'node_modules'), join(folder, 'node_modules'));
    const program = join(PROJECT_ROOT, 'node_modules', '.bin', 'depcruise');
    const options = ['--config', CONFIG, '--output-type', 'json', 'src', 'db', 'test'];
    const { stdout } = spawnSync(program, options, { cwd: folder, encoding: 'utf8', maxBuffer: 50_000_000 });
    report = JSON.parse(stdout) as Report;
  });
  afterAll(() => rm(folder, { recursive: true }));

  test('chaque règle a son infraction d’essai, et dit pourquoi elle existe', () => {
    expect(forbidden.map(({ name }) => name).sort()).toEqual(Object.keys(BROKEN).sort());
    for (const { comment } of forbidden) expect(comment.length).toBeGreaterThan(40);
  });

  test.each(Object.entries(BROKEN))('%s mord', (name, { file }) => {
    const caught = report.summary.violations.filter(({ rule }) => rule.name === name).map(({ from }) => from);
    expect(caught).toContain(file);
  });
});
