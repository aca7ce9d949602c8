import {
  cles,
  DEMARCHES,
  type Demarche,
  GENRES,
  type Genre,
  ISSUES,
  type Issue,
  type Nomenclature,
  OBJECTIFS,
  type Objectif,
  STATUTS_SOCIAUX,
  type StatutSocial,
  THEMATIQUES,
  type Thematique,
  TRANCHES_AGE,
  type TrancheAge,
} from '../../domain/nomenclatures.ts';
import { contains, type Periode } from '../../domain/periode.ts';
import type { Phrases } from '../../domain/refus.ts';

/** Cells of less than this many people are never published. */
export const SEUIL_PUBLICATION = 5;

/** One act of help, without any identity; the age band is the one of the day of the act. */
export interface Accompagnement {
  readonly date: Temporal.PlainDate;
  readonly dureeMinutes: number;
  readonly thematiques: readonly Thematique[];
  readonly demarches: readonly Demarche[];
  readonly objectif: Objectif;
  readonly issue: Issue;
  readonly genre: Genre;
  readonly trancheAge: TrancheAge;
  readonly statutSocial: StatutSocial;
}

/** A séance as the bilan counts it. */
export interface SeanceComptee {
  readonly date: Temporal.PlainDate;
  readonly statut: 'prevue' | 'annulee';
  readonly heureDebut: Temporal.PlainTime;
  readonly heureFin: Temporal.PlainTime;
}

/**
 * A published number. `'<5'`: one to four people. `'masque'`: five or more, hidden because it would let the reader work
 * out a neighbour cell by subtraction.
 */
export type Nombre = number | '<5' | 'masque';

export interface Cellule<C extends string> {
  readonly cle: C;
  readonly libelle: string;
  readonly nombre: Nombre;
}

export interface Bilan {
  readonly permanencesTenues: number;
  readonly permanencesAnnulees: number;
  readonly heuresPermanence: number;
  /** Acts of help: no identity is kept, so a person who came twice counts twice. */
  readonly personnesAidees: Nombre;
  /** Minutes of help, each act once. */
  readonly minutesAccompagnement: number;
  /** An act with two themes counts in both: the column may exceed the total. */
  readonly parThematique: readonly Cellule<Thematique>[];
  readonly parDemarche: readonly Cellule<Demarche>[];
  readonly parObjectif: readonly Cellule<Objectif>[];
  readonly parIssue: readonly Cellule<Issue>[];
  readonly parGenre: readonly Cellule<Genre>[];
  readonly parTrancheAge: readonly Cellule<TrancheAge>[];
  readonly parStatutSocial: readonly Cellule<StatutSocial>[];
}

export interface BilanOptions {
  /** True for anything that leaves the parties: small numbers are hidden. */
  readonly public: boolean;
  /** Last day counted as held (inclusive): today. Later séances are to come. */
  readonly aujourdhui: Temporal.PlainDate;
  /** Only what happened in this period; absent: everything given. */
  readonly periode?: Periode;
}

/** Hides a number of one to four. Example: 3 → `'<5'`, 0 → 0. */
export function masquer(nombre: number): Nombre {
  return nombre > 0 && nombre < SEUIL_PUBLICATION ? '<5' : nombre;
}

/** Could a reader who knows the sum of the hidden cells work them out? Every small one is between 1 and 4. */
function isDeducible(small: readonly number[], large: readonly number[]): boolean {
  const count = small.length + large.length;
  if (count === 0) return false;
  if (count === 1) return true;
  const sum = [...small, ...large].reduce((a, b) => a + b, 0);
  const least = small.length + large.length * SEUIL_PUBLICATION;
  const most = large.length === 0 ? small.length * (SEUIL_PUBLICATION - 1) : Number.POSITIVE_INFINITY;
  return sum === least || sum === most;
}

/**
 * Hides the small cells of a table whose cells add up to a known total, and as many of the next smallest ones as it
 * takes for the hidden ones not to be found by subtraction.
 *
 * Example: [3, 20, 8] → ['<5', 20, 'masque'].
 */
export function masquerPartition(nombres: readonly number[]): readonly Nombre[] {
  const small = nombres.filter((nombre) => nombre > 0 && nombre < SEUIL_PUBLICATION);
  const candidates = nombres
    .map((nombre, index) => ({ nombre, index }))
    .filter(({ nombre }) => nombre >= SEUIL_PUBLICATION)
    .sort((a, b) => a.nombre - b.nombre || a.index - b.index);
  const hidden: { readonly nombre: number; readonly index: number }[] = [];
  while (
    isDeducible(
      small,
      hidden.map(({ nombre }) => nombre),
    )
  ) {
    const next = candidates[hidden.length];
    if (next === undefined) break;
    hidden.push(next);
  }
  const masked = new Set(hidden.map(({ index }) => index));
  return nombres.map((nombre, index) => (masked.has(index) ? 'masque' : masquer(nombre)));
}

function count<N extends Nomenclature>(
  nomenclature: N,
  values: readonly (keyof N & string)[],
  hide: (nombres: readonly number[]) => readonly Nombre[],
): readonly Cellule<keyof N & string>[] {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const keys = cles(nomenclature);
  const shown = hide(keys.map((cle) => counts.get(cle) ?? 0));
  return keys.map((cle, index) => ({ cle, libelle: nomenclature[cle] ?? cle, nombre: shown[index] ?? 0 }));
}

function minutesOf({ heureDebut, heureFin }: SeanceComptee): number {
  return heureDebut.until(heureFin).total('minutes');
}

