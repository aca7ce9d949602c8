import type { Option } from '../../../ui/choice.tsx';
import { TextArea, TextField } from '../../../ui/field.tsx';
import type { FormState } from '../../../ui/form-state.ts';
import { LookupField } from '../../../ui/lookup-field.tsx';

export type ChampsLieuProps = {
  readonly state: FormState;
  /** Names proposed while typing. */
  readonly communes: readonly string[];
  /** Communes to choose from, when what was typed fits several. */
  readonly candidates: readonly Option[];
};

/** What anybody who describes a lieu says of it. */
export function ChampsLieu({ state, communes, candidates }: ChampsLieuProps) {
  return (
    <>
      <TextField
        state={state}
        name="nom"
        label="Nom du lieu"
        hint="Tel que les habitants le connaissent : « Médiathèque de Céret »."
      />
      <TextField state={state} name="adresse" label="Adresse" hint="Numéro et rue." />
      <TextField state={state} name="codePostal" label="Code postal" inputmode="numeric" width={5} />
      <LookupField
        state={state}
        name="commune"
        label="Commune"
        hint="Son nom, ou son code INSEE."
        suggestions={communes}
        candidates={candidates}
        candidatesLabel="De quelle commune s’agit-il ?"
      />
      <TextField state={state} name="telephone" label="Téléphone du lieu" type="tel" optional />
      <TextArea
        state={state}
        name="acces"
        label="Comment venir"
        hint="Arrêt de bus, parking, étage, entrée accessible…"
        optional
      />
      <TextArea
        state={state}
        name="aApporter"
        label="Ce qu’il faut apporter"
        hint="Pièce d’identité, courrier reçu, téléphone…"
        optional
      />
    </>
  );
}
