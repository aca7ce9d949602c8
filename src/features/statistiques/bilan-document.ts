import { type PdfDocument, renderPdf } from '../../platform/pdf/render.ts';

/** One bar: what it counts, its length, and the number as printed (« moins de 5 » when it is hidden, then `nombre` is null). */
export type BarreBilan = { readonly libelle: string; readonly nombre: number | null; readonly texte: string };

/** A party with its logo (PNG, JPEG or SVG) or, without one, its name in a frame. */
export type SignataireBilan = { readonly nom: string; readonly logo: Uint8Array | null };

/** All that the one-page bilan of a convention shows. Dates and figures are already written in French by the caller. */
export type DonneesBilan = {
  /** « C-2022-014 », or null. */
  readonly reference: string | null;
  readonly departement: SignataireBilan;
  readonly beneficiaire: SignataireBilan;
  /** « du 10 octobre 2022 au 9 avril 2023 » */
  readonly periode: string;
  /** True for the Bénéficiaire, whose figures are those of certified months; false: what agents noted so far, said to be provisional. */
  readonly certifie: boolean;
  /** As printed: « 38 », « 40 », « 214 », « 6 », « 52 », « 114 h », « 96 h 30 ». */
  readonly permanencesTenues: string;
  readonly permanencesPrevues: string;
  readonly personnesAidees: string;
  readonly ateliers: string;
  readonly participants: string;
  readonly heuresPermanence: string;
  readonly heuresAccompagnement: string;
  /** Any order, zeros allowed: the eight largest are drawn, the others are counted below. */
  readonly themes: readonly BarreBilan[];
  /** Of all who came, to ateliers too; order kept, lines at zero are left out. */
  readonly ages: readonly BarreBilan[];
  readonly genres: readonly BarreBilan[];
  readonly statuts: readonly BarreBilan[];
  /** People helped by month, at most the last twelve: « oct. », 18. */
  readonly mois: readonly BarreBilan[];
  /** Mention required by art. 5, word for word. */
  readonly mention: string;
  readonly couleur: string;
  /** Day of the bilan: `iso` (`2023-04-12`) dates the file, `texte` is printed. */
  readonly etablie: { readonly iso: string; readonly texte: string };
};

const THEMES_DESSINES = 8;
const LIGNES_DE_PROFIL = 7;
const MOIS_DESSINES = 12;

/**
 * The bilan of a convention: one A4 page, PDF/UA-1, to be grasped in a minute by an elected official.
 *
 * Source: art. 3.4, « le nombre d'ateliers réalisés, le nombre de participants, le profil des personnes accompagnées » ;
 * « est responsable de la fiabilité des informations transmises ». Throws on a bad colour or date.
 * Example: with `certifie: false`, the page says that its figures are provisional, and where those that are certified are.
 */
export function renderBilan(donnees: DonneesBilan): Promise<Uint8Array> {
  return renderPdf(bilanDocument(donnees));
}

/** What is sent to Typst for a bilan: kept apart so that tests can read it. */
export function bilanDocument(donnees: DonneesBilan): PdfDocument {
  if (!/^#[0-9a-f]{6}$/iu.test(donnees.couleur)) throw new Error(`Not a #rrggbb colour: ${donnees.couleur}`);
  Temporal.PlainDate.from(donnees.etablie.iso);
  const themes = shown(donnees.themes).toSorted((a, b) => length(b) - length(a));
  return {
    template: 'src/features/statistiques/bilan.typ',
    data: {
      reference: donnees.reference,
      departement: donnees.departement.nom,
      beneficiaire: donnees.beneficiaire.nom,
      periode: donnees.periode,
      certifie: donnees.certifie,
      tenues: donnees.permanencesTenues,
      prevues: donnees.permanencesPrevues,
      personnes: donnees.personnesAidees,
      ateliers: donnees.ateliers,
      participants: donnees.participants,
      heuresPermanence: donnees.heuresPermanence,
      heuresAide: donnees.heuresAccompagnement,
      themes: themes.slice(0, THEMES_DESSINES).map(barre),
      autresThemes: Math.max(0, themes.length - THEMES_DESSINES),
      ages: profil(donnees.ages),
      genres: profil(donnees.genres),
      statuts: profil(donnees.statuts),
      mois: donnees.mois.slice(-MOIS_DESSINES).map(barre),
      mention: donnees.mention,
      couleur: donnees.couleur,
      etablie: donnees.etablie,
    },
    images: { departement: donnees.departement.logo, beneficiaire: donnees.beneficiaire.logo },
  };
}

function shown(barres: readonly BarreBilan[]): readonly BarreBilan[] {
  return barres.filter(({ nombre }) => nombre === null || nombre > 0);
}

function profil(barres: readonly BarreBilan[]) {
  return shown(barres).slice(0, LIGNES_DE_PROFIL).map(barre);
}

/** A hidden number is drawn without a bar: its length would say what its text hides. */
function length({ nombre }: BarreBilan): number {
  return nombre ?? 0;
}

function barre(une: BarreBilan) {
  return { libelle: une.libelle, longueur: length(une), texte: une.texte };
}
