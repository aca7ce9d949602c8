import {
  coupesDe,
  debutDe,
  estChiffre,
  estFranche,
  estLettre,
  lireSuite,
  type Place,
  placeDe,
  type Suite,
} from './lisible.ts';
import { emprunte, estEmpreinte, type Ordinaire } from './ordinaire.ts';

const SANS_CLE = 13;
const AVEC_CLE = 15;
/** Where the card itself parts the number: sex, year, month, département, commune, order, key. */
const COUPES_DE_LA_CARTE = new Set([1, 3, 5, 7, 10, 13]);

/** Sex (3, 4, 7 and 8: being registered), year, month as INSEE writes it, département, commune, order. */
const LIEU_ET_ORDRE = '(?:0[1-9]|[1-9][0-9]|2[ab])(?!000)[0-9]{3}(?!000)[0-9]{3}';
const STRUCTURE = new RegExp(`^[123478][0-9]{2}(?:0[1-9]|1[0-2]|[23][0-9]|4[0-2]|[5-9][0-9])${LIEU_ET_ORDRE}`);
/** The same, of somebody whose month of birth is known. */
const MOIS_CONNU = new RegExp(`^[12][0-9]{2}(?:0[1-9]|1[0-2])${LIEU_ET_ORDRE}$`);
/** A reference that starts with a day: « 20210625 » and five figures. */
const JOUR_EN_TETE = /^20[0-2][0-9](?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])/;
const NOMMEE = /(?:^|[^a-z])(?:nir|secu|ss|no|numero)$/;

/**
 * The key of a NIR, 01 to 97: 97 minus the remainder of its thirteen figures by 97, Corsica counting as 19 (2A) and 18 (2B).
 *
 * Example: « 1850578006084 » → 91.
 */
function cleNir(treize: string): number {
  return 97 - (Number(treize.replace('2a', '19').replace('2b', '18')) % 97);
}

/** A whole NIR, its key right. Parted as no card does, it may borrow nothing from a date, a SIRET or a telephone number. */
function estNirAvecCle(texte: string, suite: Suite, ordinaire: () => Ordinaire): boolean {
  const { signes } = suite;
  if (!STRUCTURE.test(signes) || Number(signes.slice(SANS_CLE)) !== cleNir(signes.slice(0, SANS_CLE))) return false;
  if (coupesDe(suite).every((rang) => COUPES_DE_LA_CARTE.has(rang))) return true;
  return estFranche(texte, suite) && !emprunte(ordinaire(), placeDe(suite));
}

/**
 * Thirteen figures without their key: nothing proves them, so their form must. Parted three times at least, and only where
 * the card parts them; or in one piece, of a known month, standing alone, and not starting with a day as references do.
 */
function estNirSansCle(texte: string, suite: Suite): boolean {
  const { signes } = suite;
  const coupes = coupesDe(suite);
  if (!coupes.every((rang) => COUPES_DE_LA_CARTE.has(rang))) return false;
  if (coupes.length >= 3) return STRUCTURE.test(signes);
  const { debut, fin } = placeDe(suite);
  const isAlone =
    !estLettre(texte[fin]) && (!estLettre(texte[debut - 1]) || NOMMEE.test(texte.slice(Math.max(0, debut - 8), debut)));
  return coupes.length === 0 && isAlone && MOIS_CONNU.test(signes) && !JOUR_EN_TETE.test(signes);
}

/** The NIR of a text, with or without key. `ordinaire` is asked for only when a number looks like one. */
export function nirsDe(texte: string, ordinaire: () => Ordinaire): readonly Place[] {
  const places: Place[] = [];
  for (let at = 0; at < texte.length; at += 1) {
    if (!estChiffre(texte[at]) || estChiffre(texte[at - 1])) continue;
    const lue = lireSuite(
      texte,
      at,
      AVEC_CLE,
      (signe, rang) => estChiffre(signe) || (rang === 6 && /[ab]/.test(signe)),
    );
    const place = nirEnTete(texte, lue, ordinaire);
    if (place !== undefined && !estEmpreinte(ordinaire(), place)) places.push(place);
  }
  return places;
}

function nirEnTete(texte: string, lue: Suite, ordinaire: () => Ordinaire): Place | undefined {
  for (const [longueur, est] of [
    [AVEC_CLE, estNirAvecCle],
    [SANS_CLE, estNirSansCle],
  ] as const) {
    const suite = debutDe(lue, longueur);
    if (suite === undefined) continue;
    const place = placeDe(suite);
    if (!estChiffre(texte[place.fin]) && est(texte, suite, ordinaire)) return place;
  }
  return undefined;
}
