import { formatDate } from '../../../../domain/date.ts';
import { SubmitButton } from '../../../../ui/button.tsx';
import { Alert, EmptyState, PageHeader, Section } from '../../../../ui/content.tsx';
import { Form, FormActions, HiddenField } from '../../../../ui/form.tsx';
import { blankForm } from '../../../../ui/form-state.ts';
import type { AgentParti } from './store.ts';

function combien({ mandats, suppleants }: AgentParti): string {
  const all = `${mandats} ${mandats > 1 ? 'mandats en cours' : 'mandat en cours'}`;
  return `${all}, dont ${suppleants === 0 ? 'aucun' : suppleants} avec un suppléant présent.`;
}

export function DepartsPage({ partis, cle }: { readonly partis: readonly AgentParti[]; readonly cle: string }) {
  return (
    <>
      <PageHeader
        kicker="Mandats"
        title="Mandats d’agents partis"
        lead="Un mandat finit quand son mandataire meurt ou quitte le Département, qu’il ait un suppléant ou non : la personne en signe un autre."
      />
      {partis.length === 0 ? (
        <EmptyState title="Aucun agent parti n’a de mandat en cours." />
      ) : (
        <>
          <Alert tone="warning" title="Ce qui s’ensuit, sans retour">
            <p>
              Aussitôt, plus personne n’agit. Le suppléant encore présent en est averti : il prévient les personnes et
              les organismes, tant que le délai court. Sans suppléant, personne ne lit plus qui prévenir.
            </p>
          </Alert>
          {partis.map((parti) => (
            <Section title={parti.agent}>
              <p>
                Dernier jour : {formatDate(parti.dernierJour)}. {combien(parti)}
              </p>
              <Form state={blankForm()} action="/mandats/suivi/departs" idempotencyKey={cle}>
                <HiddenField name="agent" value={parti.id} />
                <FormActions>
                  <SubmitButton danger>
                    Mettre fin à ces mandats<span class="ds-sr-only"> de {parti.agent}</span>
                  </SubmitButton>
                </FormActions>
              </Form>
            </Section>
          ))}
        </>
      )}
    </>
  );
}
