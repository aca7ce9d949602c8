import { type CalendrierOptions, joursFeries } from '../../domain/calendrier.ts';
import { formatDateLongue, formatHeure } from '../../domain/date.ts';
import { type DemiJournee, demiJourneeDe } from '../../domain/demi-journee.ts';
import { estApres, estAvant } from '../../domain/periode.ts';

type Jour = Temporal.PlainDate;
type Heure = Temporal.PlainTime;

/** How much of an agenda a page shows at once. */
export const VUES = { jour: 'Jour', semaine: 'Semaine', mois: 'Mois' } as const;
export type Vue = keyof typeof VUES;

/** The view that an address asks for; `defaut` when it names none. */
export function lireVue(text: string | null, defaut: Vue): Vue {
  return text !== null && Object.hasOwn(VUES, text) ? (text as Vue) : defaut;
}

/** Days shown, both ends inclusive. */
export interface Fenetre {
  readonly du: Jour;
  readonly au: Jour;
}

/**
 * The days that a view shows around one of them; a week goes from lundi to dimanche.
 * Example: semaine, 2026-11-26 → from 2026-11-23 to 2026-11-29; mois → from 2026-11-01 to 2026-11-30.
 */
export function fenetreDe(vue: Vue, jour: Jour): Fenetre {
  if (vue === 'jour') return { du: jour, au: jour };
  if (vue === 'mois') return { du: jour.with({ day: 1 }), au: jour.with({ day: jour.daysInMonth }) };
  const du = jour.subtract({ days: jour.dayOfWeek - 1 });
  return { du, au: du.add({ days: 6 }) };
}

/** The days that lead to what comes just before and just after. Example: mois, 2027-01-31 → 2026-12-31 and 2027-02-28. */
export function voisins(vue: Vue, jour: Jour): { readonly avant: Jour; readonly apres: Jour } {
  const step = vue === 'jour' ? { days: 1 } : vue === 'semaine' ? { days: 7 } : { months: 1 };
  return { avant: jour.subtract(step), apres: jour.add(step) };
}

/** Each day, in order. */
export function joursDe({ du, au }: Fenetre): readonly Jour[] {
  const days: Jour[] = [];
  for (let day = du; !estApres(day, au); day = day.add({ days: 1 })) days.push(day);
  return days;
}

/** The weeks of a month, from lundi to dimanche; null where a day belongs to another month. */
export function semainesDuMois(mois: Jour): readonly (readonly (Jour | null)[])[] {
  const days = joursDe(fenetreDe('mois', mois));
  const before = ((days[0]?.dayOfWeek ?? 1) + 6) % 7;
  const squares: (Jour | null)[] = [...Array<null>(before).fill(null), ...days];
  while (squares.length % 7 !== 0) squares.push(null);
  return Array.from({ length: squares.length / 7 }, (_, week) => squares.slice(week * 7, week * 7 + 7));
}

/** What makes a séance other than its series gives it. */
export type Exception = 'jour' | 'horaire' | 'lieu' | 'agent';

/** One dated half-day as an agenda shows it. Hours are those of Paris. */
export interface SeanceAgenda {
  readonly id: string;
  readonly permanenceId: string | null;
  readonly agentId: string;
  readonly agentNom: string;
  readonly lieuId: string | null;
  /** Name of the lieu, or where help is given elsewhere. */
  readonly endroit: string;
  readonly adresse: string | null;
  readonly salle: string | null;
  readonly jour: Jour;
  readonly heureDebut: Heure;
  readonly heureFin: Heure;
  readonly statut: 'prevue' | 'annulee';
  /** Why it is cancelled, or what help given elsewhere is for. */
  readonly motif: string | null;
  /** Who asked for help given elsewhere. */
  readonly auteur: string | null;
  /** The day that its series gave; null for help given elsewhere. */
  readonly jourPrevu: Jour | null;
  readonly exceptions: readonly Exception[];
  /** Lieu, agent and hours that its series gives, where it differs. */
  readonly lieuPrevu: string | null;
  readonly agentPrevu: string | null;
  readonly heurePrevue: Heure | null;
  readonly enBinome: boolean;
  /** The contract of its agent is over by then: nobody holds it any more. */
  readonly sansAgent: boolean;
  /** Acts of help noted there. */
  readonly accompagnements: number;
  /** Persons expected, or who came. */
  readonly rendezVous: number;
  /** Persons whose séance is gone, and whom nobody has placed again. */
  readonly aReplacer: number;
}

/** Planned, with nobody left to hold it. */
export function estSansAgent({ statut, sansAgent, accompagnements }: SeanceAgenda): boolean {
  return statut === 'prevue' && sansAgent && accompagnements === 0;
}

/**
 * How a séance differs from its series, in a few words; empty: it does not.
 * Example: moved from Tuesday 24 to Thursday 26 November 2026 → « au lieu du mardi 24 novembre 2026 ».
 */
export function direExceptions(seance: SeanceAgenda): readonly string[] {
  const { jour, jourPrevu, exceptions, lieuPrevu, agentPrevu, heurePrevue } = seance;
  const moved = jourPrevu !== null && !jourPrevu.equals(jour);
  return [
    ...(moved ? [`au lieu du ${formatDateLongue(jourPrevu)}`] : []),
    ...(exceptions.includes('horaire')
      ? [heurePrevue === null ? 'autre horaire' : `au lieu de ${formatHeure(heurePrevue)}`]
      : []),
    ...(exceptions.includes('lieu') ? [lieuPrevu === null ? 'autre lieu' : `au lieu de : ${lieuPrevu}`] : []),
    ...(exceptions.includes('agent') ? [agentPrevu === null ? 'autre agent' : `à la place de ${agentPrevu}`] : []),
  ];
}

