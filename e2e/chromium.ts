import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { inflate } from '@sparticuz/chromium';

/** A browser that starts on this machine, and the environment it needs. */
export interface Chromium {
  readonly path: string;
  readonly env: Readonly<Record<string, string>>;
}

/** Chromium without its windows, of the same version: the same pages, the same scripts, for two thirds of the work. */
const SANS_FENETRE = ['/usr/bin/chromium-headless-shell'];

const SYSTEM = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

function starts({ path, env }: Chromium): boolean {
  const STARTS_WITHIN_MS = 30_000;
  const { status } = spawnSync(path, ['--version'], {
    env: { ...process.env, ...env },
    timeout: STARTS_WITHIN_MS,
    stdio: 'ignore',
  });
  return status === 0;
}

const first = (paths: readonly string[]): Chromium | undefined => paths.map((path) => ({ path, env: {} })).find(starts);

function installed(): Chromium | undefined {
  const given = process.env['CHROMIUM_PATH'];
  const ofPlaywright = globSync(
    join(homedir(), '.cache/ms-playwright/chromium*/chrome-linux*/{chrome,headless_shell}'),
  );
  const paths = given === undefined || given === '' ? [...SYSTEM, ...ofPlaywright] : [given];
  return first(paths);
}

/** The browser of the npm package @sparticuz/chromium, with the libraries that a bare machine lacks. */
async function extract(folder: string): Promise<Chromium | undefined> {
  const packed = join(dirname(createRequire(import.meta.url).resolve('@sparticuz/chromium')), '..', 'bin');
  const before = process.env['TMPDIR'];
  // The package always extracts into the temporary folder.
  process.env['TMPDIR'] = folder;
  try {
    for (const part of ['chromium.br', 'fonts.tar.br', 'al2023.tar.br']) await inflate(join(packed, part));
  } finally {
    if (before === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = before;
  }
  const path = join(folder, 'chromium');
  const fonts = { FONTCONFIG_PATH: join(folder, 'fonts'), HOME: folder };
  const withLibraries = { ...fonts, LD_LIBRARY_PATH: join(folder, 'al2023', 'lib') };
  return [fonts, withLibraries].map((env) => ({ path, env })).find(starts);
}

function installWithApt(): Chromium | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const apt = (...args: string[]) =>
    spawnSync('apt-get', args, { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
  apt('update');
  apt('install', '--yes', '--no-install-recommends', 'chromium');
  return installed();
}

/** The browser of the journeys, and the whole one for what a browser without windows knows nothing of. */
export interface Chromiums {
  readonly chromium: Chromium;
  readonly entier: Chromium;
}

/**
 * Finds a Chromium for the journeys: the one of CHROMIUM_PATH, the machine's, Playwright's, the one that an npm package
 * ships, or (as root) the one that apt installs; without windows where the machine has that one too. `remove` deletes what
 * was extracted. Throws when there is none.
 */
export async function findChromium(): Promise<{ chromiums: Chromiums; remove: () => Promise<void> }> {
  const found = installed();
  if (found !== undefined) {
    const given = process.env['CHROMIUM_PATH'] ?? '';
    const light = given === '' ? first(SANS_FENETRE) : undefined;
    return { chromiums: { chromium: light ?? found, entier: found }, remove: async () => undefined };
  }
  const folder = await mkdtemp(join(tmpdir(), 'escale-chromium-'));
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
  const chromium = (await extract(folder).catch(() => undefined)) ?? installWithApt();
  if (chromium !== undefined) return { chromiums: { chromium, entier: chromium }, remove };
  await remove();
  throw new Error('Aucun Chromium ne démarre sur cette machine : installez-en un, ou indiquez-le avec CHROMIUM_PATH.');
}
