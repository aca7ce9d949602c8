import { formatDate, formatHeure, parisDate, parisTime } from '../../../../domain/date.ts';
import type { Territoire } from '../../../../domain/territoire.ts';
import { type PdfDocument, renderPdf } from '../../../../platform/pdf/render.ts';
import { CAUSES_FIN, OBJETS_DETRUITS } from '../../rules.ts';
import type { Destruction } from './store.ts';

/** What a certificate of destruction says. */
export type ContenuCertificat = {
  readonly numero: number;
  readonly territoire: Pick<Territoire, 'nomComplet' | 'couleur'>;
  readonly etabliAt: Temporal.Instant;
  readonly destructions: readonly Destruction[];
};

/**
 * The certificate of what a run destroyed: for each thing, what, of which mandat, when, why, under which visa, and the print of
 * the ciphertext whose key is gone. Nothing of the person. A4, PDF/UA-1. Same content, same bytes.
 *
 * Source: mandats.md, « a signed certificate without personal content ».
 */
export function renderCertificat(contenu: ContenuCertificat): Promise<Uint8Array> {
  return renderPdf(certificatDocument(contenu));
}

/** « Démarche 2 », « Identité et document » */
export function quoi({ objet, rang }: Pick<Destruction, 'objet' | 'rang'>): string {
  return objet === 'demarche' && rang !== null ? `Démarche ${rang} et ses actes` : OBJETS_DETRUITS[objet];
}

const quand = (at: Temporal.Instant): string => `${formatDate(parisDate(at))} à ${formatHeure(parisTime(at))}`;

/** In groups of eight figures, so that a person can compare it. */
const empreinte = (sha256: Uint8Array): string => (Buffer.from(sha256).toString('hex').match(/.{8}/g) ?? []).join(' ');

/** What is sent to Typst for a certificate: kept apart so that tests can read it. */
export function certificatDocument({ numero, territoire, etabliAt, destructions }: ContenuCertificat): PdfDocument {
  const visas = [...new Set(destructions.map((one) => `n°\u00a0${one.visaReference}, du ${formatDate(one.visaDate)}`))];
  return {
    template: 'src/features/mandats/destruction/certificats/certificat.typ',
    data: {
      numero,
      departement: territoire.nomComplet,
      couleur: territoire.couleur,
      etabli: { iso: parisDate(etabliAt).toString(), texte: quand(etabliAt) },
      nombre: destructions.length === 1 ? 'Une destruction' : `${destructions.length} destructions`,
      visas,
      lignes: destructions.map((one) => ({
        quoi: quoi(one),
        code: one.code,
        quand: quand(one.detruiteAt),
        cause: CAUSES_FIN[one.cause],
        visa: visas.length > 1 ? `n°\u00a0${one.visaReference}` : null,
        empreinte: empreinte(one.chiffreSha256),
      })),
    },
  };
}
