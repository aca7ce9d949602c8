import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest';
import type { Configuration } from '../src/platform/configuration.ts';
import { withClient } from '../src/platform/postgres/embedded.ts';
import { StartupRefusal } from '../src/platform/startup-refusal.ts';
import { start } from '../src/start.ts';
import { type Base, createBase } from './base.ts';
import { withParts } from './cluster.ts';
import { freePort } from './process.ts';

describe('une base donnée par DATABASE_URL', () => {
  let folder = '';
  let base: Awaited<ReturnType<typeof createBase>>;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'escale-refus-'));
    base = await createBase();
  });
  afterEach(async () => {
    await sql`delete from installation`.execute(base.owner);
    await sql`delete from kysely_migration where name like '9999%'`.execute(base.owner);
  });
  afterAll(async () => {
    await base.drop();
    await rm(folder, { recursive: true });
  });

  async function configuration(changes: (base: Base) => Partial<Configuration>): Promise<Configuration> {
    const port = await freePort();
    const url = `http://localhost:${port}`;
    const smtp = { smtpUrl: 'smtp://127.0.0.1:9', expediteur: 'escale@exemple.fr' };
    const urls = { databaseUrl: base.requestUrl, databaseUrlProprietaire: base.ownerUrl };
    return {
      port,
      adresse: '127.0.0.1',
      url,
      donnees: folder,
      cle: undefined,
      cleMaitre: undefined,
      cleMaitrePrecedente: undefined,
      clesUrls: [inject('testServer').clesUrl],
      proxies: 0,
      ancres: undefined,
      cachets: join(folder, 'cachets'),
      horodatage: undefined,
      smsUrl: undefined,
      smsJeton: undefined,
      smsExpediteur: undefined,
      demo: false,
      niveauTraces: 'silent',
      jetonMetriques: undefined,
      ...smtp,
      ...urls,
      ...changes(base),
    };
  }

  async function refusal(changes: (base: Base) => Partial<Configuration>): Promise<string> {
    const asked = await configuration(changes);
    const outcome = await start(asked, () => undefined).catch((error: unknown) => error);
    if (!(outcome instanceof StartupRefusal)) throw new Error('Escale was expected to refuse', { cause: outcome });
    expect(outcome.message).not.toContain('\n');
    return outcome.message;
  }

  test('elle s’ouvre, se marque « réelle » et se referme', async () => {
    const running = await start(await configuration(() => ({})), () => undefined);
    await running.stop();
    const { rows } = await sql`select nature from installation`.execute(base.owner);
    expect(rows).toEqual([{ nature: 'reelle' }]);
  });

  test('le fichier des ancres manque, ou n’en contient aucune', async () => {
    expect(await refusal(() => ({ ancres: join(folder, 'absent.pem') }))).toMatch(
      /^ESCALE_ANCRES : .* ne peut pas être lu/,
    );
    const path = join(folder, 'ancres.pem');
    await writeFile(path, 'rien');
    expect(await refusal(() => ({ ancres: path }))).toContain('ne contient aucun certificat PEM');
    await writeFile(path, '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n');
    expect(await refusal(() => ({ ancres: path }))).toContain('le certificat n° 1');
  });

  test('un cachet ne peut pas sceller', async () => {
    const cachets = join(folder, 'autres-cachets');
    await mkdir(cachets);
    await writeFile(join(cachets, '66.pem'), 'rien', { mode: 0o600 });
    expect(await refusal(() => ({ cachets }))).toMatch(/^Le cachet « .*66\.pem » ne contient aucun certificat PEM/);
    expect(await refusal(() => ({ cachets: join(cachets, '66.pem') }))).toMatch(
      /^Le dossier des cachets « .*66\.pem »/,
    );
  });

  test('aucun serveur à cette adresse', async () => {
    const databaseUrl = 'postgres://r:m@127.0.0.1:9/base';
    expect(await refusal(() => ({ databaseUrl, databaseUrlProprietaire: undefined }))).toContain(
      'aucun serveur PostgreSQL ne répond',
    );
    expect(await refusal(() => ({ databaseUrlProprietaire: databaseUrl }))).toMatch(
      /^DATABASE_URL_PROPRIETAIRE : aucun serveur/,
    );
  });

  test('mot de passe faux', async () => {
    const databaseUrl = withParts(inject('testServer').adminUrl, {
      role: `personne_${randomBytes(4).toString('hex')}`,
      password: 'faux',
    });
    expect(await refusal(() => ({ databaseUrl }))).toMatch(
      /refuse ce rôle ou ce mot de passe|aucun droit|n’existe pas/,
    );
  });

  test('base inconnue', async () => {
    expect(await refusal((b) => ({ databaseUrl: withParts(b.requestUrl, { database: 'nulle_part' }) }))).toContain(
      'n’existe pas',
    );
  });

  test('le rôle des requêtes est superutilisateur', async () => {
    const database = new URL(base.requestUrl).pathname.slice(1);
    const databaseUrl = withParts(inject('testServer').adminUrl, { database });
    expect(await refusal(() => ({ databaseUrl }))).toContain('est superutilisateur');
  });

  test('le rôle des requêtes est propriétaire des tables', async () => {
    expect(await refusal((b) => ({ databaseUrl: b.ownerUrl }))).toContain('est propriétaire des tables');
  });

  test('le rôle des requêtes est dispensé du cloisonnement, ou n’a aucun droit', async () => {
    const role = `escale_essai_${randomBytes(4).toString('hex')}`;
    const { adminUrl } = inject('testServer');
    const databaseUrl = withParts(base.requestUrl, { role, password: 'essai' });
    await withClient(adminUrl, (client) => client.query(`create role ${role} login bypassrls password 'essai'`));
    try {
      expect(await refusal(() => ({ databaseUrl }))).toContain('dispensé du cloisonnement');
      await withClient(adminUrl, (client) => client.query(`alter role ${role} nobypassrls`));
      expect(await refusal(() => ({ databaseUrl }))).toContain('n’a reçu aucun droit');
    } finally {
      await withClient(adminUrl, (client) => client.query(`drop role ${role}`));
    }
  });

  test('la base est plus récente que le code, avec ou sans l’adresse du propriétaire', async () => {
    await sql`insert into kysely_migration (name, timestamp) values ('9999-demain', '2099-01-01')`.execute(base.owner);
    expect(await refusal(() => ({}))).toContain(
      'plus récente que cette version d’Escale (elle connaît « 9999-demain »)',
    );
    expect(await refusal(() => ({ databaseUrlProprietaire: undefined }))).toContain('plus récente');
  });

  test('sans l’adresse du propriétaire, une mise à jour manquante est dite', async () => {
    const { rows } = await sql<{ name: string; timestamp: string }>`delete from kysely_migration
      where name = (select max(name) from kysely_migration) returning name, timestamp`.execute(base.owner);
    const [last] = rows;
    try {
      expect(await refusal(() => ({ databaseUrlProprietaire: undefined }))).toContain('attend une mise à jour');
    } finally {
      await sql`insert into kysely_migration (name, timestamp) values (${last?.name}, ${last?.timestamp})`.execute(
        base.owner,
      );
    }
  });

  test('une vraie base ne s’ouvre pas en démonstration', async () => {
    await sql`insert into installation (nature) values ('reelle')`.execute(base.owner);
    expect(await refusal(() => ({ demo: true }))).toContain('ne s’ouvre pas en démonstration');
  });

  test('une base de démonstration ne s’ouvre pas autrement', async () => {
    await sql`insert into installation (nature) values ('demo')`.execute(base.owner);
    expect(await refusal(() => ({ demo: false }))).toContain('base de démonstration');
    expect(await refusal(() => ({ demo: false, databaseUrlProprietaire: undefined }))).toContain(
      'base de démonstration',
    );
  });

  test('une base jamais ouverte demande son propriétaire', async () => {
    expect(await refusal(() => ({ databaseUrlProprietaire: undefined }))).toContain('n’a jamais été ouverte');
  });
});
