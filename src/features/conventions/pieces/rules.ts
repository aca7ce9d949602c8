import type { Nomenclature } from '../../../domain/nomenclatures.ts';
import type { Phrases } from '../../../domain/refus.ts';
import { type Convention, evenementsDeType, LIBELLES_PARTIE, manquesPartie, PARTIES } from '../rules.ts';

/** The papers of a convention: the PDF frozen to be signed, what comes back signed, what was printed or received and scanned. */
export const GENRES_PIECE = {
  figee: 'PDF figé pour signature',
  signee: 'PDF signé',
  scan: 'Document numérisé',
} as const satisfies Nomenclature;
export type GenrePiece = keyof typeof GENRES_PIECE;

export const TYPES_FICHIER = {
  'application/pdf': 'PDF',
  'image/jpeg': 'JPEG',
  'image/png': 'PNG',
} as const satisfies Nomenclature;
export type TypeFichier = keyof typeof TYPES_FICHIER;

/** The heaviest paper, in bytes: 20 Mo. */
export const POIDS_MAX = 20 * 1024 * 1024;

const DEBUTS: readonly (readonly [TypeFichier, readonly number[]])[] = [
  ['application/pdf', [0x25, 0x50, 0x44, 0x46, 0x2d]],
  ['image/jpeg', [0xff, 0xd8, 0xff]],
  ['image/png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
];

/** Kind of a file, from its first bytes and never from its name; null for one that is not kept. */
export function typeFichier(octets: Uint8Array): TypeFichier | null {
  const found = DEBUTS.find(([, start]) => start.every((byte, rank) => octets[rank] === byte));
  return found?.[0] ?? null;
}

/** Whether a file ends as its kind does: a PDF, by its end mark; a picture, by its last block. */
export function estEntier(type: TypeFichier, octets: Uint8Array): boolean {
  const end = Array.from(octets.subarray(-1024), (byte) => String.fromCharCode(byte)).join('');
  if (type === 'application/pdf') return end.includes('%%EOF');
  return end.includes(type === 'image/png' ? 'IEND' : '\xff\xd9');
}

/**
 * The name of a file as it is shown: without the folders that a browser may tell, nor characters that nobody sees; 120
 * characters at most, its ending kept.
 * Example: « C:\\Scans\\accusé\u202efdp.pdf » → « accuséfdp.pdf ».
 */
export function nomFichier(nom: string): string {
  const last = nom.normalize('NFC').split(/[/\\]/).at(-1) ?? '';
  const shown = [
    ...last
      .replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '')
      .replace(/\s+/gu, ' ')
      .trim(),
  ];
  if (shown.length === 0) return 'sans nom';
  if (shown.length <= 120) return shown.join('');
  const ending = /\.[A-Za-z0-9]{1,5}$/.exec(shown.join(''))?.[0] ?? '';
  return `${shown.slice(0, 119 - ending.length).join('')}…${ending}`;
}

/** Figures and letters that are not taken for one another: neither I, L, O nor U. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const SIGNES = 12;

/**
 * The verification code that these random bytes make: 12 signs of 5 bits, by fours.
 * Example: twelve zeros → « 0000-0000-0000 ».
 */
export function codeVerification(hasard: Uint8Array): string {
  if (hasard.length < SIGNES) throw new Error('A code needs 12 random bytes');
  const signs = Array.from(hasard.subarray(0, SIGNES), (byte) => ALPHABET.charAt(byte % ALPHABET.length)).join('');
  return signs.replace(/(.{4})(?=.)/g, '$1-');
}

export type Recherche = { readonly code: string } | { readonly sha256: string };

/**
 * What somebody types or pastes to check a file: its code, however written, or its SHA-256, alone or within the answer of
 * `sha256sum` or `Get-FileHash`. Null when it is neither.
 * Example: « 7k3m qx2f 9trb » → the code « 7K3M-QX2F-9TRB »; « E3B0… convention.pdf » → its 64 figures.
 */
export function lireRecherche(saisie: string): Recherche | null {
  const digest = /(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])/i.exec(saisie)?.[0];
  if (digest !== undefined) return { sha256: digest.toLowerCase() };
  const signs = saisie
    .toUpperCase()
    .replaceAll(/[\s.\-‐‑–—]/g, '')
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1');
  if (signs.length !== SIGNES || ![...signs].every((sign) => ALPHABET.includes(sign))) return null;
  return { code: signs.replace(/(.{4})(?=.)/g, '$1-') };
}

