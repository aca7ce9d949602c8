import { z } from 'zod';
import type { Phrases } from '../../../domain/refus.ts';
import type { Anchors } from '../../../platform/cms/chain.ts';
import {
  type ReadSignature,
  readSignature,
  readTimestamp,
  type SignatureRefusal,
} from '../../../platform/cms/message.ts';
import { additionsTo, type Touch, touchesOf } from '../../../platform/pdf/read/changes.ts';
import { activeNames, dangersOf } from '../../../platform/pdf/read/dangers.ts';
import { type PdfFile, readPdf } from '../../../platform/pdf/read/revisions.ts';
import { type PdfSignature, pdfSignatures } from '../../../platform/pdf/read/signatures.ts';
import { typeFichier } from './rules.ts';

/** Why a file is not a signed version of the paper that was frozen. */
export type RefusSigne =
  | { readonly refus: 'deja_joint' }
  | { readonly refus: 'pas_un_pdf' }
  | { readonly refus: 'protege' }
  | { readonly refus: 'tronque' }
  | { readonly refus: 'modifie'; readonly octet: number }
  | { readonly refus: 'numerise' }
  | { readonly refus: 'autre_fichier' }
  | { readonly refus: 'illisible' }
  | { readonly refus: 'actif'; readonly noms: readonly string[] }
  | { readonly refus: 'non_signe' }
  | { readonly refus: 'trop' }
  | { readonly refus: 'plage' }
  | { readonly refus: 'contenu_change' }
  | { readonly refus: 'annotation' }
  | { readonly refus: 'signature_remplacee' }
  | { readonly refus: 'signature'; readonly rang: number; readonly cause: SignatureRefusal | 'format' };

const CAUSES: Readonly<Record<SignatureRefusal | 'format', string>> = {
  unreadable: 'elle ne peut pas être lue',
  altered: 'elle porte sur un autre contenu que celui de ce fichier',
  forged: 'elle n’a pas été faite avec le certificat qu’elle montre',
  weak: 'elle emploie un procédé dépassé (SHA-1, clé trop courte), que rien ne protège d’une imitation',
  format: 'elle est d’un ancien format, qui n’est pas vérifié ici',
};

export const PHRASES_SIGNE: Phrases<RefusSigne> = {
  deja_joint: () => 'Ce fichier signé est déjà joint à cette convention.',
  pas_un_pdf: () => 'Ce fichier n’est pas un PDF : joignez le PDF que votre outil de signature a enregistré.',
  protege: () => 'Ce PDF est protégé par un mot de passe ou chiffré : signez le PDF figé sans le protéger.',
  tronque: () => 'Ce fichier s’arrête avant la fin du PDF figé : il est incomplet, téléchargez-le à nouveau.',
  modifie: ({ octet }) =>
    `Ce fichier est presque le PDF figé, mais au moins un octet a changé (le premier à la position ${octet.toLocaleString('fr-FR')}) : l’outil de signature l’a réécrit au lieu d’ajouter sa signature à la fin, ou le fichier s’est abîmé en chemin. Repartez du PDF téléchargé ici.`,
  numerise: () =>
    'Ce fichier semble être un papier imprimé puis numérisé : joignez-le comme document numérisé, avec « Joindre un document ».',
  autre_fichier: () =>
    'Ce n’est pas le PDF figé : c’est un autre document, une autre version, ou le même réenregistré par un logiciel. Téléchargez le PDF à signer ici, signez-le sans le réenregistrer, puis joignez-le.',
  illisible: () =>
    'Ce qui suit le PDF figé n’est pas écrit comme le veut la norme : rien ne garantit que chacun y lise la même chose. Signez à nouveau avec un autre outil.',
  actif: ({ noms }) =>
    `Ce qui a été ajouté au PDF figé peut agir de lui-même (${noms.join(', ')}) : script, fichier embarqué ou action. Signez à nouveau sans rien ajouter d’autre que la signature.`,
  non_signe: () => 'Ce fichier ne contient aucune signature électronique : signez le PDF figé, puis joignez-le.',
  trop: () =>
    'Ce fichier contient trop de champs de signature pour être celui d’une convention : signez à nouveau le PDF figé.',
  plage: () =>
    'Une signature de ce fichier ne couvre pas tout ce qui précède, ou ment sur ce qu’elle couvre : signez à nouveau avec un autre outil.',
  contenu_change: () =>
    'Ce qui a été ajouté au PDF figé change ce que montrent ses pages : ce n’est plus le texte à signer. Repartez du PDF téléchargé ici.',
  annotation: () =>
    'Une note, un tampon, un champ ou une forme a été posé sur une page du PDF figé. Signez à nouveau sans rien y ajouter d’autre que la signature.',
  signature_remplacee: () =>
    'Une signature déjà donnée a été remplacée ou modifiée. Repartez du dernier PDF signé que montre cette page.',
  signature: ({ rang, cause }) =>
    `La signature n° ${rang} n’est pas bonne : ${CAUSES[cause]}. Ce fichier n’est pas gardé.`,
};

