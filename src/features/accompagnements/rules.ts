import {
  AUTONOMIES,
  type Autonomie,
  AXES,
  type Axe,
  DEMARCHES,
  type Demarche,
  type Genre,
  ISSUES,
  type Issue,
  MATERIELS,
  type Materiel,
  type NiveauAtelier,
  OBJECTIFS,
  type Objectif,
  STRUCTURES_DE_REDIRECTION,
  type StatutSocial,
  type StructureDeRedirection,
  THEMATIQUES,
  type Thematique,
  type TrancheAge,
  TYPES_COORDINATION,
  TYPES_LIEU,
  type TypeCoordination,
  type TypeLieu,
} from '../../domain/nomenclatures.ts';
import { contains, type Periode } from '../../domain/periode.ts';
import { desAteliers } from './rules/ateliers.ts';
import { asIs, type Cellules, count, countTold, type Hide } from './rules/cellules.ts';
import { type Cumul, masquer, masquerCouverture, masquerPartition, SEUIL_PUBLICATION } from './rules/nombre.ts';
import type { Comptes } from './rules/saisie.ts';

export {
  type Cumul,
  estRetenue,
  formatNombre,
  masquer,
  masquerCouverture,
  masquerPartition,
  type Nombre,
  SEUIL_PUBLICATION,
} from './rules/nombre.ts';

/** One act of help to one person, without any identity; the age band is the one of the day of the act. */
export interface Accompagnement {
  readonly date: Temporal.PlainDate;
  readonly dureeMinutes: number;
  readonly thematiques: readonly Thematique[];
  readonly demarches: readonly Demarche[];
  readonly materiels: readonly Materiel[];
  /** Null: not told; so the two below. */
  readonly autonomie: Autonomie | null;
  readonly axe: Axe | null;
  readonly typeLieu: TypeLieu | null;
  readonly objectif: Objectif;
  readonly issue: Issue;
  /** Towards whom, of whoever was sent elsewhere. */
  readonly orientation: StructureDeRedirection | null;
  readonly genre: Genre;
  readonly trancheAge: TrancheAge;
  readonly statutSocial: StatutSocial;
}

/** One atelier, or the totals of several: its counts stand alone, and nobody is told from them. */
export type Atelier = Pick<Comptes, 'niveau' | 'dejaAides' | 'genres' | 'tranchesAge' | 'statutsSociaux'> & {
  readonly date: Temporal.PlainDate;
  readonly dureeMinutes: number;
  readonly participants: number;
  readonly thematiques: readonly Thematique[];
  readonly demarches: readonly Demarche[];
  readonly materiels: readonly Materiel[];
  /** Null: a month was added up before it was counted. */
  readonly objectif: Objectif | null;
  /** Null: not told. */
  readonly axe: Axe | null;
};

/** An event, a partnership or an animation. */
export interface Action {
  readonly date: Temporal.PlainDate;
  readonly dureeMinutes: number;
  readonly type: TypeCoordination;
}

/** A séance as the bilan counts it. */
export interface SeanceComptee {
  readonly date: Temporal.PlainDate;
  readonly statut: 'prevue' | 'annulee';
  readonly heureDebut: Temporal.PlainTime;
  readonly heureFin: Temporal.PlainTime;
}

/** What happened: the séances and the acts of a convention, or of a whole territoire. */
export interface Activite {
  readonly seances: readonly SeanceComptee[];
  readonly accompagnements: readonly Accompagnement[];
  readonly ateliers: readonly Atelier[];
  readonly actions: readonly Action[];
}

export interface Bilan {
  readonly permanencesTenues: number;
  readonly permanencesAnnulees: number;
  readonly heuresPermanence: number;
  /** Acts of individual help: no identity is kept, so a person who came twice counts twice. */
  readonly personnesAidees: Cumul;
  /** Minutes of individual help, each act once. */
  readonly minutesAccompagnement: number;
  readonly ateliers: number;
  readonly participants: Cumul;
  /** Of the participants, those who had been helped before. */
  readonly dejaAides: Cumul;
  readonly minutesAteliers: number;
  readonly actions: number;
  readonly minutesActions: number;
  /** An act with two themes counts in both: the column may exceed the total. */
  readonly parThematique: Cellules<Thematique>;
  readonly parDemarche: Cellules<Demarche>;
  readonly parMateriel: Cellules<Materiel>;
  readonly parObjectif: Cellules<Objectif>;
  readonly parIssue: Cellules<Issue>;
  readonly parOrientation: Cellules<StructureDeRedirection>;
  /** Of those of whom it was told; so the two below. */
  readonly parTypeLieu: Cellules<TypeLieu>;
  readonly parAutonomie: Cellules<Autonomie>;
  readonly parAxe: Cellules<Axe>;
  /** The people helped one by one and the participants of the ateliers; so the two below. */
  readonly parGenre: Cellules<Genre>;
  readonly parTrancheAge: Cellules<TrancheAge>;
  readonly parStatutSocial: Cellules<StatutSocial>;
  /** Ateliers, not people. */
  readonly parThematiqueAtelier: Cellules<Thematique>;
  readonly parDemarcheAtelier: Cellules<Demarche>;
  readonly parMaterielAtelier: Cellules<Materiel>;
  readonly parObjectifAtelier: Cellules<Objectif>;
  readonly parAxeAtelier: Cellules<Axe>;
  readonly parNiveau: Cellules<NiveauAtelier>;
  readonly parTypeAction: Cellules<TypeCoordination>;
}

