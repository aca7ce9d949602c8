import { formatDate, formatDateLongue, formatPlage } from '../../../domain/date.ts';
import { ButtonLink, SubmitButton } from '../../../ui/button.tsx';
import { Checkbox, SelectField } from '../../../ui/choice.tsx';
import { PageHeader, StatusTag } from '../../../ui/content.tsx';
import { DateField, TextField, TimeField } from '../../../ui/field.tsx';
import { Form, FormActions } from '../../../ui/form.tsx';
import type { FormState } from '../../../ui/form-state.ts';
import type { SeanceDuBinome } from '../binome/store.ts';
import { direException } from '../exceptions/rules.ts';
import type { AgentChoix } from '../store.ts';
import type { SeancePlanning } from './store.ts';

/** Planned, with nobody left to hold it. */
function estSansAgent({ statut, sansAgent, tenue }: SeancePlanning): boolean {
  return statut === 'prevue' && sansAgent && !tenue;
}

export function EtatSeance({ seance }: { readonly seance: SeancePlanning }) {
  if (estSansAgent(seance)) return <StatusTag tone="warning" label="à réaffecter" />;
  if (seance.statut === 'prevue') {
    const exception = direException(seance);
    return (
      <>
        <StatusTag tone="success" label="prévue" />
        {exception !== null && <div class="e-muted">{exception}</div>}
      </>
    );
  }
  return <StatusTag tone="danger" label={seance.motif ? `annulée : ${seance.motif}` : 'annulée'} />;
}

/** Where the absence of its agent is noted, for the day of a séance: what it touches shows at once. */
function absentLe({ agentId, jour }: SeancePlanning): string {
  return `/absences/nouvelle?agent=${agentId}&jour=${jour}`;
}

/** The link that changes a séance; none once it is past. */
export function ActionSeance({
  seance,
  today,
}: {
  readonly seance: SeancePlanning;
  readonly today: Temporal.PlainDate;
}) {
  const isPast = Temporal.PlainDate.compare(seance.jour, today) < 0;
  const isLost = seance.statut === 'annulee' && seance.permanenceId === null;
  if (isPast || isLost) return null;
  const [verb, label] = seance.statut === 'prevue' ? ['annuler', 'Annuler'] : ['retablir', 'Rétablir'];
  const ofWhich = <span class="ds-sr-only"> la séance du {formatDate(seance.jour)}</span>;
  return (
    <>
      {estSansAgent(seance) && (
        <>
          <a href={`/seances/${seance.id}/reaffecter`}>Confier{ofWhich}</a>{' '}
        </>
      )}
      {seance.statut === 'prevue' && seance.permanenceId !== null && !seance.tenue && (
        <>
          <a href={`/seances/${seance.id}/modifier`}>Modifier{ofWhich}</a>{' '}
        </>
      )}
      <a href={`/seances/${seance.id}/${verb}`}>
        {label}
        {ofWhich}
      </a>
      {seance.statut === 'prevue' && seance.jour.equals(today) && !seance.tenue && !seance.sansAgent && (
        <>
          {' '}
          <a href={absentLe(seance)}>
            Agent absent<span class="ds-sr-only"> : {seance.agentNom}</span>
          </a>
        </>
      )}
    </>
  );
}

function quoi(seance: SeancePlanning): string {
  const quand = `${formatDateLongue(seance.jour)}, ${formatPlage(seance.heureDebut, seance.heureFin)}`;
  return `${seance.endroit}, ${quand}, ${seance.agentNom}`;
}

type ChangementProps = {
  readonly seance: SeancePlanning;
  /** Where giving up leads. */
  readonly retour: string;
  readonly state: FormState;
  readonly cle: string;
};

export function AnnulerPage({
  seance,
  binome,
  retour,
  state,
  cle,
}: ChangementProps & { readonly binome: SeanceDuBinome | undefined }) {
  return (
    <>
      <PageHeader title="Annuler la séance ?" lead={quoi(seance)} />
      <Form state={state} action={`/seances/${seance.id}/annuler`} idempotencyKey={cle}>
        <TextField
          state={state}
          name="motif"
          label="Motif"
          hint="Par exemple : agent en formation, salle indisponible."
        />
        {binome !== undefined && (
          <Checkbox
            state={state}
            name="aussi"
            label={`Annuler aussi la séance de ${binome.agentNom}, en binôme`}
            hint="Sinon, la permanence se tient avec un seul agent."
            optional
          />
        )}
        <FormActions>
          <SubmitButton danger>Annuler la séance</SubmitButton>
          <ButtonLink href={retour}>Ne pas annuler</ButtonLink>
        </FormActions>
      </Form>
    </>
  );
}

export function RetablirPage({ seance, retour, state, cle }: ChangementProps) {
  return (
    <>
      <PageHeader title="Rétablir la séance ?" lead={quoi(seance)} />
      {seance.motif && <p>Elle avait été annulée : {seance.motif}</p>}
      <Form state={state} action={`/seances/${seance.id}/retablir`} idempotencyKey={cle}>
        <FormActions>
          <SubmitButton>Rétablir la séance</SubmitButton>
          <ButtonLink href={retour}>Laisser annulée</ButtonLink>
        </FormActions>
      </Form>
    </>
  );
}

export function PonctuellePage(props: {
  /** Where giving up leads. */
  readonly retour: string;
  readonly state: FormState;
  readonly cle: string;
  readonly agents: readonly AgentChoix[];
}) {
  const { retour, state, cle, agents } = props;
  return (
    <>
      <PageHeader
        title="Aide ponctuelle ailleurs"
        lead="Une seule fois, hors d’un lieu déclaré : école, domicile, forum…"
      />
      <Form state={state} action="/ponctuelles/nouvelle" idempotencyKey={cle}>
        <SelectField
          state={state}
          name="agentId"
          label="Agent"
          blank="Choisir un agent"
          options={agents.map(({ id, nom }) => ({ value: id, label: nom }))}
        />
        <DateField state={state} name="jour" label="Jour" />
        <TimeField state={state} name="heureDebut" label="Heure de début" />
        <TimeField state={state} name="heureFin" label="Heure de fin" />
        <TextField
          state={state}
          name="endroit"
          label="Endroit"
          hint="Sans nommer de personne : « École de Prades », « À domicile, Vinça »."
        />
        <TextField state={state} name="motif" label="Motif" />
        <FormActions>
          <SubmitButton>Enregistrer</SubmitButton>
          <ButtonLink href={retour} variant="tertiary">
            Annuler
          </ButtonLink>
        </FormActions>
      </Form>
    </>
  );
}
