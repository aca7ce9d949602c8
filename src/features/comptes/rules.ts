import { type Role, rolesLibelles } from '../../domain/compte.ts';
import type { Phrases } from '../../domain/refus.ts';

/** The address already opens the account of another agent. */
export type RefusCompte = { readonly refus: 'courriel_pris'; readonly nom: string; readonly role: Role };

export const PHRASES_COMPTE: Phrases<RefusCompte> = {
  courriel_pris: ({ nom, role }) =>
    `Cette adresse ouvre déjà le compte de ${nom} (${rolesLibelles[role]}) : deux agents n’ont jamais la même adresse.`,
};

const ECHECS_LIBRES = 5;
const ATTENTE_MAX_MINUTES = 60;

/**
 * How long a mailbox waits before another code is tried, after `echecs` failures in a row. Unit: minutes.
 *
 * Five tries are free; then 1 minute, doubled at each failure, up to 1 hour: a million codes would take a century.
 * Example: 4 → 0, 5 → 1, 6 → 2, 8 → 8, 50 → 60.
 */
export function attenteApres(echecs: number): number {
  if (echecs < ECHECS_LIBRES) return 0;
  return Math.min(2 ** (echecs - ECHECS_LIBRES), ATTENTE_MAX_MINUTES);
}

/** What a code was worth. `pas`: the code of a 30-second step, to be remembered so that it never serves twice. */
export type RefusCode = { readonly refus: 'faux' } | { readonly refus: 'attendre'; readonly minutes: number };

export const PHRASES_CODE: Phrases<RefusCode> = {
  faux: () =>
    'Ce code n’est pas le bon, ou il a déjà servi. Attendez le suivant dans votre application, puis recopiez-le.',
  attendre: ({ minutes }) =>
    `Trop de codes faux de suite. Réessayez dans ${minutes === 1 ? 'une minute' : `${minutes} minutes`}.`,
};

/** Letters of a recovery code: none that another looks like. */
export const LETTRES_SECOURS = 'abcdefghjkmnpqrstuvwxyz23456789';
export const LONGUEUR_SECOURS = 10;

/** What was typed, without what people add to read it better: spaces and dashes, capitals. */
export function nettoyerCode(saisi: string): string {
  return saisi.replaceAll(/[\s\u00a0\u202f‐-―-]/g, '').toLowerCase();
}

/** A recovery code as it is shown: « abcde-fghjk ». */
export function formatSecours(code: string): string {
  return `${code.slice(0, LONGUEUR_SECOURS / 2)}-${code.slice(LONGUEUR_SECOURS / 2)}`;
}

/** What an owner recognises of a browser: « Firefox sur Android ». Read for a list, never to decide. */
export function nomNavigateur(userAgent: string): string {
  const NAVIGATEURS = [
    [/Edg\w*\//, 'Edge'],
    [/OPR\/|Opera/, 'Opera'],
    [/SamsungBrowser\//, 'Samsung Internet'],
    [/Firefox\/|FxiOS\//, 'Firefox'],
    [/Chrom\w*\/|CriOS\//, 'Chrome'],
    [/Safari\//, 'Safari'],
  ] as const;
  const SYSTEMES = [
    [/Android/, 'Android'],
    [/iPhone|iPad|iPod/, 'iPhone ou iPad'],
    [/Windows/, 'Windows'],
    [/Mac OS X|Macintosh/, 'Mac'],
    [/Linux|X11/, 'Linux'],
  ] as const;
  const find = (of: readonly (readonly [RegExp, string])[]) => of.find(([mark]) => mark.test(userAgent))?.[1];
  const [navigateur, systeme] = [find(NAVIGATEURS) ?? 'Navigateur inconnu', find(SYSTEMES)];
  return systeme === undefined ? navigateur : `${navigateur} sur ${systeme}`;
}

/** `path` with what is to follow, and where whoever gives up goes back, when they are known. */
export function avecSuite(path: string, suite: string | undefined, retour?: string): string {
  const add = (to: string, name: string, value: string | undefined): string =>
    value === undefined ? to : `${to}${to.includes('?') ? '&' : '?'}${name}=${encodeURIComponent(value)}`;
  return add(add(path, 'suite', suite), 'retour', retour);
}
