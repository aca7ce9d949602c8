import { afterEach, expect, test, vi } from 'vitest';
import { direPerte, ouvrirAppareil, quandRajeuni } from './appareil.ts';
import * as PHRASES from './phrases.ts';

afterEach(() => {
  vi.unstubAllGlobals();
});

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

test('un serveur plus récent est entendu, même d’une page ouverte avant son premier travailleur ; ni ce premier, ni un départ', () => {
  const workers = Object.assign(new EventTarget(), { controller: null as string | null });
  vi.stubGlobal('navigator', { serviceWorker: workers });
  let heard = 0;
  quandRajeuni(() => {
    heard += 1;
  });
  const told = ['premier', 'plus récent', null, 'au retour', 'plus récent encore'].map((controller) => {
    workers.controller = controller;
    workers.dispatchEvent(new Event('controllerchange'));
    return heard;
  });
  expect(told).toEqual([0, 1, 1, 1, 2]);
});

test('un navigateur sans travailleur n’entend rien, et ne se trouble pas', () => {
  vi.stubGlobal('navigator', {});
  expect(() => quandRajeuni(() => undefined)).not.toThrow();
});
