import { formatDate, formatDateCourte } from '../../../domain/date.ts';
import { ButtonLink } from '../../../ui/button.tsx';
import { Alert, EmptyState, PageHeader, Section } from '../../../ui/content.tsx';
import { DateField } from '../../../ui/field.tsx';
import { ErrorSummary } from '../../../ui/form.tsx';
import type { FormState } from '../../../ui/form-state.ts';
import { SimpleTable } from '../../../ui/simple-table.tsx';
import { enClair } from '../recit.ts';
import { jourConnu, type Partie, TYPES_EVENEMENT } from '../rules.ts';
import type { ConventionComplete } from '../store.ts';
import { aNotification, type EvenementImprime } from './enregistres.ts';
import { LETTRES, type LettreAPreparer, preparation } from './preparation.ts';

type Props = {
  readonly convention: ConventionComplete;
  /** The party for which this account writes. */
  readonly auteur: Partie;
  readonly today: Temporal.PlainDate;
  readonly evenements: readonly EvenementImprime[];
  readonly auState: FormState;
};

const AU_NOM: Readonly<Record<Partie, string>> = {
  departement: 'au nom du Département',
  beneficiaire: 'au nom de votre structure',
};

/** What can be printed of a convention on that day and, for the rest, why not. */
export function PapiersPage(props: Props) {
  const { convention } = props;
  return (
    <>
      <PageHeader
        kicker={`Convention ${convention.reference}`}
        title="Papiers"
        lead={`${convention.structure.nom}. Ce qui s’imprime aujourd’hui ; rien n’est enregistré en imprimant.`}
        actions={
          <ButtonLink href={`/conventions/${convention.id}/convention.pdf`} icon="download">
            Convention (PDF)
          </ButtonLink>
        }
      />
      <LettresSection {...props} />
      <EnregistresSection {...props} />
      <AttestationSection {...props} />
    </>
  );
}

function LettresSection({ convention, auteur, today }: Props) {
  const all = Object.keys(LETTRES) as LettreAPreparer[];
  return (
    <Section title="Lettres à préparer" id="lettres">
      <p>
        Écrites {AU_NOM[auteur]}, avec les dates que la convention impose. Une fois la lettre partie, l’équipe technique
        enregistre l’événement.
      </p>
      <SimpleTable
        caption="Ce que chaque lettre ferait aujourd’hui"
        captionHidden
        columns={[{ label: 'Lettre' }, { label: 'Aujourd’hui' }, { label: 'Action' }]}
        rows={all.map((quoi) => {
          const { titre, article } = LETTRES[quoi];
          const now = preparation(convention, quoi, auteur, today);
          return [
            `${titre} (${article})`,
            now.possible ? now.effet : <span class="e-muted">{now.raison}</span>,
            now.possible ? (
              <a href={`/conventions/${convention.id}/documents/${quoi}`}>
                Préparer<span class="ds-sr-only"> : {titre.toLowerCase()}</span>
              </a>
            ) : (
              <span class="e-muted">pas aujourd’hui</span>
            ),
          ];
        })}
      />
    </Section>
  );
}

function EnregistresSection({ convention, evenements }: Props) {
  const base = `/conventions/${convention.id}/evenements`;
  const link = (evenement: EvenementImprime, file: string, label: string) => (
    <li>
      <a href={`${base}/${evenement.id}/${file}`}>
        {label} (PDF)
        <span class="ds-sr-only">
          {' '}
          : {TYPES_EVENEMENT[evenement.type].toLowerCase()} du {formatDate(jourConnu(evenement))}
        </span>
      </a>
    </li>
  );
  return (
    <Section title="Papiers de ce qui est enregistré" id="enregistres">
      {evenements.length === 0 ? (
        <EmptyState title="Rien à imprimer pour l’instant.">
          Avenants, oppositions, mises en demeure, constats, cas de force majeure et dissolution apparaîtront ici dès
          qu’ils seront enregistrés.
        </EmptyState>
      ) : (
        <SimpleTable
          caption="Du plus récent au plus ancien"
          columns={[{ label: 'Date' }, { label: 'Événement' }, { label: 'Papiers' }]}
          rows={evenements.map((evenement) => [
            formatDateCourte(jourConnu(evenement)),
            enClair(evenement),
            <ul class="e-links">
              {link(evenement, 'document.pdf', PAPIER_DE[evenement.type])}
              {aNotification(convention, evenement) && link(evenement, 'notification.pdf', 'Notification')}
            </ul>,
          ])}
        />
      )}
    </Section>
  );
}

const PAPIER_DE: Readonly<Record<EvenementImprime['type'], string>> = {
  avenant: 'Avenant',
  opposition: 'Copie de la lettre',
  mise_en_demeure: 'Copie de la lettre',
  constat: 'Constat',
  force_majeure: 'Copie de la lettre',
  dissolution: 'Lettre',
};

function AttestationSection({ convention, auState }: Props) {
  return (
    <Section title="Attestation de dates" id="attestation">
      <form class="e-form" method="get" action={`/conventions/${convention.id}/attestation.pdf`} novalidate>
        <ErrorSummary state={auState} />
        <DateField
          state={auState}
          name="au"
          label="Dates et clauses au"
          hint="N’importe quel jour, passé ou à venir : état, périodes, anniversaires, derniers jours pour s’opposer, clauses en vigueur."
        />
        <button class="ds-button" type="submit" data-variant="secondary">
          Attestation (PDF)
        </button>
      </form>
    </Section>
  );
}

/** What a letter would do, or that it can be dated otherwise, before its fields. */
export function AvantEnvoi(props: {
  readonly convention: ConventionComplete;
  readonly quoi: LettreAPreparer;
  readonly auteur: Partie;
  readonly today: Temporal.PlainDate;
}) {
  const now = preparation(props.convention, props.quoi, props.auteur, props.today);
  return now.possible ? (
    <Alert title={props.quoi === 'constat' ? 'Aujourd’hui' : 'Si elle part aujourd’hui'}>{now.effet}</Alert>
  ) : (
    <Alert tone="warning" title="Pas aujourd’hui">
      {now.raison}
    </Alert>
  );
}
