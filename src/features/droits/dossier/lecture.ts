import { DONNEES } from '../../donnees-personnelles/registre.ts';
import type { LigneRetenue } from '../lignes/store.ts';
import { type Correction, correctionDe } from './corriger.ts';
import type { Ligne, Trouvaille, Valeurs } from './source.ts';
import { direColonne, estDit, libelleColonne } from './valeurs.ts';

const NOMS = new Map(DONNEES.map(({ cle, nom }) => [cle, nom]));

/** « Comptes » */
export function nomDonnee(cle: string): string {
  return NOMS.get(cle) ?? cle;
}

const CHOSES = 6;
const SIGNES = 90;

/** The first things that a row says, in a line: enough to tell one person from another. */
export function resumer(valeurs: Valeurs): string {
  return Object.entries(valeurs)
    .filter(([colonne, value]) => estDit(colonne, value))
    .slice(0, CHOSES)
    .map(([colonne, value]) => {
      const said = direColonne(colonne, value);
      return `${libelleColonne(colonne)} : ${said.length > SIGNES ? `${said.slice(0, SIGNES)}…` : said}`;
    })
    .join(' ; ');
}

/** Do both name the same row of the same kind? */
export function estMemeLigne(a: Ligne, b: Ligne): boolean {
  const isSameKey = Object.entries(a.cle).every(([nom, value]) => b.cle[nom] === value);
  return a.source === b.source && a.donnee === b.donnee && a.table === b.table && isSameKey;
}

/** A kept row as the page of its request shows it: what it says today, null once it is gone. */
export type LigneLue = LigneRetenue & {
  readonly nom: string;
  readonly resume: string | null;
  readonly correction: Correction | null;
};

export function lireRetenue(ligne: LigneRetenue, trouvailles: readonly Trouvaille[]): LigneLue {
  const found = trouvailles.find((one) => estMemeLigne(one, ligne));
  return {
    ...ligne,
    nom: nomDonnee(ligne.donnee),
    resume: found === undefined ? null : resumer(found.valeurs),
    correction: correctionDe(ligne),
  };
}
