import { formatDateCourte, formatHeure, parisDate, parisTime } from '../../../domain/date.ts';
import { ButtonLink, SubmitButton } from '../../../ui/button.tsx';
import { Alert, DescriptionList, PageHeader, Section } from '../../../ui/content.tsx';
import { Form } from '../../../ui/form.tsx';
import { blankForm } from '../../../ui/form-state.ts';
import { SimpleTable } from '../../../ui/simple-table.tsx';
import type { ConventionComplete } from '../../conventions/store.ts';
import { ACTES_RELEVE, direLignePart, ETATS_RELEVE, lignesPart, type Montre, type PartBeneficiaire } from '../rules.ts';
import type { Acte, Releve } from '../store.ts';
import { ChiffresReleve } from './chiffres.tsx';
import { EtatTag, titreDuMois } from './commun.tsx';

/** What who reads it may do now. */
export type Peut = {
  readonly envoyer: boolean;
  readonly reprendre: boolean;
  readonly part: boolean;
  readonly certifier: boolean;
  readonly corriger: boolean;
};

export type ReleveProps = {
  readonly releve: Releve;
  readonly convention: ConventionComplete;
  /** Null: who reads it reads its figures once it is sent. */
  readonly montre: Montre | null;
  /** The print of what is shown, as documents say it. */
  readonly empreinte: string;
  /** Whether what is kept still has the print that was certified. */
  readonly isIntact: boolean;
  readonly isLate: boolean;
  readonly versions: readonly Releve[];
  readonly actes: readonly Acte[];
  /** What changed since the version before; null: there is none. */
  readonly ecarts: readonly string[] | null;
  readonly agents: readonly string[];
  readonly peut: Peut;
  readonly cle: string;
};

export function titreDuReleve({ releve, convention }: Pick<ReleveProps, 'releve' | 'convention'>): string {
  const version = releve.numero > 1 ? `, version ${releve.numero}` : '';
  return `${titreDuMois(releve.mois)}${version}, ${convention.structure.nom}`;
}

export function RelevePage(props: ReleveProps) {
  const { releve, convention, montre, peut } = props;
  const url = `/releves/${releve.id}`;
  return (
    <>
      <PageHeader
        kicker={`Relevé d’activité, convention ${convention.reference}`}
        title={titreDuReleve(props)}
        status={<EtatTag etat={releve.etat} isLate={props.isLate} />}
        actions={
          montre !== null && (
            <>
              <ButtonLink href={`${url}/document.pdf`} icon="download">
                Relevé (PDF)
              </ButtonLink>
              <ButtonLink href={`${url}/tableur.xlsx`} icon="download">
                Tableur (XLSX)
              </ButtonLink>
            </>
          )
        }
      />
      <OuEnEst {...props} />
      <EcartsSection {...props} />
      {montre === null ? (
        <Section title="Ce qui a été fait" id="chiffres">
          <p>Les chiffres vous sont montrés dès que le relevé vous est envoyé.</p>
        </Section>
      ) : (
        <ChiffresReleve montre={montre} />
      )}
      <PartSection releve={releve} href={peut.part ? `${url}/part` : null} />
      <HistoriqueSection {...props} />
    </>
  );
}

function instant(at: Temporal.Instant): string {
  return `${formatDateCourte(parisDate(at))}, ${formatHeure(parisTime(at))}`;
}

/** Where it stands in a sentence, and what can be done of it now. */
function OuEnEst(props: ReleveProps) {
  const { releve, peut, cle } = props;
  const url = `/releves/${releve.id}`;
  const remarques = props.actes.find(({ acte }) => acte === 'retourne')?.texte ?? null;
  return (
    <>
      {releve.etat === 'a_envoyer' && (
        <Alert tone="info" title={releve.numero > 1 ? 'Correction en cours' : 'Préparé d’après les saisies du mois'}>
          {props.montre !== null && 'Ces chiffres suivent les saisies tant que le relevé n’est pas certifié. '}
          {peut.envoyer
            ? 'Relisez-les, corrigez vos saisies s’il le faut, puis envoyez.'
            : `Il attend d’être envoyé${props.agents.length > 0 ? ` par ${props.agents.join(' ou ')}` : ''}.`}
        </Alert>
      )}
      {releve.etat === 'retourne' && (
        <Alert tone="warning" title="Retourné par le Bénéficiaire">
          {remarques}
        </Alert>
      )}
      {releve.etat === 'envoye' && (
        <Alert tone="info" title={peut.certifier ? 'Ce relevé vous attend' : 'Envoyé au Bénéficiaire'}>
          {peut.certifier
            ? 'Relisez-le, ajoutez votre part, puis certifiez-le, ou retournez-le avec vos remarques. Si l’agent corrige une saisie d’ici là, les chiffres suivent.'
            : 'Il attend que le référent de la structure le certifie, ou le retourne avec ses remarques. D’ici là, une saisie corrigée le change encore.'}
        </Alert>
      )}
      {releve.etat === 'certifie' && <Certifie {...props} />}
      <div class="e-actions">
        {peut.envoyer && (
          <Form state={blankForm()} action={`${url}/envoyer`} idempotencyKey={cle}>
            <SubmitButton>Envoyer au Bénéficiaire</SubmitButton>
          </Form>
        )}
        {peut.reprendre && (
          <Form state={blankForm()} action={`${url}/reprendre`} idempotencyKey={cle}>
            <SubmitButton variant="secondary">Reprendre ce relevé</SubmitButton>
          </Form>
        )}
        {peut.part && releve.part === null && (
          <ButtonLink href={`${url}/part`} variant="primary">
            Ajouter ma part
          </ButtonLink>
        )}
        {peut.certifier && releve.part !== null && (
          <ButtonLink href={`${url}/certifier`} variant="primary">
            Certifier
          </ButtonLink>
        )}
        {peut.certifier && <ButtonLink href={`${url}/retourner`}>Retourner avec des remarques</ButtonLink>}
        {peut.corriger && <ButtonLink href={`${url}/corriger`}>Ouvrir une correction</ButtonLink>}
      </div>
    </>
  );
}

