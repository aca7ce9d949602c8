import { ButtonLink, SubmitButton } from '../../ui/button.tsx';
import { CheckboxGroup } from '../../ui/choice.tsx';
import { Alert, EmptyState, PageHeader, Section } from '../../ui/content.tsx';
import { TextField } from '../../ui/field.tsx';
import { Form, FormActions } from '../../ui/form.tsx';
import { blankForm, type FormState } from '../../ui/form-state.ts';
import type { Personne } from './dossier/source.ts';
import type { DemandeDroit } from './store.ts';

/** A row that may be the person's, as the page proposes it. */
export type Proposee = { readonly valeur: string; readonly nom: string; readonly resume: string };

export function RecherchePage(props: {
  readonly demande: DemandeDroit;
  readonly personne: Personne;
  readonly proposees: readonly Proposee[];
  /** Rows that answer, and are kept already. */
  readonly deja: number;
  readonly deTrop: readonly string[];
  readonly sansRecherche: readonly { readonly nom: string; readonly raison: string }[];
  readonly state: FormState;
  readonly cle: string;
}) {
  const { demande, personne, proposees, deja, deTrop, state } = props;
  const asked = blankForm({
    nom: personne.nom ?? '',
    courriel: personne.courriel ?? '',
    telephone: personne.telephone ?? '',
  });
  return (
    <>
      <PageHeader
        kicker={demande.reference}
        title="Chercher ses données"
        lead="Partout où Escale garde quelque chose de quelqu’un. Une ligne est proposée si elle porte le nom entier, le courriel ou le téléphone ; vous seul dites si c’est cette personne."
      />
      <form class="e-form" method="get" action={`/droits/${demande.id}/recherche`}>
        <TextField state={asked} name="nom" label="Nom" optional autocomplete="off" />
        <TextField
          state={asked}
          name="courriel"
          label="Courriel"
          type="text"
          inputmode="email"
          optional
          autocomplete="off"
        />
        <TextField state={asked} name="telephone" label="Téléphone" type="tel" width={16} optional autocomplete="off" />
        <FormActions>
          <SubmitButton variant="secondary">Chercher</SubmitButton>
        </FormActions>
      </form>
      <Section title="Ce qui est trouvé" id="trouve">
        {deja > 0 && (
          <p>
            {deja} {deja > 1 ? 'lignes trouvées sont déjà retenues.' : 'ligne trouvée est déjà retenue.'}
          </p>
        )}
        {deTrop.length > 0 && (
          <Alert tone="warning">
            Trop de lignes répondent dans : {deTrop.join(', ')}. Seules les premières sont montrées : précisez la
            recherche.
          </Alert>
        )}
        {proposees.length === 0 ? (
          <EmptyState title="Aucune autre ligne ne répond">
            <p>Essayez un autre nom, une ancienne adresse, un autre numéro.</p>
          </EmptyState>
        ) : (
          <Form state={state} action={`/droits/${demande.id}/recherche`} idempotencyKey={props.cle}>
            <CheckboxGroup
              state={state}
              name="lignes"
              label="Cochez ce qui est à cette personne"
              hint="Un homonyme n’est pas elle. Ce qui dépend d’une ligne vient avec elle : les connexions d’un compte, les notes d’une demande."
              options={proposees.map(({ valeur, nom, resume }) => ({ value: valeur, label: nom, hint: resume }))}
              optional
            />
            <FormActions>
              <SubmitButton>Retenir ces lignes</SubmitButton>
              <ButtonLink href={`/droits/${demande.id}`} variant="tertiary">
                Revenir à la demande
              </ButtonLink>
            </FormActions>
          </Form>
        )}
      </Section>
      <Section title="Où personne n’est cherché">
        <ul>
          {props.sansRecherche.map(({ nom, raison }) => (
            <li>
              <strong>{nom}</strong> : {raison}
            </li>
          ))}
        </ul>
      </Section>
    </>
  );
}
