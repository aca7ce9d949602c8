import type { Nomenclature } from '../../../domain/nomenclatures.ts';
import { estApres, estAvant } from '../../../domain/periode.ts';
import type { Phrases } from '../../../domain/refus.ts';

type Jour = Temporal.PlainDate;

/** How the file of what mandats say reaches the person. */
export const CANAUX_REMISE = {
  guichet: 'De la main à la main, sur place',
  courrier: 'Par courrier, à son adresse',
} as const satisfies Nomenclature;
export type CanalRemise = keyof typeof CANAUX_REMISE;

/** What came of it: the file was handed over, or none of the agent's mandats is this person's. */
export type IssueRemise = 'remis' | 'aucun';

/** Mandats of one file, at most: it is made whole in memory. */
export const MANDATS_MAX = 20;

export type RefusFichier = { readonly refus: 'fichier_vide' } | { readonly refus: 'fichier_trop_gros' };

export const PHRASES_FICHIER: Phrases<RefusFichier> = {
  fichier_vide: () => 'Cochez au moins un mandat de cette personne.',
  fichier_trop_gros: () => `Cochez ${MANDATS_MAX} mandats au plus : faites plusieurs fichiers s’il y en a davantage.`,
};

/**
 * Why no file is made of so many mandats; null when it may be.
 *
 * Source: art. 4.1 (règlement européen 2016/679, articles 15 and 20).
 * Example: 0 → fichier_vide; 3 → null; 21 → fichier_trop_gros.
 */
export function refusFichier(nombre: number): RefusFichier | null {
  if (nombre === 0) return { refus: 'fichier_vide' };
  return nombre > MANDATS_MAX ? { refus: 'fichier_trop_gros' } : null;
}

export type RefusRemise =
  | { readonly refus: 'remise_sans_fichier' }
  | { readonly refus: 'remise_avant_fichier'; readonly faitLe: Jour }
  | { readonly refus: 'remise_a_venir' };

export const PHRASES_REMISE: Phrases<RefusRemise> = {
  remise_sans_fichier: () => 'Faites d’abord le fichier : rien n’a encore pu être remis.',
  remise_avant_fichier: () => 'Le fichier ne peut pas avoir été remis avant d’être fait.',
  remise_a_venir: () => 'Notez la remise une fois faite : ce jour est à venir.',
};

/**
 * What is wrong with a handing over said to have been done on `le`; null when nothing is. `fichierLe`: the day of the last file.
 *
 * Source: art. 4.1 (règlement européen 2016/679, article 12.3).
 * Example: file made 2026-03-10; handed over 2026-03-09 → remise_avant_fichier, 2026-03-10 → null.
 */
export function refusRemise(le: Jour, fichierLe: Jour | null, aujourdhui: Jour): RefusRemise | null {
  if (fichierLe === null) return { refus: 'remise_sans_fichier' };
  if (estApres(le, aujourdhui)) return { refus: 'remise_a_venir' };
  return estAvant(le, fichierLe) ? { refus: 'remise_avant_fichier', faitLe: fichierLe } : null;
}
