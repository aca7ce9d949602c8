import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { buildSync } from 'esbuild';
import { pruneCss } from './css-prune.ts';
import { PROJECT_ROOT } from './project-root.ts';

/** A file the browser loads, ready to be sent in each encoding. */
export type Asset = {
  /** Name in the source: `escale.css`. */
  readonly name: string;
  /** Name in addresses, which changes with the content: `escale.3f2a9c01d4.css`. */
  readonly hashedName: string;
  readonly identity: Uint8Array;
  readonly brotli: Uint8Array;
  readonly gzip: Uint8Array;
};

export const root = PROJECT_ROOT;
const themeFolder = join(root, 'src/ui/theme');
const browserFolder = join(root, 'src/browser');
const designsystemet = join(root, 'node_modules/@digdir/designsystemet-css/dist/src');

/** Parts of Designsystemet that `src/ui` uses; the others are not sent. */
const COMPONENTS = [
  'base',
  'button',
  'field',
  'input',
  'fieldset',
  'label',
  'error-summary',
  'alert',
  'card',
  'tag',
  'table',
];

/** Browsers of the oldest phones still met: what is newer is rewritten for them where it can be. */
const TARGET = ['chrome80', 'firefox78', 'safari13'];

/** Everything an asset is made of, to know when a build is stale. */
function sources(): string[] {
  const folder = (path: string, ending: string) =>
    readdirSync(path)
      .filter((name) => name.endsWith(ending) && !name.includes('.test.'))
      .sort()
      .map((name) => join(path, name));
  return [
    join(root, 'src/platform/asset-bundle.ts'),
    join(root, 'src/platform/css-prune.ts'),
    // Scripts read the lists that a form offers.
    ...folder(join(root, 'src/domain'), '.ts'),
    ...COMPONENTS.map((name) => join(designsystemet, `${name}.css`)),
    ...folder(themeFolder, '.css'),
    join(root, 'src/ui/escale.css'),
    ...folder(join(root, 'src/ui/styles'), '.css'),
    ...folder(browserFolder, '.ts'),
    ...folder(join(browserFolder, 'terrain'), '.ts'),
  ];
}

/** Fingerprint of the sources of all assets; null where the sources were not shipped, and a build is taken as it is. */
export function sourcesFingerprint(): string | null {
  if (!existsSync(themeFolder)) return null;
  const hash = createHash('sha256');
  for (const path of sources()) hash.update(readFileSync(path));
  return hash.digest('hex');
}

/** Names of all assets: one style sheet a theme (`escale.css`), one script a file of `src/browser` (`escale.js`). */
export function assetNames(): string[] {
  const themes = readdirSync(themeFolder).filter((name) => extname(name) === '.css');
  const scripts = readdirSync(browserFolder).filter((name) => extname(name) === '.ts' && !name.includes('.test.'));
  return [...themes, ...scripts.map((name) => `${basename(name, '.ts')}.js`)];
}

/** Builds one asset in memory, in some 50 ms; its compressed forms are made when first read. */
export function bundleAsset(name: string): Asset {
  return pack(name, extname(name) === '.css' ? bundleStyle(name) : bundleScript(`${basename(name, '.js')}.ts`));
}

function bundleStyle(theme: string): string {
  const parts = [
    join(themeFolder, theme),
    ...COMPONENTS.map((name) => join(designsystemet, `${name}.css`)),
    join(root, 'src/ui/escale.css'),
  ];
  const { outputFiles } = buildSync({
    stdin: {
      contents: parts.map((path) => `@import ${JSON.stringify(path)};`).join('\n'),
      loader: 'css',
      resolveDir: root,
    },
    bundle: true,
    minify: true,
    write: false,
    target: TARGET,
    logLevel: 'error',
  });
  return pruneCss(withoutDataUrls(outputFiles[0]?.text ?? ''));
}

/** The page’s security policy allows no `data:` image; Escale draws its icons in the page, and hides those of Designsystemet. */
function withoutDataUrls(css: string): string {
  return css.replace(/url\((['"]?)data:[^)]*?\1\)/g, 'none');
}

/** Asked for by another script, which reads what they export. */
const MODULES = ['saisie.ts'];

function bundleScript(name: string): string {
  const { outputFiles } = buildSync({
    entryPoints: [join(browserFolder, name)],
    bundle: true,
    minify: true,
    write: false,
    format: MODULES.includes(name) ? 'esm' : 'iife',
    target: TARGET,
    // Safari 13 knows destructuring, but for a rare case that our scripts and the passkey library do not meet; esbuild cannot rewrite it.
    supported: { destructuring: true },
    logLevel: 'error',
  });
  return outputFiles[0]?.text ?? '';
}

function pack(name: string, text: string): Asset {
  const identity = new TextEncoder().encode(text);
  const ending = extname(name);
  const hash = createHash('sha256').update(identity).digest('hex').slice(0, 10);
  let brotli: Uint8Array | undefined;
  let gzip: Uint8Array | undefined;
  return {
    name,
    hashedName: `${basename(name, ending)}.${hash}${ending}`,
    identity,
    get brotli() {
      brotli ??= brotliCompressSync(identity, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: identity.length } });
      return brotli;
    },
    get gzip() {
      gzip ??= gzipSync(identity, { level: 9 });
      return gzip;
    },
  };
}
