import { formatDateLongue, formatPlage } from '../../../domain/date.ts';
import { phrase } from '../../../domain/refus.ts';
import { ButtonLink, SubmitButton } from '../../../ui/button.tsx';
import { Alert, EmptyState, PageHeader, Section, StatusTag } from '../../../ui/content.tsx';
import { DateField, TextField } from '../../../ui/field.tsx';
import { ErrorSummary, Form, FormActions, HiddenField } from '../../../ui/form.tsx';
import type { FormState } from '../../../ui/form-state.ts';
import { SimpleTable } from '../../../ui/simple-table.tsx';
import type { Retour } from '../../permanences/absences/retour.ts';
import type { RendezVousTouche } from '../../permanences/exceptions/store.ts';
import { PHRASES_SEANCE } from '../../permanences/rules.ts';
import type { SeancePlanning } from '../../permanences/seances/store.ts';
import type { Lieu } from '../store.ts';
import type { ImpactFermeture } from './fermer.ts';
import { direFermeture, type EtatFermeture, etatFermeture, type Fermeture } from './rules.ts';
import type { FermetureNotee } from './store.ts';

const ETATS: Readonly<
  Record<EtatFermeture, { readonly tone: 'neutral' | 'info' | 'warning'; readonly label: string }>
> = {
  a_venir: { tone: 'info', label: 'à venir' },
  en_cours: { tone: 'warning', label: 'en cours' },
  passee: { tone: 'neutral', label: 'passée' },
  levee: { tone: 'neutral', label: 'levée' },
};

const compte = (nombre: number, mot: string): string => `${nombre} ${mot}${nombre > 1 ? 's' : ''}`;

/** What a closure takes, in figures: all that the référent of a lieu reads of it. */
export function direImpact({ seances, rendezVous }: ImpactFermeture): string {
  if (seances.length === 0) return 'Aucune séance n’est prévue ces jours-là.';
  const agents = new Set(seances.map(({ agentId }) => agentId)).size;
  const rdv = rendezVous.length === 0 ? 'aucun rendez-vous' : `${rendezVous.length} rendez-vous`;
  return `${compte(seances.length, 'séance')} ${agents === 1 ? 'd’un agent' : `de ${agents} agents`}, ${rdv}.`;
}

export function FermeturesPage(props: {
  readonly lieu: Lieu;
  readonly fermetures: readonly FermetureNotee[];
  readonly state: FormState;
  readonly today: Temporal.PlainDate;
}) {
  const { lieu, fermetures, state, today } = props;
  return (
    <>
      <PageHeader
        kicker={lieu.nom}
        title="Fermetures"
        lead="Quelques jours où le lieu n’ouvre pas : congés, travaux, élections. La page publique et l’affiche le disent, et rien ne s’y planifie."
      />
      {lieu.fermeLe === null && (
        <Section title="Noter une fermeture">
          <form class="e-form" method="get" action={`/lieux/${lieu.id}/fermetures/nouvelle`} novalidate>
            <ErrorSummary state={state} />
            <DateField state={state} name="fermeDu" label="Premier jour" />
            <DateField state={state} name="fermeAu" label="Dernier jour" hint="Inclus." />
            <FormActions>
              <SubmitButton>Voir ce que cette fermeture touche</SubmitButton>
            </FormActions>
          </form>
        </Section>
      )}
      <Section title="Fermetures notées">
        {fermetures.length === 0 ? (
          <EmptyState title="Aucune fermeture n’est notée" />
        ) : (
          <SimpleTable
            caption="Fermetures notées"
            captionHidden
            columns={[{ label: 'Quand' }, { label: 'Motif' }, { label: 'Notée par' }, { label: 'État' }]}
            rows={fermetures.map((one) => [
              <a href={`/lieux/${lieu.id}/fermetures/${one.id}`}>{direFermeture(one)}</a>,
              one.motif,
              one.auteur ?? 'un compte effacé',
              <StatusTag {...ETATS[etatFermeture(one, today)]} />,
            ])}
          />
        )}
      </Section>
    </>
  );
}

export function NouvelleFermeturePage(props: {
  readonly lieu: Lieu;
  readonly fermeture: Fermeture;
  readonly impact: ImpactFermeture;
  readonly state: FormState;
  readonly cle: string;
}) {
  const { lieu, fermeture, impact, state, cle } = props;
  return (
    <>
      <PageHeader
        kicker={lieu.nom}
        title={`Fermer ${direFermeture(fermeture)} ?`}
        lead={`Ce que cette fermeture touche : ${direImpact(impact)}`}
      />
      <Form state={state} action={`/lieux/${lieu.id}/fermetures/nouvelle`} idempotencyKey={cle}>
        <HiddenField name="fermeDu" value={fermeture.du.toString()} />
        <HiddenField name="fermeAu" value={fermeture.au.toString()} />
        <TextField
          state={state}
          name="motif"
          label="Motif"
          hint="Lu par le Département, pas par le public. Par exemple : congés de la mairie, travaux de peinture."
        />
        {impact.seances.length > 0 && (
          <p>
            Ces séances sont annulées, et le Département prévient les agents et chaque personne attendue. Si le lieu
            rouvre plus tôt, elles seront de nouveau prévues.
          </p>
        )}
        <FormActions>
          <SubmitButton danger>Fermer le lieu ces jours-là</SubmitButton>
          <ButtonLink href={`/lieux/${lieu.id}/fermetures`}>Ne rien changer</ButtonLink>
        </FormActions>
      </Form>
    </>
  );
}

