import { ButtonLink, SubmitButton } from '../../ui/button.tsx';
import { Alert, DescriptionList, PageHeader } from '../../ui/content.tsx';
import { TextField, typedValue } from '../../ui/field.tsx';
import { Form, FormActions, HiddenField } from '../../ui/form.tsx';
import type { FormState } from '../../ui/form-state.ts';
import { TITRES_SAISIE, type TypeSaisi } from './evenement-form.ts';
import { enClair, nomsDe, titreEvenement } from './recit.ts';
import type { Evenement } from './rules.ts';
import type { ConventionComplete } from './store.ts';
import { CHAMPS_EVENEMENT } from './views-champs.tsx';
import type { Champs } from './views-champs-partie.tsx';

export function EvenementPage(
  props: Champs & { readonly type: TypeSaisi; readonly remplace: Evenement | undefined; readonly cle: string },
) {
  const { convention, type, remplace } = props;
  const back = `/conventions/${convention.id}`;
  // The breaches that a mise en demeure cites.
  const cites = typedValue(props.state, 'manquements');
  return (
    <>
      <PageHeader
        kicker={`Convention ${convention.reference}`}
        title={remplace ? `Corriger : ${TITRES_SAISIE[type].toLowerCase()}` : TITRES_SAISIE[type]}
        lead={convention.structure.nom}
      />
      {remplace && (
        <Alert>
          L’enregistrement actuel restera lisible, barré, et celui-ci le remplacera : «{' '}
          {enClair(remplace, nomsDe(convention, []))} »
        </Alert>
      )}
      <Form state={props.state} action={`${back}/evenements/nouveau`} idempotencyKey={props.cle}>
        <HiddenField name="type" value={type} />
        {remplace && <HiddenField name="remplace" value={remplace.id} />}
        {cites !== '' && <HiddenField name="manquements" value={cites} />}
        {CHAMPS_EVENEMENT[type](props)}
        <FormActions>
          <SubmitButton>Enregistrer</SubmitButton>
          <ButtonLink href={back} variant="tertiary">
            Renoncer
          </ButtonLink>
        </FormActions>
      </Form>
    </>
  );
}

export function AnnulerPage(props: {
  readonly convention: ConventionComplete;
  readonly evenement: Evenement;
  readonly state: FormState;
  readonly cle: string;
}) {
  const { convention, evenement, state } = props;
  const back = `/conventions/${convention.id}`;
  return (
    <>
      <PageHeader kicker={`Convention ${convention.reference}`} title="Annuler cet enregistrement ?" />
      <DescriptionList
        items={[
          { term: 'Nature', details: titreEvenement(evenement, convention) },
          { term: 'Enregistrement', details: enClair(evenement, nomsDe(convention, [])) },
        ]}
      />
      <Alert tone="warning">
        Il restera lisible, barré, mais ne comptera plus : l’état et les échéances de la convention seront recalculés.
        Une annulation ne s’annule pas.
      </Alert>
      <Form state={state} action={`${back}/evenements/${evenement.id}/annuler`} idempotencyKey={props.cle}>
        <TextField state={state} name="motif" label="Motif de l’annulation" hint="Par exemple « date mal recopiée »." />
        <FormActions>
          <SubmitButton danger>Annuler cet enregistrement</SubmitButton>
          <ButtonLink href={back} variant="tertiary">
            Le garder
          </ButtonLink>
        </FormActions>
      </Form>
    </>
  );
}
