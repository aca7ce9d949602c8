import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { gunzipSync } from 'node:zlib';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { placeDe } from '../src/features/mandats/contenu.ts';
import { detruire } from '../src/features/mandats/destruction/detruire.ts';
import { verifierIllisible } from '../src/features/mandats/destruction/verification/verifier.ts';
import { findMandat, lireMandats } from '../src/features/mandats/store.ts';
import { type Database, inTerritoire, openDatabase } from '../src/platform/db.ts';
import { uuidv7 } from '../src/platform/ids.ts';
import { readIdentifiant } from '../src/platform/installation.ts';
import { readMasterKeys } from '../src/platform/keys/master.ts';
import { type DataKeys, openDataKeys } from '../src/platform/keys/store.ts';
import { openLog } from '../src/platform/log.ts';
import { FRENCH_DATABASE, withClient } from '../src/platform/postgres/embedded.ts';
import { PROJECT_ROOT } from '../src/platform/project-root.ts';
import { lireSauvegarde, restaurer, sauvegarder } from '../src/sauvegarde.ts';
import { useBase } from './base.ts';
import { useCles } from './cles-partagees.ts';
import { withParts } from './cluster.ts';
import { finir, poserVisa, TERRITOIRE } from './destruction.ts';
import { type MandatPose, poserMandat } from './mandats.ts';
import { startEscale } from './process.ts';

const base = useBase({ demo: true });
const places = useCles(2);
const undo = new AsyncDisposableStack();
let donnees = '';
/** The keys, whose master key is the file of the data folder, as the commands find it. */
let cles: DataKeys;
let achevee: MandatPose;
let gardee: MandatPose;
let fichier = '';

const now = () => Temporal.Now.instant();
const masters = () => readMasterKeys({ current: undefined, former: undefined }, donnees);

async function emptyDatabase(): Promise<string> {
  const { adminUrl, owner, password } = inject('testServer');
  const database = `escale_test_${randomBytes(8).toString('hex')}`;
  await withClient(adminUrl, (client) => client.query(`create database ${database} owner ${owner} ${FRENCH_DATABASE}`));
  undo.defer(async () => {
    await withClient(adminUrl, (client) => client.query(`drop database if exists ${database} with (force)`));
  });
  return withParts(adminUrl, { role: owner, password, database });
}

/** Yesterday's backup, restored beside. */
async function restored(): Promise<Database> {
  const ownerUrl = await emptyDatabase();
  const manifeste = await lireSauvegarde(fichier);
  await restaurer(
    { ownerUrl, donnees: join(donnees, randomBytes(4).toString('hex')), cle: undefined },
    fichier,
    manifeste,
  );
  const database = openDatabase(ownerUrl, { max: 2 });
  undo.defer(() => database.destroy());
  return database;
}

const lire = (database: Database, id: string) =>
  inTerritoire(database, '66', async (db) => {
    const mandat = await findMandat(db, '66', id);
    if (mandat === undefined) throw new Error(`No mandat ${id}`);
    return (await lireMandats({ db, cles }, '66', [mandat], now())).get(id);
  });

async function verify(essayee: Database) {
  const each = await Promise.all(
    places.urls.map(async (url) => openDataKeys([url], await masters(), { readOnly: true })),
  );
  try {
    return await verifierIllisible({ vivante: base.owner, essayee, places: each }, '66');
  } finally {
    await Promise.all(each.map((one) => one.close()));
  }
}

async function run(script: string, ...args: string[]) {
  const started = startEscale([process.execPath, join(PROJECT_ROOT, 'scripts', script), ...args], {
    cwd: PROJECT_ROOT,
    env: { ESCALE_DONNEES: donnees, DATABASE_URL_PROPRIETAIRE: base.ownerUrl, CLES_URL: places.urls.join(' ') },
  });
  return { code: await started.ended(), output: started.output() };
}

/** Keeps the person's copy of a mandat, as on the day of its signature. */
async function deposerCopie(id: string): Promise<void> {
  const copie = (await cles.open('66', [id])).get(id)?.seal(Buffer.from('%PDF-1.7 exemplaire'), placeDe.copie(id));
  await base.owner.updateTable('mandat').set({ copie }).where('id', '=', id).execute();
}

