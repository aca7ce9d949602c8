import { hasard } from './hasard.ts';

/** Invented people who sign or answer for structures: a first name, and a plant or a stone for a family name. */
const PRENOMS = {
  f: ['Agnès', 'Carole', 'Estelle', 'Ghislaine', 'Isabelle', 'Karine', 'Montserrat', 'Odile', 'Régine', 'Thérèse'],
  m: ['Bruno', 'Didier', 'Fabrice', 'Henri', 'Jordi', 'Laurent', 'Nicolas', 'Pascal', 'Samir', 'Valentin'],
} as const;
const FAMILLES = [
  'Alisier',
  'Argousier',
  'Calcaire',
  'Ciste',
  'Cyprès',
  'Églantier',
  'Fenouillet',
  'Grenadier',
  'Immortelle',
  'Jujubier',
  'Lentisque',
  'Marbre',
  'Néflier',
  'Olivette',
  'Pinède',
  'Quartz',
  'Sarriette',
  'Térébinthe',
  'Verveine',
  'Yeuse',
] as const;
const FONCTIONS_FEMININES = /^(Vice-p|P)résidente|^Directrice|^Gérante|^Secrétaire générale/;
const FONCTIONS_MASCULINES = /^(Vice-p|P|Cop)résident\b|^Directeur|^Chargé /;

/** An invented person, whose first name agrees with the function. Example: « Madame Odile Quartz ». */
export function personne(subject: string, fonction: string): string {
  const draw = hasard(`personne ${subject}`);
  const either = draw.pick(['f', 'm'] as const);
  const genre = FONCTIONS_FEMININES.test(fonction) ? 'f' : FONCTIONS_MASCULINES.test(fonction) ? 'm' : either;
  return `${genre === 'f' ? 'Madame' : 'Monsieur'} ${draw.pick(PRENOMS[genre])} ${draw.pick(FAMILLES)}`;
}

/** A telephone number that rings nowhere: the block 04 00 00 is attributed to nobody. */
export function telephoneFictif(rank: number): string {
  const digits = String(rank).padStart(4, '0');
  return `04 00 00 ${digits.slice(0, 2)} ${digits.slice(2)}`;
}
