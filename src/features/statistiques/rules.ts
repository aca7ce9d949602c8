import { formatDate, formatDuree, formatMois } from '../../domain/date.ts';
import { estApres, estAvant, lePlusTard, lePlusTot, type Periode } from '../../domain/periode.ts';
import type { Phrases } from '../../domain/refus.ts';
import { cumulerBilans, sansPersonnes } from '../accompagnements/rules/cumul.ts';
import {
  type Activite,
  type Bilan,
  bilan,
  type Cumul,
  formatNombre,
  masquer,
  type Nombre,
} from '../accompagnements/rules.ts';
import { type Convention, dateEffet, derniereJournee } from '../conventions/rules.ts';

type Jour = Temporal.PlainDate;

export type RefusPeriode = { readonly refus: 'periode_inversee'; readonly debut: Jour };

export const PHRASES_PERIODE: Phrases<RefusPeriode> = {
  periode_inversee: ({ debut }) => `Le dernier jour ne peut pas précéder le premier, le ${formatDate(debut)}.`,
};

/**
 * The life of a convention so far: from its effect to today, or to its last day when it is over. Null while it has not
 * taken effect: there is nothing to count.
 *
 * Source: art. 6, « prend effet à compter de sa signature par l'ensemble des Parties ».
 * Example: effet 2022-10-10, on 2023-01-15 → 2022-10-10 → 2023-01-15; on 2024-01-15 → 2022-10-10 → 2023-07-01.
 */
export function vieDeLaConvention(convention: Convention, aujourdhui: Jour): Periode | null {
  const effet = dateEffet(convention);
  if (effet === null || estApres(effet, aujourdhui)) return null;
  const fin = lePlusTot(derniereJournee(convention) ?? aujourdhui, aujourdhui);
  return estAvant(fin, effet) ? null : { debut: effet, fin };
}

/**
 * The period asked for, its missing ends taken from `vie`. Refuses `periode_inversee`.
 * Example: vie 2022-10-10 → 2023-01-15, du 2022-11-01 → 2022-11-01 → 2023-01-15.
 */
export function choisirPeriode(
  demande: { readonly du: Jour | null; readonly au: Jour | null },
  vie: Periode,
): Periode | RefusPeriode {
  const debut = demande.du ?? (demande.au === null ? vie.debut : lePlusTot(vie.debut, demande.au));
  const fin = demande.au ?? lePlusTard(vie.fin, debut);
  return estAvant(fin, debut) ? { refus: 'periode_inversee', debut } : { debut, fin };
}

/**
 * The whole months that hold a period: outside the team a bilan is never cut by the day, so that two bilans one day apart
 * do not tell who came that day. Example: 2022-10-10 → 2022-11-03 gives 2022-10-01 → 2022-11-30.
 */
export function moisEntiers({ debut, fin }: Periode): Periode {
  return { debut: debut.with({ day: 1 }), fin: fin.with({ day: fin.daysInMonth }) };
}

export interface NombreDuMois {
  readonly mois: Temporal.PlainYearMonth;
  readonly nombre: Nombre;
}

/** Months drawn at most: the last ones. */
const MOIS_MONTRES = 12;

/**
 * People helped month by month, empty months included, at most the last twelve.
 * Example: acts of 2022-11-03 and 2023-01-10 → novembre 1, décembre 0, janvier 1.
 */
export function parMois(jours: readonly Jour[], { debut, fin }: Periode, isPublic: boolean): readonly NombreDuMois[] {
  const inside = jours.filter((jour) => !estAvant(jour, debut) && !estApres(jour, fin));
  const [first] = inside.toSorted(Temporal.PlainDate.compare);
  if (first === undefined) return [];
  const last = inside.reduce(lePlusTard);
  const counts = Map.groupBy(inside, (jour) => jour.toPlainYearMonth().toString());
  const months: Temporal.PlainYearMonth[] = [];
  const end = last.toPlainYearMonth();
  for (
    let mois = first.toPlainYearMonth();
    Temporal.PlainYearMonth.compare(mois, end) <= 0;
    mois = mois.add({ months: 1 })
  ) {
    months.push(mois);
  }
  const raw = months.map((mois) => counts.get(mois.toString())?.length ?? 0);
  const shown = isPublic ? raw.map(masquer) : raw;
  return months.map((mois, rang) => ({ mois, nombre: shown[rang] ?? 0 })).slice(-MOIS_MONTRES);
}

/** The bilan of a period with its months. */
export interface BilanPeriode extends Bilan {
  readonly periode: Periode;
  readonly mois: readonly NombreDuMois[];
}

/** What is read of a month outside of the team: all of it, its permanences alone, or nothing. */
export type Lecture = 'entier' | 'permanences' | 'rien';

