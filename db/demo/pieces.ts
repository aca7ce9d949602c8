import type { Insertable } from 'kysely';
import { formatDate } from '../../src/domain/date.ts';
import { type Evenement, jourConnu, LIBELLES_PARTIE } from '../../src/features/conventions/rules.ts';
import type { DB } from '../types.ts';
import { demo, demoId } from './ids.ts';

/** Conventions whose papers were scanned; the others await them. No PDF is frozen: a button does it, in front of the visitor. */
export const CONVENTIONS_NUMERISEES: ReadonlySet<string> = new Set([
  demo.conventions.alberes2022,
  demo.conventions.alberes,
  demo.conventions.prades,
  demo.conventions.finitBientot,
  demo.conventions.association,
]);

/** A page of a few lines, as a scanner would send it: in the characters that every reader has, so that it weighs 1 KB. */
export function unePage(lignes: readonly string[]): Buffer {
  const shown = lignes.map((ligne) => ligne.replaceAll('’', "'").replace(/[\\()]/g, '\\$&'));
  const content = `BT /F1 14 Tf 60 760 Td 22 TL ${shown.map((ligne) => `(${ligne}) Tj T*`).join(' ')} ET`;
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R /Lang (fr) >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${Buffer.byteLength(content, 'latin1')} >>\nstream\n${content}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>',
  ];
  let text = '%PDF-1.4\n';
  const places = objects.map((object, rank) => {
    const at = text.length;
    text += `${rank + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(at).padStart(10, '0')} 00000 n \n`;
  });
  const at = text.length;
  text += `xref\n0 6\n0000000000 65535 f \n${places.join('')}trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n${at}\n%%EOF\n`;
  return Buffer.from(text, 'latin1');
}

function lignes(evenement: Evenement): { readonly nom: string; readonly lignes: readonly string[] } | undefined {
  const fictif = 'Document de démonstration : personnes et actes fictifs.';
  if (evenement.type === 'deliberation') {
    const de = LIBELLES_PARTIE[evenement.partie];
    return {
      nom: `deliberation-${evenement.partie}.pdf`,
      lignes: [`Décision n° ${evenement.numero}`, `prise par ${de} le ${formatDate(evenement.date)}`, '', fictif],
    };
  }
  if (evenement.type !== 'teletransmission') return undefined;
  return {
    nom: 'accuse-de-reception.pdf',
    lignes: [
      `Accusé de réception n° ${evenement.numero}`,
      `reçu en préfecture le ${formatDate(evenement.recueLe)}`,
      '',
      fictif,
    ],
  };
}

/** The scans of a convention: its délibérations and their accusés. */
export function pieceRows(
  territoireId: string,
  conventionId: string,
  evenements: readonly Evenement[],
  createdBy: string,
): Insertable<DB['piece']>[] {
  return evenements.flatMap((evenement) => {
    const paper = lignes(evenement);
    if (paper === undefined) return [];
    return {
      territoireId,
      id: demoId(territoireId, 'piece', evenement.id),
      conventionId,
      genre: 'scan',
      evenementId: evenement.id,
      nom: paper.nom,
      type: 'application/pdf',
      octets: unePage(paper.lignes),
      createdBy,
      createdAt: jourConnu(evenement).toZonedDateTime('Europe/Paris').add({ hours: 16 }).toInstant(),
    };
  });
}
