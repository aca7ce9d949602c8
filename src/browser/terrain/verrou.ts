import type { Base, Connexion } from './base.ts';
import { nouvelId } from './chiffre.ts';

/** How long a tab may hold a lock without a sign: beyond, it is dead. */
const BAIL_MS = 40_000;
const REESSAI_MS = 150;

/**
 * Runs `work` alone among the tabs and the service worker. `attendre: false`: undefined, at once, when another is at it.
 * Old browsers have no locks: a line of the base, with an end, stands for one.
 */
export async function seul<T>(
  base: Connexion,
  nom: string,
  work: () => Promise<T>,
  { attendre = true }: { readonly attendre?: boolean } = {},
): Promise<T | undefined> {
  if (typeof navigator !== 'undefined' && navigator.locks !== undefined) {
    return navigator.locks.request(`escale-${nom}`, attendre ? {} : { ifAvailable: true }, (lock) =>
      lock === null ? undefined : work(),
    );
  }
  const par = nouvelId();
  while (!(await prendre(await base(), nom, par))) {
    if (!attendre) return undefined;
    await new Promise((resolve) => setTimeout(resolve, REESSAI_MS));
  }
  try {
    return await work();
  } finally {
    await rendre(await base(), nom, par);
  }
}

/** In one transaction: two tabs that ask at once are answered one after the other. */
export async function prendre(base: Base, nom: string, par: string, nowMs = Date.now()): Promise<boolean> {
  const { store, done } = base.transaction('baux', 'readwrite');
  const held = await store.get(nom);
  // A lease that ends too far was given by a clock that has gone back since.
  const isHeld = held !== undefined && held.jusque > nowMs && held.jusque <= nowMs + BAIL_MS;
  if (!isHeld) await store.put({ par, jusque: nowMs + BAIL_MS }, nom);
  await done;
  return !isHeld;
}

async function rendre(base: Base, nom: string, par: string): Promise<void> {
  const { store, done } = base.transaction('baux', 'readwrite');
  if ((await store.get(nom))?.par === par) await store.delete(nom);
  await done;
}
