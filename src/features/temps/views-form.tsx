import { formatDateLongue, formatDuree } from '../../domain/date.ts';
import { ButtonLink, SubmitButton } from '../../ui/button.tsx';
import { CheckboxGroup, RadioGroup, SelectField, toOptions } from '../../ui/choice.tsx';
import { Alert, EmptyState, PageHeader } from '../../ui/content.tsx';
import { DateField, TextField } from '../../ui/field.tsx';
import { Form, FormActions, HiddenField } from '../../ui/form.tsx';
import type { FormState } from '../../ui/form-state.ts';
import { direTemps } from './dire.ts';
import type { TempsDeclare } from './rules/heures.ts';
import { NATURES_TEMPS } from './rules/temps.ts';
import type { TrajetPropose } from './rules/trajets.ts';

type Jour = Temporal.PlainDate;
type Option = { readonly value: string; readonly label: string };

/** What the agent opened in the page of his month: a new entry (in a day, or at its top), one to change, one to delete. */
export type Ouvert =
  | {
      readonly quoi: 'nouveau';
      readonly jour: Jour | null;
      readonly state: FormState;
      readonly action: string;
      readonly seances: readonly Option[];
      readonly max: Jour;
    }
  | {
      readonly quoi: 'modifier';
      readonly temps: TempsDeclare;
      readonly state: FormState;
      readonly action: string;
      readonly seances: readonly Option[];
      readonly max: Jour;
    }
  | { readonly quoi: 'supprimer'; readonly temps: TempsDeclare };

export function TempsForm(props: {
  readonly ouvert: Exclude<Ouvert, { quoi: 'supprimer' }>;
  readonly cle: string;
  readonly retour: string;
}) {
  const { state, action, seances, max } = props.ouvert;
  return (
    <Form state={state} action={action} idempotencyKey={props.cle}>
      <RadioGroup
        state={state}
        name="tempsNature"
        label="Nature du temps"
        options={toOptions(NATURES_TEMPS)}
        columns="inline"
      />
      <DateField state={state} name="tempsJour" label="Jour" max={max.toString()} />
      <TextField
        state={state}
        name="tempsMinutes"
        label="Durée"
        hint="Par exemple 45 min, 1 h ou 1 h 30."
        width={12}
        autocomplete="off"
      />
      {seances.length > 0 && (
        <SelectField state={state} name="seance" label="Pour la séance" options={seances} blank="Aucune" optional />
      )}
      <TextField
        state={state}
        name="tempsPrecision"
        label="Précision"
        hint="Lue par l’équipe technique sur la feuille du mois : ne nommez personne."
        optional
      />
      <FormActions>
        <SubmitButton>Enregistrer</SubmitButton>
        <ButtonLink href={props.retour} variant="tertiary">
          Annuler
        </ButtonLink>
      </FormActions>
    </Form>
  );
}

export function SupprimerTemps(props: { readonly temps: TempsDeclare; readonly cle: string; readonly retour: string }) {
  const { temps } = props;
  return (
    <form method="post" action={`/mes-heures/${temps.id}/supprimer`}>
      <HiddenField name="_cle" value={props.cle} />
      <Alert tone="warning">
        Supprimer « {direTemps(temps)}, {formatDuree(temps.minutes)} » ? Ce temps ne comptera plus ; pour le retrouver,
        il faudra le noter de nouveau.
      </Alert>
      <FormActions>
        <SubmitButton danger>Supprimer</SubmitButton>
        <ButtonLink href={props.retour}>Ne pas supprimer</ButtonLink>
      </FormActions>
    </form>
  );
}

export function TrajetsPage(props: {
  readonly trajets: readonly TrajetPropose[];
  readonly state: FormState;
  readonly action: string;
  readonly cle: string;
  readonly retour: string;
}) {
  const { trajets, state, retour } = props;
  return (
    <>
      <PageHeader
        kicker="Mes heures"
        title="Préremplir les trajets"
        lead="Entre deux lieux d’une même journée, le temps de route qu’estime le planning. Rien n’est noté sans vous : cochez ceux que vous avez faits."
      />
      {trajets.length === 0 ? (
        <EmptyState
          title="Aucun trajet à proposer"
          action={<ButtonLink href={retour}>Revenir à mes heures</ButtonLink>}
        >
          Ceux de ce mois sont déjà notés, ou aucune journée ne comptait deux lieux dont la distance est connue. Vous
          pouvez toujours ajouter un trajet vous-même.
        </EmptyState>
      ) : (
        <Form state={state} action={props.action} idempotencyKey={props.cle}>
          <CheckboxGroup
            state={state}
            name="trajets"
            label="Trajets faits"
            hint="L’estimation est à vol d’oiseau : vous pourrez corriger chaque durée ensuite."
            options={trajets.map(({ seanceId, jour, minutes, precision }) => ({
              value: seanceId,
              label: `${formatDateLongue(jour)} : ${precision}, ${formatDuree(minutes)}`,
            }))}
          />
          <FormActions>
            <SubmitButton>Noter les trajets cochés</SubmitButton>
            <ButtonLink href={retour} variant="tertiary">
              N’en noter aucun
            </ButtonLink>
          </FormActions>
        </Form>
      )}
    </>
  );
}
