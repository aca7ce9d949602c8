import { formatDate } from '../../../domain/date.ts';
import { ButtonLink, SubmitButton } from '../../../ui/button.tsx';
import { type Option, RadioGroup, SelectField, toOptions } from '../../../ui/choice.tsx';
import { Alert, PageHeader, Section } from '../../../ui/content.tsx';
import { DateField } from '../../../ui/field.tsx';
import { ErrorSummary, Form, FormActions, HiddenField } from '../../../ui/form.tsx';
import { blankForm, type FormState } from '../../../ui/form-state.ts';
import { SimpleTable } from '../../../ui/simple-table.tsx';
import type { PersonneSuivie } from '../../personnes/suivi/store.ts';
import type { Agent } from '../store.ts';
import { PERSONNE } from './forms.ts';
import { MOTIFS_DEPART } from './rules.ts';
import type { LieuAPourvoir } from './store.ts';

type Jour = Temporal.PlainDate;

const nomDe = ({ prenom, nom }: Agent): string => `${prenom} ${nom}`;

/** First question: which day. Nothing is written, the answer leads to what it would change. */
export function JourDepartPage({ agent, state }: { readonly agent: Agent; readonly state: FormState }) {
  return (
    <>
      <PageHeader
        kicker={nomDe(agent)}
        title="Enregistrer un départ"
        lead={`Son contrat va du ${formatDate(agent.contratDebut)} au ${formatDate(agent.contratFin)}. La page suivante montre ce que ce départ change ; rien n’est encore enregistré.`}
      />
      <form class="e-form" method="get" action={`/agents/${agent.id}/depart`} novalidate>
        <ErrorSummary state={state} />
        <DateField
          state={state}
          name="jour"
          label="Dernier jour"
          hint="Inclus : ce jour-là, l’agent travaille encore."
        />
        <FormActions>
          <SubmitButton>Continuer</SubmitButton>
          <ButtonLink href={`/agents/${agent.id}`} variant="tertiary">
            Ne rien enregistrer
          </ButtonLink>
        </FormActions>
      </form>
    </>
  );
}

/** What a departure would change, before it is written. */
export function DepartPage(props: {
  readonly agent: Agent;
  readonly jour: Jour;
  readonly lieux: readonly LieuAPourvoir[];
  readonly suivies: readonly PersonneSuivie[];
  /** To whom they may be handed over. */
  readonly suivants: readonly Option[];
  readonly today: Jour;
  readonly state: FormState;
  readonly cle: string;
}) {
  const { agent, jour, lieux, suivies, suivants, today, state, cle } = props;
  return (
    <>
      <PageHeader
        kicker={nomDe(agent)}
        title={`Départ le ${formatDate(jour)} ?`}
        lead="Voici ce qui change quand vous l’enregistrez."
      />
      <Section title="Son contrat et son compte">
        <ul>
          <li>
            Son contrat prend fin le {formatDate(jour)} au soir, au lieu du {formatDate(agent.contratFin)}.
          </li>
          <li>{direCompte(agent, jour, today)}</li>
          <li>Ce que cette personne a enregistré reste, à son nom.</li>
        </ul>
      </Section>
      <Section title="Ses séances">
        <Seances lieux={lieux} />
      </Section>
      <Section title="Les personnes suivies">
        <Suivies suivies={suivies} />
      </Section>
      <Form state={state} action={`/agents/${agent.id}/depart`} idempotencyKey={cle}>
        <HiddenField name="jour" value={jour.toString()} />
        <RadioGroup
          state={state}
          name="motif"
          label="Raison du départ"
          hint="Lue par l’équipe technique seule."
          options={toOptions(MOTIFS_DEPART)}
          optional
        />
        {suivies.length > 0 && (
          <SelectField
            state={state}
            name="suivies"
            label="Qui suit ces personnes ?"
            hint="Toutes à la fois, dès l’enregistrement ; demandez-leur d’abord leur accord. Vous pouvez aussi les confier une à une, avant ou après."
            blank="Décider plus tard, une à une"
            options={[...suivants, { value: PERSONNE, label: 'Plus personne' }]}
            optional
          />
        )}
        <FormActions>
          <SubmitButton danger>Enregistrer le départ</SubmitButton>
          <ButtonLink href={`/agents/${agent.id}/depart`} variant="tertiary">
            Changer la date
          </ButtonLink>
        </FormActions>
      </Form>
    </>
  );
}

function direCompte(agent: Agent, jour: Jour, today: Jour): string {
  if (!agent.peutSeConnecter) return 'Aucun compte n’est ouvert à son adresse.';
  return Temporal.PlainDate.compare(jour, today) <= 0
    ? 'Son compte d’agent se ferme aussitôt, et ses connexions en cours prennent fin. Il ne pourra plus noter d’accompagnement.'
    : `Son compte d’agent reste ouvert jusqu’au ${formatDate(jour)} au soir, pour noter ses derniers accompagnements ; il se ferme dans la nuit qui suit.`;
}

