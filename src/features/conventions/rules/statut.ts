import { estApres, estAvant } from '../../../domain/periode.ts';
import {
  type Convention,
  type Evenement,
  evenementsDeType,
  evenementsEffectifs,
  jourConnu,
  type Recommande,
} from './evenements.ts';
import { type Fin, lireConvention } from './periodes.ts';
import { type Procedure, procedures } from './procedures.ts';

type Jour = Temporal.PlainDate;

/** States of a convention on a day, one word shared by the code, the database and the addresses. */
export const STATUTS_CONVENTION = {
  brouillon: 'Brouillon',
  en_signature: 'En cours de signature',
  en_vigueur: 'En vigueur',
  opposee: 'En vigueur, ne sera pas reconduite',
  mise_en_demeure: 'En vigueur, mise en demeure en cours',
  constat_attendu: 'En vigueur, constat attendu',
  resiliation_en_cours: 'En vigueur, résiliation en cours',
  expiree: 'Arrivée à son terme',
  non_reconduite: 'Terminée, non reconduite',
  resiliee: 'Résiliée',
} as const;
export type StatutConvention = keyof typeof STATUTS_CONVENTION;

const STATUTS_EN_VIGUEUR: ReadonlySet<StatutConvention> = new Set([
  'en_vigueur',
  'opposee',
  'mise_en_demeure',
  'constat_attendu',
  'resiliation_en_cours',
]);

/** True for the states in which interventions are covered. */
export function isStatutEnVigueur(statut: StatutConvention): boolean {
  return STATUTS_EN_VIGUEUR.has(statut);
}

function courrierAu(courrier: Recommande, jour: Jour): Recommande {
  const arrival = courrier.recuLe ?? courrier.premierePresentationLe;
  const notYet = arrival !== null && estApres(arrival, jour);
  return notYet ? { ...courrier, recuLe: null, premierePresentationLe: null, sort: 'en_cours' } : courrier;
}

function evenementAu(evenement: Evenement, jour: Jour): Evenement {
  switch (evenement.type) {
    case 'opposition': {
      const isLater = evenement.recueLe !== null && estApres(evenement.recueLe, jour);
      return isLater ? { ...evenement, recueLe: null } : evenement;
    }
    case 'mise_en_demeure':
    case 'force_majeure': {
      const courrier = courrierAu(evenement.courrier, jour);
      return courrier === evenement.courrier ? evenement : { ...evenement, courrier };
    }
    case 'avenant': {
      const { departement, beneficiaire } = evenement.signatures;
      const known = (date: Jour | null) => (date !== null && estApres(date, jour) ? null : date);
      return { ...evenement, signatures: { departement: known(departement), beneficiaire: known(beneficiaire) } };
    }
    default:
      return evenement;
  }
}

/**
 * The convention as it could be known on a day: later facts are left out, a letter not yet arrived is on its way.
 * An event cancelled since as a mistake never counted, whatever the day.
 *
 * Source: art. 8.2, « dûment daté » : which clauses, sites and dates were in force on any past day can be answered.
 */
export function conventionAu(convention: Convention, jour: Jour): Convention {
  const effectifs = evenementsEffectifs(convention.evenements);
  const evenements = effectifs.flatMap((evenement) =>
    estApres(jourConnu(evenement), jour) ? [] : [evenementAu(evenement, jour)],
  );
  // Nothing to hide: the same convention, read once for every question.
  const isSame = evenements.length === effectifs.length && evenements.every((one, rank) => one === effectifs[rank]);
  return isSame ? convention : { ...convention, evenements };
}

function statutTermine(fin: Fin): StatutConvention {
  if (fin.cause === 'terme') return 'expiree';
  return fin.cause === 'opposition' ? 'non_reconduite' : 'resiliee';
}

function isOpen({ recueLe, remedieeLe, constat }: Procedure): boolean {
  return recueLe !== null && remedieeLe === null && constat === null;
}

/**
 * State of the convention on a day, past or to come, from its events and nothing else.
 *
 * Source: art. 6, « prend effet à compter de sa signature par l'ensemble des Parties »; art. 7.1, « restée partiellement
 * ou totalement infructueuse »; art. 7.2. The machine never terminates for fault: after the 30th day, `constat_attendu`.
 * Example: mise en demeure received 2023-01-10 → `mise_en_demeure` until 2023-02-09, `constat_attendu` from 2023-02-10.
 */
export function statutAu(convention: Convention, jour: Jour): StatutConvention {
  const vue = conventionAu(convention, jour);
  const lecture = lireConvention(vue);
  if (lecture === null) return evenementsDeType(vue, 'signature').length === 0 ? 'brouillon' : 'en_signature';
  const { fin } = lecture;
  if (fin !== null && estAvant(fin.le, jour)) return statutTermine(fin);
  const open = procedures(vue, lecture.clausesAu).filter(isOpen);
  const late = open.some(({ dernierJourRemede }) => dernierJourRemede !== null && estApres(jour, dernierJourRemede));
  if (late) return 'constat_attendu';
  if (open.length > 0) return 'mise_en_demeure';
  if (fin?.cause === 'opposition') return 'opposee';
  return fin === null || fin.cause === 'terme' ? 'en_vigueur' : 'resiliation_en_cours';
}

/** True when an intervention on that day is covered. Source: art. 6, « prend effet […] et prendra fin ». */
export function enVigueurLe(convention: Convention, jour: Jour): boolean {
  return joursHorsConvention(convention, [jour]).length === 0;
}

/**
 * Those of the days that no period of the convention covers, in the order given. What is known today decides: a renewal
 * that nobody has opposed yet covers.
 *
 * Source: art. 6; art. 1.2, « interviennent […] dans la structure du Bénéficiaire ».
 * Example: effet 2022-10-10, days 2022-10-04 and 2022-10-11 → [2022-10-04].
 */
export function joursHorsConvention(convention: Convention, jours: readonly Jour[]): readonly Jour[] {
  const lecture = lireConvention(convention);
  if (lecture === null) return jours;
  // Its periods follow each other from the effect to the end without a gap.
  const { effet, fin } = lecture;
  return jours.filter((jour) => estAvant(jour, effet) || (fin !== null && estApres(jour, fin.le)));
}