/** What the rules need to know of a paper. */
export type PieceConnue = {
  readonly id: string;
  readonly genre: GenrePiece;
  readonly isRetiree: boolean;
};

export type RefusFiger = { readonly refus: 'deja_signee' } | { readonly refus: 'signature_lue' };

export const PHRASES_FIGER: Phrases<RefusFiger> = {
  deja_signee: () =>
    'Une signature est déjà enregistrée : le texte signé ne change plus. Si elle l’a été par erreur, annulez-la d’abord.',
  signature_lue: () =>
    'Un PDF signé est déjà joint : on ne fige plus d’autre texte. S’il l’a été par erreur, retirez-le d’abord.',
};

/**
 * Whether a version may be frozen for signature: not once somebody has signed, on paper or in a file that came back.
 *
 * Source: art. 6, « à compter de sa signature par l'ensemble des Parties »: all sign the same text.
 * Example: one signature recorded on 2022-10-03 → refused; cancelled since → allowed.
 */
export function verifierFiger(convention: Convention, pieces: readonly PieceConnue[]): RefusFiger | null {
  if (evenementsDeType(convention, 'signature').length > 0) return { refus: 'deja_signee' };
  const isSigned = pieces.some(({ genre, isRetiree }) => genre === 'signee' && !isRetiree);
  return isSigned ? { refus: 'signature_lue' } : null;
}

/**
 * What is still missing when a version is frozen, a sentence each; nothing is blocked.
 *
 * Source: préambule, each party is authorised by a délibération, which the text of the convention names.
 */
export function manquesAvantFiger(convention: Convention): readonly string[] {
  return PARTIES.flatMap((partie) => {
    const de = partie === 'departement' ? 'du Département' : 'du Bénéficiaire';
    const missing = manquesPartie(convention, partie);
    if (missing.includes('deliberation')) {
      return [`La délibération ${de} n’est pas enregistrée : le PDF portera « à renseigner » à sa place.`];
    }
    if (!missing.includes('accuse')) return [];
    return [
      `L’accusé de réception en préfecture de la délibération ${de} manque : ${LIBELLES_PARTIE[partie]} signerait avant.`,
    ];
  });
}

/** The version to sign: the last one frozen, withdrawn ones apart. `pieces` oldest first. */
export function versionASigner<P extends PieceConnue>(pieces: readonly P[]): P | undefined {
  return pieces.findLast(({ genre, isRetiree }) => genre === 'figee' && !isRetiree);
}

/** The last file that came back signed, withdrawn ones apart: the next party signs that one. */
export function dernierSigne<P extends PieceConnue>(pieces: readonly P[]): P | undefined {
  return pieces.findLast(({ genre, isRetiree }) => genre === 'signee' && !isRetiree);
}

export type RefusScan =
  | { readonly refus: 'absent' }
  | { readonly refus: 'trop_lourd' }
  | { readonly refus: 'type' }
  | { readonly refus: 'tronque' }
  | { readonly refus: 'protege' }
  | { readonly refus: 'actif' }
  | { readonly refus: 'deja_joint' };

export const PHRASES_SCAN: Phrases<RefusScan> = {
  absent: () => 'Choisissez le fichier à joindre.',
  trop_lourd: () =>
    'Ce fichier dépasse 20 Mo : numérisez en moins fin (200 points par pouce suffisent), ou en plusieurs fichiers.',
  type: () => 'Ce fichier n’est ni un PDF, ni une image JPEG ou PNG : enregistrez-le dans l’un de ces formats.',
  tronque: () => 'Ce fichier est incomplet, sa fin manque : téléchargez-le ou numérisez-le à nouveau.',
  protege: () => 'Ce PDF est protégé par un mot de passe ou chiffré : joignez-le sans protection.',
  actif: () =>
    'Ce PDF contient un script, un fichier embarqué ou une action automatique : imprimez-le vers un nouveau PDF, puis joignez celui-là.',
  deja_joint: () => 'Ce fichier est déjà joint à cette convention, pour le même événement.',
};
