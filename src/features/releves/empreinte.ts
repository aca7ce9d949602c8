import { createHash } from 'node:crypto';
import { canonique, type Version } from './rules.ts';

/**
 * The print of what is certified: SHA-256 of the salt of its version, in 32 hexadecimal signs (null: of before there was one), then of
 * its figures and of the part of the Bénéficiaire. 64 hexadecimal signs. Without the salt, nobody tells from it the numbers that he is
 * not shown.
 */
export function empreinteDe({ contenu, part }: Version, sel: string | null): string {
  return createHash('sha256')
    .update(Buffer.from(sel ?? '', 'hex'))
    .update(canonique({ contenu, part }))
    .digest('hex');
}

/** As documents print it: « 3f2a 91bc 0d47 e8a1 », the first sixteen signs. */
export function empreinteCourte(empreinte: string): string {
  return empreinte.slice(0, 16).replace(/(.{4})(?=.)/g, '$1 ');
}
