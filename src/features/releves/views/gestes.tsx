import type { Child } from 'hono/jsx';
import { formatDuMois } from '../../../domain/date.ts';
import { ButtonLink, SubmitButton } from '../../../ui/button.tsx';
import { CheckboxGroup, Fieldset } from '../../../ui/choice.tsx';
import { Alert, PageHeader, Section } from '../../../ui/content.tsx';
import { NumberField, TextArea } from '../../../ui/field.tsx';
import { Form, FormActions, HiddenField } from '../../../ui/form.tsx';
import type { FormState } from '../../../ui/form-state.ts';
import type { ConventionComplete } from '../../conventions/store.ts';
import type { Montre } from '../rules.ts';
import type { Releve } from '../store.ts';
import { ChiffresReleve } from './chiffres.tsx';
import { PartListe } from './releve.tsx';

type Props = {
  readonly releve: Releve;
  readonly convention: ConventionComplete;
  readonly state: FormState;
  readonly cle: string;
};

function Entete({ title, releve, convention }: Pick<Props, 'releve' | 'convention'> & { readonly title: string }) {
  return <PageHeader kicker={`Relevé ${formatDuMois(releve.mois)}, ${convention.structure.nom}`} title={title} />;
}

/** What is asked for something to be done of a relevé. `autre`: what else may be done; absent: nothing, and one goes back. */
function Geste(
  props: Pick<Props, 'releve' | 'state' | 'cle'> & {
    readonly geste: 'part' | 'certifier' | 'retourner' | 'corriger';
    readonly bouton: string;
    readonly autre?: Child;
    readonly children?: Child;
  },
) {
  const url = `/releves/${props.releve.id}`;
  return (
    <Form state={props.state} action={`${url}/${props.geste}`} idempotencyKey={props.cle}>
      {props.children}
      <FormActions>
        <SubmitButton>{props.bouton}</SubmitButton>
        {props.autre ?? (
          <ButtonLink href={url} variant="tertiary">
            Annuler
          </ButtonLink>
        )}
      </FormActions>
    </Form>
  );
}

export function PartPage(props: Props) {
  const { state } = props;
  return (
    <>
      <Entete {...props} title="Votre part" />
      <p>
        Ce que votre structure a fait de son côté ce mois-là (art. 3.4). Rien à signaler ? Laissez les zéros. Ne nommez
        personne.
      </p>
      <Geste {...props} geste="part" bouton="Enregistrer ma part">
        <NumberField
          state={state}
          name="personnesRecues"
          label="Personnes reçues par la structure pour une question numérique"
          hint="En dehors des permanences. Vous ne les comptez pas ? Laissez vide."
          optional
        />
        <Fieldset legend="Fermetures">
          <NumberField state={state} name="joursFermes" label="Jours de fermeture" unit="jours" />
          <TextArea state={state} name="fermetures" label="Lesquelles, et pourquoi" rows={2} optional />
        </Fieldset>
        <Fieldset legend="Pannes d’équipement">
          <NumberField state={state} name="pannes" label="Nombre de pannes" />
          <TextArea
            state={state}
            name="pannesDetail"
            label="Lesquelles"
            hint="Internet, ordinateur, imprimante, téléphone…"
            rows={2}
            optional
          />
        </Fieldset>
        <Fieldset legend="Communication">
          <NumberField state={state} name="communications" label="Nombre d’actions" />
          <TextArea
            state={state}
            name="communicationsDetail"
            label="Lesquelles"
            hint="Affiches, bulletin, site, annonces…"
            rows={2}
            optional
          />
        </Fieldset>
        <TextArea state={state} name="remarque" label="Remarque" rows={3} optional />
      </Geste>
    </>
  );
}

/** What is certified is before the eyes of who certifies, whole: its figures, his part, and the print of both. */
export function CertifierPage(props: Props & { readonly montre: Montre; readonly empreinte: string }) {
  const { releve, convention, state, montre, empreinte } = props;
  return (
    <>
      <Entete {...props} title="Certifier ce relevé" />
      <p>Voici tout ce que vous certifiez. La case à cocher est en bas de la page.</p>
      <ChiffresReleve montre={montre} />
      {releve.part !== null && (
        <Section title="Activités réalisées par le Bénéficiaire">
          <PartListe part={releve.part} />
        </Section>
      )}
      <Alert tone="warning" title="Ces chiffres ne changeront plus">
        Une fois le relevé certifié, les saisies du mois sont figées. Une erreur trouvée ensuite donne une nouvelle
        version, à côté de celle-ci.
      </Alert>
      <Geste
        {...props}
        geste="certifier"
        bouton="Certifier"
        autre={<ButtonLink href={`/releves/${releve.id}/retourner`}>Retourner avec des remarques</ButtonLink>}
      >
        <HiddenField name="empreinte" value={empreinte} />
        <CheckboxGroup
          state={state}
          name="atteste"
          label="Votre certification"
          options={[
            {
              value: 'oui',
              label: `Je certifie, pour ${convention.structure.nom}, que ces informations sont fiables (art. 3.4)`,
            },
          ]}
        />
      </Geste>
    </>
  );
}

export function RetournerPage(props: Props) {
  const { state } = props;
  return (
    <>
      <Entete {...props} title="Retourner ce relevé" />
      <Geste {...props} geste="retourner" bouton="Retourner à l’agent">
        <TextArea
          state={state}
          name="remarques"
          label="Vos remarques"
          hint="Ce qui manque ou ce qui est faux, et de quel jour. L’agent les reçoit par courriel. Ne nommez aucun usager."
        />
      </Geste>
    </>
  );
}

export function CorrigerPage(props: Props) {
  const { releve, state } = props;
  return (
    <>
      <Entete {...props} title="Ouvrir une correction ?" />
      <p>
        Une version {releve.numero + 1} s’ouvre à côté de la version certifiée, qui reste lisible. Les saisies du mois
        peuvent de nouveau être corrigées ; la nouvelle version devra être envoyée, puis certifiée. Le référent est
        prévenu. Cela ne s’annule pas.
      </p>
      <Geste {...props} geste="corriger" bouton="Ouvrir la correction">
        <TextArea
          state={state}
          name="raison"
          label="Motif de la correction"
          hint="Il figure sur la nouvelle version. Ne nommez personne."
          rows={3}
        />
      </Geste>
    </>
  );
}

/** A month that nobody has opened yet. */
export function PreparerPage(props: {
  readonly convention: ConventionComplete;
  readonly mois: Temporal.PlainDate;
  readonly action: string;
  readonly state: FormState;
  readonly cle: string;
}) {
  const { convention, mois } = props;
  return (
    <>
      <PageHeader kicker={convention.structure.nom} title={`Préparer le relevé ${formatDuMois(mois)} ?`} />
      <p>Ses chiffres viennent des saisies du mois. Rien n’est envoyé pour l’instant.</p>
      <Form state={props.state} action={props.action} idempotencyKey={props.cle}>
        <FormActions>
          <SubmitButton>Préparer le relevé</SubmitButton>
        </FormActions>
      </Form>
    </>
  );
}
