import { createHash } from 'node:crypto';
import { canonique, type Version } from './rules.ts';

/** The print of what is certified: SHA-256 of its figures and of the part of the Bénéficiaire, as 64 hexadecimal signs. */
export function empreinteDe({ contenu, part }: Version): string {
  return createHash('sha256').update(canonique({ contenu, part })).digest('hex');
}

/** As documents print it: « 3f2a 91bc 0d47 e8a1 », the first sixteen signs. */
export function empreinteCourte(empreinte: string): string {
  return empreinte.slice(0, 16).replace(/(.{4})(?=.)/g, '$1 ');
}
