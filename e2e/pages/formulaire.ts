import type { Locator, Page } from 'playwright-core';

/** The form of a page, answered as a person does: by the words written beside each field. */
export class Formulaire {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** The field of that label, said facultatif or not. */
  champ(label: string): Locator {
    return this.#page.getByLabel(new RegExp(`^\\s*${literal(label)}( \\(facultatif\\))?\\s*$`)).first();
  }

  /**
   * Answers text, date, time and list fields, by label. Dates are written 2022-10-10, times 09:00; an option of a list is
   * named by its first words.
   */
  async remplir(reponses: Readonly<Record<string, string>>): Promise<void> {
    for (const [label, reponse] of Object.entries(reponses)) {
      const champ = this.champ(label);
      const tag = await champ.evaluate((element) => element.tagName);
      if (tag !== 'SELECT') {
        await champ.fill(reponse);
        continue;
      }
      const option = champ.locator('option').filter({ hasText: new RegExp(`^${literal(reponse)}( .*)?$`) });
      await champ.selectOption((await option.first().getAttribute('value')) ?? '');
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

function literal(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
