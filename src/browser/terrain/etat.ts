import type { Bilan } from './envoi.ts';
import { libelleDe } from './libelles.ts';
import * as PHRASES from './phrases.ts';

/** Whether what is noted may leave at once, as far as the browser and the last try know. */
export function estEnLigne(bilan: Bilan | undefined): boolean {
  return navigator.onLine && !['hors-ligne', 'portail'].includes(bilan?.etat ?? '');
}

/** How the device stands with the server, in a sentence; `isEmpty`: nothing waits here. */
export function direBilan(bilan: Bilan | undefined, isEmpty: boolean): string {
  if (bilan?.etat === 'muette') return PHRASES.muette;
  if (bilan?.etat === 'portail') return libelleDe('phrases', 'portail');
  if (!estEnLigne(bilan)) return PHRASES.horsLigne;
  switch (bilan?.etat) {
    case 'session':
      return PHRASES.session;
    case 'interdit':
      return PHRASES.interdit;
    case 'plus-tard':
      return libelleDe('phrases', 'attente');
    case 'pleine':
      return libelleDe('phrases', 'pleineALEnvoi');
    case 'a-jour':
      return isEmpty ? PHRASES.enLigne : '';
    default:
      return '';
  }
}
