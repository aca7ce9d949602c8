import { formatDate, formatDates } from '../../../domain/date.ts';
import { compareJours } from '../../../domain/periode.ts';
import type { Phrases } from '../../../domain/refus.ts';

type Date = Temporal.PlainDate;

/** A row as PostgreSQL wrote it: `to_jsonb`, its columns by name. */
type Ligne = Readonly<Record<string, unknown>> & { readonly id: string };

/** A séance of a series; `jour`: « 2026-12-11 ». */
export type LigneSeance = Ligne & { readonly jour: string; readonly statut: string; readonly permanence_id: string };

export type LigneRendezVous = Ligne & { readonly seance_id: string; readonly statut: string };

/** A series from a day on, and all that hangs from it: what a change touches, as it is at one moment. */
export interface Photo {
  readonly permanences: readonly Ligne[];
  readonly seances: readonly LigneSeance[];
  readonly rendezVous: readonly LigneRendezVous[];
  /** Séances where something was written by then: help, a mandat, a time, something that was missing. */
  readonly tenues: readonly string[];
}

/** A change of a series, as it was made. */
export interface ChangementFait {
  /** The day on which it was made, in Paris. */
  readonly faitLe: Date;
  readonly isAnnule: boolean;
  readonly avant: Photo;
  /** What it left. */
  readonly apres: Photo;
}

/** What no longer receives what would come back. */
export interface Obstacles {
  /** Lieux closed since, by name. */
  readonly lieux: readonly string[];
  /** Rooms closed since, by name. */
  readonly salles: readonly string[];
  /** Days on which the lieu that would be found again does not open. */
  readonly fermetures: readonly Date[];
  /** Days on which the agent who would hold it again is away. */
  readonly absences: readonly Date[];
}

export const SANS_OBSTACLE: Obstacles = { lieux: [], salles: [], fermetures: [], absences: [] };

export type RefusChangementFait =
  | { readonly refus: 'deja_annule' }
  | { readonly refus: 'jour_passe'; readonly faitLe: Date }
  | { readonly refus: 'permanence_changee' }
  | { readonly refus: 'seance_tenue'; readonly jours: readonly Date[] }
  | { readonly refus: 'rendez_vous_pris'; readonly jours: readonly Date[] }
  | { readonly refus: 'seance_changee'; readonly jours: readonly Date[] }
  | { readonly refus: 'lieu_ferme'; readonly noms: readonly string[] }
  | { readonly refus: 'salle_fermee'; readonly noms: readonly string[] }
  | { readonly refus: 'fermeture'; readonly jours: readonly Date[] }
  | { readonly refus: 'absence'; readonly jours: readonly Date[] }
  | { readonly refus: 'agent_occupe' }
  | { readonly refus: 'agent_absent' }
  | { readonly refus: 'lieu_occupe' }
  | { readonly refus: 'salle_a_nommer' }
  | { readonly refus: 'lieu_ferme_ces_jours' }
  | { readonly refus: 'trajet_trop_court' };

