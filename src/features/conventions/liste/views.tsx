import type { Child } from 'hono/jsx';
import { formatDate, formatDateCourte, formatDateLongue } from '../../../domain/date.ts';
import { NATURES_STRUCTURE, type NatureStructure } from '../../../domain/nomenclatures.ts';
import { ButtonLink } from '../../../ui/button.tsx';
import { type Option, toOptions } from '../../../ui/choice.tsx';
import { PageHeader } from '../../../ui/content.tsx';
import type { CsvColumn } from '../../../ui/csv.ts';
import { Disclosure } from '../../../ui/figure.tsx';
import { SimpleTable } from '../../../ui/simple-table.tsx';
import { type Column, DataTable } from '../../../ui/table.tsx';
import type { TableQuery } from '../../../ui/table-query.ts';
import type { Filtre } from '../filtres/store.ts';
import {
  dateEffet,
  derniereJournee,
  type Echeance,
  echeances,
  STATUTS_CONVENTION,
  type StatutConvention,
  statutAu,
  TYPES_ECHEANCE,
} from '../rules.ts';
import type { ConventionSuivie } from '../store.ts';
import { EtatConvention } from '../views.tsx';
import { criteresEnParametres, DELAIS } from './criteres.ts';
import { type Criteres, type Filtrable, MANQUES, manquesDe } from './rules.ts';

type Date = Temporal.PlainDate;

/** A convention as the list shows it, computed on the day of the visit. */
export type ConventionListe = Filtrable & {
  readonly echeance: Echeance | null;
  readonly id: string;
  readonly reference: string;
  readonly structureNom: string;
  readonly nature: NatureStructure;
  readonly commune: string;
  readonly epci: string | null;
  readonly statut: StatutConvention;
  readonly effet: Date | null;
  readonly fin: Date | null;
};

/**
 * A convention for the list. What is computed is so only when somebody asks: of thousands, a page shows twenty. The end
 * shown before the last signature is the one its clauses fix.
 */
export function toListe(convention: ConventionSuivie, today: Date): ConventionListe {
  const { id, reference, structure } = convention;
  return {
    id,
    reference,
    structureNom: structure.nom,
    nature: structure.nature,
    commune: structure.commune,
    epciSiren: structure.epciSiren,
    epci: structure.epci,
    get statut() {
      return statutAu(convention, today);
    },
    get effet() {
      return dateEffet(convention);
    },
    get echeance() {
      return echeances(convention, today)[0] ?? null;
    },
    get fin() {
      return derniereJournee(convention) ?? convention.clauses.finAuPlusTard;
    },
    get manques() {
      return manquesDe(convention, today);
    },
  };
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
  {
    key: 'structure',
    label: 'Structure',
    value: ({ structureNom, commune }) => `${structureNom}, ${commune}`,
    render: ({ structureNom, commune }) => (
      <div>
        {structureNom}
        {!structureNom.includes(commune) && (
          <>
            <br />
            <span class="e-muted">{commune}</span>
          </>
        )}
      </div>
    ),
    sortable: true,
  },
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

function shownDate(date: Date | null): Child {
  return date === null ? (
    <span class="e-muted">—</span>
  ) : (
    <span title={formatDate(date)}>{formatDateCourte(date)}</span>
  );
}

const direManques = ({ manques }: ConventionListe): string => manques.map((manque) => MANQUES[manque]).join(', ');

/** The list as a spreadsheet opens it: one fact a column. */
export const colonnesCsv: readonly CsvColumn<ConventionListe>[] = [
  { label: 'Référence', value: ({ reference }) => reference },
  { label: 'Structure', value: ({ structureNom }) => structureNom },
  { label: 'Nature', value: ({ nature }) => NATURES_STRUCTURE[nature] },
  { label: 'Commune', value: ({ commune }) => commune },
  { label: 'Intercommunalité', value: ({ epci }) => epci },
  { label: 'État', value: ({ statut }) => STATUTS_CONVENTION[statut] },
  { label: 'Date d’effet', value: ({ effet }) => effet },
  { label: 'Prochaine échéance', value: ({ echeance }) => echeance?.date ?? null },
  { label: 'Quelle échéance', value: ({ echeance }) => (echeance === null ? null : TYPES_ECHEANCE[echeance.type]) },
  { label: 'Fin au plus tard', value: ({ fin }) => fin },
  { label: 'Pièces qui manquent', value: direManques },
];

type Choix = { readonly epci: readonly Option[] };

/** The choices beside the search box; `epci`: those of the conventions. */
function filtres({ epci }: Choix) {
  return [
    { name: 'etat', label: 'État', blank: 'Tous', options: toOptions(STATUTS_CONVENTION) },
    { name: 'epci', label: 'Intercommunalité', blank: 'Toutes', options: epci },
    { name: 'nature', label: 'Nature de la structure', blank: 'Toutes', options: toOptions(NATURES_STRUCTURE) },
    {
      name: 'sous',
      label: 'Échéance',
      blank: 'Toutes',
      options: DELAIS.map((delai) => ({ value: String(delai), label: `dans les ${delai} jours` })),
    },
    { name: 'manque', label: 'Pièce qui manque', blank: 'Indifférent', options: toOptions(MANQUES) },
  ];
}

export function ListePage(props: {
  readonly listed: { readonly rows: readonly ConventionListe[]; readonly total: number; readonly query: TableQuery };
  readonly criteres: Criteres;
  readonly choix: Choix;
  /** What the address asks, written the one way. */
  readonly requete: string;
  readonly mesFiltres: readonly Filtre[];
}) {
  const { criteres, requete, mesFiltres, listed } = props;
  const kept = criteresEnParametres(criteres);
  const isNarrowed = listed.query.q !== '' || Object.values(kept).some((value) => value !== '');
  const isKept = mesFiltres.some((filtre) => filtre.requete === requete);
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
            <ButtonLink href="/conventions/registre.pdf">Registre (PDF)</ButtonLink>
            <ButtonLink href="/conventions/importer">Importer ou exporter le registre</ButtonLink>
            <ButtonLink href="/modeles">Modèles</ButtonLink>
          </>
        }
      />
      {mesFiltres.length > 0 && <MesFiltres filtres={mesFiltres} requete={requete} />}
      <DataTable
        caption="Conventions"
        columns={colonnesConventions}
        path="/conventions"
        csvPath="/conventions.csv"
        searchLabel="Structure, commune ou référence"
        kept={kept}
        filters={filtres(props.choix)}
        empty={{
          title: 'Aucune convention n’est enregistrée.',
          text: 'Créez la première d’après le modèle de 2022.',
          action: nouvelle,
        }}
        {...listed}
      />
      {listed.total > 0 && (
        <ul class="e-links">
          {isNarrowed && !isKept && (
            <li>
              <a href={`/conventions/filtres/nouveau?${requete}`}>Enregistrer ce filtre sous un nom</a>
            </li>
          )}
          <li>
            <a href={`/conventions/imprimer?${requete}`}>
              {listed.total > 1 ? `Imprimer ces ${listed.total.toLocaleString('fr-FR')} conventions` : 'Imprimer'}
            </a>
          </li>
        </ul>
      )}
    </>
  );
}

