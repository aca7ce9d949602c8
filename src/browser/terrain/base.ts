import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { Chiffre } from './chiffre.ts';

/** One element of the queue as the device keeps it: nothing in clear says who was helped, where, or with what. */
export type Rangee = {
  readonly id: string;
  readonly ordre: number;
  readonly compte: string;
  readonly nature: string;
  readonly accompagnement: string;
  readonly etat: string;
  readonly tentee: boolean;
  readonly contenu: Chiffre;
};

/** Who works here, and what is known of the hour. */
export type Etat = {
  readonly compte: string;
  readonly decalage: number;
  readonly dernier: number;
  /** Made with the base: another one says that the browser has thrown that one away. Unknown in those made before it was kept. */
  readonly memoire?: string;
};

/** Who holds a lock, where the browser has none of its own. */
export type Bail = { readonly par: string; readonly jusque: number };

interface Schema extends DBSchema {
  cles: { key: string; value: CryptoKey };
  journee: { key: string; value: { readonly contenu: Chiffre; readonly lueMs: number } };
  file: { key: string; value: Rangee; indexes: { compte: string } };
  etat: { key: 'etat'; value: Etat };
  baux: { key: string; value: Bail };
}

export type Base = IDBPDatabase<Schema>;

const NOM = 'escale';

/** Told to this page when the browser, or another page, has closed the base. */
export const PERDUE = 'escale-base-perdue';

/** The base, open: opened at the first need, and again once it was lost. */
export type Connexion = () => Promise<Base>;

export function connecter(): Connexion {
  addEventListener('unhandledrejection', ignorerFin);
  let base: Promise<Base> | undefined;
  const perdre = (): void => {
    base = undefined;
  };
  return () => {
    base ??= ouvrir(perdre).catch((error: unknown) => {
      perdre();
      throw error;
    });
    return base;
  };
}

/** When the browser closes the base, who reads is told by the reading; its transaction, which nobody waits for, is rejected too. */
function ignorerFin(event: PromiseRejectionEvent): void {
  if (event.reason instanceof DOMException && /^(Abort|Unknown)Error$/.test(event.reason.name)) event.preventDefault();
}

/** Rejects where the browser keeps nothing: private windows of some, settings of others. */
function ouvrir(perdre: () => void): Promise<Base> {
  return openDB<Schema>(NOM, 1, {
    upgrade(base) {
      base.createObjectStore('cles');
      base.createObjectStore('journee');
      base.createObjectStore('file', { keyPath: 'id' }).createIndex('compte', 'compte');
      base.createObjectStore('etat');
      base.createObjectStore('baux');
    },
    // A newer page, in another tab, changes the shape of the base: this one lets go, and opens it again when it needs it.
    blocking: (_current, _blocked, event) => {
      perdre();
      (event.target as IDBDatabase).close();
      dispatchEvent(new Event(PERDUE));
    },
    // Closed by the browser: its files were damaged, or cleaned.
    terminated: () => {
      perdre();
      dispatchEvent(new Event(PERDUE));
    },
  });
}
