import type { Child } from 'hono/jsx';
import { type Option, RadioGroup } from '../../ui/choice.tsx';
import type { FormState } from '../../ui/form-state.ts';
import type { Partie } from './rules.ts';
import type { ConventionComplete } from './store.ts';

/** What the forms of events propose to choose from. */
export type Choix = { readonly convention: ConventionComplete; readonly lieux: readonly Option[] };
export type Champs = Choix & { readonly state: FormState };

function optionsPartie({ convention }: Choix): readonly { value: Partie; label: string }[] {
  return [
    { value: 'departement', label: 'Le Département' },
    { value: 'beneficiaire', label: `Le Bénéficiaire : ${convention.structure.nom}` },
  ];
}

/** Which of the two parties. */
export function PartieField(
  props: Champs & { readonly name: 'partie' | 'auteur' | 'detenteur'; readonly label: string; readonly hint?: Child },
) {
  return (
    <RadioGroup
      state={props.state}
      name={props.name}
      label={props.label}
      hint={props.hint}
      options={optionsPartie(props)}
    />
  );
}
