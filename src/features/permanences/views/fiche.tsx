import { formatDate, formatDateLongue, formatPlage } from '../../../domain/date.ts';
import { ButtonLink, SubmitButton } from '../../../ui/button.tsx';
import { Checkbox } from '../../../ui/choice.tsx';
import { Alert, DescriptionList, EmptyState, PageHeader, Section } from '../../../ui/content.tsx';
import { DateField, TextField } from '../../../ui/field.tsx';
import { Disclosure } from '../../../ui/figure.tsx';
import { Form, FormActions } from '../../../ui/form.tsx';
import type { FormState } from '../../../ui/form-state.ts';
import { SimpleTable } from '../../../ui/simple-table.tsx';
import { type Derogation, phraseCriteres } from '../../lieux/rules.ts';
import type { ChangementSuivi } from '../changements/store.ts';
import { ChangementDuJour } from '../changements/views.tsx';
import type { EcartFrequence } from '../frequence/rules.ts';
import { EcartAlert } from '../frequence/views.tsx';
import { direAccueil } from '../rules.ts';
import type { SeancePlanning } from '../seances/store.ts';
import { ActionSeance, EtatSeance } from '../seances/views.tsx';
import type { PermanenceSuivie } from '../store.ts';
import { quand } from './liste.tsx';

function majuscule(texte: string): string {
  return texte.charAt(0).toUpperCase() + texte.slice(1);
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
  /** The permanence held beside it by another agent. */
  readonly binome: PermanenceSuivie | undefined;
  /** The one that goes on from it, after a change. */
  readonly suite: PermanenceSuivie | undefined;
  /** Its lieu names rooms. */
  readonly salles: boolean;
  /** What whoever reads changed of it today, and may take back. */
  readonly changement: ChangementSuivi | undefined;
  readonly today: Temporal.PlainDate;
}) {
  const { permanence, seances, derogation, ecart, today } = props;
  const salles = `/lieux/${permanence.lieuId}/salles`;
  const table = { agentId: permanence.agentId, today };
  return (
    <>
      <PageHeader
        title={permanence.lieuNom}
        kicker="Permanence"
        lead={majuscule(quand(permanence))}
        actions={
          <>
            <ButtonLink href={`/lieux/${permanence.lieuId}/affiche.pdf`} variant="primary">
              Affiche (PDF)
            </ButtonLink>
            <ButtonLink href={`/permanences/${permanence.id}/modifier`}>Modifier à partir d’un jour</ButtonLink>
            <ButtonLink href={`/permanences/${permanence.id}/reaffecter`}>Changer d’agent</ButtonLink>
            {props.binome === undefined && (
              <ButtonLink href={`/permanences/${permanence.id}/binome`}>Ajouter un binôme</ButtonLink>
            )}
            <ButtonLink href={`/permanences/${permanence.id}/arreter`}>Arrêter</ButtonLink>
          </>
        }
      />
      <ChangementDuJour changement={props.changement} />
      <DescriptionList
        items={[
          {
            term: 'Lieu',
            details: <a href={`/lieux/${permanence.lieuId}/fiche`}>{`${permanence.lieuNom}, ${permanence.commune}`}</a>,
          },
          { term: 'Agent', details: <a href={`/agents/${permanence.agentId}`}>{permanence.agentNom}</a> },
          ...(props.binome === undefined
            ? []
            : [
                {
                  term: 'En binôme avec',
                  details: <a href={`/permanences/${props.binome.id}`}>{props.binome.agentNom}</a>,
                },
              ]),
          ...(permanence.salleNom !== null
            ? [{ term: 'Salle', details: permanence.salleNom }]
            : props.salles
              ? [{ term: 'Salle', details: <a href={salles}>Aucune : elle occupe tout le lieu</a> }]
              : []),
          {
            term: 'Accueil',
            details:
              permanence.accueil === 'libre'
                ? direAccueil(permanence)
                : `${direAccueil(permanence)}, un toutes les ${permanence.pasMinutes}\u00a0minutes`,
          },
          { term: 'Depuis le', details: formatDate(permanence.du) },
          { term: 'Jusqu’au', details: permanence.au ? formatDate(permanence.au) : 'sans fin prévue' },
          ...(permanence.suiteDe === null
            ? []
            : [
                {
                  term: 'Avant',
                  details: <a href={`/permanences/${permanence.suiteDe}`}>La même, avant son changement</a>,
                },
              ]),
          ...(props.suite === undefined
            ? []
            : [{ term: 'Ensuite', details: <a href={`/permanences/${props.suite.id}`}>{quand(props.suite)}</a> }]),
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
  /** The permanence held beside it: stopped with it, or left alone. */
  readonly binome: PermanenceSuivie | undefined;
  readonly state: FormState;
  readonly cle: string;
}) {
  const { permanence, binome, state, cle } = props;
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
        {binome !== undefined && (
          <Checkbox
            state={state}
            name="aussi"
            label={`Arrêter aussi celle de ${binome.agentNom}, en binôme`}
            hint="Sinon, elle continue seule, aux mêmes jours et aux mêmes heures."
            optional
          />
        )}
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
