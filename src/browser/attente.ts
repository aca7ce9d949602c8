import { type Appareil, installer, ouvrirAppareil, persister } from './terrain/appareil.ts';
import { garderDepart } from './terrain/depart.ts';
import { type Bilan, synchroniser } from './terrain/envoi.ts';
import { compter } from './terrain/file.ts';
import { type Magasin, quandChange } from './terrain/magasin.ts';
import * as PHRASES from './terrain/phrases.ts';
import { demander } from './terrain/question.ts';
import { Rythme } from './terrain/rythme.ts';

/** On every page of an agent: how many records wait on the device, their sending, and the day kept for the hours without network. */

/** How old the day kept here may be before it is asked for again. */
const AGE_MAX_MS = 5 * 60_000;

const compte = document.body.dataset['compte'];
const place = document.querySelector<HTMLElement>('[data-attente]');
// Once the page is there: it does not wait for this, nor this for it when the browser has nothing else to do.
const plusTard = (work: () => void): void => {
  if (typeof requestIdleCallback === 'function') requestIdleCallback(work, { timeout: 1_000 });
  else setTimeout(work, 1);
};
let ouvert: Promise<Appareil> | undefined;
const ouvrir = (): Promise<Appareil> => {
  ouvert ??= ouvrirAppareil();
  return ouvert;
};
if (compte !== undefined) garderDepart(ouvrir, compte);
if (compte !== undefined && place !== null) {
  if (document.readyState === 'complete') plusTard(() => void start(compte, place));
  else window.addEventListener('load', () => plusTard(() => void start(compte, place)));
}

if ('serviceWorker' in navigator) {
  navigator.serviceWorker.addEventListener('message', ({ data }) => {
    if (data === 'pas-envoye') void direPasEnvoye();
  });
  navigator.serviceWorker.startMessages();
}

/** The form of this page did not leave, and the worker cannot keep it: it stays here, and may be sent again. */
async function direPasEnvoye(): Promise<void> {
  const form = document.querySelector<HTMLFormElement>('form[data-sent]');
  if (form === null) return;
  delete form.dataset['sent'];
  form.querySelector('[aria-busy]')?.removeAttribute('aria-busy');
  await demander(PHRASES.pasEnvoye, [{ valeur: true, libelle: 'J’ai compris' }], true);
}

async function start(id: string, element: HTMLElement): Promise<void> {
  const appareil = await ouvrir();
  if (!('magasin' in appareil)) return;
  const { magasin } = appareil;
  // Without room, or without memory: nothing more is kept, and what follows says what waits, or that it cannot be known.
  await magasin.adopter(id).catch(() => undefined);
  await installer();
  let bilan: Bilan | undefined;
  const show = (): Promise<void> => afficher(magasin, id, element, bilan);
  const rythme = new Rythme({
    travail: async () =>
      synchroniser(magasin, id, { relire: Math.abs(Date.now() - (await magasin.lueMs(id))) > AGE_MAX_MS }),
    dire: (said) => {
      bilan = said;
      void show();
    },
  });
  quandChange(() => void show());
  await show();
  await rythme.essayer();
  await persister();
}

async function afficher(magasin: Magasin, id: string, element: HTMLElement, bilan: Bilan | undefined): Promise<void> {
  try {
    await montrer(magasin, id, element, bilan);
  } catch {
    const more = element.querySelector('span');
    if (more) more.textContent = PHRASES.muette;
    element.hidden = false;
  }
}

async function montrer(magasin: Magasin, id: string, element: HTMLElement, bilan: Bilan | undefined): Promise<void> {
  const { siennes, autres } = await magasin.attente(id);
  const counted = siennes === 0 ? '' : PHRASES.direAttente(compter(await magasin.file(id)), navigator.onLine);
  const link = element.querySelector('a');
  if (link) {
    link.textContent = counted;
    link.hidden = counted === '';
  }
  const more = element.querySelector('span');
  const session = siennes > 0 && bilan?.etat === 'session' ? PHRASES.session : '';
  if (more) more.textContent = [session, autres > 0 ? PHRASES.direAilleurs(autres) : ''].filter(Boolean).join(' ');
  element.hidden = siennes === 0 && autres === 0;
}
