import { formatDateLongue, formatHeure, parisDate, parisTime } from '../../../domain/date.ts';
import type { Nomenclature } from '../../../domain/nomenclatures.ts';

type Instant = Temporal.Instant;

/** What a breach may have done to data (RGPD, article 4.12). */
export const ATTEINTES = {
  divulgation: 'Des données ont été vues ou reçues par quelqu’un qui ne devait pas',
  perte: 'Des données ou un matériel sont perdus, volés ou détruits',
  alteration: 'Des données ont été modifiées sans droit',
  inconnu: 'Je ne sais pas encore',
} as const satisfies Nomenclature;
export type Atteinte = keyof typeof ATTEINTES;

/** Why persons are not told of a breach (RGPD, articles 34.1 and 34.3). */
export const MOTIFS_SANS_INFORMATION = {
  pas_de_risque_eleve: 'Pas de risque élevé pour les personnes (34.1)',
  incomprehensibles: 'Les données étaient incompréhensibles pour qui les a : chiffrées (34.3 a)',
  mesures: 'Des mesures prises ensuite écartent le risque élevé (34.3 b)',
  communication_publique: 'Effort disproportionné : une communication publique le remplace (34.3 c)',
} as const satisfies Nomenclature;
export type MotifSansInformation = keyof typeof MOTIFS_SANS_INFORMATION;

/** How a breach ends. */
export const ISSUES_CLOTURE = {
  traitee: 'Traitée : tout est décidé, les mesures sont prises',
  ecartee: 'Écartée : ce n’était pas une violation de données',
} as const satisfies Nomenclature;
export type IssueCloture = keyof typeof ISSUES_CLOTURE;

/** What is said of a breach when it is declared, then corrected. */
export type Faits = {
  readonly atteinte: Atteinte;
  readonly quoi: string;
  readonly sortes: string;
  /** About how many persons; null while nobody knows. */
  readonly personnes: number | null;
  /** When the Département came to know: the clock starts there. */
  readonly connueAt: Instant;
};

type Contenu =
  | ({ readonly type: 'declaration' } & Faits)
  | ({ readonly type: 'correction'; readonly raison: string } & Faits)
  | {
      readonly type: 'notification';
      readonly notifieeAt: Instant;
      readonly numero: string;
      readonly raisonRetard: string | null;
    }
  | { readonly type: 'sans_notification'; readonly raison: string }
  | {
      readonly type: 'information';
      readonly informeesLe: Temporal.PlainDate;
      readonly informees: number;
      readonly moyen: string;
    }
  | { readonly type: 'sans_information'; readonly cas: MotifSansInformation; readonly raison: string }
  | { readonly type: 'mesure'; readonly mesure: string }
  | { readonly type: 'cloture'; readonly denouement: IssueCloture; readonly raison: string | null }
  | { readonly type: 'reouverture'; readonly raison: string };

/** What is added to a breach. Nothing is changed nor removed: the last event of a kind counts. */
export type Evenement = Contenu;
export type TypeEvenement = Evenement['type'];
export type EvenementDe<T extends TypeEvenement> = Extract<Evenement, { readonly type: T }>;

export const TYPES_EVENEMENT = {
  declaration: 'Déclaration',
  correction: 'Correction',
  notification: 'Notification à la CNIL',
  sans_notification: 'Pas de notification à la CNIL',
  information: 'Information des personnes',
  sans_information: 'Pas d’information des personnes',
  mesure: 'Mesure',
  cloture: 'Clôture',
  reouverture: 'Réouverture',
} as const satisfies Record<TypeEvenement, string>;

/** A breach as its events, oldest first, tell it. */
export type Violation = {
  readonly faits: Faits;
  readonly notification: EvenementDe<'notification'> | EvenementDe<'sans_notification'> | null;
  readonly information: EvenementDe<'information'> | EvenementDe<'sans_information'> | null;
  readonly mesures: readonly EvenementDe<'mesure'>[];
  /** Null while it is open. */
  readonly cloture: EvenementDe<'cloture'> | null;
};

function last<const T extends TypeEvenement>(
  evenements: readonly Evenement[],
  ...types: readonly T[]
): EvenementDe<T> | null {
  const isOne = (one: Evenement): one is EvenementDe<T> => types.some((type) => type === one.type);
  return evenements.filter(isOne).at(-1) ?? null;
}

/**
 * Reads a breach in its events, oldest first. Throws without a declaration: nothing else comes first.
 *
 * Source: art. 2 (confidentialité); RGPD, article 33.5: the controller documents facts, effects and measures.
 * Example: declared, notified with the wrong number, notified again → the second notification counts, both stay.
 */
export function lireViolation(evenements: readonly Evenement[]): Violation {
  const faits = last(evenements, 'declaration', 'correction');
  if (faits === null) throw new Error('A breach without a declaration');
  const fin = last(evenements, 'cloture', 'reouverture');
  return {
    faits,
    notification: last(evenements, 'notification', 'sans_notification'),
    information: last(evenements, 'information', 'sans_information'),
    mesures: evenements.filter((one) => one.type === 'mesure'),
    cloture: fin?.type === 'cloture' ? fin : null,
  };
}

