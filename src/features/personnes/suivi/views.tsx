import { formatDate, formatDateCourte } from '../../../domain/date.ts';
import { ISSUES, THEMATIQUES } from '../../../domain/nomenclatures.ts';
import { ButtonLink, SubmitButton } from '../../../ui/button.tsx';
import { Checkbox, type Option, RadioGroup, SelectField } from '../../../ui/choice.tsx';
import { Alert, EmptyState, PageHeader, Section } from '../../../ui/content.tsx';
import { Form, FormActions, HiddenField } from '../../../ui/form.tsx';
import type { FormState } from '../../../ui/form-state.ts';
import { SimpleTable } from '../../../ui/simple-table.tsx';
import { estParti, type Suivi } from './rules.ts';
import type { AideRecue, PersonneSuivie } from './store.ts';

export type SuiviProps = {
  readonly personneId: string;
  readonly suivi: Suivi | null;
  /** The agent who looks; null: the équipe technique. */
  readonly agentId: string | null;
  readonly today: Temporal.PlainDate;
  /** What was done, for those who help; null for all the others. */
  readonly aides: readonly AideRecue[] | null;
  /** A key for each of the small forms. */
  readonly cleDe: () => string;
};

const dire = {
  themes: ({ thematiques }: AideRecue) => thematiques.map((one) => THEMATIQUES[one]).join(', '),
  issue: ({ issue }: AideRecue) => (issue === null ? '—' : ISSUES[issue]),
};

export function SuiviSections(props: SuiviProps) {
  return (
    <>
      <Referent {...props} />
      <Aides {...props} />
    </>
  );
}

function Referent({ personneId, suivi, agentId, today, cleDe }: SuiviProps) {
  const isOwn = suivi !== null && suivi.agentId === agentId;
  const isGone = suivi !== null && estParti(suivi, today);
  const base = `/personnes/${personneId}/referent`;
  return (
    <Section title="Professionnel référent" id="referent">
      {suivi === null ? (
        <p>
          Personne n’est suivi ici dans la durée. Un agent peut devenir le professionnel référent de cette personne.
        </p>
      ) : (
        <p>
          <strong>{isOwn ? 'Vous' : suivi.nom}</strong>. Suivie depuis le {formatDate(suivi.depuis)}.
        </p>
      )}
      {isGone && (
        <Alert tone="warning">
          Le contrat de {suivi.nom} est fini depuis le {formatDate(suivi.contratFin)} : un autre agent peut prendre la
          suite.
        </Alert>
      )}
      {agentId !== null && (suivi === null || (isGone && !isOwn)) && (
        <form method="post" action={`${base}/prendre`}>
          <HiddenField name="_cle" value={cleDe()} />
          <SubmitButton>Je suis le professionnel référent</SubmitButton>
        </form>
      )}
      {suivi !== null && (isOwn || agentId === null) && (
        <p class="e-actions">
          <ButtonLink href={`${base}/passer`}>Confier à un autre agent</ButtonLink>
          <ButtonLink href={`${base}/arreter`} variant="tertiary">
            Ne plus suivre
          </ButtonLink>
        </p>
      )}
    </Section>
  );
}

function Aides({ personneId, agentId, aides, cleDe }: SuiviProps) {
  const base = `/personnes/${personneId}/accompagnements`;
  return (
    <Section
      title="Ce qui a été fait"
      id="accompagnements"
      actions={
        agentId !== null && (
          <>
            <ButtonLink href={`/accompagnements/nouveau/individuel?personne=${personneId}`}>
              Noter un accompagnement
            </ButtonLink>
            <ButtonLink href={`${base}/lier`} variant="tertiary">
              Rattacher un accompagnement noté
            </ButtonLink>
          </>
        )
      }
    >
      {aides === null && (
        <p>
          Seuls le lisent les agents qui aident cette personne, et son professionnel référent : c’est couvert par le
          secret professionnel.
        </p>
      )}
      {aides !== null && aides.length === 0 && <p>Aucun accompagnement n’est rattaché à cette fiche.</p>}
      {aides !== null && aides.length > 0 && (
        <SimpleTable
          caption="Accompagnements de cette personne, le dernier d’abord"
          captionHidden
          columns={[
            { label: 'Jour' },
            { label: 'Lieu' },
            { label: 'Thèmes' },
            { label: 'Résultat' },
            { label: 'Par' },
            { label: 'Action' },
          ]}
          rows={aides.map((aide) => [
            formatDateCourte(aide.jour),
            aide.lieu ?? 'Ailleurs',
            dire.themes(aide),
            dire.issue(aide),
            aide.agentId === agentId ? 'Vous' : aide.agent,
            aide.agentId === agentId ? (
              <form method="post" action={`${base}/delier`}>
                <HiddenField name="_cle" value={cleDe()} />
                <HiddenField name="accompagnement" value={aide.id} />
                <SubmitButton variant="tertiary">
                  Détacher<span class="ds-sr-only"> l’accompagnement du {formatDate(aide.jour)}</span>
                </SubmitButton>
              </form>
            ) : (
              '—'
            ),
          ])}
        />
      )}
    </Section>
  );
}

