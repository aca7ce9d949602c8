import { ButtonLink, SubmitButton } from '../../ui/button.tsx';
import { RadioGroup } from '../../ui/choice.tsx';
import { PageHeader } from '../../ui/content.tsx';
import { Form, FormActions } from '../../ui/form.tsx';
import type { FormState } from '../../ui/form-state.ts';
import type { Personne } from './store.ts';
import { type Doublon, direRaisons, nomDe, precision } from './views.tsx';

/** Which record joins this one, among those that look like it. */
export function FusionPage(props: {
  readonly personne: Personne;
  readonly doublons: readonly Doublon[];
  readonly state: FormState;
  readonly cle: string;
}) {
  const { personne, doublons, state, cle } = props;
  const retour = `/personnes/${personne.id}`;
  return (
    <>
      <PageHeader
        title={`Réunir avec la fiche de ${nomDe(personne)}`}
        lead="La fiche choisie rejoint celle-ci : ses rendez-vous et ses attentes suivent, et ce que celle-ci ne dit pas est complété. Cela se défait tant que rien n’a changé."
      />
      <Form state={state} action={`${retour}/fusionner`} idempotencyKey={cle}>
        {doublons.length === 0 ? (
          <p>Aucune fiche ne ressemble à celle-ci.</p>
        ) : (
          <RadioGroup
            state={state}
            name="autre"
            label="Fiche qui rejoint celle-ci"
            options={doublons.map(({ personne: other, raisons }) => ({
              value: other.id,
              label: nomDe(other),
              hint: `${precision(other)} ; ${direRaisons(raisons)}`,
            }))}
          />
        )}
        <FormActions>
          {doublons.length > 0 && <SubmitButton>Réunir les deux fiches</SubmitButton>}
          <ButtonLink href={retour} variant="tertiary">
            Annuler
          </ButtonLink>
        </FormActions>
      </Form>
    </>
  );
}
