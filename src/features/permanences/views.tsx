import { formatDate, formatDateCourte, formatDateLongue, formatPlage } from '../../domain/date.ts';
import { JOURS, type Jour } from '../../domain/demi-journee.ts';
import { ButtonLink, SubmitButton } from '../../ui/button.tsx';
import { SelectField } from '../../ui/choice.tsx';
import { Alert, DescriptionList, EmptyState, PageHeader, Section, StatusTag } from '../../ui/content.tsx';
import type { CsvColumn } from '../../ui/csv.ts';
import { DateField, TextField, TimeField } from '../../ui/field.tsx';
import { Disclosure } from '../../ui/figure.tsx';
import { Form, FormActions } from '../../ui/form.tsx';
import type { FormState } from '../../ui/form-state.ts';
import { SimpleTable } from '../../ui/simple-table.tsx';
import { type Column, DataTable } from '../../ui/table.tsx';
import type { TableQuery } from '../../ui/table-query.ts';
import { type Derogation, phraseCriteres } from '../lieux/rules.ts';
import { type EcartFrequence, phraseEcartCourte } from './frequence/rules.ts';
import { EcartAlert } from './frequence/views.tsx';
import type { SeancePlanning } from './seances/store.ts';
import { ActionSeance, EtatSeance } from './seances/views.tsx';
import type { AgentChoix, PermanenceSuivie } from './store.ts';

const JOURS_SEMAINE: readonly Jour[] = [1, 2, 3, 4, 5, 6, 7];

function quand(permanence: PermanenceSuivie): string {
  return `le ${JOURS[permanence.jour]}, ${formatPlage(permanence.heureDebut, permanence.heureFin)}`;
}

export function colonnesPermanences(): readonly Column<PermanenceSuivie>[] {
  return [
    {
      key: 'lieu',
      label: 'Lieu',
      value: ({ lieuNom }) => lieuNom,
      render: (one) => <a href={`/permanences/${one.id}`}>{one.lieuNom}</a>,
      sortable: true,
    },
    { key: 'commune', label: 'Commune', value: ({ commune }) => commune, sortable: true },
    { key: 'agent', label: 'Agent', value: ({ agentNom }) => agentNom, sortable: true },
    {
      key: 'jour',
      label: 'Demi-journée',
      // Sorted in the order of the week, found by the name of the day.
      value: ({ jour, heureDebut }) => `${jour} ${JOURS[jour]} ${heureDebut}`,
      render: (one) => quand(one),
      sortable: true,
    },
    {
      key: 'prochaine',
      label: 'Prochaine séance',
      value: ({ prochaine }) => prochaine?.toString() ?? null,
      render: ({ prochaine }) =>
        prochaine ? formatDateCourte(prochaine) : <StatusTag tone="neutral" label="terminée" />,
      sortable: true,
    },
  ];
}

/** The list as a spreadsheet wants it: one fact a column. */
export const colonnesCsv: readonly CsvColumn<PermanenceSuivie>[] = [
  { label: 'Lieu', value: ({ lieuNom }) => lieuNom },
  { label: 'Commune', value: ({ commune }) => commune },
  { label: 'Agent', value: ({ agentNom }) => agentNom },
  { label: 'Jour', value: ({ jour }) => JOURS[jour] },
  { label: 'Début', value: ({ heureDebut }) => heureDebut.toString({ smallestUnit: 'minute' }) },
  { label: 'Fin', value: ({ heureFin }) => heureFin.toString({ smallestUnit: 'minute' }) },
  { label: 'Premier jour', value: ({ du }) => formatDateCourte(du) },
  { label: 'Dernier jour', value: ({ au }) => au && formatDateCourte(au) },
  { label: 'Prochaine séance', value: ({ prochaine }) => prochaine && formatDateCourte(prochaine) },
];

