import { formatDate, formatDateLongue } from '../../domain/date.ts';
import { ButtonLink, SubmitButton } from '../../ui/button.tsx';
import { RadioGroup, toOptions } from '../../ui/choice.tsx';
import { MailLink, PhoneLink } from '../../ui/contact.tsx';
import { Alert, DescriptionList, EmptyState, PageHeader, Section, StatusTag } from '../../ui/content.tsx';
import { Disclosure } from '../../ui/figure.tsx';
import { Form, FormActions, HiddenField } from '../../ui/form.tsx';
import type { FormState } from '../../ui/form-state.ts';
import type { Remise } from '../mandats/remise/store.ts';
import type { Sursis } from '../mandats/sursis/store.ts';
import type { LigneLue } from './dossier/lecture.ts';
import type { GelPose } from './gel/store.ts';
import {
  CANAUX,
  DECISIONS,
  DEMANDEURS_DITS,
  DROITS_EXERCES,
  MOTIFS_PROLONGATION,
  MOTIFS_REFUS,
  MOYENS,
  NOMS_DROIT,
  REMIS,
} from './rules.ts';
import type { Verification } from './store.ts';
import { type DemandeLue, EtatTag } from './views.tsx';
import { SonGel } from './views-gel.tsx';
import { SesMandats } from './views-mandats.tsx';

type Fiche = {
  readonly demande: DemandeLue;
  readonly verifications: readonly Verification[];
  readonly lignes: readonly LigneLue[];
  /** What agents were asked to hand over. */
  readonly remises: readonly Remise[];
  readonly gel: GelPose | undefined;
  /** The mandats that it holds. */
  readonly sursis: readonly Sursis[];
  readonly identite: FormState;
  readonly cle: string;
};

export function FichePage(props: Fiche) {
  const { demande } = props;
  const { droit, recueLe, origine, dernierJour, enRetardDepuis, repondueLe } = demande;
  const { nom, article } = NOMS_DROIT[droit];
  return (
    <>
      <PageHeader
        kicker={`${nom}, article ${article} du RGPD`}
        title={demande.reference}
        status={<EtatTag etat={demande.etat} />}
        lead={`« ${DROITS_EXERCES[droit]} », reçue le ${formatDate(recueLe)} ${origine === 'guichet' ? 'à un guichet' : 'par le formulaire public'}.`}
      />
      {repondueLe === null && (
        <Alert tone={enRetardDepuis === null ? 'info' : 'danger'}>
          {enRetardDepuis === null
            ? `À répondre au plus tard le ${formatDateLongue(dernierJour)}.`
            : `En retard depuis le ${formatDate(enRetardDepuis)} : il fallait répondre le ${formatDateLongue(dernierJour)} au plus tard.`}
        </Alert>
      )}
      <Personne {...props} />
      <Identite {...props} />
      <Retenues {...props} />
      {REMIS.has(droit) && <SesMandats {...props} />}
      <Suite {...props} />
      <SonGel {...props} />
    </>
  );
}

function Personne({ demande }: Fiche) {
  return (
    <Section title="Qui demande">
      <DescriptionList
        items={[
          { term: 'Nom', details: demande.nom },
          { term: 'Qui est-ce', details: DEMANDEURS_DITS[demande.demandeur] },
          { term: 'Courriel', details: demande.courriel && <MailLink address={demande.courriel} /> },
          { term: 'Téléphone', details: demande.telephone && <PhoneLink number={demande.telephone} /> },
          { term: 'Adresse postale', details: demande.adresse && <span class="e-pre">{demande.adresse}</span> },
          { term: 'Message', details: demande.message && <span class="e-pre">{demande.message}</span> },
        ]}
      />
    </Section>
  );
}

function Identite({ demande, verifications, identite, cle }: Fiche) {
  return (
    <Section title="Est-ce bien cette personne ?" id="identite">
      {demande.identite ? (
        <p>
          <StatusTag tone="success" label="Identité établie" />
        </p>
      ) : (
        <p>
          <StatusTag tone="warning" label="Identité à vérifier" /> Tant qu’elle ne l’est pas, rien n’est remis ni
          effacé. Le délai court toujours.
        </p>
      )}
      {verifications.length > 0 && (
        <ul>
          {verifications.map(({ moyen, jour, par }) => (
            <li>
              {formatDate(jour)}
              {par && `, ${par}`} : {MOYENS[moyen].toLowerCase()}.
            </li>
          ))}
        </ul>
      )}
      {demande.repondueLe === null &&
        (demande.identite ? (
          <Disclosure summary="Noter une autre vérification" open={identite.errors.length > 0}>
            <VerificationForm demande={demande} state={identite} cle={cle} />
          </Disclosure>
        ) : (
          <VerificationForm demande={demande} state={identite} cle={cle} />
        ))}
    </Section>
  );
}

function VerificationForm(props: { readonly demande: DemandeLue; readonly state: FormState; readonly cle: string }) {
  return (
    <Form state={props.state} action={`/droits/${props.demande.id}/identite`} idempotencyKey={props.cle}>
      <RadioGroup
        state={props.state}
        name="moyen"
        label="Comment l’avez-vous vérifiée ?"
        hint="Ne demandez que ce qu’il faut, et seulement en cas de doute : jamais la copie ni le numéro d’un papier."
        options={toOptions(MOYENS)}
      />
      <FormActions>
        <SubmitButton variant="secondary">Noter la vérification</SubmitButton>
      </FormActions>
    </Form>
  );
}

