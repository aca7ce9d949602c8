import { DEMI_JOURNEES_SEMAINE, libelleDemiJournee } from '../../domain/demi-journee.ts';
import { NATURES_AGENT } from '../../domain/nomenclatures.ts';
import { ButtonLink, SubmitButton } from '../../ui/button.tsx';
import { Checkbox, CheckboxGroup, Fieldset, type Option, RadioGroup, toOptions } from '../../ui/choice.tsx';
import { PageHeader } from '../../ui/content.tsx';
import { DateField, TextField } from '../../ui/field.tsx';
import { Form, FormActions } from '../../ui/form.tsx';
import type { FormState } from '../../ui/form-state.ts';
import { LookupField } from '../../ui/lookup-field.tsx';

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

const DEMI_JOURNEES: readonly Option[] = DEMI_JOURNEES_SEMAINE.map((value) => ({
  value,
  label: capital(libelleDemiJournee(value)),
}));

export function AgentFormPage(props: {
  readonly title: string;
  readonly state: FormState;
  readonly cle: string;
  /** Where the form is sent. */
  readonly action: string;
  /** Where giving up leads. */
  readonly retour: string;
  /** Names proposed while typing. */
  readonly communes: readonly string[];
  /** Communes to choose from, when what was typed fits several. */
  readonly candidates: readonly Option[];
  /** Its address has an account, which is closed and may be opened. */
  readonly rouvrable: boolean;
}) {
  const { state } = props;
  return (
    <>
      <PageHeader title={props.title} />
      <Form state={state} action={props.action} idempotencyKey={props.cle}>
        <TextField state={state} name="prenom" label="Prénom" autocomplete="off" />
        <TextField state={state} name="nom" label="Nom" autocomplete="off" />
        <RadioGroup state={state} name="nature" label="Nature du poste" options={toOptions(NATURES_AGENT)} />
        <Fieldset legend="Contrat">
          <DateField state={state} name="contratDebut" label="Premier jour du contrat" />
          <DateField
            state={state}
            name="contratFin"
            label="Dernier jour du contrat"
            hint="Laissez vide pour la durée habituelle : deux ans pour un conseiller (contrat de projet), un an pour un ambassadeur (contrat aidé, renouvelable). Après un renouvellement, écrivez la nouvelle fin : elle remplace aussi un départ enregistré."
            optional
          />
        </Fieldset>
        <Fieldset
          legend="Formation certifiante"
          hint="Chaque agent en suit une. Tant qu’elle n’est pas enregistrée, la fiche le signale."
        >
          <TextField state={state} name="certificat" label="Intitulé du certificat" optional autocomplete="off" />
          <DateField state={state} name="certificatDate" label="Obtenu le" optional />
        </Fieldset>
        <LookupField
          state={state}
          name="portAttache"
          label="Commune de rattachement"
          hint="D’où l’agent part en tournée : le nom de la commune, ou son code INSEE."
          suggestions={props.communes}
          candidates={props.candidates}
          candidatesLabel="De quelle commune s’agit-il ?"
          autocomplete="off"
        />
        <CheckboxGroup
          state={state}
          name="demiJournees"
          label="Demi-journées travaillées"
          hint="Chaque semaine, hors congés."
          options={DEMI_JOURNEES}
          columns={2}
          optional
        />
        <TextField
          state={state}
          name="telephone"
          label="Téléphone professionnel"
          type="tel"
          width={16}
          optional
          autocomplete="off"
        />
        <TextField
          state={state}
          name="courriel"
          label="Courriel professionnel"
          hint="Avec une adresse, un compte d’agent est ouvert : la personne se connecte par un lien reçu à cette adresse. Sans adresse, pas de compte. Une adresse changée ou effacée n’ouvre plus Escale."
          type="email"
          optional
          autocomplete="off"
        />
        {props.rouvrable && (
          <Checkbox
            state={state}
            name="rouvrir"
            label="Rouvrir le compte de cette adresse"
            hint="Il est fermé. Cochez seulement si la personne doit de nouveau se connecter."
          />
        )}
        <FormActions>
          <SubmitButton>Enregistrer l’agent</SubmitButton>
          <ButtonLink href={props.retour} variant="tertiary">
            Annuler
          </ButtonLink>
        </FormActions>
      </Form>
    </>
  );
}
