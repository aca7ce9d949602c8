import { formatDateCourte } from '../../domain/date.ts';
import { DEMARCHES, OBSTACLES, OPERATEURS } from '../../domain/nomenclatures.ts';
import type { WrittenCell } from '../../platform/spreadsheet/write.ts';
import { ButtonLink, SubmitButton } from '../../ui/button.tsx';
import { RadioGroup, SelectField, toOptions } from '../../ui/choice.tsx';
import { PageHeader, StatusTag } from '../../ui/content.tsx';
import type { CsvColumn } from '../../ui/csv.ts';
import { DateField, TextArea, TextField } from '../../ui/field.tsx';
import { Form, FormActions } from '../../ui/form.tsx';
import type { FormState } from '../../ui/form-state.ts';
import { type Column, DataTable } from '../../ui/table.tsx';
import type { TableQuery } from '../../ui/table-query.ts';
import type { Tone } from '../../ui/tone.ts';
import { type Ampleur, attendDepuis, nomOperateur, SUITES, SUIVIS, type Suivi } from './rules.ts';
import type { ServiceBloque } from './store.ts';

/** A report beside the others of the same service. */
export type Signalement = ServiceBloque & { readonly ampleur: Ampleur };
/** A service, whatever the number of its reports. */
export type Groupe = {
  /** Its last report. */
  readonly dernier: ServiceBloque;
  readonly ampleur: Ampleur;
  /** Reports that are neither solved nor closed. */
  readonly enCours: number;
};

const TONES: Readonly<Record<Suivi, Tone>> = {
  ouvert: 'warning',
  transmis: 'info',
  repondu: 'info',
  resolu: 'success',
  sans_suite: 'neutral',
};

export function SuiviTag({ suivi }: { readonly suivi: Suivi }) {
  return <StatusTag tone={TONES[suivi]} label={SUIVIS[suivi]} />;
}

const AMPLEUR = [
  {
    key: 'signalements',
    label: 'Signalements du service',
    sortable: true,
    numeric: true,
    value: ({ ampleur }: { readonly ampleur: Ampleur }) => ampleur.signalements,
  },
  {
    key: 'lieux',
    label: 'Lieux',
    sortable: true,
    numeric: true,
    value: ({ ampleur }: { readonly ampleur: Ampleur }) => ampleur.lieux,
  },
] as const;

export const colonnesSignalements: readonly Column<Signalement>[] = [
  {
    key: 'service',
    label: 'Service en ligne',
    sortable: true,
    value: ({ service }) => service,
    render: ({ id, service }) => <a href={`/services-bloques/${id}`}>{service}</a>,
  },
  { key: 'operateur', label: 'Opérateur', sortable: true, value: ({ operateur }) => nomOperateur(operateur) },
  { key: 'obstacle', label: 'Ce qui bloque', sortable: true, value: ({ obstacle }) => OBSTACLES[obstacle] },
  {
    key: 'constat',
    label: 'Constaté le',
    sortable: true,
    value: ({ constateLe }) => constateLe.toString(),
    render: ({ constateLe }) => formatDateCourte(constateLe),
  },
  {
    key: 'suivi',
    label: 'Suivi',
    sortable: true,
    value: ({ suivi }) => SUIVIS[suivi],
    render: ({ suivi }) => <SuiviTag suivi={suivi} />,
  },
  ...AMPLEUR,
];

export const colonnesGroupes: readonly Column<Groupe>[] = [
  {
    key: 'service',
    label: 'Service en ligne',
    sortable: true,
    value: ({ dernier }) => dernier.service,
    render: ({ dernier }) => <a href={`/services-bloques/${dernier.id}`}>{dernier.service}</a>,
  },
  { key: 'operateur', label: 'Opérateur', sortable: true, value: ({ dernier }) => nomOperateur(dernier.operateur) },
  ...AMPLEUR,
  { key: 'encours', label: 'Non résolus', sortable: true, numeric: true, value: ({ enCours }) => enCours },
  {
    key: 'constat',
    label: 'Dernier constat',
    sortable: true,
    value: ({ dernier }) => dernier.constateLe.toString(),
    render: ({ dernier }) => formatDateCourte(dernier.constateLe),
  },
];

type Exportee = CsvColumn<Signalement> & { readonly jour?: (row: Signalement) => Temporal.PlainDate | null };

const jour = (label: string, read: (row: Signalement) => Temporal.PlainDate | null): Exportee => ({
  label,
  value: (row) => {
    const day = read(row);
    return day && formatDateCourte(day);
  },
  jour: read,
});

