import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

const MAX_TABS = 120;

/** Hands that know no mouse: Tab, Entrée, Espace and the arrows. Whatever takes the focus must show it. */
export class Clavier {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** Tabs until the target has the focus. */
  async allerA(target: Locator): Promise<void> {
    for (let tabs = 0; tabs < MAX_TABS; tabs += 1) {
      await this.#page.keyboard.press('Tab');
      await this.#expectVisibleFocus();
      if (await target.evaluate((element) => element === document.activeElement)) return;
    }
    expect.fail(`${target} is not reached by ${MAX_TABS} Tab`);
  }

  async presser(key: 'Enter' | 'Space' | 'ArrowRight'): Promise<void> {
    await this.#page.keyboard.press(key);
  }

  /** What has the focus, and how it shows. */
  async #expectVisibleFocus(): Promise<void> {
    const focus = await this.#page.evaluate(() => {
      const element = document.activeElement ?? document.body;
      // A box to tick is outlined together with its label.
      const drawn = element.matches('[type=checkbox], [type=radio]') ? element.closest('.ds-field') : element;
      const { outlineStyle, outlineWidth } = getComputedStyle(drawn ?? element);
      const { width, height } = element.getBoundingClientRect();
      return {
        isBody: element === document.body,
        html: element.outerHTML.slice(0, 120),
        isShown: outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2 && width > 0 && height > 0,
      };
    });
    // Past the last control, the focus leaves the page for the window.
    expect(focus.isBody || focus.isShown, `no visible focus: ${focus.html}`).toBe(true);
  }
}
