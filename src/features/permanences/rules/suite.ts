import { formatDate } from '../../../domain/date.ts';
import type { Horaire } from '../../../domain/demi-journee.ts';
import { estApres, estAvant } from '../../../domain/periode.ts';
import type { Phrases } from '../../../domain/refus.ts';
import { couperSerie } from '../../../domain/rythme.ts';
import type { Permanence, Seance } from './permanence.ts';

type Date = Temporal.PlainDate;

/** What of a séance may differ from its series. */
export type Exception = 'jour' | 'horaire' | 'lieu' | 'agent';

/** A séance as a change of its series needs it. */
export interface SeanceDeSerie extends Horaire {
  readonly id: string;
  readonly jour: Date;
  /** The day that its series gave, from which it may have moved. */
  readonly jourPrevu: Date;
  readonly statut: 'prevue' | 'annulee';
  readonly exceptions: readonly Exception[];
  /** Whether an accompagnement is noted there. */
  readonly tenue: boolean;
}

/** What becomes of the séances of a series that changes from a day on. */
export interface Partage<S> {
  /** Ordinary ones whose day the new rhythm gives too: they take its hours and its lieu. */
  readonly suivies: readonly S[];
  /** Moved, elsewhere, held by another, or cancelled, on a day that the new rhythm gives too: they keep what differs. */
  readonly rattachees: readonly S[];
  /** The same, on a day that the new rhythm does not give: they stay as they are, of the former series. */
  readonly gardees: readonly S[];
  /** Ordinary ones whose day the new rhythm does not give: they no longer take place. */
  readonly supprimees: readonly S[];
  /** Dates of the new rhythm that none of the former stands for. */
  readonly ajoutees: readonly Seance[];
}

/**
 * What becomes of each séance when a series changes « à partir du » a day: nothing that was decided of one date on purpose is
 * lost, and nothing is planned twice for a day that a séance already stands for, even when it moved.
 *
 * Source: art. 1.2. `nouvelles`: the dates of the new rhythm from `le` on. Séances of days before `le` are left alone; so are
 * those that are past, or where help is noted.
 * Example: Tuesdays, 8 December moved to another lieu; from 1 December every Tuesday an hour later → 8 December is
 * `rattachees`, 1, 15 and 22 December `suivies`; every Thursday instead → 8 December is `gardees`, the others `supprimees`.
 */
export function partagerSeances<S extends SeanceDeSerie>(
  seances: readonly S[],
  nouvelles: readonly Seance[],
  { le, aujourdhui }: { readonly le: Date; readonly aujourdhui: Date },
): Partage<S> {
  const given = new Set(nouvelles.map(({ date }) => date.toString()));
  const after = seances.filter(({ jourPrevu }) => !estAvant(jourPrevu, le));
  const partage = { suivies: [] as S[], rattachees: [] as S[], gardees: [] as S[], supprimees: [] as S[] };
  for (const seance of after) {
    const { jour, jourPrevu, statut, exceptions, tenue } = seance;
    const isGiven = given.has(jourPrevu.toString());
    const isSettled = statut === 'annulee' || exceptions.length > 0 || tenue || estAvant(jour, aujourdhui);
    // What was cancelled and would not take place any more has nothing left to say.
    if (!isGiven && statut === 'annulee' && exceptions.length === 0) continue;
    if (isSettled) partage[isGiven ? 'rattachees' : 'gardees'].push(seance);
    else partage[isGiven ? 'suivies' : 'supprimees'].push(seance);
  }
  const standing = new Set(after.map(({ jourPrevu }) => jourPrevu.toString()));
  return { ...partage, ajoutees: nouvelles.filter(({ date }) => !standing.has(date.toString())) };
}

/** May a change of the series reach a séance in this? What differs on purpose stays; so does all of one that is over or noted. */
export function suitLaSerie(
  { exceptions, tenue, jour }: Pick<SeanceDeSerie, 'exceptions' | 'tenue' | 'jour'>,
  quoi: 'horaire' | 'lieu',
  aujourdhui: Date,
): boolean {
  if (tenue || estAvant(jour, aujourdhui)) return false;
  // One that moved to another day did so for hours chosen for that day.
  return !exceptions.includes(quoi) && !(quoi === 'horaire' && exceptions.includes('jour'));
}

export type RefusSuite =
  | { readonly refus: 'jour_passe' }
  | { readonly refus: 'avant_le_debut'; readonly du: Date }
  | { readonly refus: 'apres_la_fin'; readonly au: Date };

export const PHRASES_SUITE: Phrases<RefusSuite> = {
  jour_passe: () => 'Ce qui est passé ne se modifie pas : choisissez aujourd’hui ou un jour à venir.',
  avant_le_debut: ({ du }) => `Cette permanence commence le ${formatDate(du)} : choisissez ce jour ou un suivant.`,
  apres_la_fin: ({ au }) => `Cette permanence s’arrête le ${formatDate(au)} : choisissez un jour d’ici là.`,
};

/** Why a permanence cannot change from a day on; null: it can. Example: over on 2027-06-30, from 2027-07-01 → `apres_la_fin`. */
export function verifierJourDeSuite({ du, au }: Permanence, le: Date, aujourdhui: Date): RefusSuite | null {
  if (estAvant(le, aujourdhui)) return { refus: 'jour_passe' };
  if (estAvant(le, du)) return { refus: 'avant_le_debut', du };
  return au !== null && estApres(le, au) ? { refus: 'apres_la_fin', au } : null;
}

/**
 * First day of the series that goes on: that of the change; with « une semaine sur deux » left as it was, the next of its dates, so
 * that the weeks stay the same.
 *
 * Source: art. 1.2. Example: one Thursday in two from 2026-09-03, changed from 2026-12-01 → 2026-12-10 (3 December is a week off).
 */
export function premierJourDeSuite(ancienne: Permanence, nouvelle: Omit<Permanence, 'du'>, le: Date): Date {
  const isSame = nouvelle.toutesLes === ancienne.toutesLes && nouvelle.jour === ancienne.jour;
  if (!isSame || (ancienne.toutesLes ?? 1) === 1) return le;
  return couperSerie({ ...ancienne, au: null }, le).apres?.du ?? le;
}
