import { formatDate } from '../../domain/date.ts';
import type { NatureAgent } from '../../domain/nomenclatures.ts';
import { estApres, estAvant } from '../../domain/periode.ts';
import type { Phrases } from '../../domain/refus.ts';

type Jour = Temporal.PlainDate;

/** A contract of an agent; `fin` is its last day, inclusive, null when none is set. */
export interface Contrat {
  readonly debut: Jour;
  readonly fin: Jour | null;
}

/** Certified training of an agent. */
export interface Certificat {
  readonly intitule: string;
  readonly obtenuLe: Jour;
}

/** Usual length of a contract by kind of agent, in calendar months; a parameter, proposed by the forms. */
export type DureesContrat = Readonly<Record<NatureAgent, number>>;

/** Source: préambule, « en contrat de projet sur 2 ans »; annexe 1, « sur une période de 1 an renouvelable ». */
export const dureesContrat2022: DureesContrat = { conseiller: 24, ambassadeur: 12 };

/** Last day, inclusive, proposed for a contract. Source: préambule, « 2 ans ». Example: conseiller 2025-09-01 → 2027-08-31. */
export function finContratProposee(nature: NatureAgent, debut: Jour, durees: DureesContrat = dureesContrat2022): Jour {
  return debut.add({ months: durees[nature] }).subtract({ days: 1 });
}

/** Contract in force on a day, or null. Example: 2025-09-01 → 2026-08-31, on 2026-09-01 → null. */
export function contratAu(contrats: readonly Contrat[], jour: Jour): Contrat | null {
  const inForce = contrats.find(({ debut, fin }) => !estAvant(jour, debut) && (fin === null || !estApres(jour, fin)));
  return inForce ?? null;
}

/** Those of the days on which no contract is in force, in the order given. Source: annexe 1, « 1 an renouvelable ». */
export function joursHorsContrat(contrats: readonly Contrat[], jours: readonly Jour[]): readonly Jour[] {
  return jours.filter((jour) => contratAu(contrats, jour) === null);
}

/** Is the certified training recorded on that day? Source: préambule, « ayant bénéficié d'une formation certifiante ». */
export function estCertifie(certificat: Certificat | null, jour: Jour): boolean {
  return certificat !== null && !estApres(certificat.obtenuLe, jour);
}

export type AlerteAgent =
  | { readonly refus: 'certificat_absent' }
  | { readonly refus: 'contrat_termine'; readonly le: Jour }
  | { readonly refus: 'contrat_bientot_termine'; readonly le: Jour };

export const PHRASES_AGENT: Phrases<AlerteAgent> = {
  certificat_absent: () => 'Aucune formation certifiante n’est enregistrée pour cet agent.',
  contrat_termine: ({ le }) => `Le contrat de cet agent a pris fin le ${formatDate(le)}.`,
  contrat_bientot_termine: ({ le }) => `Le contrat de cet agent prend fin le ${formatDate(le)}.`,
};

/**
 * What to look at about an agent on a day: certificate missing, contract over, or over within `preavisMois` months.
 *
 * Source: préambule, « formation certifiante »; annexe 1, « 1 an renouvelable ».
 */
export function alertesAgent(
  agent: { readonly contrats: readonly Contrat[]; readonly certificat: Certificat | null },
  jour: Jour,
  preavisMois = 2,
): readonly AlerteAgent[] {
  const alertes: AlerteAgent[] = estCertifie(agent.certificat, jour) ? [] : [{ refus: 'certificat_absent' }];
  const isOpenEnded = agent.contrats.some(({ fin }) => fin === null);
  const last = agent.contrats
    .flatMap(({ fin }) => fin ?? [])
    .sort(Temporal.PlainDate.compare)
    .at(-1);
  if (isOpenEnded || last === undefined) return alertes;
  if (estAvant(last, jour)) alertes.push({ refus: 'contrat_termine', le: last });
  else if (!estApres(last, jour.add({ months: preavisMois }))) {
    alertes.push({ refus: 'contrat_bientot_termine', le: last });
  }
  return alertes;
}

export type RefusAgent =
  | { readonly refus: 'contrat_inverse'; readonly debut: Jour }
  | { readonly refus: 'certificat_sans_intitule' }
  | { readonly refus: 'certificat_sans_date' }
  | { readonly refus: 'certificat_futur' };

export const PHRASES_REFUS_AGENT: Phrases<RefusAgent> = {
  contrat_inverse: ({ debut }) => `La fin du contrat ne peut pas précéder son début, le ${formatDate(debut)}.`,
  certificat_sans_intitule: () => 'Indiquez l’intitulé du certificat obtenu à cette date, ou effacez la date.',
  certificat_sans_date: () => 'Indiquez la date d’obtention du certificat.',
  certificat_futur: () => 'La date d’obtention est dans l’avenir : enregistrez le certificat une fois obtenu.',
};

/** Refuses a contract that ends before it begins; one day is the shortest. Example: 2026-03-01 → 2026-02-28, refused. */
export function verifierContrat(debut: Jour, fin: Jour): RefusAgent | null {
  return estAvant(fin, debut) ? { refus: 'contrat_inverse', debut } : null;
}

/**
 * A certificate has a title and a day, not after `today`; none at all is accepted, and flagged by `alertesAgent`.
 *
 * Source: préambule, « ayant bénéficié d'une formation certifiante ».
 */
export function verifierCertificat(intitule: string | null, obtenuLe: Jour | null, today: Jour): RefusAgent | null {
  if (intitule === null) return obtenuLe === null ? null : { refus: 'certificat_sans_intitule' };
  if (obtenuLe === null) return { refus: 'certificat_sans_date' };
  return estApres(obtenuLe, today) ? { refus: 'certificat_futur' } : null;
}
