import { z } from 'zod';
import {
  box,
  date,
  line,
  optionalChoice,
  optionalDate,
  optionalLine,
  optionalWhole,
} from '../../../platform/http/fields.ts';
import { uuidv7 } from '../../../platform/ids.ts';
import type { FieldError } from '../../../ui/form-state.ts';
import { RECONDUCTIONS, RECONDUCTIONS_MAX } from '../clauses-form.ts';
import type { Avenant, Changements, Clauses } from '../rules.ts';

const JOURS_COMPTES = ['reception', 'envoi'] as const;

/** An avenant: what names it, then each clause, left empty when it does not change. */
export const avenantForm = z.object({
  numero: line('le numéro de l’avenant', 20),
  date: date('la date de l’avenant'),
  objet: line('l’objet de l’avenant', 300),
  demiJourneesParSemaine: optionalWhole('le nombre de demi-journées par semaine', { min: 1, max: 14 }),
  finAuPlusTard: optionalDate('la date de fin au plus tard'),
  sansFin: box(),
  dureeMois: optionalWhole('la durée', { min: 2, max: 60, unite: 'mois' }),
  reconduction: optionalChoice('la reconduction', RECONDUCTIONS),
  reconductions: optionalLine('le nombre de reconductions', 20),
  preavisMois: optionalWhole('le préavis', { min: 1, max: 59, unite: 'mois' }),
  delaiRemedeJours: optionalWhole('le délai pour remédier', { min: 1, max: 365, unite: 'jours' }),
  delaiForceMajeureJours: optionalWhole('le délai en cas de force majeure', { min: 1, max: 365, unite: 'jours' }),
  oppositionCompteDe: optionalChoice('la date qui compte pour l’opposition', JOURS_COMPTES),
  forceMajeureCompteDe: optionalChoice('la date qui compte pour la force majeure', JOURS_COMPTES),
  courrierNonRetire: optionalChoice('l’effet d’un courrier non retiré', ['premiere_presentation', 'sans_effet']),
  reconductionPourUnJour: optionalChoice('la lecture de l’anniversaire', ['oui', 'non']),
  /** Not kept: the day of the last signature that the preview supposes. */
  suppose: optionalDate('la date supposée de la dernière signature'),
});

export type SaisieAvenant = z.output<typeof avenantForm>;

/** Null: as often as needed; undefined: not asked, or not understood (`bad`). */
function readReconductions({ reconduction, reconductions }: SaisieAvenant): number | null | undefined | 'bad' {
  if (reconduction === null) return undefined;
  if (reconduction === 'illimitee') return null;
  if (reconduction === 'aucune') return 0;
  const times = /^[0-9]{1,3}$/.test(reconductions ?? '') ? Number(reconductions) : 0;
  return times >= 1 && times <= RECONDUCTIONS_MAX ? times : 'bad';
}

/** Only what differs from the clauses in force is a change. */
function readChangements(saisie: SaisieAvenant, clauses: Clauses): Changements {
  const { sansFin, finAuPlusTard, reconductionPourUnJour } = saisie;
  const reconductions = readReconductions(saisie);
  const asked: { [K in keyof Clauses]?: Clauses[K] | null | undefined } = {
    demiJourneesParSemaine: saisie.demiJourneesParSemaine ?? undefined,
    dureeMois: saisie.dureeMois ?? undefined,
    reconductions: reconductions === 'bad' ? undefined : reconductions,
    finAuPlusTard: sansFin ? null : (finAuPlusTard ?? undefined),
    preavisMois: saisie.preavisMois ?? undefined,
    delaiRemedeJours: saisie.delaiRemedeJours ?? undefined,
    delaiForceMajeureJours: saisie.delaiForceMajeureJours ?? undefined,
    oppositionCompteDe: saisie.oppositionCompteDe ?? undefined,
    forceMajeureCompteDe: saisie.forceMajeureCompteDe ?? undefined,
    courrierNonRetire: saisie.courrierNonRetire ?? undefined,
    reconductionPourUnJour: reconductionPourUnJour === null ? undefined : reconductionPourUnJour === 'oui',
  };
  const changed = Object.entries(asked).filter(
    ([cle, valeur]) => valeur !== undefined && String(valeur) !== String(clauses[cle as keyof Clauses]),
  );
  return Object.fromEntries(changed) as Changements;
}

/**
 * The avenant that was typed, not yet signed by anyone, or what does not hold together in it.
 *
 * Source: art. 8.2, « un avenant dûment daté ». `clauses` are those in force on its date: what is typed alike is no change.
 */
export function readAvenant(
  saisie: SaisieAvenant,
  clauses: Clauses,
): { readonly ok: true; readonly avenant: Avenant } | { readonly ok: false; readonly errors: readonly FieldError[] } {
  const errors: FieldError[] = [];
  if (saisie.sansFin && saisie.finAuPlusTard !== null) {
    errors.push({ field: 'finAuPlusTard', message: 'Choisissez : une fin au plus tard, ou plus aucune.' });
  }
  if (readReconductions(saisie) === 'bad') {
    errors.push({
      field: 'reconductions',
      message: `Indiquez combien de fois la convention peut être reconduite : un nombre entier de 1 à ${RECONDUCTIONS_MAX}.`,
    });
  }
  if (saisie.suppose !== null && Temporal.PlainDate.compare(saisie.suppose, saisie.date) < 0) {
    errors.push({ field: 'suppose', message: 'La dernière signature ne peut pas précéder la date de l’avenant.' });
  }
  if (errors.length > 0) return { ok: false, errors };
  const avenant: Avenant = {
    id: uuidv7(),
    type: 'avenant',
    numero: saisie.numero,
    date: saisie.date,
    objet: saisie.objet,
    signatures: { departement: null, beneficiaire: null },
    changements: readChangements(saisie, clauses),
  };
  return { ok: true, avenant };
}

/** An avenant as its form would have been typed: for a correction. */
export function avenantValues({ numero, date, objet, changements }: Avenant): Record<string, string> {
  const values: Record<string, string> = { numero, date: date.toString(), objet };
  const { finAuPlusTard, reconductions, reconductionPourUnJour, transmissionRequise: _, ...plain } = changements;
  for (const [cle, valeur] of Object.entries(plain)) values[cle] = String(valeur);
  if (finAuPlusTard === null) values['sansFin'] = 'oui';
  if (finAuPlusTard) values['finAuPlusTard'] = finAuPlusTard.toString();
  if (reconductionPourUnJour !== undefined) {
    values['reconductionPourUnJour'] = reconductionPourUnJour ? 'oui' : 'non';
  }
  if (reconductions !== undefined) {
    values['reconduction'] = reconductions === null ? 'illimitee' : reconductions === 0 ? 'aucune' : 'limitee';
    if (reconductions) values['reconductions'] = String(reconductions);
  }
  return values;
}
