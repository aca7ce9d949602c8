import { formatDate } from '../../domain/date.ts';
import { phrase } from '../../domain/refus.ts';
import { Alert, EmptyState, Section } from '../../ui/content.tsx';
import { SimpleTable } from '../../ui/simple-table.tsx';
import type { PermanenceADecouvert } from '../permanences/planification.ts';
import type { ResteAReaffecter } from '../permanences/reaffectation/store.ts';
import { PHRASES_PERMANENCE } from '../permanences/rules.ts';

export function Phrases({ phrases }: { readonly phrases: readonly string[] }) {
  return (
    <>
      {phrases.map((sentence) => (
        <div>{sentence}</div>
      ))}
    </>
  );
}

/** Séances that a departure left without an agent. */
export function ReaffectationSection({ reste }: { readonly reste: ResteAReaffecter }) {
  const { seances, agents, premiere } = reste;
  return (
    <Section title="Séances à réaffecter" id="reaffectation">
      {premiere === null ? (
        <EmptyState title="Toutes les séances prévues ont un agent" />
      ) : (
        <Alert
          tone="warning"
          title={seances === 1 ? 'Une séance n’a plus d’agent' : `${seances} séances n’ont plus d’agent`}
        >
          <p>
            {agents === 1 ? 'Un agent part ou est parti' : `${agents} agents partent ou sont partis`} ; la première a
            lieu le {formatDate(premiere)}. <a href="/a-reaffecter">Les confier à d’autres, ou les annuler</a>
          </p>
        </Alert>
      )}
    </Section>
  );
}

/** Séances planned before a convention was opposed or terminated: people still count on them. */
export function CouvertureSection({ permanences }: { readonly permanences: readonly PermanenceADecouvert[] }) {
  return (
    <Section title="Permanences à arrêter ou à couvrir" id="couverture">
      {permanences.length === 0 ? (
        <EmptyState title="Une convention couvre toutes les séances prévues" />
      ) : (
        <SimpleTable
          caption="Permanences dont des séances prévues ne sont plus couvertes"
          captionHidden
          columns={[{ label: 'Permanence' }, { label: 'Pourquoi' }, { label: 'À faire' }]}
          rows={permanences.map(({ permanence, refus, conventionId }) => [
            <>
              <a href={`/permanences/${permanence.id}`}>{permanence.lieuNom}</a>
              <br />
              <span class="e-muted">{permanence.agentNom}</span>
            </>,
            <Phrases phrases={refus.map((one) => phrase(PHRASES_PERMANENCE, one))} />,
            conventionId === null ? (
              <a href={`/permanences/${permanence.id}/arreter`}>
                Arrêter<span class="ds-sr-only"> la permanence de {permanence.lieuNom}</span>
              </a>
            ) : (
              <a href={`/conventions/${conventionId}/suites`}>
                Décider des séances<span class="ds-sr-only"> de {permanence.lieuNom}</span>
              </a>
            ),
          ])}
        />
      )}
    </Section>
  );
}