export function ListePage(props: {
  readonly columns: readonly Column<PermanenceSuivie>[];
  readonly listed: { readonly rows: readonly PermanenceSuivie[]; readonly total: number; readonly query: TableQuery };
}) {
  const nouvelle = (
    <ButtonLink href="/permanences/nouvelle" variant="primary">
      Nouvelle permanence
    </ButtonLink>
  );
  return (
    <>
      <PageHeader
        title="Permanences"
        lead="Les demi-journées par semaine que dit la convention, en présence, chez le Bénéficiaire ou au Département (article 1.2)."
        actions={
          <>
            {nouvelle}
            <ButtonLink href="/planning">Planning de la semaine</ButtonLink>
            <ButtonLink href="/a-reaffecter">À réaffecter</ButtonLink>
            <ButtonLink href="/absences">Absences</ButtonLink>
            <ButtonLink href="/ponctuelles/nouvelle">Aide ponctuelle ailleurs</ButtonLink>
          </>
        }
      />
      <DataTable
        caption="Permanences"
        columns={props.columns}
        {...props.listed}
        path="/permanences"
        searchLabel="Rechercher un lieu, une commune, un agent"
        csvPath="/permanences.csv"
        empty={{ title: 'Aucune permanence n’est encore en place', action: nouvelle }}
      />
    </>
  );
}

export function PermanenceFormPage(props: {
  readonly state: FormState;
  readonly cle: string;
  readonly lieux: readonly {
    readonly id: string;
    readonly nom: string;
    readonly commune: string;
    readonly structureNom: string | null;
    readonly derogation: Derogation | null;
    /** Undefined: its structure has what its convention says. */
    readonly ecart: EcartFrequence | undefined;
  }[];
  readonly agents: readonly AgentChoix[];
}) {
  const { state, cle } = props;
  return (
    <>
      <PageHeader
        title="Nouvelle permanence"
        lead="Escale vérifie le lieu, la convention, le contrat et les horaires avant d’écrire quoi que ce soit."
      />
      <Form state={state} action="/permanences/nouvelle" idempotencyKey={cle}>
        <SelectField
          state={state}
          name="lieuId"
          label="Lieu"
          hint="« 1 demi-journée par semaine sur 2 » : ce qui est prévu aujourd’hui dans les lieux de la structure n’est pas ce que dit sa convention (art. 1.2)."
          blank="Choisir un lieu"
          options={props.lieux.map((lieu) => ({
            value: lieu.id,
            label: `${lieu.nom} — ${lieu.commune} (${lieu.structureNom ?? 'Département'})${
              lieu.derogation === null ? '' : `, par dérogation jusqu’au ${formatDateCourte(lieu.derogation.au)}`
            }${lieu.ecart === undefined ? '' : `, ${phraseEcartCourte(lieu.ecart)}`}`,
          }))}
        />
        <SelectField
          state={state}
          name="agentId"
          label="Agent"
          blank="Choisir un agent"
          options={props.agents.map((agent) => ({
            value: agent.id,
            label: `${agent.nom} (contrat jusqu’au ${formatDateCourte(agent.contratFin)})`,
          }))}
        />
        <SelectField
          state={state}
          name="jour"
          label="Jour de la semaine"
          blank="Choisir un jour"
          options={JOURS_SEMAINE.map((jour) => ({ value: String(jour), label: JOURS[jour] }))}
        />
        <TimeField state={state} name="heureDebut" label="Heure de début" />
        <TimeField state={state} name="heureFin" label="Heure de fin" />
        <DateField state={state} name="du" label="À partir du" />
        <DateField
          state={state}
          name="au"
          label="Jusqu’au"
          hint="Dernier jour inclus. Laissez vide pour une permanence sans fin prévue : ses séances sont tenues douze mois à l’avance."
          optional
        />
        <FormActions>
          <SubmitButton>Mettre en place</SubmitButton>
          <ButtonLink href="/permanences" variant="tertiary">
            Annuler
          </ButtonLink>
        </FormActions>
      </Form>
    </>
  );
}

/** Shown at once; a year of séances would hide the rest of the page on a phone. */
const SEANCES_VISIBLES = 10;

