import { formatDate, formatDuree } from '../../domain/date.ts';
import {
  cles,
  DEMARCHES,
  DUREES,
  GENRES,
  ISSUES,
  OBJECTIFS,
  STATUTS_SOCIAUX,
  STRUCTURES_DE_REDIRECTION,
  THEMATIQUES,
  type Thematique,
  TRANCHES_AGE,
} from '../../domain/nomenclatures.ts';
import { ButtonLink, SubmitButton } from '../../ui/button.tsx';
import { CheckboxGroup, RadioGroup, SelectField, toOptions } from '../../ui/choice.tsx';
import { Alert, PageHeader } from '../../ui/content.tsx';
import { fieldErrors, NumberField, TextField, typedValue } from '../../ui/field.tsx';
import { Disclosure } from '../../ui/figure.tsx';
import { Form, FormActions, HiddenField } from '../../ui/form.tsx';
import type { FormState } from '../../ui/form-state.ts';
import { FORMULAIRE } from './formulaire.ts';
import { resume } from './resume.ts';
import type { Accompagnement, SeanceAgent } from './store.ts';

/** The themes most often noted, shown first; the official list holds the others in its own order. */
const THEMES_COURANTS: readonly string[] = [
  'AideAuxDemarchesAdministratives',
  'Email',
  'NavigationSurInternet',
  'PrendreEnMainDuMateriel',
  'Sante',
  'InsertionProfessionnelle',
] satisfies readonly Thematique[];

const THEMES = [
  ...THEMES_COURANTS.flatMap((theme) => toOptions(THEMATIQUES).filter(({ value }) => value === theme)),
  ...toOptions(THEMATIQUES).filter(({ value }) => !THEMES_COURANTS.includes(value)),
];

/** The usual lengths, then « une autre durée ». */
const DUREES_PROPOSEES = [
  ...cles(DUREES).map((value) => ({
    value,
    label: value === 'personnaliser' ? 'Une autre durée' : formatDuree(Number(value)),
  })),
];

export function AccompagnementPage(props: {
  readonly title: string;
  readonly seance: SeanceAgent;
  readonly state: FormState;
  readonly action: string;
  readonly cle: string;
  readonly nouveau: boolean;
  /** The version that is corrected; '' when it bears none. */
  readonly base: string;
}) {
  const { title, seance, state, action, cle, nouveau, base } = props;
  return (
    <>
      <PageHeader title={title} lead={`${seance.endroit}, ${formatDate(seance.jour)}`} />
      <p class="e-muted">
        N’écrivez rien qui désigne la personne : ni nom, ni numéro, ni adresse. Le secret professionnel s’applique
        (article 2).
      </p>
      <Form state={state} action={action} idempotencyKey={cle}>
        <HiddenField name="formulaire" value={String(FORMULAIRE)} />
        <HiddenField name="typeActivite" value="Individuel" />
        <HiddenField name="typeLieu" value={typedValue(state, 'typeLieu')} />
        <HiddenField name="base" value={base} />
        <CheckboxGroup
          state={state}
          name="thematiques"
          label="Thèmes"
          options={THEMES}
          columns="inline"
          fold={{ from: THEMES_COURANTS.length, summary: 'Un autre thème' }}
        />
        <CheckboxGroup
          state={state}
          name="demarches"
          label="Démarches administratives"
          hint="Seulement avec le thème « Aide aux démarches administratives »."
          options={toOptions(DEMARCHES)}
          columns="inline"
        />
        <RadioGroup state={state} name="duree" label="Durée" options={DUREES_PROPOSEES} columns="inline" />
        <NumberField state={state} name="dureeAutre" label="Autre durée" unit="minutes" width={4} optional />
        <RadioGroup state={state} name="issue" label="Résultat" options={toOptions(ISSUES)} columns="inline" />
        <Disclosure
          summary="La démarche n’a pas abouti, ou la personne est orientée ailleurs"
          open={
            typedValue(state, 'issue') !== 'faite' ||
            ['issuePrecision', 'orientation'].some((name) => fieldErrors(state, name).length > 0)
          }
        >
          <TextField state={state} name="issuePrecision" label="Pourquoi n’était-ce pas possible ?" optional />
          <SelectField
            state={state}
            name="orientation"
            label="Vers qui la personne est-elle orientée ?"
            options={toOptions(STRUCTURES_DE_REDIRECTION)}
            blank="Vers personne"
            optional
          />
        </Disclosure>
        <RadioGroup
          state={state}
          name="trancheAge"
          label="Âge de la personne"
          options={toOptions(TRANCHES_AGE)}
          columns="inline"
        />
        <RadioGroup state={state} name="genre" label="Genre" options={toOptions(GENRES)} columns="inline" />
        <RadioGroup
          state={state}
          name="statutSocial"
          label="Situation"
          options={toOptions(STATUTS_SOCIAUX)}
          columns="inline"
        />
        <SelectField state={state} name="objectif" label="Objectif de l’intervention" options={toOptions(OBJECTIFS)} />
        <FormActions>
          <SubmitButton>Enregistrer</SubmitButton>
          {nouveau && (
            <SubmitButton variant="secondary" name="suite" value="autre">
              Enregistrer et en noter un autre
            </SubmitButton>
          )}
          <ButtonLink href={`/seances/${seance.id}`} variant="tertiary">
            Annuler
          </ButtonLink>
        </FormActions>
      </Form>
    </>
  );
}

export function SupprimerPage({
  accompagnement,
  cle,
}: {
  readonly accompagnement: Accompagnement;
  readonly cle: string;
}) {
  return (
    <>
      <PageHeader title="Supprimer cet accompagnement ?" />
      <Alert tone="warning">
        {resume(accompagnement)}, {formatDuree(accompagnement.dureeMinutes)}, le {formatDate(accompagnement.jour)}. La
        suppression est définitive.
      </Alert>
      <form method="post" action={`/accompagnements/${accompagnement.id}/supprimer`}>
        <HiddenField name="_cle" value={cle} />
        <HiddenField name="base" value={accompagnement.versionId ?? ''} />
        <FormActions>
          <SubmitButton danger>Supprimer</SubmitButton>
          <ButtonLink href={`/seances/${accompagnement.seanceId}`}>Ne pas supprimer</ButtonLink>
        </FormActions>
      </form>
    </>
  );
}
