import { estPleine, Magasin } from './magasin.ts';
import * as PHRASES from './phrases.ts';

/** The memory of this device, or why it has none. */
export type Appareil =
  | { readonly magasin: Magasin }
  /** `muette`: it may hold something all the same. */
  | { readonly manque: string; readonly muette: boolean };

export async function ouvrirAppareil(): Promise<Appareil> {
  if (typeof crypto === 'undefined' || crypto.subtle === undefined)
    return { manque: PHRASES.sansChiffre, muette: false };
  if (typeof indexedDB === 'undefined') return { manque: PHRASES.sansMemoire, muette: false };
  try {
    return { magasin: await Magasin.ouvrir() };
  } catch {
    return { manque: PHRASES.sansMemoire, muette: true };
  }
}

/** Where the worker is, as the page says it; it opens the day's page without network. */
export async function installer(): Promise<boolean> {
  const path = document.body.dataset['terrain'] ?? '/sw.js';
  if (!('serviceWorker' in navigator)) return false;
  try {
    const registration = await navigator.serviceWorker.register(path);
    // A sign-out has emptied its caches, and it does not know that somebody is back.
    registration.active?.postMessage('garnir');
    return true;
  } catch {
    return false;
  }
}

/** Asks whether there is a newer worker, whose page has the form of today. */
export async function rajeunir(): Promise<void> {
  try {
    const registration = await navigator.serviceWorker?.getRegistration();
    await registration?.update();
  } catch {
    // The network fell again: asked at the next page.
  }
}

/**
 * Told when a newer worker has taken the place of that of this page, which is then an old one; not of its first worker, that the page
 * itself may have installed, nor of a sign-out, that takes it away.
 */
export function quandRajeuni(listen: () => void): void {
  const workers = navigator.serviceWorker;
  let before = workers?.controller;
  workers?.addEventListener('controllerchange', () => {
    const isNewer = before !== null && workers.controller !== null;
    before = workers.controller;
    if (isNewer) listen();
  });
}

const DEMANDE = 'escale-persistance';

/** Asks the browser, once, not to throw the queue away when the disk fills up. */
export async function persister(): Promise<void> {
  try {
    if (localStorage.getItem(DEMANDE) !== null || navigator.storage?.persist === undefined) return;
    localStorage.setItem(DEMANDE, 'oui');
    await navigator.storage.persist();
  } catch {
    // Refused by the browser: the queue stays, as long as there is room.
  }
}

type AvecSync = ServiceWorkerRegistration & { readonly sync?: { register(tag: string): Promise<void> } };

/** Where the browser knows how: it sends by itself when the network returns, even with the page closed. */
export async function demanderEnvoi(): Promise<void> {
  try {
    const registration = (await navigator.serviceWorker?.getRegistration()) as AvecSync | undefined;
    await registration?.sync?.register('envoi');
  } catch {
    // Refused by the settings of the browser: the page sends.
  }
}

/** Why this page cannot show what the device holds. */
export function direOuverture(error: unknown): string {
  return estPleine(error) ? PHRASES.pleineAuDepart : PHRASES.muette;
}

/** Why what was typed is not kept here. */
export function direPerte(error: unknown): string {
  return estPleine(error) ? PHRASES.pleine : PHRASES.perdue;
}
