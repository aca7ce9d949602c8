import { ButtonLink, SubmitButton } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/choice.tsx';
import { DescriptionList, PageHeader } from '../../ui/content.tsx';
import { TextField } from '../../ui/field.tsx';
import { Form, FormActions } from '../../ui/form.tsx';
import { blankForm, type FormState } from '../../ui/form-state.ts';
import type { Referent, Structure } from './store.ts';

export function ReferentFormPage(props: {
  readonly title: string;
  readonly structure: Structure;
  readonly state: FormState;
  readonly cle: string;
  readonly action: string;
  /** Its address has an account, which is closed. */
  readonly rouvrable: boolean;
}) {
  const { state, structure } = props;
  return (
    <>
      <PageHeader kicker={structure.nom} title={props.title} />
      <Form state={state} action={props.action} idempotencyKey={props.cle}>
        <TextField state={state} name="nom" label="Prénom et nom" autocomplete="off" />
        <TextField
          state={state}
          name="fonction"
          label="Fonction"
          hint="Par exemple : Directrice de la médiathèque."
          autocomplete="off"
        />
        <TextField state={state} name="telephone" label="Téléphone" type="tel" width={16} optional autocomplete="off" />
        <TextField
          state={state}
          name="courriel"
          label="Courriel"
          hint="Avec une adresse, un compte est ouvert : la personne se connecte par un lien reçu à cette adresse, et voit la convention, les lieux et les chiffres de sa structure. Sans adresse, pas de compte. Une adresse changée ou effacée n’ouvre plus Escale."
          type="email"
          optional
          autocomplete="off"
        />
        {props.rouvrable && (
          <Checkbox
            state={state}
            name="rouvrir"
            label="Rouvrir le compte de cette adresse"
            hint="Il est fermé. Cochez seulement si la personne doit de nouveau se connecter."
          />
        )}
        <FormActions>
          <SubmitButton>Enregistrer le référent</SubmitButton>
          <ButtonLink href={`/structures/${structure.id}`} variant="tertiary">
            Annuler
          </ButtonLink>
        </FormActions>
      </Form>
    </>
  );
}

export function RetirerReferentPage(props: {
  readonly structure: Structure;
  readonly referent: Referent;
  readonly cle: string;
}) {
  const { structure, referent } = props;
  return (
    <>
      <PageHeader
        kicker={structure.nom}
        title={`Retirer ${referent.nom}`}
        lead={
          referent.peutSeConnecter
            ? 'Cette personne n’est plus référente de la structure. Son compte est fermé aussitôt : elle ne peut plus se connecter.'
            : 'Cette personne n’est plus référente de la structure.'
        }
      />
      <DescriptionList
        items={[
          { term: 'Fonction', details: referent.fonction },
          { term: 'Téléphone', details: referent.telephone },
          { term: 'Courriel', details: referent.courriel },
        ]}
      />
      <Form
        state={blankForm()}
        action={`/structures/${structure.id}/referents/${referent.id}/retirer`}
        idempotencyKey={props.cle}
      >
        <FormActions>
          <SubmitButton danger>Retirer ce référent</SubmitButton>
          <ButtonLink href={`/structures/${structure.id}`} variant="tertiary">
            Annuler
          </ButtonLink>
        </FormActions>
      </Form>
    </>
  );
}
