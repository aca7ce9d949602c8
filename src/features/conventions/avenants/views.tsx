import { formatDate } from '../../../domain/date.ts';
import { ButtonLink, SubmitButton } from '../../../ui/button.tsx';
import { Checkbox, Fieldset, RadioGroup, SelectField } from '../../../ui/choice.tsx';
import { Alert, PageHeader } from '../../../ui/content.tsx';
import { DateField, NumberField, TextField } from '../../../ui/field.tsx';
import { Disclosure } from '../../../ui/figure.tsx';
import { ErrorSummary, FormActions, HiddenField } from '../../../ui/form.tsx';
import type { FormState } from '../../../ui/form-state.ts';
import { type Avenant, type Clauses, clausesAu, lireConvention } from '../rules.ts';
import type { ConventionComplete } from '../store.ts';

type Props = {
  /** Without the avenant that is being replaced. */
  readonly convention: ConventionComplete;
  readonly remplace: Avenant | null;
  readonly today: Temporal.PlainDate;
  readonly state: FormState;
};

const VIDE = 'Laissez vide si l’avenant n’y touche pas.';
const JOURS = [
  { value: 'reception', label: 'La réception de la lettre' },
  { value: 'envoi', label: 'L’envoi de la lettre' },
] as const;

/** The draft of an avenant: each clause beside what it says today. Nothing is recorded yet: the next page shows what changes. */
export function AvenantPage({ convention, remplace, today, state }: Props) {
  const url = `/conventions/${convention.id}`;
  const clauses = clausesAu(convention, today);
  return (
    <>
      <PageHeader
        kicker={`Convention ${convention.reference}`}
        title={remplace === null ? 'Préparer un avenant' : `Corriger l’avenant n° ${remplace.numero}`}
        lead={`${convention.structure.nom}. La page suivante montre ce que l’avenant changerait ; rien n’est encore enregistré.`}
      />
      {lireConvention(convention) === null && (
        <Alert tone="warning">
          Cette convention n’est pas encore signée par les deux parties : changez-la avant sa signature plutôt que par
          un avenant.
        </Alert>
      )}
      <form class="e-form" method="get" action={`${url}/avenants/nouveau`} novalidate>
        <ErrorSummary state={state} />
        {remplace && <HiddenField name="remplace" value={remplace.id} />}
        <TextField state={state} name="numero" label="Numéro de l’avenant" width={8} />
        <DateField
          state={state}
          name="date"
          label="Avenant établi le"
          hint="Les signatures viennent ce jour-là ou après : l’avenant prend effet à la dernière (art. 8.2)."
        />
        <TextField
          state={state}
          name="objet"
          label="Objet"
          hint="Par exemple « deux demi-journées par semaine à partir de la rentrée »."
        />
        <ClausesFields state={state} clauses={clauses} />
        <DateField
          state={state}
          name="suppose"
          label="Pour l’aperçu : dernière signature supposée le"
          hint="Aujourd’hui si vous laissez vide. Cette date n’est pas enregistrée."
          optional
        />
        <FormActions>
          <SubmitButton>Voir ce qui changerait</SubmitButton>
          <ButtonLink href={url} variant="tertiary">
            Renoncer
          </ButtonLink>
        </FormActions>
      </form>
    </>
  );
}

