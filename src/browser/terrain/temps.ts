/** The clock of a device, put right by that of the server: an old tablet may be days off, or start again in 1970. */
export type Horloge = {
  /** Milliseconds to add to the clock of the device. */
  readonly decalage: number;
  /** The latest instant known for sure, in milliseconds: it is never earlier than that. */
  readonly dernier: number;
};

/** Under this, the server and the device agree: an answer says its hour to the second, and takes time to come. */
const TOLERANCE_MS = 2_000;

export function regler(horloge: Horloge, serveurMs: number, appareilMs: number): Horloge {
  const ecart = serveurMs - appareilMs;
  const isSame = Math.abs(ecart - horloge.decalage) < TOLERANCE_MS;
  return { decalage: isSame ? horloge.decalage : ecart, dernier: serveurMs };
}

/** The instant, in milliseconds, that a device of this clock lives. Example: two days late, put right at noon → five past noon. */
export function instant({ decalage, dernier }: Horloge, appareilMs: number): number {
  return Math.max(appareilMs + decalage, dernier);
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Made once each: on a slow device, making one takes longer than all else that a line needs. */
function format(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = JSON.stringify(options);
  const found = formats.get(key) ?? new Intl.DateTimeFormat('fr-FR', options);
  formats.set(key, found);
  return found;
}

const PARIS = 'Europe/Paris';

/** The day in Paris: « 2026-11-24 ». */
export function jourDe(ms: number): string {
  const parts = format({ timeZone: PARIS, year: 'numeric', month: '2-digit', day: '2-digit' }).formatToParts(ms);
  const of = (type: string): string => parts.find((part) => part.type === type)?.value ?? '';
  return `${of('year')}-${of('month')}-${of('day')}`;
}

/** « 2026-11-24 » → « mardi 24 novembre 2026 ». */
export function direJour(jour: string): string {
  const text = format({ timeZone: 'UTC', dateStyle: 'full' }).format(Date.parse(`${jour}T12:00:00Z`));
  return text.replace(/ 1 /, ' 1er ');
}

/** « 24/11 à 07:52 », in Paris. */
export function direMoment(ms: number): string {
  const day = format({ timeZone: PARIS, day: '2-digit', month: '2-digit' }).format(ms);
  return `${day} à ${format({ timeZone: PARIS, hour: '2-digit', minute: '2-digit' }).format(ms)}`;
}

const PREMIER_ESSAI_MS = 5_000;
/** A server that is back is not waited for by somebody who looks at his queue. */
const ESSAI_MAX_MS = 30_000;

/** How long before the next try, after `echecs` that followed each other; never less than what the server asked, in seconds. */
export function attendre(echecs: number, retryAfter: number | null): number {
  const backoff = Math.min(PREMIER_ESSAI_MS * 2 ** Math.max(0, echecs - 1), ESSAI_MAX_MS);
  return Math.max(backoff, (retryAfter ?? 0) * 1000);
}