function Retenues({ demande, lignes, cle }: Fiche) {
  const isOpen = demande.repondueLe === null;
  const canErase = isOpen && demande.identite && lignes.some(({ fait }) => fait !== 'effacee');
  return (
    <Section
      title="Ce qui est gardé de cette personne"
      id="lignes"
      actions={
        <>
          {isOpen && <ButtonLink href={`/droits/${demande.id}/recherche`}>Chercher ses données</ButtonLink>}
          {demande.identite && lignes.length > 0 && (
            <>
              <ButtonLink href={`/droits/${demande.id}/dossier`} download>
                Son dossier, à lire
              </ButtonLink>
              <ButtonLink href={`/droits/${demande.id}/donnees`} download>
                Ses données, pour un ordinateur
              </ButtonLink>
            </>
          )}
          {canErase && (
            <ButtonLink href={`/droits/${demande.id}/effacer`} variant="tertiary">
              Effacer
            </ButtonLink>
          )}
        </>
      }
    >
      {lignes.length === 0 ? (
        <EmptyState title="Aucune ligne n’est retenue">
          <p>Cherchez dans tout ce qu’Escale garde, puis cochez ce qui est à cette personne.</p>
        </EmptyState>
      ) : (
        <ul class="e-retenues">
          {lignes.map((ligne) => (
            <Retenue demande={demande} ligne={ligne} cle={cle} />
          ))}
        </ul>
      )}
    </Section>
  );
}

const FAITS = {
  corrigee: { tone: 'success', label: 'Corrigée' },
  effacee: { tone: 'success', label: 'Effacée' },
  gardee: { tone: 'warning', label: 'Gardée' },
  gelee: { tone: 'info', label: 'Gelée' },
  degelee: { tone: 'neutral', label: 'Gel levé' },
} as const;

function Retenue(props: { readonly demande: DemandeLue; readonly ligne: LigneLue; readonly cle: string }) {
  const { demande, ligne, cle } = props;
  const { nom, resume, fait, faitLe, raison, correction } = ligne;
  const action = `/droits/${demande.id}/lignes/${ligne.id}`;
  const canCorrect = demande.droit === 'rectification' && fait === null && correction !== null;
  return (
    <li>
      <strong>{nom}</strong> {fait && <StatusTag {...FAITS[fait]} />}
      {faitLe && <span class="e-muted"> le {formatDate(faitLe)}</span>}
      {raison && <p>{raison}</p>}
      {resume ? (
        <p class="e-muted">{resume}</p>
      ) : (
        fait !== 'effacee' && <p class="e-muted">Cette ligne n’existe plus.</p>
      )}
      {canCorrect && (
        <p>
          Se corrige ici, par {correction.qui} : <a href={correction.href}>{correction.label}</a>
        </p>
      )}
      {demande.repondueLe === null && fait === null && (
        <div class="e-actions">
          {canCorrect && (
            <form method="post" action={`${action}/corrigee`}>
              <HiddenField name="_cle" value={cle} />
              <SubmitButton variant="secondary">
                C’est corrigé<span class="ds-sr-only"> : {nom}</span>
              </SubmitButton>
            </form>
          )}
          <form method="post" action={`${action}/retirer`}>
            <HiddenField name="_cle" value={cle} />
            <SubmitButton variant="tertiary">
              Ce n’est pas elle<span class="ds-sr-only"> : {nom}</span>
            </SubmitButton>
          </form>
        </div>
      )}
    </li>
  );
}

function Suite({ demande }: Fiche) {
  const { decision, decideeLe, motif, precision, repondueLe, canal, prolongeeLe } = demande;
  const { prolongationMotif, prolongationPrecision } = demande;
  const isOpen = repondueLe === null;
  return (
    <Section
      title="Décision et réponse"
      id="suite"
      actions={
        <>
          {isOpen && (
            <ButtonLink
              href={`/droits/${demande.id}/decision`}
              variant={demande.decision === null ? 'primary' : 'secondary'}
            >
              {decision === null ? 'Décider' : 'Changer la décision'}
            </ButtonLink>
          )}
          {decision !== null && (
            <ButtonLink href={`/droits/${demande.id}/reponse`} variant={isOpen ? 'primary' : 'secondary'}>
              {isOpen ? 'Répondre' : 'Relire la réponse'}
            </ButtonLink>
          )}
          {isOpen && prolongeeLe === null && (
            <ButtonLink href={`/droits/${demande.id}/prolonger`} variant="tertiary">
              Prolonger le délai
            </ButtonLink>
          )}
        </>
      }
    >
      <DescriptionList
        items={[
          {
            term: 'Délai',
            details:
              prolongeeLe === null
                ? 'un mois'
                : `trois mois ; la personne en a été prévenue le ${formatDate(prolongeeLe)}. ${prolongationMotif && MOTIFS_PROLONGATION[prolongationMotif]} : ${prolongationPrecision}`,
          },
          {
            term: 'Décision',
            details:
              decision === null || decideeLe === null
                ? 'à prendre'
                : `${DECISIONS[decision]}, le ${formatDate(decideeLe)}`,
          },
          ...(motif === null
            ? []
            : [{ term: 'Raison', details: `${MOTIFS_REFUS[motif].libelle} (article ${MOTIFS_REFUS[motif].article})` }]),
          ...(precision === null ? [] : [{ term: 'Précision', details: <span class="e-pre">{precision}</span> }]),
          {
            term: 'Réponse',
            details:
              repondueLe === null || canal === null
                ? 'à donner'
                : `${CANAUX[canal].toLowerCase()}, le ${formatDate(repondueLe)}`,
          },
        ]}
      />
    </Section>
  );
}
