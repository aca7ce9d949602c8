import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withClient } from '../src/platform/postgres/embedded.ts';
import { PROJECT_ROOT } from '../src/platform/project-root.ts';
import { startTestServer, withParts } from '../test/cluster.ts';
import { dumpSchema } from './schema-dump.ts';

/**
 * `npm run schema` applies the migrations to a throwaway database, then writes `db/schema.sql` and `db/types.ts` from it.
 * With `--verifier` it writes nothing, and leaves with code 1 when one of them differs.
 */
const SCHEMA = join(PROJECT_ROOT, 'db', 'schema.sql');
const TYPES = join(PROJECT_ROOT, 'db', 'types.ts');

/** How `src/platform/db.ts` reads each type of PostgreSQL. */
const TYPE_MAPPING = {
  date: 'Temporal.PlainDate',
  time: 'Temporal.PlainTime',
  timestamptz: 'Temporal.Instant',
  bytea: 'Uint8Array',
  int8: 'number',
  numeric: 'number',
};

async function generateTypes(url: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'escale-types-'));
  try {
    const file = join(folder, 'types.ts');
    const options = [
      '--dialect=postgres',
      `--url=${url}`,
      `--out-file=${file}`,
      '--camel-case',
      '--default-schema=public',
    ];
    const choices = ['--exclude-pattern=kysely_*', `--type-mapping=${JSON.stringify(TYPE_MAPPING)}`];
    const program = join(PROJECT_ROOT, 'node_modules', 'kysely-codegen', 'dist', 'cli', 'bin.js');
    const codegen = spawn(process.execPath, [program, ...options, ...choices], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const [code] = (await once(codegen, 'close')) as [number | null];
    if (code !== 0) throw new Error(`kysely-codegen left with code ${code}`);
    return await readFile(file, 'utf8');
  } finally {
    await rm(folder, { recursive: true });
  }
}

const { server, stop } = await startTestServer();
let wanted: readonly (readonly [path: string, text: string])[];
try {
  const ownerUrl = withParts(server.adminUrl, {
    role: server.owner,
    password: server.password,
    database: server.template,
  });
  wanted = [
    [SCHEMA, await withClient(ownerUrl, dumpSchema)],
    [TYPES, await generateTypes(ownerUrl)],
  ];
} finally {
  await stop();
}

for (const [path, text] of wanted) {
  const present = await readFile(path, 'utf8').catch(() => '');
  if (present === text) continue;
  if (process.argv.includes('--verifier')) {
    console.error(`${path} ne correspond plus aux migrations : lancez « npm run schema ».`);
    process.exitCode = 1;
  } else {
    await writeFile(path, text);
    console.log(`${path} écrit.`);
  }
}
