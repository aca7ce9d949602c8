import type { Journee } from '../../domain/terrain.ts';
import { type Connexion, connecter, type Etat, PERDUE, type Rangee } from './base.ts';
import { chiffrer, dechiffrer, nouvelId, nouvelleCle } from './chiffre.ts';
import { type Element, type File, type Operation, type Raison, tenter } from './file.ts';
import { type Horloge, instant, regler } from './temps.ts';
import { seul } from './verrou.ts';

type Contenu = Pick<Operation, 'base' | 'formulaire' | 'saisiAt' | 'valeurs'> & { readonly raisons: readonly Raison[] };

export type Attente = { readonly siennes: number; readonly autres: number };

const lienDe = ({ id, compte, nature, accompagnement }: Rangee | (Operation & { readonly compte: string })): string =>
  ['file', compte, id, nature, accompagnement].join(' ');

/** Whether the device refuses for lack of room. */
export const estPleine = (error: unknown): boolean => (Object(error) as Partial<Error>).name === 'QuotaExceededError';

/** What may be done without: a device that has no room keeps what it had. */
async function siPlace(work: Promise<unknown>): Promise<void> {
  await work.catch((error: unknown) => {
    if (!estPleine(error)) throw error;
  });
}

/** The memory of the device: the day of an agent and what waits to leave, both unreadable without his key. */
export class Magasin {
  readonly base: Connexion;
  /** Those that left while there was no room to write it down. */
  readonly #parties = new Set<string>();

  private constructor(base: Connexion) {
    this.base = base;
  }

  static async ouvrir(): Promise<Magasin> {
    const base = connecter();
    await base();
    return new Magasin(base);
  }

  async etat(): Promise<Etat | undefined> {
    return (await this.base()).get('etat', 'etat');
  }

  /** The account that works here from now on; its key is made the first time. */
  async adopter(compte: string): Promise<void> {
    const [found, cle] = await Promise.all([this.etat(), this.#cle(compte)]);
    if (found?.compte === compte && found.memoire !== undefined && cle !== undefined) return;
    await this.#nommer(compte);
    await this.#fermerAutres(compte);
    if (cle !== undefined) return;
    const nouvelle = await nouvelleCle();
    const { store, done } = (await this.base()).transaction('cles', 'readwrite');
    // Another tab may have made it meanwhile.
    if ((await store.get(compte)) === undefined) await store.put(nouvelle, compte);
    await done;
  }

  /** In one transaction: two tabs give the memory one name. */
  async #nommer(compte: string): Promise<void> {
    const { store, done } = (await this.base()).transaction('etat', 'readwrite');
    const found = await store.get('etat');
    await store.put({ decalage: 0, dernier: 0, memoire: nouvelId(), ...found, compte }, 'etat');
    await done;
  }

  /** Those who worked here before, and did not sign out: nothing of their day stays; their key does while their records wait. */
  async #fermerAutres(compte: string): Promise<void> {
    const base = await this.base();
    for (const autre of await base.getAllKeys('cles')) {
      if (autre === compte) continue;
      await base.delete('journee', autre);
      if ((await base.countFromIndex('file', 'compte', autre)) === 0) await base.delete('cles', autre);
    }
  }

