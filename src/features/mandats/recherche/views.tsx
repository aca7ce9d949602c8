import { ButtonLink, SubmitButton } from '../../../ui/button.tsx';
import { PageHeader } from '../../../ui/content.tsx';
import { TextField } from '../../../ui/field.tsx';
import { Form, FormActions } from '../../../ui/form.tsx';
import type { FormState } from '../../../ui/form-state.ts';

/** A mandat is found by what the person holds, and by nothing that would say who they are. */
export function RecherchePage(props: {
  readonly state: FormState;
  readonly cle: string;
  readonly action: string;
  readonly retour: string;
}) {
  return (
    <>
      <PageHeader
        title="Retrouver un mandat"
        lead="Par le code imprimé sur la copie de la personne. Ni son nom ni sa démarche ne permettent de chercher : ils sont chiffrés."
      />
      <Form state={props.state} action={props.action} idempotencyKey={props.cle}>
        <TextField
          state={props.state}
          name="code"
          label="Code du mandat"
          hint="12 signes, au pied de chaque page, comme 7K3M-QX2F-9TRB."
          autocomplete="off"
          width={16}
        />
        <FormActions>
          <SubmitButton>Retrouver</SubmitButton>
          <ButtonLink href={props.retour} variant="tertiary">
            Revenir
          </ButtonLink>
        </FormActions>
      </Form>
    </>
  );
}
