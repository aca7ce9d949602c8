import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { secretsDans } from '../src/domain/secret.ts';
import { PROJECT_ROOT } from '../src/platform/project-root.ts';
import { useBase } from './base.ts';

const base = useBase({ demo: true });
const trouve = (texte: string) => secretsDans(texte).map(({ debut, fin }) => texte.slice(debut, fin));

test('rien de ce que garde un département entier ne passe pour un secret : dates, SIRET, identifiants, empreintes', {
  timeout: 60_000,
}, async () => {
  const { rows: tables } = await sql<{ nom: string }>`
    select format('%I.%I', schemaname, tablename) as nom from pg_tables
    where schemaname not in ('pg_catalog', 'information_schema') order by 1`.execute(base.owner);
  let characters = 0;
  for (const { nom } of tables) {
    const { rows } = await sql<{ ligne: string }>`
      select left(rangee::text, 20000) as ligne from ${sql.raw(nom)} as rangee limit 1000`.execute(base.owner);
    for (const { ligne } of rows) {
      characters += ligne.length;
      expect(trouve(ligne), nom).toEqual([]);
    }
  }
  expect(characters).toBeGreaterThan(500_000);
});

test('ni dans les guides, le glossaire et les décisions, qui parlent de mots de passe', async () => {
  const folder = join(PROJECT_ROOT, 'docs');
  const names = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.md'));
  expect(names.length).toBeGreaterThan(30);
  for (const name of names) expect(trouve(await readFile(join(folder, name), 'utf8')), name).toEqual([]);
});
