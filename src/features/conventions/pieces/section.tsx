import { formatDate, parisDate } from '../../../domain/date.ts';
import { ButtonLink } from '../../../ui/button.tsx';
import { EmptyState, Section } from '../../../ui/content.tsx';
import { Disclosure } from '../../../ui/figure.tsx';
import { SimpleTable } from '../../../ui/simple-table.tsx';
import { enClair } from '../recit.ts';
import { evenementsDeType, PARTIES, TYPES_EVENEMENT } from '../rules.ts';
import type { ConventionComplete } from '../store.ts';
import { moment, poids, signatureEnClair } from './recit.ts';
import { dernierSigne, GENRES_PIECE, TYPES_FICHIER, verifierFiger, versionASigner } from './rules.ts';
import type { Piece } from './store.ts';

/** The papers of a convention: what is to be signed, what came back, what proves its events. */
export function PiecesSection(props: {
  readonly convention: ConventionComplete;
  readonly pieces: readonly Piece[];
  readonly isEquipe: boolean;
}) {
  const { convention, pieces, isEquipe } = props;
  const kept = pieces.filter(({ isRetiree }) => !isRetiree);
  const withdrawn = pieces.filter(({ isRetiree }) => isRetiree);
  const url = `/conventions/${convention.id}/pieces`;
  const signed = new Set(evenementsDeType(convention, 'signature').map(({ partie }) => partie));
  const isSigned = PARTIES.every((partie) => signed.has(partie));
  const canFreeze = isEquipe && verifierFiger(convention, pieces) === null;
  return (
    <Section
      title="Pièces"
      id="pieces"
      actions={
        isEquipe && (
          <>
            {canFreeze && <ButtonLink href={`${url}/figer`}>Figer le PDF pour signature</ButtonLink>}
            <ButtonLink href={`${url}/nouvelle`}>Joindre un document</ButtonLink>
          </>
        )
      }
    >
      {!isSigned && <ASigner pieces={pieces} url={url} />}
      {kept.length === 0 ? (
        <EmptyState title="Aucune pièce n’est jointe.">
          {isEquipe
            ? 'Figez le PDF de la convention pour le faire signer, ou joignez la numérisation d’une délibération, d’un accusé, d’un original.'
            : 'Les papiers de la convention seront ici, à mesure que l’équipe technique les joint.'}
        </EmptyState>
      ) : (
        <Liste pieces={kept} convention={convention} caption="De la plus récente à la plus ancienne" />
      )}
      {withdrawn.length > 0 && (
        <Disclosure summary={withdrawn.length === 1 ? 'Une pièce retirée' : `${withdrawn.length} pièces retirées`}>
          <Liste
            pieces={withdrawn}
            convention={convention}
            caption="Retirées par erreur de dépôt, gardées pour mémoire"
          />
        </Disclosure>
      )}
    </Section>
  );
}

function ASigner({ pieces, url }: { readonly pieces: readonly Piece[]; readonly url: string }) {
  const version = versionASigner(pieces);
  if (version === undefined) return null;
  const signed = dernierSigne(pieces);
  const next = signed ?? version;
  return (
    <div>
      <p>
        {signed === undefined ? (
          <>
            Le PDF à signer est figé depuis le {formatDate(parisDate(version.createdAt))}, code{' '}
            <strong>{version.code}</strong>.
          </>
        ) : (
          <>
            Un PDF signé est joint depuis le {formatDate(parisDate(signed.createdAt))} : c’est lui que l’autre partie
            signe à son tour.
          </>
        )}{' '}
        Avec son propre outil, chaque partie ajoute sa signature sans réenregistrer le fichier, puis le joint ici. Sur
        papier, il s’imprime en deux originaux.
      </p>
      <p class="e-actions">
        <ButtonLink href={`/pieces/${next.id}/fichier`} icon="download" download>
          Télécharger le PDF à signer
        </ButtonLink>
        <ButtonLink href={`${url}/signee`}>Joindre un PDF signé</ButtonLink>
      </p>
    </div>
  );
}

function Liste(props: {
  readonly pieces: readonly Piece[];
  readonly convention: ConventionComplete;
  readonly caption: string;
}) {
  const { pieces, convention, caption } = props;
  return (
    <SimpleTable
      caption={caption}
      columns={[{ label: 'Pièce' }, { label: 'Ce qu’elle est' }, { label: 'Jointe' }]}
      rows={pieces.toReversed().map((piece) => [
        <a href={`/pieces/${piece.id}`}>{piece.nom}</a>,
        <Nature piece={piece} convention={convention} />,
        <span class="e-muted">
          le {moment(piece.createdAt)}
          {piece.createdBy !== null && `, par ${piece.createdBy}`}
        </span>,
      ])}
    />
  );
}

function Nature({ piece, convention }: { readonly piece: Piece; readonly convention: ConventionComplete }) {
  const proved = convention.evenements.find(({ id }) => id === piece.evenementId);
  return (
    <div>
      <strong>{GENRES_PIECE[piece.genre]}</strong>, {TYPES_FICHIER[piece.type]}, {poids(piece.taille)}
      {piece.code !== null && (
        <>
          <br />
          Code {piece.code}
        </>
      )}
      {proved !== undefined && (
        <>
          <br />
          {TYPES_EVENEMENT[proved.type]} : {enClair(proved)}
        </>
      )}
      {piece.lecture?.signatures.map((signature) => (
        <>
          <br />
          {signatureEnClair(signature)}
        </>
      ))}
      {piece.retrait !== null && (
        <>
          <br />
          Retirée le {moment(piece.retrait.le)} : {piece.retrait.motif}
        </>
      )}
    </div>
  );
}
