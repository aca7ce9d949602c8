import type { Locator, Page } from 'playwright-core';

/** The form of a page, answered as a person does: by the words written beside each field. */
export class Formulaire {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** The field of that label, said facultatif or not. */
  champ(label: string): Locator {
    const escaped = label.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
    return this.#page.getByLabel(new RegExp(`^\\s*${escaped}( \\(facultatif\\))?\\s*$`)).first();
  }

  /** Answers text, date, time and list fields, by label. Dates are written 2022-10-10, times 09:00. */
  async remplir(reponses: Readonly<Record<string, string>>): Promise<void> {
    for (const [label, reponse] of Object.entries(reponses)) {
      const champ = this.champ(label);
      const tag = await champ.evaluate((element) => element.tagName);
      if (tag === 'SELECT') await champ.selectOption({ label: reponse });
      else await champ.fill(reponse);
    }
  }

  /** Picks or ticks an answer under a legend. */
  async choisir(legende: string | RegExp, reponse: string | RegExp): Promise<void> {
    await this.#page.getByRole('group', { name: legende }).getByLabel(reponse).check();
  }

  async valeur(label: string): Promise<string> {
    return this.champ(label).inputValue();
  }
}
