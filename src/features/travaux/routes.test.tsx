import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { useBase } from '../../../test/base.ts';
import { runJobs } from '../../../test/jobs.ts';
import { type SmallTerritoire, seedSmallTerritoire } from '../../../test/small-territoire.ts';
import { openSite, type Visitor } from '../../../test/visitor.ts';
import { entretienJob, teteJob } from '../../jobs.ts';
import { inTerritoire } from '../../platform/db.ts';
import { enqueue } from '../../platform/jobs.ts';
import { record } from '../../platform/journal.ts';
import { verifierChaine } from '../../platform/journal-verification.ts';
import { sealAll } from '../../platform/sealer.ts';
import { courrielJob, queueMail } from '../courriels/store.ts';

const base = useBase();
let ids: SmallTerritoire;
let admin: Visitor;
let dossier = '';
const START = Temporal.Instant.from('2026-11-24T05:10:00Z');

beforeAll(async () => {
  ids = await seedSmallTerritoire(base.owner);
  admin = await openSite(base.request).signedIn(ids.comptes.administrateur);
  dossier = await mkdtemp(join(tmpdir(), 'escale-travaux-'));
  return () => rm(dossier, { recursive: true });
});
afterEach(async () => {
  await sql`delete from travaux.job`.execute(base.owner);
  await base.owner.deleteFrom('courriel').execute();
});

const ask = (territoireId = '66') =>
  inTerritoire(base.request, territoireId, (db) => enqueue(db, territoireId, courrielJob, { courriel: randomUUID() }));
const abandon = () =>
  sql`update travaux.job set state = 'failed', output = '{"message": "Le serveur <b>dort</b>"}'`.execute(base.owner);
const jobIds = async () => (await sql<{ id: string }>`select id from travaux.job`.execute(base.owner)).rows;

describe('La page des travaux', () => {
  test('dit que tout est fait', async () => {
    expect((await admin.get('/administration/travaux')).text).toContain('Tout est fait');
  });

  test('montre un travail abandonné, et le relance', async () => {
    await ask();
    await abandon();
    const { text } = await admin.get('/administration/travaux');
    expect(text).toContain('Envoyer un courriel');
    expect(text).toContain('Le serveur &lt;b&gt;dort&lt;/b&gt;');
    const [job] = await jobIds();
    const answer = await admin.post(`/administration/travaux/${job?.id}/relancer`);
    expect(answer.location).toBe('/administration/travaux');
    expect((await admin.get('/administration/travaux')).text).toMatch(/Sera repris|En attente/);
    expect(await runJobs(base)).toEqual(['courriel']);
    expect((await admin.get('/administration/travaux')).text).toContain('Tout est fait');
    // Done, it is no longer to be tried again.
    expect((await admin.post(`/administration/travaux/${job?.id}/relancer`)).status).toBe(404);
  });

  test('ne montre ni ne relance ceux d’un autre territoire', async () => {
    await ask('00');
    await abandon();
    const [job] = await jobIds();
    expect((await admin.get('/administration/travaux')).text).toContain('Tout est fait');
    expect((await admin.post(`/administration/travaux/${job?.id}/relancer`)).status).toBe(404);
    for (const id of ['x', randomUUID(), "'; drop table x"]) {
      expect((await admin.post(`/administration/travaux/${encodeURIComponent(id)}/relancer`)).status).toBe(404);
    }
  });

  test('montre aussi ceux de toute l’installation', async () => {
    await ask();
    await sql`update travaux.job set name = 'chaque-territoire', data = '{"job": "semaine"}'`.execute(base.owner);
    await abandon();
    expect((await admin.get('/administration/travaux')).text).toContain('Lancer un travail dans chaque territoire');
  });

  test('montre un courriel refusé, et le renvoie', async () => {
    await inTerritoire(base.request, '66', (db) =>
      queueMail(db, '66', { genre: 'compte', destinataire: 'x@exemple.fr', sujet: 'Bonjour', texte: 'Bonjour' }),
    );
    await base.owner.updateTable('courriel').set({ echec: '550 inconnu' }).execute();
    await runJobs(base);
    const { text } = await admin.get('/administration/travaux');
    expect(text).toContain('550 inconnu');
    const { id } = await base.owner.selectFrom('courriel').select('id').executeTakeFirstOrThrow();
    expect((await admin.post(`/administration/courriels/${id}/renvoyer`)).status).toBe(303);
    expect(await runJobs(base)).toEqual(['courriel']);
    expect((await admin.post(`/administration/courriels/${id}/renvoyer`)).status).toBe(404);
  });
});

describe('La tête du journal', () => {
  const run = async (clock = START) => {
    await inTerritoire(base.request, '66', (db) => enqueue(db, '66', teteJob, {}));
    return runJobs(base, { dossier, clock: () => clock });
  };

  test('est gardée chaque jour dans un fichier et un courriel au délégué, une fois', async () => {
    await inTerritoire(base.request, '66', (db) => record(db, '66', { acteur: null, acte: 'essai' }));
    await sealAll(base.request, ['66']);
    expect(await run()).toEqual(['tete-journal', 'courriel']);
    expect(await run()).toEqual(['tete-journal']);
    expect(await readdir(join(dossier, 'tetes'))).toEqual(['tete-66-2026-11-24.json']);
    const text = await readFile(join(dossier, 'tetes', 'tete-66-2026-11-24.json'), 'utf8');
    const mails = await base.owner.selectFrom('courriel').select(['destinataire', 'texte']).execute();
    expect(mails.map(({ destinataire }) => destinataire)).toEqual(['dpo@exemple.fr']);
    expect(mails[0]?.texte).toContain(text.trim());

    // It tells a chain whose end was cut.
    const verdict = await inTerritoire(base.request, '66', (db) =>
      verifierChaine(db, '66', START, [{ ...JSON.parse(text), rang: JSON.parse(text).rang + 1 }]),
    );
    expect(verdict).toMatchObject({ bon: false, defaut: expect.stringContaining('la fin manque') });
    await run(START.add({ hours: 24 }));
    expect(await readdir(join(dossier, 'tetes'))).toHaveLength(2);
  });

  test('quand la chaîne ne porte plus la tête d’hier, le délégué l’apprend et rien n’est exporté par-dessus', async () => {
    await writeFile(
      join(dossier, 'tetes', 'tete-66-2026-11-26.json'),
      JSON.stringify({ territoire: '66', rang: 1_000, empreinte: '0'.repeat(64) }),
    );
    await base.owner.deleteFrom('courriel').execute();
    await expect(run(START.add({ hours: 72 }))).rejects.toThrow('ne porte plus le maillon 1000');
    expect(await readdir(join(dossier, 'tetes'))).toHaveLength(3);
    const mails = await base.owner.selectFrom('courriel').select(['destinataire', 'sujet']).execute();
    expect(mails).toEqual([{ destinataire: 'dpo@exemple.fr', sujet: expect.stringContaining('Alerte') }]);
  });
});

test('l’entretien de la nuit se refait sans rien changer', async () => {
  for (let time = 0; time < 2; time += 1) {
    await inTerritoire(base.request, '66', (db) => enqueue(db, '66', entretienJob, {}));
    expect(await runJobs(base)).toEqual(['entretien']);
  }
});
