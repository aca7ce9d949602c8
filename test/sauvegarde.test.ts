import { randomBytes } from 'node:crypto';
import { chmod, copyFile, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { demo } from '../db/demo/ids.ts';
import { entretienJob, JOBS } from '../src/jobs.ts';
import { type Database, inTerritoire, openDatabase } from '../src/platform/db.ts';
import { readIdentifiant } from '../src/platform/installation.ts';
import { enqueue, installJobs } from '../src/platform/jobs.ts';
import { record } from '../src/platform/journal.ts';
import { verifierChaine } from '../src/platform/journal-verification.ts';
import { listMigrations, migrate, readMigrationState } from '../src/platform/migrations.ts';
import { FRENCH_DATABASE, withClient } from '../src/platform/postgres/embedded.ts';
import { PROJECT_ROOT } from '../src/platform/project-root.ts';
import { sealAll } from '../src/platform/sealer.ts';
import { StartupRefusal } from '../src/platform/startup-refusal.ts';
import { lireSauvegarde, restaurer, sauvegarder, TRAVAUX } from '../src/sauvegarde.ts';
import { useBase } from './base.ts';
import { withParts } from './cluster.ts';
import { freePort, startEscale, waitForNoProcess } from './process.ts';
import { openSite } from './visitor.ts';

const base = useBase({ demo: true });
const cle = randomBytes(32);
const made: string[] = [];
let folder = '';
let fichier = '';
/** The database on the day of the backup. */
let saved: Record<string, string>;
/** Which database it is: a copy is another one. */
let identifiant = '';
let manifeste: Awaited<ReturnType<typeof lireSauvegarde>>;

/** A database without a table, as one is given to whoever restores. */
async function emptyDatabase(): Promise<{ ownerUrl: string; requestUrl: string }> {
  const { adminUrl, owner, request, password } = inject('testServer');
  const database = `escale_test_${randomBytes(8).toString('hex')}`;
  await withClient(adminUrl, (client) => client.query(`create database ${database} owner ${owner} ${FRENCH_DATABASE}`));
  made.push(database);
  return {
    ownerUrl: withParts(adminUrl, { role: owner, password, database }),
    requestUrl: withParts(adminUrl, { role: request, password, database }),
  };
}

/** Each table with its rows, as one print; of pg-boss, what waits. */
async function contents(ownerUrl: string): Promise<Record<string, string>> {
  return withClient(ownerUrl, async (client) => {
    await client.query(`set timezone = 'UTC'`);
    const { rows: tables } = await client.query<{ name: string }>(
      `select format('%I.%I', schemaname, tablename) as name from pg_tables
       where schemaname = 'public' and tablename not like 'kysely%'
       union select 'travaux.' || unnest($1::text[]) order by 1`,
      [TRAVAUX.only],
    );
    const found: Record<string, string> = {};
    for (const { name } of tables) {
      // A copy has an identity of its own.
      const row = name === 'public.installation' ? '(t.nature, t.created_at)' : 't';
      const { rows } = await client.query<{ print: string }>(
        `select count(*) || ' ' || coalesce(md5(string_agg(r, '|' order by r)), '') as print from (select ${row}::text as r from ${name} t) s`,
      );
      found[name] = rows[0]?.print ?? '';
    }
    return found;
  });
}

async function withDatabase<T>(url: string, work: (database: Database) => Promise<T>): Promise<T> {
  const database = openDatabase(url, { max: 2 });
  return work(database).finally(() => database.destroy());
}

const note = (acte: string) =>
  inTerritoire(base.request, '66', (db) => record(db, '66', { acteur: null, acte, objet: ['essai', acte] }));
const place = (ownerUrl: string, donnees = join(folder, randomBytes(4).toString('hex'))) => ({
  ownerUrl,
  donnees,
  cle,
});

/** The one sentence that refuses. */
async function refusal(work: Promise<unknown>): Promise<string> {
  const outcome = await work.catch((error: unknown) => error);
  if (!(outcome instanceof StartupRefusal)) throw new Error('A refusal was expected', { cause: outcome });
  expect(outcome.message).not.toContain('\n');
  return outcome.message;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'escale-sauvegarde-'));
  const site = openSite(base.request);
  const equipe = await site.signedIn(demo.comptes.equipe);
  await equipe.post('/deconnexion');
  await site.signedIn(demo.comptes.equipe);
  for (let i = 0; i < 20; i += 1) await note(`scellé ${i}`);
  await sealAll(base.request, ['66', '00']);
  const tete = await inTerritoire(base.request, '66', (db) => verifierChaine(db, '66', Temporal.Now.instant()));
  if (!tete.bon) throw new Error(tete.defaut);
  await writeFile(join(folder, 'tete.json'), JSON.stringify(tete.tete));
  await note('pas encore scellé');
  await inTerritoire(base.request, '66', (db) => enqueue(db, '66', entretienJob, {}));
  const donnees = join(folder, 'source');
  await mkdir(join(donnees, 'tetes'), { recursive: true });
  await writeFile(join(donnees, 'tetes', 'tete-66-2026-11-23.json'), JSON.stringify(tete.tete));
  await writeFile(join(donnees, 'cle'), cle.toString('base64'));
  await writeFile(join(donnees, 'postgresql.secrets.json'), 'mots de passe');
  await mkdir(join(donnees, 'cachets'));
  await writeFile(join(donnees, 'cachets', '66.pem'), '-----BEGIN PRIVATE KEY-----');
  ({ fichier, manifeste } = await sauvegarder(
    place(base.ownerUrl, donnees),
    join(folder, 'copies'),
    Temporal.Now.instant(),
  ));
  // No session comes back: it may have been closed since.
  saved = { ...(await contents(base.ownerUrl)), 'public.session': '0 ' };
  identifiant = await readIdentifiant(base.owner);
});
afterAll(async () => {
  await withClient(inject('testServer').adminUrl, async (client) => {
    for (const database of made) await client.query(`drop database if exists ${database} with (force)`);
  });
  await rm(folder, { recursive: true });
});