/** What deserves a look in a file that is accepted. */
export const REMARQUES = {
  grande: 'Une signature visible occupe plus d’un quart d’une page : vérifiez qu’elle ne cache rien.',
  structure: 'L’outil de signature a complété la structure que suivent les lecteurs d’écran.',
  ajout: 'Un élément qu’avait ajouté un outil de signature (une apparence, par exemple) a été modifié ensuite.',
  apres: 'Le fichier a été modifié après la dernière signature, autrement que par des preuves de validation.',
  validation: 'Des preuves de validation (certificats, listes de révocation) accompagnent les signatures.',
  sans_precedentes: 'Ce fichier ne contient pas les signatures du PDF signé joint avant lui.',
} as const;
export type Remarque = keyof typeof REMARQUES;

const signatureLue = z.strictObject({
  genre: z.enum(['signature', 'horodatage']),
  nom: z.string(),
  organisme: z.string().nullable(),
  emetteur: z.string(),
  /** Instants, as ISO text. */
  annonceeLe: z.string().nullable(),
  horodateeLe: z.string().nullable(),
  autorite: z.string().nullable(),
  chaine: z.enum(['verifiee', 'perimee', 'non_verifiee']),
});
export type SignatureLue = z.output<typeof signatureLue>;

const lecture = z.strictObject({
  signatures: z.array(signatureLue),
  remarques: z.array(z.enum(['grande', 'structure', 'ajout', 'apres', 'validation', 'sans_precedentes'])),
});
/** What was read of a signed file the day it came: each signature is intact, or the file would not be kept. */
export type Lecture = z.output<typeof lecture>;

/** Reads the column `lecture`; throws when it does not fit. */
export function readLecture(stored: unknown): Lecture {
  return lecture.parse(stored);
}

const GRANDE = 0.25;
const FORMATS: ReadonlySet<string> = new Set(['ETSI.CAdES.detached', 'adbe.pkcs7.detached']);

/**
 * Reads a file that came back against the frozen paper it should begin by. Accepted, it is: those very bytes, then revisions
 * that add signatures, their fields and their proofs and change nothing of what the pages show; each signature covers the whole
 * file as it was when it was given, and is intact. Refuses at the first reason found, in the order of `RefusSigne`.
 *
 * Source: art. 8.2, « dûment daté et signé par chacune d'elles ».
 */
export async function lireSigne(
  octets: Uint8Array,
  figee: Uint8Array,
  {
    ancres,
    now,
    precedent,
  }: { readonly ancres: Anchors; readonly now: Temporal.Instant; readonly precedent: Uint8Array | null },
): Promise<Lecture | RefusSigne> {
  if (typeFichier(octets) !== 'application/pdf') return { refus: 'pas_un_pdf' };
  if (!commencePar(octets, figee)) return diagnostic(octets, figee);
  if (octets.length === figee.length) return { refus: 'non_signe' };
  const file = readPdf(octets);
  if (file === undefined) return { refus: 'illisible' };
  if (file.isEncrypted) return { refus: 'protege' };
  const noms = activeNames(file.names);
  if (noms.length > 0) return { refus: 'actif', noms };
  // The end of line after the end mark may be that of the tool.
  const base = file.revisions.findIndex(({ end }) => end >= figee.length && end <= figee.length + 2);
  if (base === -1) return { refus: 'illisible' };
  const signatures = pdfSignatures(file);
  if (signatures === 'too-many') return { refus: 'trop' };
  const changes = changements(file, base, signatures === 'range' ? base : (signatures.at(-1)?.revision ?? base));
  if ('refus' in changes) return changes;
  if (signatures === 'range') return { refus: 'plage' };
  const lues = await lireSignatures(octets, signatures, ancres, now);
  if ('refus' in lues) return lues;
  if (!signatures.some(({ kind }) => FORMATS.has(kind))) return { refus: 'non_signe' };
  const isAlone = precedent !== null && !commencePar(octets, precedent);
  return { signatures: [...lues], remarques: [...changes, ...(isAlone ? (['sans_precedentes'] as const) : [])] };
}

