import { SubmitButton } from '../../../ui/button.tsx';
import { PhoneLink } from '../../../ui/contact.tsx';
import { PageHeader } from '../../../ui/content.tsx';
import { TextField } from '../../../ui/field.tsx';
import { Form, FormActions } from '../../../ui/form.tsx';
import type { FormState } from '../../../ui/form-state.ts';

/** The code of the slip, and the first name that was given. */
export function RetrouverPage(props: {
  readonly state: FormState;
  readonly cle: string;
  readonly telephone: string | null;
}) {
  return (
    <>
      <PageHeader title="Mon rendez-vous" lead="Pour le revoir, le changer ou l’annuler." />
      <Form state={props.state} action="/mon-rendez-vous" idempotencyKey={props.cle}>
        <TextField
          state={props.state}
          name="codeRdv"
          label="Code du ticket"
          hint="8 lettres et chiffres. Exemple : K7BX 2MQD."
          autocomplete="off"
          width={12}
        />
        <TextField
          state={props.state}
          name="prenom"
          label="Prénom donné pour le rendez-vous"
          autocomplete="given-name"
          width={24}
        />
        <FormActions>
          <SubmitButton>Voir mon rendez-vous</SubmitButton>
        </FormActions>
      </Form>
      {props.telephone !== null && (
        <p>
          Vous n’avez plus le code ? Téléphonez au <PhoneLink number={props.telephone} />.
        </p>
      )}
    </>
  );
}
