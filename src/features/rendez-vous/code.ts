import { createHash, randomInt, randomUUID } from 'node:crypto';
import type { Coffre } from '../../platform/coffre.ts';

/** No 0 nor O, no 1, I nor L, no vowel: what is read aloud or copied by hand is not mistaken, and no code is a word. */
const SIGNES = '23456789BCDFGHJKMNPQRSTVWXYZ';
const LONGUEUR = 8;
const CODE = new RegExp(`^[${SIGNES}]{${LONGUEUR}}$`);

/** A new code of a slip: 8 characters, one of 378 milliards. Example: « K7BX2MQD ». */
export function nouveauCode(): string {
  return Array.from({ length: LONGUEUR }, () => SIGNES[randomInt(SIGNES.length)]).join('');
}

/**
 * Reads a code as people type it: any case, with spaces, hyphens or dots between. Null when it is none.
 * Example: « k7bx 2mqd » → « K7BX2MQD »; « K7BX2MQ0 » → null.
 */
export function lireCode(texte: string): string | null {
  const code = texte.toUpperCase().replace(/[\s.\u2010-\u2015-]/gu, '');
  return CODE.test(code) ? code : null;
}

/** As slips and screens show it: « K7BX 2MQD ». */
export function direCode(code: string): string {
  return `${code.slice(0, 4)}\u00a0${code.slice(4)}`;
}

/** A secret of a link that is not derived: of the shape of an identifier, as addresses want them. */
export function nouveauJeton(): string {
  return randomUUID();
}

/**
 * The secret of the link of a rendez-vous, or of a place of the waiting list, by its id: the same in each of its notices, known
 * to the coffre alone, written nowhere. Its digest (`empreinteJeton`) is what its row keeps.
 */
export function jetonDe(coffre: Coffre, id: string): string {
  const hex = coffre.print(`lien de rendez-vous:${id}`).toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
}

/** What the database keeps of a secret: nobody who reads it can follow the link. */
export function empreinteJeton(jeton: string): Buffer {
  return createHash('sha256').update(jeton).digest();
}
