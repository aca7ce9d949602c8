import type { DocumentData } from '../../../platform/pdf/printable.ts';

const MOIS = 'janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre';

/**
 * An ordinary space that French keeps together: around the marks of « ; : ! ? » and guillemets, after « n° » and
 * « art. », between a number and what it counts, between the day and the month of a date.
 */
const UNBREAKABLE = new RegExp(
  [
    '(?<=«|\\bn°|\\b[Aa]rt\\.|\\b[Aa]rticles?) ',
    ' (?=[;:!?»])',
    `(?<=\\b(?:[0-9]{1,3}|1er)) (?=(?:${MOIS}|jours?|mois|demi-journées?)\\b)`,
  ].join('|'),
  'gu',
);

/** The same text, whose punctuation never starts a line. Example: « le 10 octobre : oui » keeps « 10 octobre : » whole. */
export function unbroken(text: string): string {
  return text.replace(UNBREAKABLE, '\u00a0');
}

/** The same data, every text of it typeset as French asks: see {@link unbroken}. */
export function typeset(data: DocumentData): DocumentData {
  if (typeof data === 'string') return unbroken(data);
  if (data === null || typeof data !== 'object') return data;
  if (isList(data)) return data.map(typeset);
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, typeset(value)]));
}

function isList(data: DocumentData): data is readonly DocumentData[] {
  return Array.isArray(data);
}