  async #cle(compte: string): Promise<CryptoKey | undefined> {
    return (await this.base()).get('cles', compte);
  }

  regler(serveurMs: number): Promise<void> {
    return siPlace(this.#regler(serveurMs));
  }

  async #regler(serveurMs: number): Promise<void> {
    const { store, done } = (await this.base()).transaction('etat', 'readwrite');
    const found = await store.get('etat');
    if (found !== undefined) await store.put({ ...found, ...regler(found, serveurMs, Date.now()) }, 'etat');
    await done;
  }

  async maintenant(): Promise<number> {
    const horloge: Horloge = (await this.etat()) ?? { decalage: 0, dernier: 0 };
    return instant(horloge, Date.now());
  }

  async garderJournee(journee: Journee): Promise<void> {
    const cle = await this.#cle(journee.compte);
    if (cle === undefined) return;
    const contenu = await chiffrer(cle, journee, `journee ${journee.compte}`);
    const base = await this.base();
    await siPlace(base.put('journee', { contenu, lueMs: Date.now() }, journee.compte));
  }

  async lueMs(compte: string): Promise<number> {
    return (await (await this.base()).get('journee', compte))?.lueMs ?? 0;
  }

  async file(compte: string): Promise<File> {
    const base = await this.base();
    const [cle, rows] = await Promise.all([this.#cle(compte), base.getAllFromIndex('file', 'compte', compte)]);
    return this.rangees(cle, rows);
  }

  /** What the base holds of the queue, deciphered and in order. */
  async rangees(cle: CryptoKey | undefined, rows: readonly Rangee[]): Promise<File> {
    const read = await Promise.all(rows.map((row) => lireRangee(cle, row)));
    return read
      .map((one) => (this.#parties.has(one.operation.id) ? { ...one, tentee: true } : one))
      .sort((a, b) => a.ordre - b.ordre);
  }

  /** They leave now. Where even that cannot be written, they leave all the same: it is what makes room. */
  async partent(compte: string, ids: readonly string[]): Promise<File> {
    try {
      return await this.changer(compte, (file) => tenter(file, ids));
    } catch (error) {
      if (!estPleine(error)) throw error;
      for (const id of ids) this.#parties.add(id);
      return this.file(compte);
    }
  }

  /** Changes the queue of an account, alone: two tabs that note at once lose nothing of each other. */
  async changer(compte: string, change: (file: File) => File): Promise<File> {
    const changed = await seul(this.base, 'file', async () => {
      const before = await this.file(compte);
      const after = change(before);
      await this.#ecrire(compte, before, after);
      return after;
    });
    prevenir();
    return changed ?? [];
  }

  async #ecrire(compte: string, before: File, after: File): Promise<void> {
    const cle = await this.#cle(compte);
    if (cle === undefined) throw new Error('No key: nothing can be kept for this account');
    const put = after.filter((one) => !before.includes(one));
    const rows = await Promise.all(put.map((one) => versRangee(cle, one)));
    const kept = new Set(after.map(({ operation }) => operation.id));
    const gone = before.filter(({ operation }) => !kept.has(operation.id));
    // One transaction, once all is enciphered: a battery that dies leaves the queue as it was, or as it becomes.
    const { store, done } = (await this.base()).transaction('file', 'readwrite', { durability: 'strict' });
    await Promise.all([
      ...rows.map((row) => store.put(row)),
      ...gone.map(({ operation }) => store.delete(operation.id)),
      done,
    ]);
  }

  /** How many operations wait, of this account and of the others, without reading any. */
  async attente(compte: string): Promise<Attente> {
    const base = await this.base();
    const [siennes, toutes] = await Promise.all([base.countFromIndex('file', 'compte', compte), base.count('file')]);
    return { siennes, autres: toutes - siennes };
  }

  /** The key first: whatever follows, nothing that it closed can be opened again. */
  async oublier(compte: string): Promise<void> {
    const base = await this.base();
    await base.delete('cles', compte);
    await base.delete('journee', compte);
    const { store, done } = (await this.base()).transaction('file', 'readwrite');
    const ids = await store.index('compte').getAllKeys(compte);
    await Promise.all([...ids.map((id) => store.delete(id)), done]);
    if ((await this.etat())?.compte === compte) await base.delete('etat', 'etat');
    prevenir('oublie');
  }
}

async function lireRangee(cle: CryptoKey | undefined, row: Rangee): Promise<Element> {
  const contenu = cle && ((await dechiffrer(cle, row.contenu, lienDe(row))) as Contenu | undefined);
  const { id, accompagnement, ordre, compte, tentee } = row;
  const { base, formulaire, saisiAt, valeurs, raisons } = contenu ?? {
    base: null,
    formulaire: 0,
    saisiAt: '',
    valeurs: {},
    raisons: [],
  };
  const nature = row.nature as Operation['nature'];
  const operation: Operation = { id, nature, accompagnement, base, formulaire, saisiAt, valeurs };
  const etat = row.etat as Element['etat'];
  return { operation, ordre, compte, etat, tentee, raisons, illisible: contenu === undefined };
}

async function versRangee(cle: CryptoKey, { operation, raisons, ...one }: Element): Promise<Rangee> {
  const { id, nature, accompagnement, base, formulaire, saisiAt, valeurs } = operation;
  const contenu: Contenu = { base, formulaire, saisiAt, valeurs, raisons };
  const { ordre, compte, etat, tentee } = one;
  const lien = lienDe({ ...operation, compte });
  return { id, nature, accompagnement, ordre, compte, etat, tentee, contenu: await chiffrer(cle, contenu, lien) };
}

const CANAL = 'escale';

/** `oublie`: its person has signed out, and wants nothing of it here any more. */
type Nouvelle = 'file' | 'oublie';

/** Tells the other tabs that the queue has changed; old browsers learn it when they are looked at again. */
function prevenir(nouvelle: Nouvelle = 'file'): void {
  if (typeof BroadcastChannel === 'undefined') return;
  const canal = new BroadcastChannel(CANAL);
  canal.postMessage(nouvelle);
  canal.close();
}

/** Told when the queue has changed in another tab, and when the base was closed under this page. */
export function quandChange(listen: (nouvelle: Nouvelle) => void): void {
  addEventListener(PERDUE, () => listen('file'));
  if (typeof BroadcastChannel === 'undefined') return;
  new BroadcastChannel(CANAL).addEventListener('message', ({ data }) => listen(data === 'oublie' ? data : 'file'));
}
