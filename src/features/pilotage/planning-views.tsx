import { phrase } from '../../domain/refus.ts';
import { EmptyState, Section } from '../../ui/content.tsx';
import { SimpleTable } from '../../ui/simple-table.tsx';
import { type Manque, phraseManque } from '../lieux/rules.ts';
import type { Lieu } from '../lieux/store.ts';
import type { PermanenceADecouvert } from '../permanences/planification.ts';
import { PHRASES_PERMANENCE } from '../permanences/rules.ts';

export type LieuAReprendre = { readonly lieu: Lieu; readonly manques: readonly Manque[]; readonly seances: number };

export function Phrases({ phrases }: { readonly phrases: readonly string[] }) {
  return (
    <>
      {phrases.map((sentence) => (
        <div>{sentence}</div>
      ))}
    </>
  );
}

/** Séances planned before a convention was opposed or terminated, or a contract cut short: people still count on them. */
export function CouvertureSection({ permanences }: { readonly permanences: readonly PermanenceADecouvert[] }) {
  return (
    <Section title="Permanences à arrêter ou à couvrir" id="couverture">
      {permanences.length === 0 ? (
        <EmptyState title="Une convention et un contrat couvrent toutes les séances prévues" />
      ) : (
        <SimpleTable
          caption="Permanences dont des séances prévues ne sont plus couvertes"
          captionHidden
          columns={[{ label: 'Permanence' }, { label: 'Pourquoi' }]}
          rows={permanences.map(({ permanence, refus }) => [
            <>
              <a href={`/permanences/${permanence.id}`}>{permanence.lieuNom}</a>
              <br />
              <span class="e-muted">{permanence.agentNom}</span>
            </>,
            <Phrases phrases={refus.map((one) => phrase(PHRASES_PERMANENCE, one))} />,
          ])}
        />
      )}
    </Section>
  );
}

export function LieuxSection({ lieux }: { readonly lieux: readonly LieuAReprendre[] }) {
  return (
    <Section title="Lieux à remettre en conformité" id="lieux">
      {lieux.length === 0 ? (
        <EmptyState title="Tous les lieux où une permanence est prévue sont conformes" />
      ) : (
        <SimpleTable
          caption="Lieux qui accueillent des permanences sans être conformes"
          captionHidden
          columns={[{ label: 'Lieu' }, { label: 'Ce qui manque' }, { label: 'Séances prévues', numeric: true }]}
          rows={lieux.map(({ lieu, manques, seances }) => [
            <a href={`/lieux/${lieu.id}/fiche`}>{lieu.nom}</a>,
            <Phrases phrases={manques.map(phraseManque)} />,
            String(seances),
          ])}
        />
      )}
    </Section>
  );
}