function ClausesFields({ state, clauses }: { readonly state: FormState; readonly clauses: Clauses }) {
  const { finAuPlusTard, reconductions } = clauses;
  return (
    <>
      <Fieldset legend="Interventions (art. 1.2)" hint={VIDE}>
        <NumberField
          state={state}
          name="demiJourneesParSemaine"
          label="Fréquence des permanences"
          hint={`Aujourd’hui : ${clauses.demiJourneesParSemaine} demi-journée${clauses.demiJourneesParSemaine > 1 ? 's' : ''} par semaine.`}
          unit="demi-journée(s) par semaine"
          width={3}
          optional
        />
      </Fieldset>
      <Fieldset legend="Durée et reconduction (art. 6)" hint={VIDE}>
        <DateField
          state={state}
          name="finAuPlusTard"
          label="Fin au plus tard"
          hint={`Aujourd’hui : ${finAuPlusTard === null ? 'aucune' : formatDate(finAuPlusTard)}. Dernier jour inclus.`}
          optional
        />
        <Checkbox state={state} name="sansFin" label="Plus aucune fin au plus tard" optional />
        <NumberField
          state={state}
          name="dureeMois"
          label="Durée d’une période"
          hint={`Aujourd’hui : ${clauses.dureeMois} mois. Vaut pour les périodes qui commencent après l’avenant.`}
          unit="mois"
          width={3}
          optional
        />
        <SelectField
          state={state}
          name="reconduction"
          label="Reconduction tacite"
          hint={`Aujourd’hui : ${
            reconductions === null
              ? 'autant de fois que nécessaire'
              : reconductions === 0
                ? 'aucune'
                : `${reconductions} fois au plus`
          }.`}
          blank="Ne change pas"
          options={[
            { value: 'illimitee', label: 'Autant de fois que nécessaire' },
            { value: 'limitee', label: 'Un nombre de fois limité' },
            { value: 'aucune', label: 'Aucune' },
          ]}
          optional
        />
        <NumberField
          state={state}
          name="reconductions"
          label="Nombre de reconductions"
          hint="Si ce nombre est limité, en tout depuis la prise d’effet."
          width={3}
          optional
        />
        <NumberField
          state={state}
          name="preavisMois"
          label="Préavis pour s’opposer"
          hint={`Aujourd’hui : ${clauses.preavisMois} mois avant l’anniversaire.`}
          unit="mois"
          width={3}
          optional
        />
      </Fieldset>
      <Fieldset legend="Résiliation (art. 7)" hint={VIDE}>
        <NumberField
          state={state}
          name="delaiRemedeJours"
          label="Délai pour remédier à un manquement"
          hint={`Aujourd’hui : ${clauses.delaiRemedeJours} jours calendaires.`}
          unit="jours"
          width={4}
          optional
        />
        <NumberField
          state={state}
          name="delaiForceMajeureJours"
          label="Délai en cas de force majeure"
          hint={`Aujourd’hui : ${clauses.delaiForceMajeureJours} jours calendaires.`}
          unit="jours"
          width={4}
          optional
        />
      </Fieldset>
      <Disclosure
        summary="Préciser ce que la convention laisse ouvert"
        open={['oppositionCompteDe', 'forceMajeureCompteDe', 'courrierNonRetire', 'reconductionPourUnJour'].some(
          (name) => (state.values[name] ?? '') !== '',
        )}
      >
        <LecturesFields state={state} />
      </Disclosure>
    </>
  );
}

/** What the paper does not say, and that an avenant may settle. */
function LecturesFields({ state }: { readonly state: FormState }) {
  const unchanged = { value: '', label: 'Ne change pas' };
  return (
    <>
      <RadioGroup
        state={state}
        name="oppositionCompteDe"
        label="Pour une opposition, ce qui compte"
        options={[unchanged, ...JOURS]}
        optional
      />
      <RadioGroup
        state={state}
        name="forceMajeureCompteDe"
        label="Pour la force majeure, ce qui fait courir le délai"
        options={[unchanged, ...JOURS]}
        optional
      />
      <RadioGroup
        state={state}
        name="courrierNonRetire"
        label="Une lettre refusée ou non réclamée"
        options={[
          unchanged,
          { value: 'premiere_presentation', label: 'Compte de sa première présentation' },
          { value: 'sans_effet', label: 'Ne compte pas' },
        ]}
        optional
      />
      <RadioGroup
        state={state}
        name="reconductionPourUnJour"
        label="Un anniversaire le jour même de la fin au plus tard"
        options={[
          unchanged,
          { value: 'non', label: 'Ne reconduit rien' },
          { value: 'oui', label: 'Reconduit pour ce seul jour' },
        ]}
        optional
      />
    </>
  );
}
