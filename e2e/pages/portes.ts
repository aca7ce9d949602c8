import { Secret, TOTP } from 'otpauth';
import type { Locator } from 'playwright-core';
import type { Visit } from '../visit.ts';
import { Formulaire } from './formulaire.ts';

/** From the page that says to read one's mail: the link of the newest message, once it differs from `known`. */
export async function lienRecu(visit: Visit, known: string | null): Promise<Locator> {
  await visit.follow(visit.link('lisez-les ici'), 'Courriels de la démonstration');
  const link = visit.page.getByRole('link', { name: /\/connexion\/lien/ }).first();
  while ((await link.count()) === 0 || (await link.getAttribute('href')) === known) await visit.page.reload();
  return link;
}

/** The link of the newest message at present, null without one. */
export async function dernierLien(visit: Visit): Promise<string | null> {
  await visit.goto('/demo/courriels');
  const link = visit.page.getByRole('link', { name: /\/connexion\/lien/ }).first();
  return (await link.count()) === 0 ? null : link.getAttribute('href');
}

/** Asks for a link, reads it where the demo shows its mail, and uses it: half signed in. */
export async function parLien(visit: Visit, courriel: string): Promise<void> {
  const known = await dernierLien(visit);
  await visit.goto('/connexion');
  await visit.see('Se connecter');
  await new Formulaire(visit.page).remplir({ 'Votre adresse électronique': courriel });
  await visit.follow(visit.button('Recevoir le lien'), 'Consultez votre messagerie');
  await visit.follow(await lienRecu(visit, known), 'Confirmer la connexion');
  await visit.button('Me connecter').click();
}

/** Sets an application up, as its telephone would, and goes as far as the recovery codes. Returns the secret and the codes. */
export async function choisirApplication(visit: Visit): Promise<{ secret: string; codes: string[] }> {
  await visit.see('Protéger votre compte');
  await visit.follow(visit.button('Choisir l’application'), 'Votre application');
  await visit.page.locator('summary').filter({ hasText: 'Vous êtes sur ce même téléphone' }).click();
  const secret = (await visit.page.locator('.e-code').innerText()).replaceAll(' ', '');
  const form = new Formulaire(visit.page);
  await form.remplir({ 'Code à 6 chiffres': '000000' });
  await visit.refused(visit.button('Vérifier'), 'Votre application');
  await form.remplir({ 'Code à 6 chiffres': new TOTP({ secret: Secret.fromBase32(secret) }).generate() });
  await visit.follow(visit.button('Vérifier'), 'Vos codes de secours');
  const codes = await visit.page.locator('.e-secours code').allInnerTexts();
  return { secret, codes };
}

/** Gives the code that the demo shows, on the page that asks for it. Each serves once: after two in half a minute, the next is waited for. */
export async function donnerCode(visit: Visit, suite: string | RegExp): Promise<void> {
  const code = visit.page.locator('.e-code');
  while ((await code.count()) === 0) {
    await visit.page.waitForTimeout(1_000);
    await visit.page.reload();
  }
  const shown = await code.innerText();
  await new Formulaire(visit.page).remplir({ 'Code à 6 chiffres': shown });
  await visit.follow(visit.button('Continuer'), suite);
}
