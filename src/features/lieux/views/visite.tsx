import { ButtonLink, SubmitButton } from '../../../ui/button.tsx';
import { RadioGroup } from '../../../ui/choice.tsx';
import { PageHeader } from '../../../ui/content.tsx';
import { DateField, TextField } from '../../../ui/field.tsx';
import { Form, FormActions } from '../../../ui/form.tsx';
import type { FormState } from '../../../ui/form-state.ts';
import { CRITERES_CODES } from '../forms.ts';
import { CRITERES } from '../rules.ts';
import type { Lieu } from '../store.ts';

export function VisitePage({
  lieu,
  state,
  cle,
}: {
  readonly lieu: Lieu;
  readonly state: FormState;
  readonly cle: string;
}) {
  const options = [
    { value: 'oui', label: 'Oui' },
    { value: 'non', label: 'Non' },
    { value: '', label: 'Pas vérifié' },
  ];
  return (
    <>
      <PageHeader
        title="Noter une visite"
        kicker={lieu.nom}
        lead="Qui a vu quoi, et quand : un constat ne s’efface pas, le plus récent compte."
      />
      <Form state={state} action={`/lieux/${lieu.id}/visite`} idempotencyKey={cle}>
        <DateField state={state} name="constateLe" label="Date de la visite" />
        <TextField state={state} name="constatePar" label="Constaté par" />
        {CRITERES_CODES.map((critere) => (
          <RadioGroup state={state} name={critere} label={CRITERES[critere]} options={options} columns="inline" />
        ))}
        <TextField
          state={state}
          name="precision"
          label="Précision"
          hint="Par exemple : rampe amovible à demander à l’accueil."
          optional
        />
        <FormActions>
          <SubmitButton>Enregistrer la visite</SubmitButton>
          <ButtonLink href={`/lieux/${lieu.id}/fiche`} variant="tertiary">
            Annuler
          </ButtonLink>
        </FormActions>
      </Form>
    </>
  );
}
