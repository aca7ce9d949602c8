import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { useSmallSite } from '../../../test/small-site.tsx';

const site = useSmallSite();
let app: ReturnType<typeof site.open>;

beforeAll(() => {
  app = site.open();
});

async function send(headers: Record<string, string>) {
  const body = new URLSearchParams({ _cle: randomUUID(), note: 'origine' });
  const all = { 'content-type': 'application/x-www-form-urlencoded', host: 'escale.exemple.fr', ...headers };
  const response = await app.request('/notes', { method: 'POST', body: body.toString(), headers: all });
  return { status: response.status, text: await response.text() };
}

describe('D’où vient un formulaire', () => {
  test.each([
    ['Origin', { origin: 'https://escale.exemple.fr' }],
    ['Origin, en majuscules dans Host', { origin: 'https://escale.exemple.fr', host: 'Escale.Exemple.FR' }],
    ['Origin avec son port', { origin: 'http://localhost:3000', host: 'localhost:3000' }],
    ['Sec-Fetch-Site, sans Origin', { 'sec-fetch-site': 'same-origin' }],
    ['Referer, sans les deux autres', { referer: 'https://escale.exemple.fr/notes?page=2' }],
  ])('accepté par %s', async (_, headers) => {
    expect((await send(headers)).status).toBe(303);
  });

  test.each([
    ['d’un autre site', { origin: 'https://ailleurs.invalid' }],
    ['d’un sous-domaine', { origin: 'https://x.escale.exemple.fr' }],
    ['d’un autre port', { origin: 'https://escale.exemple.fr:8443' }],
    ['d’un site dont le nom commence pareil', { origin: 'https://escale.exemple.fr.ailleurs.invalid' }],
    ['d’une page sans origine', { origin: 'null' }],
    ['d’un fichier', { origin: 'file:///' }],
    ['d’une origine illisible', { origin: 'ceci n’en est pas une'.replace('’', "'") }],
    [
      'd’un autre site, même si Sec-Fetch-Site dit le contraire',
      { origin: 'https://a.invalid', 'sec-fetch-site': 'same-origin' },
    ],
    ['de Sec-Fetch-Site cross-site', { 'sec-fetch-site': 'cross-site' }],
    ['de Sec-Fetch-Site same-site', { 'sec-fetch-site': 'same-site' }],
    ['de Sec-Fetch-Site none', { 'sec-fetch-site': 'none' }],
    [
      'de Sec-Fetch-Site cross-site avec un Referer d’ici',
      { 'sec-fetch-site': 'cross-site', referer: 'https://escale.exemple.fr/' },
    ],
    ['d’un Referer d’ailleurs', { referer: 'https://ailleurs.invalid/?https://escale.exemple.fr/' }],
    ['sans rien qui dise d’où', {}],
    ['sans Host', { host: '', origin: 'file:///' }],
  ])('refusé quand il vient %s', async (_, headers: Record<string, string>) => {
    const before = await site.notes();
    const answer = await send(headers);
    expect(answer.status).toBe(403);
    expect(answer.text).toContain('Envoi refusé');
    expect(await site.notes()).toEqual(before);
  });

  test('une page se lit d’où que l’on vienne', async () => {
    const headers = { origin: 'https://ailleurs.invalid', 'sec-fetch-site': 'cross-site' };
    expect((await app.request('/', { headers })).status).toBe(200);
  });
});