/** A mandat that waits for its signatures. */
async function preparer(): Promise<void> {
  const { agentId, seanceId } = await base.owner
    .selectFrom('mandat')
    .select(['agentId', 'seanceId'])
    .where('id', '=', gardee.id)
    .executeTakeFirstOrThrow();
  const id = uuidv7();
  const contenu = (await cles.make('66', [id])).get(id)?.seal(Buffer.from('{}'), placeDe.brouillon(id));
  await base.owner
    .insertInto('mandat')
    .values({ territoireId: '66', id, forme: 'tablette', agentId, seanceId, noticeVersion: 1, contenu })
    .execute();
}

beforeAll(async () => {
  donnees = await mkdtemp(join(tmpdir(), 'escale-destruction-'));
  undo.defer(() => rm(donnees, { recursive: true, force: true }));
  await chmod(donnees, 0o711);
  cles = await openDataKeys(places.urls, await masters(), { reread: masters });
  undo.defer(() => cles.close());
  await cles.adopt(await readIdentifiant(base.owner));
  await poserVisa(base);
  [achevee, gardee] = [await poserMandat(base, cles), await poserMandat(base, cles)];
  await deposerCopie(achevee.id);
  await preparer();
  ({ fichier } = await sauvegarder(
    { ownerUrl: base.ownerUrl, donnees, cle: undefined },
    join(donnees, 'copies'),
    now(),
  ));
  await base.owner.updateTable('mandat').set({ copie: null }).execute();
  await finir(base, achevee.id);
  await detruire({ database: base.request, cles }, TERRITOIRE, now());
});
afterAll(() => undo.disposeAsync());

describe('scénario 10 : la sauvegarde d’hier, restaurée', () => {
  test('ne rend pas ce qui est détruit, et rend le reste', async () => {
    const copie = await restored();
    // The ciphertext is there, and the copy does not know that it is over.
    const { rows } = await sql<{ n: number }>`select count(*) as n from mandat_demarche
      where mandat_id = ${achevee.id} and contenu is not null and finie_at is null`.execute(copie);
    expect(rows[0]?.n).toBe(2);
    expect(await lire(copie, achevee.id)).toEqual({ identite: null, objets: new Map() });
    expect(await lire(copie, gardee.id)).toMatchObject({ identite: { nom: 'Exemplaire' } });

    const verdict = await verify(copie);
    expect(verdict).toMatchObject({ ouvertes: 5, illisibles: 5, abimees: 0 });
    expect(verdict.constats).toHaveLength(3);
    // What is unreadable is, byte for byte, what the certificate tells.
    for (const constat of verdict.constats) expect(constat).toMatchObject({ etat: 'illisible', isConforme: true });
  });

  test('n’a pas l’identité de la base d’origine : elle ne détruit aucune de ses clés', async () => {
    const copie = await restored();
    expect(await readIdentifiant(copie)).not.toBe(await readIdentifiant(base.owner));
    await finir({ request: copie }, gardee.id);
    expect(await detruire({ database: copie, cles }, TERRITOIRE, now())).toEqual({ refus: 'autre_installation' });
    expect((await lire(base.owner, gardee.id))?.identite).not.toBeNull();
  });

  test('dans la base même, il ne reste rien à lire', async () => {
    const { constats } = await verify(base.owner);
    expect(constats.map(({ etat }) => etat)).toEqual(['absente', 'absente', 'absente']);
  });

  test('la commande le prouve, par les clés de chaque place ; une clé revenue dans une seule se voit', {
    timeout: 120_000,
  }, async () => {
    const proved = await run('destruction-verifier.ts', fichier);
    expect(proved, proved.output).toMatchObject({ code: 0 });
    expect(proved.output).toContain('66, chiffrés : 5 qui s’ouvrent, 5 illisibles, 0 abîmés.');
    expect(proved.output).toContain(
      `certificat n° 1, mandat ${achevee.code}, Démarche 1 et ses actes : illisible, chiffré identique`,
    );
    const live = await run('destruction-verifier.ts');
    expect(live).toMatchObject({ code: 0, output: expect.stringContaining('Identité et document : rien à lire ici') });

    const second = await openDataKeys(places.urls.slice(1), await masters());
    await second.make('66', [achevee.id]);
    const found = await run('destruction-verifier.ts');
    expect(found).toMatchObject({ code: 1, output: expect.stringContaining('S’OUVRE ENCORE') });
    expect(found.output).toContain(`le certificat n° 1 dit détruit (mandat ${achevee.code}) existe encore`);
    await second.destroy('66', [achevee.id]);
    await second.close();

    // Another master key proves nothing, and says so.
    const file = join(donnees, 'cle-maitre');
    const kept = await readFile(file);
    await writeFile(file, randomBytes(32).toString('base64'));
    const blind = await run('destruction-verifier.ts', fichier);
    await writeFile(file, kept);
    expect(blind).toMatchObject({ code: 2, output: expect.stringContaining('rien n’est prouvé') });
  });

  test('les clés se changent par la commande, et tout se lit encore ; adoptées, elles servent la base restaurée', {
    timeout: 120_000,
  }, async () => {
    const before = await masters();
    for (const args of [['--territoires'], []]) {
      const rotated = await run('cles-rotation.ts', ...args);
      expect(rotated, rotated.output).toMatchObject({ code: 0, output: expect.stringContaining('places : 2') });
    }
    expect((await masters()).current.print).not.toBe(before.current.print);
    expect((await lire(base.owner, gardee.id))?.identite).toMatchObject({ nom: 'Exemplaire' });
    expect(await run('cles-adopter.ts')).toMatchObject({ code: 0, output: expect.stringContaining('rien à faire') });
    await cles.adopt('00000000-0000-7000-8000-000000000000');
    expect(await run('cles-adopter.ts')).toMatchObject({
      code: 1,
      output: expect.stringContaining('qui s’ouvrent : 3'),
    });
    expect(await cles.installation()).toBe('00000000-0000-7000-8000-000000000000');
    expect(await run('cles-adopter.ts', '--oui')).toMatchObject({
      code: 0,
      output: expect.stringContaining('Adoptée'),
    });
    expect(await cles.installation()).toBe(await readIdentifiant(base.owner));
  });
});

