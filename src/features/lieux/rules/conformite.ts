import { formatDate } from '../../../domain/date.ts';
import { contains, estApres, estAvant } from '../../../domain/periode.ts';
import { CRITERES, CRITERES_CODES, type Critere, type ReglesLieu, regles2022, type Usage } from './criteres.ts';

type Jour = Temporal.PlainDate;

/** Dated evidence about one criterion: who saw what, when. */
export interface Constat {
  /** UUID v7: of two constats of the same day, the one recorded last counts. */
  readonly id: string;
  readonly critere: Critere;
  readonly satisfait: boolean;
  readonly constateLe: Jour;
  readonly constatePar: string;
}

/**
 * A use allowed though the criteria that it names are missing: author, reason and last day (inclusive); shown wherever the
 * lieu is. Lifted, it ends the day before.
 */
export interface Derogation {
  readonly usage: Usage;
  readonly criteres: readonly Critere[];
  readonly auteur: string;
  readonly motif: string;
  readonly du: Jour;
  readonly au: Jour;
  readonly leveeLe: Jour | null;
}

export interface Manque {
  readonly critere: Critere;
  readonly raison: 'jamais_constate' | 'non_satisfait' | 'perime';
  /** The constat that says so; null when there never was one. */
  readonly constat: Constat | null;
}

export type UsagePossible =
  | { readonly possible: true; readonly derogation: Derogation | null }
  | { readonly possible: false; readonly manques: readonly Manque[] };

export type Usages = Readonly<Record<Usage, UsagePossible>>;

/**
 * The constat of each criterion that counts on a day: the latest made on or before it.
 *
 * Source: art. 1.2, « il devra s'agir ». Example: satisfied on 2026-01-10, not on 2026-03-02 → on 2026-03-01, satisfied.
 */
export function constatsAu(constats: readonly Constat[], jour: Jour): ReadonlyMap<Critere, Constat> {
  const latest = new Map<Critere, Constat>();
  for (const constat of constats) {
    if (estApres(constat.constateLe, jour)) continue;
    const known = latest.get(constat.critere);
    const order = known === undefined ? 1 : Temporal.PlainDate.compare(constat.constateLe, known.constateLe);
    const isLater = order > 0 || (order === 0 && known !== undefined && constat.id > known.id);
    if (isLater) latest.set(constat.critere, constat);
  }
  return latest;
}

/**
 * Last day on which a constat counts in full, inclusive: « à renouveler le »; null when its criterion does not wear out, or
 * when it says that the criterion is missing.
 *
 * Source: art. 1.2, « il devra s'agir » (still, today). Unit: calendar months. Example: wifi seen on 2024-12-20, 24 months →
 * 2026-12-20; 2024-02-29, 12 months → 2025-02-28.
 */
export function aRenouvelerLe(
  constat: Pick<Constat, 'critere' | 'satisfait' | 'constateLe'>,
  { validites }: Pick<ReglesLieu, 'validites'>,
): Jour | null {
  const months = validites[constat.critere];
  return months === null || !constat.satisfait ? null : constat.constateLe.add({ months });
}

/**
 * Has a constat stopped counting? Days of grace pass first, during which it still counts and asks to be made again.
 *
 * Source: art. 1.2. Example: « à renouveler le » 2026-12-20, grace of 60 days → expired from 2027-02-19.
 */
export function estPerime(constat: Constat, jour: Jour, regles: ReglesLieu): boolean {
  const last = aRenouvelerLe(constat, regles);
  return last !== null && estApres(jour, last.add({ days: regles.graceJours }));
}

/** What a lieu lacks for one use on a day, in the order of the requirements; empty: it conforms. Source: art. 1.2. */
export function manquesPour(
  usage: Usage,
  constats: readonly Constat[],
  jour: Jour,
  regles: ReglesLieu = regles2022,
): readonly Manque[] {
  const latest = constatsAu(constats, jour);
  return regles.exigences[usage].flatMap((critere): Manque[] => {
    const constat = latest.get(critere);
    if (constat === undefined) return [{ critere, raison: 'jamais_constate', constat: null }];
    if (!constat.satisfait) return [{ critere, raison: 'non_satisfait', constat }];
    return estPerime(constat, jour, regles) ? [{ critere, raison: 'perime', constat }] : [];
  });
}

/** Does a dérogation count on a day? From its first to its last, both inclusive, unless it was lifted before. */
export function derogationVaut({ du, au, leveeLe }: Pick<Derogation, 'du' | 'au' | 'leveeLe'>, jour: Jour): boolean {
  return contains({ debut: du, fin: au }, jour) && (leveeLe === null || estAvant(jour, leveeLe));
}

