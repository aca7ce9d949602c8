import type { Visit } from '../visit.ts';

/** Signs in as a demo account by its button, and looks at the page where that role arrives. */
export async function signInAs(visit: Visit, account: string | RegExp, arrival: string | RegExp): Promise<void> {
  await visit.goto('/connexion');
  await visit.see('Se connecter');
  await visit.follow(visit.button(account), arrival);
}
