import { qrCode } from '../../../platform/pdf/qr.ts';
import { type PdfDocument, renderPdf } from '../../../platform/pdf/render.ts';
import type { Partie } from '../rules.ts';
import { BLOCS_TYP, type Bloc, blocsData } from './bloc.ts';
import { typeset } from './typographie.ts';

/** Where a party signs; `signeeLe` null: a line to fill by hand. */
export type SignatureActe = {
  /** « Pour le Département » */
  readonly titre: string;
  readonly qualite: string;
  readonly nom: string;
  readonly signeeLe: string | null;
};

/** An address to open: written, and drawn as a QR code for a telephone. */
export type AdresseActe = { readonly phrase: string; readonly adresse: string; readonly alt: string };

/** A paper that is no letter: an avenant, a constat, a certificate of dates. */
export type Acte = {
  /** Title of the file and of the footer, « Avenant n° 1 ». */
  readonly titre: string;
  /** Large, at the top of the first page. */
  readonly intitule: string;
  readonly sousTitre: string;
  readonly reference: string;
  /** Whose logos stand at the top, the Département first. */
  readonly emetteurs: readonly { readonly partie: Partie; readonly nom: string; readonly logo: Uint8Array | null }[];
  readonly corps: readonly Bloc[];
  /** Under the body; null or absent: none. */
  readonly aOuvrir?: AdresseActe | null;
  /** « Fait en deux exemplaires originaux, à Perpignan. » */
  readonly fait: string;
  readonly signatures: readonly SignatureActe[];
  readonly tampon: string | null;
  /** Dates the file, `2023-03-12`: never the clock's. */
  readonly etablie: Temporal.PlainDate;
  readonly couleur: string;
};

/** An acte as a tagged PDF (PDF/UA-1), A4. Same acte, same bytes. Source: art. 8.2, « dûment daté et signé ». */
export function renderActe(acte: Acte): Promise<Uint8Array> {
  return renderPdf(acteDocument(acte));
}

/** What is sent to Typst for an acte: kept apart so that tests can read it. */
export function acteDocument(acte: Acte): PdfDocument {
  const data = typeset({
    titre: acte.titre,
    auteur: acte.emetteurs[0]?.nom ?? '',
    etablie: acte.etablie.toString(),
    intitule: acte.intitule,
    sousTitre: acte.sousTitre,
    reference: acte.reference,
    emetteurs: acte.emetteurs.map(({ partie, nom }) => ({ cle: partie, nom })),
    corps: blocsData(acte.corps),
    aOuvrir: acte.aOuvrir ?? null,
    fait: acte.fait,
    signatures: acte.signatures,
    tampon: acte.tampon,
    couleur: acte.couleur,
  });
  return {
    template: 'src/features/conventions/documents/acte.typ',
    imports: [BLOCS_TYP],
    data: data as PdfDocument['data'],
    images: {
      ...Object.fromEntries(acte.emetteurs.map(({ partie, logo }) => [partie, logo])),
      qr: acte.aOuvrir ? qrCode(acte.aOuvrir.adresse) : null,
    },
  };
}
