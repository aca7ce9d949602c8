import { ButtonLink, SubmitButton } from '../../ui/button.tsx';
import type { Option } from '../../ui/choice.tsx';
import { CheckboxGroup } from '../../ui/choice.tsx';
import { EmptyState, PageHeader, Section } from '../../ui/content.tsx';
import { Form, FormActions, HiddenField } from '../../ui/form.tsx';
import type { FormState } from '../../ui/form-state.ts';
import { direRemise, RemiseTag } from '../mandats/remise/recit.tsx';
import type { Remise } from '../mandats/remise/store.ts';
import type { DemandeDroit } from './store.ts';

/** What agents were asked to hand over, on the page of a request: who, how many, how, when; never which, nor what. */
export function SesMandats(props: {
  readonly demande: DemandeDroit;
  readonly remises: readonly Remise[];
  readonly cle: string;
}) {
  const { demande, remises, cle } = props;
  const canAsk = demande.identite && demande.repondueLe === null;
  return (
    <Section
      title="Ce que disent ses mandats"
      id="mandats"
      actions={canAsk && <ButtonLink href={`/droits/${demande.id}/mandats`}>Demander à des agents</ButtonLink>}
    >
      <p>
        Ce que dit un mandat est scellé : vous ne le lisez pas. Son mandataire seul en fait le fichier, et le remet à la
        personne.{!demande.identite && ' Vérifiez d’abord l’identité.'}
      </p>
      {remises.length > 0 && (
        <ul class="e-retenues">
          {remises.map((remise) => (
            <li>
              <strong>{remise.agent}</strong> <RemiseTag issue={remise.issue} />
              <p class="e-muted">{direRemise(remise)}</p>
              {remise.issue === null && demande.repondueLe === null && (
                <form method="post" action={`/droits/${demande.id}/mandats/${remise.id}/retirer`}>
                  <HiddenField name="_cle" value={cle} />
                  <SubmitButton variant="tertiary">
                    Ne plus le lui demander<span class="ds-sr-only"> : {remise.agent}</span>
                  </SubmitButton>
                </form>
              )}
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

export function DemanderPage(props: {
  readonly demande: DemandeDroit;
  readonly agents: readonly Option[];
  /** Agents whom a mandat names, and who have no account any more. */
  readonly sansCompte: readonly string[];
  readonly state: FormState;
  readonly cle: string;
}) {
  const { demande, agents, sansCompte, state, cle } = props;
  return (
    <>
      <PageHeader
        kicker={demande.reference}
        title="Demander ce que disent ses mandats"
        lead="Demandez à la personne qui l’a aidée. Si elle ne le sait plus, cochez tous les agents : chacun dit s’il a un mandat d’elle. Ils liront son nom et la référence de sa demande, rien d’autre."
      />
      {agents.length === 0 ? (
        <EmptyState title="Aucun agent à qui le demander">
          <p>Aucun autre agent n’est nommé par un mandat signé qui n’est pas encore détruit.</p>
        </EmptyState>
      ) : (
        <Form state={state} action={`/droits/${demande.id}/mandats`} idempotencyKey={cle}>
          <CheckboxGroup
            state={state}
            name="agents"
            label="À qui le demander ?"
            hint="Chacun reçoit un courriel qui ne nomme personne, et une tâche sur sa page « Mandats »."
            options={agents}
          />
          <FormActions>
            <SubmitButton>Demander</SubmitButton>
            <ButtonLink href={`/droits/${demande.id}`} variant="tertiary">
              Annuler
            </ButtonLink>
          </FormActions>
        </Form>
      )}
      {sansCompte.length > 0 && (
        <p>
          Sans compte aujourd’hui : {sansCompte.join(', ')}. L’autre agent que nomme le mandat, s’il y en a un, peut le
          faire.
        </p>
      )}
    </>
  );
}
