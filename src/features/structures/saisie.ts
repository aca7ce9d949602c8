import { estRefus, phrase } from '../../domain/refus.ts';
import { parseSiret } from '../../domain/siret.ts';
import { parseForm, withErrors } from '../../platform/http/form.ts';
import type { Rq } from '../../platform/http/route.ts';
import type { FieldError, FormState } from '../../ui/form-state.ts';
import { type Commune, lireCommune } from '../territoires/commune-saisie.ts';
import { structureForm } from './forms.ts';
import { PHRASES_STRUCTURE } from './rules.ts';
import { findStructureBySiret, type SaisieStructure } from './store.ts';

/** A form of structure refused, with what its page shows besides. */
export type StructureRefusee = {
  readonly state: FormState;
  readonly candidates: readonly Commune[];
  readonly doublon: { readonly id: string; readonly nom: string } | null;
};

/** The refusal of a SIRET that a structure of the register bears. */
export function siretPris(structure: { readonly id: string; readonly nom: string }): FieldError {
  return { field: 'siret', message: phrase(PHRASES_STRUCTURE, { refus: 'siret_pris', structure }) };
}

/**
 * Reads the form of a structure with all that its fields cannot see one by one: the commune, its postal code, a SIRET already
 * known. `id`: the structure being changed, null for a new one.
 */
export async function lireStructure(
  rq: Rq,
  id: string | null,
): Promise<{ saisie: SaisieStructure } | { refused: StructureRefusee }> {
  const form = parseForm(structureForm, rq.form);
  const { commune, candidates, errors } = await lireCommune(rq.db, rq.territoire.codeDepartement, form.state.values);
  const typed = parseSiret(String(form.state.values['siret'] ?? ''));
  const known = estRefus(typed) ? undefined : await findStructureBySiret(rq.db, rq.territoire.id, typed);
  const doublon = known === undefined || known.id === id ? null : known;
  const taken = doublon === null ? [] : [siretPris(doublon)];
  if (!form.ok || commune === undefined || errors.length > 0 || doublon !== null) {
    return { refused: { state: withErrors(form.state, [...taken, ...errors], structureForm), candidates, doublon } };
  }
  const { commune: _, communeChoix: __, ...facts } = form.data;
  return { saisie: { ...facts, codeInsee: commune.codeInsee } };
}
