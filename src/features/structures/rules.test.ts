import { expect, test } from 'vitest';
import { transmetAuControleDeLegalite } from './rules.ts';

test('préambule : une commune transmet ses délibérations à la préfecture, une association n’a rien à transmettre', () => {
  expect(transmetAuControleDeLegalite('commune')).toBe(true);
  expect(transmetAuControleDeLegalite('ccas')).toBe(true);
  expect(transmetAuControleDeLegalite('association')).toBe(false);
});
