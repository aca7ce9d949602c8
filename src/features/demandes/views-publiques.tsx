import { NATURES_STRUCTURE } from '../../domain/nomenclatures.ts';
import { SubmitButton } from '../../ui/button.tsx';
import { CheckboxGroup, Fieldset, type Option, SelectField, toOptions } from '../../ui/choice.tsx';
import { ConfirmationPage, PageHeader } from '../../ui/content.tsx';
import { TextArea, TextField } from '../../ui/field.tsx';
import { Disclosure } from '../../ui/figure.tsx';
import { Form, FormActions } from '../../ui/form.tsx';
import type { FormState } from '../../ui/form-state.ts';
import { LookupField } from '../../ui/lookup-field.tsx';
import { CRITERES_EN_CLAIR } from './forms.ts';

/** A field that nobody sees nor hears; who fills it is a program. */
export const PIEGE = 'adresse_site';

export function DemandePage(props: {
  readonly departement: string;
  readonly state: FormState;
  readonly cle: string;
  readonly communes: readonly string[];
  readonly candidates: readonly Option[];
}) {
  const { state } = props;
  return (
    <>
      <PageHeader
        title="Accueillir une permanence"
        lead={`Vous êtes une commune, une intercommunalité, une association… Un agent du ${props.departement} peut venir chez vous, une demi-journée par semaine, aider les habitants dans leurs démarches en ligne. C’est gratuit pour eux.`}
      />
      <p>
        Dites-nous qui vous êtes et où vous pourriez recevoir : l’équipe du Département vous rappelle, visite le lieu
        avec vous, puis prépare une convention. Ce formulaire n’engage personne.
      </p>
      <Form state={state} action="/accueillir-une-permanence" idempotencyKey={props.cle}>
        <Fieldset legend="Votre structure">
          <TextField state={state} name="nom" label="Nom de la structure" autocomplete="organization" />
          <SelectField state={state} name="nature" label="Nature" options={toOptions(NATURES_STRUCTURE)} />
          <LookupField
            state={state}
            name="commune"
            label="Commune"
            hint="Son nom, ou son code postal."
            suggestions={props.communes}
            candidates={props.candidates}
            candidatesLabel="De quelle commune s’agit-il ?"
            autocomplete="off"
          />
          <TextField
            state={state}
            name="siret"
            label="Numéro SIRET"
            hint="14 chiffres, si vous l’avez sous la main."
            inputmode="numeric"
            width={20}
            optional
            autocomplete="off"
          />
        </Fieldset>
        <Fieldset legend="Vous">
          <TextField state={state} name="contactNom" label="Prénom et nom" autocomplete="name" />
          <TextField
            state={state}
            name="contactFonction"
            label="Fonction"
            hint="Par exemple : Secrétaire de mairie."
            autocomplete="organization-title"
          />
          <TextField state={state} name="contactCourriel" label="Courriel" type="email" autocomplete="email" />
          <TextField
            state={state}
            name="contactTelephone"
            label="Téléphone"
            type="tel"
            width={16}
            optional
            autocomplete="tel"
          />
        </Fieldset>
        <Lieu state={state} rang={1} legend="Le lieu auquel vous pensez" />
        <Disclosure summary="Proposer un deuxième lieu" open={isStarted(state)}>
          <Lieu state={state} rang={2} legend="Un deuxième lieu" />
        </Disclosure>
        <TextArea
          state={state}
          name="message"
          label="Message"
          hint="Ce que vous attendez, vos jours d’ouverture, vos questions."
          rows={5}
          optional
        />
        <div hidden>
          <label for="piege">Laissez ce champ vide</label>
          <input type="text" id="piege" name={PIEGE} tabindex={-1} autocomplete="off" />
        </div>
        <FormActions>
          <SubmitButton>Envoyer la demande</SubmitButton>
        </FormActions>
      </Form>
    </>
  );
}

function isStarted({ values, errors }: FormState): boolean {
  const names = ['lieu2Nom', 'lieu2Adresse', 'lieu2Criteres'];
  return names.some((name) => (values[name] ?? '').length > 0) || errors.some(({ field }) => names.includes(field));
}

function Lieu({ state, rang, legend }: { readonly state: FormState; readonly rang: 1 | 2; readonly legend: string }) {
  return (
    <Fieldset legend={legend} hint="Rien n’est obligatoire ici : nous viendrons voir.">
      <TextField
        state={state}
        name={`lieu${rang}Nom`}
        label={rang === 1 ? 'Nom du lieu' : 'Nom du deuxième lieu'}
        hint="Par exemple : Médiathèque."
        optional
        autocomplete="off"
      />
      <TextField
        state={state}
        name={`lieu${rang}Adresse`}
        label={rang === 1 ? 'Adresse du lieu' : 'Adresse du deuxième lieu'}
        optional
        autocomplete="off"
      />
      <CheckboxGroup
        state={state}
        name={`lieu${rang}Criteres`}
        label={rang === 1 ? 'Ce qu’on y trouve' : 'Ce qu’on y trouve, dans ce deuxième lieu'}
        options={toOptions(CRITERES_EN_CLAIR)}
        columns={2}
        optional
      />
    </Fieldset>
  );
}

export function MerciPage({ departement }: { readonly departement: string }) {
  return (
    <ConfirmationPage
      title="Votre demande est envoyée"
      next={[{ href: '/', label: 'Voir où nous aidons déjà, dans le département' }]}
    >
      <p>
        L’équipe du {departement} la lit et vous répond. Un courriel vous est envoyé pour confirmer que nous l’avons
        bien reçue : s’il n’arrive pas, regardez dans les indésirables, ou vérifiez l’adresse que vous nous avez donnée.
      </p>
      <p>Ensuite, nous convenons ensemble d’une visite du lieu. La convention ne se signe qu’après.</p>
    </ConfirmationPage>
  );
}
