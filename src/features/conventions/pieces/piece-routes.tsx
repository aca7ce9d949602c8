import type { Compte } from '../../../domain/compte.ts';
import { parseForm } from '../../../platform/http/form.ts';
import { file, notFound, type PageContent, page, type Reply, redirect, refusal } from '../../../platform/http/reply.ts';
import { get, post, type Route, type Rq, type SignedRq } from '../../../platform/http/route.ts';
import { blankForm, type FormState } from '../../../ui/form-state.ts';
import { CONVENTIONS } from '../conservation.ts';
import { loadConvention, lockConvention } from '../store.ts';
import { retraitForm } from './forms.ts';
import type { TypeFichier } from './rules.ts';
import { loadPiece, octetsDe, type Piece, retirerPiece } from './store.ts';
import { PiecePage, RetirerPage } from './views-piece.tsx';

const equipe = { equipe: true } as const;
/** Each party signs with its own tool: the équipe technique for the Département, the référent for his structure. */
export const parties = {
  equipe: true,
  referent: (compte: Compte, { structureId }: { readonly structureId: string }) => structureId === compte.structureId,
} as const;

const load = (rq: Rq) => loadPiece(rq.db, rq.territoire.id, rq.params['piece'] ?? '');

/** A reference as the name of a file bears it. */
export const enSurete = (reference: string) => reference.replace(/[^A-Za-z0-9-]+/g, '-');

/** The way to a convention, for who reads it. */
export function pathTo(
  rq: Rq,
  convention: { readonly id: string; readonly reference: string },
): PageContent['breadcrumbs'] {
  const start =
    rq.compte?.role === 'equipe'
      ? { href: '/conventions', label: 'Conventions' }
      : { href: '/ma-structure', label: 'Ma structure' };
  return [start, { href: `/conventions/${convention.id}`, label: `Convention ${convention.reference}` }];
}

async function showPiece(rq: Rq, piece: Piece): Promise<Reply> {
  const convention = await loadConvention(rq.db, rq.territoire.id, piece.conventionId);
  if (convention === undefined) return notFound();
  const figee = piece.figeeId === null ? undefined : await loadPiece(rq.db, rq.territoire.id, piece.figeeId);
  return page({
    title: piece.nom,
    breadcrumbs: pathTo(rq, convention) ?? [],
    body: <PiecePage piece={piece} figee={figee} convention={convention} isEquipe={rq.compte?.role === 'equipe'} />,
  });
}

const ENDINGS: Readonly<Record<TypeFichier, string>> = {
  'application/pdf': 'pdf',
  'image/jpeg': 'jpg',
  'image/png': 'png',
};
const NOMS: Readonly<Record<Piece['genre'], string>> = { figee: 'a-signer', signee: 'signee', scan: 'document' };

function retirerPage(rq: Rq, piece: Piece, state: FormState): PageContent {
  return {
    title: 'Retirer une pièce',
    breadcrumbs: pathTo(rq, { id: piece.conventionId, reference: piece.reference }) ?? [],
    body: <RetirerPage piece={piece} state={state} cle={rq.key} />,
  };
}

async function retirer(rq: SignedRq, piece: Piece): Promise<Reply> {
  await lockConvention(rq.db, rq.territoire.id, piece.conventionId);
  const sent = parseForm(retraitForm, rq.form);
  if (!sent.ok) return refusal(retirerPage(rq, piece, sent.state));
  await retirerPiece(rq.db, rq.territoire.id, piece.id, sent.data.motif, rq.compte.id);
  return redirect(`/conventions/${piece.conventionId}#pieces`, {
    flash: 'La pièce est retirée : elle reste gardée, sans compter.',
  });
}

/** One paper: read, downloaded, withdrawn. */
export const pieceRoutes: readonly Route[] = [
  get('/pieces/:piece', { access: parties, load, handle: showPiece }),

  get('/pieces/:piece/fichier', {
    access: parties,
    load,
    handle: async (rq, piece) =>
      file({
        bytes: await octetsDe(rq.db, rq.territoire.id, piece.id),
        type: piece.type,
        name: `convention-${enSurete(piece.reference)}-${NOMS[piece.genre]}.${ENDINGS[piece.type]}`,
        inline: piece.genre === 'scan',
      }),
  }),

  get('/pieces/:piece/retirer', {
    access: equipe,
    load,
    handle: async (rq, piece) =>
      piece.isRetiree ? redirect(`/pieces/${piece.id}`) : page(retirerPage(rq, piece, blankForm())),
  }),

  post('/pieces/:piece/retirer', {
    acte: 'retirer une pièce d’une convention',
    collecte: [CONVENTIONS],
    access: equipe,
    load,
    handle: retirer,
  }),
];
