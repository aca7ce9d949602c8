import { formatDateLongue, formatDuree, formatPlage } from '../../domain/date.ts';
import { ISSUES, THEMATIQUES, TRANCHES_AGE } from '../../domain/nomenclatures.ts';
import { ButtonLink } from '../../ui/button.tsx';
import { EmptyState, PageHeader, Section, StatusTag } from '../../ui/content.tsx';
import { Admission } from '../lieux/admission.tsx';
import type { Admissions } from '../lieux/conformite/store.ts';
import type { Accompagnement, SeanceAgent } from './store.ts';

export function SeancePage(props: {
  readonly seance: SeanceAgent;
  readonly accompagnements: readonly Accompagnement[];
  readonly today: Temporal.PlainDate;
  readonly admis: Admissions;
}) {
  const { seance, accompagnements, today, admis } = props;
  const ouverte = seance.statut === 'prevue' && Temporal.PlainDate.compare(seance.jour, today) <= 0;
  return (
    <>
      <PageHeader
        title={seance.endroit}
        kicker="Séance"
        lead={`${formatDateLongue(seance.jour)}, ${formatPlage(seance.heureDebut, seance.heureFin)}`}
        status={seance.statut === 'annulee' && <StatusTag tone="danger" label="annulée" />}
        actions={
          ouverte && (
            <>
              <ButtonLink href={`/seances/${seance.id}/accompagnements/nouveau`} variant="primary">
                Noter un accompagnement
              </ButtonLink>
              <ButtonLink href={`/seances/${seance.id}/mandats/nouveau`}>Faire signer un mandat</ButtonLink>
            </>
          )
        }
      />
      {seance.motif && <p>Motif : {seance.motif}</p>}
      <Admission admis={admis} lieuId={seance.lieuId} />
      <Section title="Accompagnements notés">
        {accompagnements.length === 0 ? (
          <EmptyState title="Rien n’est encore noté">
            {ouverte
              ? 'Notez chaque aide juste après : moins de trente secondes suffisent.'
              : 'Vous pourrez noter dès le jour de la séance.'}
          </EmptyState>
        ) : (
          <ul class="e-accompagnements">
            {accompagnements.map((accompagnement) => (
              <li>
                <strong>{accompagnement.thematiques.map((theme) => THEMATIQUES[theme]).join(', ')}</strong>
                <br />
                {formatDuree(accompagnement.dureeMinutes)} · {ISSUES[accompagnement.issue]} ·{' '}
                {TRANCHES_AGE[accompagnement.trancheAge]}
                <br />
                <a href={`/accompagnements/${accompagnement.id}/modifier`}>Modifier</a>{' '}
                <a href={`/accompagnements/${accompagnement.id}/supprimer`}>Supprimer</a>
              </li>
            ))}
          </ul>
        )}
      </Section>
      {seance.lieuId && (
        <p>
          <a href={`/lieux/${seance.lieuId}/fiche`}>Voir le lieu</a> ·{' '}
          <a href={`/lieux/${seance.lieuId}/feuille?jour=${seance.jour}`}>Feuille du jour</a> ·{' '}
          <a href={`/lieux/${seance.lieuId}/affiche`}>L’affiche est posée</a> ·{' '}
          <a href={`/lieux/${seance.lieuId}/manquement?seance=${seance.id}`}>Signaler un manquement</a>
        </p>
      )}
    </>
  );
}
