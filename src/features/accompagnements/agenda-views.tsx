import { formatDateLongue, formatDuree, formatHeure, formatPlage } from '../../domain/date.ts';
import { ISSUES, THEMATIQUES, TRANCHES_AGE } from '../../domain/nomenclatures.ts';
import { ButtonLink } from '../../ui/button.tsx';
import { DayList, EmptyState, PageHeader, Section, StatusTag } from '../../ui/content.tsx';
import { Admission } from '../lieux/admission.tsx';
import type { Admissions } from '../lieux/conformite/store.ts';
import type { Accompagnement, SeanceAgent } from './store.ts';

function heures(seance: SeanceAgent): string {
  return `${formatHeure(seance.heureDebut)} – ${formatHeure(seance.heureFin)}`;
}

function noteCombien(nombre: number): string {
  if (nombre === 0) return 'Aucun accompagnement noté';
  return nombre === 1 ? '1 accompagnement noté' : `${nombre} accompagnements notés`;
}

export function AgendaPage(props: {
  readonly jour: Temporal.PlainDate;
  readonly today: Temporal.PlainDate;
  readonly seances: readonly SeanceAgent[];
  readonly joursAVenir: number;
  readonly admis: Admissions;
}) {
  const { jour, today, seances, joursAVenir, admis } = props;
  const duJour = seances.filter((seance) => seance.jour.equals(jour));
  const suivantes = Map.groupBy(
    seances.filter((seance) => !seance.jour.equals(jour)),
    (seance) => seance.jour.toString(),
  );
  const step = joursAVenir + 1;
  return (
    <>
      <PageHeader
        title="Mon agenda"
        kicker={jour.equals(today) ? 'Aujourd’hui' : undefined}
        lead={formatDateLongue(jour)}
        actions={
          <>
            <ButtonLink href={`/agenda?jour=${jour.subtract({ days: step })}`} variant="tertiary">
              Plus tôt
            </ButtonLink>
            {!jour.equals(today) && (
              <ButtonLink href="/agenda" variant="tertiary">
                Aujourd’hui
              </ButtonLink>
            )}
            <ButtonLink href={`/agenda?jour=${jour.add({ days: step })}`} variant="tertiary">
              Plus tard
            </ButtonLink>
            <ButtonLink href="/ponctuelles/nouvelle">Aide ponctuelle ailleurs</ButtonLink>
            {Temporal.PlainDate.compare(jour, today) >= 0 && (
              <ButtonLink
                href={`/absences/nouvelle?absentDu=${jour}&absentAu=${jour}&absentMoment=journee&absentNature=imprevue`}
              >
                {jour.equals(today) ? 'Absent aujourd’hui' : 'Absent ce jour-là'}
              </ButtonLink>
            )}
          </>
        }
      />
      {duJour.length === 0 && (
        <EmptyState title={`Aucune permanence ${jour.equals(today) ? 'aujourd’hui' : 'ce jour-là'}`} />
      )}
      {duJour.map((seance) => (
        <SeanceDuJour seance={seance} today={today} admis={admis} />
      ))}
      <Section title={`Les ${joursAVenir} jours suivants`}>
        {suivantes.size === 0 ? (
          <p>Rien n’est prévu.</p>
        ) : (
          <DayList
            days={[...suivantes.values()].map((liste) => ({
              label: liste[0] ? formatDateLongue(liste[0].jour) : '',
              items: liste.map((seance) => ({
                time: heures(seance),
                title: seance.endroit,
                href: `/seances/${seance.id}`,
                details: (
                  <>
                    {seance.adresse ?? seance.motif} <Admission admis={admis} lieuId={seance.lieuId} />
                  </>
                ),
                tag: seance.statut === 'annulee' ? <StatusTag tone="danger" label="annulée" /> : undefined,
              })),
            }))}
          />
        )}
      </Section>
    </>
  );
}

function SeanceDuJour({
  seance,
  today,
  admis,
}: {
  readonly seance: SeanceAgent;
  readonly today: Temporal.PlainDate;
  readonly admis: Admissions;
}) {
  const ouverte = seance.statut === 'prevue' && Temporal.PlainDate.compare(seance.jour, today) <= 0;
  return (
    <section class="ds-card e-card e-seance">
      <h2>{seance.endroit}</h2>
      <p>
        {formatPlage(seance.heureDebut, seance.heureFin)}
        {seance.adresse && <> · {seance.adresse}</>}
      </p>
      {seance.motif && <p>{seance.motif}</p>}
      {seance.statut === 'annulee' && <StatusTag tone="danger" label="annulée" />}
      <Admission admis={admis} lieuId={seance.lieuId} />
      <p class="e-muted">{noteCombien(seance.accompagnements)}</p>
      <div class="e-actions">
        {ouverte && (
          <ButtonLink href={`/seances/${seance.id}/accompagnements/nouveau`} variant="primary">
            Noter un accompagnement
          </ButtonLink>
        )}
        <ButtonLink href={`/seances/${seance.id}`}>Voir la séance</ButtonLink>
      </div>
    </section>
  );
}

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
          <a href={`/lieux/${seance.lieuId}/affiche`}>L’affiche est posée</a> ·{' '}
          <a href={`/lieux/${seance.lieuId}/manquement?seance=${seance.id}`}>Signaler un manquement</a>
        </p>
      )}
    </>
  );
}
