import { estApres, estAvant } from '../../../domain/periode.ts';
import {
  type Convention,
  couvertureAssurance,
  type Echeance,
  estATransmettre,
  lireConvention,
  manquesPartie,
  PARTIES,
  type StatutConvention,
} from '../rules.ts';

type Jour = Temporal.PlainDate;

/** Pieces that a convention may lack, in the order in which they are gathered. */
export const MANQUES = {
  deliberation_departement: 'Délibération du Département',
  deliberation_beneficiaire: 'Délibération ou autorisation du Bénéficiaire',
  accuse_departement: 'Accusé de la délibération du Département',
  accuse_beneficiaire: 'Accusé de la délibération du Bénéficiaire',
  signature_departement: 'Signature du Département',
  signature_beneficiaire: 'Signature du Bénéficiaire',
  transmission: 'Transmission de la convention',
  assurance: 'Assurance valable aujourd’hui',
} as const;

export type Manque = keyof typeof MANQUES;

/**
 * What a convention lacks on a day: for each party its délibération, then its accusé de réception (none is expected of an
 * association), then its signature; the transmission of the convention once both have signed, where its clauses of the day
 * require it; an insurance certificate valid that day while the convention is in force.
 *
 * Source: préambule, « Accusé de réception en préfecture »; art. 4.2, « pendant toute la durée de la Convention »; art. 6,
 * « signature par l'ensemble des Parties ».
 * Example: délibérations recorded, no accusé, nobody has signed → both accusés, both signatures.
 */
export function manquesDe(convention: Convention, jour: Jour): readonly Manque[] {
  const lecture = lireConvention(convention);
  const isToTransmit = lecture !== null && estATransmettre(convention, lecture, jour);
  const isInForce =
    lecture !== null && !estAvant(jour, lecture.effet) && (lecture.fin === null || !estApres(jour, lecture.fin.le));
  const lacking = new Set<Manque>([
    ...PARTIES.flatMap((partie) => manquesPartie(convention, partie).map((manque) => `${manque}_${partie}` as const)),
    ...(isToTransmit ? (['transmission'] as const) : []),
    ...(isInForce && !couvertureAssurance(convention, jour).couvert ? (['assurance'] as const) : []),
  ]);
  return (Object.keys(MANQUES) as Manque[]).filter((manque) => lacking.has(manque));
}

/** How the list of conventions is narrowed; '' keeps everything. */
export type Criteres = {
  readonly etat: StatutConvention | '';
  /** SIREN of an intercommunalité. */
  readonly epci: string;
  readonly nature: string;
  /** A deadline within so many days, today included; null: whenever. */
  readonly sous: number | null;
  readonly manque: Manque | '';
};

/** What a convention is kept or left out on. */
export type Filtrable = {
  readonly statut: StatutConvention;
  readonly epciSiren: string | null;
  readonly nature: string;
  /** Its next deadline. */
  readonly echeance: Pick<Echeance, 'date'> | null;
  readonly manques: readonly Manque[];
};

/**
 * Does a convention answer all the criteria? What nothing asks is not read: it may cost.
 * Example: on 2026-11-26, `sous: 30` keeps a deadline on 2026-12-26, and not one on 2026-12-27.
 */
export function estGardee(one: Filtrable, criteres: Criteres, today: Jour): boolean {
  const { etat, epci, nature, sous, manque } = criteres;
  if (epci !== '' && one.epciSiren !== epci) return false;
  if (nature !== '' && one.nature !== nature) return false;
  if (etat !== '' && one.statut !== etat) return false;
  if (manque !== '' && !one.manques.includes(manque)) return false;
  if (sous === null) return true;
  const { echeance } = one;
  return echeance !== null && !estApres(echeance.date, today.add({ days: sous }));
}
