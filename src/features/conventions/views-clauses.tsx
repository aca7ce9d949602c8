import { Checkbox, Fieldset, type Option, RadioGroup } from '../../ui/choice.tsx';
import { DateField, NumberField } from '../../ui/field.tsx';
import type { FormState } from '../../ui/form-state.ts';

const JOURS_COMPTES: readonly Option[] = [
  { value: 'reception', label: 'Le jour où l’autre partie la reçoit' },
  { value: 'envoi', label: 'Le jour où elle est envoyée' },
];

type StateProps = { readonly state: FormState };

/** Every choice that a convention leaves open, each with its question. */
export function ClausesFields({ state }: StateProps) {
  return (
    <>
      <DureeFields state={state} />
      <OppositionFields state={state} />
      <ResiliationFields state={state} />
      <Fieldset legend="Interventions (art. 1.2)">
        <NumberField
          state={state}
          name="demiJourneesParSemaine"
          label="Fréquence des permanences"
          hint="La convention de 2022 prévoit une demi-journée par semaine, en présence, dans la structure."
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
        hint="La convention de 2022 dit 6 mois, comptés depuis la dernière signature."
        unit="mois"
        width={3}
      />
      <RadioGroup
        state={state}
        name="reconduction"
        label="Reconduction tacite"
        hint="La convention de 2022 dit « reconduite tacitement », sans dire combien de fois."
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
        hint="Dernier jour possible, inclus. La convention de 2022 disait le 1er juillet 2023. Laissez vide s’il n’y en a pas."
        optional
      />
      <RadioGroup
        state={state}
        name="reconductionPourUnJour"
        label="Si un anniversaire tombe ce dernier jour"
        hint="La convention de 2022 ne le dit pas : à la lettre, la convention serait reconduite pour un seul jour."
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
        hint="La convention de 2022 ne le dit pas : la réception est notre lecture. Les deux dates sont toujours gardées."
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
        hint="La convention de 2022 dit 30 jours calendaires à compter de la réception de la mise en demeure (art. 7.1)."
        unit="jours"
        width={3}
      />
      <RadioGroup
        state={state}
        name="courrierNonRetire"
        label="Lettre recommandée refusée ou non réclamée"
        hint="La convention de 2022 n’en dit rien."
        options={[
          { value: 'premiere_presentation', label: 'Le délai court de sa première présentation' },
          { value: 'sans_effet', label: 'Le délai ne court pas' },
        ]}
      />
      <NumberField
        state={state}
        name="delaiForceMajeureJours"
        label="Délai en cas de force majeure"
        hint="La convention de 2022 dit 30 jours calendaires après notification (art. 7.2)."
        unit="jours"
        width={3}
      />
      <RadioGroup
        state={state}
        name="forceMajeureCompteDe"
        label="Quel jour vaut notification ?"
        hint="La convention de 2022 ne le dit pas : la réception est notre lecture."
        options={JOURS_COMPTES}
      />
    </Fieldset>
  );
}
