import { qrCode } from '../../../platform/pdf/qr.ts';
import { type PdfDocument, renderPdf } from '../../../platform/pdf/render.ts';
import { withNoBreakSpacesInText } from '../../../ui/typography.ts';
import { BLOCS_TYP, type Bloc, blocsData, type Repere } from '../../conventions/documents/bloc.ts';
import { CADRE, cheminSvg, type Dessin, type NoticeRemplie } from '../rules.ts';
import type { SectionTexte } from './texte.ts';

/** Who signed: in what capacity, under what name, and the drawing; none on paper, where the hand stays on the paper. */
export type SignatureMandat = {
  readonly titre: string;
  readonly nom: string;
  readonly dessin: Dessin | null;
};

/** What the person is told on the sheet that they keep; its code and its link are nowhere else. */
export type FicheRetrait = {
  readonly code: string;
  /** « https://escale.exemple.fr/… » */
  readonly lien: string;
  /** « par téléphone au 04 00 00 00 00 » */
  readonly telephone: string | null;
  readonly adresse: string;
  readonly demarches: readonly string[];
  readonly dernierJour: string;
  readonly agent: string;
};

/** All that the PDF of a mandat says. */
export type DonneesMandat = {
  readonly departement: { readonly nom: string; readonly logo: Uint8Array | null };
  readonly couleur: string;
  readonly sections: readonly SectionTexte[];
  readonly notice: { readonly version: number; readonly rubriques: NoticeRemplie };
  /** « Fait à Argelès-sur-Mer, le jeudi 26 novembre 2026 à 10 h 04 (heure de Paris). » */
  readonly fait: string;
  readonly signatures: readonly SignatureMandat[];
  /** The summary of what proves it, a line each. */
  readonly preuves: readonly Repere[];
  readonly verification: { readonly code: string; readonly adresse: string };
  /** On the copy alone. */
  readonly fiche: FicheRetrait | null;
  /** `2026-11-26` */
  readonly etablie: string;
};

/** The drawing as a picture, made of our own figures. */
function dessinSvg(dessin: Dessin): Uint8Array {
  const { largeur, hauteur } = CADRE;
  return new TextEncoder().encode(
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${largeur} ${hauteur}" width="${largeur}" height="${hauteur}"><path d="${cheminSvg(dessin)}" fill="none" stroke="#14213d" stroke-width="3.2" stroke-linecap="round" stroke-linejoin="round"/></svg>`,
  );
}

function unbroken(bloc: Bloc): Bloc {
  if ('texte' in bloc) return { texte: withNoBreakSpacesInText(bloc.texte) };
  return 'liste' in bloc ? { liste: bloc.liste.map(withNoBreakSpacesInText) } : bloc;
}

/**
 * The PDF of a mandat, or the copy of the person when it has a sheet: large type, tagged (PDF/UA-1), nothing of what was typed
 * ever read as markup. Same data, same bytes.
 */
export function renderMandat(donnees: DonneesMandat): Promise<Uint8Array> {
  return renderPdf(mandatDocument(donnees));
}

/** What is sent to Typst: kept apart so that tests can read it. */
export function mandatDocument(donnees: DonneesMandat): PdfDocument {
  const { departement, sections, notice, signatures, verification, fiche, ...rest } = donnees;
  return {
    template: 'src/features/mandats/mandat.typ',
    imports: [BLOCS_TYP],
    data: {
      ...rest,
      departement: departement.nom,
      sections: sections.map(({ titre, blocs }) => ({ titre, blocs: blocsData(blocs.map(unbroken)) })),
      notice: {
        version: notice.version,
        rubriques: notice.rubriques.map(({ titre, paragraphes }) => ({
          titre,
          paragraphes: paragraphes.map(withNoBreakSpacesInText),
        })),
      },
      signatures: signatures.map(({ titre, nom, dessin }, rank) => ({
        titre,
        nom,
        image: dessin === null ? null : `trait${rank}`,
      })),
      verification: { ...verification, adresse: verification.adresse.replace(/^https?:\/\//, '') },
      fiche: fiche === null ? null : { ...fiche, adresseLien: fiche.lien.replace(/^https?:\/\//, '') },
    },
    images: {
      logo: departement.logo,
      qr: qrCode(`${verification.adresse}?q=${verification.code}`),
      lien: fiche === null ? null : qrCode(fiche.lien),
      ...Object.fromEntries(
        signatures.map(({ dessin }, rank) => [`trait${rank}`, dessin === null ? null : dessinSvg(dessin)]),
      ),
    },
  };
}
