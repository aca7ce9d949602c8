import type { Appareil } from './appareil.ts';
import { nouvelId } from './chiffre.ts';
import { type Bilan, synchroniser } from './envoi.ts';
import type { Magasin } from './magasin.ts';
import * as PHRASES from './phrases.ts';
import { demander } from './question.ts';
import { joindre } from './reseau.ts';

const CAPTURE = true;

/**
 * Sign-out, from the first moment of the page. What waits is sent first, or given up by whoever asks; then the key of the account is
 * destroyed, before the form leaves: nothing that it closed can be read on the device any more. Without network the form cannot
 * leave: nothing is destroyed unless whoever asks insists.
 */
export function garderDepart(ouvrir: () => Promise<Appareil>, compteDit?: string): void {
  document.addEventListener(
    'submit',
    (event) => {
      const form = event.target;
      if (!(form instanceof HTMLFormElement) || new URL(form.action).pathname !== '/deconnexion') return;
      event.preventDefault();
      // The form leaves later, by itself: nobody else is to count this as its departure.
      event.stopPropagation();
      void partir(ouvrir, compteDit, form);
    },
    CAPTURE,
  );
}

async function partir(ouvrir: () => Promise<Appareil>, compteDit: string | undefined, form: HTMLFormElement) {
  let isEmpty = false;
  try {
    const appareil = await ouvrir();
    if ('magasin' in appareil) {
      const { magasin } = appareil;
      const compte = compteDit ?? (await magasin.etat())?.compte;
      if ((await joindre()) !== 'escale') return await resterOuEffacer(magasin, compte);
      if (compte !== undefined && !(await peutPartir(magasin, compte))) return;
      if (compte !== undefined) await magasin.oublier(compte);
      // The browser may then forget the whole site: not while somebody else's records wait here.
      isEmpty = compte !== undefined && (await magasin.attente(compte)).autres === 0;
    } else if (appareil.muette && !(await partirSansRegarder())) return;
  } catch {
    // A memory that fails does not keep anybody signed in; nor is it said to be empty.
    if (!(await partirSansRegarder())) return;
  }
  await viderCaches().catch(() => undefined);
  const cle = form.elements.namedItem('_cle');
  // The page may be an old one, whose key has served.
  if (cle instanceof HTMLInputElement) cle.value = nouvelId();
  const appareil = form.elements.namedItem('appareil');
  if (appareil instanceof HTMLInputElement && isEmpty) appareil.value = 'vide';
  form.submit();
}

/** What waits there, if anything does, is not known. */
async function partirSansRegarder(): Promise<boolean> {
  if ((await joindre()) !== 'escale') {
    await demander(PHRASES.departSansReseau, [{ valeur: true, libelle: 'J’ai compris' }], true);
    return false;
  }
  const choix = [
    { valeur: true, libelle: 'Me déconnecter quand même', danger: true },
    { valeur: false, libelle: 'Rester connecté' },
  ] as const;
  return demander<boolean>(PHRASES.departSansRegarder, choix, false);
}

async function resterOuEffacer(magasin: Magasin, compte: string | undefined): Promise<void> {
  const choix = await demander(
    PHRASES.departSansReseau,
    [
      { valeur: 'rester', libelle: 'J’ai compris' },
      { valeur: 'effacer', libelle: 'Effacer cet appareil quand même', danger: true },
    ],
    'rester',
  );
  if (choix === 'rester' || compte === undefined) return;
  const { siennes } = await magasin.attente(compte);
  const isSure = await demander<boolean>(
    PHRASES.direEffacement(siennes),
    [
      { valeur: true, libelle: 'Effacer cet appareil', danger: true },
      { valeur: false, libelle: 'Ne rien effacer' },
    ],
    false,
  );
  if (!isSure) return;
  await magasin.oublier(compte);
  // Its shell holds nobody's data, and is all that opens without network.
  location.replace('/terrain');
  location.reload();
}

async function peutPartir(magasin: Magasin, compte: string): Promise<boolean> {
  for (;;) {
    const { siennes } = await magasin.attente(compte);
    if (siennes === 0) return true;
    const choix = await demander(
      PHRASES.direDepart(siennes),
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
