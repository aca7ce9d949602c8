import { createHash, randomBytes } from 'node:crypto';
import { estRefus, phrase } from '../../../domain/refus.ts';
import { urlDe } from '../../../domain/territoire.ts';
import type { Anchors } from '../../../platform/cms/chain.ts';
import { parseForm, withErrors } from '../../../platform/http/form.ts';
import { notFound, type PageContent, page, type Reply, redirect, refusal } from '../../../platform/http/reply.ts';
import { get, post, type Route, type Rq, type SignedRq } from '../../../platform/http/route.ts';
import { dangersOf } from '../../../platform/pdf/read/dangers.ts';
import { blankForm, type FieldError, type FormState } from '../../../ui/form-state.ts';
import { CONVENTIONS } from '../conservation.ts';
import { renderConvention } from '../document.ts';
import { papierDe } from '../papier-de.ts';
import { evenementsEffectifs } from '../rules.ts';
import { type ConventionComplete, loadConvention, lockConvention } from '../store.ts';
import { scanForm } from './forms.ts';
import { lireSigne, PHRASES_SIGNE, type RefusSigne } from './lecture.ts';
import { enSurete, parties, pathTo, pieceRoutes } from './piece-routes.tsx';
import {
  codeVerification,
  dernierSigne,
  estEntier,
  manquesAvantFiger,
  nomFichier,
  PHRASES_FIGER,
  PHRASES_SCAN,
  POIDS_MAX,
  type RefusScan,
  type TypeFichier,
  typeFichier,
  verifierFiger,
  versionASigner,
} from './rules.ts';
import { octetsDe, piecesDe, savePiece } from './store.ts';
import { FigerPage, ScanPage, SigneePage } from './views.tsx';

const equipe = { equipe: true } as const;
/** A form around the heaviest file. */
const POIDS_FORMULAIRE = POIDS_MAX + 64 * 1024;

const load = (rq: Rq) => loadConvention(rq.db, rq.territoire.id, rq.params['convention'] ?? '');

async function figerPage(
  rq: Rq,
  convention: ConventionComplete,
): Promise<PageContent & { readonly refus: string | null }> {
  const pieces = await piecesDe(rq.db, rq.territoire.id, convention.id);
  const refused = verifierFiger(convention, pieces);
  const refus = refused === null ? null : phrase(PHRASES_FIGER, refused);
  return {
    title: 'Figer le PDF pour signature',
    breadcrumbs: pathTo(rq, convention) ?? [],
    refus,
    body: (
      <FigerPage
        convention={convention}
        state={blankForm()}
        cle={rq.key}
        manques={manquesAvantFiger(convention)}
        refus={refus}
        version={versionASigner(pieces)}
      />
    ),
  };
}

async function figer(rq: SignedRq, loaded: ConventionComplete, url: string): Promise<Reply> {
  const convention = await lockConvention(rq.db, rq.territoire.id, loaded.id);
  if (convention === undefined) return notFound();
  const shown = await figerPage(rq, convention);
  if (shown.refus !== null) return refusal(shown);
  const code = codeVerification(randomBytes(12));
  const verification = { code, adresse: `${urlDe(url, rq.territoire)}/verifier` };
  const octets = await renderConvention({ ...(await papierDe(rq, convention)), verification });
  const nom = `convention-${enSurete(convention.reference)}-a-signer.pdf`;
  const piece = { conventionId: convention.id, genre: 'figee', code, nom, octets } as const;
  const id = await savePiece(rq.db, rq.territoire.id, piece, rq.compte.id);
  return redirect(`/conventions/${convention.id}#pieces`, {
    flash: `Le PDF est figé, code ${code} : téléchargez-le, signez-le, puis joignez-le signé.`,
    objet: ['piece', id],
  });
}

async function signeePage(rq: Rq, convention: ConventionComplete, state: FormState): Promise<PageContent> {
  const pieces = await piecesDe(rq.db, rq.territoire.id, convention.id);
  const version = versionASigner(pieces);
  return {
    title: 'Joindre un PDF signé',
    breadcrumbs: pathTo(rq, convention) ?? [],
    body: (
      <SigneePage
        convention={convention}
        state={state}
        cle={rq.key}
        version={version}
        suivante={version && (dernierSigne(pieces) ?? version)}
      />
    ),
  };
}

const octetsDuFichier = async (sent: File): Promise<Uint8Array> => new Uint8Array(await sent.arrayBuffer());
const sha256 = (octets: Uint8Array): string => createHash('sha256').update(octets).digest('hex');

async function joindreSignee(rq: SignedRq, loaded: ConventionComplete, ancres: Anchors): Promise<Reply> {
  const convention = await lockConvention(rq.db, rq.territoire.id, loaded.id);
  if (convention === undefined) return notFound();
  const refuse = async (message: string) =>
    refusal(await signeePage(rq, convention, { values: {}, errors: [{ field: 'fichier', message }] }));
  const pieces = await piecesDe(rq.db, rq.territoire.id, convention.id);
  const version = versionASigner(pieces);
  const sent = rq.form.files['fichier'];
  if (version === undefined) return refusal(await signeePage(rq, convention, blankForm()));
  if (sent === undefined) return refuse('Choisissez le PDF signé.');
  if (sent.size > POIDS_MAX) return refuse(phrase(PHRASES_SCAN, { refus: 'trop_lourd' }));
  const octets = await octetsDuFichier(sent);
  const digest = sha256(octets);
  if (pieces.some((piece) => piece.genre === 'signee' && !piece.isRetiree && piece.sha256 === digest)) {
    return refuse(phrase(PHRASES_SIGNE, { refus: 'deja_joint' } satisfies RefusSigne));
  }
  const previous = dernierSigne(pieces);
  const lecture = await lireSigne(octets, await octetsDe(rq.db, rq.territoire.id, version.id), {
    ancres,
    now: rq.now,
    precedent: previous === undefined ? null : await octetsDe(rq.db, rq.territoire.id, previous.id),
  });
  if (estRefus(lecture)) return refuse(phrase(PHRASES_SIGNE, lecture));
  const piece = {
    conventionId: convention.id,
    genre: 'signee',
    figeeId: version.id,
    nom: nomFichier(sent.name),
    octets,
    lecture,
  } as const;
  const id = await savePiece(rq.db, rq.territoire.id, piece, rq.compte.id);
  return redirect(`/pieces/${id}`, {
    flash: 'Le PDF signé est joint : voici les signatures lues. Rien d’autre n’est encore enregistré.',
    objet: ['piece', id],
  });
}

