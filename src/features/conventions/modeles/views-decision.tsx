import type { Child } from 'hono/jsx';
import { ButtonLink, SubmitButton } from '../../../ui/button.tsx';
import { RadioGroup, SelectField } from '../../../ui/choice.tsx';
import { Alert, DescriptionList, PageHeader, Section } from '../../../ui/content.tsx';
import { Form, FormActions, HiddenField } from '../../../ui/form.tsx';
import { blankForm, type FormState } from '../../../ui/form-state.ts';
import type { ConventionComplete } from '../store.ts';
import type { Brouillon } from './brouillon/store.ts';
import type { Difference } from './comparaison.ts';
import { nommer, type Place } from './contenu.ts';
import type { VersionModele } from './store.ts';
import { nomVersion, optionsVersions } from './views-choix.tsx';
import { Differences } from './views-comparaison.tsx';
import { Blocs } from './views-texte.tsx';

const kicker = ({ modeleNom, numero }: Brouillon): string => `${modeleNom}, brouillon de la version ${numero}`;
const urlDe = ({ modeleId }: Brouillon): string => `/modeles/${modeleId}/brouillon`;

export function ComparaisonPage(props: { readonly brouillon: Brouillon; readonly differences: readonly Difference[] }) {
  const { brouillon, differences } = props;
  return (
    <>
      <PageHeader
        kicker={kicker(brouillon)}
        title="Ce qui a changé"
        lead={`Depuis « ${nomVersion(brouillon.origine)} », d’où part ce brouillon.`}
        actions={<ButtonLink href={urlDe(brouillon)}>Retour au brouillon</ButtonLink>}
      />
      <Section title="Article par article">
        <Differences differences={differences} />
      </Section>
    </>
  );
}

/** A question, what it does, and a button for each answer. */
function Decision(props: {
  readonly action: string;
  readonly cle: string;
  readonly vue: string;
  readonly errors: FormState['errors'];
  readonly oui: string;
  readonly danger?: boolean;
  readonly non: string;
  readonly retour: string;
  readonly children?: Child;
}) {
  const { action, cle, vue, errors, oui, danger, non, retour } = props;
  return (
    <Form state={{ ...blankForm(), errors }} action={action} idempotencyKey={cle}>
      {props.children}
      <HiddenField name="vue" value={vue} />
      <FormActions>
        <SubmitButton danger={danger}>{oui}</SubmitButton>
        <ButtonLink href={retour} variant="tertiary">
          {non}
        </ButtonLink>
      </FormActions>
    </Form>
  );
}

type DecisionProps = {
  readonly brouillon: Brouillon;
  readonly vue: string;
  readonly cle: string;
  readonly errors: FormState['errors'];
};

export function RetirerPage(props: DecisionProps & { readonly place: Place }) {
  const { brouillon, place, vue, cle, errors } = props;
  const { element } = place;
  return (
    <>
      <PageHeader
        kicker={kicker(brouillon)}
        title={`Retirer ${nommer(place)} ?`}
        lead="Il sort du brouillon avec ses parties. Les versions publiées le gardent."
      />
      <Section title={element.titre}>
        <Blocs blocs={element.blocs} />
        {element.parties.length > 0 && (
          <ul>
            {element.parties.map(({ numero, titre }) => (
              <li>
                {numero}. {titre}
              </li>
            ))}
          </ul>
        )}
      </Section>
      <Decision
        action={`${urlDe(brouillon)}/elements/${element.cle}/retirer`}
        cle={cle}
        vue={vue}
        errors={errors}
        oui="Retirer du brouillon"
        danger
        non="Le garder"
        retour={`${urlDe(brouillon)}#e-${element.cle}`}
      />
    </>
  );
}

