/**
 * French public holidays, computed for any year of the Gregorian calendar (Code du travail, art. L. 3133-1, and the local
 * law of Alsace-Moselle for the two more days kept there).
 */
export interface JourFerie {
  readonly date: Temporal.PlainDate;
  readonly nom: string;
}

export interface CalendrierOptions {
  /** Vendredi saint and 26 décembre are holidays too in Bas-Rhin, Haut-Rhin and Moselle. Default: false. */
  readonly alsaceMoselle?: boolean;
}

const ALSACE_MOSELLE: ReadonlySet<string> = new Set(['57', '67', '68']);

/** The holidays kept in a département, by its code. Example: « 67 » → `{ alsaceMoselle: true }`. */
export function calendrierDe(codeDepartement: string): CalendrierOptions {
  return { alsaceMoselle: ALSACE_MOSELLE.has(codeDepartement) };
}

/** Easter Sunday of a year, by the anonymous Gregorian algorithm. Example: 2027 → 2027-03-28. */
export function paques(annee: number): Temporal.PlainDate {
  const a = annee % 19;
  const siecle = Math.floor(annee / 100);
  const reste = annee % 100;
  const correction = Math.floor((siecle - Math.floor((siecle + 8) / 25) + 1) / 3);
  const epacte = (19 * a + siecle - Math.floor(siecle / 4) - correction + 15) % 30;
  const jour = (32 + 2 * (siecle % 4) + 2 * Math.floor(reste / 4) - epacte - (reste % 4)) % 7;
  const m = Math.floor((a + 11 * epacte + 22 * jour) / 451);
  const rang = epacte + jour - 7 * m + 114;
  return Temporal.PlainDate.from({ year: annee, month: Math.floor(rang / 31), day: (rang % 31) + 1 });
}

/** Holidays of a year in the order of the dates. Example: 2027 → 1er janvier, lundi de Pâques 2027-03-29, … */
export function joursFeries(annee: number, options: CalendrierOptions = {}): readonly JourFerie[] {
  const dimanche = paques(annee);
  const fixe = (month: number, day: number, nom: string): JourFerie => ({
    date: Temporal.PlainDate.from({ year: annee, month, day }),
    nom,
  });
  const mobile = (days: number, nom: string): JourFerie => ({ date: dimanche.add({ days }), nom });
  const feries = [
    fixe(1, 1, 'jour de l’An'),
    mobile(1, 'lundi de Pâques'),
    fixe(5, 1, 'fête du Travail'),
    fixe(5, 8, 'victoire de 1945'),
    mobile(39, 'Ascension'),
    mobile(50, 'lundi de Pentecôte'),
    fixe(7, 14, 'fête nationale'),
    fixe(8, 15, 'Assomption'),
    fixe(11, 1, 'Toussaint'),
    fixe(11, 11, 'armistice de 1918'),
    fixe(12, 25, 'Noël'),
  ];
  if (options.alsaceMoselle === true) {
    feries.push(mobile(-2, 'Vendredi saint'), fixe(12, 26, 'Saint-Étienne'));
  }
  return feries.sort((x, y) => Temporal.PlainDate.compare(x.date, y.date));
}

const annees = new Map<string, ReadonlyMap<string, string>>();
/** Years kept at once: those of a planning and of its past, and no more whoever asks for others. */
const ANNEES_GARDEES = 64;

/** Names of the holidays of a year by date, kept: they never change, and every planning asks for them day by day. */
function nomsDesFeries(annee: number, alsaceMoselle: boolean): ReadonlyMap<string, string> {
  const key = `${annee} ${alsaceMoselle}`;
  const known = annees.get(key);
  if (known !== undefined) return known;
  const noms = new Map<string, string>();
  for (const { date, nom } of joursFeries(annee, { alsaceMoselle })) {
    const other = noms.get(date.toString());
    noms.set(date.toString(), other === undefined ? nom : `${other} et ${nom}`);
  }
  if (annees.size >= ANNEES_GARDEES) annees.clear();
  annees.set(key, noms);
  return noms;
}

/** French name of the holiday that falls on this day, or null. Example: 2027-03-29 → « lundi de Pâques ». */
export function nomFerie(date: Temporal.PlainDate, { alsaceMoselle = false }: CalendrierOptions = {}): string | null {
  return nomsDesFeries(date.year, alsaceMoselle).get(date.toString()) ?? null;
}

/** True when the day is a public holiday. */
export function estFerie(date: Temporal.PlainDate, options: CalendrierOptions = {}): boolean {
  return nomFerie(date, options) !== null;
}
