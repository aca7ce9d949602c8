import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { sourcesFingerprint } from '../src/platform/asset-bundle.ts';
import { type AssetManifest, builtFolder } from '../src/platform/assets.ts';
import { PROJECT_ROOT } from '../src/platform/project-root.ts';

/** Bundles the server into `dist/`: one file to read at start instead of hundreds. Packages stay in node_modules. */
const folder = join(PROJECT_ROOT, 'dist');
await build({
  absWorkingDir: PROJECT_ROOT,
  entryPoints: { main: 'src/main.ts', 'typst-worker': 'src/platform/pdf/typst-worker.ts' },
  outdir: folder,
  bundle: true,
  packages: 'external',
  platform: 'node',
  target: 'node26',
  format: 'esm',
  jsx: 'automatic',
  jsxImportSource: 'hono/jsx',
  sourcemap: 'linked',
  logLevel: 'warning',
});

/** Compressing style sheets takes seconds: they are built again only when a source has changed. */
function hasFreshAssets(): boolean {
  const path = join(builtFolder, 'manifest.json');
  if (!existsSync(path)) return false;
  const manifest: AssetManifest = JSON.parse(readFileSync(path, 'utf8'));
  return manifest.fingerprint === sourcesFingerprint();
}

if (!hasFreshAssets()) await import('./assets.ts');
