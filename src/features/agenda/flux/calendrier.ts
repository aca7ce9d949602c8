import ical, { ICalEventStatus } from 'ical-generator';

/** How often a calendar is advised to read again. */
const RELIRE_SECONDES = 3600;
const ZONE = 'Europe/Paris';

/**
 * The time zone of Paris as calendars read it (RFC 5545, 3.6.5), with both transitions: the last Sundays of March, at 2:00, and of
 * October, at 3:00, since 1996.
 */
const VTIMEZONE = [
  'BEGIN:VTIMEZONE',
  `TZID:${ZONE}`,
  'BEGIN:DAYLIGHT',
  'TZOFFSETFROM:+0100',
  'TZOFFSETTO:+0200',
  'TZNAME:CEST',
  'DTSTART:19960331T020000',
  'RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU',
  'END:DAYLIGHT',
  'BEGIN:STANDARD',
  'TZOFFSETFROM:+0200',
  'TZOFFSETTO:+0100',
  'TZNAME:CET',
  'DTSTART:19961027T030000',
  'RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU',
  'END:STANDARD',
  'END:VTIMEZONE',
].join('\r\n');

/** One séance as a calendar is told of it. Hours are those of Paris. */
export type EvenementSeance = {
  readonly id: string;
  readonly jour: Temporal.PlainDate;
  readonly heureDebut: Temporal.PlainTime;
  readonly heureFin: Temporal.PlainTime;
  /** `a_confirmer`: planned, with nobody left to hold it. */
  readonly statut: 'prevue' | 'annulee' | 'a_confirmer';
  readonly titre: string;
  /** Where, on one line. */
  readonly endroit: string;
  readonly description: string | null;
  /** Path of the page that says more: « /lieux/… ». */
  readonly href: string | null;
  /** How many times it changed. */
  readonly revision: number;
  /** When anything of it last changed. */
  readonly modifieeAt: Temporal.Instant;
};

const STATUTS = {
  prevue: ICalEventStatus.CONFIRMED,
  annulee: ICalEventStatus.CANCELLED,
  a_confirmer: ICalEventStatus.TENTATIVE,
} as const;

/**
 * Séances as an iCalendar file (RFC 5545), each known by the same UID at every reading: a change gives it a greater SEQUENCE, a
 * cancellation leaves it there, CANCELLED. The same séances give the same bytes, so that a calendar that has them is told so.
 * `url`: where people reach the site. Example: Tuesday 2026-10-27 at 9:00, two days after the clocks went back →
 * `DTSTART;TZID=Europe/Paris:20261027T090000`, that is 8:00 UTC.
 */
export function calendrierDesSeances(
  evenements: readonly EvenementSeance[],
  { nom, url }: { readonly nom: string; readonly url: string },
): string {
  const calendar = ical({
    name: nom,
    prodId: { company: 'Escale', product: 'Agenda', language: 'FR' },
    ttl: RELIRE_SECONDES,
    timezone: { name: ZONE, generator: () => VTIMEZONE },
  });
  for (const one of evenements) {
    const modified = new Date(one.modifieeAt.epochMilliseconds);
    calendar.createEvent({
      id: `${one.id}@${new URL(url).hostname}`,
      sequence: one.revision,
      stamp: modified,
      lastModified: modified,
      start: one.jour.toPlainDateTime(one.heureDebut),
      end: one.jour.toPlainDateTime(one.heureFin),
      timezone: ZONE,
      summary: one.statut === 'annulee' ? `Annulée : ${one.titre}` : one.titre,
      location: one.endroit,
      status: STATUTS[one.statut],
      ...(one.description === null ? {} : { description: one.description }),
      ...(one.href === null ? {} : { url: `${url}${one.href}` }),
    });
  }
  // The last line ends as the others do.
  return `${calendar.toString()}\r\n`;
}
