import { formatDate, formatDateCourte, formatPlage } from '../../../domain/date.ts';
import { JOURS } from '../../../domain/demi-journee.ts';
import { direRythme } from '../../../domain/rythme.ts';
import { ButtonLink } from '../../../ui/button.tsx';
import { Alert, PageHeader, StatusTag } from '../../../ui/content.tsx';
import type { CsvColumn } from '../../../ui/csv.ts';
import { type Column, DataTable } from '../../../ui/table.tsx';
import type { TableQuery } from '../../../ui/table-query.ts';
import { direAccueil } from '../rules.ts';
import type { PermanenceSuivie } from '../store.ts';

/** « un jeudi sur deux, de 9 h à 12 h » */
export function quand(permanence: PermanenceSuivie): string {
  return `${direRythme(permanence)}, ${formatPlage(permanence.heureDebut, permanence.heureFin)}`;
}

export function colonnesPermanences(): readonly Column<PermanenceSuivie>[] {
  return [
    {
      key: 'lieu',
      label: 'Lieu',
      value: ({ lieuNom }) => lieuNom,
      render: (one) => <a href={`/permanences/${one.id}`}>{one.lieuNom}</a>,
      sortable: true,
    },
    { key: 'commune', label: 'Commune', value: ({ commune }) => commune, sortable: true },
    { key: 'agent', label: 'Agent', value: ({ agentNom }) => agentNom, sortable: true },
    {
      key: 'jour',
      label: 'Demi-journée',
      // Sorted in the order of the week, found by the name of the day.
      value: ({ jour, heureDebut }) => `${jour} ${JOURS[jour]} ${heureDebut}`,
      render: (one) => quand(one),
      sortable: true,
    },
    {
      key: 'prochaine',
      label: 'Prochaine séance',
      value: ({ prochaine }) => prochaine?.toString() ?? null,
      render: ({ prochaine }) =>
        prochaine ? formatDateCourte(prochaine) : <StatusTag tone="neutral" label="terminée" />,
      sortable: true,
    },
  ];
}

/** The list as a spreadsheet wants it: one fact a column. */
export const colonnesCsv: readonly CsvColumn<PermanenceSuivie>[] = [
  { label: 'Lieu', value: ({ lieuNom }) => lieuNom },
  { label: 'Commune', value: ({ commune }) => commune },
  { label: 'Agent', value: ({ agentNom }) => agentNom },
  { label: 'Jour', value: ({ jour }) => JOURS[jour] },
  { label: 'Rythme', value: (one) => direRythme(one) },
  { label: 'Début', value: ({ heureDebut }) => heureDebut.toString({ smallestUnit: 'minute' }) },
  { label: 'Fin', value: ({ heureFin }) => heureFin.toString({ smallestUnit: 'minute' }) },
  { label: 'Premier jour', value: ({ du }) => formatDateCourte(du) },
  { label: 'Dernier jour', value: ({ au }) => au && formatDateCourte(au) },
  { label: 'Accueil', value: (one) => direAccueil(one) },
  { label: 'Salle', value: ({ salleNom }) => salleNom },
  { label: 'Prochaine séance', value: ({ prochaine }) => prochaine && formatDateCourte(prochaine) },
];

/** What is known of the school holidays, where permanences go by them. */
export type EtatVacances = {
  /** Last day of which they are known; null: no calendar was imported, or no zone chosen. */
  readonly connuesJusquAu: Temporal.PlainDate | null;
  /** Last day up to which séances are planned. */
  readonly horizon: Temporal.PlainDate;
  /** Permanences held outside school holidays. */
  readonly concernees: number;
};

function VacancesAlert({ connuesJusquAu, horizon, concernees }: EtatVacances) {
  const isShort = connuesJusquAu === null || Temporal.PlainDate.compare(connuesJusquAu, horizon) < 0;
  if (concernees === 0 || !isShort) return null;
  const qui = concernees === 1 ? 'Une permanence se tient' : `${concernees} permanences se tiennent`;
  return (
    <Alert
      tone="warning"
      title={
        connuesJusquAu === null
          ? 'Les vacances scolaires ne sont pas connues'
          : `Les vacances scolaires sont connues jusqu’au ${formatDate(connuesJusquAu)}`
      }
    >
      {qui} hors vacances scolaires : rien n’y est prévu après ce qui est connu.{' '}
      <a href="/reglages/planning">Importez le calendrier suivant</a> dès qu’il paraît.
    </Alert>
  );
}

export function ListePage(props: {
  readonly columns: readonly Column<PermanenceSuivie>[];
  readonly listed: { readonly rows: readonly PermanenceSuivie[]; readonly total: number; readonly query: TableQuery };
  readonly vacances: EtatVacances;
}) {
  const nouvelle = (
    <ButtonLink href="/permanences/nouvelle" variant="primary">
      Nouvelle permanence
    </ButtonLink>
  );
  return (
    <>
      <PageHeader
        title="Permanences"
        lead="Les demi-journées que dit la convention, en présence, chez le Bénéficiaire ou au Département (article 1.2)."
        actions={
          <>
            {nouvelle}
            <ButtonLink href="/planning">Planning de la semaine</ButtonLink>
            <ButtonLink href="/a-reaffecter">À réaffecter</ButtonLink>
            <ButtonLink href="/absences">Absences</ButtonLink>
            <ButtonLink href="/rendez-vous">Rendez-vous</ButtonLink>
            <ButtonLink href="/ponctuelles/nouvelle">Aide ponctuelle ailleurs</ButtonLink>
            <ButtonLink href="/reglages/planning">Vacances scolaires et trajets</ButtonLink>
          </>
        }
      />
      <VacancesAlert {...props.vacances} />
      <DataTable
        caption="Permanences"
        columns={props.columns}
        {...props.listed}
        path="/permanences"
        searchLabel="Rechercher un lieu, une commune, un agent"
        csvPath="/permanences.csv"
        empty={{ title: 'Aucune permanence n’est encore en place', action: nouvelle }}
      />
    </>
  );
}