describe('Sauvegarder', () => {
  test('écrit un seul fichier, que son propriétaire seul lit, sans reste', async () => {
    expect(await readdir(join(folder, 'copies'))).toEqual([fichier.split('/').at(-1)]);
    expect((await stat(fichier)).mode & 0o777).toBe(0o600);
    expect(fichier).toMatch(/escale-\d{4}-\d\d-\d\dT\d{6}Z\.sauvegarde\.gz$/);
  });

  test('dit ce qu’il contient', async () => {
    expect(await lireSauvegarde(fichier)).toEqual(manifeste);
    expect(manifeste).toMatchObject({ nature: 'demo', migrations: await listMigrations() });
    expect(manifeste.travaux).toBeGreaterThan(0);
    const tables = Object.keys(await contents(base.ownerUrl));
    expect(manifeste.tables.map(({ nom }) => nom.replaceAll('"', '')).sort()).toEqual(tables);
    expect(manifeste.tables.find(({ nom }) => nom === '"public"."commune"')?.lignes).toBeGreaterThan(30_000);
  });

  test('garde tout ce que pg-boss tient pour nous : le reste n’est que sa propre comptabilité', async () => {
    const { rows } = await sql<{ name: string }>`
      select c.relname as name from pg_class c where c.relnamespace = 'travaux'::regnamespace
        and c.relkind in ('r', 'p') and not c.relispartition order by 1`.execute(base.owner);
    const bookkeeping = ['bam', 'instance', 'queue_stats', 'version', 'warning'];
    expect(rows.map(({ name }) => name)).toEqual([...bookkeeping, ...(TRAVAUX.only ?? [])].sort());
  });

  test('ne contient ni la clé, ni celles des cachets, ni les mots de passe de la base, mais les têtes du journal', async () => {
    expect(manifeste.fichiers.map(({ chemin }) => chemin)).toEqual(['tetes/tete-66-2026-11-23.json']);
    const text = gunzipSync(await readFile(fichier)).toString();
    expect(text).not.toContain(cle.toString('base64'));
    expect(text).not.toContain(cle.toString('hex'));
    expect(text).not.toContain('mots de passe"');
    expect(text).not.toContain('PRIVATE KEY');
  });

  test('se relit aussi par psql : du SQL ordinaire', async () => {
    const lines = gunzipSync(await readFile(fichier))
      .toString()
      .split('\n');
    expect(lines[0]).toMatch(/^-- /);
    expect(lines.filter((line) => line === '\\.')).toHaveLength(manifeste.tables.length);
    expect(lines.filter((line) => /^copy "(public|travaux)"\."\w+" \(.*\) from stdin;$/.test(line))).toHaveLength(
      manifeste.tables.length,
    );
  });

  test('n’écrase rien, et ne laisse rien d’une sauvegarde qui échoue', async () => {
    const now = Temporal.Instant.from('2026-11-23T02:15:00Z');
    const target = join(folder, 'deux');
    const { ownerUrl } = await emptyDatabase();
    expect(await refusal(sauvegarder(place(ownerUrl), target, now))).toContain('rien à sauvegarder');
    await migrate(ownerUrl);
    expect(await refusal(sauvegarder(place(ownerUrl), target, now))).toContain('jamais été ouverte');
    expect(await readdir(target)).toEqual([]);
  });
});

