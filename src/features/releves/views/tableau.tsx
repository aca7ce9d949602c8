import { formatDateCourte, formatMois } from '../../../domain/date.ts';
import type { WrittenCell } from '../../../platform/spreadsheet/write.ts';
import { KeyFigures, PageHeader, StatusTag } from '../../../ui/content.tsx';
import { type Column, DataTable } from '../../../ui/table.tsx';
import type { TableQuery } from '../../../ui/table-query.ts';
import type { LigneFrequence } from '../lecture.ts';
import { RELANCES } from '../rules.ts';
import { direMois } from './liste.tsx';

export const PACES = {
  retard: 'En retard',
  agent: 'L’agent est en retard',
  beneficiaire: 'Le Bénéficiaire est en retard',
  a_jour: 'À jour',
} as const;
export type Pace = keyof typeof PACES;

export function aPace({ frequence }: LigneFrequence, pace: Pace | ''): boolean {
  if (pace === '') return true;
  if (pace === 'retard' || pace === 'a_jour') return (frequence.depuis === null) === (pace === 'a_jour');
  return frequence.parties.includes(pace);
}

/** Who is late; names are for the team, who can do something about it. */
function qui({ frequence, agents }: LigneFrequence, withNames: boolean): string {
  const named = withNames && agents.length > 0 ? ` (${agents.join(', ')})` : '';
  const agent = withNames && agents.length === 0 ? 'Équipe technique (plus d’agent)' : `Agent${named}`;
  return frequence.parties.map((partie) => (partie === 'agent' ? agent : 'Bénéficiaire')).join(' et ');
}

/** The columns of the board; the direction, who opens no convention, reads neither names nor links. */
export function colonnesFrequence(withNames: boolean): readonly Column<LigneFrequence>[] {
  return [
    {
      key: 'structure',
      label: 'Structure',
      value: ({ convention }) => convention.structure.nom,
      render: ({ convention }) => (
        <>
          {withNames ? (
            <a href={`/conventions/${convention.id}/releves`}>{convention.structure.nom}</a>
          ) : (
            convention.structure.nom
          )}
          <br />
          <span class="e-muted">{convention.reference}</span>
        </>
      ),
      sortable: true,
    },
    {
      key: 'frequence',
      label: 'Fréquence',
      value: ({ frequence }) => (frequence.depuis === null ? PACES.a_jour : PACES.retard),
      render: ({ frequence }) =>
        frequence.depuis === null ? (
          <StatusTag tone="success" label={PACES.a_jour} />
        ) : (
          <span class="e-nowrap">
            <StatusTag tone="danger" label={PACES.retard} />
          </span>
        ),
    },
    {
      key: 'depuis',
      label: 'Depuis le',
      value: ({ frequence }) => frequence.depuis?.toString() ?? null,
      render: ({ frequence }) => frequence.depuis && formatDateCourte(frequence.depuis),
      sortable: true,
    },
    { key: 'qui', label: 'Qui', value: (ligne) => qui(ligne, withNames) },
    {
      key: 'retards',
      label: 'Mois en retard',
      value: ({ frequence }) => frequence.retards.length,
      render: ({ frequence }) => direMois(frequence.retards.map(({ mois }) => mois)),
      sortable: true,
    },
    {
      key: 'certifie',
      label: 'Dernier certifié',
      value: ({ frequence }) => frequence.dernierCertifie?.toPlainYearMonth().toString() ?? null,
      render: ({ frequence }) => frequence.dernierCertifie && formatMois(frequence.dernierCertifie),
      sortable: true,
    },
  ];
}

/** The same for whoever counts: the convention in a column of its own, and days that a spreadsheet reads as days. */
export function colonnesExport(
  withNames: boolean,
): readonly { readonly label: string; readonly value: (ligne: LigneFrequence) => WrittenCell }[] {
  return [
    { label: 'Convention', value: ({ convention }: LigneFrequence) => convention.reference },
    { label: 'Commune', value: ({ convention }: LigneFrequence) => convention.structure.commune },
    ...colonnesFrequence(withNames).map(({ key, label, value }) => ({
      label,
      value: key === 'depuis' ? ({ frequence }: LigneFrequence) => frequence.depuis : value,
    })),
  ];
}

export function FrequencesPage(props: {
  readonly all: readonly LigneFrequence[];
  readonly rows: readonly LigneFrequence[];
  readonly total: number;
  readonly query: TableQuery;
  readonly pace: Pace | '';
  readonly withNames: boolean;
}) {
  const { all, pace, query } = props;
  const count = (one: Pace) => String(all.filter((ligne) => aPace(ligne, one)).length);
  return (
    <>
      <PageHeader
        title="Relevés d’activité"
        lead="La bonne fréquence, convention par convention : qui est en retard, et depuis quand (art. 3.4)."
      />
      <KeyFigures
        items={[
          { value: count('a_jour'), label: 'conventions à jour' },
          { value: count('agent'), label: 'où l’agent est en retard' },
          { value: count('beneficiaire'), label: 'où le Bénéficiaire est en retard' },
        ]}
      />
      <p>
        Un agent est en retard {RELANCES.agent[0]} jours après la fin du mois, un Bénéficiaire{' '}
        {RELANCES.beneficiaire[0]} jours après l’envoi. Chacun reçoit alors un courriel, puis deux rappels.
      </p>
      <DataTable
        caption="Fréquence des relevés, par convention"
        columns={colonnesFrequence(props.withNames)}
        rows={props.rows}
        total={props.total}
        query={query}
        path="/releves"
        kept={{ frequence: pace }}
        searchLabel="Rechercher une structure"
        filters={[
          {
            name: 'frequence',
            label: 'Fréquence',
            blank: 'Toutes',
            options: Object.entries(PACES).map(([value, label]) => ({ value, label })),
          },
        ]}
        csvPath="/releves.csv"
        xlsxPath="/releves.xlsx"
        empty={{
          title: 'Aucun relevé n’est encore attendu',
          text: 'Ils commencent avec le premier mois de permanences, une fois fini.',
        }}
      />
    </>
  );
}
