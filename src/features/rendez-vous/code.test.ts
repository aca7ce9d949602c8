import fc from 'fast-check';
import { expect, test } from 'vitest';
import { testCoffre } from '../../../test/coffre.ts';
import { genresDans } from '../../domain/secret.ts';
import { isUuid } from '../../platform/http/idempotence.ts';
import { direCode, empreinteJeton, jetonDe, lireCode, nouveauCode, nouveauJeton } from './code.ts';

test('un code se lit comme on le tape : minuscules, espaces, tirets', () => {
  expect(lireCode(' k7bx 2mqd ')).toBe('K7BX2MQD');
  expect(lireCode('K7BX-2MQD')).toBe('K7BX2MQD');
  expect(lireCode('k7bx\u00a02mqd')).toBe('K7BX2MQD');
});

test('aucun signe qui se confond : ni 0, ni O, ni 1, ni I, ni L', () => {
  for (const faux of ['K7BX2MQ0', 'K7BX2MQO', 'K7BX2MQ1', 'K7BX2MQI', 'K7BX2MQL', 'K7BX2MQ', 'K7BX2MQDD', '']) {
    expect(lireCode(faux)).toBeNull();
  }
});

test('deux mille codes : tous lisibles, tous différents, aucun pris pour un secret', () => {
  const codes = Array.from({ length: 2_000 }, nouveauCode);
  expect(new Set(codes).size).toBe(codes.length);
  for (const code of codes) {
    expect(lireCode(direCode(code))).toBe(code);
    expect(genresDans(direCode(code))).toEqual([]);
  }
});

test('propriété : quoi qu’on tape, c’est un code ou rien', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const read = lireCode(text);
      expect(read === null || /^[2-9B-DF-HJKMNP-TV-Z]{8}$/.test(read)).toBe(true);
    }),
  );
});

test('le lien d’un rendez-vous est toujours le même, et celui d’aucun autre', () => {
  const [one, other] = [nouveauJeton(), nouveauJeton()];
  expect(jetonDe(testCoffre, one)).toBe(jetonDe(testCoffre, one));
  expect(jetonDe(testCoffre, one)).not.toBe(jetonDe(testCoffre, other));
  expect(isUuid(jetonDe(testCoffre, one))).toBe(true);
  expect(empreinteJeton(one)).toHaveLength(32);
});