describe('Restaurer', () => {
  test('rend chaque table telle qu’elle était, le journal vérifié, Escale en bonne santé', async () => {
    const { ownerUrl, requestUrl } = await emptyDatabase();
    const to = place(ownerUrl);
    const { journaux } = await restaurer(to, fichier, manifeste);
    expect(await contents(ownerUrl)).toEqual(saved);
    expect(journaux.map(({ territoire, verdict }) => [territoire, verdict.bon])).toEqual([
      ['00', true],
      ['66', true],
    ]);
    const tete = await readFile(join(to.donnees, 'tetes', 'tete-66-2026-11-23.json'), 'utf8');
    expect(tete).toBe(await readFile(join(folder, 'tete.json'), 'utf8'));
    await withDatabase(requestUrl, async (database) => {
      const site = openSite(database);
      const sante = await site.anonymous().get('/sante');
      expect([sante.status, JSON.parse(sante.text).statut]).toEqual([200, 'ok']);
      expect((await (await site.signedIn(demo.comptes.equipe)).get('/conventions')).status).toBe(200);
      expect((await site.anonymous().get('/')).status).toBe(200);
      // The journal goes on from where it was, and still refuses to be rewritten.
      await sealAll(database, ['66']);
      const verdict = await inTerritoire(database, '66', (db) => verifierChaine(db, '66', Temporal.Now.instant()));
      expect(verdict).toMatchObject({ bon: true });
    });
    await withDatabase(ownerUrl, async (owner) => {
      expect(await readIdentifiant(owner)).not.toBe(identifiant);
      await expect(sql`update journal_entree set acte = 'x'`.execute(owner)).rejects.toThrow('ne se modifie');
      await expect(sql`truncate journal_maillon`.execute(owner)).rejects.toThrow('ne se modifie');
    });
  });

  test('reprend les travaux qui attendaient, et Escale redémarre dessus', async () => {
    const { ownerUrl } = await emptyDatabase();
    await restaurer(place(ownerUrl), fichier, manifeste);
    await installJobs(ownerUrl, JOBS);
    await withDatabase(ownerUrl, async (owner) => {
      const { rows } = await sql<{ n: number }>`
        select count(*) as n from travaux.job where name = 'entretien' and state = 'created'`.execute(owner);
      expect(rows[0]?.n).toBe(1);
    });
  });

  test('prend la base d’un seul instant, pendant que d’autres écrivent', async () => {
    let writing = true;
    const writers = [0, 1, 2].map(async () => {
      for (let i = 0; writing; i += 1) {
        await note(`pendant ${i}`);
        if (i % 10 === 9) await sealAll(base.request, ['66']);
      }
    });
    const taken = await sauvegarder(place(base.ownerUrl), join(folder, 'pendant'), Temporal.Now.instant());
    writing = false;
    await Promise.all(writers);
    const { ownerUrl } = await emptyDatabase();
    const { journaux } = await restaurer(place(ownerUrl), taken.fichier, taken.manifeste);
    expect(journaux.every(({ verdict }) => verdict.bon)).toBe(true);
    const rows = (nom: string) =>
      taken.manifeste.tables.find((table) => table.nom === `"public"."${nom}"`)?.lignes ?? 0;
    expect(rows('journal_maillon') + rows('journal_attente')).toBe(rows('journal_entree'));
  });

  test('met à jour une sauvegarde d’avant les dernières mises à jour', async () => {
    const all = await listMigrations();
    const older = all.slice(0, -2);
    const { ownerUrl: before } = await emptyDatabase();
    await migrate(before, { upTo: older });
    await withDatabase(before, async (owner) => {
      await sql`insert into installation (nature) values ('reelle')`.execute(owner);
      await sql`insert into commune (code_insee, nom, nom_recherche, codes_postaux, departement)
        values ('66136', 'Perpignan', 'perpignan', '{66000}', '66')`.execute(owner);
    });
    const taken = await sauvegarder(place(before), join(folder, 'ancienne'), Temporal.Now.instant());
    expect(taken.manifeste).toMatchObject({ migrations: older, travaux: null, nature: 'reelle' });
    const { ownerUrl } = await emptyDatabase();
    await restaurer(place(ownerUrl), taken.fichier, taken.manifeste);
    await withDatabase(ownerUrl, async (owner) => {
      expect((await readMigrationState(owner)).executed).toEqual(all);
      expect(await owner.selectFrom('commune').select('nom').execute()).toEqual([{ nom: 'Perpignan' }]);
    });
  });

  test('voit un journal dont la fin manque, par les têtes gardées', async () => {
    const { ownerUrl } = await emptyDatabase();
    const beyond = { territoire: '66', rang: 1_000_000, empreinte: '0'.repeat(64) };
    const donnees = join(folder, 'coupee');
    await mkdir(join(donnees, 'tetes'), { recursive: true });
    await writeFile(join(donnees, 'tetes', 'tete-66-2026-11-24.json'), JSON.stringify(beyond));
    const taken = await sauvegarder(place(base.ownerUrl, donnees), donnees, Temporal.Now.instant());
    const { journaux } = await restaurer(place(ownerUrl), taken.fichier, taken.manifeste);
    expect(journaux.find(({ territoire }) => territoire === '66')?.verdict).toMatchObject({
      bon: false,
      defaut: expect.stringContaining('la fin manque'),
    });
  });
});

