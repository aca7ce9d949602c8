import { z } from 'zod';
import { phrase } from '../../../domain/refus.ts';
import { box, choices, optionalDate, optionalLine, optionalText, whole } from '../../../platform/http/fields.ts';
import { type FormData, parseForm, withErrors } from '../../../platform/http/form.ts';
import { blankForm, type FieldError, type FormState } from '../../../ui/form-state.ts';
import {
  lireVisa,
  PHRASES_REGLAGES,
  PIECES_IDENTITE,
  type PieceIdentite,
  type RefusReglages,
  type Reglages,
} from '../rules.ts';

const PIECES = Object.keys(PIECES_IDENTITE) as PieceIdentite[];

/** What the database accepts too. */
export const BORNES = {
  dureeDefautMois: { min: 1, max: 12, unite: 'mois' },
  dureeMaxMois: { min: 1, max: 24, unite: 'mois' },
  delaiTiersHeures: { min: 0, max: 168, unite: 'heures' },
  rappelJours: { min: 1, max: 60, unite: 'jours' },
} as const;

export const reglagesForm = z.object({
  pieces: choices('au moins une pièce d’identité', PIECES, 1),
  perimees: box(),
  dureeDefautMois: whole('la durée proposée', BORNES.dureeDefautMois),
  dureeMaxMois: whole('la durée la plus longue', BORNES.dureeMaxMois),
  delaiTiersHeures: whole('le délai pour prévenir les organismes', BORNES.delaiTiersHeures),
  rappelJours: whole('le rappel', BORNES.rappelJours),
  visaReference: optionalLine('la référence du visa', 80),
  visaDate: optionalDate('la date du visa'),
  visaPortee: optionalText('la portée du visa', 500),
});

/** The form as the settings in force fill it. */
export function reglagesState({ visa, piecesAcceptees, perimeesAcceptees, ...numbers }: Reglages): FormState {
  return blankForm({
    pieces: [...piecesAcceptees],
    perimees: perimeesAcceptees ? 'oui' : '',
    dureeDefautMois: String(numbers.dureeDefautMois),
    dureeMaxMois: String(numbers.dureeMaxMois),
    delaiTiersHeures: String(numbers.delaiTiersHeures),
    rappelJours: String(numbers.rappelJours),
    visaReference: visa?.reference ?? '',
    visaDate: visa?.date.toString() ?? '',
    visaPortee: visa?.portee ?? '',
  });
}

const CHAMPS_VISA = { reference: 'visaReference', date: 'visaDate', portee: 'visaPortee' } as const;

function erreur(refus: RefusReglages): FieldError {
  const message = phrase(PHRASES_REGLAGES, refus);
  if (refus.refus === 'duree_defaut_longue') return { field: 'dureeDefautMois', message };
  return { field: refus.refus === 'visa_a_venir' ? 'visaDate' : CHAMPS_VISA[refus.manque], message };
}

/** What was typed as settings, or the form with everything that is wrong. */
export function lireReglages(
  sent: FormData,
  aujourdhui: Temporal.PlainDate,
): { readonly reglages: Reglages } | { readonly refused: FormState } {
  const form = parseForm(reglagesForm, sent);
  if (!form.ok) return { refused: form.state };
  const { pieces, perimees, visaReference, visaDate, visaPortee, ...numbers } = form.data;
  const visa = lireVisa({ reference: visaReference, date: visaDate, portee: visaPortee }, aujourdhui);
  const refus: RefusReglages[] = [];
  if (numbers.dureeDefautMois > numbers.dureeMaxMois) {
    refus.push({ refus: 'duree_defaut_longue', max: numbers.dureeMaxMois });
  }
  if (visa !== null && !('reference' in visa)) refus.push(...visa);
  if (refus.length > 0) return { refused: withErrors(form.state, refus.map(erreur), reglagesForm) };
  const kept = visa !== null && 'reference' in visa ? visa : null;
  return { reglages: { piecesAcceptees: pieces, perimeesAcceptees: perimees, ...numbers, visa: kept } };
}
