import { describe, expect, test } from 'vitest';
import { useCible } from './cible.ts';

describe('Une foule', () => {
  const cible = useCible();

  test('de 1 200 demandes : chacune est servie, ou refusée poliment ; ensuite tout va bien', {
    timeout: 60_000,
  }, async () => {
    const answers = await Promise.all(Array.from({ length: 1_200 }, () => cible.ask('/?page=1')));
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status !== 200 && status !== 503)).toEqual([]);
    expect(statuses.filter((status) => status === 200).length).toBeGreaterThanOrEqual(400);
    for (const { status, headers, text } of answers) {
      if (status !== 503) continue;
      expect(headers.get('retry-after')).toBe('5');
      expect(text).toContain('Escale est très demandée');
    }
    expect((await cible.ask('/')).status).toBe(200);
    expect((await cible.ask('/sante')).status).toBe(200);
  });
});