export function PublierPage(
  props: DecisionProps & {
    readonly remarques: readonly string[];
    readonly differences: readonly Difference[];
    /** Conventions of the territoire, and those of them that nobody has signed yet. */
    readonly conventions: { readonly total: number; readonly nonSignees: number };
    /** Reasons not to publish: what they say is to be mended first. */
    readonly refus: readonly string[];
  },
) {
  const { brouillon, vue, cle, errors, remarques, differences, conventions, refus } = props;
  const { total, nonSignees } = conventions;
  return (
    <>
      <PageHeader
        kicker={brouillon.modeleNom}
        title={`Publier la version ${brouillon.numero} ?`}
        lead="Une version publiée ne peut plus être modifiée ni retirée."
      />
      {refus.length > 0 && (
        <Alert tone="danger" title="Ce brouillon ne peut pas être publié tel quel">
          <ul>
            {refus.map((one) => (
              <li>{one}</li>
            ))}
          </ul>
        </Alert>
      )}
      {remarques.length > 0 && (
        <Alert tone="warning" title="À relire : rien n’est bloqué">
          <ul>
            {remarques.map((one) => (
              <li>{one}</li>
            ))}
          </ul>
        </Alert>
      )}
      <Section title="Quelles conventions la porteront">
        <ul>
          <li>
            {total === 0
              ? 'Aucune convention n’existe encore.'
              : `Aucune convention existante ne change : chacune des ${total} garde la version qu’elle porte.`}
          </li>
          <li>Chaque nouvelle convention pourra partir de cette version.</li>
          {nonSignees > 0 && (
            <li>
              {nonSignees > 1
                ? `${nonSignees} conventions que personne n’a signées pourront y passer, depuis leur page.`
                : 'Une convention que personne n’a signée pourra y passer, depuis sa page.'}
            </li>
          )}
        </ul>
      </Section>
      <Section title={`Ce qui a changé depuis « ${nomVersion(brouillon.origine)} »`}>
        <Differences differences={differences} />
      </Section>
      {refus.length > 0 ? (
        <ButtonLink href={urlDe(brouillon)} variant="primary">
          Retour au brouillon
        </ButtonLink>
      ) : (
        <Decision
          action={`${urlDe(brouillon)}/publier`}
          cle={cle}
          vue={vue}
          errors={errors}
          oui={`Publier la version ${brouillon.numero}`}
          non="Ne pas publier encore"
          retour={urlDe(brouillon)}
        />
      )}
    </>
  );
}

export function AbandonnerPage(props: DecisionProps & { readonly changements: number }) {
  const { brouillon, vue, cle, errors, changements } = props;
  return (
    <>
      <PageHeader
        kicker={kicker(brouillon)}
        title="Abandonner ce brouillon ?"
        lead={`${
          changements === 0
            ? 'Rien n’y a changé.'
            : changements === 1
              ? 'Le changement qu’il contient sera perdu, sans retour.'
              : `Les ${changements} changements qu’il contient seront perdus, sans retour.`
        } ${
          brouillon.numero > 1
            ? 'Les versions publiées restent.'
            : 'Ce modèle n’a aucune version publiée : il disparaît avec son brouillon.'
        }`}
      />
      <Decision
        action={`${urlDe(brouillon)}/abandonner`}
        cle={cle}
        vue={vue}
        errors={errors}
        oui="Abandonner le brouillon"
        danger
        non="Le garder"
        retour={urlDe(brouillon)}
      />
    </>
  );
}

/** On the page of a convention: which version it bears and, while nobody has signed, how to change it. */
export function ModeleSection(props: {
  readonly convention: ConventionComplete;
  /** The équipe technique, while no party has signed. */
  readonly peutChanger: boolean;
}) {
  const { convention, peutChanger } = props;
  return (
    <Section
      title="Modèle"
      id="modele"
      actions={peutChanger && <ButtonLink href={`/conventions/${convention.id}/modele`}>Changer de modèle</ButtonLink>}
    >
      <DescriptionList items={[{ term: 'Texte de la convention', details: convention.modeleLibelle }]} />
    </Section>
  );
}

export function ChangerModelePage(props: {
  readonly convention: ConventionComplete;
  readonly versions: readonly VersionModele[];
  readonly state: FormState;
  readonly cle: string;
}) {
  const { convention, versions, state, cle } = props;
  return (
    <>
      <PageHeader
        kicker={`Convention ${convention.reference}`}
        title="Changer de modèle"
        lead={`Elle porte le ${convention.modeleLibelle}. Dès la première signature, elle gardera sa version pour toujours.`}
      />
      <Form state={state} action={`/conventions/${convention.id}/modele`} idempotencyKey={cle}>
        <SelectField state={state} name="modele" label="Nouveau modèle" options={optionsVersions(versions)} />
        <RadioGroup
          state={state}
          name="clauses"
          label="Clauses de la convention"
          options={[
            { value: 'garder', label: 'Les garder telles qu’elles sont' },
            { value: 'reprendre', label: 'Reprendre celles que le modèle propose' },
          ]}
        />
        <FormActions>
          <SubmitButton>Changer de modèle</SubmitButton>
          <ButtonLink href={`/conventions/${convention.id}`} variant="tertiary">
            Garder le modèle
          </ButtonLink>
        </FormActions>
      </Form>
    </>
  );
}
