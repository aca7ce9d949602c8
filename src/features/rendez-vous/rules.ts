import type { Horaire } from '../../domain/demi-journee.ts';
import type { Phrases } from '../../domain/refus.ts';

type Jour = Temporal.PlainDate;
type Heure = Temporal.PlainTime;

/** By which door a rendez-vous is taken. Agents and the équipe technique take it at the counter, or for who telephones. */
export const CANAUX = {
  public: 'par la page publique',
  agent: 'au guichet',
  telephone: 'par téléphone',
  prescripteur: 'par un professionnel',
} as const;
export type Canal = keyof typeof CANAUX;

/** How a person is told of what changes. `guichet`: at the counter, with the code of the slip. */
export type Prevenir = 'sms' | 'courriel' | 'appel' | 'guichet';

export const STATUTS = {
  tenu: 'proposé',
  confirme: 'attendu',
  arrive: 'arrivé',
  recu: 'reçu',
  absent: 'absent',
  annule: 'annulé',
  a_replacer: 'à replacer',
  deplace: 'déplacé',
} as const;
export type Statut = keyof typeof STATUTS;

/** What a rendez-vous is for. Times: minutes of the meeting, hours of notice, days ahead. */
export interface Motif {
  readonly id: string;
  readonly nom: string;
  readonly dureeMinutes: number;
  /** Taken so many hours before it at the latest, and so many days at the earliest. */
  readonly delaiHeures: number;
  readonly horizonJours: number;
  /** Changed or cancelled by the person so many hours before it at the latest. */
  readonly limiteHeures: number;
  /** Besides agents and the équipe technique, who may always. */
  readonly ouvertA: readonly string[];
  readonly aApporter: string | null;
  readonly actif: boolean;
}

/** How a permanence receives. `heureDebut` is its usual beginning: that of a séance may differ. */
export interface Accueil {
  readonly accueil: 'libre' | 'rendez_vous' | 'mixte';
  readonly heureDebut: Heure;
  readonly rdvDebut: Heure | null;
  readonly rdvFin: Heure | null;
  readonly pasMinutes: number;
}

/** Minutes since midnight: hours of the wall clock, which no change of hour shifts. */
export function minutesDe(heure: Heure): number {
  return heure.hour * 60 + heure.minute;
}

/** The hour of so many minutes since midnight. Example: 570 → 09:30. */
export function heureDe(minutes: number): Heure {
  return Temporal.PlainTime.from({ hour: Math.floor(minutes / 60), minute: minutes % 60 });
}

/** Minutes from `debut` to `fin`, both since midnight; `fin` excluded. */
export interface Plage {
  readonly debut: number;
  readonly fin: number;
}

const plageDe = ({ heureDebut, heureFin }: Horaire): Plage => ({
  debut: minutesDe(heureDebut),
  fin: minutesDe(heureFin),
});

/**
 * When a séance receives by rendez-vous, in minutes since midnight; null when it never does.
 *
 * The whole of it when its permanence is « sur rendez-vous »; between two hours when it is « mixte », shifted with a séance
 * whose own hours are an exception, and cut to them.
 * Example: mixte from 9 h to 10 h 30 in a permanence of 9 h; a séance moved to 10 h–13 h → from 10 h to 11 h 30.
 */
export function fenetreRdv(seance: Horaire, accueil: Accueil): Plage | null {
  if (accueil.accueil === 'libre') return null;
  const entiere = plageDe(seance);
  if (accueil.accueil === 'rendez_vous') return entiere;
  const { rdvDebut, rdvFin, heureDebut } = accueil;
  if (rdvDebut === null || rdvFin === null) return null;
  const ecart = entiere.debut - minutesDe(heureDebut);
  const debut = Math.max(entiere.debut, minutesDe(rdvDebut) + ecart);
  const fin = Math.min(entiere.fin, minutesDe(rdvFin) + ecart);
  return debut < fin ? { debut, fin } : null;
}

/**
 * The free slots of a window: one begins every `pasMinutes` from its start, lasts `dureeMinutes` inside it, and meets none of
 * those taken. Whatever was taken before the step changed still counts.
 * Example: 9 h–12 h, every 30 minutes, 45 minutes long, 9 h 30–10 h 15 taken → 10 h 30, 11 h.
 */
export function decouper(
  fenetre: Plage,
  { dureeMinutes, pasMinutes }: { readonly dureeMinutes: number; readonly pasMinutes: number },
  pris: readonly Plage[],
): readonly Plage[] {
  const libres: Plage[] = [];
  for (let debut = fenetre.debut; debut + dureeMinutes <= fenetre.fin; debut += pasMinutes) {
    const fin = debut + dureeMinutes;
    if (!pris.some((un) => un.debut < fin && debut < un.fin)) libres.push({ debut, fin });
  }
  return libres;
}

/** The instant of an hour of Paris. Example: 2026-10-27 at 9 h → 08:00Z; 2026-10-20 at 9 h → 07:00Z. */
export function instantDe(jour: Jour, heure: Heure): Temporal.Instant {
  return jour.toZonedDateTime({ timeZone: 'Europe/Paris', plainTime: heure }).toInstant();
}

const sansDelai = (canal: Canal): boolean => canal === 'agent' || canal === 'telephone';

/**
 * From when, and until which day included, a motif may be taken. Units: an instant, then a day of Paris. Agents and the équipe
 * technique, who speak with the person, are held to no notice, and see as far as what is planned.
 * Example: 2 hours, 60 days, on 2026-11-24 at 10 h, public → from 12 h on, until 2027-01-23.
 */
