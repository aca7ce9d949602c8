import type { Child } from 'hono/jsx';
import { formatDate } from '../../../domain/date.ts';
import { ButtonLink, SubmitButton } from '../../../ui/button.tsx';
import { Checkbox, RadioGroup, SelectField } from '../../../ui/choice.tsx';
import { Alert, PageHeader } from '../../../ui/content.tsx';
import { DateField, TextArea, TextField } from '../../../ui/field.tsx';
import { Form, FormActions } from '../../../ui/form.tsx';
import type { FormState } from '../../../ui/form-state.ts';
import type { Partie, Procedure } from '../rules.ts';
import type { ConventionComplete } from '../store.ts';
import { constatsPossibles, LETTRES, type LettreAPreparer } from './preparation.ts';
import { AvantEnvoi } from './views.tsx';

type Props = {
  readonly convention: ConventionComplete;
  readonly quoi: LettreAPreparer;
  readonly auteur: Partie;
  readonly today: Temporal.PlainDate;
  readonly state: FormState;
  readonly cle: string;
};

/** The form of a paper to prepare: it answers a file to sign, and records nothing. */
export function LettrePage(props: Props) {
  const { convention, quoi } = props;
  const back = `/conventions/${convention.id}/documents`;
  const { titre, article } = LETTRES[quoi];
  return (
    <>
      <PageHeader
        kicker={`Convention ${convention.reference}`}
        title={titre}
        lead={`${convention.structure.nom} (${article})`}
      />
      <Form state={props.state} action={`${back}/${quoi}`} idempotencyKey={props.cle}>
        <AvantEnvoi {...props} />
        {CHAMPS[quoi](props)}
        <SignataireFields {...props} />
        <Alert>
          Le fichier est fait pour être imprimé et signé. Rien n’est enregistré : quand la lettre est partie,{' '}
          {props.auteur === 'departement'
            ? 'enregistrez l’événement sur la page de la convention.'
            : 'prévenez l’équipe technique du Département, qui l’enregistrera.'}
        </Alert>
        <FormActions>
          <SubmitButton>Télécharger le PDF</SubmitButton>
          <ButtonLink href={back} variant="tertiary">
            Revenir aux papiers
          </ButtonLink>
        </FormActions>
      </Form>
    </>
  );
}

const CHAMPS: Readonly<Record<LettreAPreparer, (props: Props) => Child>> = {
  opposition: ({ state }) => (
    <>
      <LettreDate state={state} />
      <RadioGroup
        state={state}
        name="mode"
        label="Comment part-elle ?"
        hint="Gardez une preuve de la date : c’est elle qui compte."
        options={[
          { value: 'recommandee', label: 'En recommandé, avec avis de réception' },
          {
            value: 'main_propre',
            label: 'Remise en main propre',
            hint: 'Un cadre de décharge est imprimé au bas de la lettre.',
          },
        ]}
      />
      <NumeroField state={state} />
    </>
  ),
  'mise-en-demeure': ({ state }) => (
    <>
      <LettreDate state={state} />
      <TextArea
        state={state}
        name="manquements"
        label="Manquements reprochés"
        hint="Un par ligne, avec sa date et l’article de la convention. Par exemple : « Horaires non affichés les 5 et 12 décembre 2022 (art. 1.2) »."
        rows={6}
      />
      <NumeroField state={state} />
    </>
  ),
  'force-majeure': ({ state }) => (
    <>
      <LettreDate state={state} />
      <TextArea
        state={state}
        name="faits"
        label="Événement"
        hint="Ce qui s’est passé, depuis quand, et ce qu’il empêche."
        rows={5}
      />
      <Checkbox
        state={state}
        name="covid19"
        label="Il s’agit de l’épidémie de Covid-19"
        hint="Cas que la convention nomme (art. 7.2)."
        optional
      />
      <NumeroField state={state} />
    </>
  ),
  constat: (props) => <ConstatFields {...props} />,
  resiliation: (props) => (
    <>
      <ConstatFields {...props} />
      <NumeroField state={props.state} />
    </>
  ),
};

function LettreDate({ state }: { readonly state: FormState }) {
  return (
    <DateField
      state={state}
      name="date"
      label="Date de la lettre"
      hint="Les dates annoncées sont calculées à partir de ce jour."
    />
  );
}

function NumeroField({ state }: { readonly state: FormState }) {
  return (
    <TextField
      state={state}
      name="numero"
      label="Numéro de la lettre recommandée"
      hint="S’il est déjà connu."
      width={24}
      optional
    />
  );
}

function procedureLabel({ miseEnDemeure, dernierJourRemede }: Procedure): string {
  const limite = dernierJourRemede === null ? '' : `, délai jusqu’au ${formatDate(dernierJourRemede)}`;
  return `${miseEnDemeure.motif} (envoyée le ${formatDate(miseEnDemeure.courrier.envoyeLe)}${limite})`;
}

function ConstatFields({ state, convention, auteur, today }: Props) {
  return (
    <>
      <SelectField
        state={state}
        name="miseEnDemeureId"
        label="Mise en demeure"
        options={constatsPossibles(convention, auteur, today).map((procedure) => ({
          value: procedure.miseEnDemeure.id,
          label: procedureLabel(procedure),
        }))}
      />
      <DateField state={state} name="date" label="Date du constat" hint="Le lendemain du dernier jour, au plus tôt." />
      <RadioGroup
        state={state}
        name="resultat"
        label="Qu’a donné la mise en demeure ?"
        options={[
          { value: 'totalement_infructueuse', label: 'Elle est restée sans aucun effet' },
          { value: 'partiellement_infructueuse', label: 'Elle est restée en partie sans effet' },
          {
            value: 'remediee',
            label: 'Le manquement est réparé',
            hint: 'La procédure est close, la convention se poursuit.',
          },
        ]}
      />
      <TextArea
        state={state}
        name="observations"
        label="Ce qui a été observé"
        hint="Un fait par ligne."
        rows={4}
        optional
      />
    </>
  );
}

function SignataireFields({ state }: Props) {
  return (
    <>
      <TextField state={state} name="signataire" label="Nom du signataire" />
      <TextField
        state={state}
        name="qualite"
        label="Qualité du signataire"
        hint="Par exemple « Présidente », ou « Pour la Présidente et par délégation, le directeur »."
      />
    </>
  );
}
