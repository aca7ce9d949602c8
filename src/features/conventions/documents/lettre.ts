import { formatDate } from '../../../domain/date.ts';
import { type PdfDocument, renderPdf } from '../../../platform/pdf/render.ts';
import { BLOCS_TYP, type Bloc, blocsData } from './bloc.ts';
import { typeset } from './typographie.ts';

/** Who writes or receives a letter, as an envelope says it. */
export type Correspondant = { readonly nom: string; readonly lignes: readonly string[] };

/** How a letter goes: registered, its number being known or to be written by hand; or handed over against a receipt. */
export type Envoi = { readonly mode: 'recommandee'; readonly numero: string | null } | { readonly mode: 'main_propre' };

/** A letter from one party to the other. */
export type Lettre = {
  /** Title of the file, « Mise en demeure ». */
  readonly titre: string;
  readonly reference: string;
  readonly expediteur: Correspondant;
  readonly logo: Uint8Array | null;
  readonly destinataire: Correspondant;
  readonly lieu: string;
  readonly date: Temporal.PlainDate;
  /** Null: how it went is not known. */
  readonly envoi: Envoi | null;
  readonly objet: string;
  readonly corps: readonly Bloc[];
  readonly signature: { readonly nom: string; readonly qualite: string };
  /** What makes this print another thing than the letter itself: « Copie… ». Null: the letter to sign. */
  readonly tampon: string | null;
  readonly couleur: string;
};

/**
 * A letter as a tagged PDF (PDF/UA-1), on one A4 page as long as its text allows. Same letter, same bytes.
 *
 * Source: art. 7.1 and 7.2, « par lettre recommandée avec avis de réception »; art. 6, « opposition expresse ».
 */
export function renderLettre(lettre: Lettre): Promise<Uint8Array> {
  return renderPdf(lettreDocument(lettre));
}

function envoiEnClair(envoi: Envoi | null): string | null {
  if (envoi === null) return null;
  if (envoi.mode === 'main_propre') return 'Lettre remise en main propre contre décharge';
  return `Lettre recommandée avec avis de réception${envoi.numero === null ? '' : ` n° ${envoi.numero.replaceAll(' ', '\u00a0')}`}`;
}

/** What is sent to Typst for a letter: kept apart so that tests can read it. */
export function lettreDocument(lettre: Lettre): PdfDocument {
  const data = typeset({
    titre: lettre.titre,
    auteur: lettre.expediteur.nom,
    etablie: lettre.date.toString(),
    reference: lettre.reference,
    expediteur: lettre.expediteur,
    destinataire: lettre.destinataire,
    lieu: lettre.lieu,
    date: formatDate(lettre.date),
    envoi: envoiEnClair(lettre.envoi),
    mainPropre: lettre.envoi?.mode === 'main_propre',
    objet: lettre.objet,
    corps: blocsData(lettre.corps),
    signature: lettre.signature,
    tampon: lettre.tampon,
    couleur: lettre.couleur,
  });
  return {
    template: 'src/features/conventions/documents/lettre.typ',
    imports: [BLOCS_TYP],
    data: data as PdfDocument['data'],
    images: { expediteur: lettre.logo },
  };
}
