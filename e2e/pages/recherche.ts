import type { Visit } from '../visit.ts';

/** Searches from the home page, as anyone who wants help. */
export async function chercher(visit: Visit, ou: string, answer: string | RegExp): Promise<void> {
  await visit.goto('/');
  await visit.page.getByLabel('Votre commune ou votre code postal').fill(ou);
  await visit.follow(visit.button('Chercher'), answer);
}

/** The permanences that the page lists, as read. */
export function permanencesListees(visit: Visit): Promise<string[]> {
  return visit.page.locator('.e-passages li').allInnerTexts();
}
