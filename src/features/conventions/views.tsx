import { formatDate, formatDateCourte } from '../../domain/date.ts';
import { ButtonLink } from '../../ui/button.tsx';
import { PageHeader, StatusTag } from '../../ui/content.tsx';
import { type Column, DataTable } from '../../ui/table.tsx';
import type { TableQuery } from '../../ui/table-query.ts';
import { SENS_STATUT } from './recit.ts';
import {
  dateEffet,
  derniereJournee,
  type Echeance,
  echeances,
  STATUTS_CONVENTION,
  type StatutConvention,
  statutAu,
  TYPES_ECHEANCE,
} from './rules.ts';
import type { ConventionComplete } from './store.ts';

/** A convention as the list shows it, computed on the day of the visit. */
export type ConventionListe = {
  readonly id: string;
  readonly reference: string;
  readonly structureNom: string;
  readonly statut: StatutConvention;
  readonly effet: Temporal.PlainDate | null;
  readonly echeance: Echeance | null;
  readonly fin: Temporal.PlainDate | null;
};

/** Reads a convention for the list. The end shown before the last signature is the one its clauses fix. */
export function toListe(convention: ConventionComplete, today: Temporal.PlainDate): ConventionListe {
  return {
    id: convention.id,
    reference: convention.reference,
    structureNom: convention.structure.nom,
    statut: statutAu(convention, today),
    effet: dateEffet(convention),
    echeance: echeances(convention, today)[0] ?? null,
    fin: derniereJournee(convention) ?? convention.clauses.finAuPlusTard,
  };
}

export function EtatConvention({ statut }: { readonly statut: StatutConvention }) {
  return <StatusTag tone={SENS_STATUT[statut].tone} label={STATUTS_CONVENTION[statut]} />;
}

/** Columns of the list. Dates are sorted and exported as `2023-02-10`. */
export const colonnesConventions: readonly Column<ConventionListe>[] = [
  {
    key: 'reference',
    label: 'Référence',
    value: ({ reference }) => reference,
    render: ({ id, reference }) => (
      <a class="e-nowrap" href={`/conventions/${id}`}>
        {reference}
      </a>
    ),
    sortable: true,
  },
  { key: 'structure', label: 'Structure', value: ({ structureNom }) => structureNom, sortable: true },
  {
    key: 'etat',
    label: 'État',
    value: ({ statut }) => STATUTS_CONVENTION[statut],
    render: ({ statut }) => <EtatConvention statut={statut} />,
    sortable: true,
  },
  {
    key: 'effet',
    label: 'Date d’effet',
    value: ({ effet }) => effet?.toString() ?? null,
    render: ({ effet }) => shownDate(effet),
    sortable: true,
  },
  {
    key: 'echeance',
    label: 'Prochaine échéance',
    value: ({ echeance }) => echeance?.date.toString() ?? null,
    render: ({ echeance }) =>
      echeance === null ? (
        <span class="e-muted">—</span>
      ) : (
        <div>
          {formatDateCourte(echeance.date)}
          <br />
          <span class="e-muted">{TYPES_ECHEANCE[echeance.type]}</span>
        </div>
      ),
    sortable: true,
  },
  {
    key: 'fin',
    label: 'Fin au plus tard',
    value: ({ fin }) => fin?.toString() ?? null,
    render: ({ fin }) => shownDate(fin),
    sortable: true,
  },
];

function shownDate(date: Temporal.PlainDate | null) {
  return date === null ? (
    <span class="e-muted">—</span>
  ) : (
    <span title={formatDate(date)}>{formatDateCourte(date)}</span>
  );
}

export function ListePage(props: {
  readonly listed: { readonly rows: readonly ConventionListe[]; readonly total: number; readonly query: TableQuery };
  readonly etat: StatutConvention | '';
}) {
  const nouvelle = (
    <ButtonLink href="/conventions/nouvelle" variant="primary">
      Nouvelle convention
    </ButtonLink>
  );
  return (
    <>
      <PageHeader
        title="Conventions"
        lead="L’état de chaque convention est calculé aujourd’hui, à partir de ce qui a été enregistré."
        actions={
          <>
            {nouvelle}
            <ButtonLink href="/modeles">Modèles</ButtonLink>
          </>
        }
      />
      <DataTable
        caption="Conventions"
        columns={colonnesConventions}
        path="/conventions"
        csvPath="/conventions.csv"
        searchLabel="Rechercher une structure ou une référence"
        kept={{ etat: props.etat }}
        filters={[
          {
            name: 'etat',
            label: 'État',
            blank: 'Tous',
            options: Object.entries(STATUTS_CONVENTION).map(([value, label]) => ({ value, label })),
          },
        ]}
        empty={{
          title: 'Aucune convention n’est enregistrée.',
          text: 'Créez la première d’après un modèle.',
          action: nouvelle,
        }}
        {...props.listed}
      />
    </>
  );
}
