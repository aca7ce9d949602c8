import { formatDate } from '../../../domain/date.ts';
import { ButtonLink, SubmitButton } from '../../../ui/button.tsx';
import { CheckboxGroup, toOptions } from '../../../ui/choice.tsx';
import { Alert, PageHeader } from '../../../ui/content.tsx';
import { TextArea, TextField } from '../../../ui/field.tsx';
import { Form, FormActions, HiddenField } from '../../../ui/form.tsx';
import type { FormState } from '../../../ui/form-state.ts';
import type { Partie } from '../../conventions/rules.ts';
import { CRITERES, phraseManque, type UsagePossible } from '../rules.ts';
import type { Lieu } from '../store.ts';
import { ChampsLieu, type ChampsLieuProps } from '../views/champs.tsx';

export function ProposerPage(props: ChampsLieuProps & { readonly structure: string; readonly cle: string }) {
  const { state, structure, cle } = props;
  return (
    <>
      <PageHeader
        title="Proposer un lieu"
        kicker={structure}
        lead="L’équipe technique le visitera avec vous. Rien n’y est annoncé ni planifié avant l’accord des deux parties (article 1.2)."
      />
      <Form state={state} action="/lieux/proposer" idempotencyKey={cle}>
        <ChampsLieu {...props} />
        <CheckboxGroup
          state={state}
          name="declares"
          label="Ce que le lieu offre"
          hint="Tel que vous le connaissez : la visite le constatera."
          options={toOptions(CRITERES)}
          columns={2}
          optional
        />
        <TextArea
          state={state}
          name="message"
          label="Message à l’équipe technique"
          hint="Jours possibles pour la visite, travaux prévus…"
          optional
        />
        <FormActions>
          <SubmitButton>Proposer ce lieu</SubmitButton>
          <ButtonLink href="/ma-structure" variant="tertiary">
            Annuler
          </ButtonLink>
        </FormActions>
      </Form>
    </>
  );
}

const AU_NOM: Readonly<Record<Partie, string>> = {
  departement: 'du Département',
  beneficiaire: 'du Bénéficiaire',
};

export function AccordPage(props: {
  readonly lieu: Lieu;
  readonly partie: Partie;
  readonly usage: UsagePossible;
  readonly state: FormState;
  readonly cle: string;
  readonly today: Temporal.PlainDate;
}) {
  const { lieu, partie, usage } = props;
  return (
    <>
      <PageHeader
        title={`Donner l’accord ${AU_NOM[partie]} ?`}
        kicker={lieu.nom}
        lead={`L’accord sera daté du ${formatDate(props.today)}. Le lieu est convenu quand les deux parties ont donné le leur (article 1.2).`}
      />
      {!usage.possible && partie === 'departement' && (
        <Alert tone="warning" title="Une permanence n’y est pas encore possible">
          <ul>
            {usage.manques.map((manque) => (
              <li>{phraseManque(manque)}</li>
            ))}
          </ul>
        </Alert>
      )}
      <Form state={props.state} action={`/lieux/${lieu.id}/accord`} idempotencyKey={props.cle}>
        <FormActions>
          <SubmitButton>Donner l’accord</SubmitButton>
          <ButtonLink href={`/lieux/${lieu.id}/fiche`} variant="tertiary">
            Pas maintenant
          </ButtonLink>
        </FormActions>
      </Form>
    </>
  );
}

export function RefuserPage({
  lieu,
  state,
  cle,
}: {
  readonly lieu: Lieu;
  readonly state: FormState;
  readonly cle: string;
}) {
  return (
    <>
      <PageHeader
        title="Refuser cette proposition ?"
        kicker={lieu.nom}
        lead="Le référent lira le motif, et pourra proposer ce lieu de nouveau."
      />
      <Form state={state} action={`/lieux/${lieu.id}/refuser`} idempotencyKey={cle}>
        <TextField
          state={state}
          name="refusMotif"
          label="Motif du refus"
          hint="Par exemple : l’entrée n’est pas accessible en fauteuil, et ne peut pas l’être."
        />
        <FormActions>
          <SubmitButton danger>Refuser la proposition</SubmitButton>
          <ButtonLink href={`/lieux/${lieu.id}/fiche`}>Revenir au lieu</ButtonLink>
        </FormActions>
      </Form>
    </>
  );
}

export function ReproposerPage({ lieu, cle }: { readonly lieu: Lieu; readonly cle: string }) {
  return (
    <>
      <PageHeader
        title="Proposer de nouveau ce lieu ?"
        kicker={lieu.nom}
        lead="Quand ce qui avait motivé le refus est levé : l’équipe technique le verra dans sa liste."
      />
      <form method="post" action={`/lieux/${lieu.id}/reproposer`}>
        <HiddenField name="_cle" value={cle} />
        <FormActions>
          <SubmitButton>Proposer de nouveau</SubmitButton>
          <ButtonLink href={`/lieux/${lieu.id}/fiche`}>Revenir au lieu</ButtonLink>
        </FormActions>
      </form>
    </>
  );
}
