import { calendrierDe, nomFerie } from '../../domain/calendrier.ts';
import { toNomRecherche } from '../../domain/commune.ts';
import type { Horaire } from '../../domain/demi-journee.ts';
import { joursDeSerie, type Vacances } from '../../domain/rythme.ts';
import type { Permanence } from '../permanences/rules.ts';

type Jour = Temporal.PlainDate;

/** How far ahead the page of a lieu shows its dates. */
export const SEMAINES_AFFICHEES = 6;
const LONGUEUR_RECHERCHE = 80;
const AUTRES_PROPOSEES = 5;

/** What someone looks for. `nom` is in the form of `toNomRecherche`; one of `nom` and `codePostal` may be missing. */
export interface Recherche {
  /** As it may be shown again: no invisible character, at most 80. */
  readonly texte: string;
  readonly nom: string;
  readonly codePostal: string | null;
}

/**
 * Reads what was typed as a place: a name, a postal code, or both in any order. Null when nothing was typed.
 *
 * Anything may come in an address: controls and direction marks are dropped, the rest is cut at 80 characters.
 * Example: « 66 400 Céret » → nom « ceret », codePostal « 66400 ».
 */
export function lireRecherche(ou: string | null): Recherche | null {
  const visible = (ou ?? '')
    .toWellFormed()
    .normalize('NFC')
    .replace(/[\p{C}\p{Z}]+/gu, ' ')
    .trim();
  const texte = [...visible].slice(0, LONGUEUR_RECHERCHE).join('').trim();
  if (texte === '') return null;
  const [written, start = '', end = ''] = /(?<![0-9])([0-9]{2}) ?([0-9]{3})(?![0-9])/.exec(texte) ?? [];
  const rest = written === undefined ? texte : texte.replace(written, ' ');
  return { texte, nom: toNomRecherche(rest), codePostal: written === undefined ? null : start + end };
}

/** A commune that answers a search. */
export interface CommuneTrouvee {
  readonly codeInsee: string;
  readonly nom: string;
  readonly nomRecherche: string;
  readonly departement: string;
  readonly codesPostaux: readonly string[];
  readonly epciSiren: string | null;
  readonly latitude: number | null;
  readonly longitude: number | null;
}

export type Resultat =
  | { readonly resultat: 'trouvee'; readonly commune: CommuneTrouvee; readonly autres: readonly CommuneTrouvee[] }
  /** Several communes share the postal code: we look around all of them, without another question. */
  | { readonly resultat: 'secteur'; readonly codePostal: string; readonly communes: readonly CommuneTrouvee[] }
  | { readonly resultat: 'a_choisir'; readonly communes: readonly CommuneTrouvee[] }
  | { readonly resultat: 'inconnue' };

function sansArticle(nom: string): string {
  return nom.replace(/^(?:le|la|les|l) /, '');
}

/** Beginnings under which a name is looked for, with the article people leave out. Example: « boulou » → « le boulou ». */
export function debutsPossibles(nom: string): readonly string[] {
  return nom === '' ? [] : [nom, ...['le', 'la', 'les', 'l'].map((article) => `${article} ${nom}`)];
}

/**
 * Which place is meant, among the communes that answer: those of the département count first, a whole name before a
 * beginning. A postal code needs no choice. `candidates` come in the order in which they are to be proposed.
 *
 * Example, in the Pyrénées-Orientales: « argeles » → Argelès-sur-Mer, though Argelès-Gazost begins likewise; « saint » →
 * a choice; « Narbonne » → Narbonne, whose nearest permanences are shown.
 */
export function resoudre(recherche: Recherche, candidates: readonly CommuneTrouvee[], departement: string): Resultat {
  const { nom, codePostal } = recherche;
  const isExact = (commune: CommuneTrouvee): boolean => sansArticle(commune.nomRecherche) === sansArticle(nom);
  const begins = (commune: CommuneTrouvee): boolean =>
    debutsPossibles(nom).some((debut) => commune.nomRecherche.startsWith(debut));
  if (codePostal !== null) {
    const named = candidates.find(isExact) ?? candidates.find(begins);
    const [only, ...others] = named === undefined ? candidates : [named];
    if (only === undefined) return { resultat: 'inconnue' };
    return others.length === 0
      ? { resultat: 'trouvee', commune: only, autres: [] }
      : { resultat: 'secteur', codePostal, communes: candidates };
  }
  const ici = candidates.filter((commune) => commune.departement === departement);
  const exact = candidates.filter(isExact);
  const best = [ici.filter(isExact), ici, exact, candidates].find((group) => group.length > 0) ?? [];
  const [commune, ...rivals] = best;
  if (commune === undefined) return { resultat: 'inconnue' };
  if (rivals.length > 0) return { resultat: 'a_choisir', communes: [...new Set([...best, ...exact])] };
  const autres = [...new Set([...ici, ...exact])].filter((other) => other !== commune);
  return { resultat: 'trouvee', commune, autres: autres.slice(0, AUTRES_PROPOSEES) };
}

export interface Point {
  readonly latitude: number;
  readonly longitude: number;
  /** The middle of several communes, in place of coordinates that are not known. */
  readonly approche: boolean;
}

/** The middle of the communes whose coordinates are known; null when none is. */
export function barycentre(
  communes: readonly { readonly latitude: number | null; readonly longitude: number | null }[],
): Point | null {
  const known = communes.flatMap(({ latitude, longitude }) =>
    latitude === null || longitude === null ? [] : [{ latitude, longitude }],
  );
  if (known.length === 0) return null;
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  return {
    latitude: mean(known.map(({ latitude }) => latitude)),
    longitude: mean(known.map(({ longitude }) => longitude)),
    approche: communes.length > 1,
  };
}

