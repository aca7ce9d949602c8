import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { MiddlewareHandler } from 'hono';
import { type Asset, bundleAssets, root, sourcesFingerprint } from './asset-bundle.ts';

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
  '.webmanifest': 'application/manifest+json; charset=utf-8',
};

let loaded: ReadonlyMap<string, Asset> | undefined;

/** The assets by name: those of `dist/assets` when they are there and fresh, else built in memory, once. */
function assets(): ReadonlyMap<string, Asset> {
  loaded ??= new Map((readBuilt() ?? bundleAssets()).map((asset) => [asset.name, asset]));
  return loaded;
}

function readBuilt(): Asset[] | undefined {
  const path = join(builtFolder, 'manifest.json');
  if (!existsSync(path)) return undefined;
  const manifest: AssetManifest = JSON.parse(readFileSync(path, 'utf8'));
  const present = sourcesFingerprint();
  if (present !== null && present !== manifest.fingerprint) return undefined;
  return Object.entries(manifest.assets).map(([name, hashedName]) => ({
    name,
    hashedName,
    identity: readFileSync(join(builtFolder, hashedName)),
    brotli: readFileSync(join(builtFolder, `${hashedName}.br`)),
    gzip: readFileSync(join(builtFolder, `${hashedName}.gz`)),
  }));
}

/**
 * Address of an asset by its source name: `assetUrl('escale.css')` → `/assets/escale.3f2a9c01d4.css`.
 * Throws on a name that no source makes.
 */
export function assetUrl(name: string): string {
  const asset = assets().get(name);
  if (!asset) throw new Error(`No asset is named ${name}`);
  return `/assets/${asset.hashedName}`;
}

/** The themes that have a style sheet: `['escale', …]`. */
export function themes(): string[] {
  return [...assets().keys()].filter((name) => name.endsWith('.css')).map((name) => name.slice(0, -'.css'.length));
}

type Served = {
  readonly type: string;
  readonly cacheControl: string;
  readonly identity: Uint8Array;
  readonly brotli?: Uint8Array;
  readonly gzip?: Uint8Array;
};

const FOREVER = 'public, max-age=31536000, immutable';
const ONE_DAY = 'public, max-age=86400';

function servedFiles(): ReadonlyMap<string, Served> {
  const files = new Map<string, Served>();
  for (const { hashedName, identity, brotli, gzip } of assets().values()) {
    const type = TYPES[extname(hashedName)] ?? 'application/octet-stream';
    files.set(`/assets/${hashedName}`, { type, cacheControl: FOREVER, identity, brotli, gzip });
  }
  for (const name of existsSync(publicFolder) ? readdirSync(publicFolder) : []) {
    const path = join(publicFolder, name);
    if (!statSync(path).isFile()) continue;
    const identity = readFileSync(path);
    const type = TYPES[extname(name)] ?? 'application/octet-stream';
    const isText = !type.startsWith('image/') || type.startsWith('image/svg');
    files.set(`/${name}`, { type, cacheControl: ONE_DAY, identity, ...(isText && { gzip: gzipSync(identity) }) });
  }
  return files;
}

/**
 * Answers `GET /assets/…` with a year of cache, and the files of `public/` (`/favicon.svg`, `/robots.txt`) with a day, in the
 * best encoding the browser accepts; lets every other request through. Usage: `app.use(serveAssets())`, before sessions.
 */
export function serveAssets(): MiddlewareHandler {
  let files: ReadonlyMap<string, Served> | undefined;
  return async (c, next) => {
    if (c.req.method !== 'GET' && c.req.method !== 'HEAD') return next();
    files ??= servedFiles();
    const file = files.get(c.req.path);
    if (!file) return next();
    const accepted = acceptedEncodings(c.req.header('accept-encoding') ?? '');
    const [encoding, bytes] =
      file.brotli && accepted.has('br')
        ? ['br', file.brotli]
        : file.gzip && accepted.has('gzip')
          ? ['gzip', file.gzip]
          : [undefined, file.identity];
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

/** `br, gzip;q=0` → br only. */
function acceptedEncodings(header: string): ReadonlySet<string> {
  const offers = header.split(',').map((offer) => offer.trim().toLowerCase().split(';'));
  return new Set(
    offers.filter(([, quality = '']) => !/^\s*q=0(\.0*)?$/.test(quality)).map(([name = '']) => name.trim()),
  );
}
