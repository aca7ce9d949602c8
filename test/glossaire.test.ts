import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { phraseGarde, phraseSuite } from '../src/domain/conservation.ts';
import { DONNEES } from '../src/features/donnees-personnelles/registre.ts';
import { PROJECT_ROOT } from '../src/platform/project-root.ts';

/** The table of durations as the declarations say it, before any setting of a territoire. */
function table(): string {
  const lines = DONNEES.map((donnee) => {
    const tables = Object.keys(donnee.colonnes).map((name) => `\`${name}\``);
    const bornes =
      'fixe' in donnee.duree ? '—' : `${donnee.duree.min} à ${donnee.duree.max} ${donnee.duree.defaut.unite}`;
    const cells = [donnee.nom, phraseGarde(donnee, {}), bornes, phraseSuite(donnee), tables.join(', ')];
    return `| ${cells.join(' | ')} |`;
  });
  return ['| Donnée | Gardée | Réglable | Ensuite | Tables |', '|---|---|---|---|---|', ...lines].join('\n');
}

test('le glossaire dit les durées que le code applique', async () => {
  const text = await readFile(join(PROJECT_ROOT, 'docs', 'glossaire.md'), 'utf8');
  const [, section = ''] = text.split('## Ce qui est gardé, et combien de temps\n');
  const lines = section.split('\n').filter((line) => line.startsWith('|'));
  // To correct it: copy what the test expected.
  expect(lines.join('\n')).toBe(table());
});
