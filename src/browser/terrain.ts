import { installer, ouvrirAppareil, persister } from './terrain/appareil.ts';
import { garderDepart } from './terrain/depart.ts';
import { dire } from './terrain/dom.ts';
import { Ecran } from './terrain/ecran.ts';
import type { Magasin } from './terrain/magasin.ts';
import { quandChange } from './terrain/magasin.ts';
import { PHRASES } from './terrain/phrases.ts';
import { demander } from './terrain/reseau.ts';

/** The day of an agent, the same with network and without: the page holds nobody's data, which come from the device. */

const page = document.querySelector<HTMLElement>('[data-c="terrain"]');
if (page !== null) void start(page);

async function start(element: HTMLElement): Promise<void> {
  element.hidden = false;
  const appareil = await ouvrirAppareil();
  if ('manque' in appareil) return dire(element, appareil.manque);
  const { magasin } = appareil;
  const compte = await compteDe(magasin);
  garderDepart(magasin, () => compte);
  if (compte === undefined) return dire(element, PHRASES.jamaisLue);
  const ecran = new Ecran(element, magasin, compte);
  quandChange(() => void ecran.relire());
  await ecran.ouvrir();
  if (new URLSearchParams(location.search).has('garde')) dire(element, PHRASES.gardeeDuWeb, 'bon');
  if (!(await installer())) dire(element, PHRASES.sansServeur);
  await persister();
}

/** Who works here: as the device knows, or as the server says when it knows nobody. */
async function compteDe(magasin: Magasin): Promise<string | undefined> {
  const known = (await magasin.etat())?.compte;
  if (known !== undefined) {
    // Its key goes with its sign-out: without it, nothing is readable, and nothing can be kept.
    await magasin.adopter(known);
    return known;
  }
  const issue = await demander('/accompagnements/journee', {}, async () => undefined);
  if (issue.etat !== 'ok') return undefined;
  const { compte } = Object(issue.json) as { compte?: string };
  if (compte !== undefined) await magasin.adopter(compte);
  return compte;
}
