import { formatDateLongue, formatDuree, formatHeure, formatPlage } from '../../domain/date.ts';
import { ButtonLink } from '../../ui/button.tsx';
import { EmptyState, PageHeader, Section, StatusTag } from '../../ui/content.tsx';
import { Admission } from '../lieux/admission.tsx';
import type { Admissions } from '../lieux/conformite/store.ts';
import { bornesSeance, direSignature, seanceEnCours } from '../mandats/rules.ts';
import { adresseCorriger, adresseSupprimer } from './autres/adresses.ts';
import { TraceSupprime } from './autres/trace.tsx';
import { direSaisie } from './fiche/dire.ts';
import type { Attendu } from './fiche/store.ts';
import { details } from './resume.ts';
import type { Accompagnement, SeanceAgent } from './store.ts';
import { CertifieAlert } from './views.tsx';

export function SeancePage(props: {
  readonly seance: SeanceAgent;
  readonly accompagnements: readonly Accompagnement[];
  readonly attendus: readonly Attendu[];
  /** The relevé that counts this séance, certified and not opened again; null: there is none. */
  readonly releveId: string | null;
  /** The record that was just deleted. */
  readonly supprime: string | null;
  readonly today: Temporal.PlainDate;
  readonly now: Temporal.Instant;
  readonly admis: Admissions;
}) {
  const { seance, accompagnements, attendus, releveId, today, now, admis } = props;
  const isCommencee = seance.statut === 'prevue' && Temporal.PlainDate.compare(seance.jour, today) <= 0;
  const ouverte = isCommencee && releveId === null;
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
              <ButtonLink href={`/seances/${seance.id}/accompagnements/serie`}>Noter une demi-journée</ButtonLink>
              <ButtonLink href={`/seances/${seance.id}/atelier/nouveau`}>Noter un atelier</ButtonLink>
              {seanceEnCours(seance, now) && (
                <ButtonLink href={`/seances/${seance.id}/mandats/nouveau`}>Faire signer un mandat</ButtonLink>
              )}
            </>
          )
        }
      />
      <TraceSupprime supprime={props.supprime} />
      {seance.motif && <p>Motif : {seance.motif}</p>}
      <Signature seance={seance} now={now} />
      <Admission admis={admis} lieuId={seance.lieuId} />
      {releveId !== null && <CertifieAlert jour={seance.jour} releveId={releveId} />}
      <Attendus seance={seance} attendus={attendus} ouverte={ouverte} />
      <Section title="Accompagnements notés">
        {accompagnements.length === 0 ? (
          <EmptyState title="Rien n’est encore noté">
            {isCommencee
              ? 'Notez chaque aide juste après : moins de trente secondes suffisent.'
              : 'Vous pourrez noter dès le jour de la séance.'}
          </EmptyState>
        ) : (
          <ul class="e-accompagnements">
            {accompagnements.map((accompagnement) => (
              <Note accompagnement={accompagnement} attendus={attendus} ouverte={ouverte} />
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

/** Who is awaited, by first name: nobody else reads this page. */
function Attendus(props: {
  readonly seance: SeanceAgent;
  readonly attendus: readonly Attendu[];
  readonly ouverte: boolean;
}) {
  const { seance, attendus, ouverte } = props;
  if (attendus.length === 0) return null;
  return (
    <Section title="Rendez-vous">
      <ul class="e-attendus">
        {attendus.map((one) => (
          <li>
            <span>
              <strong>{formatHeure(one.debut)}</strong> {one.prenom !== null && <>{one.prenom}, </>}
              {one.motif}
            </span>
            {one.accompagnementId !== null && <StatusTag tone="success" label="noté" />}
            {one.accompagnementId === null && one.statut === 'absent' && <StatusTag tone="neutral" label="absent" />}
            {one.accompagnementId === null && one.statut !== 'absent' && ouverte && (
              <ButtonLink href={`/seances/${seance.id}/accompagnements/nouveau?rdv=${one.id}`}>
                Noter
                <span class="ds-sr-only">
                  {' '}
                  le rendez-vous de {formatHeure(one.debut)}
                  {one.prenom !== null && `, ${one.prenom}`}
                </span>
              </ButtonLink>
            )}
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Note(props: {
  readonly accompagnement: Accompagnement;
  readonly attendus: readonly Attendu[];
  readonly ouverte: boolean;
}) {
  const { accompagnement, attendus, ouverte } = props;
  const { id, seanceId } = accompagnement;
  const isIndividuel = accompagnement.typeActivite === 'Individuel';
  const attendu = attendus.find((one) => isIndividuel && one.id === accompagnement.rendezVousId);
  const facts = [formatDuree(accompagnement.dureeMinutes), ...details(accompagnement)];
  const which = <span class="ds-sr-only"> : {[direSaisie(accompagnement), ...facts].join(', ')}</span>;
  const duplicate = `/seances/${seanceId}/accompagnements/nouveau?comme=${id}&profil=oui`;
  const links: readonly (readonly [boolean, string, string])[] = [
    [ouverte, adresseCorriger(accompagnement), 'Modifier'],
    [ouverte && isIndividuel, duplicate, 'Dupliquer'],
    [true, `/accompagnements/${id}/historique`, 'Historique'],
    [ouverte, adresseSupprimer(accompagnement), 'Supprimer'],
  ];
  return (
    <li>
      <strong>{direSaisie(accompagnement)}</strong>
      <br />
      {facts.join(' · ')}
      {attendu && (
        <span class="e-muted">
          {' '}
          · rendez-vous de {formatHeure(attendu.debut)}
          {attendu.prenom !== null && `, ${attendu.prenom}`}
        </span>
      )}
      <p class="e-gestes">
        {links.map(([shown, href, label]) =>
          shown ? (
            <a href={href}>
              {label}
              {which}
            </a>
          ) : null,
        )}
      </p>
    </li>
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
