import { formatDate, formatHeure, parisDate, parisTime } from '../../../domain/date.ts';
import { PageHeader } from '../../../ui/content.tsx';
import { type Column, DataTable } from '../../../ui/table.tsx';
import type { TableQuery } from '../../../ui/table-query.ts';
import type { Certificat } from './certificats/store.ts';

export const colonnesCertificats: readonly Column<Certificat>[] = [
  {
    key: 'numero',
    label: 'Certificat',
    value: ({ numero }) => numero,
    render: ({ id, numero }) => <a href={`/destructions/certificats/${id}`}>N° {numero} (PDF)</a>,
    sortable: true,
  },
  {
    key: 'date',
    label: 'Établi',
    value: ({ createdAt }) => createdAt.toString(),
    render: ({ createdAt }) => `${formatDate(parisDate(createdAt))} à ${formatHeure(parisTime(createdAt))}`,
    sortable: true,
  },
  { key: 'nombre', label: 'Destructions', value: ({ nombre }) => nombre, numeric: true, sortable: true },
  {
    key: 'empreinte',
    label: 'Empreinte du fichier (SHA-256)',
    value: ({ documentSha256 }) => Buffer.from(documentSha256).toString('hex'),
    render: ({ documentSha256 }) => <code class="e-code">{Buffer.from(documentSha256).toString('hex')}</code>,
  },
];

export function CertificatsPage(props: {
  readonly rows: readonly Certificat[];
  readonly total: number;
  readonly query: TableQuery;
}) {
  return (
    <>
      <PageHeader
        title="Certificats de destruction"
        lead="Un par passage d’Escale qui a détruit quelque chose, scellé au nom du Département. Aucun ne nomme une personne."
      />
      <DataTable
        caption="Certificats de destruction"
        columns={colonnesCertificats}
        path="/destructions/certificats"
        searchLabel="Rechercher un numéro ou une empreinte"
        rows={props.rows}
        total={props.total}
        query={props.query}
        empty={{ title: 'Aucun certificat', text: 'Le premier arrivera avec la première destruction.' }}
      />
    </>
  );
}