export interface BilanOptions {
  /** True for anything that leaves the parties: small numbers are hidden. */
  readonly public: boolean;
  /** Last day counted as held (inclusive): today. Later séances are to come. */
  readonly aujourdhui: Temporal.PlainDate;
  /** Only what happened in this period; absent: everything given. */
  readonly periode?: Periode;
}

function minutesOf({ heureDebut, heureFin }: SeanceComptee): number {
  return heureDebut.until(heureFin).total('minutes');
}

function somme<T>(list: readonly T[], read: (one: T) => number): number {
  return list.reduce((sum, one) => sum + read(one), 0);
}

/**
 * Adds up the activity of a convention, a lieu or a territoire. Every list is given whole, zeros included, in the order
 * of its nomenclature; each act counts once in the hours, whatever the number of its themes. Ateliers are counted apart from the
 * help given to one person, and coordination apart from both.
 *
 * Published, those helped one by one and the participants of ateliers are masked apart, as a relevé shows them, then added up: both
 * read together tell nothing that each does not.
 * Source: art. 3.4, « Éléments de suivi relatifs aux activités réalisées », « le nombre d'ateliers réalisés, le nombre de
 * participants, le profil des personnes accompagnées ».
 * Units: hours of séances held (decimal), minutes of help, of ateliers and of coordination.
 * Example: `public: true` with 3 women and 20 men → genre `'<5'` and `'masque'`, total 23.
 */
export function bilan({ seances, accompagnements, ...activite }: Activite, options: BilanOptions): Bilan {
  const { periode, aujourdhui } = options;
  const isCounted = ({ date }: { readonly date: Temporal.PlainDate }): boolean =>
    (periode === undefined || contains(periode, date)) && Temporal.PlainDate.compare(date, aujourdhui) <= 0;
  const past = seances.filter(isCounted);
  const held = past.filter(({ statut }) => statut === 'prevue');
  const acts = accompagnements.filter(isCounted);
  const actions = activite.actions.filter(isCounted);
  return {
    permanencesTenues: held.length,
    permanencesAnnulees: past.length - held.length,
    heuresPermanence: somme(held, minutesOf) / 60,
    personnesAidees: options.public ? masquer(acts.length) : acts.length,
    minutesAccompagnement: somme(acts, ({ dureeMinutes }) => dureeMinutes),
    ...deLAide(acts, options.public),
    ...desAteliers(activite.ateliers.filter(isCounted), acts, options.public),
    actions: actions.length,
    minutesActions: somme(actions, ({ dureeMinutes }) => dureeMinutes),
    parTypeAction: count(
      TYPES_COORDINATION,
      actions.map(({ type }) => type),
      asIs,
    ),
  };
}

/** What the help given to one person was about. */
function deLAide(acts: readonly Accompagnement[], isPublic: boolean) {
  const each: Hide = isPublic ? (nombres) => nombres.map(masquer) : asIs;
  const partition: Hide = isPublic ? masquerPartition : asIs;
  /** Each of these acts has one at least. */
  const couverture = (total: number): Hide => (isPublic ? (nombres) => masquerCouverture(nombres, total) : asIs);
  const administratifs = acts.filter(({ thematiques }) => thematiques.includes('AideAuxDemarchesAdministratives'));
  const of = <T>(read: (act: Accompagnement) => T): readonly T[] => acts.map(read);
  const all = <T>(read: (act: Accompagnement) => readonly T[]): readonly T[] =>
    acts.flatMap((act) => [...new Set(read(act))]);
  const parIssue = count(
    ISSUES,
    of(({ issue }) => issue),
    partition,
  );
  // They add up to those sent elsewhere: hidden, these would be told by the sum.
  const isOrienteeHidden = parIssue.some(({ cle, nombre }) => cle === 'orientee' && typeof nombre !== 'number');
  const hideAll: Hide = (nombres) => nombres.map((nombre) => (nombre < SEUIL_PUBLICATION ? masquer(nombre) : 'masque'));
  return {
    parThematique: count(
      THEMATIQUES,
      all(({ thematiques }) => thematiques),
      couverture(acts.length),
    ),
    parDemarche: count(
      DEMARCHES,
      all(({ demarches }) => demarches),
      couverture(administratifs.length),
    ),
    parMateriel: count(
      MATERIELS,
      all(({ materiels }) => materiels),
      each,
    ),
    parObjectif: count(
      OBJECTIFS,
      of(({ objectif }) => objectif),
      partition,
    ),
    parIssue,
    parOrientation: count(
      STRUCTURES_DE_REDIRECTION,
      of(({ orientation }) => orientation),
      isOrienteeHidden ? hideAll : partition,
    ),
    parTypeLieu: countTold(
      TYPES_LIEU,
      of(({ typeLieu }) => typeLieu),
      partition,
    ),
    parAutonomie: countTold(
      AUTONOMIES,
      of(({ autonomie }) => autonomie),
      partition,
    ),
    parAxe: countTold(
      AXES,
      of(({ axe }) => axe),
      partition,
    ),
  };
}
