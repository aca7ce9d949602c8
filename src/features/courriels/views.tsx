import { formatDateLongue, formatHeure, parisDate, parisTime } from '../../domain/date.ts';
import { ButtonLink, SubmitButton } from '../../ui/button.tsx';
import { CheckboxGroup } from '../../ui/choice.tsx';
import { Alert, EmptyState, PageHeader, Section } from '../../ui/content.tsx';
import { Form, FormActions, HiddenField } from '../../ui/form.tsx';
import { blankForm, type FormState } from '../../ui/form-state.ts';
import { Ligne } from './lettre.tsx';
import { GENRES, type Genre, REFUSABLES } from './rules.ts';
import type { CourrielEcrit } from './store.ts';

export function PreferencesPage(props: { readonly state: FormState; readonly cle: string; readonly courriel: string }) {
  return (
    <>
      <PageHeader title="Mes courriels" lead={`Ce qu’Escale envoie à ${props.courriel}.`} />
      <Form state={props.state} action="/mon-compte/courriels" idempotencyKey={props.cle}>
        <CheckboxGroup
          state={props.state}
          name="recus"
          label="Courriels que je veux recevoir"
          optional
          options={REFUSABLES.map((genre) => ({ value: genre, label: GENRES[genre].refusable ?? '' }))}
        />
        <FormActions>
          <SubmitButton />
          <ButtonLink href="/mon-compte">Annuler</ButtonLink>
        </FormActions>
      </Form>
      <Section title="Ce qui est toujours envoyé">
        <p>
          Les liens de connexion que vous demandez, ce qui protège votre compte, et ce qui annule ou rétablit vos
          permanences quand une convention prend fin. Aucun courriel ne contient ce qu’un usager a confié.
        </p>
      </Section>
    </>
  );
}

/** `genre` is undefined when the link is not one of ours. */
export function DesabonnementPage(props: {
  readonly cle: string;
  readonly jeton: string;
  readonly genre: Genre | undefined;
}) {
  if (props.genre === undefined) {
    return (
      <>
        <PageHeader title="Ce lien ne fonctionne pas" />
        <p>Il a été coupé en chemin. Ouvrez-le depuis le message, ou réglez vos courriels dans votre compte.</p>
        <p>
          <ButtonLink href="/mon-compte/courriels">Régler mes courriels</ButtonLink>
        </p>
      </>
    );
  }
  return (
    <>
      <PageHeader title="Ne plus recevoir ce message" lead={GENRES[props.genre].refusable} />
      <Form state={blankForm()} action="/desabonnement" idempotencyKey={props.cle}>
        <HiddenField name="jeton" value={props.jeton} />
        <FormActions>
          <SubmitButton>Ne plus recevoir ce message</SubmitButton>
        </FormActions>
      </Form>
    </>
  );
}

export function DesabonnePage() {
  return (
    <>
      <PageHeader title="C’est noté" />
      <p>Vous ne recevrez plus ce message. Les liens de connexion que vous demandez arrivent toujours.</p>
      <p>
        <ButtonLink href="/mon-compte/courriels">Régler mes courriels</ButtonLink>
      </p>
    </>
  );
}

export function CourrielsDemoPage({ courriels }: { readonly courriels: readonly CourrielEcrit[] }) {
  return (
    <>
      <PageHeader
        title="Courriels de la démonstration"
        lead="Ce que l’instance aurait envoyé. Les trente derniers messages, le plus récent d’abord."
      />
      {courriels.length === 0 ? (
        <EmptyState title="Aucun courriel pour l’instant">
          <p>
            Demandez un lien de connexion sur la page <a href="/connexion">Se connecter</a> : il apparaîtra ici.
          </p>
        </EmptyState>
      ) : (
        <Alert>Un message vient d’être demandé et n’est pas là ? Rechargez la page dans une seconde.</Alert>
      )}
      {courriels.map((courriel) => (
        <Section
          title={courriel.sujet}
          actions={
            <ButtonLink href={`/demo/courriels/${courriel.id}`} variant="tertiary">
              Voir la mise en page
            </ButtonLink>
          }
        >
          <p class="e-muted">
            À {courriel.destinataire}, {formatDateLongue(parisDate(courriel.createdAt))} à{' '}
            {formatHeure(parisTime(courriel.createdAt))}
          </p>
          <p class="e-courriel">
            {courriel.texte.split('\n').map((ligne) => (
              <>
                <Ligne texte={ligne} />
                <br />
              </>
            ))}
          </p>
        </Section>
      ))}
    </>
  );
}
