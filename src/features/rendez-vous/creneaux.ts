import type { Db } from '../../platform/db.ts';
import { type Centre, centreDuLieu, type Reprise, type SeanceRdv, seancesRdv } from './creneaux/store.ts';
import { bornesDePrise, type Canal, decouper, fenetreRdv, heureDe, instantDe, type Motif } from './rules.ts';

type Date = Temporal.PlainDate;

/** A moment that is free, as people choose it. `distanceKm` is null where nothing was asked around, or is known. */
export interface Creneau {
  readonly seanceId: string;
  readonly lieuId: string;
  readonly lieuNom: string;
  readonly commune: string;
  readonly jour: Date;
  readonly debut: Temporal.PlainTime;
  readonly fin: Temporal.PlainTime;
  readonly distanceKm: number | null;
}

export interface Cherche {
  /** Around a point: from 25 km on, wider while too little is free. */
  readonly autour?: Centre | undefined;
  readonly lieuIds?: readonly string[] | undefined;
  readonly seanceIds?: readonly string[] | undefined;
  readonly motif: Motif;
  /** Agents and the équipe technique are held to no notice. */
  readonly canal: Canal;
  /** First and last day; today, and the horizon of the motif, unless told. */
  readonly du?: Date | undefined;
  readonly au?: Date | undefined;
  readonly limite: number;
  readonly now: Temporal.Instant;
}

const RAYONS_KM = [25, 60, undefined] as const;
/** Séances read at once, and in all: full ones cost a reading each. */
const LECTURE = 24;
const LECTURES_MAX = 25;

const later = (a: Date, b: Date): Date => (Temporal.PlainDate.compare(a, b) > 0 ? a : b);
const earlier = (a: Date, b: Date): Date => (Temporal.PlainDate.compare(a, b) < 0 ? a : b);

/** The free moments of a séance from an instant on. */
function libresDe(seance: SeanceRdv, { dureeMinutes }: Motif, desLe: Temporal.Instant): readonly Creneau[] {
  const { accueil, pris, jour } = seance;
  const fenetre = fenetreRdv({ heureDebut: heureDe(seance.debut), heureFin: heureDe(seance.fin) }, accueil);
  if (fenetre === null) return [];
  const { id: seanceId, lieuId, lieuNom, commune, distanceKm } = seance;
  return decouper(fenetre, { dureeMinutes, pasMinutes: accueil.pasMinutes }, pris)
    .map(({ debut, fin }) => ({
      ...{ seanceId, lieuId, lieuNom, commune, jour, distanceKm },
      debut: heureDe(debut),
      fin: heureDe(fin),
    }))
    .filter(({ debut }) => Temporal.Instant.compare(instantDe(jour, debut), desLe) >= 0);
}

const byTimeThenDistance = (a: Creneau, b: Creneau): number =>
  Temporal.PlainDate.compare(a.jour, b.jour) ||
  Temporal.PlainTime.compare(a.debut, b.debut) ||
  (a.distanceKm ?? Number.POSITIVE_INFINITY) - (b.distanceKm ?? Number.POSITIVE_INFINITY) ||
  (a.lieuId < b.lieuId ? -1 : Number(a.lieuId > b.lieuId));

/** Two agents who receive side by side offer one moment, not two. */
function sansDoublons(creneaux: readonly Creneau[]): readonly Creneau[] {
  const seen = new Set<string>();
  return creneaux.filter(({ lieuId, jour, debut }) => {
    const key = `${lieuId} ${jour} ${debut}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** Reads séances in their order until enough is free. What is free in those read last may come after a séance not read yet. */
async function lireLibres(
  db: Db,
  territoireId: string,
  cherche: Cherche,
  rayonKm: number | undefined,
): Promise<readonly Creneau[]> {
  const { desLe, jusquAu } = bornesDePrise(cherche.motif, cherche.canal, cherche.now);
  const premier = desLe.toZonedDateTimeISO('Europe/Paris').toPlainDate();
  const du = cherche.du === undefined ? premier : later(cherche.du, premier);
  const au = cherche.au === undefined ? jusquAu : earlier(cherche.au, jusquAu);
  const libres: Creneau[] = [];
  let apres: Reprise | undefined;
  for (let lecture = 0; lecture < LECTURES_MAX; lecture += 1) {
    const seances = await seancesRdv(db, territoireId, { ...cherche, rayonKm }, { du, au, limite: LECTURE, apres });
    libres.push(...seances.flatMap((seance) => libresDe(seance, cherche.motif, desLe)));
    const last = seances.at(-1);
    if (last === undefined || seances.length < LECTURE) break;
    apres = { jour: last.jour, debut: last.debut, id: last.id };
    const sure = libres.filter(({ jour, debut }) => {
      const days = Temporal.PlainDate.compare(jour, last.jour);
      return days < 0 || (days === 0 && Temporal.PlainTime.compare(debut, heureDe(last.debut)) <= 0);
    });
    if (sansDoublons(sure).length >= cherche.limite) break;
  }
  return sansDoublons(libres.toSorted(byTimeThenDistance)).slice(0, cherche.limite);
}

/**
 * The next free moments for a motif, by time then distance, `limite` of them at most: around a point, at some lieux, or in some
 * séances. Nothing past, too soon or too far ahead for who asks, at a lieu that is closed, or of an agent who is away.
 */
export async function creneauxLibres(db: Db, territoireId: string, cherche: Cherche): Promise<readonly Creneau[]> {
  if (cherche.autour === undefined) return lireLibres(db, territoireId, cherche, undefined);
  let found: readonly Creneau[] = [];
  for (const rayonKm of RAYONS_KM) {
    found = await lireLibres(db, territoireId, cherche, rayonKm);
    if (found.length >= cherche.limite) break;
  }
  return found;
}

/** What is offered to somebody whose moment is gone: how many at the same lieu the same day, and in all. */
const MEME_JOUR = 4;
const PROPOSES = 8;

/**
 * The nearest moments to one that cannot be had: those of the same lieu the same day, the closest hours first; then those of the
 * lieu on the days after, then those around it.
 */
export async function alternatives(
  db: Db,
  territoireId: string,
  voulu: { readonly lieuId: string; readonly jour: Date; readonly debut: Temporal.PlainTime },
  cherche: Pick<Cherche, 'motif' | 'canal' | 'now'>,
): Promise<readonly Creneau[]> {
  const { lieuId, jour, debut } = voulu;
  const ici = { ...cherche, lieuIds: [lieuId], limite: 40 };
  const ecart = (creneau: Creneau) => Math.abs(creneau.debut.since(debut).total('minutes'));
  const memeJour = await creneauxLibres(db, territoireId, { ...ici, du: jour, au: jour });
  const first = memeJour.toSorted((a, b) => ecart(a) - ecart(b)).slice(0, MEME_JOUR);
  const suite = await creneauxLibres(db, territoireId, { ...ici, du: jour, limite: PROPOSES });
  const autour = await centreDuLieu(db, territoireId, lieuId);
  const pres =
    autour === undefined
      ? []
      : await creneauxLibres(db, territoireId, { ...cherche, autour, du: jour, limite: PROPOSES });
  const others = suite.filter((creneau) => !creneau.jour.equals(jour)).slice(0, 2);
  return sansDoublons([...first, ...others, ...pres]).slice(0, PROPOSES);
}
