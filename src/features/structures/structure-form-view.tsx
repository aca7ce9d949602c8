import type { Child } from 'hono/jsx';
import { NATURES_STRUCTURE } from '../../domain/nomenclatures.ts';
import { ButtonLink, SubmitButton } from '../../ui/button.tsx';
import { Fieldset, type Option, SelectField, toOptions } from '../../ui/choice.tsx';
import { Alert, PageHeader } from '../../ui/content.tsx';
import { TextField } from '../../ui/field.tsx';
import { Form, FormActions } from '../../ui/form.tsx';
import type { FormState } from '../../ui/form-state.ts';
import { LookupField } from '../../ui/lookup-field.tsx';

export function StructureFormPage(props: {
  readonly title: string;
  /** What is read before the form. */
  readonly before?: Child;
  readonly state: FormState;
  readonly cle: string;
  /** Where the form is sent. */
  readonly action: string;
  /** Where giving up leads. */
  readonly retour: string;
  /** Names proposed while typing. */
  readonly communes: readonly string[];
  /** Communes to choose from, when what was typed fits several. */
  readonly candidates: readonly Option[];
  /** The structure that already bears the SIRET typed. */
  readonly doublon: { readonly id: string; readonly nom: string } | null;
}) {
  const { state, doublon } = props;
  return (
    <>
      <PageHeader title={props.title} />
      {props.before}
      <Form state={state} action={props.action} idempotencyKey={props.cle}>
        <TextField state={state} name="nom" label="Nom de la structure" autocomplete="off" />
        <SelectField state={state} name="nature" label="Nature" options={toOptions(NATURES_STRUCTURE)} />
        <TextField
          state={state}
          name="siret"
          label="Numéro SIRET"
          hint="14 chiffres, avec ou sans espaces. Les clés de contrôle sont vérifiées."
          inputmode="numeric"
          width={20}
          autocomplete="off"
        />
        {doublon && (
          <Alert tone="warning">
            Cette structure est déjà dans le registre : <a href={`/structures/${doublon.id}`}>{doublon.nom}</a>.
          </Alert>
        )}
        <TextField state={state} name="adresse" label="Adresse" hint="Numéro et voie." autocomplete="off" />
        <TextField
          state={state}
          name="codePostal"
          label="Code postal"
          inputmode="numeric"
          width={7}
          autocomplete="off"
        />
        <LookupField
          state={state}
          name="commune"
          label="Commune"
          hint="Son nom, ou son code INSEE."
          suggestions={props.communes}
          candidates={props.candidates}
          candidatesLabel="De quelle commune s’agit-il ?"
          autocomplete="off"
        />
        <Fieldset legend="Représentant" hint="La personne qui signe la convention au nom de la structure.">
          <TextField state={state} name="representantNom" label="Nom du représentant" autocomplete="off" />
          <TextField
            state={state}
            name="representantFonction"
            label="Fonction du représentant"
            hint="Par exemple : Maire, Présidente, Directeur."
            autocomplete="off"
          />
        </Fieldset>
        <TextField
          state={state}
          name="telephone"
          label="Téléphone de la structure"
          type="tel"
          width={16}
          optional
          autocomplete="off"
        />
        <TextField
          state={state}
          name="courriel"
          label="Courriel de la structure"
          type="email"
          optional
          autocomplete="off"
        />
        <FormActions>
          <SubmitButton>Enregistrer la structure</SubmitButton>
          <ButtonLink href={props.retour} variant="tertiary">
            Annuler
          </ButtonLink>
        </FormActions>
      </Form>
    </>
  );
}
