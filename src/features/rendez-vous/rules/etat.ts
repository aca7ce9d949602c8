import type { Phrases } from '../../../domain/refus.ts';
import { instantDe, limiteDe, type Statut } from '../rules.ts';

type Rdv = { readonly jour: Temporal.PlainDate; readonly debut: Temporal.PlainTime; readonly statut: Statut };

export type RefusChangement =
  | { readonly refus: 'fini'; readonly statut: Statut }
  | { readonly refus: 'commence' }
  | { readonly refus: 'limite'; readonly heures: number };

export const PHRASES_CHANGEMENT: Phrases<RefusChangement> = {
  fini: ({ statut }) => PHRASES_FINI[statut] ?? 'Ce rendez-vous ne change plus.',
  commence: () => 'L’heure de ce rendez-vous est passée : il ne change plus.',
  limite: ({ heures }) =>
    `Il est trop tard pour changer ce rendez-vous ici : cela se fait ${heures > 1 ? `${heures} heures` : 'une heure'} avant. Téléphonez.`,
};

const PHRASES_FINI: Readonly<Partial<Record<Statut, string>>> = {
  annule: 'Ce rendez-vous est déjà annulé.',
  deplace: 'Ce rendez-vous a déjà été déplacé.',
};

/**
 * Why a rendez-vous may no longer be cancelled or moved; null when it may. The person is held to the limit of the motif, agents
 * and the équipe technique to its hour alone. One whose séance is gone (`a_replacer`) is cancelled and moved at any time.
 * Example: 2 hours, at 9 h; the person at 7 h 30 → `limite`; an agent → null.
 */
export function verifierChangement(
  { statut, ...rdv }: Rdv,
  { limiteHeures, parLaPersonne }: { readonly limiteHeures: number; readonly parLaPersonne: boolean },
  now: Temporal.Instant,
): RefusChangement | null {
  if (statut === 'a_replacer') return null;
  if (statut !== 'confirme') return { refus: 'fini', statut };
  if (Temporal.Instant.compare(now, instantDe(rdv.jour, rdv.debut)) >= 0) return { refus: 'commence' };
  const isLate = Temporal.Instant.compare(now, limiteDe(rdv, limiteHeures)) >= 0;
  return parLaPersonne && isLate ? { refus: 'limite', heures: limiteHeures } : null;
}

/** What is noted of somebody's coming, the day of the rendez-vous or after. */
export const VENUES = ['confirme', 'arrive', 'recu', 'absent'] as const;
export type Venue = (typeof VENUES)[number];

export type RefusVenue =
  | { readonly refus: 'pas_le_jour' }
  | { readonly refus: 'pas_encore' }
  | { readonly refus: 'autre_etat'; readonly statut: Statut }
  | { readonly refus: 'reprise' };

export const PHRASES_VENUE: Phrases<RefusVenue> = {
  pas_le_jour: () => 'Cela se note à partir du jour du rendez-vous.',
  pas_encore: () => 'L’absence se note une fois l’heure passée.',
  autre_etat: () => 'Ce rendez-vous n’est plus attendu : rien n’y est noté.',
  reprise: () => 'La place a été prise depuis : ce rendez-vous ne redevient pas attendu.',
};

/**
 * What may be noted from a state: arrived, seen, absent, and back, since a wrong button is pressed.
 * Example: `confirme` → arrive, recu, absent; `recu` → confirme, arrive, absent; `annule` → nothing.
 */
export function venuesPossibles(statut: Statut): readonly Venue[] {
  return VENUES.some((venue) => venue === statut) ? VENUES.filter((venue) => venue !== statut) : [];
}

/** Why a coming may not be noted now; null when it may. */
export function verifierVenue(rdv: Rdv, venue: Venue, now: Temporal.Instant): RefusVenue | null {
  if (!venuesPossibles(rdv.statut).includes(venue)) return { refus: 'autre_etat', statut: rdv.statut };
  const aujourdhui = now.toZonedDateTimeISO('Europe/Paris').toPlainDate();
  if (Temporal.PlainDate.compare(aujourdhui, rdv.jour) < 0) return { refus: 'pas_le_jour' };
  const isBefore = Temporal.Instant.compare(now, instantDe(rdv.jour, rdv.debut)) < 0;
  return venue === 'absent' && isBefore ? { refus: 'pas_encore' } : null;
}