export function bornesDePrise(
  motif: Pick<Motif, 'delaiHeures' | 'horizonJours'>,
  canal: Canal,
  now: Temporal.Instant,
): { readonly desLe: Temporal.Instant; readonly jusquAu: Jour } {
  const aujourdhui = now.toZonedDateTimeISO('Europe/Paris').toPlainDate();
  if (sansDelai(canal)) return { desLe: now, jusquAu: aujourdhui.add({ days: 400 }) };
  return { desLe: now.add({ hours: motif.delaiHeures }), jusquAu: aujourdhui.add({ days: motif.horizonJours }) };
}

/** May this door take this motif? */
export function estOuvert(motif: Pick<Motif, 'actif' | 'ouvertA'>, canal: Canal): boolean {
  return motif.actif && (sansDelai(canal) || motif.ouvertA.includes(canal));
}

/**
 * Until when the person may change or cancel by the link or the code. Unit: an instant, excluded.
 * Example: 2 hours before 2027-03-28 at 9 h (the day the hour changes) → 05:00Z, that is 7 h.
 */
export function limiteDe(rdv: { readonly jour: Jour; readonly debut: Heure }, limiteHeures: number): Temporal.Instant {
  return instantDe(rdv.jour, rdv.debut).subtract({ hours: limiteHeures });
}

/** What decides whether a slot may be taken, as it is under the lock of its séance. */
export interface Demandee {
  readonly jour: Jour;
  readonly statut: string;
  readonly heureDebut: Heure;
  readonly heureFin: Heure;
  readonly accueil: Accueil;
  /** Its lieu does not open that day, or its agent is not there. */
  readonly empechee: boolean;
  readonly pris: readonly Plage[];
}

export type RefusPrise =
  | { readonly refus: 'motif_ferme' }
  | { readonly refus: 'seance_absente' }
  | { readonly refus: 'passe' }
  | { readonly refus: 'delai'; readonly heures: number }
  | { readonly refus: 'horizon'; readonly jours: number }
  | { readonly refus: 'hors_creneau' }
  | { readonly refus: 'pris' }
  | { readonly refus: 'deja_un' }
  | { readonly refus: 'trop' };

export const PHRASES_PRISE: Phrases<RefusPrise> = {
  motif_ferme: () => 'Ce type de rendez-vous ne se prend plus ici. Choisissez-en un autre.',
  seance_absente: () => 'La permanence n’a pas lieu ce jour-là. Choisissez un autre moment.',
  passe: () => 'Cette heure est passée. Choisissez un autre moment.',
  delai: ({ heures }) =>
    `Il est trop tard pour ce moment : il faut s’y prendre ${heures > 1 ? `${heures} heures` : 'une heure'} avant. Choisissez-en un autre.`,
  horizon: ({ jours }) => `On ne prend pas rendez-vous plus de ${jours} jours à l’avance. Choisissez un autre moment.`,
  hors_creneau: () => 'Ce moment n’est pas proposé. Choisissez-en un autre.',
  pris: () =>
    'Ce moment vient d’être pris par quelqu’un d’autre. Rien de ce que vous avez écrit n’est perdu : choisissez un autre moment.',
  deja_un: () => 'Cette personne a déjà un rendez-vous à cette permanence. Choisissez un autre jour.',
  trop: () => 'Vous avez déjà trois rendez-vous à venir. Annulez-en un, ou demandez à un agent.',
};

/** Rendez-vous to come that one telephone or one mail may hold by the public page. */
export const A_VENIR_MAX = 3;

/**
 * Why a slot may not be taken now; null when it may. The first reason, from what depends on nobody to what somebody did.
 * Example: Tuesday 9 h, of a motif that asks for 2 hours, at 8 h → `delai`.
 */
export function verifierPrise(
  {
    seance,
    debut,
    canal,
    motif,
  }: {
    readonly seance: Demandee | undefined;
    readonly debut: Heure;
    readonly canal: Canal;
    readonly motif: Motif | undefined;
  },
  now: Temporal.Instant,
): RefusPrise | null {
  if (motif === undefined || !estOuvert(motif, canal)) return { refus: 'motif_ferme' };
  if (seance === undefined) return { refus: 'seance_absente' };
  const { desLe, jusquAu } = bornesDePrise(motif, canal, now);
  const at = instantDe(seance.jour, debut);
  if (Temporal.Instant.compare(at, now) <= 0) return { refus: 'passe' };
  if (seance.statut !== 'prevue' || seance.empechee) return { refus: 'seance_absente' };
  if (Temporal.Instant.compare(at, desLe) < 0) return { refus: 'delai', heures: motif.delaiHeures };
  if (Temporal.PlainDate.compare(seance.jour, jusquAu) > 0) return { refus: 'horizon', jours: motif.horizonJours };
  const fenetre = fenetreRdv(seance, seance.accueil);
  const decoupe = { dureeMinutes: motif.dureeMinutes, pasMinutes: seance.accueil.pasMinutes };
  const at0 = minutesDe(debut);
  const isIn = (list: readonly Plage[]) => list.some((plage) => plage.debut === at0);
  if (fenetre === null || !isIn(decouper(fenetre, decoupe, []))) return { refus: 'hors_creneau' };
  return isIn(decouper(fenetre, decoupe, seance.pris)) ? null : { refus: 'pris' };
}