describe('aucune clé ne sort de ses places', () => {
  test('ni dans la sauvegarde, ni dans le journal, ni dans les traces', async () => {
    const lines: string[] = [];
    const traces = new Writable({
      write: (chunk, _, done) => {
        lines.push(String(chunk));
        done();
      },
    });
    const log = openLog('debug', traces);
    // What is logged when a place refuses what it is given: PostgreSQL quotes it.
    const refused = await cles.make('66', [gardee.id]).catch((error: unknown) => error);
    log.error('job failed', refused, { job: 'essai' });
    const secrets: Buffer[] = [Buffer.from(await readFile(join(donnees, 'cle-maitre'), 'utf8'), 'base64')];
    for (const url of places.urls) {
      const { rows } = await withClient(url, (client) =>
        client.query<{ enveloppe: Buffer }>('select enveloppe from cle union all select enveloppe from cle_territoire'),
      );
      secrets.push(...rows.map(({ enveloppe }) => enveloppe));
    }
    expect(secrets.length).toBeGreaterThan(8);
    const taken = await sauvegarder(
      { ownerUrl: base.ownerUrl, donnees, cle: undefined },
      join(donnees, 'autres'),
      now(),
    );
    const archives = await Promise.all([fichier, taken.fichier].map(async (path) => gunzipSync(await readFile(path))));
    const { rows: journal } = await sql<{ texte: string }>`select t::text as texte from journal_entree t`.execute(
      base.owner,
    );
    expect(journal.length).toBeGreaterThan(3);
    expect(lines.join('')).toContain('23505');
    const texts = [lines.join(''), ...journal.map(({ texte }) => texte)].map((text) => Buffer.from(text));
    for (const secret of secrets) {
      for (const written of [secret, secret.toString('hex'), secret.toString('base64'), secret.toString('base64url')]) {
        for (const where of [...archives, ...texts]) expect(where.includes(written)).toBe(false);
      }
    }
  });
});
