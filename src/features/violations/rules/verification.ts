import { parisDate } from '../../../domain/date.ts';
import type { Phrases } from '../../../domain/refus.ts';
import {
  type Evenement,
  type EvenementDe,
  echeanceNotification,
  type Faits,
  momentLong,
  type RefusHeure,
  type Violation,
} from './violation.ts';

type Instant = Temporal.Instant;

export type RefusEvenement =
  | { readonly refus: 'a_venir' }
  | { readonly refus: 'avant_connue' }
  | { readonly refus: 'retard_sans_raison'; readonly echeance: Instant }
  | { readonly refus: 'rien_de_change' }
  | { readonly refus: 'sans_decision_cnil' }
  | { readonly refus: 'sans_decision_personnes' }
  | { readonly refus: 'sans_mesure' }
  | { readonly refus: 'ecartee_sans_raison' }
  | { readonly refus: 'close' }
  | { readonly refus: 'pas_close' };

export const PHRASES_EVENEMENT: Phrases<RefusEvenement | RefusHeure> = {
  heure_inexistante: () => 'Cette heure n’existe pas : cette nuit-là, les horloges sautent de 2 h à 3 h.',
  a_venir: () => 'Cette date ne peut pas être à venir.',
  avant_connue: () => 'Cette date précède le moment où la violation a été connue.',
  retard_sans_raison: ({ echeance }) =>
    `Cette notification arrive après les 72 heures, finies le ${momentLong(echeance)} : donnez les motifs du retard (RGPD, article 33.1).`,
  rien_de_change: () => 'Rien n’a changé : corrigez au moins une réponse.',
  sans_decision_cnil: () => 'Dites d’abord si la CNIL est notifiée, ou pourquoi elle ne l’est pas.',
  sans_decision_personnes: () => 'Dites d’abord si les personnes sont informées, ou pourquoi elles ne le sont pas.',
  sans_mesure: () => 'Notez d’abord au moins une mesure prise.',
  ecartee_sans_raison: () => 'Dites pourquoi ce n’était pas une violation.',
  close: () => 'Cette violation est close : rouvrez-la d’abord.',
  pas_close: () => 'Cette violation n’est pas close.',
};

/** Says when a breach was known: never in the future. */
export function verifierConnue(connueAt: Instant, now: Instant): RefusEvenement | null {
  return Temporal.Instant.compare(connueAt, now) > 0 ? { refus: 'a_venir' } : null;
}

function memesFaits(a: Faits, b: Faits): boolean {
  return (
    a.atteinte === b.atteinte &&
    a.quoi === b.quoi &&
    a.sortes === b.sortes &&
    a.personnes === b.personnes &&
    a.connueAt.equals(b.connueAt)
  );
}

function verifierNotification(
  { faits }: Violation,
  { notifieeAt, raisonRetard }: EvenementDe<'notification'>,
  now: Instant,
): readonly RefusEvenement[] {
  const compare = Temporal.Instant.compare;
  if (compare(notifieeAt, now) > 0) return [{ refus: 'a_venir' }];
  if (compare(notifieeAt, faits.connueAt) < 0) return [{ refus: 'avant_connue' }];
  return retard(faits, { notifieeAt, raisonRetard });
}

/** A late notification gives its reasons; correcting when the breach was known may make late one that was not. */
function retard(
  faits: Faits,
  { notifieeAt, raisonRetard }: Pick<EvenementDe<'notification'>, 'notifieeAt' | 'raisonRetard'>,
): readonly RefusEvenement[] {
  const echeance = echeanceNotification(faits);
  const isLate = Temporal.Instant.compare(notifieeAt, echeance) > 0;
  return isLate && raisonRetard === null ? [{ refus: 'retard_sans_raison', echeance }] : [];
}

function verifierCloture(
  { faits, notification, information, mesures }: Violation,
  { denouement, raison }: EvenementDe<'cloture'>,
): readonly RefusEvenement[] {
  if (denouement === 'ecartee') return raison === null ? [{ refus: 'ecartee_sans_raison' }] : [];
  return [
    ...(notification === null ? [{ refus: 'sans_decision_cnil' } as const] : []),
    ...(notification?.type === 'notification' ? retard(faits, notification) : []),
    ...(information === null ? [{ refus: 'sans_decision_personnes' } as const] : []),
    ...(mesures.length === 0 ? [{ refus: 'sans_mesure' } as const] : []),
  ];
}

/**
 * Everything that stops an event from being added to a breach; empty: it may be.
 *
 * Source: art. 2; RGPD, articles 33.1 (delay, and reasons when it is past), 33.5 and 34.
 * Refuses a date to come or before the breach was known, a late notification without reasons, a correction of nothing, a closing
 * before the CNIL, the persons and the measures are settled; once closed, anything but its reopening.
 * Example: known on 2026-03-27 at 10:00, notified on 2026-03-30 at 11:01 without reasons → `retard_sans_raison`; at 11:00 → [].
 */
export function verifierEvenement(
  violation: Violation,
  evenement: Exclude<Evenement, { readonly type: 'declaration' }>,
  now: Instant,
): readonly RefusEvenement[] {
  if (evenement.type === 'reouverture') return violation.cloture === null ? [{ refus: 'pas_close' }] : [];
  if (violation.cloture !== null) return [{ refus: 'close' }];
  switch (evenement.type) {
    case 'correction': {
      const refused = verifierConnue(evenement.connueAt, now);
      if (refused !== null) return [refused];
      return memesFaits(violation.faits, evenement) ? [{ refus: 'rien_de_change' }] : [];
    }
    case 'notification':
      return verifierNotification(violation, evenement, now);
    case 'information': {
      const compare = Temporal.PlainDate.compare;
      if (compare(evenement.informeesLe, parisDate(now)) > 0) return [{ refus: 'a_venir' }];
      const isBefore = compare(evenement.informeesLe, parisDate(violation.faits.connueAt)) < 0;
      return isBefore ? [{ refus: 'avant_connue' }] : [];
    }
    case 'cloture':
      return verifierCloture(violation, evenement);
    default:
      return [];
  }
}
