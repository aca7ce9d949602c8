import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Territoire } from '../../domain/territoire.ts';
import { assetText, assetUrl, publicFile } from '../../platform/assets.ts';
import { file } from '../../platform/http/reply.ts';
import { get, type Route } from '../../platform/http/route.ts';

/** The page that opens without network. It holds no data: those come from the device. */
export const COQUILLE = '/terrain';

/** Files whose address does not change with their content. */
const FIXES = [
  'favicon.svg',
  'icone-192.png',
  'icone-512.png',
  'icone-masque-512.png',
  'manifest.webmanifest',
] as const;

/** What the worker keeps, as it reads it: `self.ESCALE`. */
type Coquille = { readonly version: string; readonly coquille: string; readonly fichiers: readonly string[] };

type Habit = Pick<Territoire, 'theme' | 'logo'>;

/** Once built, this very file is the whole server: its print changes with what the shell says. */
const serveur = readFileSync(fileURLToPath(import.meta.url));

/**
 * The files that the shell needs, and a version that changes with any of them, with the worker itself and with the server that
 * draws the shell. The same files give the same version, whichever machine serves them.
 */
export function coquilleDe({ theme, logo }: Habit): Coquille {
  const named = [`${theme}.css`, 'escale.js', 'terrain.js', 'saisie.js'].map(assetUrl);
  const fichiers = [...named, ...FIXES.map((name) => `/${name}`), ...(logo === null ? [] : [`/logo?v=${logo}`])];
  const hash = createHash('sha256').update(JSON.stringify(fichiers)).update(serveur).update(assetText('sw.js'));
  for (const name of FIXES) hash.update(publicFile(name));
  return { version: hash.digest('hex').slice(0, 16), coquille: COQUILLE, fichiers };
}

const scripts = new Map<string, string>();

/** The worker, after what it is to keep for this territoire. */
function scriptDe({ theme, logo }: Habit): string {
  const key = JSON.stringify([theme, logo]);
  const script =
    scripts.get(key) ?? `self.ESCALE=${JSON.stringify(coquilleDe({ theme, logo }))};\n${assetText('sw.js')}`;
  scripts.set(key, script);
  return script;
}

export const serviceWorkerRoutes: readonly Route[] = [
  // At the root: a worker answers for the pages below its own address.
  get('/sw.js', {
    access: 'public',
    machinale: true,
    handle: async ({ territoire }) =>
      file({
        bytes: scriptDe(territoire),
        type: 'text/javascript; charset=utf-8',
        name: 'sw.js',
        inline: true,
        worker: true,
        revalidated: true,
      }),
  }),
];
