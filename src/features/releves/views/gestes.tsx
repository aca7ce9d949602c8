import { formatDuMois } from '../../../domain/date.ts';
import { ButtonLink, SubmitButton } from '../../../ui/button.tsx';
import { CheckboxGroup, Fieldset } from '../../../ui/choice.tsx';
import { Alert, PageHeader, Section } from '../../../ui/content.tsx';
import { NumberField, TextArea } from '../../../ui/field.tsx';
import { Form, FormActions, HiddenField } from '../../../ui/form.tsx';
import type { FormState } from '../../../ui/form-state.ts';
import { SimpleTable } from '../../../ui/simple-table.tsx';
import type { ConventionComplete } from '../../conventions/store.ts';
import { direLigne, lignesSynthese, type Montre } from '../rules.ts';
import type { Releve } from '../store.ts';
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

export function PartPage(props: Props) {
  const { releve, state, cle } = props;
  const url = `/releves/${releve.id}`;
  return (
    <>
      <Entete {...props} title="Votre part" />
      <p>
        Ce que votre structure a fait de son côté ce mois-là (art. 3.4). Rien à signaler ? Laissez les zéros. Ne nommez
        personne.
      </p>
      <Form state={state} action={`${url}/part`} idempotencyKey={cle}>
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
        <FormActions>
          <SubmitButton>Enregistrer ma part</SubmitButton>
          <ButtonLink href={url} variant="tertiary">
            Annuler
          </ButtonLink>
        </FormActions>
      </Form>
    </>
  );
}

/** What is certified is before the eyes of who certifies: its figures, his part, and the print of both. */
export function CertifierPage(props: Props & { readonly montre: Montre; readonly empreinte: string }) {
  const { releve, convention, state, cle, montre, empreinte } = props;
  const url = `/releves/${releve.id}`;
  return (
    <>
      <Entete {...props} title="Certifier ce relevé" />
      <Section title="Ce que vous certifiez">
        <SimpleTable
          caption="Chiffres du mois"
          captionHidden
          columns={[{ label: 'Quoi' }, { label: 'Combien', numeric: true }]}
          rows={lignesSynthese(montre).map((ligne) => [ligne.libelle, direLigne(ligne, montre)])}
        />
        <p>
          <a href={url}>Revoir le relevé en entier</a>
        </p>
        {releve.part !== null && <PartListe part={releve.part} />}
      </Section>
      <Alert tone="warning" title="Ces chiffres ne changeront plus">
        Une fois le relevé certifié, les saisies du mois sont figées. Une erreur trouvée ensuite donne une nouvelle
        version, à côté de celle-ci.
      </Alert>
      <Form state={state} action={`${url}/certifier`} idempotencyKey={cle}>
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
        <FormActions>
          <SubmitButton>Certifier</SubmitButton>
          <ButtonLink href={`${url}/retourner`}>Retourner avec des remarques</ButtonLink>
        </FormActions>
      </Form>
    </>
  );
}

export function RetournerPage(props: Props) {
  const { releve, state, cle } = props;
  const url = `/releves/${releve.id}`;
  return (
    <>
      <Entete {...props} title="Retourner ce relevé" />
      <Form state={state} action={`${url}/retourner`} idempotencyKey={cle}>
        <TextArea
          state={state}
          name="remarques"
          label="Vos remarques"
          hint="Ce qui manque ou ce qui est faux, et de quel jour. L’agent les reçoit par courriel. Ne nommez aucun usager."
        />
        <FormActions>
          <SubmitButton>Retourner à l’agent</SubmitButton>
          <ButtonLink href={url} variant="tertiary">
            Annuler
          </ButtonLink>
        </FormActions>
      </Form>
    </>
  );
}

export function CorrigerPage(props: Props) {
  const { releve, state, cle } = props;
  const url = `/releves/${releve.id}`;
  return (
    <>
      <Entete {...props} title="Ouvrir une correction ?" />
      <p>
        Une version {releve.numero + 1} s’ouvre à côté de la version certifiée, qui reste lisible. Les saisies du mois
        peuvent de nouveau être corrigées ; la nouvelle version devra être envoyée, puis certifiée. Le référent est
        prévenu. Cela ne s’annule pas.
      </p>
      <Form state={state} action={`${url}/corriger`} idempotencyKey={cle}>
        <TextArea
          state={state}
          name="raison"
          label="Motif de la correction"
          hint="Il figure sur la nouvelle version. Ne nommez personne."
          rows={3}
        />
        <FormActions>
          <SubmitButton>Ouvrir la correction</SubmitButton>
          <ButtonLink href={url} variant="tertiary">
            Annuler
          </ButtonLink>
        </FormActions>
      </Form>
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