function commencePar(octets: Uint8Array, debut: Uint8Array): boolean {
  return octets.length >= debut.length && Buffer.compare(octets.subarray(0, debut.length), debut) === 0;
}

const PRESQUE = 0.9;

/** Why a PDF does not begin by the frozen one, as far as can be told. */
function diagnostic(octets: Uint8Array, figee: Uint8Array): RefusSigne {
  if (commencePar(figee, octets)) return { refus: 'tronque' };
  if (dangersOf(octets).isEncrypted) return { refus: 'protege' };
  const length = Math.min(octets.length, figee.length);
  let same = 0;
  let first = -1;
  for (let rank = 0; rank < length; rank++) {
    if (octets[rank] === figee[rank]) same += 1;
    else if (first === -1) first = rank;
  }
  // A byte taken away shifts all that follows: what counts is then how far it was the same.
  if (same / figee.length > PRESQUE || first > figee.length / 2) return { refus: 'modifie', octet: first + 1 };
  const text = Buffer.from(octets.buffer, octets.byteOffset, octets.length).toString('latin1');
  return { refus: /\/(DCTDecode|CCITTFaxDecode|JBIG2Decode|JPXDecode)/.test(text) ? 'numerise' : 'autre_fichier' };
}

function changements(file: PdfFile, base: number, derniere: number): readonly Remarque[] | RefusSigne {
  const remarques = new Set<Remarque>();
  for (let revision = base + 1; revision < file.revisions.length; revision++) {
    const touches = touchesOf(file, revision, base);
    if (touches.has('content')) return { refus: 'contenu_change' };
    if (touches.has('signature')) return { refus: 'signature_remplacee' };
    if (touches.has('structure')) remarques.add('structure');
    if (touches.has('added')) remarques.add('ajout');
    if (touches.has('validation')) remarques.add('validation');
    const isProofOnly = [...touches].every((touch: Touch) => touch === 'validation' || touch === 'infos');
    if (revision > derniere && !isProofOnly) remarques.add('apres');
  }
  const { hasForeign, largest, isDisturbed } = additionsTo(file, base);
  if (isDisturbed) return { refus: 'contenu_change' };
  if (hasForeign) return { refus: 'annotation' };
  if (largest > GRANDE) remarques.add('grande');
  return [...remarques];
}

async function lireSignatures(
  octets: Uint8Array,
  signatures: readonly PdfSignature[],
  anchors: Anchors,
  now: Temporal.Instant,
): Promise<readonly SignatureLue[] | RefusSigne> {
  const lues: SignatureLue[] = [];
  for (const [rank, { kind, cms, covered, date }] of signatures.entries()) {
    const parts = covered.map(({ start, end }) => octets.subarray(start, end));
    const isStamp = kind === 'ETSI.RFC3161';
    const isKnown = isStamp || FORMATS.has(kind);
    const read = !isKnown
      ? ('format' as const)
      : await (isStamp ? readTimestamp(cms, parts, { anchors }) : readSignature(cms, parts, { anchors, now }));
    if (typeof read === 'string') return { refus: 'signature', rang: rank + 1, cause: read };
    lues.push(enFrancais({ ...read, claimedAt: isStamp ? null : (read.claimedAt ?? date) }, isStamp));
  }
  return lues;
}

const CHAINES = { verified: 'verifiee', outdated: 'perimee', unverified: 'non_verifiee' } as const;

function enFrancais(read: ReadSignature, isStamp: boolean): SignatureLue {
  return {
    genre: isStamp ? 'horodatage' : 'signature',
    nom: read.name,
    organisme: read.organisation,
    emetteur: read.issuer,
    annonceeLe: read.claimedAt?.toString() ?? null,
    horodateeLe: read.stampedAt?.toString() ?? null,
    autorite: read.authority,
    chaine: CHAINES[read.chain],
  };
}
