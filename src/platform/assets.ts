import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { MiddlewareHandler } from 'hono';
import { type Asset, assetNames, bundleAsset, root, sourcesFingerprint } from './asset-bundle.ts';

/** What `scripts/assets.ts` writes beside the built files. */
export type AssetManifest = {
  readonly fingerprint: string | null;
  /** `escale.css` → `escale.3f2a9c01d4.css` */
  readonly assets: Readonly<Record<string, string>>;
};

export const builtFolder = join(root, 'dist/assets');
const publicFolder = join(root, 'public');

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml; charset=utf-8',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.txt': 'text/plain; charset=utf-8',
};

type Source = { readonly names: readonly string[]; readonly load: (name: string) => Asset };

let source: Source | undefined;
const loaded = new Map<string, Asset>();

/** Where assets come from: `dist/assets` when it is there and fresh, else built in memory, each when first needed. */
function assetSource(): Source {
  source ??= readBuilt() ?? { names: assetNames(), load: bundleAsset };
  return source;
}

function findAsset(name: string): Asset | undefined {
  if (!assetSource().names.includes(name)) return undefined;
  const asset = loaded.get(name) ?? assetSource().load(name);
  loaded.set(name, asset);
  return asset;
}

function readBuilt(): Source | undefined {
  const path = join(builtFolder, 'manifest.json');
  if (!existsSync(path)) return undefined;
  const manifest: AssetManifest = JSON.parse(readFileSync(path, 'utf8'));
  const present = sourcesFingerprint();
  if (present !== null && present !== manifest.fingerprint) return undefined;
  return { names: Object.keys(manifest.assets), load: (name) => readAsset(name, manifest.assets[name] ?? name) };
}

function readAsset(name: string, hashedName: string): Asset {
  const read = (ending: string) => readFileSync(join(builtFolder, `${hashedName}${ending}`));
  return { name, hashedName, identity: read(''), brotli: read('.br'), gzip: read('.gz') };
}

/**
 * Address of an asset by its source name: `assetUrl('escale.css')` → `/assets/escale.3f2a9c01d4.css`.
 * Throws on a name that no source makes.
 */
export function assetUrl(name: string): string {
  const asset = findAsset(name);
  if (!asset) throw new Error(`No asset is named ${name}`);
  return `/assets/${asset.hashedName}`;
}

/** The text of an asset, for what serves it otherwise than under its own address. Throws on a name that no source makes. */
export function assetText(name: string): string {
  const asset = findAsset(name);
  if (!asset) throw new Error(`No asset is named ${name}`);
  return new TextDecoder().decode(asset.identity);
}

/** The bytes of a file of `public/`: `publicFile('favicon.svg')`. */
export function publicFile(name: string): Uint8Array {
  return readFileSync(join(publicFolder, name));
}

/** The themes that have a style sheet: `['escale', …]`. */
export function themes(): string[] {
  return assetSource()
    .names.filter((name) => name.endsWith('.css'))
    .map((name) => name.slice(0, -'.css'.length));
}

const couleurs = new Map<string, string>();

/** The colour of the header of a theme, for what a browser or a device draws around the page: `themeColour('escale')` → `#0b5468`. */
export function themeColour(theme: string): string {
  const known = couleurs.get(theme);
  if (known !== undefined) return known;
  const [, colour] = /--ds-color-accent-base-default:\s*(#[0-9a-f]{3,6})\b/.exec(assetText(`${theme}.css`)) ?? [];
  if (colour === undefined) throw new Error(`The theme ${theme} says no colour of its own`);
  couleurs.set(theme, colour);
  return colour;
}

type Served = {
  readonly type: string;
  readonly cacheControl: string;
  readonly asset: Pick<Asset, 'identity'> & Partial<Asset>;
};

const FOREVER = 'public, max-age=31536000, immutable';
const ONE_DAY = 'public, max-age=86400';

/** `/assets/escale.3f2a9c01d4.css` → that asset, unless its content has changed since. */
function servedAsset(path: string): Served | undefined {
  const [, stem, ending] = /^\/assets\/([a-z0-9-]+)\.[0-9a-f]{10}(\.[a-z]+)$/.exec(path) ?? [];
  const asset = stem && findAsset(`${stem}${ending}`);
  if (!asset || path !== `/assets/${asset.hashedName}`) return undefined;
  return { type: typeOf(asset.name), cacheControl: FOREVER, asset };
}

function publicFiles(): ReadonlyMap<string, Served> {
  const files = new Map<string, Served>();
  for (const name of existsSync(publicFolder) ? readdirSync(publicFolder) : []) {
    const path = join(publicFolder, name);
    // What a device installs bears the colour of its territoire: a route gives it.
    if (!statSync(path).isFile() || extname(name) === '.webmanifest') continue;
    files.set(`/${name}`, { type: typeOf(name), cacheControl: ONE_DAY, asset: { identity: readFileSync(path) } });
  }
  return files;
}

/**
 * Answers `GET /assets/…` with a year of cache, and the files of `public/` (`/favicon.svg`, `/robots.txt`) with a day, in the
 * best encoding the browser accepts; lets every other request through. Usage: `app.use(serveAssets())`, before sessions.
 */
export function serveAssets(): MiddlewareHandler {
  const files = publicFiles();
  return async (c, next) => {
    if (c.req.method !== 'GET' && c.req.method !== 'HEAD') return next();
    const file = files.get(c.req.path) ?? servedAsset(c.req.path);
    if (!file) return next();
    c.set('route', '/assets/*');
    const accepted = acceptedEncodings(c.req.header('accept-encoding') ?? '');
    const { encoding, bytes } = bestEncoding(file.asset, accepted);
    c.header('content-type', file.type);
    c.header('cache-control', file.cacheControl);
    c.header('vary', 'accept-encoding');
    c.header('x-content-type-options', 'nosniff');
    c.header('content-length', String(bytes.length));
    if (encoding) c.header('content-encoding', encoding);
    if (c.req.method === 'HEAD') return c.body(null);
    return c.body(new Uint8Array(bytes));
  };
}

function bestEncoding(asset: Served['asset'], accepted: ReadonlySet<string>) {
  if (accepted.has('br') && asset.brotli) return { encoding: 'br', bytes: asset.brotli };
  if (accepted.has('gzip') && asset.gzip) return { encoding: 'gzip', bytes: asset.gzip };
  return { bytes: asset.identity };
}

function typeOf(name: string): string {
  return TYPES[extname(name)] ?? 'application/octet-stream';
}

/** `br, gzip;q=0` → br only. */
function acceptedEncodings(header: string): ReadonlySet<string> {
  const offers = header.split(',').map((offer) => offer.trim().toLowerCase().split(';'));
  return new Set(
    offers.filter(([, quality = '']) => !/^\s*q=0(\.0*)?$/.test(quality)).map(([name = '']) => name.trim()),
  );
}