/**
 * What a lieu may host on a day and, if not, every missing criterion. A dérogation of that day allows a use when it names
 * all that is missing: what is lost afterwards is not forgiven in advance.
 *
 * Source: art. 1.2, « d'un lieu accueillant du public », « un lieu/une salle pouvant accueillir 6 à 8 personnes ».
 * Example: no constat of `wifi` on 2026-11-24 → `atelier: { possible: false, manques: [wifi, jamais_constate] }`.
 */
export function usagesPossibles(
  constats: readonly Constat[],
  jour: Jour,
  regles: ReglesLieu = regles2022,
  derogations: readonly Derogation[] = [],
): Usages {
  const decide = (usage: Usage): UsagePossible => {
    const manques = manquesPour(usage, constats, jour, regles);
    if (manques.length === 0) return { possible: true, derogation: null };
    const derogation = derogations.find(
      (one) =>
        one.usage === usage &&
        derogationVaut(one, jour) &&
        manques.every(({ critere }) => one.criteres.includes(critere)),
    );
    return derogation === undefined ? { possible: false, manques } : { possible: true, derogation };
  };
  return { permanence: decide('permanence'), atelier: decide('atelier') };
}

/** The dérogation that admits a use; null when it conforms, or when it is not possible. */
export function derogationEnCours(usage: UsagePossible): Derogation | null {
  return usage.possible ? usage.derogation : null;
}

/** What anybody may read of it, without its author nor its reason: « Admis par dérogation jusqu’au 24 décembre 2026 ». */
export function phraseAdmission(au: Jour): string {
  return `Admis par dérogation jusqu’au ${formatDate(au)}`;
}

/** One missing criterion in French. Example: « Wifi : jamais constaté ». */
export function phraseManque({ critere, raison, constat }: Manque): string {
  if (constat === null) return `${CRITERES[critere]} : jamais constaté`;
  const quand = `le ${formatDate(constat.constateLe)} par ${constat.constatePar}`;
  return raison === 'perime'
    ? `${CRITERES[critere]} : constat trop ancien, fait ${quand}`
    : `${CRITERES[critere]} : absent, constaté ${quand}`;
}

/** « Bureau fermé et confidentiel, Wifi » */
export function phraseCriteres(criteres: readonly Critere[]): string {
  return criteres.map((critere) => CRITERES[critere]).join(', ');
}

/** Evidence of a lieu to make again on a day. */
export interface EcheanceConformite {
  readonly type: 'constats_a_renouveler';
  /** « À renouveler le », inclusive. */
  readonly date: Jour;
  readonly lieuId: string;
  readonly lieuNom: string;
  /** Null: a lieu of the Département. */
  readonly structureId: string | null;
  readonly criteres: readonly Critere[];
}

export interface LieuConstate {
  readonly id: string;
  readonly nom: string;
  readonly structureId: string | null;
  readonly fermeLe: Jour | null;
  readonly constats: readonly Constat[];
}

/**
 * What is to be seen again and when, past days included, in the order of the days: one item for all that a lieu must have
 * seen again on the same day. Only what a use requires; nothing of a closed lieu.
 *
 * Source: art. 1.2, « il devra s'agir ».
 * Example: everything seen on 2024-12-20 → one item on 2026-12-20, with the eight criteria that wear out.
 */
export function echeancesConformite(
  lieux: readonly LieuConstate[],
  jour: Jour,
  regles: ReglesLieu = regles2022,
): readonly EcheanceConformite[] {
  const required = new Set(Object.values(regles.exigences).flat());
  return lieux
    .filter(({ fermeLe }) => fermeLe === null)
    .flatMap((lieu) => {
      const latest = constatsAu(lieu.constats, jour);
      const dated = CRITERES_CODES.filter((critere) => required.has(critere)).flatMap((critere) => {
        const constat = latest.get(critere);
        const date = constat === undefined ? null : aRenouvelerLe(constat, regles);
        return date === null ? [] : [{ date, critere }];
      });
      return [...Map.groupBy(dated, ({ date }) => date.toString()).values()].flatMap((same) => {
        const [first] = same;
        if (first === undefined) return [];
        const { id: lieuId, nom: lieuNom, structureId } = lieu;
        const criteres = same.map(({ critere }) => critere);
        return [{ type: 'constats_a_renouveler', date: first.date, lieuId, lieuNom, structureId, criteres } as const];
      });
    })
    .sort((a, b) => Temporal.PlainDate.compare(a.date, b.date) || a.lieuNom.localeCompare(b.lieuNom, 'fr'));
}
