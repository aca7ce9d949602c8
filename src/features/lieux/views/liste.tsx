import { formatDateCourte } from '../../../domain/date.ts';
import { cles } from '../../../domain/nomenclatures.ts';
import { ButtonLink } from '../../../ui/button.tsx';
import { PageHeader } from '../../../ui/content.tsx';
import { type Column, DataTable } from '../../../ui/table.tsx';
import type { TableQuery } from '../../../ui/table-query.ts';
import { USAGES, type Usage, type UsagePossible } from '../rules.ts';
import type { Lieu } from '../store.ts';
import { EtatLieu } from './etat.tsx';

export type LieuListe = Lieu & { readonly usages: Readonly<Record<Usage, UsagePossible>> };

function usagesOuverts(lieu: LieuListe): string {
  const open = cles(USAGES)
    .filter((usage) => lieu.usages[usage].possible)
    .map((usage) => USAGES[usage]);
  return open.length === 0 ? 'Aucun' : open.join(', ');
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
      key: 'etat',
      label: 'État',
      value: ({ fermeLe }) => (fermeLe === null ? 'Ouvert' : `Fermé le ${formatDateCourte(fermeLe)}`),
      render: (lieu) => <EtatLieu lieu={lieu} today={today} />,
    },
  ];
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
        actions={declarer}
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
