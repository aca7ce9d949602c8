import { formatMois } from '../../../domain/date.ts';
import { PageHeader } from '../../../ui/content.tsx';
import { type Column, DataTable } from '../../../ui/table.tsx';
import type { TableQuery } from '../../../ui/table-query.ts';
import type { LigneReleve } from '../lecture.ts';
import { ETATS_RELEVE, type PartieReleve } from '../rules.ts';
import { direAttente, EtatTag, titreDuMois } from './commun.tsx';

/** What a list may be narrowed to. */
export const CHOIX = { a_faire: 'À faire', ...ETATS_RELEVE } as const;
export type Choix = keyof typeof CHOIX;

export function repond({ releve, attente }: LigneReleve, choix: Choix | '', partie: PartieReleve): boolean {
  if (choix === '') return true;
  return choix === 'a_faire' ? attente?.partie === partie : (releve?.etat ?? 'a_envoyer') === choix;
}

/** The page of a month, whether it is opened or not. */
export function hrefDe({ releve, convention, mois }: LigneReleve): string {
  if (releve !== null) return `/releves/${releve.id}`;
  return `/releves/preparer?${new URLSearchParams({ convention: convention.id, mois: mois.toPlainYearMonth().toString() })}`;
}

function aFaire({ releve, attente }: LigneReleve, partie: PartieReleve): string {
  if (attente === null) return 'rien';
  if (attente.partie !== partie) return direAttente(attente);
  if (partie === 'beneficiaire') return 'à certifier, ou à retourner';
  return releve?.etat === 'retourne' ? 'à corriger, puis à envoyer' : 'à relire, puis à envoyer';
}

/** The columns of a list of months; `partie`: who reads it. */
export function colonnesReleves(partie: PartieReleve, withStructure: boolean): readonly Column<LigneReleve>[] {
  const structure: Column<LigneReleve> = {
    key: 'structure',
    label: 'Structure',
    value: ({ convention }) => `${convention.structure.nom} (${convention.reference})`,
    sortable: true,
  };
  return [
    {
      key: 'mois',
      label: 'Mois',
      // In the order of the calendar, and found by its name.
      value: ({ mois }) => `${mois.toPlainYearMonth()} ${formatMois(mois)}`,
      render: (ligne) => (
        <a href={hrefDe(ligne)}>
          {titreDuMois(ligne.mois)}
          <span class="ds-sr-only">, {ligne.convention.structure.nom}</span>
        </a>
      ),
      sortable: true,
    },
    ...(withStructure ? [structure] : []),
    {
      key: 'etat',
      label: 'État',
      value: ({ releve }) => ETATS_RELEVE[releve?.etat ?? 'a_envoyer'],
      render: ({ releve, isLate }) => <EtatTag etat={releve?.etat ?? 'a_envoyer'} isLate={isLate} />,
      sortable: true,
    },
    {
      key: 'version',
      label: 'Version',
      value: ({ releve }) => releve?.numero ?? 1,
      numeric: true,
    },
    { key: 'a-faire', label: 'À faire', value: (ligne) => aFaire(ligne, partie) },
  ];
}

export function RelevesPage(props: {
  readonly title: string;
  readonly kicker?: string;
  readonly lead: string;
  readonly path: string;
  readonly columns: readonly Column<LigneReleve>[];
  readonly rows: readonly LigneReleve[];
  readonly total: number;
  readonly query: TableQuery;
  readonly choix: Choix | '';
}) {
  return (
    <>
      <PageHeader kicker={props.kicker} title={props.title} lead={props.lead} />
      <DataTable
        caption="Relevés d’activité"
        columns={props.columns}
        rows={props.rows}
        total={props.total}
        query={props.query}
        path={props.path}
        kept={{ etat: props.choix }}
        searchLabel="Rechercher un mois ou une structure"
        filters={[
          {
            name: 'etat',
            label: 'État',
            blank: 'Tous',
            options: Object.entries(CHOIX).map(([value, label]) => ({ value, label })),
          },
        ]}
        empty={{
          title: 'Aucun relevé pour l’instant',
          text: 'Le premier se prépare tout seul quand un mois de permanences est fini.',
        }}
      />
    </>
  );
}

/** « septembre et octobre 2026 » as a list of months. */
export function direMois(mois: readonly Temporal.PlainDate[]): string {
  return mois.map(formatMois).join(', ');
}
