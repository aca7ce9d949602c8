import {
  avenantsEnAttente,
  type Convention,
  chartesEnAttente,
  estATransmettre,
  type Lecture,
  oppositionsADecider,
  originauxAu,
  PARTIES,
  type Partie,
} from './rules.ts';

/** « du Département », « du Bénéficiaire ». */
export const DE_LA_PARTIE: Readonly<Record<Partie, string>> = {
  departement: 'du Département',
  beneficiaire: 'du Bénéficiaire',
};

/** What is expected next: a sentence and, where a form does it, the parameters of its address. */
export type Suite = { readonly texte: string; readonly saisie?: Readonly<Record<string, string>> };

/** Oppositions that wait for a decision. Source: art. 6, « au plus tard 2 mois avant sa date anniversaire ». */
export function suitesOppositions(convention: Convention): readonly Suite[] {
  return oppositionsADecider(convention).map(({ id, auteur }) => ({
    texte: `Décision attendue : l’opposition ${DE_LA_PARTIE[auteur]} a été envoyée à temps, et reçue trop tard.`,
    saisie: { type: 'decision_opposition', oppositionId: id },
  }));
}

/** Signatures that avenants wait for. Source: art. 8.2, « signé par chacune d'elles ». */
export function suitesAvenants(convention: Convention): readonly Suite[] {
  return avenantsEnAttente(convention).flatMap(({ id, numero, signatures }) =>
    PARTIES.filter((partie) => signatures[partie] === null).map(
      (partie): Suite => ({
        texte: `Signature de l’avenant n° ${numero} attendue de la part ${DE_LA_PARTIE[partie]}.`,
        saisie: { type: 'signature_avenant', avenantId: id, partie },
      }),
    ),
  );
}

/**
 * Papers of a convention in force that are still to come: its own accusé where the convention says so, its two originals,
 * the second agreement to a charter.
 *
 * Source: préambule, « Accusé de réception en préfecture »; last page, « Fait en 2 exemplaires originaux »; art. 5.
 */
export function suitesPapiers(convention: Convention, lecture: Lecture, today: Temporal.PlainDate): readonly Suite[] {
  const transmit: Suite[] = estATransmettre(convention, lecture, today)
    ? [
        {
          texte: 'L’accusé de réception en préfecture manque pour la convention elle-même.',
          saisie: { type: 'teletransmission' },
        },
      ]
    : [];
  const lost = [...originauxAu(convention, today)].filter(([, original]) => original === null).map(([rang]) => rang);
  const [first] = lost;
  const originals: Suite[] =
    first === undefined
      ? []
      : [
          {
            texte:
              lost.length === 1
                ? `Dites où est gardé l’exemplaire n° ${first} de la convention.`
                : 'Dites où est gardé chacun des deux originaux de la convention.',
            saisie: { type: 'original', exemplaire: String(first) },
          },
        ];
  const charter = chartesEnAttente(convention, today).flatMap(({ contenu, accords }) =>
    PARTIES.filter((partie) => accords[partie] === null).map(
      (partie): Suite => ({
        texte: `Accord attendu de la part ${DE_LA_PARTIE[partie]} sur « ${contenu.nom} ».`,
        saisie: { type: 'charte', partie },
      }),
    ),
  );
  return [...transmit, ...charter, ...originals];
}
