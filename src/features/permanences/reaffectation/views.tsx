import { formatDate, formatDateCourte, formatDateLongue, formatPlage } from '../../../domain/date.ts';
import { JOURS, jourDe } from '../../../domain/demi-journee.ts';
import { direRythme } from '../../../domain/rythme.ts';
import { ButtonLink, SubmitButton } from '../../../ui/button.tsx';
import { type Option, SelectField } from '../../../ui/choice.tsx';
import { Alert, EmptyState, PageHeader, Section } from '../../../ui/content.tsx';
import { DateField } from '../../../ui/field.tsx';
import { Form, FormActions } from '../../../ui/form.tsx';
import type { FormState } from '../../../ui/form-state.ts';
import { SimpleTable } from '../../../ui/simple-table.tsx';
import { type Column, DataTable } from '../../../ui/table.tsx';
import type { TableQuery } from '../../../ui/table-query.ts';
import type { SeancePlanning } from '../seances/store.ts';
import type { PermanenceSuivie } from '../store.ts';
import type { Candidat } from './confier.ts';
import type { SeanceAReaffecter } from './store.ts';

type Date = Temporal.PlainDate;

/** The séances of one permanence that wait for another agent. */
export type PermanenceAReaffecter = {
  readonly id: string;
  readonly endroit: string;
  readonly commune: string | null;
  readonly jour: Date;
  readonly heureDebut: Temporal.PlainTime;
  readonly heureFin: Temporal.PlainTime;
  readonly agentNom: string;
  readonly contratFin: Date;
  readonly seances: number;
};

const nombre = (count: number): string => `${count} séance${count > 1 ? 's' : ''}`;

function ouEst({ endroit, commune }: { readonly endroit: string; readonly commune: string | null }): string {
  return commune === null || endroit.includes(commune) ? endroit : `${endroit}, ${commune}`;
}

function agentParti({ agentNom, contratFin }: Pick<SeanceAReaffecter, 'agentNom' | 'contratFin'>): string {
  return `${agentNom} (jusqu’au ${formatDateCourte(contratFin)})`;
}

export const colonnesAReaffecter: readonly Column<SeanceAReaffecter>[] = [
  {
    key: 'jour',
    label: 'Séance',
    sortable: true,
    value: ({ jour, heureDebut }) => `${jour} ${heureDebut} ${formatDateLongue(jour)}`,
    render: ({ jour, heureDebut, heureFin }) => `${formatDateLongue(jour)}, ${formatPlage(heureDebut, heureFin)}`,
  },
  { key: 'lieu', label: 'Lieu', sortable: true, value: ouEst },
  { key: 'agent', label: 'Agent parti', sortable: true, value: agentParti },
  {
    key: 'action',
    label: 'À faire',
    value: () => null,
    render: ({ id, jour, endroit }) => (
      <ul class="e-links">
        <li>
          <a href={`/seances/${id}/reaffecter`}>
            Confier<span class="ds-sr-only">{` la séance du ${formatDate(jour)}, ${endroit}`}</span>
          </a>
        </li>
        <li>
          <a href={`/seances/${id}/annuler`}>
            Annuler<span class="ds-sr-only">{` la séance du ${formatDate(jour)}, ${endroit}`}</span>
          </a>
        </li>
      </ul>
    ),
  },
];

export function AReaffecterPage(props: {
  readonly permanences: readonly PermanenceAReaffecter[];
  readonly listed: {
    readonly rows: readonly SeanceAReaffecter[];
    readonly total: number;
    readonly query: TableQuery;
  };
  /** Agents who left séances behind them. */
  readonly agents: readonly Option[];
  /** The one chosen, empty for all. */
  readonly agent: string;
  readonly today: Date;
}) {
  const { permanences, listed, agents, agent, today } = props;
  return (
    <>
      <PageHeader
        title="À réaffecter"
        lead="Les séances prévues après le départ de leur agent. Tant qu’elles ne sont ni confiées ni annulées, le public lit « à confirmer »."
      />
      {agents.length === 0 ? (
        <EmptyState
          title="Toutes les séances prévues ont un agent"
          action={<ButtonLink href="/permanences">Voir les permanences</ButtonLink>}
        />
      ) : (
        <>
          {permanences.length > 0 && (
            <Section title="Par permanence">
              <SimpleTable
                caption="Permanences à confier à un autre agent"
                captionHidden
                columns={[
                  { label: 'Permanence' },
                  { label: 'Agent parti' },
                  { label: 'Séances', numeric: true },
                  { label: 'À faire' },
                ]}
                rows={permanences.map((one) => [
                  <>
                    <a href={`/permanences/${one.id}`}>{ouEst(one)}</a>
                    <br />
                    <span class="e-muted">
                      {`le ${JOURS[jourDe(one.jour)]}, ${formatPlage(one.heureDebut, one.heureFin)}`}
                    </span>
                  </>,
                  agentParti(one),
                  String(one.seances),
                  <ul class="e-links">
                    <li>
                      <a href={`/permanences/${one.id}/reaffecter`}>
                        Confier<span class="ds-sr-only"> la permanence de {one.endroit}</span>
                      </a>
                    </li>
                    <li>
                      <a href={`/permanences/${one.id}/arreter?au=${dernierJour(one, today)}`}>
                        Arrêter<span class="ds-sr-only"> la permanence de {one.endroit}</span>
                      </a>
                    </li>
                  </ul>,
                ])}
              />
            </Section>
          )}
          <Section title="Séance par séance">
            <DataTable
              caption="Séances à réaffecter"
              columns={colonnesAReaffecter}
              {...listed}
              path="/a-reaffecter"
              kept={{ agent }}
              searchLabel="Rechercher un lieu, une commune, un jour"
              filters={[{ name: 'agent', label: 'Agent parti', blank: 'Tous', options: agents }]}
              empty={{ title: 'Aucune séance' }}
            />
          </Section>
        </>
      )}
    </>
  );
}

