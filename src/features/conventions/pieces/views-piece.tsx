import { formatDate, parisDate } from '../../../domain/date.ts';
import { ButtonLink, SubmitButton } from '../../../ui/button.tsx';
import { Alert, DescriptionList, PageHeader, Section, StatusTag } from '../../../ui/content.tsx';
import { TextField } from '../../../ui/field.tsx';
import { Form, FormActions } from '../../../ui/form.tsx';
import type { FormState } from '../../../ui/form-state.ts';
import { enClair } from '../recit.ts';
import { evenementsDeType, PARTIES, type Partie, TYPES_EVENEMENT } from '../rules.ts';
import type { ConventionComplete } from '../store.ts';
import { REMARQUES, type SignatureLue } from './lecture.ts';
import { jourDeSignature, moment, poids, signatureEnClair } from './recit.ts';
import { GENRES_PIECE, TYPES_FICHIER } from './rules.ts';
import type { Piece } from './store.ts';

const DU_DE: Readonly<Record<Partie, string>> = { departement: 'du Département', beneficiaire: 'du Bénéficiaire' };

/** One paper: what it is, its digest, what was read of its signatures, and what to do next. */
export function PiecePage(props: {
  readonly piece: Piece;
  readonly figee: Piece | undefined;
  readonly convention: ConventionComplete;
  readonly isEquipe: boolean;
}) {
  const { piece, figee, convention, isEquipe } = props;
  const proved = convention.evenements.find(({ id }) => id === piece.evenementId);
  return (
    <>
      <PageHeader
        kicker={`Convention ${convention.reference}`}
        title={piece.nom}
        lead={GENRES_PIECE[piece.genre]}
        status={piece.isRetiree ? <StatusTag tone="warning" label="Retirée" /> : undefined}
        actions={
          <>
            <ButtonLink href={`/pieces/${piece.id}/fichier`} icon="download" variant="primary">
              {piece.genre === 'scan' ? 'Ouvrir le fichier' : 'Télécharger le fichier'}
            </ButtonLink>
            {isEquipe && !piece.isRetiree && <ButtonLink href={`/pieces/${piece.id}/retirer`}>Retirer</ButtonLink>}
          </>
        }
      />
      {piece.retrait !== null && (
        <Alert tone="warning" title="Cette pièce est retirée : elle ne compte plus">
          Le {moment(piece.retrait.le)}
          {piece.retrait.par !== null && `, par ${piece.retrait.par}`}. Motif : {piece.retrait.motif}
        </Alert>
      )}
      {piece.lecture !== null && (
        <Section title="Signatures">
          <ul>
            {piece.lecture.signatures.map((signature) => (
              <li>
                {signatureEnClair(signature)}.{' '}
                {signature.emetteur === signature.nom
                  ? 'Le signataire s’est délivré lui-même son certificat.'
                  : `Certificat délivré par ${signature.emetteur}.`}
              </li>
            ))}
          </ul>
          {piece.lecture.remarques.length > 0 && (
            <Alert tone="info" title="À savoir">
              <ul>
                {piece.lecture.remarques.map((remarque) => (
                  <li>{REMARQUES[remarque]}</li>
                ))}
              </ul>
            </Alert>
          )}
          <p class="e-muted">
            Lu le {moment(piece.createdAt)}. « Chaîne non vérifiée » : le certificat ne remonte à aucune autorité que
            cette installation connaît ; le contenu est intact, mais le nom n’est garanti que par celui qui l’a écrit.
            Une révocation du certificat n’est pas recherchée.
          </p>
          {isEquipe && !piece.isRetiree && (
            <Enregistrer convention={convention} signatures={piece.lecture.signatures} />
          )}
        </Section>
      )}
      <Section title="Le fichier">
        <DescriptionList
          items={[
            { term: 'Format', details: `${TYPES_FICHIER[piece.type]}, ${poids(piece.taille)}` },
            {
              term: 'Jointe',
              details: `le ${moment(piece.createdAt)}${piece.createdBy === null ? '' : `, par ${piece.createdBy}`}`,
            },
            ...(piece.code === null ? [] : [{ term: 'Code de vérification', details: piece.code }]),
            ...(proved === undefined
              ? []
              : [{ term: 'Prouve', details: `${TYPES_EVENEMENT[proved.type]} : ${enClair(proved)}` }]),
            ...(figee === undefined
              ? []
              : [
                  {
                    term: 'Commence par',
                    details: (
                      <a href={`/pieces/${figee.id}`}>
                        le PDF figé le {formatDate(parisDate(figee.createdAt))}, code {figee.code}
                      </a>
                    ),
                  },
                ]),
            { term: 'Empreinte SHA-256', details: <code class="e-empreinte">{piece.sha256}</code> },
          ]}
        />
        <p>
          <a href={`/verifier?q=${piece.sha256}`}>Ce que voit qui vérifie ce fichier</a>
        </p>
      </Section>
    </>
  );
}

/** The events that the signatures read would prove: each opens its form, filled beforehand, and nothing is recorded by itself. */
function Enregistrer(props: { readonly convention: ConventionComplete; readonly signatures: readonly SignatureLue[] }) {
  const { convention, signatures } = props;
  const signed = new Set(evenementsDeType(convention, 'signature').map(({ partie }) => partie));
  const missing = PARTIES.filter((partie) => !signed.has(partie));
  const people = signatures.filter(({ genre }) => genre === 'signature');
  if (missing.length === 0 || people.length === 0) return null;
  return (
    <>
      <p>Rien n’est enregistré sans vous : dites à quelle partie revient chaque signature.</p>
      <ul class="e-suites">
        {people.map((signature) => (
          <li>
            <span>{signature.nom}</span>
            <span class="e-actions">
              {missing.map((partie) => (
                <ButtonLink href={saisieDe(convention, partie, signature)}>
                  Enregistrer la signature {DU_DE[partie]}
                  <span class="ds-sr-only"> : {signature.nom}</span>
                </ButtonLink>
              ))}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}

function saisieDe(convention: ConventionComplete, partie: Partie, signature: SignatureLue): string {
  const jour = jourDeSignature(signature);
  const query = new URLSearchParams({
    type: 'signature',
    partie,
    signataire: signature.nom,
    ...(jour === null ? {} : { date: jour.toString() }),
  });
  return `/conventions/${convention.id}/evenements/nouveau?${query}`;
}

export function RetirerPage(props: { readonly piece: Piece; readonly state: FormState; readonly cle: string }) {
  const { piece, state, cle } = props;
  return (
    <>
      <PageHeader
        kicker={`Convention ${piece.reference}`}
        title="Retirer cette pièce ?"
        lead={`${piece.nom} : ${GENRES_PIECE[piece.genre]}`}
      />
      <Alert tone="warning">
        Elle ne sera plus dans la liste et ne comptera plus. Elle reste gardée, avec son empreinte, votre nom et le
        motif ; un retrait ne s’annule pas, mais le même fichier peut être joint à nouveau.
      </Alert>
      <Form state={state} action={`/pieces/${piece.id}/retirer`} idempotencyKey={cle}>
        <TextField state={state} name="motif" label="Motif du retrait" hint="Par exemple « mauvais fichier »." />
        <FormActions>
          <SubmitButton danger>Retirer la pièce</SubmitButton>
          <ButtonLink href={`/pieces/${piece.id}`} variant="tertiary">
            La garder
          </ButtonLink>
        </FormActions>
      </Form>
    </>
  );
}
