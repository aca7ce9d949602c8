import { ButtonLink, SubmitButton } from '../../../ui/button.tsx';
import { PageHeader } from '../../../ui/content.tsx';
import { DateField } from '../../../ui/field.tsx';
import { Form, FormActions } from '../../../ui/form.tsx';
import type { FormState } from '../../../ui/form-state.ts';
import type { AgentChoix, PermanenceSuivie } from '../store.ts';
import { ChampAgent } from '../views/formulaire.tsx';
import { quand } from '../views/liste.tsx';

export function BinomePage(props: {
  readonly permanence: PermanenceSuivie;
  readonly agents: readonly AgentChoix[];
  readonly state: FormState;
  readonly cle: string;
}) {
  const { permanence, state, cle } = props;
  return (
    <>
      <PageHeader
        title="Ajouter un binôme"
        kicker={permanence.lieuNom}
        lead={`Un deuxième agent, aux mêmes jours et aux mêmes heures que ${permanence.agentNom} : ${quand(permanence)}. La demi-journée ne compte qu’une fois dans les bilans.`}
      />
      <Form state={state} action={`/permanences/${permanence.id}/binome`} idempotencyKey={cle}>
        <ChampAgent {...props} />
        <DateField state={state} name="du" label="À partir du" />
        <DateField state={state} name="au" label="Jusqu’au" hint="Dernier jour inclus." optional />
        <FormActions>
          <SubmitButton>Ajouter</SubmitButton>
          <ButtonLink href={`/permanences/${permanence.id}`} variant="tertiary">
            Annuler
          </ButtonLink>
        </FormActions>
      </Form>
    </>
  );
}