/** A permanence stops when its agent leaves; yesterday at the earliest, as nothing past is cancelled. */
function dernierJour({ contratFin }: PermanenceAReaffecter, today: Date): Date {
  const yesterday = today.subtract({ days: 1 });
  return Temporal.PlainDate.compare(contratFin, yesterday) < 0 ? yesterday : contratFin;
}

/** Those free on all the days first, then the others with what keeps them. */
function choixAgents(candidats: readonly Candidat[], seances: number) {
  const isFree = ({ prises, horsContrat }: Candidat): boolean => prises + horsContrat === 0;
  const option = (candidat: Candidat): Option => ({ value: candidat.id, label: direCandidat(candidat, seances) });
  return [
    { label: seances > 1 ? 'Libres à toutes ces dates' : 'Libres', options: candidats.filter(isFree).map(option) },
    {
      label: seances > 1 ? 'Pris ou sans contrat à certaines dates' : 'Pris, ou sans contrat ce jour-là',
      options: candidats.filter((one) => !isFree(one)).map(option),
    },
  ].filter(({ options }) => options.length > 0);
}

function direCandidat({ nom, contratFin, prises, horsContrat }: Candidat, seances: number): string {
  const several = seances > 1;
  const why = [
    ...(prises > 0 ? [several ? `pris ${prises} fois` : 'pris à cette heure'] : []),
    ...(horsContrat > 0 ? [`contrat jusqu’au ${formatDateCourte(contratFin)}`] : []),
  ];
  return why.length === 0 ? nom : `${nom} (${why.join(', ')})`;
}

type ChangementProps = {
  /** Where giving up leads. */
  readonly retour: string;
  readonly state: FormState;
  readonly cle: string;
  readonly candidats: readonly Candidat[];
};

export function ConfierSeancePage(props: ChangementProps & { readonly seance: SeancePlanning }) {
  const { seance, retour, state, cle, candidats } = props;
  return (
    <>
      <PageHeader
        kicker={seance.endroit}
        title="Confier cette séance"
        lead={`${formatDateLongue(seance.jour)}, ${formatPlage(seance.heureDebut, seance.heureFin)}. Elle est prévue avec ${seance.agentNom}${seance.sansAgent ? ', dont le contrat a pris fin avant' : ''}.`}
      />
      <Form state={state} action={`/seances/${seance.id}/reaffecter`} idempotencyKey={cle}>
        <SelectField
          state={state}
          name="agentId"
          label="Confier à"
          blank="Choisir un agent"
          options={choixAgents(candidats, 1)}
        />
        <FormActions>
          <SubmitButton>Confier la séance</SubmitButton>
          <ButtonLink href={retour} variant="tertiary">
            Ne rien changer
          </ButtonLink>
        </FormActions>
      </Form>
      {seance.permanenceId !== null && (
        <p>
          <a href={`/permanences/${seance.permanenceId}/reaffecter`}>Confier toute la permanence</a>
        </p>
      )}
    </>
  );
}

export function ConfierPermanencePage(
  props: ChangementProps & { readonly permanence: PermanenceSuivie; readonly seances: number },
) {
  const { permanence, retour, state, cle, candidats, seances } = props;
  const { heureDebut, heureFin } = permanence;
  return (
    <>
      <PageHeader
        kicker={permanence.lieuNom}
        title="Confier cette permanence"
        lead={`Aujourd’hui ${direRythme(permanence)}, ${formatPlage(heureDebut, heureFin)}, avec ${permanence.agentNom}. Le lieu, le jour et les heures ne changent pas.`}
      />
      {seances === 0 && <Alert tone="warning">Aucune séance n’est à confier à partir de ce jour.</Alert>}
      <Form state={state} action={`/permanences/${permanence.id}/reaffecter`} idempotencyKey={cle}>
        <DateField state={state} name="du" label="À partir du" hint="Inclus." />
        <DateField
          state={state}
          name="au"
          label="Jusqu’au"
          hint="Inclus. Laissez vide pour confier la permanence pour de bon ; une date en fait un remplacement."
          optional
        />
        <SelectField
          state={state}
          name="agentId"
          label="Confier à"
          hint={seances > 0 ? `Qui est libre aux dates ci-dessus : ${nombre(seances)}.` : undefined}
          blank="Choisir un agent"
          options={choixAgents(candidats, Math.max(seances, 2))}
        />
        <FormActions>
          <SubmitButton>Confier la permanence</SubmitButton>
          <ButtonLink href={retour} variant="tertiary">
            Ne rien changer
          </ButtonLink>
        </FormActions>
      </Form>
    </>
  );
}
