import { ButtonLink, SubmitButton } from '../../ui/button.tsx';
import { SelectField } from '../../ui/choice.tsx';
import { EmptyState, PageHeader } from '../../ui/content.tsx';
import { TextArea, TextField, typedValue } from '../../ui/field.tsx';
import { Form, FormActions, HiddenField } from '../../ui/form.tsx';
import type { FormState } from '../../ui/form-state.ts';
import type { VersionModele } from './modeles/store.ts';
import { ChoixModele } from './modeles/views-choix.tsx';
import { ClausesFields } from './views-clauses.tsx';

export function NouvellePage(props: {
  readonly state: FormState;
  readonly structures: readonly { readonly id: string; readonly nom: string; readonly commune: string }[];
  /** Where the form is sent. */
  readonly action: string;
  readonly cle: string;
  /** The newest version of each model, and the one chosen. */
  readonly versions: readonly VersionModele[];
  readonly version: VersionModele;
}) {
  const { state, structures, cle, versions, version } = props;
  if (structures.length === 0) {
    return (
      <>
        <PageHeader title="Nouvelle convention" />
        <EmptyState
          title="Aucune structure n’est enregistrée."
          action={
            <ButtonLink href="/structures/nouvelle" variant="primary">
              Enregistrer une structure
            </ButtonLink>
          }
        >
          Une convention lie le Département à une structure : enregistrez-la d’abord.
        </EmptyState>
      </>
    );
  }
  return (
    <>
      <PageHeader
        title="Nouvelle convention"
        lead={`D’après « ${version.modeleNom} », version ${version.numero}. Chaque choix que le modèle laisse ouvert peut être changé ici ; après la première signature, il faudra un avenant (art. 8.2).`}
      />
      <ChoixModele versions={versions} version={version} structureId={typedValue(state, 'structureId')} />
      <Form state={state} action={props.action} idempotencyKey={cle}>
        <HiddenField name="modele" value={version.id} />
        <SelectField
          state={state}
          name="structureId"
          label="Structure bénéficiaire"
          options={structures.map(({ id, nom, commune }) => ({ value: id, label: `${nom} (${commune})` }))}
        />
        <TextField
          state={state}
          name="reference"
          label="Référence"
          hint="Proposée à la suite des autres, vous pouvez en mettre une à vous."
          width={20}
        />
        <TextField
          state={state}
          name="pointAccueil"
          label="Point d’accueil"
          hint="Où l’équipe est accueillie, tel que le préambule l’écrit."
          optional
        />
        <ClausesFields state={state} />
        <TextArea
          state={state}
          name="note"
          label="Note interne"
          hint="Elle n’est pas imprimée sur la convention."
          optional
        />
        <FormActions>
          <SubmitButton>Créer la convention</SubmitButton>
          <ButtonLink href="/conventions" variant="tertiary">
            Renoncer
          </ButtonLink>
        </FormActions>
      </Form>
    </>
  );
}