describe('Une restauration est refusée en une phrase', () => {
  test('dans une base qui contient déjà des données, laissée telle quelle', async () => {
    const before = await contents(base.ownerUrl);
    expect(await refusal(restaurer(place(base.ownerUrl), fichier, manifeste))).toContain('dans une base vide');
    expect(await contents(base.ownerUrl)).toEqual(before);
  });

  test('dans une base plus à jour que la sauvegarde', async () => {
    const { ownerUrl } = await emptyDatabase();
    await migrate(ownerUrl);
    const older = { ...manifeste, migrations: manifeste.migrations.slice(0, -1) };
    expect(await refusal(restaurer(place(ownerUrl), fichier, older))).toContain('dans une base neuve');
  });

  test('sans la clé, ou avec une autre ; elle passe si l’on dit que la clé est perdue', async () => {
    const { ownerUrl } = await emptyDatabase();
    const to = place(ownerUrl);
    expect(await refusal(restaurer({ ...to, cle: undefined }, fichier, manifeste))).toContain(
      'clé des seconds facteurs manque',
    );
    expect(await refusal(restaurer({ ...to, cle: randomBytes(32) }, fichier, manifeste))).toContain(
      'pas celle de cette',
    );
    expect(Object.values(await contents(ownerUrl).catch(() => ({})))).toEqual([]);
    await restaurer({ ...to, cle: undefined }, fichier, manifeste, { sansCle: true });
    expect(await contents(ownerUrl)).toEqual(saved);
  });

  test('quand ses travaux sont ceux d’une autre version, sans qu’une ligne soit écrite', async () => {
    const { ownerUrl } = await emptyDatabase();
    expect(await refusal(restaurer(place(ownerUrl), fichier, { ...manifeste, travaux: 1 }))).toContain('autre version');
    await restaurer(place(ownerUrl), fichier, manifeste);
    expect(await contents(ownerUrl)).toEqual(saved);
  });

  test('quand le fichier change entre les deux lectures, tout est annulé', async () => {
    const { ownerUrl } = await emptyDatabase();
    const other = { ...manifeste, faite: '2020-01-01T00:00:00.000Z' };
    expect(await refusal(restaurer(place(ownerUrl), fichier, other))).toContain('a été altéré');
    await restaurer(place(ownerUrl), fichier, manifeste);
    expect(await contents(ownerUrl)).toEqual(saved);
  });
});

