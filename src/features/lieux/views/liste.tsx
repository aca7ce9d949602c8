import { formatDateCourte } from '../../../domain/date.ts';
import { cles } from '../../../domain/nomenclatures.ts';
import { ButtonLink } from '../../../ui/button.tsx';
import { PageHeader, StatusTag } from '../../../ui/content.tsx';
import type { CsvColumn } from '../../../ui/csv.ts';
import { type Column, DataTable } from '../../../ui/table.tsx';
import type { TableQuery } from '../../../ui/table-query.ts';
import { USAGES, type Usages } from '../rules.ts';
import type { Lieu } from '../store.ts';
import { direDerogation, direEtat, EtatLieu } from './etat.tsx';

export type LieuListe = Lieu & {
  readonly usages: Usages;
  /** The first day on which something is to be seen again; null: nothing wears out. */
  readonly aRenouvelerLe: Temporal.PlainDate | null;
};

function usagesOuverts(lieu: LieuListe): string {
  const open = cles(USAGES)
    .filter((usage) => lieu.usages[usage].possible)
    .map((usage) => USAGES[usage]);
  if (open.length === 0) return 'Aucun';
  const derogation = direDerogation(lieu.usages);
  return derogation === null ? open.join(', ') : `${open.join(', ')} (${derogation})`;
}

export function colonnesLieux(today: Temporal.PlainDate): readonly Column<LieuListe>[] {
  return [
    {
      key: 'nom',
      label: 'Lieu',
      value: ({ nom }) => nom,
      render: (lieu) => <a href={`/lieux/${lieu.id}/fiche`}>{lieu.nom}</a>,
      sortable: true,
    },
    { key: 'commune', label: 'Commune', value: ({ commune }) => commune, sortable: true },
    {
      key: 'structure',
      label: 'À qui est le lieu',
      value: ({ structureNom }) => structureNom ?? 'Le Département',
      sortable: true,
    },
    { key: 'usages', label: 'Peut accueillir', value: usagesOuverts, sortable: true },
    {
      key: 'renouveler',
      label: 'À renouveler le',
      value: ({ aRenouvelerLe }) => aRenouvelerLe?.toString() ?? null,
      render: ({ aRenouvelerLe }) => <ARenouveler le={aRenouvelerLe} today={today} />,
      sortable: true,
    },
    {
      key: 'etat',
      label: 'État',
      value: (lieu) => direEtat(lieu, today),
      render: (lieu) => <EtatLieu lieu={lieu} today={today} />,
    },
  ];
}

/** The same columns in a CSV, which dates its days itself. */
export function colonnesCsv(today: Temporal.PlainDate): readonly CsvColumn<LieuListe>[] {
  return colonnesLieux(today).map((column) =>
    column.key === 'renouveler' ? { ...column, value: ({ aRenouvelerLe }) => aRenouvelerLe } : column,
  );
}

function ARenouveler({ le, today }: { readonly le: Temporal.PlainDate | null; readonly today: Temporal.PlainDate }) {
  if (le === null) return <span>—</span>;
  const isPast = Temporal.PlainDate.compare(le, today) < 0;
  return isPast ? <StatusTag tone="warning" label={formatDateCourte(le)} /> : <span>{formatDateCourte(le)}</span>;
}

export function ListePage(props: {
  readonly columns: readonly Column<LieuListe>[];
  readonly listed: { readonly rows: readonly LieuListe[]; readonly total: number; readonly query: TableQuery };
  readonly peutDeclarer: boolean;
}) {
  const declarer = props.peutDeclarer && (
    <ButtonLink href="/lieux/nouveau" variant="primary">
      Déclarer un lieu
    </ButtonLink>
  );
  return (
    <>
      <PageHeader
        title="Lieux"
        lead="Où le public est reçu : chez les Bénéficiaires et au Département."
        actions={
          <>
            {declarer}
            {props.peutDeclarer && <ButtonLink href="/lieux?q=propos%C3%A9">Lieux proposés</ButtonLink>}
            {props.peutDeclarer && <ButtonLink href="/lieux/regles">Ce qu’un lieu doit avoir</ButtonLink>}
          </>
        }
      />
      <DataTable
        caption="Lieux"
        columns={props.columns}
        {...props.listed}
        path="/lieux"
        searchLabel="Rechercher un lieu, une commune, une structure"
        csvPath={props.peutDeclarer ? '/lieux.csv' : undefined}
        empty={{ title: 'Aucun lieu n’est encore déclaré', action: declarer }}
      />
    </>
  );
}
