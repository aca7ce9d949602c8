import type { Locator } from 'playwright-core';
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
    await page.waitForFunction(async () => (await caches.match('/terrain')) !== undefined);
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
    await this.#visit.link(/^Noter un accompagnement$/).click();
    await this.#visit.page.getByRole('heading', { level: 2, name: 'Noter un accompagnement' }).waitFor();
    return new Formulaire(this.#visit.page);
  }

  /** Notes one in the first séance of the day. */
  async noter(demarche: string): Promise<void> {
    const form = await this.ouvrirFiche();
    await form.choisir(/^Démarches administratives/, demarche);
    await this.enregistrer();
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