export interface OptionsBilan {
  readonly periode: Periode;
  readonly aujourdhui: Jour;
  readonly public: boolean;
  /** Outside of the team, what is read of a month, by its first day; absent: all of it. */
  readonly lecture?: (mois: Jour) => Lecture;
}

/**
 * The bilan of a period, on a day. `public: true` for whoever is not of the team: it adds up what is published of each month that is
 * over, so that neither two periods, nor two days, read side by side tell more than months do.
 *
 * Source: art. 3.4, « Éléments de suivi relatifs aux activités réalisées »; art. 4.1.
 * Example: 22 women in October, 3 in November, on 2 December → « au moins 22 »; on 30 November → 22.
 */
export function bilanDePeriode(activite: Activite, options: OptionsBilan): BilanPeriode {
  const { periode, aujourdhui } = options;
  const jours = activite.accompagnements.map(({ date }) => date);
  if (options.public) return bilanPublie(activite, jours, options);
  const passe = { debut: periode.debut, fin: lePlusTot(periode.fin, aujourdhui) };
  return { ...bilan(activite, options), periode, mois: parMois(jours, passe, false) };
}

function bilanPublie(activite: Activite, jours: readonly Jour[], options: OptionsBilan): BilanPeriode {
  const { periode, aujourdhui, lecture = () => 'entier' as const } = options;
  const lus = moisFinis(periode, aujourdhui).filter((mois) => lecture(mois) !== 'rien');
  const parties = lus.map((mois) => {
    const of = { debut: mois, fin: mois.with({ day: mois.daysInMonth }) };
    const total = bilan(activite, { public: true, aujourdhui, periode: of });
    return lecture(mois) === 'entier' ? total : sansPersonnes(total);
  });
  const vide = bilan({ seances: [], accompagnements: [], ateliers: [], actions: [] }, { public: true, aujourdhui });
  const entiers = new Set(lus.filter((mois) => lecture(mois) === 'entier').map((mois) => `${mois.toPlainYearMonth()}`));
  const montres = jours.filter((jour) => entiers.has(`${jour.toPlainYearMonth()}`));
  const mois = parMois(montres, moisEntiers(periode), true).map(
    (one): NombreDuMois => (entiers.has(`${one.mois}`) ? one : { ...one, nombre: 'masque' }),
  );
  return { ...cumulerBilans(vide, parties), periode, mois };
}

/** The first days of the months of a period that are over. */
function moisFinis({ debut, fin }: Periode, aujourdhui: Jour): readonly Jour[] {
  const months: Jour[] = [];
  for (let mois = debut.with({ day: 1 }); !estApres(mois, fin); mois = mois.add({ months: 1 })) {
    if (estAvant(mois.with({ day: mois.daysInMonth }), aujourdhui)) months.push(mois);
  }
  return months;
}

/** One bar: what it counts, its length (null when the number is hidden), and the number as printed. */
export interface Barre {
  readonly libelle: string;
  readonly nombre: number | null;
  readonly texte: string;
}

type Comptee = { readonly libelle: string; readonly nombre: Cumul };

/** Cells as bars, in their order. Example: `'<5'` → no length, « moins de 5 ». */
export function barres(cellules: readonly Comptee[]): readonly Barre[] {
  return cellules.map(({ libelle, nombre }) => ({
    libelle,
    nombre: typeof nombre === 'object' ? nombre.auMoins : typeof nombre === 'number' ? nombre : null,
    texte: formatNombre(nombre),
  }));
}

/** The same without the zeros, the longest first and the hidden ones last. */
export function plusGrandesBarres(cellules: readonly Comptee[]): readonly Barre[] {
  return barres(cellules)
    .filter(({ nombre }) => nombre !== 0)
    .toSorted((a, b) => (b.nombre ?? 0) - (a.nombre ?? 0));
}

const MOIS_COURTS = [
  'janv.',
  'févr.',
  'mars',
  'avr.',
  'mai',
  'juin',
  'juil.',
  'août',
  'sept.',
  'oct.',
  'nov.',
  'déc.',
] as const;

/** Months as bars, with short names: « oct. ». */
export function barresDesMois(mois: readonly NombreDuMois[]): readonly Barre[] {
  return barres(mois.map(({ mois: un, nombre }) => ({ libelle: MOIS_COURTS[un.month - 1] ?? '', nombre })));
}

/** « du 10 octobre 2022 au 9 avril 2023 » */
export function formatPeriode({ debut, fin }: Periode): string {
  return `du ${formatDate(debut)} au ${formatDate(fin)}`;
}

/** Hours of permanence: « 72 h », « 3 h 30 ». */
export function heuresDePermanence({ heuresPermanence }: Bilan): string {
  return formatHeures(Math.round(heuresPermanence * 60));
}

