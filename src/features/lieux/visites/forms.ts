import { z } from 'zod';
import { date, line, optionalChoice, optionalLine } from '../../../platform/http/fields.ts';
import { CRITERES_CODES, type Critere } from '../rules.ts';

function constatField() {
  return optionalChoice('oui ou non', ['oui', 'non']);
}
function remarqueField() {
  return optionalLine('la remarque', 200);
}

/** The field of what is said of a criterion. */
export function champRemarque<C extends Critere>(critere: C): `remarque_${C}` {
  return `remarque_${critere}`;
}

const constats = Object.fromEntries(CRITERES_CODES.map((critere) => [critere, constatField()])) as Record<
  Critere,
  ReturnType<typeof constatField>
>;
const remarques = Object.fromEntries(
  CRITERES_CODES.map((critere) => [champRemarque(critere), remarqueField()]),
) as Record<`remarque_${Critere}`, ReturnType<typeof remarqueField>>;

export const visiteForm = z.object({
  constateLe: date('la date de la visite'),
  constatePar: line('qui a constaté', 120),
  ...constats,
  ...remarques,
  precision: optionalLine('la remarque générale', 300),
});

export const visitePrevueForm = z.object({
  visitePrevueLe: date('la date prévue'),
  visitePrevuePar: line('qui ira', 120),
});

export const photoForm = z.object({ legende: optionalLine('la légende', 150) });
