import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { demo, seanceDuJour } from '../../../db/demo/ids.ts';
import { useBase } from '../../../test/base.ts';
import { openSite } from '../../../test/visitor.ts';
import { entretienJob } from '../../jobs.ts';
import { inTerritoire, openDatabase } from '../../platform/db.ts';
import { enqueue } from '../../platform/jobs.ts';
import { record } from '../../platform/journal.ts';
import { createMetrics } from '../../platform/metrics.ts';
import { sealAll } from '../../platform/sealer.ts';

const base = useBase({ demo: true });
const jetonMetriques = 'un-jeton-de-veille-assez-long-pour-servir';
const headers = { authorization: `Bearer ${jetonMetriques}` };
let site: ReturnType<typeof openSite>;

beforeAll(() => {
  site = openSite(base.request, { jetonMetriques });
});
afterEach(async () => void (await sealAll(base.request, ['66', '00'])));

async function read(from = site): Promise<string[]> {
  const answer = await from.anonymous().get('/metriques', headers);
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toContain('text/plain; version=0.0.4');
  return answer.text.split('\n');
}

function value(lines: readonly string[], sample: string): number | undefined {
  const line = lines.find((one) => one.startsWith(`${sample} `));
  return line === undefined ? undefined : Number(line.slice(sample.length + 1));
}

describe('Les mesures', () => {
  test('comptent chaque demande par sa route, jamais par son adresse', async () => {
    const agent = await site.signedIn(demo.comptes.agent);
    const seance = seanceDuJour(Temporal.Now.plainDateISO('Europe/Paris'));
    const sample = 'escale_http_request_duration_seconds_count{method="GET",route="/seances/:seance",status="2xx"}';
    const before = value(await read(), sample) ?? 0;
    await agent.get(`/seances/${seance}?secret=oui`);
    await agent.get(`/seances/${seance}`);
    await site.anonymous().get('/secret/ailleurs');
    const lines = await read();
    expect(value(lines, sample)).toBe(before + 2);
    expect(value(lines, 'escale_http_request_duration_seconds_count{method="GET",route="aucune",status="4xx"}')).toBe(
      1,
    );
    expect(lines.join('\n')).not.toContain('secret');
    expect(lines.join('\n')).not.toContain(seance);
    // Who asks is one of those being answered.
    expect(value(lines, 'escale_http_requests_in_flight')).toBe(1);
  });

  test('comptent les refus', async () => {
    const own = openSite(base.request, { jetonMetriques });
    const samples = ['escale_http_refusals_total{status="429"}', 'escale_http_refusals_total{status="503"}'];
    const none = await read(own);
    expect(samples.map((sample) => value(none, sample))).toEqual([0, 0]);
    const gone = openDatabase('postgres://personne@127.0.0.1:1/rien', { max: 1 });
    const away = openSite(gone, { jetonMetriques, onBug: () => undefined });
    expect((await away.anonymous().get('/')).status).toBe(503);
    const lines = await read(away);
    expect(value(lines, samples[1] ?? '')).toBe(1);
    await gone.destroy();
  });

  test('répondent quand la base est absente, et le disent', async () => {
    const gone = openDatabase('postgres://personne@127.0.0.1:1/rien', { max: 1 });
    const lines = await read(openSite(gone, { jetonMetriques }));
    expect(value(lines, 'escale_reading_failed{reading="escale_journal_unsealed_entries"}')).toBe(1);
    expect(value(lines, 'escale_reading_failed{reading="escale_jobs"}')).toBe(1);
    expect(lines.some((line) => line.startsWith('escale_journal_unsealed_entries{'))).toBe(false);
    expect(value(lines, 'process_cpu_seconds_total')).toBeGreaterThan(0);
    await gone.destroy();
  });

  test('montrent les entrées du journal que personne n’a scellées', async () => {
    const sample = (territoire: string) => `escale_journal_unsealed_entries{territoire="${territoire}"}`;
    expect(value(await read(), sample('66'))).toBe(0);
    await inTerritoire(base.request, '66', async (db) => {
      await record(db, '66', { acteur: null, acte: 'essai', objet: undefined });
      await record(db, '66', { acteur: null, acte: 'essai', objet: undefined });
    });
    const waiting = await read();
    expect(value(waiting, sample('66'))).toBe(2);
    expect(value(waiting, sample('00'))).toBe(0);
    expect(value(waiting, 'escale_journal_unsealed_oldest_seconds{territoire="66"}')).toBeGreaterThan(0);
    await sealAll(base.request, ['66']);
    const sealed = await read();
    expect(value(sealed, sample('66'))).toBe(0);
    expect(value(sealed, 'escale_journal_unsealed_oldest_seconds{territoire="66"}')).toBe(0);
  });

  test('montrent les travaux, par sorte et par état', async () => {
    const sample = 'escale_jobs{job="entretien",state="created"}';
    const before = value(await read(), sample) ?? 0;
    await inTerritoire(base.request, '66', (db) => enqueue(db, '66', entretienJob, {}));
    expect(value(await read(), sample)).toBe(before + 1);
  });

  test('montrent les connexions à la base et le processus', async () => {
    const lines = await read();
    expect(value(lines, 'escale_database_connections{state="open"}')).toBeGreaterThan(0);
    expect(value(lines, 'escale_database_connections{state="waiting"}')).toBe(0);
    expect(value(lines, 'process_resident_memory_bytes')).toBeGreaterThan(1_000_000);
    expect(lines.some((line) => line.startsWith('nodejs_eventloop_lag_seconds'))).toBe(true);
  });

  test('une mesure qui tarde n’empêche pas les autres', async () => {
    const never = { name: 'jamais', help: 'x', labels: ['a'], read: () => new Promise<never>(() => undefined) };
    const once = { name: 'une_fois', help: 'x', labels: ['a'], read: async () => [{ labels: { a: 'b' }, value: 3 }] };
    const lines = (await createMetrics([never, once]).text()).split('\n');
    expect(value(lines, 'une_fois{a="b"}')).toBe(3);
    expect(value(lines, 'escale_reading_failed{reading="jamais"}')).toBe(1);
    expect(value(lines, 'escale_reading_failed{reading="une_fois"}')).toBe(0);
  });
});