/** Hours of help; not published when the number of people is not, since they would tell it. */
export function heuresDAide({ minutesAccompagnement, personnesAidees }: Bilan): string {
  if (personnesAidees === '<5' || personnesAidees === 'masque') return 'non publié';
  const heures = formatHeures(minutesAccompagnement);
  return typeof personnesAidees === 'object' ? `au moins\u00a0${heures}` : heures;
}

/** Hours of ateliers: « 12 h ». */
export function heuresDAtelier({ minutesAteliers }: Bilan): string {
  return formatHeures(minutesAteliers);
}

/** Hours of events, partnerships and animations. */
export function heuresDeCoordination({ minutesActions }: Bilan): string {
  return formatHeures(minutesActions);
}

/** Whether anything was done that a chart could show. */
export function estVide({ personnesAidees, ateliers, actions }: Bilan): boolean {
  return personnesAidees === 0 && ateliers === 0 && actions === 0;
}

const HEURES_ARRONDIES_DES = 100;

/** From 100 hours on, whole hours say enough: « 1 787 h ». */
function formatHeures(minutes: number): string {
  if (minutes === 0) return '0\u00a0h';
  const heures = Math.round(minutes / 60);
  return heures < HEURES_ARRONDIES_DES ? formatDuree(minutes) : `${formatNombre(heures)}\u00a0h`;
}

/** Permanences planned in the past of the period: held or cancelled. */
export function permanencesPrevues({ permanencesTenues, permanencesAnnulees }: Bilan): number {
  return permanencesTenues + permanencesAnnulees;
}

export interface LigneBilan {
  readonly rubrique: string;
  readonly libelle: string;
  /** A number, or the words that hide it. */
  readonly valeur: number | string;
}

function cell(nombre: Cumul): number | string {
  return typeof nombre === 'number' ? nombre : formatNombre(nombre);
}

/** Minutes of help, of which the same is told as of its hours. */
export function minutesDAide({ minutesAccompagnement, personnesAidees }: Bilan): number | string {
  if (typeof personnesAidees === 'number') return minutesAccompagnement;
  return cell(typeof personnesAidees === 'object' ? { auMoins: minutesAccompagnement } : 'masque');
}

/** Every figure of a bilan, one a line, in the order of the page: for the export. Zeros are kept. */
export function lignesBilan(total: BilanPeriode): readonly LigneBilan[] {
  const of = (rubrique: string, cellules: readonly Comptee[]): LigneBilan[] =>
    cellules.map(({ libelle, nombre }) => ({ rubrique, libelle, valeur: cell(nombre) }));
  return [
    { rubrique: 'Ensemble', libelle: 'Personnes aidées', valeur: cell(total.personnesAidees) },
    { rubrique: 'Ensemble', libelle: 'Permanences tenues', valeur: total.permanencesTenues },
    { rubrique: 'Ensemble', libelle: 'Permanences annulées', valeur: total.permanencesAnnulees },
    { rubrique: 'Ensemble', libelle: 'Heures de permanence', valeur: total.heuresPermanence },
    { rubrique: 'Ensemble', libelle: 'Minutes d’aide individuelle', valeur: minutesDAide(total) },
    { rubrique: 'Ensemble', libelle: 'Ateliers', valeur: total.ateliers },
    { rubrique: 'Ensemble', libelle: 'Participants aux ateliers', valeur: cell(total.participants) },
    { rubrique: 'Ensemble', libelle: 'Participants déjà aidés', valeur: cell(total.dejaAides) },
    { rubrique: 'Ensemble', libelle: 'Minutes d’atelier', valeur: total.minutesAteliers },
    { rubrique: 'Ensemble', libelle: 'Actions de coordination', valeur: total.actions },
    { rubrique: 'Ensemble', libelle: 'Minutes de coordination', valeur: total.minutesActions },
    ...of(
      'Mois',
      total.mois.map(({ mois, nombre }) => ({ libelle: formatMois(mois), nombre })),
    ),
    ...of('Thème', total.parThematique),
    ...of('Démarche', total.parDemarche),
    ...of('Objectif', total.parObjectif),
    ...of('Résultat', total.parIssue),
    ...of('Orientation', total.parOrientation),
    ...of('Autonomie', total.parAutonomie),
    ...of('Matériel', total.parMateriel),
    ...of('Type de lieu', total.parTypeLieu),
    ...of('Axe', total.parAxe),
    ...of('Thème des ateliers', total.parThematiqueAtelier),
    ...of('Démarche des ateliers', total.parDemarcheAtelier),
    ...of('Objectif des ateliers', total.parObjectifAtelier),
    ...of('Matériel des ateliers', total.parMaterielAtelier),
    ...of('Axe des ateliers', total.parAxeAtelier),
    ...of('Niveau des ateliers', total.parNiveau),
    ...of('Coordination', total.parTypeAction),
    ...of('Genre', total.parGenre),
    ...of('Âge', total.parTrancheAge),
    ...of('Situation', total.parStatutSocial),
  ];
}
