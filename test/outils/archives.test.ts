import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { zip } from '../../src/platform/zip.ts';

const at = Temporal.Instant.from('2026-11-26T09:30:00Z');

test('une archive s’ouvre avec l’outil de chacun, et rend chaque fichier octet pour octet', () => {
  const folder = mkdtempSync(join(tmpdir(), 'escale-zip-'));
  try {
    const entries = [
      { name: 'à lire.html', bytes: Buffer.from('<p>Été</p>') },
      { name: 'vide.json', bytes: Buffer.alloc(0) },
      { name: 'mandat.pdf', bytes: Buffer.from(Array.from({ length: 5000 }, (_, rank) => (rank * 7) % 256)) },
    ];
    writeFileSync(join(folder, 'essai.zip'), zip(entries, at));
    const script = `import sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as z:
    assert z.testzip() is None
    z.extractall(sys.argv[2])
    print([(i.filename, list(i.date_time)) for i in z.infolist()])`;
    const listed = execFileSync('python3', ['-c', script, join(folder, 'essai.zip'), folder], { encoding: 'utf8' });
    expect(listed).toContain('[2026, 11, 26, 10, 30, 0]');
    for (const { name, bytes } of entries) expect(readFileSync(join(folder, name))).toEqual(bytes);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
