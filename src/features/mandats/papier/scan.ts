import type { Phrases } from '../../../domain/refus.ts';
import { dangersOf } from '../../../platform/pdf/read/dangers.ts';
import { Objects } from '../../../platform/pdf/read/objects.ts';
import { readPdf } from '../../../platform/pdf/read/revisions.ts';
import { cleanPicture } from '../../../platform/picture.ts';
import { typeFichier } from '../../conventions/pieces/rules.ts';
import { POIDS_SCAN } from '../rules.ts';

/** A sheet at 600 points an inch: beyond, a small file would fill the memory once drawn. */
const PIXELS_MAX = 40_000_000;

/** A scan: a PDF that our seal can be put at the end of, or a picture without anything but what draws it. */
export type Scan = { readonly type: 'pdf' | 'image'; readonly octets: Uint8Array };

export type RefusScan =
  | { readonly refus: 'scan_absent' }
  | { readonly refus: 'scan_lourd' }
  | { readonly refus: 'scan_type' }
  | { readonly refus: 'scan_abime' }
  | { readonly refus: 'scan_protege' }
  | { readonly refus: 'scan_actif' };

export const PHRASES_SCAN: Phrases<RefusScan> = {
  scan_absent: () => 'Joignez le mandat numérisé, toutes ses pages dans un seul fichier.',
  scan_lourd: () => 'Ce fichier dépasse 10 Mo : numérisez en moins fin (200 points par pouce suffisent).',
  scan_type: () => 'Ce fichier n’est ni un PDF, ni une image JPEG ou PNG.',
  scan_abime: () => 'Ce fichier est abîmé ou incomplet : numérisez à nouveau le mandat.',
  scan_protege: () => 'Ce PDF est protégé par un mot de passe : enregistrez-le sans protection.',
  scan_actif: () => 'Ce PDF contient un script, un fichier ou une action : imprimez-le vers un nouveau PDF.',
};

function lirePdf(octets: Uint8Array): Scan | RefusScan {
  const { isEncrypted, isActive } = dangersOf(octets);
  if (isEncrypted) return { refus: 'scan_protege' };
  if (isActive) return { refus: 'scan_actif' };
  const pdf = readPdf(octets);
  if (pdf === undefined || pdf.revisions.at(-1)?.root === undefined) return { refus: 'scan_abime' };
  const pages = new Objects(pdf, pdf.revisions.length - 1).pages();
  return pages.length === 0 ? { refus: 'scan_abime' } : { type: 'pdf', octets };
}

/** Reads a scan by its bytes, never by its name; pictures lose where and when they were taken. */
export async function lireScan(sent: File | undefined): Promise<Scan | RefusScan> {
  if (sent === undefined) return { refus: 'scan_absent' };
  if (sent.size > POIDS_SCAN) return { refus: 'scan_lourd' };
  const octets = new Uint8Array(await sent.arrayBuffer());
  const type = typeFichier(octets);
  if (type === null) return { refus: 'scan_type' };
  if (type === 'application/pdf') return lirePdf(octets);
  const picture = cleanPicture(octets);
  if (typeof picture === 'string') return { refus: 'scan_abime' };
  return picture.width * picture.height > PIXELS_MAX
    ? { refus: 'scan_lourd' }
    : { type: 'image', octets: picture.bytes };
}
