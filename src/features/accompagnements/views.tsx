import type { Child } from 'hono/jsx';
import { formatDate, formatDuMois, formatDuree, formatHeure } from '../../domain/date.ts';
import { ButtonLink, SubmitButton } from '../../ui/button.tsx';
import { Alert, PageHeader } from '../../ui/content.tsx';
import { Form, FormActions, HiddenField } from '../../ui/form.tsx';
import type { FormState } from '../../ui/form-state.ts';
import { ChampsIndividuel, type Choix } from './fiche/champs.tsx';
import { direSaisie } from './fiche/dire.ts';
import type { Attendu } from './fiche/store.ts';
import type { Accompagnement, SeanceAgent } from './store.ts';

/** A choice of before, one tap away. */
export type DernierChoix = { readonly href: string; readonly label: string };

export function AccompagnementPage(props: {
  readonly title: string;
  readonly seance: SeanceAgent;
  readonly state: FormState;
  readonly action: string;
  readonly cle: string;
  readonly nouveau: boolean;
  /** The version that is corrected; '' when it bears none. */
  readonly base: string;
  readonly choix: Choix;
  /** Whom it is for, when a rendez-vous tells. */
  readonly attendu?: Attendu | undefined;
  readonly derniers?: readonly DernierChoix[];
  /** Said above the form: what was taken again, or why what was asked could not be. */
  readonly avis?: Child;
}) {
  const { title, seance, state, action, cle, nouveau, base, choix, attendu, derniers = [], avis } = props;
  return (
    <>
      <PageHeader
        title={title}
        lead={
          <>
            {seance.endroit}, {formatDate(seance.jour)}
            {attendu !== undefined && (
              <>
                <br />
                <strong>
                  {attendu.prenom ?? 'Rendez-vous'}, {formatHeure(attendu.debut)}
                </strong>{' '}
                · {attendu.motif}
              </>
            )}
          </>
        }
      />
      {avis}
      <Derniers derniers={derniers} />
      <Form state={state} action={action} idempotencyKey={cle}>
        <HiddenField name="base" value={base} />
        {/* A device that keeps this form until the network returns knows nothing else of where it was. */}
        <HiddenField name="seance" value={seance.id} />
        <ChampsIndividuel state={state} choix={choix} connu={connuDe(attendu)} />
        <p class="e-muted">
          N’écrivez rien qui désigne la personne : ni nom, ni numéro, ni adresse. Le secret professionnel s’applique
          (article 2).
        </p>
        <FormActions>
          <SubmitButton>Enregistrer</SubmitButton>
          {nouveau && (
            <SubmitButton variant="secondary" name="suite" value="autre">
              Enregistrer et en noter un autre
            </SubmitButton>
          )}
          <ButtonLink href={`/seances/${seance.id}`} variant="tertiary">
            Annuler
          </ButtonLink>
        </FormActions>
      </Form>
    </>
  );
}

/** What the rendez-vous of a page already says above the form. */
function connuDe(attendu: Attendu | undefined): Readonly<Record<string, string>> {
  if (attendu === undefined) return {};
  const { id, debut, personneId } = attendu;
  return { rendezVous: id, heureDebut: debut.toString().slice(0, 5), personne: personneId ?? '' };
}

function Derniers({ derniers }: { readonly derniers: readonly DernierChoix[] }) {
  if (derniers.length === 0) return null;
  return (
    <nav aria-label="Derniers choix">
      <ul class="e-derniers">
        <li class="e-muted">Comme :</li>
        {derniers.map(({ href, label }) => (
          <li>
            <a href={href}>{label}</a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** A day of a month whose relevé is certified. */
export type MoisCertifie = { readonly jour: Temporal.PlainDate; readonly releveId: string };

/** Why nothing of a month changes any more, and how it can. */
export function CertifieAlert({ jour, releveId }: MoisCertifie) {
  return (
    <Alert tone="info" title={`Le relevé ${formatDuMois(jour)} est certifié`}>
      Ce qu’il compte ne s’ajoute, ne se modifie et ne se supprime plus. S’il contient une erreur, ouvrez une correction
      depuis <a href={`/releves/${releveId}`}>la page du relevé</a> : la saisie redevient possible, et l’ancienne
      version reste à côté.
    </Alert>
  );
}

/** Instead of a form, for a month that is certified. */
export function CertifiePage({
  title,
  certifie,
  retour,
  historique,
}: {
  readonly title: string;
  readonly certifie: MoisCertifie;
  readonly retour: string;
  readonly historique?: string | undefined;
}) {
  return (
    <>
      <PageHeader title={title} />
      <CertifieAlert {...certifie} />
      <p class="e-actions">
        <ButtonLink href={retour}>Revenir à la séance</ButtonLink>
        {historique !== undefined && (
          <ButtonLink href={historique} variant="tertiary">
            Voir son historique
          </ButtonLink>
        )}
      </p>
    </>
  );
}

export function SupprimerPage({
  accompagnement,
  retour,
  cle,
  avis,
}: {
  readonly accompagnement: Accompagnement;
  readonly retour: string;
  readonly cle: string;
  /** Why it is asked again. */
  readonly avis?: string | undefined;
}) {
  return (
    <>
      <PageHeader title="Supprimer cet accompagnement ?" />
      {avis && <Alert tone="danger">{avis}</Alert>}
      <Alert tone="warning">
        {direSaisie(accompagnement)}, {formatDuree(accompagnement.dureeMinutes)}, le {formatDate(accompagnement.jour)}.
        La suppression est définitive. Votre historique en garde la trace.
      </Alert>
      <form method="post" action={`/accompagnements/${accompagnement.id}/supprimer`}>
        <HiddenField name="_cle" value={cle} />
        <HiddenField name="base" value={accompagnement.versionId ?? ''} />
        <FormActions>
          <SubmitButton danger>Supprimer</SubmitButton>
          <ButtonLink href={retour}>Ne pas supprimer</ButtonLink>
        </FormActions>
      </form>
    </>
  );
}
