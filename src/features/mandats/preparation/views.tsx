import { formatDate, formatPlage } from '../../../domain/date.ts';
import { ButtonLink, SubmitButton } from '../../../ui/button.tsx';
import { Alert, ConfirmationPage, EmptyState, PageHeader } from '../../../ui/content.tsx';
import { Form, FormActions, HiddenField } from '../../../ui/form.tsx';
import type { FormState } from '../../../ui/form-state.ts';
import type { SeanceAgent } from '../../accompagnements/store.ts';
import type { Reglages } from '../rules.ts';
import { Conditions, Lignes, Personne, Verification } from './views-champs.tsx';

export type FormProps = {
  readonly title: string;
  readonly seance: SeanceAgent;
  readonly state: FormState;
  readonly action: string;
  readonly cle: string;
  readonly reglages: Reglages;
  readonly suppleants: readonly { readonly value: string; readonly label: string }[];
  /** The mandat that this one takes the place of. */
  readonly remplace: string | null;
  readonly retour: string;
};

export function MandatFormPage(props: FormProps) {
  const { title, seance, state, action, cle, reglages, suppleants, remplace, retour } = props;
  return (
    <>
      <PageHeader
        title={title}
        lead={`${seance.endroit}, ${formatDate(seance.jour)}, ${formatPlage(seance.heureDebut, seance.heureFin)}`}
      />
      <p class="e-muted">
        Le mandat se signe ici, à deux, une fois l’identité vérifiée (article 2). Ce qui est saisi est scellé : vous
        seul le lisez.
      </p>
      {remplace !== null && (
        <Alert title="Ce mandat en remplace un autre">
          La personne est là et signe à nouveau : demandez-lui encore son document. L’ancien mandat et ses preuves ne
          changent pas.
        </Alert>
      )}
      <Form state={state} action={action} idempotencyKey={cle}>
        {remplace !== null && <HiddenField name="remplace" value={remplace} />}
        <Personne state={state} />
        <Verification state={state} reglages={reglages} />
        <Lignes state={state} />
        <Conditions state={state} reglages={reglages} suppleants={suppleants} />
        <FormActions>
          <SubmitButton>Lire et signer</SubmitButton>
          <ButtonLink href={retour} variant="tertiary">
            Annuler
          </ButtonLink>
        </FormActions>
      </Form>
    </>
  );
}

/** Why no mandat may be signed now, and what to do. */
export function HorsSeancePage(props: {
  readonly raison: string;
  readonly retour: string;
  /** The draft that was to be signed: it may be abandoned now rather than in the night. */
  readonly brouillon?: string;
}) {
  const { raison, retour, brouillon } = props;
  return (
    <>
      <PageHeader title="Pas de signature maintenant" />
      <Alert tone="warning">{raison}</Alert>
      <div class="e-actions">
        <ButtonLink href="/agenda" variant="primary">
          Ouvrir mon agenda
        </ButtonLink>
        <ButtonLink href="/ponctuelles/nouvelle">Aide ponctuelle ailleurs</ButtonLink>
        <ButtonLink href="/mandats/papier">Mandats papier</ButtonLink>
        {brouillon !== undefined && (
          <ButtonLink href={`/mandats/${brouillon}/abandonner`}>Abandonner ce mandat</ButtonLink>
        )}
        <ButtonLink href={retour} variant="tertiary">
          Revenir
        </ButtonLink>
      </div>
    </>
  );
}

export function AbandonnerPage({ id, cle }: { readonly id: string; readonly cle: string }) {
  return (
    <>
      <PageHeader title="Abandonner ce mandat ?" />
      <Alert tone="warning">
        Rien n’a été signé. Ce qui a été saisi est détruit aussitôt, avec sa clé : cela ne se retrouve pas.
      </Alert>
      <form method="post" action={`/mandats/${id}/abandonner`}>
        <HiddenField name="_cle" value={cle} />
        <FormActions>
          <SubmitButton danger>Abandonner</SubmitButton>
          <ButtonLink href={`/mandats/${id}/signer`}>Ne pas abandonner</ButtonLink>
        </FormActions>
      </form>
    </>
  );
}

/** Sent again, once it is signed: nothing more is done. */
export function DejaSignePage({ id }: { readonly id: string }) {
  return (
    <>
      <PageHeader title="Ce mandat est déjà signé" />
      <p>Cet envoi est venu après la signature : il n’a rien changé.</p>
      <div class="e-actions">
        <ButtonLink href={`/mandats/${id}/signe`} variant="primary">
          Voir le mandat signé
        </ButtonLink>
      </div>
    </>
  );
}

/** Right after the signature: the copy first. */
export function SignePage({
  id,
  seanceId,
  code,
  copie,
}: {
  readonly id: string;
  readonly seanceId: string;
  readonly code: string;
  readonly copie: boolean;
}) {
  return (
    <ConfirmationPage
      title="Le mandat est signé"
      next={[
        { href: `/mandats/${id}`, label: 'Ouvrir le mandat' },
        { href: `/mandats/${id}/document.pdf`, label: 'Lire le document scellé (PDF)' },
        { href: `/seances/${seanceId}`, label: 'Revenir à la séance' },
      ]}
    >
      {copie ? (
        <>
          <p>
            Imprimez maintenant la copie et remettez-la à la personne : elle porte le code et le lien qui retirent le
            mandat. Ils ne sont écrits nulle part ailleurs, et la copie ne s’imprime plus après minuit.
          </p>
          <div class="e-actions">
            <ButtonLink href={`/mandats/${id}/copie.pdf`} variant="primary" icon="download">
              Imprimer la copie (PDF)
            </ButtonLink>
          </div>
        </>
      ) : (
        <EmptyState title="La copie ne s’imprime plus">
          Le code et le lien de retrait ne sont plus qu’entre les mains de la personne.
        </EmptyState>
      )}
      <p>
        Code de vérification du document : <strong>{code}</strong>
      </p>
    </ConfirmationPage>
  );
}
