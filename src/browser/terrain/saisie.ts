import type * as Saisie from '../saisie.ts';

/** Whether an address of the page is that of a form. */
export const estSaisie = (hash: string): boolean => /^#(?:noter|atelier|modifier|dupliquer|corriger|hors)\b/.test(hash);

let asked: Promise<typeof Saisie> | undefined;

/** The code of forms, whose address the page says; undefined: it is neither on the device nor within reach. */
export async function chargerSaisie(page: HTMLElement): Promise<typeof Saisie | undefined> {
  const { saisie = '' } = page.dataset;
  asked ??= import(saisie) as Promise<typeof Saisie>;
  try {
    return await asked;
  } catch {
    asked = undefined;
    return undefined;
  }
}