function Certifie({ releve, empreinte, isIntact, versions }: ReleveProps) {
  const last = versions.at(-1);
  return (
    <>
      {isIntact ? (
        <Alert tone="success" title={`Certifié par ${releve.certifieNom}`}>
          {releve.certifieAt && `Le ${instant(releve.certifieAt)}. `}
          Ces chiffres ne changent plus. Empreinte vérifiée : <code>{empreinte}</code>
        </Alert>
      ) : (
        <Alert tone="danger" title="L’empreinte ne correspond plus">
          Ce qui est enregistré n’est pas ce qui a été certifié : prévenez l’administrateur avant de vous en servir.
        </Alert>
      )}
      {last !== undefined && last.id !== releve.id && (
        <Alert tone="warning" title="Une version plus récente existe">
          <a href={`/releves/${last.id}`}>
            Ouvrir la version {last.numero}, {ETATS_RELEVE[last.etat].toLowerCase()}
          </a>
        </Alert>
      )}
    </>
  );
}

function EcartsSection({ releve, ecarts, versions }: ReleveProps) {
  if (ecarts === null) return null;
  const before = versions.find(({ numero }) => numero === releve.numero - 1);
  return (
    <Section title={`Ce qui change depuis la version ${releve.numero - 1}`} id="ecarts">
      <p>Motif de la correction : {releve.correctionMotif}</p>
      {ecarts.length === 0 ? (
        <p>Rien n’a changé pour l’instant.</p>
      ) : (
        <ul>
          {ecarts.map((ligne) => (
            <li>{ligne}</li>
          ))}
        </ul>
      )}
      {before && (
        <p>
          <a href={`/releves/${before.id}`}>Lire la version {before.numero}, certifiée</a>
        </p>
      )}
    </Section>
  );
}

/** What the Bénéficiaire told of his own. `href`: where he tells it. */
function PartSection({ releve, href }: { readonly releve: Releve; readonly href: string | null }) {
  return (
    <Section
      title="Activités réalisées par le Bénéficiaire"
      id="part"
      actions={href !== null && releve.part !== null && <ButtonLink href={href}>Modifier ma part</ButtonLink>}
    >
      {releve.part === null ? <p>Le Bénéficiaire n’a pas encore ajouté sa part.</p> : <PartListe part={releve.part} />}
    </Section>
  );
}

export function PartListe({ part }: { readonly part: PartBeneficiaire }) {
  return (
    <DescriptionList
      items={lignesPart(part).map((ligne) => ({ term: ligne.libelle, details: direLignePart(ligne) }))}
    />
  );
}

function HistoriqueSection({ actes, versions, releve }: ReleveProps) {
  const numeros = new Map(versions.map(({ id, numero }) => [id, numero]));
  return (
    <Section title="Historique" id="historique">
      {actes.length === 0 ? (
        <p>Rien n’a encore été fait de ce relevé.</p>
      ) : (
        <SimpleTable
          caption="Historique"
          captionHidden
          columns={[{ label: 'Quand' }, { label: 'Quoi' }, { label: 'Par' }, { label: 'Remarque' }]}
          rows={actes.map(({ createdAt, acte, auteur, texte, releveId }) => [
            instant(createdAt),
            `${ACTES_RELEVE[acte]}${versions.length > 1 ? ` (version ${numeros.get(releveId) ?? ''})` : ''}`,
            auteur ?? 'Un compte fermé',
            texte ?? '',
          ])}
        />
      )}
      {versions.length > 1 && (
        <ul class="e-links">
          {versions
            .filter(({ id }) => id !== releve.id)
            .map(({ id, numero, etat }) => (
              <li>
                <a href={`/releves/${id}`}>
                  Version {numero}, {ETATS_RELEVE[etat].toLowerCase()}
                </a>
              </li>
            ))}
        </ul>
      )}
    </Section>
  );
}