describe('Les commandes', () => {
  const run = async (script: string, args: readonly string[], env: Record<string, string>) => {
    const started = startEscale([process.execPath, join(PROJECT_ROOT, 'scripts', script), ...args], {
      cwd: PROJECT_ROOT,
      env,
    });
    return { code: await started.ended(), output: started.output() };
  };

  test('sur une base embarquée : en marche, puis arrêtée, puis restaurée ailleurs, où Escale redémarre', {
    timeout: 180_000,
  }, async () => {
    const home = await mkdtemp(join(tmpdir(), 'escale-commandes-'));
    await chmod(home, 0o711);
    try {
      const [donnees, ailleurs, copies] = ['donnees', 'ailleurs', 'copies'].map((name) => join(home, name)) as [
        string,
        string,
        string,
      ];
      const main = join(PROJECT_ROOT, 'src', 'main.ts');
      const port = await freePort();
      const launch = (folder: string) =>
        startEscale([process.execPath, '--import', 'tsx', main], {
          cwd: PROJECT_ROOT,
          env: { PORT: String(port), ESCALE_DONNEES: folder },
        });
      expect(await run('sauvegarde.ts', [copies], { ESCALE_DONNEES: donnees })).toMatchObject({
        code: 2,
        output: expect.stringContaining('Aucune base dans'),
      });
      const escale = launch(donnees);
      await escale.ready();
      const hot = await run('sauvegarde.ts', [copies], { ESCALE_DONNEES: donnees });
      expect(hot).toMatchObject({ code: 0, output: expect.stringContaining('gardez-la ailleurs') });
      const [file = ''] = await readdir(copies);
      const busy = await run('restauration.ts', [join(copies, file)], { ESCALE_DONNEES: donnees });
      expect(busy).toMatchObject({ code: 2, output: expect.stringContaining('est déjà en marche') });
      escale.kill('SIGTERM');
      expect(await escale.ended()).toBe(0);
      const cold = await run('sauvegarde.ts', [join(home, 'froides')], { ESCALE_DONNEES: donnees });
      expect(cold.code).toBe(0);

      const withoutKey = await run('restauration.ts', [join(copies, file)], { ESCALE_DONNEES: ailleurs });
      expect(withoutKey).toMatchObject({
        code: 2,
        output: expect.stringContaining('La clé des seconds facteurs manque'),
      });
      await copyFile(join(donnees, 'cle'), join(ailleurs, 'cle'));
      const restored = await run('restauration.ts', [join(copies, file)], { ESCALE_DONNEES: ailleurs });
      expect(restored).toMatchObject({
        code: 0,
        output: expect.stringMatching(
          /^Restaurée.*\nJournal 00 .*chaîne entière.*\nJournal 66 .*chaîne entière.*\n.*npm run cles:adopter/,
        ),
      });
      const again = await run('restauration.ts', [join(copies, file)], { ESCALE_DONNEES: ailleurs });
      expect(again).toMatchObject({ code: 2, output: expect.stringContaining('dans une base vide') });

      const next = launch(ailleurs);
      await next.ready();
      expect((await fetch(`http://127.0.0.1:${port}/sante`)).status).toBe(200);
      next.kill('SIGTERM');
      expect(await next.ended()).toBe(0);
      const verified = await run('journal-verifier.ts', [], { ESCALE_DONNEES: ailleurs });
      expect(verified).toMatchObject({ code: 0, output: expect.stringContaining('chaîne entière') });
    } finally {
      expect(await waitForNoProcess(home)).toEqual([]);
      await rm(home, { recursive: true, force: true });
    }
  });

  test('sur un serveur : le propriétaire seul sauvegarde ; un fichier étranger ne touche à rien', async () => {
    const copies = join(folder, 'commandes');
    const env = { DATABASE_URL: base.requestUrl, ESCALE_DONNEES: join(folder, 'nulle-part') };
    expect(await run('sauvegarde.ts', [copies], env)).toMatchObject({
      code: 2,
      output: expect.stringContaining('DATABASE_URL_PROPRIETAIRE manque'),
    });
    const owner = { ...env, DATABASE_URL_PROPRIETAIRE: base.ownerUrl };
    const taken = await run('sauvegarde.ts', [copies], owner);
    expect(taken).toMatchObject({ code: 0, output: expect.stringContaining('n’est pas sur cette machine') });
    const [file = ''] = await readdir(copies);
    const { ownerUrl } = await emptyDatabase();
    const to = { ESCALE_DONNEES: join(folder, 'nulle-part'), DATABASE_URL_PROPRIETAIRE: ownerUrl };
    const foreign = await run('restauration.ts', [join(PROJECT_ROOT, 'package.json')], to);
    expect(foreign).toMatchObject({ code: 2, output: expect.stringContaining('n’est pas une sauvegarde d’Escale') });
    expect((await run('restauration.ts', [join(copies, file)], to)).code).toBe(0);
    for (const script of ['sauvegarde.ts', 'restauration.ts']) {
      expect(await run(script, ['--aide'], {})).toMatchObject({ code: 0, output: expect.stringContaining('npm run') });
      expect((await run(script, [], {})).code).toBe(2);
    }
  });
});