function MesFiltres(props: { readonly filtres: readonly Filtre[]; readonly requete: string }) {
  const current = props.filtres.find(({ requete }) => requete === props.requete);
  return (
    <Disclosure summary={`Mes filtres : ${current?.nom ?? props.filtres.length}`}>
      <ul class="e-links">
        {props.filtres.map(({ id, nom, requete }) => (
          <li>
            <a href={`/conventions?${requete}`} aria-current={id === current?.id ? 'true' : undefined}>
              {nom}
            </a>
          </li>
        ))}
        <li>
          <a href="/conventions/filtres">Renommer ou supprimer mes filtres</a>
        </li>
      </ul>
    </Disclosure>
  );
}

/** Every row that the address asks for, on one page: what is printed. */
export function ImprimerPage(props: {
  readonly rows: readonly ConventionListe[];
  readonly quoi: string;
  readonly retour: string;
  readonly today: Date;
}) {
  const { rows, quoi, retour, today } = props;
  const count = `${rows.length.toLocaleString('fr-FR')} convention${rows.length > 1 ? 's' : ''}`;
  return (
    <>
      <PageHeader title="Liste des conventions" lead={`${count}, le ${formatDateLongue(today)} : ${quoi}.`} />
      <p class="e-actions">
        Imprimez cette page depuis votre navigateur : les menus ne sont pas imprimés.{' '}
        <a href={retour}>Revenir à la liste</a>
      </p>
      <SimpleTable
        caption="Conventions"
        captionHidden
        columns={colonnesConventions.map(({ label }) => ({ label }))}
        rows={rows.map((row) => [
          <span class="e-nowrap">{row.reference}</span>,
          row.structureNom.includes(row.commune) ? row.structureNom : `${row.structureNom}, ${row.commune}`,
          STATUTS_CONVENTION[row.statut],
          row.effet === null ? '—' : formatDateCourte(row.effet),
          row.echeance === null ? '—' : `${formatDateCourte(row.echeance.date)}, ${TYPES_ECHEANCE[row.echeance.type]}`,
          row.fin === null ? '—' : formatDateCourte(row.fin),
        ])}
      />
    </>
  );
}
