import { renderSVG } from 'uqr';
import { type PdfDocument, renderPdf } from '../../platform/pdf/render.ts';
import { withNoBreakSpacesInText } from '../../ui/typography.ts';
import { type Article, type Bloc, type Modele, type ParametresModele, remplirArticle, remplirBlocs } from './modele.ts';

/** A party, as written at the head of the convention and above its signature. */
export type PartieConvention = {
  /** « Le Département des Pyrénées-Orientales » */
  readonly nom: string;
  readonly adresse: string;
  /** « Madame Camille Exemple, Présidente en exercice ». Null: « à renseigner ». */
  readonly representant: string | null;
  /** « La Présidente du Département », above the signature. */
  readonly qualite: string;
  /** « Camille Exemple », under the signature. */
  readonly signataire: string | null;
  /** « délibération n° 18 du 16 décembre 2021 », or another authorisation. Null: « à renseigner ». */
  readonly autorisation: string | null;
  /** « 10 octobre 2022 », or null while the party has not signed. */
  readonly signeeLe: string | null;
};

/** One line of the summary: a period, the anniversary that ends it, and the last day to oppose its renewal. */
export type LigneEcheancier = {
  /** « 1 » */
  readonly rang: string;
  readonly debut: string;
  /** Last day, inclusive. */
  readonly fin: string;
  /** Null when nothing is renewed after this period. */
  readonly anniversaire: string | null;
  readonly dernierJourOpposition: string | null;
};

/** All that the paper of a convention says. Dates are already written in French by the caller. */
export type DonneesConvention = {
  /** « C-2022-014 », in the footer; null while it has none. */
  readonly reference: string | null;
  /** `projet` prints « Projet » on each page. */
  readonly etat: 'projet' | 'signee';
  readonly departement: PartieConvention;
  readonly beneficiaire: PartieConvention;
  readonly modele: Modele;
  readonly parametres: ParametresModele;
  /** « 10 octobre 2022 », or null before the last signature. */
  readonly dateEffet: string | null;
  /** Empty before the last signature. */
  readonly echeancier: readonly LigneEcheancier[];
  /** « 28 septembre 2022 » and its number, for each délibération sent to the préfecture; may be empty. */
  readonly accusesReception: readonly string[];
  readonly lieuSignature: string;
  readonly couleur: string;
  /** Day of this version: `iso` (`2022-10-10`) dates the file, `texte` is printed. */
  readonly etablie: { readonly iso: string; readonly texte: string };
  /**
   * On a version frozen for signature: what the foot of each page says to check it with, « 7K3M-QX2F-9TRB » and the page where.
   * « Projet » is not printed then.
   */
  readonly verification?: { readonly code: string; readonly adresse: string };
};

/**
 * The paper of a convention: parties, preamble, articles 1 to 8, signatures, summary of its dates, annexes. PDF/UA-1.
 *
 * Source: convention of 2022, all articles; « Fait en 2 exemplaires originaux ». What is not known yet is printed
 * « à renseigner », never left out. Throws on a bad colour or date, or on a model that asks for an unknown parameter.
 * Example: with `etat: 'projet'`, each page says « Projet » and the summary waits for the last signature.
 */
export function renderConvention(donnees: DonneesConvention): Promise<Uint8Array> {
  return renderPdf(conventionDocument(donnees));
}

/** What is sent to Typst for a convention: kept apart so that tests can read it. */
export function conventionDocument(donnees: DonneesConvention): PdfDocument {
  if (!/^#[0-9a-f]{6}$/iu.test(donnees.couleur)) throw new Error(`Not a #rrggbb colour: ${donnees.couleur}`);
  Temporal.PlainDate.from(donnees.etablie.iso);
  const { modele, parametres, verification } = donnees;
  const qr =
    verification &&
    renderSVG(`${verification.adresse}?q=${verification.code}`, { ecc: 'M', border: 0, boostEcc: false });
  return {
    template: 'src/features/conventions/convention.typ',
    data: {
      reference: donnees.reference,
      projet: donnees.etat === 'projet' && verification === undefined,
      verification:
        verification === undefined
          ? null
          : { ...verification, adresse: verification.adresse.replace(/^https?:\/\//, '') },
      departement: donnees.departement,
      beneficiaire: donnees.beneficiaire,
      version: modele.version,
      titre: modele.titre,
      sousTitre: modele.sousTitre,
      preambule: remplirBlocs(modele.preambule, parametres).map(blocData),
      articles: modele.articles.map((article) => articleData(remplirArticle(article, parametres))),
      annexes: modele.annexes.map((annexe) => articleData(remplirArticle(annexe, parametres))),
      originaux: parametres.originaux,
      dateEffet: donnees.dateEffet,
      echeancier: donnees.echeancier,
      accuses: donnees.accusesReception,
      lieuSignature: donnees.lieuSignature,
      couleur: donnees.couleur,
      etablie: donnees.etablie,
    },
    images: { qr: qr === undefined ? null : new TextEncoder().encode(qr) },
  };
}

type ArticleData = {
  readonly numero: string;
  readonly titre: string;
  readonly blocs: readonly BlocData[];
  readonly parties: readonly ArticleData[];
  /** Too long to be kept on one page. */
  readonly longue: boolean;
};
type BlocData = { readonly texte: string } | { readonly liste: readonly string[] };

/** About half a page, in characters. */
const LONGUE = 1500;

function blocData(bloc: Bloc): BlocData {
  return 'liste' in bloc
    ? { liste: bloc.liste.map(withNoBreakSpacesInText) }
    : { texte: withNoBreakSpacesInText(bloc.texte) };
}

function articleData({ numero, titre, blocs, parties }: Article): ArticleData {
  const length = blocs.reduce(
    (sum, bloc) => sum + ('liste' in bloc ? bloc.liste.join('').length : bloc.texte.length),
    0,
  );
  return {
    numero,
    titre: withNoBreakSpacesInText(titre),
    blocs: blocs.map(blocData),
    parties: parties.map(articleData),
    longue: length > LONGUE,
  };
}
