import { expect, test } from 'vitest';
import { direPerte, ouvrirAppareil } from './appareil.ts';
import * as PHRASES from './phrases.ts';

test('un appareil plein le dit, et mène à la saisie en ligne ; une autre panne aussi, sans parler de place', () => {
  expect(direPerte(new DOMException('No room', 'QuotaExceededError'))).toBe(PHRASES.pleine);
  expect(PHRASES.pleine).toMatch(/n’est pas gardée.*Libérez de la place.*en ligne/);
  for (const other of [new DOMException('Closed', 'InvalidStateError'), new Error('QuotaExceededError'), undefined]) {
    expect(direPerte(other)).toBe(PHRASES.perdue);
  }
});

test('sans mémoire, l’appareil le dit', async () => {
  expect(await ouvrirAppareil()).toEqual({ manque: PHRASES.sansMemoire, muette: false });
});