/** The records of an agent that are linked to nobody. */
export function LierPage(props: {
  readonly personneId: string;
  readonly nom: string;
  readonly aides: readonly AideRecue[];
  readonly jours: number;
  readonly state: FormState;
  readonly cle: string;
}) {
  const { aides, state } = props;
  const fiche = `/personnes/${props.personneId}`;
  return (
    <>
      <PageHeader
        title={`Rattacher un accompagnement à ${props.nom}`}
        lead={`Vos accompagnements des ${props.jours} derniers jours qui ne sont rattachés à personne. Les chiffres n’en changent pas, même si le relevé du mois est certifié.`}
      />
      {aides.length === 0 ? (
        <EmptyState
          title="Aucun accompagnement à rattacher"
          action={<ButtonLink href={fiche}>Revenir à la fiche</ButtonLink>}
        >
          Tous les vôtres sont rattachés, ou plus anciens.
        </EmptyState>
      ) : (
        <Form state={state} action={`${fiche}/accompagnements/lier`} idempotencyKey={props.cle}>
          <RadioGroup
            state={state}
            name="accompagnement"
            label="Accompagnement"
            options={aides.map((aide) => ({
              value: aide.id,
              label: `${formatDate(aide.jour)}, ${aide.lieu ?? 'ailleurs'}`,
              hint: `${dire.themes(aide)} ; ${dire.issue(aide)}`,
            }))}
          />
          <FormActions>
            <SubmitButton>Rattacher</SubmitButton>
            <ButtonLink href={fiche} variant="tertiary">
              Annuler
            </ButtonLink>
          </FormActions>
        </Form>
      )}
    </>
  );
}

export function PasserPage(props: {
  readonly personneId: string;
  readonly nom: string;
  readonly suivi: Suivi;
  readonly agents: readonly Option[];
  readonly state: FormState;
  readonly cle: string;
}) {
  const { state } = props;
  const fiche = `/personnes/${props.personneId}`;
  return (
    <>
      <PageHeader
        title={`Confier le suivi de ${props.nom}`}
        lead={`Professionnel référent à ce jour : ${props.suivi.nom}. Le suivant lira ce qui a été fait ; le précédent ne le lira plus, sauf s’il a lui-même aidé la personne.`}
      />
      <Form state={state} action={`${fiche}/referent/passer`} idempotencyKey={props.cle}>
        <SelectField state={state} name="vers" label="Agent" blank="Choisissez" options={props.agents} />
        <Checkbox state={state} name="accord" label="La personne est d’accord, et l’agent aussi" />
        <FormActions>
          <SubmitButton>Confier le suivi</SubmitButton>
          <ButtonLink href={fiche} variant="tertiary">
            Annuler
          </ButtonLink>
        </FormActions>
      </Form>
    </>
  );
}

export function ArreterPage(props: {
  readonly personneId: string;
  readonly nom: string;
  readonly suivi: Suivi;
  readonly state: FormState;
  readonly cle: string;
}) {
  const fiche = `/personnes/${props.personneId}`;
  return (
    <>
      <PageHeader
        title={`Ne plus suivre ${props.nom} ?`}
        lead={`Suivie depuis le ${formatDate(props.suivi.depuis)} par ${props.suivi.nom}. Plus personne n’en sera le professionnel référent ; sa fiche et ce qui a été fait restent, le temps de la durée de conservation.`}
      />
      <Form state={props.state} action={`${fiche}/referent/arreter`} idempotencyKey={props.cle}>
        <FormActions>
          <SubmitButton>Ne plus suivre</SubmitButton>
          <ButtonLink href={fiche} variant="tertiary">
            Annuler
          </ButtonLink>
        </FormActions>
      </Form>
    </>
  );
}

/** « Personnes que je suis » */
export function MiennesPage({ personnes }: { readonly personnes: readonly PersonneSuivie[] }) {
  return (
    <>
      <PageHeader
        title="Personnes que je suis"
        lead="Celles dont vous êtes le professionnel référent."
        actions={<ButtonLink href="/personnes">Chercher une personne</ButtonLink>}
      />
      {personnes.length === 0 ? (
        <EmptyState title="Vous ne suivez personne dans la durée">
          Sur la fiche d’une personne, choisissez « Je suis le professionnel référent ».
        </EmptyState>
      ) : (
        <SimpleTable
          caption="Personnes que je suis"
          captionHidden
          columns={[{ label: 'Personne' }, { label: 'Suivie depuis' }, { label: 'Dernier accompagnement' }]}
          rows={personnes.map((one) => [
            <a href={`/personnes/${one.id}`}>{[one.prenom, one.nom].filter(Boolean).join(' ')}</a>,
            formatDateCourte(one.depuis),
            one.derniereAide === null ? '—' : formatDateCourte(one.derniereAide),
          ])}
        />
      )}
    </>
  );
}
