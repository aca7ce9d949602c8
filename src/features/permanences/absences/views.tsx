import { formatDateLongue, formatPlage } from '../../../domain/date.ts';
import { ButtonLink, SubmitButton } from '../../../ui/button.tsx';
import { type Option, RadioGroup, SelectField, toOptions } from '../../../ui/choice.tsx';
import { EmptyState, PageHeader, Section, StatusTag } from '../../../ui/content.tsx';
import { DateField } from '../../../ui/field.tsx';
import { ErrorSummary, Form, FormActions, HiddenField } from '../../../ui/form.tsx';
import type { FormState } from '../../../ui/form-state.ts';
import { SimpleTable } from '../../../ui/simple-table.tsx';
import type { SeanceTouchee } from './declarer.ts';
import { choixDe } from './forms.ts';
import { type Absence, direAbsence, etatAbsence, MOMENTS, NATURES_ABSENCE, type Remplacant } from './rules.ts';
import type { AbsenceNotee } from './store.ts';

function Etat({ absence, today }: { readonly absence: AbsenceNotee; readonly today: Temporal.PlainDate }) {
  const etat = etatAbsence(absence, today);
  if (etat === 'levee') return <StatusTag tone="neutral" label="levée" />;
  if (etat === 'passee') return <StatusTag tone="neutral" label="passée" />;
  return etat === 'a_venir' ? <StatusTag tone="info" label="à venir" /> : <StatusTag tone="warning" label="en cours" />;
}

export function AbsencesPage(props: {
  readonly absences: readonly AbsenceNotee[];
  readonly today: Temporal.PlainDate;
  /** The agent reads his own; the équipe technique, all. */
  readonly siennes: boolean;
}) {
  const { absences, today, siennes } = props;
  return (
    <>
      <PageHeader
        title={siennes ? 'Mes absences' : 'Absences'}
        lead="Une absence montre ce qu’elle touche, propose qui remplace, et prévient tout le monde. On n’y écrit jamais une raison de santé."
        actions={
          <ButtonLink href="/absences/nouvelle" variant="primary">
            Noter une absence
          </ButtonLink>
        }
      />
      {absences.length === 0 ? (
        <EmptyState title="Aucune absence n’est notée" />
      ) : (
        <SimpleTable
          caption="Absences notées"
          captionHidden
          columns={[
            { label: 'Quand' },
            ...(siennes ? [] : [{ label: 'Agent' }]),
            { label: 'Nature' },
            { label: 'État' },
          ]}
          rows={absences.map((one) => [
            <a href={`/absences/${one.id}`}>{direAbsence(one)}</a>,
            ...(siennes ? [] : [one.agentNom]),
            NATURES_ABSENCE[one.nature],
            <Etat absence={one} today={today} />,
          ])}
        />
      )}
    </>
  );
}

/** First step: which days. Asks nothing that writes. */
export function JoursPage(props: {
  readonly state: FormState;
  /** Whose absence; empty: the agent notes his own. */
  readonly agents: readonly Option[];
}) {
  const { state, agents } = props;
  return (
    <>
      <PageHeader
        title="Noter une absence"
        lead="Vous verrez ce qu’elle touche avant d’enregistrer quoi que ce soit."
      />
      <form class="e-form" method="get" action="/absences/nouvelle" novalidate>
        <ErrorSummary state={state} />
        {agents.length > 0 && (
          <SelectField state={state} name="agentId" label="Agent" blank="Choisir un agent" options={agents} />
        )}
        <DateField state={state} name="absentDu" label="Premier jour" />
        <DateField state={state} name="absentAu" label="Dernier jour" hint="Inclus." />
        <RadioGroup state={state} name="absentMoment" label="Moment" options={toOptions(MOMENTS)} />
        <RadioGroup
          state={state}
          name="absentNature"
          label="Nature"
          hint="Pour une maladie : « Imprévu ». La raison ne s’écrit nulle part."
          options={toOptions(NATURES_ABSENCE)}
        />
        <FormActions>
          <SubmitButton>Voir ce que cette absence touche</SubmitButton>
          <ButtonLink href="/absences" variant="tertiary">
            Annuler
          </ButtonLink>
        </FormActions>
      </form>
    </>
  );
}

function direRemplacant({ nom, routeMinutes }: Remplacant): string {
  if (routeMinutes === null) return nom;
  return `${nom} (${routeMinutes === 0 ? 'sur place' : `${routeMinutes} min de route`})`;
}

