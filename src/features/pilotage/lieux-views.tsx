import { formatDate, formatDateCourte } from '../../domain/date.ts';
import { Alert, EmptyState, Section, StatusTag } from '../../ui/content.tsx';
import { Disclosure } from '../../ui/figure.tsx';
import { SimpleTable } from '../../ui/simple-table.tsx';
import { phraseCriteres, phraseManque } from '../lieux/rules.ts';
import type { SuiviDesLieux } from './lieux-suivi.ts';
import { Phrases } from './planning-views.tsx';
import { JOURS_ECHEANCES } from './rules.ts';

type Props = { readonly suivi: SuiviDesLieux; readonly today: Temporal.PlainDate };

/** What the lieux ask: to be visited, decided of, seen again, and told on their doors. */
export function LieuxSections(props: Props) {
  return (
    <>
      <ProposesSection {...props} />
      <AReprendreSection {...props} />
      <ARenouvelerSection {...props} />
      <AffichesSection {...props} />
      <ManquementsSection {...props} />
    </>
  );
}

function ProposesSection({ suivi: { proposes } }: Props) {
  return (
    <Section title="Lieux proposés" id="proposes">
      {proposes.length === 0 ? (
        <EmptyState title="Aucun lieu proposé n’attend de réponse" />
      ) : (
        <SimpleTable
          caption="Lieux proposés par les référents"
          captionHidden
          columns={[{ label: 'Lieu' }, { label: 'Structure' }, { label: 'Proposé le' }, { label: 'Visite' }]}
          rows={proposes.map((lieu) => [
            <a href={`/lieux/${lieu.id}/fiche`}>{lieu.nom}</a>,
            lieu.structureNom ?? '',
            lieu.proposeLe === null ? '' : formatDateCourte(lieu.proposeLe),
            lieu.visitePrevueLe === null ? (
              <a href={`/lieux/${lieu.id}/visite/prevoir`}>
                à prévoir<span class="ds-sr-only"> : {lieu.nom}</span>
              </a>
            ) : (
              `prévue le ${formatDateCourte(lieu.visitePrevueLe)}`
            ),
          ])}
        />
      )}
    </Section>
  );
}

function AReprendreSection({ suivi: { aReprendre } }: Props) {
  return (
    <Section title="Lieux à remettre en conformité" id="lieux">
      {aReprendre.length === 0 ? (
        <EmptyState title="Tous les lieux où une permanence est prévue sont conformes" />
      ) : (
        <SimpleTable
          caption="Lieux qui accueillent des permanences sans être conformes"
          captionHidden
          columns={[
            { label: 'Lieu' },
            { label: 'Ce qui manque' },
            { label: 'Séances prévues', numeric: true },
            { label: 'Décision' },
          ]}
          rows={aReprendre.map(({ lieu, manques, seances, aDecider }) => [
            <a href={`/lieux/${lieu.id}/fiche`}>{lieu.nom}</a>,
            <Phrases phrases={manques.map(phraseManque)} />,
            String(seances),
            aDecider ? (
              <a href={`/lieux/${lieu.id}/decision`}>
                à prendre<span class="ds-sr-only"> : {lieu.nom}</span>
              </a>
            ) : (
              <a href={`/lieux/${lieu.id}/fiche#decisions`}>
                en cours<span class="ds-sr-only"> : {lieu.nom}</span>
              </a>
            ),
          ])}
        />
      )}
    </Section>
  );
}

function ARenouvelerSection({ suivi: { aRenouveler }, today }: Props) {
  return (
    <Section title="Constats à renouveler" id="renouveler">
      {aRenouveler.length === 0 ? (
        <EmptyState title={`Aucun constat n’est à renouveler dans les ${JOURS_ECHEANCES} jours`} />
      ) : (
        <SimpleTable
          caption="Constats à renouveler"
          captionHidden
          columns={[{ label: 'À renouveler le' }, { label: 'Lieu' }, { label: 'Critères' }]}
          rows={aRenouveler.map(({ date, lieuId, lieuNom, criteres }) => [
            Temporal.PlainDate.compare(date, today) < 0 ? (
              <StatusTag tone="warning" label={formatDateCourte(date)} />
            ) : (
              formatDateCourte(date)
            ),
            <a href={`/lieux/${lieuId}/fiche`}>{lieuNom}</a>,
            phraseCriteres(criteres),
          ])}
        />
      )}
    </Section>
  );
}

/** Beyond it, posters are folded: few départements have confirmed them all. */
const AFFICHES_OUVERTES = 5;

function AffichesSection({ suivi: { affiches } }: Props) {
  const stale = affiches.filter(({ affichage }) => affichage.etat.etat === 'perimee');
  const never = affiches.filter(({ affichage }) => affichage.etat.etat === 'jamais');
  return (
    <Section title="Affiches" id="affiches">
      {affiches.length === 0 && <EmptyState title="Toutes les affiches sont posées et à jour" />}
      {stale.length > 0 && (
        <SimpleTable
          caption="Affiches posées qui ne disent plus le planning"
          columns={[{ label: 'Lieu' }, { label: 'Pourquoi' }]}
          rows={stale.map(({ lieu, affichage: { etat } }) => [
            <a href={`/lieux/${lieu.id}/fiche#affiche`}>{lieu.nom}</a>,
            etat.etat === 'perimee' ? (
              <Phrases phrases={[`Posée le ${formatDate(etat.pose.poseeLe)} :`, ...etat.raisons]} />
            ) : null,
          ])}
        />
      )}
      {never.length > 0 && (
        <Disclosure
          summary={
            never.length === 1
              ? 'Une affiche n’a jamais été confirmée'
              : `${never.length} affiches n’ont jamais été confirmées`
          }
          open={never.length <= AFFICHES_OUVERTES}
        >
          <ul class="e-links">
            {never.map(({ lieu }) => (
              <li>
                <a href={`/lieux/${lieu.id}/fiche#affiche`}>{lieu.nom}</a>, {lieu.commune}
              </li>
            ))}
          </ul>
        </Disclosure>
      )}
    </Section>
  );
}

function ManquementsSection({ suivi: { manquements } }: Props) {
  return (
    <Section title="Manquements signalés" id="manquements">
      {manquements === 0 ? (
        <EmptyState title="Aucun manquement n’attend de réponse" />
      ) : (
        <Alert
          tone="warning"
          title={
            manquements === 1 ? 'Un manquement attend une réponse' : `${manquements} manquements attendent une réponse`
          }
        >
          <a href="/manquements?q=sans+r%C3%A9ponse">Les lire, noter la réponse ou mettre en demeure</a>
        </Alert>
      )}
    </Section>
  );
}
