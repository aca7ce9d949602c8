import { ButtonLink, SubmitButton } from '../../../ui/button.tsx';
import { ChangedWords, ChangedWordsKey, type WordRun } from '../../../ui/changed-words.tsx';
import { Alert, PageHeader, Section } from '../../../ui/content.tsx';
import { Form, FormActions, HiddenField } from '../../../ui/form.tsx';
import type { FormState } from '../../../ui/form-state.ts';

/** A part of the notice whose text is another one. */
export type Changement = { readonly titre: string; readonly mots: readonly WordRun[] };

/** What publishing does and what it changes, said once more before it is done. */
export function PublierPage(props: {
  readonly version: number;
  readonly changements: readonly Changement[];
  readonly vue: string;
  readonly state: FormState;
  readonly cle: string;
}) {
  const { version, changements, vue, state, cle } = props;
  const count = changements.length;
  return (
    <>
      <PageHeader
        kicker="Notice des mandats"
        title={`Publier la version ${version} ?`}
        lead={count === 1 ? 'Une partie change.' : `${count} parties changent.`}
      />
      <Alert tone="warning" title="Ce qui s’ensuit, sans retour">
        <ul>
          <li>Une version publiée ne se modifie plus et ne se retire pas : une autre peut seulement lui succéder.</li>
          <li>Chaque mandat signé ensuite la porte. Ceux qui sont déjà signés gardent la leur.</li>
          <li>Qui lit la notice en ce moment, pour signer, devra relire celle-ci : ses signatures sont annulées.</li>
          <li>
            Les formulaires papier déjà préparés ne s’impriment plus. Ceux qui sont imprimés se signent et
            s’enregistrent, avec la notice qu’ils portent.
          </li>
        </ul>
      </Alert>
      <Section title="Ce qui change">
        <ChangedWordsKey />
        {changements.map(({ titre, mots }) => (
          <div class="e-difference">
            <h3>{titre}</h3>
            <ChangedWords runs={mots} />
          </div>
        ))}
      </Section>
      <Form state={state} action="/mandats/notice/publier" idempotencyKey={cle}>
        <HiddenField name="vue" value={vue} />
        <FormActions>
          <SubmitButton danger>Publier la version {version}</SubmitButton>
          <ButtonLink href="/mandats/notice#publier">Corriger le texte</ButtonLink>
        </FormActions>
      </Form>
    </>
  );
}
