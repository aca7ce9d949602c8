import { parseDate } from '../../../domain/date.ts';
import { compareJours } from '../../../domain/periode.ts';
import { estRefus, type Phrases } from '../../../domain/refus.ts';
import type { Vacances } from '../../../domain/rythme.ts';

type Date = Temporal.PlainDate;

/** As the official calendar names them, in the order in which they are proposed. */
export const ZONES: readonly [string, ...string[]] = [
  'Zone A',
  'Zone B',
  'Zone C',
  'Corse',
  'Guadeloupe',
  'Guyane',
  'Martinique',
  'Mayotte',
  'Réunion',
];

/** The longest holidays that a calendar may hold, in days; as the database checks. */
const JOURS_MAX = 120;
const NOM_MAX = 100;

export type RefusCalendrier =
  | { readonly refus: 'colonnes_absentes'; readonly titres: readonly string[] }
  | { readonly refus: 'dates_illisibles'; readonly ligne: number; readonly texte: string }
  | { readonly refus: 'dates_impossibles'; readonly ligne: number }
  | { readonly refus: 'zone_absente'; readonly zone: string; readonly zones: readonly string[] };

export const PHRASES_CALENDRIER: Phrases<RefusCalendrier> = {
  colonnes_absentes: ({ titres }) =>
    `Ce fichier n’a pas les colonnes du calendrier officiel : il manque ${titres.map((titre) => `« ${titre} »`).join(', ')}.`,
  dates_illisibles: ({ ligne, texte }) => `Ligne ${ligne} : « ${texte} » n’est pas une date.`,
  dates_impossibles: ({ ligne }) =>
    `Ligne ${ligne} : ces vacances finissent avant de commencer, ou durent plus de ${JOURS_MAX} jours.`,
  zone_absente: ({ zone, zones }) =>
    `Ce fichier ne dit rien de « ${zone} »${zones.length === 0 ? '.' : ` : il parle de ${zones.join(', ')}.`}`,
};

/** A row of the file: the number that a spreadsheet shows beside it, and its cells. */
export type Ligne = { readonly rank: number; readonly cells: readonly (string | number)[] };

/** The columns of the file published, by what they hold: its own titles, or those of its exports for programs. */
const COLONNES = {
  nom: ['Description', 'description'],
  population: ['Population', 'population'],
  debut: ['Date de début', 'start_date'],
  fin: ['Date de fin', 'end_date'],
  zone: ['Zones', 'zones'],
} as const;

type Colonne = keyof typeof COLONNES;

/**
 * The day that a date of the calendar names. They are midnights of the place, written in any offset from New Caledonia to
 * French Polynesia: twelve hours later, it is that day in UTC.
 *
 * Example: « 2026-10-16T22:00:00+00:00 », midnight in Paris → 2026-10-17. A plain date is itself. Null: it is none.
 */
export function jourDuCalendrier(texte: string): Date | null {
  const typed = texte.trim();
  if (!/^[0-9]{4}-[0-9]{2}-[0-9]{2}T/.test(typed)) {
    const read = parseDate(typed);
    return estRefus(read) ? null : read;
  }
  try {
    return Temporal.Instant.from(typed).add({ hours: 12 }).toZonedDateTimeISO('UTC').toPlainDate();
  } catch {
    return null;
  }
}

/** « Début des Vacances d'Été » → « vacances d’été »; « Vacances de la Toussaint » → « vacances de la Toussaint ». */
export function nomDesVacances(description: string): string {
  const nom = description
    .trim()
    .replace(/[\p{C}\s]+/gu, ' ')
    .replaceAll("'", '’')
    .replace(/^Début des /i, '')
    .replace(/^(?:Vacances|Pont)\b/, (mot) => mot.toLowerCase())
    .replace(/\b(?:Hiver|Printemps|Automne)\b/g, (mot) => mot.toLowerCase())
    .replaceAll('’Été', '’été');
  return [...nom].slice(0, NOM_MAX).join('');
}

