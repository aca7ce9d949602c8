import { ButtonLink, SubmitButton } from '../../ui/button.tsx';
import { Checkbox, Fieldset, type Option, RadioGroup, SelectField } from '../../ui/choice.tsx';
import { EmptyState, PageHeader } from '../../ui/content.tsx';
import { DateField, NumberField, TextArea, TextField } from '../../ui/field.tsx';
import { Form, FormActions } from '../../ui/form.tsx';
import type { FormState } from '../../ui/form-state.ts';

const JOURS_COMPTES: readonly Option[] = [
  { value: 'reception', label: 'Le jour où l’autre partie la reçoit' },
  { value: 'envoi', label: 'Le jour où elle est envoyée' },
];

type StateProps = { readonly state: FormState };

export function NouvellePage(props: {
  readonly state: FormState;
  readonly structures: readonly { readonly id: string; readonly nom: string; readonly commune: string }[];
  /** Where the form is sent. */
  readonly action: string;
  readonly cle: string;
}) {
  const { state, structures, cle } = props;
  if (structures.length === 0) {
    return (
      <>
        <PageHeader title="Nouvelle convention" />
        <EmptyState
          title="Aucune structure n’est enregistrée."
          action={
            <ButtonLink href="/structures/nouvelle" variant="primary">
              Enregistrer une structure
            </ButtonLink>
          }
        >
          Une convention lie le Département à une structure : enregistrez-la d’abord.
        </EmptyState>
      </>
    );
  }
  return (
    <>
      <PageHeader
        title="Nouvelle convention"
        lead="D’après le modèle de 2022. Chaque choix que le modèle laisse ouvert peut être changé ici ; après la première signature, il faudra un avenant (art. 8.2)."
      />
      <Form state={state} action={props.action} idempotencyKey={cle}>
        <SelectField
          state={state}
          name="structureId"
          label="Structure bénéficiaire"
          options={structures.map(({ id, nom, commune }) => ({ value: id, label: `${nom} (${commune})` }))}
        />
        <TextField
          state={state}
          name="reference"
          label="Référence"
          hint="Proposée à la suite des autres, vous pouvez en mettre une à vous."
          width={20}
        />
        <TextField
          state={state}
          name="pointAccueil"
          label="Point d’accueil"
          hint="Où l’équipe est accueillie, tel que le préambule l’écrit."
          optional
        />
        <DureeFields state={state} />
        <OppositionFields state={state} />
        <ResiliationFields state={state} />
        <Fieldset legend="Interventions (art. 1.2)">
          <NumberField
            state={state}
            name="demiJourneesParSemaine"
            label="Fréquence des permanences"
            hint="Le modèle prévoit une demi-journée par semaine, en présence, dans la structure."
            unit="demi-journée(s) par semaine"
            width={3}
          />
        </Fieldset>
        <Checkbox
          state={state}
          name="transmissionRequise"
          label="La convention signée est elle-même à transmettre à la préfecture"
          hint="En plus des délibérations. Son accusé de réception sera alors attendu."
          optional
        />
        <TextArea
          state={state}
          name="note"
          label="Note interne"
          hint="Elle n’est pas imprimée sur la convention."
          optional
        />
        <FormActions>
          <SubmitButton>Créer la convention</SubmitButton>
          <ButtonLink href="/conventions" variant="tertiary">
            Renoncer
          </ButtonLink>
        </FormActions>
      </Form>
    </>
  );
}

function DureeFields({ state }: StateProps) {
  return (
    <Fieldset legend="Durée et reconduction (art. 6)">
      <NumberField
        state={state}
        name="dureeMois"
        label="Durée d’une période"
        hint="Le modèle dit 6 mois, comptés depuis la dernière signature."
        unit="mois"
        width={3}
      />
      <RadioGroup
        state={state}
        name="reconduction"
        label="Reconduction tacite"
        hint="Le modèle dit « reconduite tacitement », sans dire combien de fois."
        options={[
          { value: 'illimitee', label: 'Autant de fois que nécessaire' },
          { value: 'limitee', label: 'Un nombre de fois limité' },
          { value: 'aucune', label: 'Aucune reconduction' },
        ]}
      />
      <NumberField
        state={state}
        name="reconductions"
        label="Nombre de reconductions"
        hint="Seulement si le nombre est limité."
        width={3}
        optional
      />
      <DateField
        state={state}
        name="finAuPlusTard"
        label="Fin au plus tard"
        hint="Dernier jour possible, inclus. Le modèle disait le 1er juillet 2023. Laissez vide s’il n’y en a pas."
        optional
      />
      <RadioGroup
        state={state}
        name="reconductionPourUnJour"
        label="Si un anniversaire tombe ce dernier jour"
        hint="Le modèle ne le dit pas : à la lettre, la convention serait reconduite pour un seul jour."
        options={[
          { value: 'non', label: 'La convention prend fin la veille' },
          { value: 'oui', label: 'La convention est reconduite pour ce seul jour' },
        ]}
      />
    </Fieldset>
  );
}

function OppositionFields({ state }: StateProps) {
  return (
    <Fieldset legend="Opposition à la reconduction (art. 6)">
      <NumberField
        state={state}
        name="preavisMois"
        label="Préavis"
        hint="Une partie peut s’opposer « au plus tard 2 mois avant » l’anniversaire. Il doit être plus court qu’une période."
        unit="mois"
        width={3}
      />
      <RadioGroup
        state={state}
        name="oppositionCompteDe"
        label="Quel jour compte ?"
        hint="Le modèle ne le dit pas : la réception est notre lecture. Les deux dates sont toujours gardées."
        options={JOURS_COMPTES}
      />
    </Fieldset>
  );
}

function ResiliationFields({ state }: StateProps) {
  return (
    <Fieldset legend="Résiliation (art. 7)">
      <NumberField
        state={state}
        name="delaiRemedeJours"
        label="Délai pour remédier à un manquement"
        hint="Le modèle dit 30 jours calendaires à compter de la réception de la mise en demeure (art. 7.1)."
        unit="jours"
        width={3}
      />
      <RadioGroup
        state={state}
        name="courrierNonRetire"
        label="Lettre recommandée refusée ou non réclamée"
        hint="Le modèle n’en dit rien."
        options={[
          { value: 'premiere_presentation', label: 'Le délai court de sa première présentation' },
          { value: 'sans_effet', label: 'Le délai ne court pas' },
        ]}
      />
      <NumberField
        state={state}
        name="delaiForceMajeureJours"
        label="Délai en cas de force majeure"
        hint="Le modèle dit 30 jours calendaires après notification (art. 7.2)."
        unit="jours"
        width={3}
      />
      <RadioGroup
        state={state}
        name="forceMajeureCompteDe"
        label="Quel jour vaut notification ?"
        hint="Le modèle ne le dit pas : la réception est notre lecture."
        options={JOURS_COMPTES}
      />
    </Fieldset>
  );
}