/** How long the Département has to notify, in elapsed hours. Source: RGPD, article 33.1, « 72 heures au plus tard ». */
export const DELAI_HEURES = 72;

/**
 * Last instant at which a notification is on time: 72 elapsed hours after the breach was known, whatever the clock on the wall
 * did meanwhile, nights and holidays counted.
 *
 * Source: art. 2; RGPD, article 33.1.
 * Example: known on 2026-03-27 at 10:00 in Paris → 2026-03-30 at 11:00 (summer time began on the 29th); known on 2026-10-23 at
 * 10:00 → 2026-10-26 at 09:00 (it ended on the 25th).
 */
export function echeanceNotification({ connueAt }: Pick<Faits, 'connueAt'>): Instant {
  return connueAt.add({ hours: DELAI_HEURES });
}

export type Horloge =
  | { readonly etat: 'court'; readonly echeance: Instant; readonly resteMinutes: number }
  | { readonly etat: 'depassee'; readonly echeance: Instant; readonly retardMinutes: number }
  | { readonly etat: 'arretee'; readonly echeance: Instant };

/**
 * Where the clock of a breach stands: it runs until somebody notifies, decides not to, or closes it. A minute begun is lost:
 * what remains is rounded down, what is late rounded up.
 *
 * Source: art. 2; RGPD, article 33.1.
 * Example: known on 2026-03-27 at 10:00, seen on the 29th at 10:00 in Paris, which is 47 hours later → `court`, 25 hours left.
 */
export function horloge({ faits, notification, cloture }: Violation, now: Instant): Horloge {
  const echeance = echeanceNotification(faits);
  if (notification !== null || cloture !== null) return { etat: 'arretee', echeance };
  const minutes = (echeance.epochMilliseconds - now.epochMilliseconds) / 60_000;
  return minutes >= 0
    ? { etat: 'court', echeance, resteMinutes: Math.floor(minutes) }
    : { etat: 'depassee', echeance, retardMinutes: Math.ceil(-minutes) };
}

/** « 25 h », « 2 h 05 », « 40 min »: whole minutes as people count them, beyond a day too. */
export function dureeEnHeures(minutes: number): string {
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  if (hours === 0) return `${rest}\u00a0min`;
  return rest === 0 ? `${hours}\u00a0h` : `${hours}\u00a0h\u00a0${String(rest).padStart(2, '0')}`;
}

/** « lundi 30 mars 2026 à 11 h », in Paris. */
export function momentLong(instant: Instant): string {
  return `${formatDateLongue(parisDate(instant))} à ${formatHeure(parisTime(instant))}`;
}

/** What the clock says, in a sentence. */
export function phraseHorloge(one: Horloge): string {
  if (one.etat === 'arretee') return 'Le délai de 72 heures ne court plus.';
  if (one.etat === 'court') {
    return `Il reste ${dureeEnHeures(one.resteMinutes)} pour notifier à la CNIL : jusqu’au ${momentLong(one.echeance)}.`;
  }
  return `Le délai de 72 heures est dépassé de ${dureeEnHeures(one.retardMinutes)} : il finissait le ${momentLong(one.echeance)}. Notifiez, en donnant les motifs du retard.`;
}

export const ETATS_VIOLATION = {
  a_decider: 'À notifier ou non',
  en_retard: 'Délai dépassé',
  en_cours: 'En cours',
  close: 'Close',
  ecartee: 'Écartée',
} as const satisfies Nomenclature;
export type EtatViolation = keyof typeof ETATS_VIOLATION;

/** Where a breach stands. Example: known 73 hours ago, nothing decided → `en_retard`. */
export function etatViolation(violation: Violation, now: Instant): EtatViolation {
  if (violation.cloture !== null) return violation.cloture.denouement === 'ecartee' ? 'ecartee' : 'close';
  const { etat } = horloge(violation, now);
  return etat === 'arretee' ? 'en_cours' : etat === 'court' ? 'a_decider' : 'en_retard';
}

export type RefusHeure = { readonly refus: 'heure_inexistante' };

/**
 * The instant of a day and an hour of Paris. An hour that happens twice (the end of summer time) is taken the way that helps
 * the Département least: `tot` for when it came to know, `tard` for when it notified.
 *
 * Refuses `heure_inexistante`: from 2:00 to 3:00, the night when summer time begins.
 * Example: 2026-03-29 at 02:30 → refused; 2026-10-25 at 02:30, `tot` → 00:30Z, `tard` → 01:30Z.
 */
export function instantDeParis(
  date: Temporal.PlainDate,
  heure: Temporal.PlainTime,
  prudence: 'tot' | 'tard',
): Instant | RefusHeure {
  const local = date.toPlainDateTime(heure);
  const zoned = local.toZonedDateTime('Europe/Paris', { disambiguation: prudence === 'tot' ? 'earlier' : 'later' });
  return zoned.toPlainDateTime().equals(local) ? zoned.toInstant() : { refus: 'heure_inexistante' };
}
