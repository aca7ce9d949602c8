import { type Territoire, urlDe } from '../../../domain/territoire.ts';
import type { Coffre } from '../../../platform/coffre.ts';
import { jetonDe } from '../code.ts';

/** What a link leads to: a rendez-vous, a place that is offered, a line of the waiting list. */
export type Vers = 'rdv' | 'place' | 'attente';

const MARQUE = /\{lien (rdv|place|attente) ([g-v-]{36})\}/g;

const HEXADECIMAL = '0123456789abcdef';
const LETTRES = 'ghijklmnopqrstuv';
const traduire = (text: string, from: string, to: string): string =>
  [...text].map((sign) => to[from.indexOf(sign)] ?? sign).join('');

/**
 * Stands for a link in a text that is kept: its secret is put there as the text leaves, so that no row ever holds it. In letters
 * alone: figures in a row might be taken for those of a bank card, and masked.
 */
export function marqueLien(vers: Vers, id: string): string {
  return `{lien ${vers} ${traduire(id, HEXADECIMAL, LETTRES)}}`;
}

/** Words of people, without what would be read as the mark of a link. */
export function sansMarque(mots: string): string {
  return mots.replaceAll(/[{}]/g, '');
}

export type Adresses = { readonly url: string; readonly coffre: Coffre };

/** The text as it leaves: each mark is an address, `https://escale.exemple.fr/rdv/5f0c…`. */
export function poserLiens({ url, coffre }: Adresses, territoire: Pick<Territoire, 'hote'>, texte: string): string {
  return texte.replaceAll(MARQUE, (_, vers: Vers, mark: string) =>
    adresseDe({ url, coffre }, territoire, vers, traduire(mark, LETTRES, HEXADECIMAL)),
  );
}

/** The address that a person is sent; the same each time for the same thing. */
export function adresseDe(
  { url, coffre }: Adresses,
  territoire: Pick<Territoire, 'hote'>,
  vers: Vers,
  id: string,
): string {
  return `${urlDe(url, territoire)}/${vers}/${jetonDe(coffre, id)}`;
}
