import { formatDate } from '../../domain/date.ts';
import type { Nomenclature } from '../../domain/nomenclatures.ts';
import { contains, estApres } from '../../domain/periode.ts';

type Jour = Temporal.PlainDate;

/** What a lieu is checked on. Source: art. 1.2, « Lieu d'intervention et locaux » and « Équipements informatiques ». */
export const CRITERES = {
  recoit_public: 'Accueille du public',
  accessible_pmr: 'Accessible aux personnes à mobilité réduite',
  bureau_confidentiel: 'Bureau fermé et confidentiel',
  internet: 'Accès à Internet',
  wifi: 'Wifi',
  ordinateur: 'Ordinateur',
  imprimante_scanner: 'Imprimante et scanner',
  photocopieuse: 'Photocopieuse',
  telephone: 'Téléphone',
  salle_6_a_8: 'Salle pour 6 à 8 personnes au moins',
} as const satisfies Nomenclature;
export type Critere = keyof typeof CRITERES;

/** What a lieu may host. */
export const USAGES = {
  permanence: 'Permanence d’accompagnement',
  atelier: 'Atelier',
} as const satisfies Nomenclature;
export type Usage = keyof typeof USAGES;

/** Criteria required by each use. The paper lists them together; the split by use is ours and can be changed. */
export type Exigences = Readonly<Record<Usage, readonly Critere[]>>;

/** Source: art. 1.2, « accessible aux personnes à mobilité réduite […] espace confidentiel (bureau) fermé ». */
export const exigences2022: Exigences = {
  permanence: [
    'recoit_public',
    'accessible_pmr',
    'bureau_confidentiel',
    'internet',
    'ordinateur',
    'imprimante_scanner',
    'photocopieuse',
    'telephone',
  ],
  atelier: ['recoit_public', 'accessible_pmr', 'internet', 'wifi', 'salle_6_a_8'],
};

/** Dated evidence about one criterion: who saw what, when. */
export interface Constat {
  /** UUID v7: of two constats of the same day, the one recorded last counts. */
  readonly id: string;
  readonly critere: Critere;
  readonly satisfait: boolean;
  readonly constateLe: Jour;
  readonly constatePar: string;
}

/** A use allowed though criteria are missing: named author, reason and last day (inclusive); shown wherever the lieu is. */
export interface Derogation {
  readonly usage: Usage;
  readonly auteur: string;
  readonly motif: string;
  readonly du: Jour;
  readonly au: Jour;
}

export interface Manque {
  readonly critere: Critere;
  readonly raison: 'jamais_constate' | 'non_satisfait';
  /** The constat that says so; null when there never was one. */
  readonly constat: Constat | null;
}

export type UsagePossible =
  | { readonly possible: true; readonly derogation: Derogation | null }
  | { readonly possible: false; readonly manques: readonly Manque[] };

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

/** What a lieu lacks for one use on a day, in the order of the requirements; empty: it conforms. Source: art. 1.2. */
export function manquesPour(
  usage: Usage,
  constats: readonly Constat[],
  jour: Jour,
  exigences: Exigences = exigences2022,
): readonly Manque[] {
  const latest = constatsAu(constats, jour);
  return exigences[usage].flatMap((critere): Manque[] => {
    const constat = latest.get(critere);
    if (constat === undefined) return [{ critere, raison: 'jamais_constate', constat: null }];
    return constat.satisfait ? [] : [{ critere, raison: 'non_satisfait', constat }];
  });
}

/**
 * What a lieu may host on a day and, if not, every missing criterion. A dérogation of that day allows a use.
 *
 * Source: art. 1.2, « d'un lieu accueillant du public », « un lieu/une salle pouvant accueillir 6 à 8 personnes ».
 * Example: no constat of `wifi` on 2026-11-24 → `atelier: { possible: false, manques: [wifi, jamais_constate] }`.
 */
export function usagesPossibles(
  constats: readonly Constat[],
  jour: Jour,
  exigences: Exigences = exigences2022,
  derogations: readonly Derogation[] = [],
): Readonly<Record<Usage, UsagePossible>> {
  const decide = (usage: Usage): UsagePossible => {
    const manques = manquesPour(usage, constats, jour, exigences);
    if (manques.length === 0) return { possible: true, derogation: null };
    const derogation = derogations.find(
      (candidate) => candidate.usage === usage && contains({ debut: candidate.du, fin: candidate.au }, jour),
    );
    return derogation === undefined ? { possible: false, manques } : { possible: true, derogation };
  };
  return { permanence: decide('permanence'), atelier: decide('atelier') };
}

/** One missing criterion in French. Example: « Wifi : jamais constaté ». */
export function phraseManque({ critere, constat }: Manque): string {
  return constat === null
    ? `${CRITERES[critere]} : jamais constaté`
    : `${CRITERES[critere]} : absent, constaté le ${formatDate(constat.constateLe)} par ${constat.constatePar}`;
}

/**
 * Does a lieu need a convention? One of a Bénéficiaire does; one of the Département itself (`structureId` null) does not.
 *
 * Source: art. 3.1, « Le Bénéficiaire accueillant les interventions […] au sein de ses locaux ».
 */
export function needsConvention(structureId: string | null): boolean {
  return structureId !== null;
}

/**
 * Are both parties agreed on the lieu on that day? Between the Département and itself nothing is to agree.
 *
 * Source: art. 1.2, « défini par le Bénéficiaire en accord avec le Département ».
 */
export function isConvenu(
  lieu: {
    readonly structureId: string | null;
    readonly beneficiaireLe: Jour | null;
    readonly departementLe: Jour | null;
  },
  jour: Jour,
): boolean {
  if (lieu.structureId === null) return true;
  return [lieu.beneficiaireLe, lieu.departementLe].every((accord) => accord !== null && !estApres(accord, jour));
}
