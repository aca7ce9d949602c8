import { luhn } from '../luhn.ts';
import { coupesDe, debutDe, estChiffre, estFranche, lireSuite, type Place, placeDe } from './lisible.ts';
import { estEmpreinte, type Ordinaire } from './ordinaire.ts';

const CHIFFRES = 16;
/** Visa; Mastercard and Maestro; Mastercard from 2221 to 2720; Maestro, Discover and UnionPay. */
const PREFIXES = /^(?:4|5[0-8]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720|6(?:011|2|304|4[4-9]|5|7(?:59|6[1-3])))/;
const EN_UN_BLOC = '';
const PAR_QUATRE = '4,8,12';

/**
 * The bank cards of a text: sixteen figures in one piece or by fours, of a known network, whose Luhn key is right. A SIRET
 * has fourteen.
 */
export function cartesDe(texte: string, ordinaire: () => Ordinaire): readonly Place[] {
  const places: Place[] = [];
  for (let at = 0; at < texte.length; at += 1) {
    if (!estChiffre(texte[at]) || estChiffre(texte[at - 1])) continue;
    const suite = debutDe(lireSuite(texte, at, CHIFFRES, estChiffre), CHIFFRES);
    if (suite === undefined || !PREFIXES.test(suite.signes) || !luhn(suite.signes)) continue;
    const place = placeDe(suite);
    const coupes = coupesDe(suite).join();
    const isWritten = (coupes === EN_UN_BLOC || coupes === PAR_QUATRE) && estFranche(texte, suite);
    if (isWritten && !estChiffre(texte[place.fin]) && !estEmpreinte(ordinaire(), place)) places.push(place);
  }
  return places;
}