export const PHRASES_CHANGEMENT: Phrases<RefusChangementFait> = {
  deja_annule: () => 'Ce changement est déjà annulé.',
  jour_passe: ({ faitLe }) =>
    `Ce changement a été fait le ${formatDate(faitLe)} : il s’annulait jusqu’à la fin de ce jour. Changez de nouveau la permanence.`,
  permanence_changee: () =>
    'La permanence a été changée de nouveau depuis : annulez d’abord ce second changement, ou changez-la de nouveau.',
  seance_tenue: ({ jours }) =>
    `Quelque chose a été noté depuis dans ces séances : ${formatDates(jours)}. Elles ont eu lieu, le changement ne s’annule plus.`,
  rendez_vous_pris: ({ jours }) =>
    `Des rendez-vous ont été pris depuis dans les séances changées : ${formatDates(jours)}. Les personnes comptent dessus.`,
  seance_changee: ({ jours }) =>
    `Des séances ont été changées une à une depuis : ${formatDates(jours)}. Remettez-les comme le changement les avait laissées, puis recommencez.`,
  lieu_ferme: ({ noms }) => `Ce lieu a été fermé depuis : ${noms.join(', ')}.`,
  salle_fermee: ({ noms }) => `Cette salle a été fermée depuis : ${noms.join(', ')}. Rouvrez-la d’abord.`,
  fermeture: ({ jours }) => `Une fermeture du lieu d’avant a été notée depuis, à ces dates : ${formatDates(jours)}.`,
  absence: ({ jours }) => `Une absence de l’agent d’avant a été notée depuis, à ces dates : ${formatDates(jours)}.`,
  agent_occupe: () => 'L’agent d’avant a été pris ailleurs à ces heures.',
  agent_absent: () => 'L’agent d’avant est absent l’un de ces jours.',
  lieu_occupe: () => 'Le lieu, ou la salle, d’avant a été pris par une autre permanence.',
  salle_a_nommer: () =>
    'Une permanence sans salle occupe tout le lieu, et une autre s’y tient désormais aux heures d’avant. Dites la salle de chacune des deux.',
  lieu_ferme_ces_jours: () => 'Le lieu d’avant n’ouvre pas l’un de ces jours.',
  trajet_trop_court: () =>
    'L’agent d’avant tient désormais une autre séance le même jour, trop loin pour arriver à l’heure.',
};

const TERMINES: ReadonlySet<string> = new Set(['annule', 'deplace']);
const VENUS: ReadonlySet<string> = new Set(['arrive', 'recu', 'absent']);

const parId = <L extends Ligne>(lignes: readonly L[]): ReadonlyMap<string, L> =>
  new Map(lignes.map((ligne) => [ligne.id, ligne]));

/** A séance as people live it: whose series it is does not matter to them, how they are received does. */
function vecue({ permanences }: Photo, seance: LigneSeance): string {
  const of = permanences.find(({ id }) => id === seance.permanence_id);
  return JSON.stringify([
    { ...seance, permanence_id: null },
    ...['accueil', 'rdv_debut', 'rdv_fin', 'pas_minutes'].map((colonne) => of?.[colonne]),
  ]);
}

/** The séances that a change made other than they were, or made at all. */
export function seancesTouchees({ avant, apres }: Pick<ChangementFait, 'avant' | 'apres'>): readonly LigneSeance[] {
  const before = parId(avant.seances);
  return apres.seances.filter((seance) => {
    const former = before.get(seance.id);
    return former === undefined || vecue(avant, former) !== vecue(apres, seance);
  });
}

/** What taking a change back does, so that it is shown before. */
export interface Retour {
  /** Séances that it had made, which are taken away. */
  readonly retirees: readonly Date[];
  /** Séances that it had cancelled, planned again. */
  readonly retablies: readonly Date[];
  /** Séances that find again their day, hours, lieu or agent. */
  readonly reprises: number;
  /** Rendez-vous that find again their hour, their place or their séance. */
  readonly rendezVous: number;
}

/** What comes back, and what goes away. Example: Fridays moved to Thursdays → `retirees` the Thursdays, `retablies` the Fridays. */
export function retourDe({ avant, apres }: Pick<ChangementFait, 'avant' | 'apres'>): Retour {
  const before = parId(avant.seances);
  const touched = seancesTouchees({ avant, apres });
  const kept = touched.filter(({ id }) => before.has(id));
  const isBack = ({ id, statut }: LigneSeance) => statut === 'annulee' && before.get(id)?.statut === 'prevue';
  const keptIds = new Set(kept.map(({ id }) => id));
  return {
    retirees: joursDe(touched.filter(({ id }) => !before.has(id))),
    retablies: joursDe(kept.filter(isBack).flatMap(({ id }) => before.get(id) ?? [])),
    reprises: kept.filter((seance) => !isBack(seance)).length,
    rendezVous: avant.rendezVous.filter(({ seance_id, statut }) => statut === 'confirme' && keptIds.has(seance_id))
      .length,
  };
}

