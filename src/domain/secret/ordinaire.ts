import { luhn } from '../luhn.ts';
import type { Place } from './lisible.ts';

/** Numbers that people write every day, and that a secret number may not borrow figures from. */
const EMPREINTES = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-f]{32,}/g;
const DATES =
  /(?<!\d)(?:(?:0?[1-9]|[12]\d|3[01])[-./ ](?:0?[1-9]|1[0-2])[-./ ](?:19|20)\d\d|(?:19|20)\d\d([-./]?)(?:0[1-9]|1[0-2])\1(?:0[1-9]|[12]\d|3[01]))(?!\d)/g;
const SIRETS = /(?<!\d)(?:\d{3} ?\d{3} ?\d{3} ?\d{5}|\d{9})(?!\d)/g;
const TELEPHONES = /(?<!\d)0[1-9](?:[ .-]?\d\d){4}(?!\d)/g;

const EMPREINTE = 1;
const ENTIER = 2;
const PREMIER = 3;
const MILIEU = 4;
const DERNIER = 5;

/**
 * What stands at each place of a text: fingerprints and identifiers (SHA-256, UUID), dates, SIRET and SIREN whose key is
 * right, telephone numbers, each in its usual form.
 */
export type Ordinaire = Uint8Array;

export function ordinaireDe(texte: string): Ordinaire {
  const marks = new Uint8Array(texte.length);
  for (const { 0: found, index } of texte.matchAll(TELEPHONES)) {
    marks.fill(MILIEU, index, index + found.length);
    marks[index] = PREMIER;
    marks[index + found.length - 1] = DERNIER;
  }
  for (const { 0: found, index } of texte.matchAll(DATES)) marks.fill(ENTIER, index, index + found.length);
  for (const { 0: found, index } of texte.matchAll(SIRETS)) {
    if (luhn(found.replaceAll(' ', ''))) marks.fill(ENTIER, index, index + found.length);
  }
  for (const { 0: found, index } of texte.matchAll(EMPREINTES)) {
    if (/[a-f]/.test(found)) marks.fill(EMPREINTE, index, index + found.length);
  }
  return marks;
}

/** Whether a number is a piece of a fingerprint. */
export function estEmpreinte(ordinaire: Ordinaire, { debut }: Place): boolean {
  return ordinaire[debut] === EMPREINTE;
}

/**
 * Whether a number would be made of an ordinary one and of what stands beside it: it touches a date or a SIRET, or cuts a
 * telephone number in two.
 *
 * Example: « 12-01-2026 1234567 » is a date and something else, whatever its fifteen figures come to.
 */
export function emprunte(ordinaire: Ordinaire, { debut, fin }: Place): boolean {
  const first = ordinaire[debut] ?? 0;
  const last = ordinaire[fin - 1] ?? 0;
  if (first === MILIEU || first === DERNIER || last === PREMIER || last === MILIEU) return true;
  return ordinaire.subarray(debut, fin).includes(ENTIER);
}