/**
 * Adds up the activity of a convention, a lieu or a territoire. Every list is given whole, zeros included, in the order
 * of its nomenclature; each act counts once in the hours, whatever the number of its themes.
 *
 * Source: art. 3.4, « Éléments de suivi relatifs aux activités réalisées », « le profil des personnes accompagnées ».
 * Units: hours of séances held (decimal), minutes of help.
 * Example: `public: true` with 3 women and 20 men → genre `'<5'` and `'masque'`, total 23.
 */
export function bilan(
  seances: readonly SeanceComptee[],
  accompagnements: readonly Accompagnement[],
  options: BilanOptions,
): Bilan {
  const { periode, aujourdhui } = options;
  const isCounted = ({ date }: { readonly date: Temporal.PlainDate }): boolean =>
    (periode === undefined || contains(periode, date)) && Temporal.PlainDate.compare(date, aujourdhui) <= 0;
  const past = seances.filter(isCounted);
  const held = past.filter(({ statut }) => statut === 'prevue');
  const acts = accompagnements.filter(isCounted);
  const each = (nombres: readonly number[]): readonly Nombre[] => (options.public ? nombres.map(masquer) : nombres);
  const partition = options.public ? masquerPartition : each;
  return {
    permanencesTenues: held.length,
    permanencesAnnulees: past.length - held.length,
    heuresPermanence: held.reduce((sum, seance) => sum + minutesOf(seance), 0) / 60,
    personnesAidees: options.public ? masquer(acts.length) : acts.length,
    minutesAccompagnement: acts.reduce((sum, { dureeMinutes }) => sum + dureeMinutes, 0),
    parThematique: count(
      THEMATIQUES,
      acts.flatMap(({ thematiques }) => [...new Set(thematiques)]),
      each,
    ),
    parDemarche: count(
      DEMARCHES,
      acts.flatMap(({ demarches }) => [...new Set(demarches)]),
      each,
    ),
    parObjectif: count(
      OBJECTIFS,
      acts.map(({ objectif }) => objectif),
      partition,
    ),
    parIssue: count(
      ISSUES,
      acts.map(({ issue }) => issue),
      partition,
    ),
    parGenre: count(
      GENRES,
      acts.map(({ genre }) => genre),
      partition,
    ),
    parTrancheAge: count(
      TRANCHES_AGE,
      acts.map(({ trancheAge }) => trancheAge),
      partition,
    ),
    parStatutSocial: count(
      STATUTS_SOCIAUX,
      acts.map(({ statutSocial }) => statutSocial),
      partition,
    ),
  };
}

/** Writes a published number. Example: `'<5'` → « moins de 5 »; 1204 → « 1 204 ». */
export function formatNombre(nombre: Nombre): string {
  if (nombre === '<5') return 'moins de 5';
  return nombre === 'masque' ? 'non publié' : String(nombre).replace(/\B(?=(?:\d{3})+$)/g, '\u00a0');
}

export type RefusAccompagnement =
  | { readonly refus: 'thematique_manquante' }
  | { readonly refus: 'demarche_manquante' }
  | { readonly refus: 'demarche_en_trop' }
  | { readonly refus: 'duree_impossible' }
  | { readonly refus: 'date_a_venir' }
  | { readonly refus: 'raison_manquante' };

export const PHRASES_ACCOMPAGNEMENT: Phrases<RefusAccompagnement> = {
  thematique_manquante: () => 'Choisissez au moins une thématique.',
  demarche_manquante: () => 'Précisez la démarche administrative dont il s’agit.',
  demarche_en_trop: () =>
    'Une démarche administrative n’est attendue qu’avec la thématique « Aide aux démarches administratives ».',
  duree_impossible: () => 'La durée est comprise entre 1 minute et 23 h 59.',
  date_a_venir: () => 'Un accompagnement ne peut pas être daté d’un jour à venir.',
  raison_manquante: () => 'Dites en quelques mots pourquoi la démarche était impossible.',
};

/** Longest act, in minutes: 23 h 59. */
const DUREE_MAX_MINUTES = 1439;

/**
 * Every reason to refuse an accompagnement, all at once; empty: it can be recorded.
 *
 * Source: art. 3.4, « transmettre des informations concernant son activité »; « est responsable de la fiabilité ».
 * Example: theme `AideAuxDemarchesAdministratives` without any démarche → `demarche_manquante`.
 */
export function verifierAccompagnement(
  accompagnement: Pick<Accompagnement, 'date' | 'dureeMinutes' | 'thematiques' | 'demarches' | 'issue'>,
  aujourdhui: Temporal.PlainDate,
  precision = '',
): readonly RefusAccompagnement[] {
  const { date, dureeMinutes, thematiques, demarches, issue } = accompagnement;
  const asksDemarche = thematiques.includes('AideAuxDemarchesAdministratives');
  const isPossible = Number.isInteger(dureeMinutes) && dureeMinutes >= 1 && dureeMinutes <= DUREE_MAX_MINUTES;
  const checks: readonly (readonly [boolean, RefusAccompagnement])[] = [
    [thematiques.length === 0, { refus: 'thematique_manquante' }],
    [asksDemarche && demarches.length === 0, { refus: 'demarche_manquante' }],
    [!asksDemarche && demarches.length > 0, { refus: 'demarche_en_trop' }],
    [!isPossible, { refus: 'duree_impossible' }],
    [Temporal.PlainDate.compare(date, aujourdhui) > 0, { refus: 'date_a_venir' }],
    [issue === 'impossible' && precision === '', { refus: 'raison_manquante' }],
  ];
  return checks.flatMap(([failed, refus]) => (failed ? [refus] : []));
}
