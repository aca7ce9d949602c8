import { TypstRefusal } from '../../../platform/pdf/engine.ts';
import { qrCode } from '../../../platform/pdf/qr.ts';
import { renderPdf } from '../../../platform/pdf/render.ts';
import { withNoBreakSpacesInText } from '../../../ui/typography.ts';
import { BLOCS_TYP, type Repere } from '../../conventions/documents/bloc.ts';
import type { NoticeRemplie } from '../rules.ts';

/** All that the forms of one batch say: what they leave blank is written by hand. */
export type DonneesFormulaires = {
  readonly departement: { readonly nom: string; readonly logo: Uint8Array | null };
  readonly couleur: string;
  readonly agent: string;
  readonly formulaires: readonly { readonly numero: string; readonly adresse: string }[];
  readonly pieces: readonly string[];
  readonly perimees: boolean;
  readonly dureeMaxMois: number;
  readonly notice: { readonly version: number; readonly rubriques: NoticeRemplie };
  readonly etablie: string;
};

/**
 * Paper forms, each twice: the copy of the person, and the one that is scanned. PDF/UA-1. `adresse` of a form is where its code
 * leads the agent who records it.
 */
export function renderFormulaires({
  departement,
  formulaires,
  notice,
  ...rest
}: DonneesFormulaires): Promise<Uint8Array> {
  return renderPdf({
    template: 'src/features/mandats/papier/formulaire.typ',
    imports: [BLOCS_TYP],
    data: {
      ...rest,
      departement: departement.nom,
      formulaires: formulaires.map(({ numero }, rank) => ({ numero, qr: `qr${rank}` })),
      notice: {
        version: notice.version,
        rubriques: notice.rubriques.map(({ titre, paragraphes }) => ({
          titre,
          paragraphes: paragraphes.map(withNoBreakSpacesInText),
        })),
      },
    },
    images: {
      logo: departement.logo,
      ...Object.fromEntries(formulaires.map(({ adresse }, rank) => [`qr${rank}`, qrCode(adresse)])),
    },
  });
}

/** A scan that is a picture, put on a page of its own behind what is known of it. */
export type DonneesScan = {
  readonly departement: string;
  readonly couleur: string;
  readonly numero: string;
  readonly faits: readonly Repere[];
  readonly scan: Uint8Array;
  readonly etablie: string;
};

/** Null when the picture cannot be drawn, however sound its parts look. */
export async function renderScan({ scan, ...data }: DonneesScan): Promise<Uint8Array | null> {
  const template = 'src/features/mandats/papier/scan.typ';
  try {
    return await renderPdf({ template, imports: [BLOCS_TYP], data, images: { scan } });
  } catch (error) {
    if (error instanceof TypstRefusal) return null;
    throw error;
  }
}
