import type { Nomenclature } from '../../../domain/nomenclatures.ts';
import type { Visa } from './reglages.ts';
import { type CauseFin, type DemarcheSuivie, estADire, finAu } from './vie.ts';

/** What a key seals, and what its destruction makes unreadable: a démarche with its acts, or who the person is with the document. */
export const OBJETS_DETRUITS = {
  demarche: 'Démarche et ses actes',
  identite: 'Identité et document',
} as const satisfies Nomenclature;
export type ObjetDetruit = keyof typeof OBJETS_DETRUITS;

/** Why what is over is not destroyed yet. */
export const ATTENTES = {
  sursis: 'Sursis (mesure de justice)',
  tiers: 'Tiers à prévenir',
  visa: 'Visa des Archives départementales manquant',
} as const satisfies Nomenclature;
export type Attente = keyof typeof ATTENTES;

/** What becomes of a key: still of use, waiting for something, to be destroyed, or destroyed. */
export type Sort = 'en_cours' | Attente | 'a_detruire' | 'detruit';

export type DemarcheADetruire = DemarcheSuivie & {
  readonly destructibleAt: Temporal.Instant | null;
  readonly tiersPrevenusAt: Temporal.Instant | null;
};

/** What holds for the whole of a mandat: its end foreseen, a legal hold, the standing visa of its territoire. */
export type Cadre = {
  readonly finPrevueAt: Temporal.Instant;
  readonly isRetenu: boolean;
  readonly visa: Visa | null;
};

/**
 * From when the key of a démarche that is over may go: its time, or sooner once the third parties are told, since nobody reads it
 * any more. Null while it is in force.
 *
 * Source: art. 2, « détruites » ; Code civil, 2005.
 * Example: withdrawn 2026-11-26T09:00Z with 72 h, third parties told 2026-11-27T10:00Z → 2026-11-27T10:00Z.
 */
export function echeanceDestruction(
  demarche: DemarcheADetruire,
  finPrevueAt: Temporal.Instant,
  now: Temporal.Instant,
): Temporal.Instant | null {
  const fin = finAu(demarche, finPrevueAt, now);
  if (fin === null) return null;
  const { destructibleAt, tiersPrevenusAt } = demarche;
  // A term reached that no job has written: nobody is to be told.
  const limite = destructibleAt ?? fin.at;
  const isToldSooner = tiersPrevenusAt !== null && Temporal.Instant.compare(tiersPrevenusAt, limite) < 0;
  return isToldSooner && estADire(fin.cause) ? tiersPrevenusAt : limite;
}

/**
 * What becomes of the key of a démarche at `now`. A legal hold comes first, then the time left to tell third parties, then the
 * visa: each alone is enough to wait.
 *
 * Source: art. 2, « détruites » ; Code du patrimoine, L. 212-2 (elimination needs the visa of the Archives).
 * Example: completed, visa present, no hold → a_detruire; the same without a visa → visa; under a hold → sursis.
 */
export function sortDemarche(demarche: DemarcheADetruire, cadre: Cadre, now: Temporal.Instant): Sort {
  if (demarche.detruiteAt !== null) return 'detruit';
  const echeance = echeanceDestruction(demarche, cadre.finPrevueAt, now);
  if (echeance === null) return 'en_cours';
  if (cadre.isRetenu) return 'sursis';
  if (Temporal.Instant.compare(now, echeance) < 0) return 'tiers';
  return cadre.visa === null ? 'visa' : 'a_detruire';
}

/**
 * What becomes of the key of the identity and the document: of use while one démarche is not destroyed, then as theirs. A draft
 * has no démarche: it is not concerned.
 *
 * Source: art. 2, « détruites au terme de la démarche ».
 * Example: two démarches, one destroyed, one in force → en_cours; both destroyed → a_detruire.
 */
export function sortIdentite(
  mandat: { readonly detruitAt: Temporal.Instant | null; readonly demarches: readonly DemarcheSuivie[] },
  { isRetenu, visa }: Omit<Cadre, 'finPrevueAt'>,
): Sort {
  if (mandat.detruitAt !== null) return 'detruit';
  if (mandat.demarches.length === 0 || mandat.demarches.some(({ detruiteAt }) => detruiteAt === null))
    return 'en_cours';
  if (isRetenu) return 'sursis';
  return visa === null ? 'visa' : 'a_detruire';
}

/** Why an identity is destroyed: the cause of the last of its démarches to end. Throws when none has ended. */
export function causeDeLIdentite(
  fins: readonly { readonly at: Temporal.Instant; readonly cause: CauseFin }[],
): CauseFin {
  const last = fins.toSorted((a, b) => Temporal.Instant.compare(a.at, b.at)).at(-1);
  if (last === undefined) throw new Error('No démarche of this mandat is over');
  return last.cause;
}

/** What waits for its destruction, as a list of counts says it: an `Attente`, or what only takes time. */
export const MOTIFS_ATTENTE = {
  ...ATTENTES,
  cles: 'Une place des clés qui ne répond pas',
  cachet: 'Certificat du cachet à renouveler',
  passage: 'Le prochain passage, dans l’heure',
} as const satisfies Nomenclature;
export type MotifAttente = keyof typeof MOTIFS_ATTENTE;

/** A key that should go, and has not; for `cachet`, one that is gone, and that no certificate tells yet. */
export type ObjetEnAttente = {
  readonly objet: ObjetDetruit;
  readonly motif: MotifAttente;
  /** From when it could have gone, but for that. */
  readonly depuis: Temporal.Instant;
};

/** What waits for the key of something over to go; null when nothing of it is to go. `isDecidee`: its destruction has begun. */
export function motifDe(sort: Sort, isDecidee: boolean): MotifAttente | null {
  if (sort === 'en_cours' || sort === 'detruit') return null;
  if (isDecidee && sort !== 'sursis' && sort !== 'visa') return 'cles';
  return sort === 'a_detruire' ? 'passage' : sort;
}

export type CompteAttente = {
  readonly motif: MotifAttente;
  readonly demarches: number;
  readonly identites: number;
  /** Of the one that waits the longest. */
  readonly depuis: Temporal.Instant;
};

/**
 * Counts what waits, motive by motive, in the order of `MOTIFS_ATTENTE`; a motive that holds nothing back is left out.
 * Example: two démarches and an identity without a visa, since 2026-11-01 and 2026-11-03 → visa, 2, 1, since 2026-11-01.
 */
export function compterAttentes(objets: readonly ObjetEnAttente[]): readonly CompteAttente[] {
  return (Object.keys(MOTIFS_ATTENTE) as MotifAttente[]).flatMap((motif): CompteAttente[] => {
    const own = objets.filter((one) => one.motif === motif);
    const [oldest] = own.toSorted((a, b) => Temporal.Instant.compare(a.depuis, b.depuis));
    if (oldest === undefined) return [];
    const identites = own.filter(({ objet }) => objet === 'identite').length;
    return [{ motif, demarches: own.length - identites, identites, depuis: oldest.depuis }];
  });
}
