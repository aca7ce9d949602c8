import { direOuverture, installer, ouvrirAppareil, persister, quandRajeuni } from './terrain/appareil.ts';
import { garderDepart } from './terrain/depart.ts';
import { dire } from './terrain/dom.ts';
import { Ecran } from './terrain/ecran.ts';
import { quiTravaille } from './terrain/envoi.ts';
import { libelleDe } from './terrain/libelles.ts';
import { quandChange } from './terrain/magasin.ts';
import * as PHRASES from './terrain/phrases.ts';

/** The day of an agent, the same with network and without: the page holds nobody's data, which come from the device. */

// As soon as the script is there: a slow device reads its memory while the page is still being drawn.
const appareil = ouvrirAppareil();
garderDepart(() => appareil);
const dessinee =
  document.readyState === 'loading'
    ? new Promise((resolve) => document.addEventListener('DOMContentLoaded', resolve, { once: true }))
    : Promise.resolve();
start().catch(async (error: unknown) => {
  await dessinee;
  const page = document.querySelector<HTMLElement>('[data-c="terrain"]');
  if (page === null) return;
  page.hidden = false;
  dire(page, direOuverture(error));
});

async function start(): Promise<void> {
  const opened = await appareil;
  const memoire = 'magasin' in opened ? await quiTravaille(opened.magasin) : undefined;
  await dessinee;
  const page = document.querySelector<HTMLElement>('[data-c="terrain"]');
  if (page === null) return;
  page.hidden = false;
  if ('manque' in opened) return dire(page, opened.manque);
  if (memoire === undefined) return dire(page, PHRASES.jamaisLue);
  const ecran = new Ecran(page, opened.magasin, memoire.compte);
  quandChange((nouvelle) => void (nouvelle === 'oublie' ? ecran.oublier() : ecran.relire()));
  quandRajeuni(() => rouvrir(ecran));
  await ecran.ouvrir(memoire);
  const kept = Number(new URLSearchParams(location.search).get('garde'));
  if (kept > 0) dire(page, PHRASES.direGardees(kept), 'bon');
  if (!(await installer())) dire(page, libelleDe('phrases', 'sansServeur'));
  await persister();
}

/** The page of a newer server, as soon as nothing is being typed in this one. */
function rouvrir(ecran: Ecran): void {
  if (!ecran.saisit) location.reload();
  else addEventListener('hashchange', () => rouvrir(ecran), { once: true });
}