/** `distanceKm` is null when one of the two places is not known; `approche`: one of them is the middle of several communes. */
export interface Eloignement {
  readonly memeCommune: boolean;
  readonly distanceKm: number | null;
  readonly approche: boolean;
}

/**
 * How far a lieu is, as one says it. Unit: kilometres as the crow flies; to the nearest five when a place is only
 * approached, since a closer figure would be invented.
 * Example: 12.3 → « à environ 12 km »; 12.3 approached → « à environ 10 km »; unknown → « distance inconnue ».
 */
export function direEloignement({ memeCommune, distanceKm, approche }: Eloignement): string {
  if (memeCommune) return 'dans cette commune';
  if (distanceKm === null) return 'distance inconnue';
  if (approche && distanceKm < 7.5) return 'dans les environs';
  if (approche) return `à environ ${Math.round(distanceKm / 5) * 5}\u00a0km`;
  return distanceKm < 1.5 ? 'à moins de 2\u00a0km' : `à environ ${Math.round(distanceKm)}\u00a0km`;
}

/** « de » before the name of a commune. Examples: « de Céret », « d’Elne », « du Boulou », « des Angles », « de La Bastide ». */
export function deCommune(nom: string): string {
  if (/^Le /.test(nom)) return `du ${nom.slice('Le '.length)}`;
  if (/^Les /.test(nom)) return `des ${nom.slice('Les '.length)}`;
  return /^[aeiouy]/i.test(nom.normalize('NFD')) ? `d’${nom}` : `de ${nom}`;
}

/** Where a séance that is not held here on its day went: another day, another lieu, or both. */
export interface Report {
  readonly jour: Jour;
  /** Null: the same lieu. */
  readonly lieu: string | null;
}

/**
 * A séance as the public sees it. `nature` is the kind of agent; `a_confirmer`: planned, its agent has left; `reportee`: the
 * day that it left, with where it went.
 */
export interface SeancePublique extends Horaire {
  readonly jour: Jour;
  readonly statut: 'prevue' | 'annulee' | 'a_confirmer' | 'reportee';
  readonly nature: string;
  readonly report?: Report | null;
}

/**
 * A line of the calendar of a lieu. `ferie` is the name of the public or school holidays. Only a `prevue` one is sure to be held.
 */
export interface DateDuLieu extends Horaire {
  readonly jour: Jour;
  readonly statut: SeancePublique['statut'] | 'ferie' | 'vacances';
  readonly ferie: string | null;
  readonly report?: Report | null;
}

/** Last day shown on the page of a lieu. Example: 2026-11-24 → 2027-01-05. */
export function dernierJourAffiche(aujourdhui: Jour): Jour {
  return aujourdhui.add({ weeks: SEMAINES_AFFICHEES });
}

/**
 * The calendar of a lieu for the coming weeks, in order: its séances, those annulées or moved shown as such, and the
 * public and school holidays on which its permanences do not take place. A séance of today that is over is left out.
 *
 * Source: art. 1.2, « Les horaires d'intervention […] doivent être affichés de façon visible ».
 * Example: a Tuesday permanence, on 2026-12-20 → « mardi 22 décembre », « mardi 29 décembre »…
 */
export function calendrierDuLieu(
  seances: readonly SeancePublique[],
  permanences: readonly Permanence[],
  maintenant: { readonly jour: Jour; readonly heure: Temporal.PlainTime },
  departement: string,
  vacances: readonly Vacances[] = [],
): readonly DateDuLieu[] {
  const last = dernierJourAffiche(maintenant.jour);
  const planned = new Set(seances.map(({ jour, heureDebut }) => `${jour} ${heureDebut}`));
  const lines: DateDuLieu[] = seances.map(({ jour, heureDebut, heureFin, statut, report = null }) => ({
    jour,
    heureDebut,
    heureFin,
    statut,
    ferie: null,
    ...(report === null ? {} : { report }),
  }));
  const calendrier = calendrierDe(departement);
  for (const permanence of permanences) {
    const { heureDebut, heureFin } = permanence;
    for (const { date, ferme } of joursDeSerie(permanence, { du: maintenant.jour, au: last, calendrier, vacances })) {
      if (ferme === null || planned.has(`${date} ${heureDebut}`)) continue;
      const statut = nomFerie(date, calendrier) === null ? 'vacances' : 'ferie';
      lines.push({ jour: date, heureDebut, heureFin, statut, ferie: ferme });
    }
  }
  const isOver = (line: DateDuLieu): boolean =>
    line.jour.equals(maintenant.jour) && Temporal.PlainTime.compare(line.heureFin, maintenant.heure) <= 0;
  return sansRepetition(lines.filter((line) => !isOver(line))).sort(
    (a, b) => Temporal.PlainDate.compare(a.jour, b.jour) || Temporal.PlainTime.compare(a.heureDebut, b.heureDebut),
  );
}

/** Two agents side by side, or in two rooms, are one line: held as long as one of them is there. */
function sansRepetition(lines: readonly DateDuLieu[]): DateDuLieu[] {
  const best = new Map<string, DateDuLieu>();
  for (const line of lines) {
    const key = `${line.jour} ${line.heureDebut} ${line.heureFin}`;
    const known = best.get(key);
    if (known === undefined || (known.statut !== 'prevue' && line.statut === 'prevue')) best.set(key, line);
  }
  return [...best.values()];
}
