import { formatDuree } from '../../../../domain/date.ts';
import { THEMATIQUES, TYPES_ACTIVITE, TYPES_COORDINATION, TYPES_LIEU } from '../../../../domain/nomenclatures.ts';
import { ButtonLink, SubmitButton } from '../../../../ui/button.tsx';
import { type Option, SelectField, toOptions } from '../../../../ui/choice.tsx';
import { KeyFigures, PageHeader } from '../../../../ui/content.tsx';
import { DateField, TextField } from '../../../../ui/field.tsx';
import { Disclosure } from '../../../../ui/figure.tsx';
import { FormActions } from '../../../../ui/form.tsx';
import { blankForm } from '../../../../ui/form-state.ts';
import { type Column, DataTable } from '../../../../ui/table.tsx';
import { type TableQuery, tableHref } from '../../../../ui/table-query.ts';
import type { Accompagnement } from '../../ligne.ts';
import { resume } from '../../resume.ts';
import { adresseCorriger, adresseRefaire, LISTE, NOUVEAU } from '../adresses.ts';
import { COLONNES_LISTE, type LigneNotee } from './colonnes.ts';
import { totaux } from './totaux.ts';

export const EXPORT_CSV = '/accompagnements.csv';
export const EXPORT_XLSX = '/accompagnements.xlsx';

function Gestes({ note }: { readonly note: Accompagnement }) {
  const what = <span class="ds-sr-only"> : {resume(note)}</span>;
  return (
    <span class="e-gestes-liste">
      <a href={adresseCorriger(note)}>Modifier{what}</a>
      <a href={adresseRefaire(note)}>Dupliquer{what}</a>
      <a href={`/accompagnements/${note.id}/historique`}>Historique{what}</a>
    </span>
  );
}

const COLONNES: readonly Column<LigneNotee>[] = [
  ...COLONNES_LISTE,
  { key: 'gestes', label: 'Gestes', value: () => null, render: ({ note }) => <Gestes note={note} /> },
];

type Props = {
  readonly lignes: readonly LigneNotee[];
  /** All those found, on every page. */
  readonly trouvees: readonly LigneNotee[];
  readonly query: TableQuery;
  /** The filters, as the address says them. */
  readonly filtres: Readonly<Record<string, string>>;
  readonly lieux: readonly Option[];
  /** Whether something else than the period narrows the list. */
  readonly estFiltree: boolean;
};

function Totaux({ trouvees }: Pick<Props, 'trouvees'>) {
  const { actes, passages, ateliers, coordinations, minutes } = totaux(trouvees.map(({ note }) => note));
  const number = (value: number) => value.toLocaleString('fr-FR');
  return (
    <KeyFigures
      items={[
        { value: number(actes), label: actes > 1 ? 'actes notés' : 'acte noté' },
        {
          value: number(passages),
          label: passages > 1 ? 'passages' : 'passage',
          hint: 'personnes aidées et participants',
        },
        { value: number(ateliers), label: ateliers > 1 ? 'ateliers' : 'atelier' },
        {
          value: number(coordinations),
          label: coordinations > 1 ? 'actions de coordination' : 'action de coordination',
        },
        { value: formatDuree(minutes), label: 'en tout' },
      ]}
    />
  );
}

function Filtre({ query, filtres, lieux, estFiltree }: Omit<Props, 'lignes' | 'trouvees'>) {
  const state = blankForm({ ...filtres, q: query.q });
  const types = { ...TYPES_ACTIVITE, ...TYPES_COORDINATION };
  const { LieuActivite: _, ...ailleurs } = TYPES_LIEU;
  const places = [
    ...(lieux.length > 0 ? [{ label: 'Lieux d’activité', options: lieux }] : []),
    { label: 'Hors d’un lieu d’activité', options: toOptions(ailleurs) },
  ];
  return (
    <form class="e-form" method="get" action={LISTE.href}>
      <div class="e-filtres">
        <DateField state={state} name="du" label="Du" optional />
        <DateField state={state} name="au" label="Au" optional />
        <TextField state={state} name="q" label="Mots du résumé" type="search" optional />
      </div>
      <Disclosure summary="Par type, lieu ou thème" open={estFiltree}>
        <div class="e-filtres">
          <SelectField state={state} name="type" label="Type" options={toOptions(types)} blank="Tous" optional />
          <SelectField state={state} name="lieu" label="Lieu" options={places} blank="Tous" optional />
          <SelectField
            state={state}
            name="theme"
            label="Thème"
            options={toOptions(THEMATIQUES)}
            blank="Tous"
            optional
          />
        </div>
      </Disclosure>
      <FormActions>
        <SubmitButton variant="secondary">Filtrer</SubmitButton>
        <ButtonLink href={LISTE.href} variant="tertiary">
          Effacer les filtres
        </ButtonLink>
      </FormActions>
    </form>
  );
}

export function ListePage(props: Props) {
  const { lignes, trouvees, query, filtres } = props;
  return (
    <>
      <PageHeader
        title={LISTE.label}
        lead="Ce que vous avez noté, pour vous seul : personne n’y est nommé."
        actions={
          <ButtonLink href={NOUVEAU.href} variant="primary">
            {NOUVEAU.label}
          </ButtonLink>
        }
      />
      <Filtre {...props} />
      {trouvees.length > 0 && (
        <>
          <Totaux trouvees={trouvees} />
          <p class="e-actions">
            <ButtonLink href={tableHref(EXPORT_CSV, query, {}, filtres)} variant="tertiary" icon="download">
              Exporter (CSV)
            </ButtonLink>
            <ButtonLink href={tableHref(EXPORT_XLSX, query, {}, filtres)} variant="tertiary" icon="download">
              Exporter (XLSX)
            </ButtonLink>
          </p>
        </>
      )}
      <DataTable
        caption={LISTE.label}
        columns={COLONNES}
        rows={lignes}
        total={trouvees.length}
        query={query}
        path={LISTE.href}
        kept={filtres}
        empty={{
          title: 'Rien n’est noté sur cette période',
          text: 'Élargissez les dates, ou retirez un filtre. Ce que vous notez dans une séance vient ici aussi.',
        }}
      />
    </>
  );
}
