import { premier, type Valeurs } from '../../domain/terrain.ts';
import type { But } from './buts.ts';
import { nouvelId } from './chiffre.ts';
import * as PHRASES from './phrases.ts';
import { demander } from './question.ts';
import { joindre } from './reseau.ts';

const ADRESSES: Readonly<Record<string, string>> = { Individuel: 'individuel', Collectif: 'atelier' };

/** The form of the server for what a device cannot keep; undefined: it corrects what waits here, which stays as it was. */
export function adresseEnLigne(but: But): string | undefined {
  const type = premier(but.valeurs, 'typeActivite') || 'Individuel';
  const seance = premier(but.valeurs, 'seance');
  if (but.genre === 'modifier') {
    const isFiche = type === 'Individuel' && seance !== '';
    return `/accompagnements/${but.accompagnement}/${isFiche ? 'modifier' : 'corriger'}`;
  }
  if (but.genre === 'corriger') return undefined;
  if (seance === '') return `/accompagnements/nouveau/${ADRESSES[type] ?? 'coordination'}`;
  return `/seances/${seance}/${type === 'Individuel' ? 'accompagnements' : 'atelier'}/nouveau`;
}

/** With network, offers the online form for what could not be kept; nothing leaves the page unless its person says so. */
export async function proposerEnLigne(but: But, valeurs: Valeurs, formulaire: number): Promise<void> {
  const adresse = adresseEnLigne(but);
  if (adresse === undefined || (await joindre()) !== 'escale') return;
  const choix = [
    { valeur: true, libelle: 'Enregistrer en ligne' },
    { valeur: false, libelle: 'Rester sur cette page' },
  ] as const;
  if (!(await demander<boolean>(PHRASES.enLigneALaPlace, choix, false))) return;
  const base = but.genre === 'modifier' ? { base: [but.base ?? ''] } : {};
  soumettre(adresse, { ...valeurs, ...base, _cle: [nouvelId()], formulaire: [String(formulaire)] });
}

function soumettre(adresse: string, valeurs: Valeurs): void {
  const form = document.createElement('form');
  form.method = 'post';
  form.action = adresse;
  form.hidden = true;
  for (const [name, list] of Object.entries(valeurs)) {
    for (const value of list) {
      const input = document.createElement('input');
      input.type = 'hidden';
      input.name = name;
      input.value = value;
      form.append(input);
    }
  }
  document.body.append(form);
  // Without network in the end, the worker leaves this page as it is.
  navigator.serviceWorker?.addEventListener(
    'message',
    ({ data }) => {
      if (data === 'pas-envoye') void demander(PHRASES.pasEnvoye, [{ valeur: true, libelle: 'J’ai compris' }], true);
    },
    { once: true },
  );
  form.submit();
  form.remove();
}
