import type { Locator } from 'playwright-core';
import { expect } from 'vitest';
import type { Visit } from '../visit.ts';
import { Formulaire } from './formulaire.ts';

/** The day of an agent on his device. */
export class JourneePage {
  readonly #visit: Visit;

  constructor(visit: Visit) {
    this.#visit = visit;
  }

  /** Opens it with network, until the device can do without. */
  async charger(): Promise<void> {
    const { page } = this.#visit;
    await this.#visit.goto('/terrain');
    await this.#visit.see('Ma journée');
    await this.etat(/Tout est envoyé/);
    const isKept = () => page.evaluate(async () => (await caches.match('/terrain')) !== undefined);
    await expect.poll(isKept, { timeout: 15_000 }).toBe(true);
    await page.evaluate(async () => {
      await navigator.serviceWorker.ready;
    });
  }

  /** What the page says of the network and of what waits, once it says that. */
  async etat(texte: RegExp = /./): Promise<string> {
    const place = this.#visit.page.locator('[data-c="etat"]').filter({ hasText: texte });
    await place.waitFor();
    return place.innerText();
  }

  attente(): Locator {
    return this.#visit.page.locator('[data-c="attente"] > li');
  }

  aCorriger(): Locator {
    return this.#visit.page.locator('[data-c="corriger"] > li');
  }

  async ouvrirFiche(): Promise<Formulaire> {
    return this.ouvrir(this.#visit.link(/^Noter un accompagnement$/), 'Noter un accompagnement');
  }

  /** Follows a link to a form, until it is shown: the one before it is still there, hidden, when the link is clicked. */
  async ouvrir(lien: Locator, titre: string): Promise<Formulaire> {
    await lien.click();
    await this.#visit.page.getByRole('heading', { level: 2, name: titre }).waitFor();
    return new Formulaire(this.#visit.page);
  }

  /** Notes one in the first séance of the day. */
  async noter(demarche: string): Promise<void> {
    const form = await this.ouvrirFiche();
    await form.choisir(/^Démarches administratives/, demarche);
    await this.enregistrer();
  }

  /** Notes as many in a row as a full day holds, by the page's own buttons, and gives the ids of all that waits. */
  async remplir(nombre: number): Promise<readonly string[]> {
    await this.ouvrirFiche();
    await this.#visit.page.evaluate(async (count) => {
      const shown = () => document.querySelector<HTMLFormElement>('form[data-fiche]');
      for (let rank = 0; rank < count; rank += 1) {
        const form = shown();
        form?.querySelector<HTMLInputElement>('[name="demarches"]')?.click();
        form?.querySelector<HTMLButtonElement>('[name="suite"][value="autre"]')?.click();
        // Kept, and a blank one in its place for the next.
        while (shown() === form) await new Promise((resolve) => setTimeout(resolve, 5));
      }
    }, nombre);
    await this.#visit.link('Annuler').click();
    return this.idsEnAttente();
  }

  /** As the device keeps them, in clear. */
  idsEnAttente(): Promise<readonly string[]> {
    return this.#visit.page.evaluate(async () => {
      const ask = <T>(request: IDBRequest<T>): Promise<T> =>
        new Promise((resolve, reject) => {
          request.onsuccess = () => resolve(request.result);
          request.onerror = () => reject(request.error);
        });
      const base = await ask(indexedDB.open('escale'));
      const ids = await ask(base.transaction('file').objectStore('file').getAllKeys());
      base.close();
      return ids.map(String);
    });
  }

  /** Opens a form of what is done out of any séance, in one tap. */
  async horsSeance(lien: string, titre: string): Promise<Formulaire> {
    return this.ouvrir(this.#visit.link(new RegExp(`^${lien}$`)), titre);
  }

  async enregistrer(): Promise<void> {
    await this.#visit.button(/^Enregistrer$/).click();
    await this.#visit.page.getByText('C’est gardé sur cet appareil.').waitFor();
    await this.#visit.page.getByRole('heading', { level: 2, name: 'Séances' }).waitFor();
  }

  /** Adds a theme to the first that waits. */
  async corriger(theme: string): Promise<void> {
    await this.attente()
      .first()
      .getByRole('link', { name: /^Corriger/ })
      .click();
    await new Formulaire(this.#visit.page).choisir(/^Thèmes/, theme);
    await this.enregistrer();
  }
}

/** All that the device keeps of the site, as somebody who opens it up reads it: bytes as letters. */
export function memoire(visit: Visit): Promise<{ cles: number; lignes: number; text: string }> {
  return visit.page.evaluate(async () => {
    const ask = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const base = await ask(indexedDB.open('escale'));
    const readable = (value: unknown): unknown => {
      if (value instanceof ArrayBuffer) return new TextDecoder().decode(value);
      if (ArrayBuffer.isView(value)) return new TextDecoder().decode(value);
      return value;
    };
    const texts: string[] = [];
    const counts: Record<string, number> = {};
    for (const name of Array.from(base.objectStoreNames)) {
      const all = await ask(base.transaction(name).objectStore(name).getAll());
      counts[name] = all.length;
      texts.push(JSON.stringify(all, (_, value) => readable(value)));
    }
    base.close();
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys()) texts.push((await (await cache.match(request))?.text()) ?? '');
    }
    texts.push(JSON.stringify({ ...localStorage, ...sessionStorage }));
    return {
      cles: counts['cles'] ?? 0,
      lignes: (counts['file'] ?? 0) + (counts['journee'] ?? 0),
      text: texts.join('\n'),
    };
  });
}

/** Changes one byte of the first record that waits. */
export function abimer(visit: Visit): Promise<void> {
  return visit.page.evaluate(async () => {
    const ask = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const base = await ask(indexedDB.open('escale'));
    const store = base.transaction('file', 'readwrite').objectStore('file');
    const [row] = await ask(store.getAll());
    const bytes = new Uint8Array(row.contenu.donnees);
    bytes[0] = (bytes[0] ?? 0) ^ 1;
    await ask(store.put(row));
    base.close();
  });
}
