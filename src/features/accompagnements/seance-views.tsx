import { formatDateLongue, formatDuree, formatPlage } from '../../domain/date.ts';
import { ButtonLink } from '../../ui/button.tsx';
import { EmptyState, PageHeader, Section, StatusTag } from '../../ui/content.tsx';
import { Admission } from '../lieux/admission.tsx';
import type { Admissions } from '../lieux/conformite/store.ts';
import { bornesSeance, direSignature, seanceEnCours } from '../mandats/rules.ts';
import { adresseCorriger, adresseSupprimer } from './autres/adresses.ts';
import { details, resume } from './resume.ts';
import type { Accompagnement, SeanceAgent } from './store.ts';

export function SeancePage(props: {
  readonly seance: SeanceAgent;
  readonly accompagnements: readonly Accompagnement[];
  readonly today: Temporal.PlainDate;
  readonly now: Temporal.Instant;
  readonly admis: Admissions;
}) {
  const { seance, accompagnements, today, now, admis } = props;
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
              <ButtonLink href={`/seances/${seance.id}/atelier/nouveau`}>Noter un atelier</ButtonLink>
              {seanceEnCours(seance, now) && (
                <ButtonLink href={`/seances/${seance.id}/mandats/nouveau`}>Faire signer un mandat</ButtonLink>
              )}
            </>
          )
        }
      />
      {seance.motif && <p>Motif : {seance.motif}</p>}
      <Signature seance={seance} now={now} />
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
                <strong>{resume(accompagnement)}</strong>
                <br />
                {[formatDuree(accompagnement.dureeMinutes), ...details(accompagnement)].join(' · ')}
                <br />
                <a href={adresseCorriger(accompagnement)}>Modifier</a>{' '}
                <a href={adresseSupprimer(accompagnement)}>Supprimer</a>
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

/** When a mandat could, or can, be signed here, while it is not now. */
function Signature({ seance, now }: { readonly seance: SeanceAgent; readonly now: Temporal.Instant }) {
  const quand = direSignature(seance, now);
  if (quand === null) return null;
  const isOver = Temporal.Instant.compare(bornesSeance(seance).fin, now) < 0;
  return (
    <p class="e-muted">
      {quand}
      {isOver && (
        <>
          {' '}
          Si vous recevez la personne maintenant, ouvrez votre séance en cours, ou{' '}
          <a href="/ponctuelles/nouvelle">enregistrez d’abord une aide ponctuelle</a>.
        </>
      )}
    </p>
  );
}
