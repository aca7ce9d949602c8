import { formatDate, parisDate } from '../../../domain/date.ts';
import { ButtonLink, SubmitButton } from '../../../ui/button.tsx';
import { SelectField } from '../../../ui/choice.tsx';
import { Alert, PageHeader } from '../../../ui/content.tsx';
import { FileField } from '../../../ui/field.tsx';
import { Form, FormActions } from '../../../ui/form.tsx';
import type { FormState } from '../../../ui/form-state.ts';
import { type Evenement, jourConnu, TYPES_EVENEMENT } from '../rules.ts';
import type { ConventionComplete } from '../store.ts';
import { POIDS_MAX } from './rules.ts';
import type { Piece } from './store.ts';

type Common = { readonly convention: ConventionComplete; readonly state: FormState; readonly cle: string };

/** What freezing does and what is missing, before it is done. `refus`: why it is not possible. */
export function FigerPage(
  props: Common & {
    readonly manques: readonly string[];
    readonly refus: string | null;
    readonly version: Piece | undefined;
  },
) {
  const { convention, state, cle, manques, refus, version } = props;
  const back = `/conventions/${convention.id}`;
  return (
    <>
      <PageHeader
        kicker={`Convention ${convention.reference}`}
        title="Figer le PDF pour signature"
        lead="Les octets du PDF d’aujourd’hui sont gardés tels quels. Un code de vérification est imprimé au pied de chaque page : chacun peut contrôler qu’il tient bien ce fichier."
      />
      {refus !== null && (
        <>
          <Alert tone="warning">{refus}</Alert>
          <ButtonLink href={`${back}#pieces`}>Revenir aux pièces</ButtonLink>
        </>
      )}
      {refus === null && (
        <>
          {manques.length > 0 && (
            <Alert tone="warning" title="À regarder avant de figer : rien n’est bloqué">
              <ul>
                {manques.map((manque) => (
                  <li>{manque}</li>
                ))}
              </ul>
            </Alert>
          )}
          {version !== undefined && (
            <Alert>
              Une version est déjà figée, le {formatDate(parisDate(version.createdAt))} (code {version.code}). Elle
              reste dans les pièces ; la nouvelle devient celle à signer.
            </Alert>
          )}
          <p>
            <a href={`${back}/convention.pdf`}>Relire le PDF tel qu’il sera figé, au code près</a>
          </p>
          <Form state={state} action={`${back}/pieces/figer`} idempotencyKey={cle}>
            <FormActions>
              <SubmitButton>Figer le PDF</SubmitButton>
              <ButtonLink href={`${back}#pieces`} variant="tertiary">
                Renoncer
              </ButtonLink>
            </FormActions>
          </Form>
        </>
      )}
    </>
  );
}

export function SigneePage(
  props: Common & { readonly version: Piece | undefined; readonly suivante: Piece | undefined },
) {
  const { convention, state, cle, version, suivante } = props;
  const back = `/conventions/${convention.id}`;
  return (
    <>
      <PageHeader
        kicker={`Convention ${convention.reference}`}
        title="Joindre un PDF signé"
        lead="Le fichier doit commencer exactement par le PDF figé : votre outil ajoute sa signature à la fin. Ses signatures sont lues, et le fichier n’est gardé que si elles sont intactes."
      />
      {version === undefined || suivante === undefined ? (
        <>
          <Alert>
            Aucun PDF n’est figé pour signature. L’équipe technique le fige depuis la page de la convention.
          </Alert>
          <ButtonLink href={`${back}#pieces`}>Revenir aux pièces</ButtonLink>
        </>
      ) : (
        <>
          <p>
            À signer : <a href={`/pieces/${suivante.id}/fichier`}>{suivante.nom}</a>, figé le{' '}
            {formatDate(parisDate(version.createdAt))}, code {version.code}.
          </p>
          <Form state={state} action={`${back}/pieces/signee`} idempotencyKey={cle} multipart>
            <FileField
              state={state}
              name="fichier"
              label="PDF signé"
              hint="20 Mo au plus. Signé électroniquement, et non imprimé puis numérisé."
              accept="application/pdf"
              maxBytes={POIDS_MAX}
            />
            <FormActions>
              <SubmitButton>Lire et joindre</SubmitButton>
              <ButtonLink href={`${back}#pieces`} variant="tertiary">
                Renoncer
              </ButtonLink>
            </FormActions>
          </Form>
        </>
      )}
    </>
  );
}

export function ScanPage(props: Common & { readonly evenements: readonly Evenement[] }) {
  const { convention, state, cle, evenements } = props;
  const back = `/conventions/${convention.id}`;
  return (
    <>
      <PageHeader
        kicker={`Convention ${convention.reference}`}
        title="Joindre un document"
        lead="La numérisation d’un original, d’une délibération, d’un accusé de réception, d’un avis postal. Elle est gardée telle quelle et ne change plus."
      />
      <Form state={state} action={`${back}/pieces/nouvelle`} idempotencyKey={cle} multipart>
        <FileField
          state={state}
          name="fichier"
          label="Fichier"
          hint="PDF, JPEG ou PNG, 20 Mo au plus."
          accept="application/pdf,image/jpeg,image/png"
          maxBytes={POIDS_MAX}
        />
        <SelectField
          state={state}
          name="evenementId"
          label="Événement que ce document prouve"
          hint="Rien pour un document qui concerne toute la convention."
          optional
          blank="Aucun en particulier"
          options={evenements.map((evenement) => ({
            value: evenement.id,
            label: `${TYPES_EVENEMENT[evenement.type]}, ${formatDate(jourConnu(evenement))}`,
          }))}
        />
        <FormActions>
          <SubmitButton>Joindre le document</SubmitButton>
          <ButtonLink href={`${back}#pieces`} variant="tertiary">
            Renoncer
          </ButtonLink>
        </FormActions>
      </Form>
    </>
  );
}