/** Above this number, the list of colleagues is too long to choose from; the others are found on the page of the séance. */
const REMPLACANTS_PROPOSES = 8;

function ChoixSeance({ touchee, state }: { readonly touchee: SeanceTouchee; readonly state: FormState }) {
  const { seance, remplacants, rendezVous } = touchee;
  const [best] = remplacants;
  const attendus =
    rendezVous.length === 0
      ? 'Aucun rendez-vous.'
      : rendezVous.length === 1
        ? 'Un rendez-vous.'
        : `${rendezVous.length} rendez-vous.`;
  const propose =
    best === undefined ? 'Personne n’est libre : elle serait annulée.' : `Proposé : ${direRemplacant(best)}.`;
  return (
    <SelectField
      state={state}
      name={choixDe(seance.id)}
      label={`${formatDateLongue(seance.jour)}, ${formatPlage(seance.heureDebut, seance.heureFin)}, ${seance.endroit}`}
      hint={`${attendus} ${propose}`}
      blank="Comme pour toutes"
      optional
      options={[
        {
          label: 'Confier à',
          options: remplacants
            .slice(0, REMPLACANTS_PROPOSES)
            .map((one) => ({ value: one.id, label: direRemplacant(one) })),
        },
        { value: 'annuler', label: 'Annuler la séance' },
      ].filter((entry) => !('options' in entry) || (entry.options ?? []).length > 0)}
    />
  );
}

const compte = (nombre: number, mot: string): string => `${nombre} ${mot}${nombre > 1 ? 's' : ''}`;

function bilan(touchees: readonly SeanceTouchee[]): string {
  const lieux = new Set(touchees.map(({ seance }) => seance.endroit)).size;
  const rendezVous = touchees.reduce((sum, one) => sum + one.rendezVous.length, 0);
  if (touchees.length === 0) return 'Aucune séance n’est prévue ces jours-là.';
  return `${compte(touchees.length, 'séance')} dans ${lieux > 1 ? `${lieux} lieux` : 'un lieu'}, ${
    rendezVous === 0 ? 'aucun rendez-vous' : `${rendezVous} rendez-vous`
  }.`;
}

/** Second step: what the absence takes, and what each séance becomes. */
export function ImpactPage(props: {
  readonly agentNom: string;
  readonly absence: Absence;
  readonly touchees: readonly SeanceTouchee[];
  readonly state: FormState;
  readonly cle: string;
  /** Where the days are changed. */
  readonly autresJours: string;
}) {
  const { agentNom, absence, touchees, state, cle, autresJours } = props;
  const hidden = ['agentId', 'absentDu', 'absentAu', 'absentMoment', 'absentNature'] as const;
  return (
    <>
      <PageHeader
        kicker={agentNom}
        title={`Absence ${direAbsence(absence)}`}
        lead={bilan(touchees)}
        actions={
          <ButtonLink href={autresJours} variant="tertiary">
            Changer les jours
          </ButtonLink>
        }
      />
      <Form state={state} action="/absences/nouvelle" idempotencyKey={cle}>
        {hidden.map((name) => (
          <HiddenField name={name} value={String(state.values[name] ?? '')} />
        ))}
        {touchees.length === 0 ? (
          <HiddenField name="parDefaut" value="annuler" />
        ) : (
          <>
            <RadioGroup
              state={state}
              name="parDefaut"
              label="Pour toutes les séances"
              options={[
                {
                  value: 'remplacer',
                  label: 'Confier chacune à l’agent proposé',
                  hint: 'Libre, sous contrat, certifié, le plus près. Une séance pour laquelle personne n’est libre est annulée.',
                },
                { value: 'annuler', label: 'Les annuler toutes' },
              ]}
            />
            <Section title="Séance par séance">
              {touchees.map((touchee) => (
                <ChoixSeance touchee={touchee} state={state} />
              ))}
            </Section>
          </>
        )}
        <p>
          À l’enregistrement, chaque personne attendue dans une séance annulée est prévenue par le moyen qu’elle a
          choisi, les lieux et les agents par courriel ; affiches et pages publiques suivent.
        </p>
        <FormActions>
          <SubmitButton>Enregistrer l’absence</SubmitButton>
          <ButtonLink href="/absences" variant="tertiary">
            Ne rien changer
          </ButtonLink>
        </FormActions>
      </Form>
    </>
  );
}
