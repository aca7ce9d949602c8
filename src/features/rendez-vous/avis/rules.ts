import { type CalendrierOptions, estFerie } from '../../../domain/calendrier.ts';
import { parisDate } from '../../../domain/date.ts';
import { instantDe } from '../rules.ts';

type Instant = Temporal.Instant;
type Jour = Temporal.PlainDate;

export const EVENEMENTS = ['pris', 'change', 'annule', 'a_replacer', 'rappel', 'place'] as const;
/** What a person is told of. */
export type Evenement = (typeof EVENEMENTS)[number];

export const RAISONS_APPEL = {
  pris: 'confirmation',
  change: 'changement',
  annule: 'annulation',
  a_replacer: 'a_replacer',
  rappel: 'rappel',
  place: 'place',
} as const satisfies Record<Evenement, string>;
export type RaisonAppel = (typeof RAISONS_APPEL)[Evenement];

const PARIS = 'Europe/Paris';
const RAPPEL = Temporal.PlainTime.from('09:00');
const MATIN = Temporal.PlainTime.from('08:00');
const SOIR = Temporal.PlainTime.from('20:00');
const FIN_DE_JOURNEE = Temporal.PlainTime.from('18:00');

/**
 * When the one reminder of a rendez-vous is due, in Paris: the day before at 9 h, or the morning itself at 8 h for one that was
 * taken after that; null for one taken on its own day, whose confirmation is fresh.
 * Example, for 2026-11-24 at 14 h: taken on the 20th → the 23rd at 9 h; on the 23rd at 11 h → the 24th at 8 h; on the 24th → null.
 */
export function momentDuRappel({
  jour,
  debut,
  prisAt,
}: {
  readonly jour: Jour;
  readonly debut: Temporal.PlainTime;
  readonly prisAt: Instant;
}): Instant | null {
  const veille = instantDe(jour.subtract({ days: 1 }), RAPPEL);
  if (Temporal.Instant.compare(prisAt, veille) < 0) return veille;
  const matin = instantDe(jour, MATIN);
  const isTooLate = Temporal.Instant.compare(matin, instantDe(jour, debut)) >= 0;
  return parisDate(prisAt).equals(jour) || isTooLate ? null : matin;
}

/** Is it an hour at which people may be written to by a machine that nobody is waiting for? From 8 h to 20 h in Paris. */
export function estUneHeureDecente(now: Instant): boolean {
  const heure = now.toZonedDateTimeISO(PARIS).toPlainTime();
  return Temporal.PlainTime.compare(heure, MATIN) >= 0 && Temporal.PlainTime.compare(heure, SOIR) < 0;
}

const estOuvre = (jour: Jour, calendrier: CalendrierOptions): boolean =>
  jour.dayOfWeek < 6 && !estFerie(jour, calendrier);

/** The next day on which offices work, after `jour`. Example: Friday 2026-11-27 → Monday the 30th; 2027-03-26 → the 30th (Easter). */
export function prochainJourOuvre(jour: Jour, calendrier: CalendrierOptions): Jour {
  const next = jour.add({ days: 1 });
  return estOuvre(next, calendrier) ? next : prochainJourOuvre(next, calendrier);
}

/** 18 h in Paris, on the next day on which offices work. */
export function finDuProchainJourOuvre(now: Instant, calendrier: CalendrierOptions): Instant {
  return instantDe(prochainJourOuvre(parisDate(now), calendrier), FIN_DE_JOURNEE);
}

export type Echeance = {
  readonly evenement: Evenement;
  readonly now: Instant;
  readonly jour: Jour;
  readonly debut: Temporal.PlainTime;
  readonly tenuJusqua: Instant | null;
  readonly calendrier: CalendrierOptions;
};

/**
 * Before when somebody is to be telephoned: a place, while it is held; a reminder, the day before at 18 h; any other news, at the
 * end of the next working day, and never after the rendez-vous itself has begun.
 * Example: told on Tuesday 2026-11-24 of a change of 2026-12-01 at 9 h → Wednesday the 25th at 18 h.
 */
export function avantQuand({ evenement, now, jour, debut, tenuJusqua, calendrier }: Echeance): Instant {
  const starts = instantDe(jour, debut);
  const due =
    evenement === 'place' && tenuJusqua !== null
      ? tenuJusqua
      : evenement === 'rappel'
        ? instantDe(jour.subtract({ days: 1 }), FIN_DE_JOURNEE)
        : finDuProchainJourOuvre(now, calendrier);
  return Temporal.Instant.compare(due, starts) < 0 ? due : starts;
}

/** Hours that a place is held for somebody who is written to, counted from 8 h to 20 h. */
const HEURES_TENUE = 4;
/** A place is not offered when less than this is left to answer, nor held until less than this before it begins. */
const MINUTES_POUR_REPONDRE = 30;
const MINUTES_AVANT = 60;

/** So many hours later, counting only those from 8 h to 20 h in Paris. */
function apresHeuresDecentes(now: Instant, heures: number): Instant {
  let at = now.toZonedDateTimeISO(PARIS);
  let left = heures * 60;
  for (;;) {
    const [opens, closes] = [at.withPlainTime(MATIN), at.withPlainTime(SOIR)];
    const from = Temporal.ZonedDateTime.compare(at, opens) < 0 ? opens : at;
    const room = from.until(closes).total('minutes');
    if (room >= left) return from.add({ minutes: left }).toInstant();
    left -= Math.max(0, room);
    at = at.toPlainDate().add({ days: 1 }).toZonedDateTime({ timeZone: PARIS, plainTime: MATIN });
  }
}

/**
 * Until when a freed place is held for somebody: four hours of the day for whom a message reaches, the end of the next working
 * day for whom is telephoned; an hour before it begins at the latest. Null when too little is left for them to answer.
 * Example, freed on Tuesday 2026-11-24 at 18 h: by SMS → Wednesday at 10 h; by telephone → Wednesday at 18 h.
 */
export function finDeTenue(
  now: Instant,
  place: { readonly jour: Jour; readonly debut: Temporal.PlainTime },
  { parMessage, calendrier }: { readonly parMessage: boolean; readonly calendrier: CalendrierOptions },
): Instant | null {
  const wanted = parMessage ? apresHeuresDecentes(now, HEURES_TENUE) : finDuProchainJourOuvre(now, calendrier);
  const last = instantDe(place.jour, place.debut).subtract({ minutes: MINUTES_AVANT });
  const until = Temporal.Instant.compare(wanted, last) < 0 ? wanted : last;
  return now.until(until).total('minutes') >= MINUTES_POUR_REPONDRE ? until : null;
}