export type NatureAbsence = 'conge' | 'formation' | 'imprevue' | 'autre';
export const NATURES_ABSENCE: Readonly<Record<NatureAbsence, string>> = {
  conge: 'en congé',
  formation: 'en formation',
  imprevue: 'absent',
  autre: 'absent',
};

/** Days when an agent is away, both ends inclusive. */
export interface AbsenceAgenda extends Fenetre {
  readonly agentId: string;
  readonly moment: 'journee' | DemiJournee;
  readonly nature: NatureAbsence;
}

/** Days when a lieu does not open, both ends inclusive. */
export interface FermetureAgenda extends Fenetre {
  readonly lieuId: string;
  readonly lieuNom: string;
  readonly motif: string;
}

/** School holidays, both ends inclusive. */
export interface Vacances extends Fenetre {
  readonly nom: string;
}

/** Of stretches of days, those that hold a day. */
export function duJour<P extends Fenetre>(periodes: readonly P[], jour: Jour): readonly P[] {
  return periodes.filter(({ du, au }) => !estAvant(jour, du) && !estApres(jour, au));
}

/** « en congé », « absent le matin » */
export function direAbsence({ nature, moment }: Pick<AbsenceAgenda, 'nature' | 'moment'>): string {
  const when = { journee: '', matin: ' le matin', 'apres-midi': ' l’après-midi' }[moment];
  return `${NATURES_ABSENCE[nature]}${when}`;
}

/** What everybody knows of a day: its public holiday, its school holidays; null where it is neither. */
export interface Marque {
  readonly ferie: string | null;
  readonly vacances: string | null;
}

/** Reads the marks of the days of a window. Example: 2027-03-29 → « lundi de Pâques ». */
export function marquesDe(
  fenetre: Fenetre,
  vacances: readonly Vacances[],
  options: CalendrierOptions,
): (jour: Jour) => Marque {
  const years = new Set([fenetre.du.year, fenetre.au.year]);
  const feries = [...years].flatMap((year) => joursFeries(year, options));
  const names = Map.groupBy(feries, ({ date }) => date.toString());
  return (jour) => ({
    ferie:
      names
        .get(jour.toString())
        ?.map(({ nom }) => nom)
        .join(' et ') ?? null,
    vacances: duJour(vacances, jour)[0]?.nom ?? null,
  });
}

/** Where an agent is at an hour of a day. */
export type Situation =
  | { readonly situation: 'absent'; readonly absence: AbsenceAgenda }
  | { readonly situation: 'en_seance'; readonly seance: SeanceAgenda }
  | { readonly situation: 'a_venir'; readonly seance: SeanceAgenda }
  | { readonly situation: 'terminee'; readonly seance: SeanceAgenda }
  | { readonly situation: 'libre' };

/**
 * Where an agent is at an hour of a day, from his own séances and absences of that day. Being away says more than what was planned.
 * Example: séance from 9:00 to 12:00, at 10:00 → `en_seance`; at 12:00 → `terminee`; away « apres-midi », at 13:00 → `absent`.
 */
export function situationDe(
  seances: readonly SeanceAgenda[],
  absences: readonly AbsenceAgenda[],
  heure: Heure,
): Situation {
  const absence = absences.find(({ moment }) => moment === 'journee' || moment === demiJourneeDe(heure));
  if (absence !== undefined) return { situation: 'absent', absence };
  const held = seances
    .filter(({ statut }) => statut === 'prevue')
    .toSorted((a, b) => Temporal.PlainTime.compare(a.heureDebut, b.heureDebut));
  const left = held.find(({ heureFin }) => Temporal.PlainTime.compare(heure, heureFin) < 0);
  const last = held.at(-1);
  if (left === undefined) return last === undefined ? { situation: 'libre' } : { situation: 'terminee', seance: last };
  const started = Temporal.PlainTime.compare(heure, left.heureDebut) >= 0;
  return { situation: started ? 'en_seance' : 'a_venir', seance: left };
}

/** One rendez-vous of a séance; `prenom` is null for whoever is not to read it, and once it was forgotten. */
export interface RendezVousAgenda {
  readonly seanceId: string;
  readonly debut: Heure;
  readonly fin: Heure;
  readonly statut: 'tenu' | 'confirme' | 'arrive' | 'recu' | 'absent';
  readonly motif: string;
  readonly prenom: string | null;
}

export const STATUTS_RDV: Readonly<Record<RendezVousAgenda['statut'], string>> = {
  tenu: 'place proposée',
  confirme: 'attendu',
  arrive: 'arrivé',
  recu: 'reçu',
  absent: 'non venu',
};

/**
 * The same rendez-vous, with the first names of those séances alone that somebody may read: an agent those of his own, the équipe
 * technique all.
 */
export function sansPrenoms(
  rendezVous: readonly RendezVousAgenda[],
  estLisible: (seanceId: string) => boolean,
): readonly RendezVousAgenda[] {
  return rendezVous.map((one) => (estLisible(one.seanceId) ? one : { ...one, prenom: null }));
}

/** « 3 rendez-vous », « 1 rendez-vous », « » when there is none. */
export function direRendezVous(nombre: number): string {
  return nombre === 0 ? '' : `${nombre} rendez-vous`;
}

/** What an agent holds on a day: half-days planned, how many séances, how many cancelled. */
export interface JourDeLAgent {
  readonly agentId: string;
  readonly jour: Jour;
  readonly matin: boolean;
  readonly apresMidi: boolean;
  readonly prevues: number;
  readonly annulees: number;
}

/** An agent of the team. */
export interface AgentDeLEquipe {
  readonly id: string;
  readonly nom: string;
  readonly telephone: string | null;
}
