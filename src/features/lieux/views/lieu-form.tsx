import { ButtonLink, SubmitButton } from '../../../ui/button.tsx';
import { type Option, SelectField } from '../../../ui/choice.tsx';
import { PageHeader } from '../../../ui/content.tsx';
import { DateField, TextArea, TextField } from '../../../ui/field.tsx';
import { Form, FormActions } from '../../../ui/form.tsx';
import type { FormState } from '../../../ui/form-state.ts';
import { LookupField } from '../../../ui/lookup-field.tsx';
import type { Lieu } from '../store.ts';

export function LieuFormPage(props: {
  readonly title: string;
  readonly state: FormState;
  readonly cle: string;
  readonly action: string;
  readonly existing: Lieu | undefined;
  readonly structures: readonly { readonly id: string; readonly nom: string }[];
  /** Names proposed while typing. */
  readonly communes: readonly string[];
  /** Communes to choose from, when what was typed fits several. */
  readonly candidates: readonly Option[];
}) {
  const { title, state, existing } = props;
  const duDepartement = existing !== undefined && existing.structureId === null;
  return (
    <>
      <PageHeader title={title} kicker={existing?.nom} />
      <Form state={state} action={props.action} idempotencyKey={props.cle}>
        {existing === undefined && (
          <SelectField
            state={state}
            name="structureId"
            label="À qui est le lieu ?"
            hint="Un lieu d’un Bénéficiaire demande une convention en vigueur ; un lieu du Département n’en demande aucune."
            blank="Au Département (maison sociale de proximité…)"
            options={props.structures.map(({ id, nom }) => ({ value: id, label: nom }))}
            optional
          />
        )}
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
          suggestions={props.communes}
          candidates={props.candidates}
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
        {!duDepartement && (
          <>
            <DateField
              state={state}
              name="accordBeneficiaireLe"
              label="Accord du Bénéficiaire sur ce lieu"
              hint="Article 1.2 : le lieu est défini par le Bénéficiaire en accord avec le Département."
              optional
            />
            <DateField state={state} name="accordDepartementLe" label="Accord du Département sur ce lieu" optional />
          </>
        )}
        <FormActions>
          <SubmitButton>{existing ? 'Enregistrer' : 'Déclarer le lieu'}</SubmitButton>
          <ButtonLink href={existing ? `/lieux/${existing.id}/fiche` : '/lieux'} variant="tertiary">
            Annuler
          </ButtonLink>
        </FormActions>
      </Form>
    </>
  );
}