function SeancesTable(props: {
  readonly caption: string;
  readonly seances: readonly SeancePlanning[];
  /** The agent of the permanence: another one is named. */
  readonly agentId: string;
  readonly today: Temporal.PlainDate;
}) {
  return (
    <SimpleTable
      caption={props.caption}
      captionHidden
      columns={[{ label: 'Jour' }, { label: 'Horaires' }, { label: 'État' }, { label: 'Action' }]}
      rows={props.seances.map((seance) => [
        formatDateLongue(seance.jour),
        formatPlage(seance.heureDebut, seance.heureFin),
        <>
          <EtatSeance seance={seance} />
          {seance.agentId !== props.agentId && !seance.sansAgent && <div class="e-muted">avec {seance.agentNom}</div>}
        </>,
        <ActionSeance seance={seance} today={props.today} />,
      ])}
    />
  );
}

export function PermanencePage(props: {
  readonly permanence: PermanenceSuivie;
  readonly seances: readonly SeancePlanning[];
  /** The dérogation by which the lieu hosts it; null: it conforms, or it does not. */
  readonly derogation: Derogation | null;
  readonly ecart: EcartFrequence | undefined;
  readonly today: Temporal.PlainDate;
}) {
  const { permanence, seances, derogation, ecart, today } = props;
  const table = { agentId: permanence.agentId, today };
  return (
    <>
      <PageHeader
        title={permanence.lieuNom}
        kicker="Permanence"
        lead={`Chaque semaine ${quand(permanence)}`}
        actions={
          <>
            <ButtonLink href={`/lieux/${permanence.lieuId}/affiche.pdf`} variant="primary">
              Affiche (PDF)
            </ButtonLink>
            <ButtonLink href={`/permanences/${permanence.id}/reaffecter`}>Changer d’agent</ButtonLink>
            <ButtonLink href={`/permanences/${permanence.id}/arreter`}>Arrêter</ButtonLink>
          </>
        }
      />
      <DescriptionList
        items={[
          {
            term: 'Lieu',
            details: <a href={`/lieux/${permanence.lieuId}/fiche`}>{`${permanence.lieuNom}, ${permanence.commune}`}</a>,
          },
          { term: 'Agent', details: <a href={`/agents/${permanence.agentId}`}>{permanence.agentNom}</a> },
          { term: 'Depuis le', details: formatDate(permanence.du) },
          { term: 'Jusqu’au', details: permanence.au ? formatDate(permanence.au) : 'sans fin prévue' },
        ]}
      />
      {derogation !== null && (
        <Alert tone="warning" title={`Lieu admis par dérogation jusqu’au ${formatDate(derogation.au)}`}>
          Malgré : {phraseCriteres(derogation.criteres)}. {derogation.motif} ({derogation.auteur}).
        </Alert>
      )}
      <EcartAlert ecart={ecart} />
      <Section title="Séances à venir">
        {seances.length === 0 ? (
          <EmptyState title="Aucune séance à venir" />
        ) : (
          <SeancesTable {...table} caption="Séances à venir" seances={seances.slice(0, SEANCES_VISIBLES)} />
        )}
        {seances.length > SEANCES_VISIBLES && (
          <Disclosure summary={`Voir les ${seances.length - SEANCES_VISIBLES} suivantes`}>
            <SeancesTable {...table} caption="Séances suivantes" seances={seances.slice(SEANCES_VISIBLES)} />
          </Disclosure>
        )}
      </Section>
    </>
  );
}

export function ArreterPage(props: {
  readonly permanence: PermanenceSuivie;
  readonly state: FormState;
  readonly cle: string;
}) {
  const { permanence, state, cle } = props;
  return (
    <>
      <PageHeader
        title="Arrêter la permanence"
        kicker={permanence.lieuNom}
        lead="Les séances prévues après le dernier jour seront annulées ; celles qui ont eu lieu restent."
      />
      <Form state={state} action={`/permanences/${permanence.id}/arreter`} idempotencyKey={cle}>
        <DateField state={state} name="au" label="Dernier jour" hint="Inclus." />
        <TextField state={state} name="motif" label="Motif" hint="Il sera lu par l’équipe, pas par le public." />
        <FormActions>
          <SubmitButton danger>Arrêter la permanence</SubmitButton>
          <ButtonLink href={`/permanences/${permanence.id}`} variant="tertiary">
            Ne pas arrêter
          </ButtonLink>
        </FormActions>
      </Form>
    </>
  );
}
