import ical, { ICalEventStatus } from 'ical-generator';
import { instantDe } from './rules.ts';
import type { RendezVous } from './store.ts';

/** Nobody is awaited then; one to be placed again comes back, under the same UID, at another moment. */
const ANNULES: ReadonlySet<RendezVous['statut']> = new Set(['annule', 'a_replacer']);

/**
 * One rendez-vous as an iCalendar file (RFC 5545): known by the same UID after it was moved, its SEQUENCE growing with each
 * change; its hours are instants, that no change of hour shifts. It does not say what it is about.
 */
export function calendrierDuRendezVous(
  rdv: RendezVous,
  {
    racine,
    url,
    lien,
    now,
  }: {
    /** The first rendez-vous of those that replaced one another. */
    readonly racine: string;
    readonly url: string;
    readonly lien: string;
    readonly now: Temporal.Instant;
  },
): string {
  const calendar = ical({ prodId: { company: 'Escale', product: 'Rendez-vous', language: 'FR' } });
  const at = (heure: Temporal.PlainTime) => new Date(instantDe(rdv.jour, heure).epochMilliseconds);
  calendar.createEvent({
    id: `${racine}@${new URL(url).hostname}`,
    sequence: rdv.version,
    stamp: new Date(now.epochMilliseconds),
    start: at(rdv.debut),
    end: at(rdv.fin),
    summary: `Rendez-vous, ${rdv.lieu}`,
    location: rdv.adresse,
    description: `Pour changer ou annuler : ${lien}`,
    url: lien,
    status: ANNULES.has(rdv.statut) ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
  });
  // The last line ends as the others do.
  return `${calendar.toString()}\r\n`;
}
