import { ButtonLink, SubmitButton } from '../../../ui/button.tsx';
import { PageHeader, Section } from '../../../ui/content.tsx';
import { TextField } from '../../../ui/field.tsx';
import { Form, FormActions } from '../../../ui/form.tsx';
import type { FormState } from '../../../ui/form-state.ts';
import { RAPPELS_PROPOSES, SANS_DATE, TYPES_ELEMENT, type TypeElement } from '../rules.ts';

const TYPES = Object.keys(TYPES_ELEMENT) as TypeElement[];

function Champs({ types, state }: { readonly types: readonly TypeElement[]; readonly state: FormState }) {
  return (
    <>
      {types.map((type) => (
        <TextField
          state={state}
          name={type}
          label={TYPES_ELEMENT[type]}
          hint={`Proposé : ${RAPPELS_PROPOSES[type].join(', ')}.`}
          optional
          width={24}
          autocomplete="off"
        />
      ))}
    </>
  );
}

export function RappelsPage(props: { readonly state: FormState; readonly cle: string }) {
  return (
    <>
      <PageHeader
        title="Rappels par courriel"
        lead="Combien de jours avant chaque échéance Escale écrit à l’équipe technique, et aux référents de la structure concernée."
      />
      <p>
        Écrivez des nombres de jours séparés par des virgules : « 60, 30, 7 ». Laissez vide pour ne rien rappeler.
        Chaque rappel part une fois, le matin, dans un seul message par personne ; chacun peut le refuser dans « Mon
        compte ».
      </p>
      <Form state={props.state} action="/echeancier/rappels" idempotencyKey={props.cle}>
        <Section title="Jours avant la date">
          <Champs types={TYPES.filter((type) => !SANS_DATE.has(type))} state={props.state} />
        </Section>
        <Section title="Sans date : jours depuis que c’est à faire">
          <Champs types={TYPES.filter((type) => SANS_DATE.has(type))} state={props.state} />
        </Section>
        <FormActions>
          <SubmitButton />
          <ButtonLink href="/echeancier">Annuler</ButtonLink>
        </FormActions>
      </Form>
    </>
  );
}
