import { beforeAll, describe, expect, test } from 'vitest';
import { demo } from '../../../db/demo/ids.ts';
import { useBase } from '../../../test/base.ts';
import { runJobs } from '../../../test/jobs.ts';
import { semaineJob } from '../../jobs.ts';
import { inTerritoire } from '../../platform/db.ts';
import { enqueue } from '../../platform/jobs.ts';
import { saveRefus } from '../courriels/store.ts';
import { texteDeLaSemaine } from './semaine.ts';

const base = useBase({ demo: true });
let courriel = '';

beforeAll(async () => {
  const row = await base.owner
    .selectFrom('compte')
    .select('courriel')
    .where('agentId', '=', demo.agents.demo)
    .executeTakeFirstOrThrow();
  courriel = row.courriel;
});

async function annoncer() {
  await inTerritoire(base.request, '66', (db) => enqueue(db, '66', semaineJob, {}));
  await runJobs(base);
  return base.owner.selectFrom('courriel').selectAll().where('genre', '=', 'semaine').execute();
}

test('l’annonce dit quand et où, jamais qui', () => {
  const texte = texteDeLaSemaine({
    nom: 'Maëlle',
    url: 'https://escale.exemple.fr',
    seances: [
      {
        jour: Temporal.PlainDate.from('2026-11-24'),
        heureDebut: Temporal.PlainTime.from('09:00'),
        heureFin: Temporal.PlainTime.from('12:00'),
        endroit: 'Mairie de Céret',
      },
    ],
  });
  expect(texte).toContain('Cette semaine, une permanence :');
  expect(texte).toMatch(/1\. mardi 24 novembre 2026, de 9.h à 12.h : Mairie de Céret/);
  expect(texte).toContain('https://escale.exemple.fr/agenda');
});

describe('Le lundi matin', () => {
  test('chaque agent qui a des permanences reçoit sa semaine, une fois', async () => {
    const first = await annoncer();
    expect(first.map(({ destinataire }) => destinataire)).toContain(courriel);
    expect(new Set(first.map(({ destinataire }) => destinataire)).size).toBe(first.length);
    expect(await annoncer()).toHaveLength(first.length);
  });

  test('sauf qui l’a refusée', async () => {
    await base.owner.deleteFrom('courriel').execute();
    await inTerritoire(base.request, '66', (db) => saveRefus(db, '66', courriel, ['semaine']));
    expect((await annoncer()).map(({ destinataire }) => destinataire)).not.toContain(courriel);
  });
});