function quoi(seance: SeancePlanning): string {
  return `${formatDateLongue(seance.jour)}, ${formatPlage(seance.heureDebut, seance.heureFin)}`;
}

/** Of the rendez-vous, how many are told and how many wait: figures alone, names are read elsewhere. */
function RendezVousEnChiffres({
  rendezVous,
  equipe,
}: {
  readonly rendezVous: readonly RendezVousTouche[];
  readonly equipe: boolean;
}) {
  const aReplacer = rendezVous.filter(({ statut }) => statut === 'a_replacer').length;
  const aAppeler = rendezVous.filter((one) => one.aAppeler).length;
  if (aReplacer === 0) return null;
  const title = aReplacer === 1 ? 'Un rendez-vous est à replacer' : `${aReplacer} rendez-vous sont à replacer`;
  if (!equipe)
    return (
      <Alert tone="info" title={title}>
        Le Département s’en occupe.
      </Alert>
    );
  return (
    <Alert tone="warning" title={title}>
      <a href="/a-replacer">Choisir de nouveaux moments</a>
      {aAppeler > 0 && (
        <>
          {' '}
          · <a href="/appels">{compte(aAppeler, 'appel')} à passer</a>
        </>
      )}
    </Alert>
  );
}

export function FermeturePage(props: {
  readonly lieu: Lieu;
  readonly fermeture: FermetureNotee;
  readonly suites: ImpactFermeture;
  readonly today: Temporal.PlainDate;
  readonly equipe: boolean;
}) {
  const { lieu, fermeture, suites, today, equipe } = props;
  const etat = etatFermeture(fermeture, today);
  return (
    <>
      <PageHeader
        kicker={lieu.nom}
        title={`Fermé ${direFermeture(fermeture)}`}
        status={<StatusTag {...ETATS[etat]} />}
        lead={fermeture.motif}
        actions={
          (etat === 'en_cours' || etat === 'a_venir') && (
            <ButtonLink href={`/lieux/${lieu.id}/fermetures/${fermeture.id}/lever`}>Rouvrir plus tôt</ButtonLink>
          )
        }
      />
      <RendezVousEnChiffres rendezVous={suites.rendezVous} equipe={equipe} />
      <p>Séances annulées par cette fermeture : {suites.seances.length}.</p>
      {equipe && suites.seances.length > 0 && (
        <SimpleTable
          caption="Séances annulées"
          captionHidden
          columns={[{ label: 'Séance' }, { label: 'Agent' }]}
          rows={suites.seances.map((seance) => [quoi(seance), seance.agentNom])}
        />
      )}
    </>
  );
}

export function LeverFermeturePage(props: {
  readonly lieu: Lieu;
  readonly fermeture: FermetureNotee;
  readonly seances: readonly SeancePlanning[];
  readonly cle: string;
}) {
  const { lieu, fermeture, seances, cle } = props;
  const url = `/lieux/${lieu.id}/fermetures/${fermeture.id}`;
  return (
    <>
      <PageHeader
        kicker={lieu.nom}
        title="Rouvrir plus tôt ?"
        lead={`Fermeture ${direFermeture(fermeture)}. ${
          seances.length === 0
            ? 'Aucune séance à venir n’est à rétablir.'
            : `${compte(seances.length, 'séance')} à venir seront de nouveau prévues, si rien n’a pris leur place.`
        }`}
      />
      <p>
        Les personnes déjà prévenues gardent leur place dans la liste à replacer : leur moment est libre de nouveau.
      </p>
      <Form state={{ values: {}, errors: [] }} action={`${url}/lever`} idempotencyKey={cle}>
        <FormActions>
          <SubmitButton>Rouvrir le lieu</SubmitButton>
          <ButtonLink href={url}>Laisser fermé</ButtonLink>
        </FormActions>
      </Form>
    </>
  );
}

/** Said once the lieu is open again: what came back, and what could not. */
export function direRetour({ retablies, perdues }: Retour): string {
  const back =
    retablies.length === 0
      ? ''
      : ` ${compte(retablies.length, 'séance')} de nouveau prévue${retablies.length > 1 ? 's' : ''}.`;
  const lost = perdues.map(
    ({ seance, refus }) =>
      ` ${formatDateLongue(seance.jour)} reste annulée : ${refus.map((one) => phrase(PHRASES_SEANCE, one)).join(' ')}`,
  );
  const [first = '', ...others] = lost;
  return `Le lieu est rouvert.${back}${first}${others.length > 0 ? ` Et ${others.length} de même.` : ''}`;
}
