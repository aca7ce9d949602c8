import type { Journee } from '../../domain/terrain.ts';
import type { Etat } from './base.ts';
import { dechiffrer } from './chiffre.ts';
import type { File } from './file.ts';
import type { Magasin } from './magasin.ts';

/** What a device keeps of an account. */
export type Memoire = {
  readonly compte: string;
  readonly etat: Etat | undefined;
  readonly journee: Journee | undefined;
  /** When that day was read, by the clock of the device. */
  readonly lueMs: number;
  readonly file: File;
  /** How many operations of other accounts wait here. */
  readonly autres: number;
  readonly hasKey: boolean;
};

/** All that is kept of an account, that which works here when none is said. In one question: on a slow device, each more is seen. */
export async function lireMemoire(magasin: Magasin, dit?: string): Promise<Memoire | undefined> {
  const transaction = (await magasin.base()).transaction(['etat', 'cles', 'journee', 'file']);
  const etat = await transaction.objectStore('etat').get('etat');
  const compte = dit ?? etat?.compte;
  if (compte === undefined) return undefined;
  const store = transaction.objectStore('file');
  const [cle, kept, rows, toutes] = await Promise.all([
    transaction.objectStore('cles').get(compte),
    transaction.objectStore('journee').get(compte),
    store.index('compte').getAll(compte),
    store.count(),
  ]);
  const [journee, file] = await Promise.all([
    cle && kept && (dechiffrer(cle, kept.contenu, `journee ${compte}`) as Promise<Journee | undefined>),
    magasin.rangees(cle, rows),
  ]);
  const isKnown = journee?.version === 1;
  const autres = toutes - rows.length;
  return {
    ...{ compte, etat, file, autres },
    journee: isKnown ? journee : undefined,
    lueMs: isKnown && kept ? kept.lueMs : 0,
    hasKey: cle !== undefined,
  };
}
