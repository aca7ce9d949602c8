import { cles, estCle, type Nomenclature } from '../../../domain/nomenclatures.ts';

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
export const CRITERES_CODES = cles(CRITERES);

/** What a lieu may host. */
export const USAGES = {
  permanence: 'Permanence d’accompagnement',
  atelier: 'Atelier',
} as const satisfies Nomenclature;
export type Usage = keyof typeof USAGES;
export const USAGES_CODES = cles(USAGES);

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

/** Months during which a constat counts, by criterion; null: what does not wear out. */
export type Validites = Readonly<Record<Critere, number | null>>;

/** How a territoire judges its lieux: a setting of its own. */
export interface ReglesLieu {
  readonly exigences: Exigences;
  readonly validites: Validites;
  /** Days after its last one during which a constat still counts, and asks to be made again. */
  readonly graceJours: number;
}

/** Walls stay where they are; what is plugged in, lent or open to the public is seen again every two years. */
export const regles2022: ReglesLieu = {
  exigences: exigences2022,
  validites: {
    recoit_public: 24,
    accessible_pmr: null,
    bureau_confidentiel: 24,
    internet: 24,
    wifi: 24,
    ordinateur: 24,
    imprimante_scanner: 24,
    photocopieuse: 24,
    telephone: 24,
    salle_6_a_8: null,
  },
  graceJours: 60,
};

/** The criteria among codes that anything may have written, in the order of the list. */
export function lireCriteres(codes: unknown): readonly Critere[] {
  return Array.isArray(codes) ? CRITERES_CODES.filter((critere) => codes.includes(critere)) : [];
}

/**
 * The rules of a territoire as they were stored: whatever is not understood is what it was in 2022.
 * Example: `{ validites: { wifi: 12 } }` → wifi 12 months, everything else as `regles2022`.
 */
export function lireRegles(
  stored: { readonly exigences: unknown; readonly validites: unknown; readonly graceJours: number } | undefined,
): ReglesLieu {
  if (stored === undefined) return regles2022;
  const exigences = isRecord(stored.exigences) ? stored.exigences : {};
  const validites = isRecord(stored.validites) ? stored.validites : {};
  const required = (usage: Usage) =>
    Array.isArray(exigences[usage]) ? lireCriteres(exigences[usage]) : exigences2022[usage];
  const months = CRITERES_CODES.map((critere) => {
    const value = Object.hasOwn(validites, critere) ? validites[critere] : undefined;
    return [critere, value === null || isMonths(value) ? value : regles2022.validites[critere]] as const;
  });
  return {
    exigences: { permanence: required('permanence'), atelier: required('atelier') },
    validites: Object.fromEntries(months) as Validites,
    graceJours: stored.graceJours,
  };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isMonths(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 240;
}

/** What was said of criteria, by criterion, as it was stored. */
export function lireRemarques(stored: unknown): Readonly<Partial<Record<Critere, string>>> {
  if (!isRecord(stored)) return {};
  const known = Object.entries(stored).filter(
    ([critere, text]) => estCle(CRITERES, critere) && typeof text === 'string',
  );
  return Object.fromEntries(known) as Partial<Record<Critere, string>>;
}