function Seances({ lieux }: { readonly lieux: readonly LieuAPourvoir[] }) {
  const total = lieux.reduce((sum, { seances }) => sum + seances, 0);
  if (total === 0) return <p>Aucune séance n’est prévue après ce jour : il n’y a rien à réaffecter.</p>;
  return (
    <>
      <p>
        {total === 1 ? 'Une séance prévue' : `${total} séances prévues`} après ce jour{' '}
        {total === 1 ? 'reste' : 'restent'} à confier à un autre agent, ou à annuler. D’ici là, le public lit « à
        confirmer ».
      </p>
      <SimpleTable
        caption="Séances à réaffecter, par lieu"
        captionHidden
        columns={[{ label: 'Lieu' }, { label: 'Séances', numeric: true }, { label: 'La première' }]}
        rows={lieux.map(({ lieu, seances, premiere }) => [lieu, String(seances), formatDate(premiere)])}
      />
    </>
  );
}

/** Those whom an agent follows, each with what may become of the follow-up. */
function Suivies({ suivies }: { readonly suivies: readonly PersonneSuivie[] }) {
  if (suivies.length === 0) return <p>Personne n’est suivi par cet agent : il n’y a personne à confier.</p>;
  return (
    <SimpleTable
      caption="Personnes suivies"
      captionHidden
      columns={[{ label: 'Personne' }, { label: 'Depuis' }, { label: 'Suivi' }]}
      rows={suivies.map(({ id, prenom, nom, depuis }) => {
        const qui = [prenom, nom].filter(Boolean).join(' ');
        return [
          <a href={`/personnes/${id}`}>{qui}</a>,
          formatDate(depuis),
          <>
            <a href={`/personnes/${id}/referent/passer`}>
              Confier<span class="ds-sr-only"> le suivi de {qui}</span>
            </a>{' '}
            ·{' '}
            <a href={`/personnes/${id}/referent/arreter`}>
              Ne plus suivre<span class="ds-sr-only"> {qui}</span>
            </a>
          </>,
        ];
      })}
    />
  );
}

export function SuiviesPage({
  agent,
  suivies,
}: {
  readonly agent: Agent;
  readonly suivies: readonly PersonneSuivie[];
}) {
  return (
    <>
      <PageHeader
        kicker={nomDe(agent)}
        title="Personnes suivies"
        lead="Celles dont cet agent est le professionnel référent : confiez-les à un autre agent avant son départ."
      />
      <Suivies suivies={suivies} />
    </>
  );
}

/** On the card of an agent, once his departure is recorded. `equipe`: who may change it, and read why. */
export function DepartAlert({ agent, equipe }: { readonly agent: Agent; readonly equipe: boolean }) {
  const { departFinPrevue, departMotif } = agent;
  if (departFinPrevue === null) return null;
  const raison = equipe && departMotif !== null ? ` (${MOTIFS_DEPART[departMotif].toLowerCase()})` : '';
  return (
    <Alert title={`Départ enregistré : dernier jour le ${formatDate(agent.contratFin)}${raison}`}>
      <p>Son contrat allait jusqu’au {formatDate(departFinPrevue)}.</p>
      {equipe && (
        <p>
          <a href={`/a-reaffecter?agent=${agent.id}`}>Ses séances à réaffecter</a> ·{' '}
          <a href={`/agents/${agent.id}/suivies`}>Les personnes suivies</a> ·{' '}
          <a href={`/agents/${agent.id}/depart/annuler`}>Annuler ce départ</a>
        </p>
      )}
    </Alert>
  );
}

export function AnnulerDepartPage(props: {
  readonly agent: Agent;
  readonly today: Jour;
  readonly cle: string;
  readonly errors: FormState['errors'];
}) {
  const { agent, today, cle, errors } = props;
  const fin = agent.departFinPrevue ?? agent.contratFin;
  const isOver = Temporal.PlainDate.compare(fin, today) < 0;
  return (
    <>
      <PageHeader kicker={nomDe(agent)} title="Annuler ce départ ?" />
      <ul>
        <li>
          Son contrat {isOver ? 'a de nouveau pris' : 'prend de nouveau'} fin le {formatDate(fin)}.
        </li>
        {!isOver && agent.courriel !== null && <li>Son compte d’agent se rouvre à l’adresse de sa fiche.</li>}
        <li>Ses séances qui n’ont pas été confiées à d’autres lui reviennent ; les autres restent où elles sont.</li>
      </ul>
      <Form state={{ ...blankForm(), errors }} action={`/agents/${agent.id}/depart/annuler`} idempotencyKey={cle}>
        <FormActions>
          <SubmitButton>Annuler le départ</SubmitButton>
          <ButtonLink href={`/agents/${agent.id}`} variant="tertiary">
            Garder le départ
          </ButtonLink>
        </FormActions>
      </Form>
    </>
  );
}
