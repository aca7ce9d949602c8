import { formatDate, formatDateCourte } from '../../../domain/date.ts';
import { ButtonLink, SubmitButton } from '../../../ui/button.tsx';
import { RadioGroup, toOptions } from '../../../ui/choice.tsx';
import { Alert, DescriptionList, EmptyState, PageHeader, Section, StatusTag } from '../../../ui/content.tsx';
import type { CsvColumn } from '../../../ui/csv.ts';
import { DateField, TextField, typedValue } from '../../../ui/field.tsx';
import { Form, FormActions, HiddenField } from '../../../ui/form.tsx';
import type { FormState } from '../../../ui/form-state.ts';
import { SimpleTable } from '../../../ui/simple-table.tsx';
import { type Column, DataTable } from '../../../ui/table.tsx';
import type { TableQuery } from '../../../ui/table-query.ts';
import type { Lieu } from '../../lieux/store.ts';
import { type EtatManquement, etatManquement, NATURES_MANQUEMENT } from './rules.ts';
import type { ManquementSignale } from './store.ts';

export function SignalerPage({
  lieu,
  state,
  cle,
}: {
  readonly lieu: Lieu;
  readonly state: FormState;
  readonly cle: string;
}) {
  if (lieu.structureId === null) {
    return (
      <>
        <PageHeader title="Rien à signaler ici" kicker={lieu.nom} />
        <Alert>Ce lieu est au Département : aucune convention n’y engage. Parlez-en à l’équipe technique.</Alert>
      </>
    );
  }
  return (
    <>
      <PageHeader
        title="Signaler un manquement"
        kicker={lieu.nom}
        lead="Ce que la structure devait offrir et que vous n’avez pas trouvé (article 3.2). L’équipe technique le lit, et en parle avec elle."
      />
      <Form state={state} action={`/lieux/${lieu.id}/manquement`} idempotencyKey={cle}>
        <HiddenField name="seance" value={typedValue(state, 'seance')} />
        <RadioGroup state={state} name="nature" label="De quoi s’agit-il ?" options={toOptions(NATURES_MANQUEMENT)} />
        <DateField state={state} name="constateLe" label="Constaté le" />
        <TextField
          state={state}
          name="remarque"
          label="Remarque"
          hint="En une phrase, sans nommer d’usager : « Imprimante en panne depuis deux semaines »."
          optional
        />
        <FormActions>
          <SubmitButton>Signaler</SubmitButton>
          <ButtonLink href={`/lieux/${lieu.id}/fiche`} variant="tertiary">
            Annuler
          </ButtonLink>
        </FormActions>
      </Form>
    </>
  );
}

const ETATS: Readonly<
  Record<EtatManquement, { readonly tone: 'warning' | 'success' | 'neutral'; readonly label: string }>
> = {
  ouvert: { tone: 'warning', label: 'sans réponse' },
  repondu: { tone: 'success', label: 'répondu' },
  mis_en_demeure: { tone: 'neutral', label: 'mis en demeure' },
};

function Etat({ manquement }: { readonly manquement: ManquementSignale }) {
  const { tone, label } = ETATS[etatManquement(manquement)];
  const { reponse, reponduLe } = manquement;
  return (
    <>
      <span class="e-nowrap">
        <StatusTag tone={tone} label={label} />
      </span>
      {reponse !== null && reponduLe !== null && (
        <div class="e-muted">
          Le {formatDateCourte(reponduLe)} : {reponse}
        </div>
      )}
    </>
  );
}

export const colonnesManquements: readonly Column<ManquementSignale>[] = [
  {
    key: 'date',
    label: 'Constaté le',
    value: ({ constateLe, auteur }) => `${constateLe} ${auteur}`,
    render: ({ constateLe, auteur }) => (
      <>
        {formatDateCourte(constateLe)}
        <div class="e-muted">{auteur}</div>
      </>
    ),
    sortable: true,
  },
  {
    key: 'lieu',
    label: 'Lieu',
    value: ({ lieuNom }) => lieuNom,
    render: ({ lieuId, lieuNom }) => <a href={`/lieux/${lieuId}/fiche`}>{lieuNom}</a>,
    sortable: true,
  },
  {
    key: 'structure',
    label: 'Convention',
    value: ({ structureNom, conventionReference }) => [structureNom, conventionReference].filter(Boolean).join(', '),
    render: ({ structureNom, conventionId, conventionReference }) =>
      conventionId === null ? (
        (structureNom ?? '')
      ) : (
        <>
          <a href={`/conventions/${conventionId}#manquements`}>{structureNom}</a>
          <div class="e-muted">{conventionReference}</div>
        </>
      ),
    sortable: true,
  },
  {
    key: 'nature',
    label: 'Quoi',
    value: ({ nature, remarque }) => [NATURES_MANQUEMENT[nature], remarque].filter(Boolean).join(' : '),
    render: ({ nature, remarque }) => (
      <>
        {NATURES_MANQUEMENT[nature]}
        {remarque !== null && <div class="e-muted">{remarque}</div>}
      </>
    ),
    sortable: true,
  },
  {
    key: 'etat',
    label: 'Suite',
    value: (one) => [ETATS[etatManquement(one)].label, one.reponse].filter(Boolean).join(' : '),
    render: (one) => (
      <>
        <Etat manquement={one} />
        <Repondre manquement={one} />
      </>
    ),
    sortable: true,
  },
];

