import { formatDate, formatDateLongue } from '../../domain/date.ts';
import { PrintButton, SubmitButton } from '../../ui/button.tsx';
import { Checkbox, Fieldset, RadioGroup, toOptions } from '../../ui/choice.tsx';
import { Alert, ConfirmationPage, DescriptionList, PageHeader } from '../../ui/content.tsx';
import { DateField, TextArea, TextField } from '../../ui/field.tsx';
import { Form, FormActions } from '../../ui/form.tsx';
import type { FormState } from '../../ui/form-state.ts';
import { DEMANDEURS, DEMANDEURS_DITS, DROITS_EXERCES, NOMS_DROIT } from './rules.ts';
import type { DemandeDroit } from './store.ts';

/** What each right changes, in a sentence. */
const EXPLIQUES: Readonly<Record<keyof typeof DROITS_EXERCES, string>> = {
  acces: 'Vous recevez la liste de ce que nous gardons, et pourquoi.',
  rectification: 'Dites plus bas ce qui est faux, et ce qu’il faut écrire.',
  effacement: 'Nous effaçons ce que la loi ne nous oblige pas à garder.',
  opposition: 'Dites plus bas pourquoi votre situation le demande.',
  limitation: 'Nous gardons vos données sans nous en servir, le temps de vérifier.',
  portabilite: 'Vous recevez un fichier qu’un autre service peut lire.',
};

const droits = toOptions(DROITS_EXERCES).map((option) => ({
  ...option,
  hint: EXPLIQUES[option.value as keyof typeof EXPLIQUES],
}));

export function ExercerPage(props: {
  readonly departement: string;
  readonly state: FormState;
  readonly cle: string;
  /** Is the reader one who writes down what others ask? */
  readonly guichet: boolean;
}) {
  const { state } = props;
  return (
    <>
      <PageHeader
        title="Exercer mes droits"
        lead={`Vous voulez savoir ce que le ${props.departement} garde de vous, le faire corriger ou effacer ? C’est gratuit, et nous répondons en un mois.`}
      />
      {props.guichet && (
        <Alert tone="info" title="Vous êtes au guichet ?">
          <a href="/droits/nouvelle">Enregistrez la demande de la personne qui est devant vous.</a>
        </Alert>
      )}
      <Form state={state} action="/exercer-mes-droits" idempotencyKey={props.cle}>
        <RadioGroup state={state} name="droit" label="Que voulez-vous ?" options={droits} />
        <RadioGroup state={state} name="demandeur" label="Qui êtes-vous ?" options={toOptions(DEMANDEURS)} />
        <TextField state={state} name="nom" label="Votre prénom et votre nom" autocomplete="name" />
        <Fieldset legend="Comment vous répondre ?" hint="Une seule réponse suffit.">
          <TextField state={state} name="courriel" label="Votre courriel" type="email" optional autocomplete="email" />
          <TextField
            state={state}
            name="telephone"
            label="Votre téléphone"
            type="tel"
            width={16}
            optional
            autocomplete="tel"
          />
          <TextArea state={state} name="adresse" label="Votre adresse postale" rows={3} optional />
        </Fieldset>
        <TextArea
          state={state}
          name="message"
          label="Votre message"
          hint="Ce que vous voulez nous dire. N’écrivez ni numéro de sécurité sociale, ni numéro de papier d’identité."
          rows={5}
          optional
        />
        <FormActions>
          <SubmitButton>Envoyer ma demande</SubmitButton>
        </FormActions>
      </Form>
    </>
  );
}

export function NouvellePage(props: {
  readonly state: FormState;
  readonly cle: string;
  readonly today: Temporal.PlainDate;
}) {
  const { state } = props;
  return (
    <>
      <PageHeader
        title="Enregistrer une demande de droits"
        lead="Pour la personne qui est devant vous, au téléphone, ou qui vous a écrit. Vous ne verrez ensuite que sa référence : le délégué à la protection des données répond."
      />
      <Form state={state} action="/droits/nouvelle" idempotencyKey={props.cle}>
        <RadioGroup state={state} name="droit" label="Que veut-elle ?" options={toOptions(DROITS_EXERCES)} />
        <RadioGroup state={state} name="demandeur" label="Qui est-elle ?" options={toOptions(DEMANDEURS_DITS)} />
        <TextField state={state} name="nom" label="Prénom et nom" autocomplete="off" />
        <Fieldset legend="Comment lui répondre ?" hint="Une seule réponse suffit.">
          <TextField state={state} name="courriel" label="Courriel" type="email" optional autocomplete="off" />
          <TextField
            state={state}
            name="telephone"
            label="Téléphone"
            type="tel"
            width={16}
            optional
            autocomplete="off"
          />
          <TextArea state={state} name="adresse" label="Adresse postale" rows={3} optional />
        </Fieldset>
        <DateField
          state={state}
          name="recueLe"
          label="Demande faite le"
          hint="Le jour où elle l’a dite, ou celui où sa lettre est arrivée : le délai d’un mois en part."
          max={props.today.toString()}
        />
        <TextArea
          state={state}
          name="message"
          label="Ce qu’elle demande, dans ses mots"
          hint="Ni numéro de sécurité sociale, ni numéro de papier d’identité."
          rows={4}
          optional
        />
        <Checkbox
          state={state}
          name="connue"
          label="Je connais cette personne et je l’ai vue"
          hint="Ne demandez ni copie ni numéro d’un papier : Escale n’en garde pas."
          optional
        />
        <FormActions>
          <SubmitButton>Enregistrer la demande</SubmitButton>
        </FormActions>
      </Form>
    </>
  );
}

export function RecuPage({
  demande,
  dernierJour,
}: {
  readonly demande: DemandeDroit;
  readonly dernierJour: Temporal.PlainDate;
}) {
  const { reference, droit, recueLe } = demande;
  return (
    <ConfirmationPage
      title="Votre demande est enregistrée"
      next={[
        { href: '/exercer-mes-droits', label: 'Faire une autre demande' },
        { href: '/donnees-personnelles', label: 'Voir ce qui est gardé, et combien de temps' },
        { href: '/', label: 'Trouver de l’aide près de chez vous' },
      ]}
    >
      <DescriptionList
        items={[
          { term: 'Référence', details: <strong>{reference}</strong> },
          { term: 'Droit', details: `${NOMS_DROIT[droit].nom} (RGPD, article ${NOMS_DROIT[droit].article})` },
          { term: 'Reçue le', details: formatDate(recueLe) },
          { term: 'Réponse au plus tard le', details: formatDateLongue(dernierJour) },
        ]}
      />
      <p>Notez la référence, ou imprimez cette page : elle suffit pour nous reparler de votre demande.</p>
      <p>
        Le délégué à la protection des données vous répond. Il peut vous demander de confirmer qui vous êtes ; il ne
        vous demandera pas la copie d’un papier d’identité.
      </p>
      <p>
        <PrintButton />
      </p>
    </ConfirmationPage>
  );
}
