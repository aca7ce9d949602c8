import { estApres, estAvant } from './periode.ts';

type Jour = Temporal.PlainDate;

export type Unite = 'jours' | 'mois' | 'ans';

/** How long something is kept: « 12 mois ». */
export interface Duree {
  readonly nombre: number;
  readonly unite: Unite;
}

/** What a purpose is founded on: the letters of article 6.1 of the RGPD. */
export const BASES_LEGALES = {
  c: 'obligation légale',
  e: 'mission d’intérêt public',
} as const;

/** What happens once the time is over. */
export const SUITES = {
  efface: 'effacé',
  anonymise: 'rendu anonyme',
  agrege: 'agrégé : il ne reste que des totaux par mois',
  detruit: 'détruit',
  propose_aux_archives: 'proposé aux archives, rien n’est détruit sans décision',
  remplace: 'remplacé à chaque changement',
} as const;

export type Suite = keyof typeof SUITES;

/** The processing operations of the register (article 30 of the RGPD), each for one purpose. */
export const TRAITEMENTS = {
  mediation: 'Aider les usagers et en rendre compte',
  conventions: 'Conduire les conventions et leurs lieux',
  equipe: 'Organiser les permanences des agents',
  acces: 'Ouvrir les accès et les protéger',
  droits: 'Répondre aux personnes sur leurs données',
  conformite: 'Protéger les données et pouvoir en répondre',
} as const;

/** One kind of personal data, declared beside what stores it: the register, the notices and the nightly job read it here. */
export interface Donnee {
  /** The name of its setting: « accompagnements ». */
  readonly cle: string;
  readonly nom: string;
  readonly traitement: keyof typeof TRAITEMENTS;
  /** What is kept, in plain French, without a full stop. */
  readonly quoi: string;
  readonly pourquoi: string;
  readonly base: keyof typeof BASES_LEGALES;
  readonly personnes: string;
  readonly destinataires: string;
  /**
   * How long: a setting of the territoire within `min` and `max` of its unit, or words where the machine leaves no choice
   * (« 15 minutes »).
   */
  readonly duree: { readonly defaut: Duree; readonly min: number; readonly max: number } | { readonly fixe: string };
  /** From when: « après la fin du contrat »; '' when the words of `duree` say it all. */
  readonly depuis: string;
  readonly ensuite: Suite;
  /** What `ensuite` leaves or does precisely, where its general words are not enough. */
  readonly precision?: string;
  /** Columns of the database, by table. */
  readonly colonnes: Readonly<Record<string, readonly string[]>>;
}

/** What a place that stores things declares of them: no column is left unsaid. */
export interface Classement {
  readonly donnees: readonly Donnee[];
  /** Columns that tell nothing of anybody, by table; « toutes » where a table never will. */
  readonly sansDonneePersonnelle: Readonly<Record<string, readonly string[] | 'toutes'>>;
}

/** Settings of a territoire: numbers by kind, in the unit of the kind. What is absent is the default. */
export type Reglages = Readonly<Record<string, number>>;

/**
 * How long a kind is kept in a territoire: its setting while it is within bounds, the default otherwise; null when the
 * machine leaves no choice.
 * Example: default 12 mois, between 1 and 36; setting 6 → 6 mois; setting 90 → 12 mois.
 */
export function dureeDe({ cle, duree }: Pick<Donnee, 'cle' | 'duree'>, reglages: Reglages): Duree | null {
  if ('fixe' in duree) return null;
  const { defaut, min, max } = duree;
  const set = Object.hasOwn(reglages, cle) ? reglages[cle] : undefined;
  const isSound = set !== undefined && Number.isInteger(set) && set >= min && set <= max;
  return isSound ? { ...defaut, nombre: set } : defaut;
}

/**
 * Last day on which something that dates from `depuis` is still kept, inclusive.
 *
 * Source: art. 4.1 (règlement européen 2016/679). Unit: calendar days, months or years, counted from `depuis` itself.
 * Example: contract over on 2025-08-31, 12 mois → 2026-08-31. 2024-02-29, 12 mois → 2025-02-28.
 */
export function dernierJourGarde(depuis: Jour, { nombre, unite }: Duree): Jour {
  if (unite === 'jours') return depuis.add({ days: nombre });
  return depuis.add(unite === 'mois' ? { months: nombre } : { years: nombre });
}

/**
 * The last day from which what dates is no longer kept on `aujourdhui`: everything that dates from it or before is due,
 * nothing younger is.
 * Example: on 2026-09-01, 12 mois → 2025-08-31; on 2026-08-31, 12 mois → 2025-08-30.
 */
export function seuil(aujourdhui: Jour, duree: Duree): Jour {
  const { nombre, unite } = duree;
  const isDue = (jour: Jour): boolean => estAvant(dernierJourGarde(jour, duree), aujourdhui);
  let jour = aujourdhui.subtract(
    unite === 'jours' ? { days: nombre } : unite === 'mois' ? { months: nombre } : { years: nombre },
  );
  // Months are of unequal lengths: a few days are tried around what a subtraction gives.
  while (!isDue(jour)) jour = jour.subtract({ days: 1 });
  while (isDue(jour.add({ days: 1 }))) jour = jour.add({ days: 1 });
  return jour;
}

/** First instant at which nothing is due any more, in Paris: what happened strictly before it is due. */
export function finDuSeuil(jour: Jour): Temporal.Instant {
  return jour.add({ days: 1 }).toZonedDateTime('Europe/Paris').toInstant();
}

/**
 * First day of the first month that is not wholly due: only whole months are added up.
 * Example: due up to 2021-11-22 → 2021-11-01; up to 2021-11-30 → 2021-12-01.
 */
export function premierMoisGarde(jour: Jour): Jour {
  return jour.add({ days: 1 }).with({ day: 1 });
}

/** Whether a day is due: `seuil` included. */
export function estDu(jour: Jour, limite: Jour): boolean {
  return !estApres(jour, limite);
}

/** « mission d’intérêt public (RGPD, art. 6.1 e) » */
export function phraseBase(base: Donnee['base']): string {
  return `${BASES_LEGALES[base]} (RGPD, art. 6.1 ${base})`;
}

/** « 12 mois », « 1 an », « 30 jours ». */
export function formatDureeGardee({ nombre, unite }: Duree): string {
  return `${nombre} ${nombre <= 1 && unite !== 'mois' ? unite.slice(0, -1) : unite}`;
}

/** « 12 mois après la fin du contrat », « 15 minutes ». */
export function phraseGarde(donnee: Pick<Donnee, 'cle' | 'duree' | 'depuis'>, reglages: Reglages): string {
  const duree = dureeDe(donnee, reglages);
  const words = duree === null ? ('fixe' in donnee.duree ? donnee.duree.fixe : '') : formatDureeGardee(duree);
  return donnee.depuis === '' ? words : `${words} ${donnee.depuis}`;
}

/** « rendu anonyme : le nom est remplacé par un identifiant tiré au hasard » */
export function phraseSuite({ ensuite, precision }: Pick<Donnee, 'ensuite' | 'precision'>): string {
  return precision === undefined ? SUITES[ensuite] : `${SUITES[ensuite]} : ${precision}`;
}
