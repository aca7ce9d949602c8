import type { Child } from 'hono/jsx';
import { formatDate } from '../../domain/date.ts';
import { ButtonLink, PrintButton, SubmitButton } from '../../ui/button.tsx';
import { Alert, DescriptionList, EmptyState, PageHeader, Section, StatusTag } from '../../ui/content.tsx';
import { DateField, FileField, NumberField, TextArea, TextField } from '../../ui/field.tsx';
import { Form, FormActions } from '../../ui/form.tsx';
import type { FormState } from '../../ui/form-state.ts';
import { SimpleTable } from '../../ui/simple-table.tsx';
import type { Tone } from '../../ui/tone.ts';
import { PorteDesDonnees } from './porte.tsx';
import {
  DUREE_MAX_MOIS,
  dernierJourHomologation,
  ETATS_VERSION,
  type EtatVersion,
  etatVersion,
  GENRES_DOSSIER,
  type GenreDossier,
  POIDS_MAX,
  type Porte,
} from './rules.ts';
import type { VersionInscrite } from './store.ts';

const TONES: Readonly<Record<EtatVersion, Tone>> = {
  attend: 'warning',
  en_vigueur: 'success',
  a_revoir: 'warning',
  expiree: 'danger',
  remplacee: 'neutral',
  retiree: 'neutral',
};

const EXPLIQUE: Readonly<Record<GenreDossier, string>> = {
  aipd: 'Les risques pour les personnes et ce qui les réduit (RGPD, article 35). Le délégué à la protection des données la signe.',
  homologation:
    'Les risques pour la sécurité, acceptés par une autorité du Département pour une durée (référentiel général de sécurité).',
};

type Lecteur = { readonly isDpo: boolean };

export function DossiersPage(
  props: Lecteur & {
    readonly versions: readonly VersionInscrite[];
    readonly porte: Porte;
    readonly today: Temporal.PlainDate;
  },
) {
  const { versions, porte, today, isDpo } = props;
  return (
    <>
      <PageHeader
        title="Dossiers"
        lead={`L’analyse d’impact et l’homologation de sécurité : les deux doivent être en vigueur avant d’enregistrer de vraies données d’usagers. Situation au ${formatDate(today)}.`}
        actions={<PrintButton />}
      />
      <PorteDesDonnees porte={porte} lien={false} />
      {porte.manques.length === 0 && (
        <Alert tone="success">Les deux dossiers sont en vigueur : de vraies données peuvent être enregistrées.</Alert>
      )}
      {(['aipd', 'homologation'] as const).map((genre) => (
        <Section
          title={GENRES_DOSSIER[genre]}
          id={genre}
          actions={<ButtonLink href={`/dossiers/${genre}/nouvelle`}>Ajouter une version</ButtonLink>}
        >
          <p>{EXPLIQUE[genre]}</p>
          <Versions genre={genre} versions={versions} today={today} isDpo={isDpo} />
        </Section>
      ))}
    </>
  );
}

function Versions(
  props: Lecteur & {
    readonly genre: GenreDossier;
    readonly versions: readonly VersionInscrite[];
    readonly today: Temporal.PlainDate;
  },
) {
  const { genre, versions, today, isDpo } = props;
  const own = versions.filter((one) => one.genre === genre).toReversed();
  if (own.length === 0) return <EmptyState title="Aucune version n’est au dossier" />;
  return (
    <SimpleTable
      caption={`Versions : ${GENRES_DOSSIER[genre]}, de la plus récente à la plus ancienne`}
      captionHidden
      columns={[
        { label: 'Version' },
        { label: 'Document' },
        { label: 'État' },
        { label: genre === 'aipd' ? 'Signature' : 'Décision' },
        { label: 'À faire' },
      ]}
      rows={own.map((one) => {
        const etat = etatVersion(one, versions, today);
        return [
          <span class="e-nowrap">Version {one.numero}</span>,
          <>
            <a href={`/dossiers/${one.id}/fichier`}>{one.fichier}</a>
            <div class="e-muted">
              du {formatDate(one.etabliLe)}, par {one.auteur} ; à revoir le {formatDate(one.revoirLe)}
            </div>
          </>,
          <span class="e-nowrap">
            <StatusTag tone={TONES[etat]} label={ETATS_VERSION[etat]} />
          </span>,
          <Acte version={one} />,
          <Gestes version={one} isDpo={isDpo} />,
        ];
      })}
    />
  );
}

function Acte({ version }: { readonly version: VersionInscrite }): Child {
  const { signature, signataire, decision, retrait } = version;
  return (
    <>
      {signature !== null && (
        <div>
          Signée le {formatDate(signature.le)} par {signataire ?? 'une personne dont l’identité est effacée'}.
          {signature.avis !== null && <span class="e-lines"> Avis : {signature.avis}</span>}
        </div>
      )}
      {decision !== null && (
        <div>
          Décidée le {formatDate(decision.le)} pour {decision.dureeMois} mois ({decision.fonction}) ; jusqu’au{' '}
          {formatDate(dernierJourHomologation(decision))}.
        </div>
      )}
      {signature === null && decision === null && <span class="e-muted">—</span>}
      {retrait !== null && (
        <div class="e-lines">
          Retirée le {formatDate(retrait.le)} : {retrait.raison}
        </div>
      )}
    </>
  );
}