/** The list as a spreadsheet wants it: one fact a column. */
export const colonnesCsv: readonly CsvColumn<ManquementSignale>[] = [
  { label: 'Constaté le', value: ({ constateLe }) => formatDateCourte(constateLe) },
  { label: 'Signalé par', value: ({ auteur }) => auteur },
  { label: 'Lieu', value: ({ lieuNom }) => lieuNom },
  { label: 'Structure', value: ({ structureNom }) => structureNom },
  { label: 'Convention', value: ({ conventionReference }) => conventionReference },
  { label: 'Nature', value: ({ nature }) => NATURES_MANQUEMENT[nature] },
  { label: 'Remarque', value: ({ remarque }) => remarque },
  { label: 'Suite', value: (one) => ETATS[etatManquement(one)].label },
  { label: 'Répondu le', value: ({ reponduLe }) => reponduLe && formatDateCourte(reponduLe) },
  { label: 'Réponse', value: ({ reponse }) => reponse },
];

function Repondre({ manquement }: { readonly manquement: ManquementSignale }) {
  if (etatManquement(manquement) !== 'ouvert') return null;
  return (
    <div>
      <a href={`/manquements/${manquement.id}/repondre`}>
        Noter la réponse
        <span class="ds-sr-only">
          {' '}
          au manquement du {formatDate(manquement.constateLe)}, {manquement.lieuNom}
        </span>
      </a>
    </div>
  );
}

export function ListePage(props: {
  readonly listed: { readonly rows: readonly ManquementSignale[]; readonly total: number; readonly query: TableQuery };
}) {
  return (
    <>
      <PageHeader
        title="Manquements signalés"
        lead="Ce que les agents n’ont pas trouvé chez les Bénéficiaires (article 3.2), et ce qu’il en est advenu."
      />
      <DataTable
        caption="Manquements signalés"
        columns={colonnesManquements}
        {...props.listed}
        path="/manquements"
        searchLabel="Rechercher un lieu, une structure, une remarque"
        csvPath="/manquements.csv"
        empty={{ title: 'Aucun manquement n’a été signalé' }}
      />
    </>
  );
}

export function RepondrePage(props: {
  readonly manquement: ManquementSignale;
  readonly state: FormState;
  readonly cle: string;
}) {
  const { manquement, state, cle } = props;
  return (
    <>
      <PageHeader title="Noter la réponse" kicker={manquement.lieuNom} />
      <DescriptionList
        items={[
          { term: 'Manquement', details: NATURES_MANQUEMENT[manquement.nature] },
          { term: 'Constaté le', details: `${formatDate(manquement.constateLe)}, par ${manquement.auteur}` },
          { term: 'Remarque', details: manquement.remarque },
        ]}
      />
      <Form state={state} action={`/manquements/${manquement.id}/repondre`} idempotencyKey={cle}>
        <TextField
          state={state}
          name="reponse"
          label="Ce que la structure a répondu, ou fait"
          hint="Par exemple : l’imprimante a été remplacée."
        />
        <FormActions>
          <SubmitButton>Noter la réponse</SubmitButton>
          <ButtonLink href="/manquements" variant="tertiary">
            Annuler
          </ButtonLink>
        </FormActions>
      </Form>
    </>
  );
}

/** The breaches of a convention, on its page. */
export function ManquementsSection(props: {
  readonly conventionId: string;
  readonly manquements: readonly ManquementSignale[];
}) {
  const { conventionId, manquements } = props;
  const open = manquements.filter((one) => etatManquement(one) === 'ouvert');
  const action = open.length > 0 && (
    <ButtonLink href={`/conventions/${conventionId}/evenements/nouveau?type=mise_en_demeure&manquements=ouverts`}>
      Préparer une mise en demeure
    </ButtonLink>
  );
  return (
    <Section title="Manquements signalés" id="manquements" actions={action}>
      {manquements.length === 0 ? (
        <EmptyState title="Aucun manquement n’a été signalé pendant cette convention" />
      ) : (
        <SimpleTable
          caption="Manquements signalés"
          captionHidden
          columns={[{ label: 'Le' }, { label: 'Lieu' }, { label: 'Quoi' }, { label: 'Suite' }]}
          rows={manquements.map((one) => [
            formatDateCourte(one.constateLe),
            one.lieuNom,
            <>
              {NATURES_MANQUEMENT[one.nature]}
              {one.remarque !== null && <div class="e-muted">{one.remarque}</div>}
            </>,
            <>
              <Etat manquement={one} /> <Repondre manquement={one} />
            </>,
          ])}
        />
      )}
    </Section>
  );
}
