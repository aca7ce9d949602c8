import { ASCENSEUR, PLAIN_PIED, RAMPE } from './acces.ts';
import type { LieuDemo } from './fiches.ts';

/** Places of the Département itself: no convention is needed there. */
export const MAISONS_SOCIALES: readonly (LieuDemo & { readonly insee: string })[] = [
  {
    slug: 'msp-perpignan-nord',
    nom: 'Maison sociale de proximité de Perpignan Nord',
    insee: '66136',
    adresse: '25 avenue des Mimosas',
    acces: ASCENSEUR,
  },
  {
    slug: 'msp-perpignan-sud',
    nom: 'Maison sociale de proximité de Perpignan Sud',
    insee: '66136',
    adresse: '70 avenue des Cigales',
    acces: PLAIN_PIED,
  },
  {
    slug: 'msp-cote-vermeille',
    nom: 'Maison sociale de proximité de la Côte Vermeille',
    insee: '66008',
    adresse: '18 avenue des Platanes',
    acces: PLAIN_PIED,
  },
  {
    slug: 'msp-vallespir',
    nom: 'Maison sociale de proximité du Vallespir',
    insee: '66049',
    adresse: '11 avenue du Canigou',
    acces: RAMPE,
  },
  {
    slug: 'msp-conflent',
    nom: 'Maison sociale de proximité du Conflent',
    insee: '66149',
    adresse: '16 avenue du Conflent',
    acces: PLAIN_PIED,
  },
  {
    slug: 'msp-agly',
    nom: 'Maison sociale de proximité de l’Agly',
    insee: '66164',
    adresse: '5 avenue de l’Agly',
    acces: PLAIN_PIED,
  },
];
