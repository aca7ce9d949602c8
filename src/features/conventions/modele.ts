/** What a model leaves to each convention, already written in French. */
export type ParametresModele = {
  /** « six mois » */
  readonly duree: string;
  /** « autant de fois que nécessaire », or null when nothing is renewed. */
  readonly reconduction: string | null;
  /** « deux mois » */
  readonly preavis: string;
  /** « sa réception » or « son envoi », art. 6 */
  readonly oppositionCompteDe: string;
  /** « 1er juillet 2023 », or null when the convention sets no hard end. */
  readonly finAuPlusTard: string | null;
  /** « trente (30) jours calendaires », art. 7.1 */
  readonly delaiRemede: string;
  /** « vaut réception dès sa première présentation » or « reste sans effet », art. 7.1 */
  readonly courrierNonRetire: string;
  /** « trente (30) jours calendaires », art. 7.2 */
  readonly delaiForceMajeure: string;
  /** « sa réception » or « son envoi », art. 7.2 */
  readonly forceMajeureCompteDe: string;
  /** « une demi-journée par semaine » */
  readonly frequence: string;
  /** Art. 5, word for word. */
  readonly mention: string;
  /** « 10 ambassadeurs du numérique et 11 conseillers numériques » */
  readonly effectif: string;
  /** « 10 mai 2021 »: the délibération that set the strategy. */
  readonly deliberationStrategie: string;
  /** « tribunal administratif de Montpellier, 6 rue Pitot, 34063 Montpellier » */
  readonly tribunal: string;
  /** « des Pyrénées-Orientales »: what follows « le Département ». */
  readonly departement: string;
  /** « Médiathèque d’Elne », or null when the preamble names no place. */
  readonly pointAccueil: string | null;
  /** « deux » originals. */
  readonly originaux: string;
};

/** A paragraph, shown only when the parameter `si` is set; or a list. `{nom}` stands for the parameter of that name. */
export type Bloc =
  | { readonly texte: string; readonly si?: keyof ParametresModele }
  | { readonly liste: readonly string[] };

/** An article of the model, or a part of one (`numero` « 1.2 »). */
export type Article = {
  readonly numero: string;
  readonly titre: string;
  readonly blocs: readonly Bloc[];
  readonly parties: readonly Article[];
};

/** The texts of a convention, as data: another model is another value of this type. */
export type Modele = {
  /** Printed in the footer, so that two papers can be told apart. */
  readonly version: string;
  readonly titre: string;
  readonly sousTitre: string;
  readonly preambule: readonly Bloc[];
  readonly articles: readonly Article[];
  readonly annexes: readonly {
    readonly numero: string;
    readonly titre: string;
    readonly blocs: readonly Bloc[];
    readonly parties: readonly Article[];
  }[];
};

/**
 * A text of the model with its parameters in place. A parameter is never searched for parameters in its turn.
 *
 * Throws on a name that no parameter has, and on a parameter left null: the model is at fault, not the person.
 * Example: `remplir('pour {duree}', { duree: 'six mois', … })` → « pour six mois ».
 */
export function remplir(texte: string, parametres: ParametresModele): string {
  const valeurs: ReadonlyMap<string, string | null> = new Map(Object.entries(parametres));
  return texte.replace(/\{(\w+)\}/gu, (_, nom: string) => {
    const valeur = valeurs.get(nom) ?? null;
    if (valeur === null) throw new Error(`Model text asks for the parameter ${nom}, which has no value`);
    return valeur;
  });
}

/** Blocs with their parameters in place, without those whose condition is not met. */
export function remplirBlocs(blocs: readonly Bloc[], parametres: ParametresModele): readonly Bloc[] {
  return blocs.flatMap((bloc): readonly Bloc[] => {
    if ('liste' in bloc) return [{ liste: bloc.liste.map((texte) => remplir(texte, parametres)) }];
    if (bloc.si !== undefined && parametres[bloc.si] === null) return [];
    return [{ texte: remplir(bloc.texte, parametres) }];
  });
}

/** An article and its parts with their parameters in place. */
export function remplirArticle(article: Article, parametres: ParametresModele): Article {
  return {
    numero: article.numero,
    titre: article.titre,
    blocs: remplirBlocs(article.blocs, parametres),
    parties: article.parties.map((partie) => remplirArticle(partie, parametres)),
  };
}