function joursDe(seances: readonly { readonly jour: string }[]): readonly Date[] {
  return [...new Set(seances.map(({ jour }) => jour))].map((jour) => Temporal.PlainDate.from(jour)).sort(compareJours);
}

/**
 * Every reason not to take a change back; empty: the series finds again what it was, row by row.
 *
 * Source: art. 1.2 (what is posted is what will be held). Until the end of the day of the change in Paris, as long as nothing rests on
 * it: `maintenant`, the series as it is. A séance cancelled and planned again since is as the change left it, and hinders nothing.
 * Example: Fridays moved to 10 h on 2026-11-24, somebody books 11 December at 10 h 30 → `rendez_vous_pris` with 11 December.
 */
export function verifierAnnulationChangement(
  changement: ChangementFait,
  maintenant: Photo,
  { aujourdhui, obstacles }: { readonly aujourdhui: Date; readonly obstacles: Obstacles },
): readonly RefusChangementFait[] {
  const { faitLe, isAnnule, apres } = changement;
  if (isAnnule) return [{ refus: 'deja_annule' }];
  if (!faitLe.equals(aujourdhui)) return [{ refus: 'jour_passe', faitLe }];
  if (JSON.stringify(maintenant.permanences) !== JSON.stringify(apres.permanences)) {
    return [{ refus: 'permanence_changee' }];
  }
  const { tenues, prises } = bati(changement, maintenant);
  const moved = seancesChangees(apres, maintenant).filter((jour) => !tenues.some((one) => one.equals(jour)));
  const { lieux, salles, fermetures, absences } = obstacles;
  return [
    ...(tenues.length > 0 ? [{ refus: 'seance_tenue', jours: tenues } as const] : []),
    ...(prises.length > 0 ? [{ refus: 'rendez_vous_pris', jours: prises } as const] : []),
    ...(moved.length > 0 ? [{ refus: 'seance_changee', jours: moved } as const] : []),
    ...(lieux.length > 0 ? [{ refus: 'lieu_ferme', noms: lieux } as const] : []),
    ...(salles.length > 0 ? [{ refus: 'salle_fermee', noms: salles } as const] : []),
    ...(fermetures.length > 0 ? [{ refus: 'fermeture', jours: fermetures } as const] : []),
    ...(absences.length > 0 ? [{ refus: 'absence', jours: absences } as const] : []),
  ];
}

/** What was built on the séances that the change touched: the days where something was noted, those where somebody is awaited. */
function bati({ avant, apres }: ChangementFait, maintenant: Photo) {
  const touched = parId(seancesTouchees({ avant, apres }));
  const made = new Set(apres.seances.map(({ id }) => id));
  for (const { id } of avant.seances) made.delete(id);
  const known = parId(apres.rendezVous);
  const noted = new Set(apres.tenues);
  const here = maintenant.rendezVous.filter(({ seance_id }) => touched.has(seance_id));
  const venus = here.filter(({ id, statut }) => VENUS.has(statut) && known.get(id)?.statut !== statut);
  const held = [
    ...maintenant.tenues.filter((id) => !noted.has(id)),
    ...venus.map(({ seance_id }) => seance_id),
  ].flatMap((id) => touched.get(id) ?? []);
  // Of a séance that goes away, even a rendez-vous that is over keeps its trace.
  const taken = here
    .filter(({ id, seance_id, statut }) => !known.has(id) && (made.has(seance_id) || !TERMINES.has(statut)))
    .flatMap(({ seance_id }) => touched.get(seance_id) ?? []);
  return { tenues: joursDe(held), prises: joursDe(taken) };
}

/** The days of the séances that are no longer as the change left them, or that came since. */
function seancesChangees(apres: Photo, maintenant: Photo): readonly Date[] {
  const [left, now] = [parId(apres.seances), parId(maintenant.seances)];
  const isSame = (one: LigneSeance, other: LigneSeance | undefined) => JSON.stringify(one) === JSON.stringify(other);
  return joursDe([
    ...apres.seances.filter((one) => !isSame(one, now.get(one.id))),
    ...maintenant.seances.filter(({ id }) => !left.has(id)),
  ]);
}