/**
 * Reads the official school calendar (data.education.gouv.fr, « fr-en-calendrier-scolaire »): the holidays of pupils in one
 * zone, in order, each once whatever the académies that repeat it.
 *
 * The end published is the day of the return: the last day is its eve. « Début des Vacances d'Été » has no end until the next
 * calendar: 31 August is taken. A bridge published with the same two days is that day alone. Rows of teachers, and those that
 * are no holidays (« Rentrée… »), are left out. Refuses missing columns, unreadable dates, and a file silent about the zone.
 * Example: Zone C, « Vacances de la Toussaint », 2026-10-16T22:00Z to 2026-11-01T23:00Z → 17 October to 1 November 2026.
 */
export function lireCalendrier(lignes: readonly Ligne[], zone: string): readonly Vacances[] | RefusCalendrier {
  const [titres, ...rows] = lignes;
  const rank = (colonne: Colonne) =>
    (titres?.cells ?? []).findIndex((cell) => COLONNES[colonne].some((titre) => titre === String(cell).trim()));
  const missing = (['nom', 'debut', 'fin', 'zone'] as const).filter((colonne) => rank(colonne) < 0);
  if (missing.length > 0) return { refus: 'colonnes_absentes', titres: missing.map((one) => COLONNES[one][0]) };
  const found = new Map<string, Vacances>();
  const zones = new Set<string>();
  for (const row of rows) {
    const cell = (colonne: Colonne) => String(row.cells[rank(colonne)] ?? '').trim();
    zones.add(cell('zone'));
    if (cell('zone') !== zone || !estDesVacances(cell('nom'), cell('population'))) continue;
    const read = lirePeriode(row.rank, { nom: cell('nom'), debut: cell('debut'), fin: cell('fin') });
    if (estRefus(read)) return read;
    const known = found.get(read.du.toString());
    if (known === undefined || compareJours(read.au, known.au) > 0) found.set(read.du.toString(), read);
  }
  const vacances = [...found.values()].sort((a, b) => compareJours(a.du, b.du));
  if (vacances.length > 0) return vacances;
  return {
    refus: 'zone_absente',
    zone,
    zones: [...zones]
      .filter((one) => one !== '')
      .sort()
      .slice(0, 8),
  };
}

function estDesVacances(nom: string, population: string): boolean {
  return /vacances|^pont\b/iu.test(nom) && population !== 'Enseignants';
}

function lirePeriode(ligne: number, ecrit: { nom: string; debut: string; fin: string }): Vacances | RefusCalendrier {
  const du = jourDuCalendrier(ecrit.debut);
  const retour = jourDuCalendrier(ecrit.fin);
  if (du === null) return { refus: 'dates_illisibles', ligne, texte: court(ecrit.debut) };
  if (retour === null) return { refus: 'dates_illisibles', ligne, texte: court(ecrit.fin) };
  const nom = nomDesVacances(ecrit.nom);
  const sansFin = compareJours(du, retour) === 0;
  const fin = sansFin && /été/iu.test(nom) ? Temporal.PlainDate.from({ year: du.year, month: 8, day: 31 }) : null;
  const au = fin ?? (sansFin ? du : retour.subtract({ days: 1 }));
  const jours = du.until(au).days;
  return jours < 0 || jours > JOURS_MAX ? { refus: 'dates_impossibles', ligne } : { du, au, nom };
}

function court(texte: string): string {
  return [...texte].slice(0, 30).join('');
}

/** Periods as a form carries them from the page that shows them to the one that writes them, a line each. */
export function ecrirePeriodes(vacances: readonly Vacances[]): string {
  return vacances.map(({ du, au, nom }) => `${du} ${au} ${nom}`).join('\n');
}

/** The same, read again and checked as if they had been typed; null: they are not what was shown. */
export function relirePeriodes(texte: string): readonly Vacances[] | null {
  const lines = texte.split('\n').filter((line) => line.trim() !== '');
  const read = lines.flatMap((line) => {
    const [, debut = '', fin = '', nom = ''] = /^([0-9-]{10}) ([0-9-]{10}) (\S.{0,99})$/u.exec(line.trim()) ?? [];
    const [du, au] = [parseDate(debut), parseDate(fin)];
    if (estRefus(du) || estRefus(au) || nom === '') return [];
    const jours = du.until(au).days;
    return jours < 0 || jours > JOURS_MAX ? [] : [{ du, au, nom }];
  });
  const days = new Set(read.map(({ du }) => du.toString()));
  return read.length === 0 || read.length !== lines.length || days.size !== read.length ? null : read;
}
