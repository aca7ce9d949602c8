import ical, { ICalEventTransparency } from 'ical-generator';
import { v5 } from 'uuid';
import { cleElement, type Element, TYPES_ELEMENT } from '../rules.ts';

const UID_NAMESPACE = '0f0d7b0c-6d0c-4a0e-9a43-5f1f0a5b7a54';
/** How often a calendar is advised to read again. */
const RELIRE_SECONDES = 6 * 3600;

/**
 * Deadlines as an iCalendar file (RFC 5545): each that has a day is an event of that whole day, known by the same UID at
 * every reading and taking nobody's time. It names no person: such a file lives on telephones and at their makers'.
 * `url`: where people reach the site. Example: a contract that ends → « Fin du contrat d’un agent », with the link to read
 * whose it is once signed in.
 */
export function agenda(
  elements: readonly Element[],
  { territoireId, url, now }: { readonly territoireId: string; readonly url: string; readonly now: Temporal.Instant },
): string {
  const calendar = ical({
    name: 'Échéances Escale',
    prodId: { company: 'Escale', product: 'Échéancier', language: 'FR' },
    ttl: RELIRE_SECONDES,
  });
  for (const element of elements) {
    const { le, type, sujetPublic, href } = element;
    if (le === null) continue;
    calendar.createEvent({
      id: `${v5(`${territoireId} ${cleElement(element)}`, UID_NAMESPACE)}@${new URL(url).hostname}`,
      stamp: new Date(now.epochMilliseconds),
      start: new Date(`${le}T00:00:00Z`),
      allDay: true,
      summary: `${TYPES_ELEMENT[type]} : ${sujetPublic}`,
      url: `${url}${href}`,
      transparency: ICalEventTransparency.TRANSPARENT,
    });
  }
  // The last line ends as the others do.
  return `${calendar.toString()}\r\n`;
}
