import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { abonne, createLimiter } from './limits.ts';

const RYTHME = { fois: 3, minutes: 10 };

describe('Un rythme', () => {
  test('laisse passer ce qu’il permet, puis dit combien attendre', () => {
    const limiter = createLimiter();
    for (let time = 0; time < 3; time += 1) expect(limiter.take('a', RYTHME, time * 1000)).toBe(0);
    expect(limiter.take('a', RYTHME, 60_000)).toBe(540);
    expect(limiter.take('b', RYTHME, 60_000)).toBe(0);
    expect(limiter.take('a', RYTHME, 600_000)).toBe(0);
  });

  test('ne laisse jamais passer plus que permis en une période, quel que soit l’ordre', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(900_000), { maxLength: 60 }), (moments) => {
        const limiter = createLimiter();
        const passed = moments.toSorted((a, b) => a - b).filter((at) => limiter.take('a', RYTHME, at) === 0);
        // Windows follow each other: at most two of them meet any ten minutes.
        for (const at of passed) {
          expect(passed.filter((one) => one >= at && one < at + 600_000).length).toBeLessThanOrEqual(6);
        }
      }),
    );
  });

  test('garde une mémoire bornée sous un flot d’adresses', () => {
    const limiter = createLimiter();
    for (let time = 0; time < 4; time += 1) limiter.take('ancienne', RYTHME, 0);
    for (let address = 0; address < 50_001; address += 1) limiter.take(`adresse ${address}`, RYTHME, 1);
    expect(limiter.take('ancienne', RYTHME, 2)).toBe(0);
  });
});

test.each([
  ['192.0.2.1', '192.0.2.1'],
  ['::ffff:192.0.2.1', '192.0.2.1'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['2001:db8:1:2::9', '2001:db8:1:2'],
  ['2001:0db8:0001:0002::', '2001:db8:1:2'],
  ['2001:db8::1', '2001:db8:0:0'],
  ['::1', '0:0:0:0'],
  ['fe80::1%eth0', 'fe80:0:0:0'],
])('%s est de l’abonné %s', (adresse, attendu) => {
  expect(abonne(adresse)).toBe(attendu);
});
