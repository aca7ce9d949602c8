import { nouvelId } from './chiffre.ts';
import { type Bilan, synchroniser } from './envoi.ts';
import type { Magasin } from './magasin.ts';
import { direDepart, PHRASES } from './phrases.ts';
import { demander } from './question.ts';

const CAPTURE = true;

/**
 * Sign-out. What waits is sent first, or given up by whoever asks; then the key of the account is destroyed, before the form leaves:
 * nothing that it closed can be read on the device any more, whatever becomes of the form.
 */
export function garderDepart(magasin: Magasin, compte: () => string | undefined): void {
  document.addEventListener(
    'submit',
    (event) => {
      const form = event.target;
      if (!(form instanceof HTMLFormElement) || new URL(form.action).pathname !== '/deconnexion') return;
      event.preventDefault();
      // The form leaves later, by itself: nobody else is to count this as its departure.
      event.stopPropagation();
      void partir(magasin, compte(), form);
    },
    CAPTURE,
  );
}

async function partir(magasin: Magasin, compte: string | undefined, form: HTMLFormElement): Promise<void> {
  if (compte !== undefined && !(await peutPartir(magasin, compte))) return;
  const autres = compte === undefined ? 1 : (await magasin.attente(compte)).autres;
  if (compte !== undefined) await magasin.oublier(compte);
  await viderCaches();
  const cle = form.elements.namedItem('_cle');
  // The page may be an old one, whose key has served.
  if (cle instanceof HTMLInputElement) cle.value = nouvelId();
  const appareil = form.elements.namedItem('appareil');
  // The browser may then forget the whole site: not while somebody else's records wait here.
  if (appareil instanceof HTMLInputElement && autres === 0) appareil.value = 'vide';
  form.submit();
}

async function peutPartir(magasin: Magasin, compte: string): Promise<boolean> {
  for (;;) {
    const { siennes } = await magasin.attente(compte);
    if (siennes === 0) return true;
    const choix = await demander(
      direDepart(siennes),
      [
        { valeur: 'envoyer', libelle: 'Envoyer d’abord' },
        { valeur: 'effacer', libelle: 'Effacer et me déconnecter', danger: true },
        { valeur: 'rester', libelle: 'Rester connecté' },
      ],
      'rester',
    );
    if (choix !== 'envoyer') return choix === 'effacer';
    const bilan = await synchroniser(magasin, compte, { relire: false });
    const raison = direEchec(bilan, (await magasin.attente(compte)).siennes);
    if (raison !== '') {
      await demander(raison, [{ valeur: true, libelle: 'J’ai compris' }], true);
      return false;
    }
  }
}

function direEchec({ etat }: Bilan, restent: number): string {
  if (etat === 'session') return PHRASES.session;
  if (etat === 'a-jour') return restent === 0 ? '' : PHRASES.aCorrigerAvant;
  return etat === 'interdit' ? PHRASES.interdit : PHRASES.envoiImpossible;
}

async function viderCaches(): Promise<void> {
  if (typeof caches === 'undefined') return;
  for (const name of await caches.keys()) await caches.delete(name);
}
