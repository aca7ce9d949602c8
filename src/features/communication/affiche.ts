import { renderSVG } from 'uqr';
import { type PdfDocument, renderPdf } from '../../platform/pdf/render.ts';
import { DATES_PAR_PERMANENCE, PERMANENCES_PAR_AFFICHE } from './rules/periode.ts';

/** One date of a permanence, as written on the poster: « jeu. 5 mars ». `ferme` says why it is skipped, or is null. */
export type DateAffichee = { readonly texte: string; readonly ferme: string | null };

/** One weekly permanence of the lieu. */
export type PermanenceAffichee = {
  /** « jeudi » */
  readonly jour: string;
  /** « 9 h – 12 h » */
  readonly horaires: string;
  /** How to come, in a few words: « Sans rendez-vous ». Null when there is nothing to say. */
  readonly modalite: string | null;
  /** The coming dates, in order: as many as `dernierJourLisible` allows. */
  readonly dates: readonly DateAffichee[];
};

/** A party that signs the poster with its logo (PNG, JPEG or SVG) or, without one, with its name in a frame. */
export type SignataireAffiche = { readonly nom: string; readonly logo: Uint8Array | null };

/** All that the poster of a lieu shows. Dates and hours are already written in French by the caller. */
export type DonneesAffiche = {
  readonly lieu: { readonly nom: string; readonly adresse: string; readonly commune: string };
  /** At most four are drawn; none gives « Pas de permanence prévue ». */
  readonly permanences: readonly PermanenceAffichee[];
  /** Where the dates stop and where the next ones are read; null when there is nothing to say. */
  readonly suite: string | null;
  /** « 04 00 00 00 12 », or null. */
  readonly telephone: string | null;
  /** What to bring, one thing a line; the first five are shown. */
  readonly apporter: readonly string[];
  /** Public page of the lieu: `complete` goes in the QR code, `courte` is what a person reads and types. */
  readonly page: { readonly complete: string; readonly courte: string };
  /** Mention required by art. 5, word for word. */
  readonly mention: string;
  /** Theme colour of the territoire: `#rrggbb`. */
  readonly couleur: string;
  readonly departement: SignataireAffiche;
  /** Null for a lieu of the Département itself. */
  readonly beneficiaire: SignataireAffiche | null;
  /** Day of the planning shown: `iso` (`2026-03-02`) dates the file, `texte` (« 2 mars 2026 ») is printed. */
  readonly etablie: { readonly iso: string; readonly texte: string };
};

const OBJETS_A_APPORTER = 5;

/**
 * The poster of a lieu: one A4 page, PDF/UA-1, readable at two metres, in colour or in black and white.
 *
 * Source: art. 1.2, « Les horaires d'intervention […] doivent être affichés de façon visible dans la structure » ;
 * art. 3.2 (free of charge) ; art. 5 (mention, and the Département's logo at least as large as any other).
 * Throws when `couleur` is not `#rrggbb` or `etablie.iso` is not a date: the caller read them from the database.
 * Example: with `etablie.iso` at 2026-03-02, the same data give the same bytes on any day.
 */
export function renderAffiche(donnees: DonneesAffiche): Promise<Uint8Array> {
  return renderPdf(afficheDocument(donnees));
}

/** What is sent to Typst for a poster: kept apart so that tests can read it. */
export function afficheDocument(donnees: DonneesAffiche): PdfDocument {
  if (!/^#[0-9a-f]{6}$/iu.test(donnees.couleur)) throw new Error(`Not a #rrggbb colour: ${donnees.couleur}`);
  Temporal.PlainDate.from(donnees.etablie.iso);
  const qr = renderSVG(donnees.page.complete, { ecc: 'M', border: 0, boostEcc: false });
  return {
    template: 'src/features/communication/affiche.typ',
    data: {
      lieu: donnees.lieu,
      permanences: donnees.permanences.slice(0, PERMANENCES_PAR_AFFICHE).map((permanence) => ({
        jour: permanence.jour,
        horaires: permanence.horaires,
        modalite: permanence.modalite,
        dates: permanence.dates.slice(0, DATES_PAR_PERMANENCE),
      })),
      suite: donnees.suite,
      telephone: donnees.telephone,
      apporter: donnees.apporter.slice(0, OBJETS_A_APPORTER),
      page: donnees.page.courte,
      mention: donnees.mention,
      couleur: donnees.couleur,
      departement: donnees.departement.nom,
      beneficiaire: donnees.beneficiaire?.nom ?? null,
      etablie: donnees.etablie,
    },
    images: {
      qr: new TextEncoder().encode(qr),
      departement: donnees.departement.logo,
      beneficiaire: donnees.beneficiaire?.logo ?? null,
    },
  };
}