function Gestes({ version, isDpo }: Lecteur & { readonly version: VersionInscrite }) {
  const { id, genre, numero, signature, decision, retrait } = version;
  if (retrait !== null) return <span class="e-muted">—</span>;
  const laquelle = <span class="ds-sr-only"> la version {numero}</span>;
  return (
    <ul class="e-links">
      {genre === 'aipd' && signature === null && isDpo && (
        <li>
          <a href={`/dossiers/aipd/${id}/signer`}>Signer{laquelle}</a>
        </li>
      )}
      {genre === 'aipd' && signature === null && !isDpo && <li>Le délégué doit la signer</li>}
      {genre === 'homologation' && decision === null && (
        <li>
          <a href={`/dossiers/homologation/${id}/decision`}>Enregistrer la décision{laquelle}</a>
        </li>
      )}
      <li>
        <a href={`/dossiers/${id}/retirer`}>Retirer{laquelle}</a>
      </li>
    </ul>
  );
}

type Formulaire = { readonly state: FormState; readonly cle: string };

export function NouvellePage({ genre, state, cle }: Formulaire & { readonly genre: GenreDossier }) {
  return (
    <>
      <PageHeader kicker={GENRES_DOSSIER[genre]} title="Ajouter une version" lead={EXPLIQUE[genre]} />
      <Form state={state} action={`/dossiers/${genre}/nouvelle`} idempotencyKey={cle} multipart>
        <FileField
          state={state}
          name="fichier"
          label="Document"
          hint="PDF, 10 Mo au plus."
          accept="application/pdf"
          maxBytes={POIDS_MAX}
        />
        <DateField state={state} name="etabliLe" label="Date du document" />
        <TextField state={state} name="auteur" label="Auteur" hint="Personne ou service." autocomplete="off" />
        <DateField
          state={state}
          name="revoirLe"
          label="Prochaine révision"
          hint="Au plus tard trois ans après ; plus tôt si le traitement change."
        />
        <FormActions>
          <SubmitButton>Ajouter la version</SubmitButton>
          <ButtonLink href={`/dossiers#${genre}`} variant="tertiary">
            Annuler
          </ButtonLink>
        </FormActions>
      </Form>
    </>
  );
}

type DeVersion = Formulaire & { readonly version: VersionInscrite };

/** What is about to be signed, decided or withdrawn: no other file than that one. */
function Document({ version }: { readonly version: VersionInscrite }) {
  return (
    <DescriptionList
      items={[
        { term: 'Document', details: <a href={`/dossiers/${version.id}/fichier`}>{version.fichier}</a> },
        { term: 'Version', details: `${version.numero}, du ${formatDate(version.etabliLe)}, par ${version.auteur}` },
        { term: 'Prochaine révision', details: formatDate(version.revoirLe) },
        { term: 'Empreinte (SHA-256)', details: <code class="e-lines">{version.sha256}</code> },
      ]}
    />
  );
}

export function SignerPage({ version, state, cle, qui }: DeVersion & { readonly qui: string }) {
  return (
    <>
      <PageHeader
        kicker={GENRES_DOSSIER[version.genre]}
        title="Signer l’analyse d’impact"
        lead="Relisez le document d’abord : c’est ce fichier, à l’octet près, que vous signez."
      />
      <Document version={version} />
      <Form state={state} action={`/dossiers/aipd/${version.id}/signer`} idempotencyKey={cle}>
        <TextArea
          state={state}
          name="texte"
          label="Votre avis"
          hint="Conseil du délégué (RGPD, articles 35.2 et 39.1 c). Il s’imprime avec la signature."
          optional
        />
        <p>La signature porte votre nom ({qui}) et la date d’aujourd’hui. Elle ne s’efface pas.</p>
        <FormActions>
          <SubmitButton>Signer cette version</SubmitButton>
          <ButtonLink href="/dossiers#aipd" variant="tertiary">
            Annuler
          </ButtonLink>
        </FormActions>
      </Form>
    </>
  );
}

export function DecisionPage({ version, state, cle }: DeVersion) {
  return (
    <>
      <PageHeader
        kicker={GENRES_DOSSIER[version.genre]}
        title="Enregistrer la décision d’homologation"
        lead="Celle de l’autorité d’homologation, une fois signée. Le lendemain de son dernier jour, plus rien de nouveau ne peut être enregistré."
      />
      <Document version={version} />
      <Form state={state} action={`/dossiers/homologation/${version.id}/decision`} idempotencyKey={cle}>
        <DateField state={state} name="le" label="Date de la décision" />
        <NumberField
          state={state}
          name="dureeMois"
          label="Durée"
          hint={`${DUREE_MAX_MOIS} mois au plus.`}
          unit="mois"
        />
        <TextField
          state={state}
          name="fonction"
          label="Fonction du signataire"
          hint="Par exemple : directrice générale des services. Le nom est sur la décision."
          autocomplete="off"
        />
        <FormActions>
          <SubmitButton>Enregistrer la décision</SubmitButton>
          <ButtonLink href="/dossiers#homologation" variant="tertiary">
            Annuler
          </ButtonLink>
        </FormActions>
      </Form>
    </>
  );
}

export function RetirerPage({ version, state, cle }: DeVersion) {
  return (
    <>
      <PageHeader
        kicker={GENRES_DOSSIER[version.genre]}
        title="Retirer cette version ?"
        lead="Elle reste dans l’historique, mais ne compte plus. Si c’était celle en vigueur, la précédente reprend sa place, ou la porte se ferme."
      />
      <Document version={version} />
      <Form state={state} action={`/dossiers/${version.id}/retirer`} idempotencyKey={cle}>
        <TextArea state={state} name="texte" label="Pourquoi la retirer" rows={2} />
        <FormActions>
          <SubmitButton danger>Retirer la version</SubmitButton>
          <ButtonLink href={`/dossiers#${version.genre}`} variant="tertiary">
            Annuler
          </ButtonLink>
        </FormActions>
      </Form>
    </>
  );
}
