import { compareJours, contains, estApres, estAvant, lePlusTard, type Periode } from '../../../domain/periode.ts';
import { type Convention, evenementsDeType } from './evenements.ts';

type Jour = Temporal.PlainDate;

/** Is the Bénéficiaire insured on a day, until when, or since when no longer? */
type CouvertureAssurance =
  | {
      readonly couvert: true;
      /** Last day of the uninterrupted cover that holds that day, inclusive. */
      readonly jusquAu: Jour;
    }
  | {
      readonly couvert: false;
      /** First day without cover; null: no certificate has begun. */
      readonly depuis: Jour | null;
      /** The next uninterrupted cover that is recorded; null: none. */
      readonly prochaine: Periode | null;
    };

/** The certificates as stretches of days without interruption, soonest first. */
function couvertures(convention: Convention): readonly Periode[] {
  const certificates = evenementsDeType(convention, 'assurance')
    .map(({ valableDu, valableAu }): Periode => ({ debut: valableDu, fin: valableAu }))
    .sort((a, b) => compareJours(a.debut, b.debut));
  const covers: Periode[] = [];
  for (const certificate of certificates) {
    const last = covers.at(-1);
    if (last === undefined || estApres(certificate.debut, last.fin.add({ days: 1 }))) covers.push(certificate);
    else covers.splice(-1, 1, { debut: last.debut, fin: lePlusTard(last.fin, certificate.fin) });
  }
  return covers;
}

/**
 * Whether the insurance of the Bénéficiaire covers a day: the only reading of its certificates. Two that overlap, or of which
 * one begins the day after the other ends, continue each other.
 *
 * Source: art. 4.2, « assurance responsabilité civile », « pendant toute la durée de la Convention ».
 * Example: certificates to 2022-12-31, then from 2023-03-01 to 2023-12-31 → on 2022-11-15, covered until 2022-12-31; on
 * 2023-01-15, not covered since 2023-01-01, and next from 2023-03-01.
 */
export function couvertureAssurance(convention: Convention, jour: Jour): CouvertureAssurance {
  const covers = couvertures(convention);
  const held = covers.find((cover) => contains(cover, jour));
  if (held !== undefined) return { couvert: true, jusquAu: held.fin };
  const past = covers.findLast(({ fin }) => estAvant(fin, jour));
  const next = covers.find(({ debut }) => estApres(debut, jour));
  return { couvert: false, depuis: past?.fin.add({ days: 1 }) ?? null, prochaine: next ?? null };
}
