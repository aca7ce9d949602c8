import type { Child } from 'hono/jsx';
import { ButtonLink, SubmitButton } from '../../ui/button.tsx';
import { CheckboxGroup } from '../../ui/choice.tsx';
import { ErrorSummary, Form, FormActions, HiddenField } from '../../ui/form.tsx';
import { blankForm, type FormState } from '../../ui/form-state.ts';
import { direDemarche, numeroDe } from './recit.ts';
import type { DemarcheRangee, Lisible } from './store.ts';

type Champs = Readonly<Record<string, string>>;

/** Which démarches: a plain form that leads to the page that confirms. */
export function ChoixDemarches(props: {
  readonly action: string;
  readonly demarches: readonly DemarcheRangee[];
  readonly objets: Lisible['objets'];
  readonly state: FormState;
  readonly label: string;
  readonly champs?: Champs;
  readonly suite: string;
  /** Names the button that takes them all; none: one by one only. */
  readonly tout?: string;
  readonly annuler?: string;
}) {
  const { state, demarches, objets } = props;
  return (
    <form class="e-form" method="get" action={props.action} novalidate>
      <ErrorSummary state={state} />
      {Object.entries(props.champs ?? {}).map(([name, value]) => (
        <HiddenField name={name} value={value} />
      ))}
      <HiddenField name="choisir" value="oui" />
      <CheckboxGroup
        state={state}
        name="rang"
        label={props.label}
        options={demarches.map((demarche) => {
          const objet = objets.get(demarche.id);
          return {
            value: String(demarche.rang),
            label: objet === undefined ? numeroDe(demarche) : objet.objet,
            hint: objet === undefined ? undefined : `${numeroDe(demarche)}, auprès de : ${objet.operateur}`,
          };
        })}
      />
      <FormActions>
        <SubmitButton>{props.suite}</SubmitButton>
        {props.tout !== undefined && (
          <SubmitButton variant="secondary" name="tout" value="oui">
            {props.tout}
          </SubmitButton>
        )}
        {props.annuler !== undefined && (
          <ButtonLink href={props.annuler} variant="tertiary">
            Annuler
          </ButtonLink>
        )}
      </FormActions>
    </form>
  );
}

/** What is about to end, said once more before it does. */
export function Confirmation(props: {
  readonly action: string;
  readonly cle: string;
  readonly demarches: readonly DemarcheRangee[];
  readonly objets: Lisible['objets'];
  readonly champs?: Champs;
  readonly bouton: string;
  readonly annuler: string;
  readonly children?: Child;
}) {
  return (
    <>
      <ul>
        {props.demarches.map((demarche) => (
          <li>
            <strong>{direDemarche(demarche, props.objets.get(demarche.id))}</strong>
          </li>
        ))}
      </ul>
      {props.children}
      <Form state={blankForm()} action={props.action} idempotencyKey={props.cle}>
        {Object.entries(props.champs ?? {}).map(([name, value]) => (
          <HiddenField name={name} value={value} />
        ))}
        {props.demarches.map(({ rang }) => (
          <HiddenField name="rang" value={String(rang)} />
        ))}
        <FormActions>
          <SubmitButton danger>{props.bouton}</SubmitButton>
          <ButtonLink href={props.annuler} variant="tertiary">
            Revenir
          </ButtonLink>
        </FormActions>
      </Form>
    </>
  );
}
