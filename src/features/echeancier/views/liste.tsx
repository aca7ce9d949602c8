import { formatDateLongue } from '../../../domain/date.ts';
import { ButtonLink, PrintButton } from '../../../ui/button.tsx';
import { toOptions } from '../../../ui/choice.tsx';
import { EmptyState, PageHeader } from '../../../ui/content.tsx';
import { SimpleTable } from '../../../ui/simple-table.tsx';
import { DataTable } from '../../../ui/table.tsx';
import { type TableQuery, tableHref } from '../../../ui/table-query.ts';
import { type Element, QUAND, TYPES_ELEMENT } from '../rules.ts';
import { colonnesEcheancier } from './element.tsx';

type Jour = Temporal.PlainDate;

/** What the address narrows the list to; empty: everything. */
export type Choix = { readonly type: string; readonly quand: string };

/** In the order of the screen, which a plain object would lose: its whole numbers come first. */
const CHOIX_QUAND = (['retard', 'faire', 7, 30, 60, 90, 180] as const).map((value) => ({
  value: String(value),
  label: QUAND[value],
}));

export function EcheancierPage(props: {
  readonly rows: readonly Element[];
  readonly total: number;
  readonly query: TableQuery;
  readonly choix: Choix;
  readonly today: Jour;
}) {
  return (
    <>
      <PageHeader
        title="Échéancier"
        lead="Ce qui tombe à une date, et ce qui attend d’être fait, dans tout le territoire."
        actions={
          <>
            <ButtonLink href="/cette-semaine">Cette semaine</ButtonLink>
            <ButtonLink href="/echeancier/calendrier" icon="calendar">
              Calendrier
            </ButtonLink>
            <ButtonLink href="/echeancier/rappels">Rappels par courriel</ButtonLink>
            <ButtonLink href={tableHref('/echeancier/imprimer', props.query, {}, props.choix)} variant="tertiary">
              Version à imprimer
            </ButtonLink>
          </>
        }
      />
      <DataTable
        caption="Échéances"
        columns={colonnesEcheancier(props.today)}
        rows={props.rows}
        total={props.total}
        query={props.query}
        path="/echeancier"
        csvPath="/echeancier.csv"
        kept={props.choix}
        searchLabel="Structure, convention ou agent"
        filters={[
          { name: 'type', label: 'Échéance', blank: 'Toutes', options: toOptions(TYPES_ELEMENT) },
          { name: 'quand', label: 'Quand', blank: 'Toutes les dates', options: CHOIX_QUAND },
        ]}
        empty={{
          title: 'Aucune échéance',
          text: 'Elles viennent des conventions et des contrats des agents, sans rien saisir de plus.',
        }}
      />
    </>
  );
}

/** The whole list on one page, for paper. */
export function ImprimerPage(props: { readonly found: readonly Element[]; readonly today: Jour }) {
  return (
    <>
      <PageHeader
        title="Échéancier"
        lead={`Au ${formatDateLongue(props.today)} : ${props.found.length} ${props.found.length > 1 ? 'échéances' : 'échéance'}.`}
        actions={
          <>
            <PrintButton />
            <ButtonLink href="/echeancier" variant="tertiary">
              Revenir à l’échéancier
            </ButtonLink>
          </>
        }
      />
      {props.found.length === 0 ? (
        <EmptyState title="Rien ne correspond à ce choix" />
      ) : (
        <Echeances elements={props.found} today={props.today} caption="Échéances" />
      )}
    </>
  );
}

/** A few deadlines, without search nor pages. */
export function Echeances(props: {
  readonly elements: readonly Element[];
  readonly today: Jour;
  readonly caption: string;
  /** All of one structure, which the page names. */
  readonly isOwn?: boolean;
}) {
  const columns = colonnesEcheancier(props.today).filter(({ key }) => key !== 'structure' || !props.isOwn);
  return (
    <SimpleTable
      caption={props.caption}
      captionHidden
      columns={columns}
      rows={props.elements.map((element) => columns.map(({ value, render }) => render?.(element) ?? value(element)))}
    />
  );
}

/** The deadlines of a référent's own structure. */
export function MesEcheancesPage(props: {
  readonly elements: readonly Element[];
  readonly structure: string;
  readonly today: Jour;
}) {
  return (
    <>
      <PageHeader
        kicker={props.structure}
        title="Vos échéances"
        lead="Les dates de vos conventions, et ce qui attend d’être fait."
        actions={
          <>
            <ButtonLink href="/mon-compte/calendrier" icon="calendar">
              Les suivre dans mon calendrier
            </ButtonLink>
            <PrintButton />
          </>
        }
      />
      {props.elements.length === 0 ? (
        <EmptyState title="Aucune échéance pour votre structure">
          Elles paraissent ici dès qu’une convention est préparée avec le Département.
        </EmptyState>
      ) : (
        <Echeances elements={props.elements} today={props.today} caption="Échéances de votre structure" isOwn />
      )}
    </>
  );
}
