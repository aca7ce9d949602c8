import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Folder that holds `package.json`, found by walking up from this file: the same whether it runs from `src/` or from
 * a bundle in `dist/`. Throws when there is none.
 */
export function projectRoot(): string {
  let folder = path.dirname(fileURLToPath(import.meta.url));
  while (!existsSync(path.join(folder, 'package.json'))) {
    const parent = path.dirname(folder);
    if (parent === folder) throw new Error('No package.json above the code: Typst templates cannot be found');
    folder = parent;
  }
  return folder;
}
