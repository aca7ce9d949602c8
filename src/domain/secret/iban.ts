import { coupesDe, debutDe, estChiffre, estLettre, lireSuite, type Place, placeDe, type Suite } from './lisible.ts';
import { estEmpreinte, type Ordinaire } from './ordinaire.ts';

/**
 * What follows the four first signs of an IBAN, country by country: n a figure, a a letter, c either. Source: IBAN Registry
 * (SWIFT, ISO 13616), and the forms that the banks of Algeria, Morocco and West and Central Africa use without being in it.
 */
const STRUCTURES: Readonly<Record<string, string>> = {
  '11n': 'no',
  '12n': 'be',
  '14n': 'dk fi fo gl sd',
  '15n': 'si',
  '16n': 'at ba ee lt mn xk',
  '17n': 'hr',
  '18n': 'cr de me rs va',
  '19n': 'ae il so tl',
  '20n': 'cz es se sk tn',
  '21n': 'ao cv ly mz pt st',
  '22n': 'dz ir is',
  '23n': 'bi cf cg cm dj ga gq km mg mr td',
  '24n': 'hu ma pl',
  '25n': 'eg',
  '10n11c2n': 'fr mc',
  '1a10n12c': 'it sm',
  '20c': 'md',
  '23n1a1c': 'br',
  '24c': 'gt',
  '2a12n': 'fk',
  '2a16n': 'ge',
  '2c19n': 'gw',
  '2c22n': 'bf bj ci ml ne sn tg',
  '2n18c': 'sa',
  '3n10c2n': 'mk',
  '3n13c': 'kz lu',
  '3n16c': 'om',
  '4a10n': 'nl',
  '4a13c': 'lv',
  '4a14c': 'bh',
  '4a14n': 'gb ie',
  '4a15c': 'gi',
  '4a15n': 'iq',
  '4a16c': 'pk ro',
  '4a16n': 'vg',
  '4a19n3a': 'mu',
  '4a20c': 'az',
  '4a20n': 'hn ni sv',
  '4a20n3a': 'sc',
  '4a21c': 'ps qa',
  '4a22c': 'kw',
  '4a24c': 'lc',
  '4a4n18c': 'jo ye',
  '4a5n18c': 'mt',
  '4a6n8c': 'bg',
  '4c20n': 'do',
  '4c4n16c': 'by',
  '4n20c': 'lb',
  '5n12c': 'ch li',
  '6n16c': 'tr',
  '6n19c': 'ua',
  '7n16c': 'gr',
  '8n12c': 'ad',
  '8n16c': 'al cy',
  '14n15c': 'ru',
};

const SIGNES: Readonly<Record<string, string>> = { n: '[0-9]', a: '[a-z]', c: '[0-9a-z]' };

type Forme = { readonly longueur: number; readonly motif: RegExp };

/** By country, the length of its IBAN and what each sign may be. */
const PAYS: ReadonlyMap<string, Forme> = new Map(
  Object.entries(STRUCTURES).flatMap(([structure, pays]) => {
    const parts = [...structure.matchAll(/(\d+)([nac])/g)].map(([, count = '', kind = '']) => ({ count, kind }));
    const motif = new RegExp(
      `^[a-z]{2}[0-9]{2}${parts.map(({ count, kind }) => `${SIGNES[kind]}{${count}}`).join('')}$`,
    );
    const longueur = parts.reduce((sum, { count }) => sum + Number(count), 4);
    return pays.split(' ').map((code) => [code, { longueur, motif }] as const);
  }),
);

/** Figures after which letters and spaces are no longer a sentence that happens to fall right. */
const CHIFFRES_PROBANTS = 10;

/** Each letter counted as two figures, A as 10. */
function reste97(signes: string): number {
  let rest = 0;
  for (const signe of signes) {
    rest = estChiffre(signe) ? (rest * 10 + Number(signe)) % 97 : (rest * 100 + Number.parseInt(signe, 36)) % 97;
  }
  return rest;
}

/** One with few figures must be written as banks write it, alone, in one piece or by fours: else it may be a sentence. */
function estEcritEnBanque(texte: string, suite: Suite): boolean {
  const { debut, fin } = placeDe(suite);
  const coupes = coupesDe(suite);
  const isByFours = coupes.length === Math.ceil(suite.signes.length / 4) - 1 && coupes.every((rang) => rang % 4 === 0);
  const isAlone = ![texte[debut - 1], texte[fin]].some((signe) => estChiffre(signe) || estLettre(signe));
  return isAlone && (coupes.length === 0 || isByFours);
}

/** The IBAN of a text: the length and the form of their country, and a right key. */
export function ibansDe(texte: string, ordinaire: () => Ordinaire): readonly Place[] {
  const places: Place[] = [];
  for (let at = 0; at < texte.length; at += 1) {
    if (!estLettre(texte[at])) continue;
    const tete = lireSuite(texte, at, 4, (signe, rang) => (rang < 2 ? estLettre(signe) : estChiffre(signe)));
    const forme = PAYS.get(tete.signes.slice(0, 2));
    if (forme === undefined || tete.signes.length < 4) continue;
    const lue = lireSuite(texte, at, forme.longueur, (signe) => estChiffre(signe) || estLettre(signe));
    const suite = debutDe(lue, forme.longueur);
    if (suite === undefined || !forme.motif.test(suite.signes)) continue;
    if (reste97(suite.signes.slice(4) + suite.signes.slice(0, 4)) !== 1) continue;
    const isProven = suite.signes.replace(/[^0-9]/g, '').length >= CHIFFRES_PROBANTS + 2;
    const place = placeDe(suite);
    if ((isProven || estEcritEnBanque(texte, suite)) && !estEmpreinte(ordinaire(), place)) places.push(place);
  }
  return places;
}
