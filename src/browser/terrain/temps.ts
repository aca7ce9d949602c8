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

const CHIFFRES = { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' } as const;
let paris: Intl.DateTimeFormat | undefined;

/** The date and the hour in Paris, each as its figures. One format, made once: on a slow device, making it takes longer than all else. */
function aParis(ms: number): (type: Intl.DateTimeFormatPartTypes) => string {
  paris ??= new Intl.DateTimeFormat('fr-FR', { timeZone: 'Europe/Paris', hourCycle: 'h23', ...CHIFFRES });
  const parts = paris.formatToParts(ms);
  return (type) => parts.find((part) => part.type === type)?.value ?? '';
}

/** The day in Paris: « 2026-11-24 ». */
export function jourDe(ms: number): string {
  const of = aParis(ms);
  return `${of('year')}-${of('month')}-${of('day')}`;
}

const JOURS = ['dimanche', 'lundi', 'mardi', 'mercredi', 'jeudi', 'vendredi', 'samedi'];
const MOIS = [
  ...['janvier', 'février', 'mars', 'avril', 'mai', 'juin'],
  ...['juillet', 'août', 'septembre', 'octobre', 'novembre', 'décembre'],
];

/** « 2026-11-24 » → « mardi 24 novembre 2026 ». In words of ours: a browser takes longer to load its own than to draw a whole day. */
export function direJour(jour: string): string {
  const date = new Date(`${jour}T12:00:00Z`);
  const number = date.getUTCDate();
  return `${JOURS[date.getUTCDay()]} ${number === 1 ? '1er' : number} ${MOIS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
}

/** « 24/11 à 07:52 », in Paris. */
export function direMoment(ms: number): string {
  const of = aParis(ms);
  return `${of('day')}/${of('month')} à ${of('hour')}:${of('minute')}`;
}

const PREMIER_ESSAI_MS = 5_000;
/** A server that is back is not waited for by somebody who looks at his queue. */
const ESSAI_MAX_MS = 30_000;

/** How long before the next try, after `echecs` that followed each other; never less than what the server asked, in seconds. */
export function attendre(echecs: number, retryAfter: number | null): number {
  const backoff = Math.min(PREMIER_ESSAI_MS * 2 ** Math.max(0, echecs - 1), ESSAI_MAX_MS);
  return Math.max(backoff, (retryAfter ?? 0) * 1000);
}
