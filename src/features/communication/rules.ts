import { formatJourMois } from '../../domain/date.ts';
import type { Horaire } from '../../domain/demi-journee.ts';
import { compareJours, contains } from '../../domain/periode.ts';
import { joursDeSerie, type Serie } from '../../domain/rythme.ts';
import type { Calendrier } from '../permanences/rules.ts';

type Date = Temporal.PlainDate;

/** A séance of a permanence, as its lieu knows it. */
export type DatePrevue = {
  readonly jour: Date;
  readonly statut: 'prevue' | 'annulee' | 'a_confirmer';
  /** The day that its permanence gave, from which it may have moved. Default: `jour`. */
  readonly jourPrevu?: Date;
  /** Held in this lieu, and not exceptionally in another. Default: true. */
  readonly ici?: boolean;
  /** Name of the lieu where it is held, when it is another one. */
  readonly tenueA?: string;
  /** Cancelled since the lieu does not open from a day to another, both inclusive. */
  readonly fermeture?: { readonly du: Date; readonly au: Date } | null;
  /** Its hours, when they are not those of its permanence. */
  readonly horaire?: Horaire | null;
};

/**
 * A date of a permanence: held when `ferme` is null, else why it may not be: a holiday's name, « pas de permanence », « à
 * confirmer ». `horaire`: its hours, when they are not those of its permanence.
 */
export type DateAnnoncee = { readonly jour: Date; readonly ferme: string | null; readonly horaire?: Horaire };

/**
 * The dates that a lieu announces for one permanence from `du` to `au` (both inclusive): each date of its rhythm,
 * and one that is not held here says why (public or school holiday, cancelled, moved, no agent yet); then those
 * that came from another day or another lieu. Nothing else is announced before the first day of the permanence nor after its
 * last. `ailleurs`: it is a permanence of another lieu, of which only what is exceptionally held here is announced.
 *
 * Source: art. 1.2, « Les horaires d'intervention […] doivent être affichés de façon visible dans la structure ».
 * Example: lundis 22 March and 5 April 2027 planned → 29 March is announced « fermé, lundi de Pâques ».
 */
export function datesAnnoncees(
  permanence: Serie & { readonly ailleurs?: boolean },
  prevues: readonly DatePrevue[],
  { du, au, calendrier = {} }: { du: Date; au: Date; calendrier?: Calendrier },
): DateAnnoncee[] {
  const { vacances = [], ...feries } = calendrier;
  const byDay = new Map(prevues.map((one) => [(one.jourPrevu ?? one.jour).toString(), one]));
  const dates: DateAnnoncee[] = [];
  const raw = permanence.ailleurs === true ? [] : joursDeSerie(permanence, { du, au, calendrier: feries, vacances });
  for (const { date: jour, ferme } of raw) {
    const planned = byDay.get(jour.toString());
    if (planned !== undefined) dates.push(dateDe(jour, planned));
    else if (ferme !== null) dates.push({ jour, ferme: `fermé, ${ferme}` });
  }
  const said = new Set(dates.filter(({ ferme }) => ferme === null).map(({ jour }) => jour.toString()));
  for (const planned of prevues) {
    const { jour, statut, ici = true } = planned;
    if (!ici || statut === 'annulee' || said.has(jour.toString()) || !contains({ debut: du, fin: au }, jour)) continue;
    if (raw.some(({ date }) => date.equals(jour) && (planned.jourPrevu ?? jour).equals(jour))) continue;
    dates.push(dateDe(jour, { ...planned, jourPrevu: jour }));
  }
  return dates.sort((a, b) => compareJours(a.jour, b.jour));
}

/** What is said of a day for which a séance stands. */
function dateDe(jour: Date, { jour: held, statut, ici = true, tenueA, fermeture, horaire }: DatePrevue): DateAnnoncee {
  if (statut === 'annulee') return { jour, ferme: fermeture && ici ? direFermeture(fermeture) : 'pas de permanence' };
  const where = ici || tenueA === undefined ? '' : ` à ${tenueA}`;
  if (!held.equals(jour)) return { jour, ferme: `reportée au ${formatJourMois(held)}${where}` };
  if (!ici) return { jour, ferme: where === '' ? 'pas de permanence' : `exceptionnellement${where}` };
  const hours = horaire ? { horaire } : {};
  return { jour, ferme: statut === 'a_confirmer' ? 'à confirmer' : null, ...hours };
}

/** The days of a closure, as short as a poster can. Examples: « fermé le 24 décembre », « fermé du 21 décembre au 3 janvier ». */
function direFermeture({ du, au }: { readonly du: Date; readonly au: Date }): string {
  return du.equals(au) ? `fermé le ${formatJourMois(du)}` : `fermé du ${formatJourMois(du)} au ${formatJourMois(au)}`;
}

/** A date as a poster writes it: « 24 novembre », « 1er juillet ». */
export function formatDateAffichee(jour: Date): string {
  return formatJourMois(jour);
}