async function scanPage(rq: Rq, convention: ConventionComplete, state: FormState): Promise<PageContent> {
  return {
    title: 'Joindre un document',
    breadcrumbs: pathTo(rq, convention) ?? [],
    body: (
      <ScanPage
        convention={convention}
        state={state}
        cle={rq.key}
        evenements={evenementsEffectifs(convention.evenements)}
      />
    ),
  };
}

type ScanRecu = { readonly octets: Uint8Array; readonly type: TypeFichier; readonly nom: string };

async function recevoirScan(sent: File | undefined): Promise<ScanRecu | RefusScan> {
  if (sent === undefined) return { refus: 'absent' };
  if (sent.size > POIDS_MAX) return { refus: 'trop_lourd' };
  const octets = await octetsDuFichier(sent);
  const type = typeFichier(octets);
  if (type === null) return { refus: 'type' };
  if (!estEntier(type, octets)) return { refus: 'tronque' };
  if (type === 'application/pdf') {
    const { isEncrypted, isActive } = dangersOf(octets);
    if (isEncrypted) return { refus: 'protege' };
    if (isActive) return { refus: 'actif' };
  }
  return { octets, type, nom: nomFichier(sent.name) };
}

async function joindreScan(rq: SignedRq, loaded: ConventionComplete): Promise<Reply> {
  const convention = await lockConvention(rq.db, rq.territoire.id, loaded.id);
  if (convention === undefined) return notFound();
  const sent = parseForm(scanForm, rq.form);
  const recu = await recevoirScan(rq.form.files['fichier']);
  const errors: FieldError[] = estRefus(recu) ? [{ field: 'fichier', message: phrase(PHRASES_SCAN, recu) }] : [];
  const refuse = async (more: readonly FieldError[] = []) =>
    refusal(await scanPage(rq, convention, withErrors(sent.state, [...errors, ...more])));
  if (!sent.ok || estRefus(recu)) return refuse();
  const { evenementId } = sent.data;
  const known = evenementsEffectifs(convention.evenements).some(({ id }) => id === evenementId);
  if (evenementId !== null && !known) {
    return refuse([{ field: 'evenementId', message: 'Choisissez l’événement dans la liste.' }]);
  }
  const digest = sha256(recu.octets);
  const pieces = await piecesDe(rq.db, rq.territoire.id, convention.id);
  const isThere = pieces.some(
    (piece) => !piece.isRetiree && piece.sha256 === digest && piece.evenementId === evenementId,
  );
  if (isThere) return refuse([{ field: 'fichier', message: phrase(PHRASES_SCAN, { refus: 'deja_joint' }) }]);
  const piece = { conventionId: convention.id, genre: 'scan', evenementId, ...recu } as const;
  const id = await savePiece(rq.db, rq.territoire.id, piece, rq.compte.id);
  return redirect(`/conventions/${convention.id}#pieces`, { flash: 'Le document est joint.', objet: ['piece', id] });
}

/** The papers of a convention. `url`: the address of the installation, printed on what is frozen. */
export function piecesRoutes(options: {
  readonly url: string;
  readonly ancres?: Anchors | undefined;
}): readonly Route[] {
  const { url, ancres = [] } = options;
  return [
    get('/conventions/:convention/pieces/figer', {
      access: equipe,
      load,
      handle: async (rq, convention) => page(await figerPage(rq, convention)),
    }),

    post('/conventions/:convention/pieces/figer', {
      acte: 'figer le PDF d’une convention',
      collecte: 'rien',
      access: equipe,
      load,
      handle: (rq, convention) => figer(rq, convention, url),
    }),

    get('/conventions/:convention/pieces/signee', {
      access: parties,
      load,
      handle: async (rq, convention) => page(await signeePage(rq, convention, blankForm())),
    }),

    post('/conventions/:convention/pieces/signee', {
      acte: 'joindre un PDF signé à une convention',
      collecte: [CONVENTIONS],
      poids: POIDS_FORMULAIRE,
      access: parties,
      load,
      handle: (rq, convention) => joindreSignee(rq, convention, ancres),
    }),

    get('/conventions/:convention/pieces/nouvelle', {
      access: equipe,
      load,
      handle: async (rq, convention) => page(await scanPage(rq, convention, blankForm())),
    }),

    post('/conventions/:convention/pieces/nouvelle', {
      acte: 'joindre un document à une convention',
      collecte: [CONVENTIONS],
      poids: POIDS_FORMULAIRE,
      access: equipe,
      load,
      handle: joindreScan,
    }),

    ...pieceRoutes,
  ];
}