/** What a spreadsheet gets of each report. */
export const colonnesExport: readonly Exportee[] = [
  { label: 'Opérateur', value: ({ operateur }) => nomOperateur(operateur) },
  { label: 'Service en ligne', value: ({ service }) => service },
  { label: 'Démarche', value: ({ demarche }) => demarche && DEMARCHES[demarche] },
  { label: 'Ce qui bloque', value: ({ obstacle }) => OBSTACLES[obstacle] },
  { label: 'Précision', value: ({ obstacleTexte }) => obstacleTexte },
  jour('Constaté le', ({ constateLe }) => constateLe),
  { label: 'Suivi', value: ({ suivi }) => SUIVIS[suivi] },
  jour('Attend une réponse depuis le', ({ suites }) => attendDepuis(suites)),
  {
    label: 'Dernière étape',
    value: ({ suites }) => {
      const last = suites.at(-1);
      return last === undefined ? null : SUITES[last.nature];
    },
  },
  jour('Étape du', ({ suites }) => suites.at(-1)?.le ?? null),
  { label: 'Signalements du service', value: ({ ampleur }) => ampleur.signalements },
  { label: 'Lieux', value: ({ ampleur }) => ampleur.lieux },
];

/** The same line, days as days of the workbook. */
export function ligneClasseur(row: Signalement): readonly WrittenCell[] {
  return colonnesExport.map(({ value, jour: day }) => (day === undefined ? value(row) : day(row)));
}

type Listed<Row> = { readonly rows: readonly Row[]; readonly total: number; readonly query: TableQuery };

type ListeProps = {
  readonly kept: Readonly<Record<'vue' | 'operateur' | 'suivi' | 'obstacle', string>>;
  readonly operateurs: readonly string[];
  readonly signale: boolean;
} & ({ readonly signalements: Listed<Signalement> } | { readonly groupes: Listed<Groupe> });

export function ListePage(props: ListeProps) {
  const nouveau = (
    <ButtonLink href="/services-bloques/nouveau" variant="primary">
      Signaler un service qui bloque
    </ButtonLink>
  );
  const commun = {
    path: '/services-bloques',
    kept: props.kept,
    searchLabel: 'Rechercher un service',
    filters: [
      { name: 'vue', label: 'Afficher', blank: 'Chaque signalement', options: toOptions({ services: 'Par service' }) },
      {
        name: 'operateur',
        label: 'Opérateur',
        blank: 'Tous',
        options: props.operateurs.map((nom) => ({ value: nom, label: nom })),
      },
      { name: 'suivi', label: 'Suivi', blank: 'Tous', options: toOptions(SUIVIS) },
      { name: 'obstacle', label: 'Ce qui bloque', blank: 'Tout', options: toOptions(OBSTACLES) },
    ],
    empty: {
      title: 'Aucun service signalé',
      text: 'Quand un site empêche quelqu’un d’aller au bout de sa démarche, l’agent le note ici ou avec l’accompagnement.',
      action: props.signale ? nouveau : undefined,
    },
  };
  return (
    <>
      <PageHeader
        title="Services en ligne qui bloquent"
        lead="Les sites qui empêchent d’aller au bout d’une démarche, signalés à leurs opérateurs et suivis jusqu’à leur réponse."
        actions={props.signale ? nouveau : undefined}
      />
      {'signalements' in props ? (
        <DataTable
          caption="Services en ligne signalés"
          columns={colonnesSignalements}
          csvPath="/services-bloques.csv"
          xlsxPath="/services-bloques.xlsx"
          {...commun}
          {...props.signalements}
        />
      ) : (
        <DataTable caption="Services en ligne, un par ligne" columns={colonnesGroupes} {...commun} {...props.groupes} />
      )}
    </>
  );
}

const SANS_NOM = 'N’écrivez ni nom, ni téléphone, ni numéro : rien qui désigne la personne aidée.';

export function SignalementPage(props: {
  readonly titre: string;
  readonly action: string;
  readonly retour: string;
  readonly state: FormState;
  readonly cle: string;
  readonly isNew: boolean;
}) {
  const { state, isNew } = props;
  return (
    <>
      <PageHeader
        title={props.titre}
        lead={
          isNew
            ? 'Hors d’un accompagnement. Pendant un accompagnement, signalez-le plutôt dans son formulaire : le lieu est alors connu.'
            : undefined
        }
      />
      <Form state={state} action={props.action} idempotencyKey={props.cle}>
        <TextField
          state={state}
          name="bloqueOperateur"
          label="Opérateur du service"
          hint="L’organisme à qui est le site : choisissez-le dans la liste, ou écrivez son nom."
          suggestions={Object.values(OPERATEURS)}
          autocomplete="off"
        />
        <TextField
          state={state}
          name="bloqueService"
          label="Service en ligne"
          hint="Par exemple : « Mon compte », « Demande de logement social »."
          autocomplete="off"
        />
        <SelectField
          state={state}
          name="bloqueDemarche"
          label="Démarche"
          blank="Aucune en particulier"
          options={toOptions(DEMARCHES)}
          optional
        />
        <RadioGroup state={state} name="obstacle" label="Ce qui bloque" options={toOptions(OBSTACLES)} />
        <TextArea state={state} name="obstacleTexte" label="Précision" hint={SANS_NOM} rows={3} optional />
        <DateField state={state} name="bloqueLe" label="Constaté le" />
        <FormActions>
          <SubmitButton>{isNew ? 'Signaler' : 'Enregistrer'}</SubmitButton>
          <ButtonLink href={props.retour} variant="tertiary">
            Annuler
          </ButtonLink>
        </FormActions>
      </Form>
    </>
  );
}
