import type { Journee } from '../../domain/terrain.ts';
import type { Etat } from './base.ts';
import type { File } from './file.ts';
import type { Magasin } from './magasin.ts';
import { direPerdues } from './phrases.ts';
import { demander } from './question.ts';

/** What a page that was open still knows of a memory that the browser has thrown away. */
export type Souvenir = { readonly journee: Journee | undefined; readonly file: File };

/** Tells a memory thrown away under an open page from one that a sending, or a sign-out, has emptied. */
export class Perte {
  readonly #magasin: Magasin;
  readonly #compte: string;
  #memoire: string | undefined;
  #enCours = false;

  constructor(magasin: Magasin, compte: string) {
    this.#magasin = magasin;
    this.#compte = compte;
  }

  /** Its person signed out: what the page remembers is no longer to be offered. */
  oublier(): void {
    this.#memoire = undefined;
  }

  /** Whether what was read is another memory than the one that this page knew. */
  constater(etat: Etat | undefined): boolean {
    if (this.#memoire !== undefined && etat?.memoire !== this.#memoire) return true;
    this.#memoire = etat?.memoire;
    return false;
  }

  /** Says it, and keeps again what the page remembers unless its person gives it up; rejects when the device refuses. */
  async reparer({ journee, file }: Souvenir): Promise<boolean> {
    if (this.#enCours) return false;
    this.#enCours = true;
    try {
      const choix = [
        { valeur: true, libelle: 'Garder de nouveau sur cet appareil' },
        { valeur: false, libelle: 'Laisser effacé', danger: true },
      ] as const;
      const isKept = await demander<boolean>(direPerdues(file.length), choix, true);
      if (isKept) await this.#remettre(journee, file);
      this.#memoire = undefined;
      return true;
    } finally {
      this.#enCours = false;
    }
  }

  async #remettre(journee: Journee | undefined, file: File): Promise<void> {
    await this.#magasin.adopter(this.#compte);
    if (journee !== undefined && (await this.#magasin.lueMs(this.#compte)) === 0) {
      await this.#magasin.garderJournee(journee);
    }
    // Those that left meanwhile are known again by their ids.
    await this.#magasin.changer(this.#compte, (now) => [
      ...file.filter((one) => !now.some(({ operation }) => operation.id === one.operation.id)),
      ...now,
    ]);
  }
}
