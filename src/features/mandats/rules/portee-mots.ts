/**
 * A text as it is compared: without accents, case, punctuation, nor characters that nobody sees; one space between words.
 * Example: « Demander l’AIDE  au logement ! » → « demander l aide au logement ».
 */
export function normaliser(texte: string): string {
  return texte
    .normalize('NFKD')
    .replace(/[\p{M}\p{C}]/gu, '')
    .toLowerCase()
    .replace(/œ/g, 'oe')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

const GENERIQUES =
  'demarches?|papiers?|papiers administratifs|administratifs?|administratives?|administration|dossiers?|formalites?|comptes?|services?|sites?|choses?|affaires?|besoins?|actes?|necessaire|utile|faire|reste|organismes?|administrations|things?|papers?|paperwork|procedures?';

/** Said alone, these words name nothing. */
const RIEN_DE_NOMME = new RegExp(
  `^(?:(?:les?|la|l|mes|ma|mon|ses|sa|son|des?|faire|aide|aider|gerer|gestion|s occuper) )*(?:tout|tous|toutes?|everything|anything|all|divers|diverses|autres?|etc|general|generale|aide|internet|numerique|${GENERIQUES})(?: (?:administratifs?|administratives?|en ligne|diverses?|divers|numeriques?|sociales?|generales?))*$`,
);
/** « toutes mes démarches », « l’ensemble de ses papiers », « n’importe quel compte ». */
const TOUT = new RegExp(
  `\\b(?:tout|tous|toutes?|ensemble|integralite|totalite|n importe quel(?:le)?s?|quelconques?|all|any|every)(?: (?:de|des|d|du|les?|la|l|mes|ma|mon|ses|sa|son|leurs?|types?|sortes?|genres?|autres?|my|the|of))* (?:${GENERIQUES})\\b`,
);
const SANS_BORNE =
  /\b(?:tout ce qu\w*|tout le reste|pleins? pouvoirs?|pouvoirs? general|pouvoirs? generaux|procuration generale|mandat general|carte blanche|et autres?|et plus si|etc)\b/;

/** Whether an objet, or an operator, names everything or nothing. Example: « Toutes mes démarches » → yes. */
export function estVague(texte: string): boolean {
  const words = normaliser(texte);
  return RIEN_DE_NOMME.test(words) || TOUT.test(words) || SANS_BORNE.test(words) || !/\p{L}{2}/u.test(words);
}

export type ActeInterdit = { readonly refus: 'paiement' | 'disposition'; readonly mot: string };

/** What is asked about a payment or a sale, and is none: « attestation de paiement », « déclarer la vente de mon véhicule ». */
const AU_SUJET_DE =
  '(?:attestations?|justificatifs?|releves?|certificats?|historiques?|suivi|suivre|avis|dates?|preuves?|recus?|quittances?|declarations?|declarer|signaler|contester|contestation|reclamations?|delais?|echeanciers?|echelonnement|difficultes?|aides?|bulletins?|consulter|voir|verifier|taux)';
const SAUF_AU_SUJET = `(?<!\\b${AU_SUJET_DE}(?: (?!(?:et|puis|ou|ainsi)\\b)\\w+){0,3} )`;
const AVEC_OBJET_DU = '(?: (?:un|une|le|la|les|l|ma|mon|mes|sa|son|ses|des|du|de|d|cette|ce|en ligne))*';

const noun = (words: string): RegExp => new RegExp(`${SAUF_AU_SUJET}\\b(?:${words})\\b`, 'u');
const verb = (words: string): RegExp =>
  new RegExp(`(?<!\\b(?:aides?|difficultes?|delais?)(?: financieres?)? (?:a|pour) )\\b(?:${words})\\b`, 'u');

const PAIEMENTS: readonly RegExp[] = [
  verb('payer|paye|paie|repayer|virer|verser|rembourser|acheter|emprunter|pay|buy'),
  noun('paiements?|payements?|virements?|achats?|emprunts?|payment'),
  noun('prelevements?(?! a la source)(?! sociaux| social)'),
  verb(
    `(?:regler|solder|acquitter)${AVEC_OBJET_DU} (?:factures?|amendes?|impots?|taxes?|loyers?|dettes?|cotisations?|soldes?|montants?|frais)`,
  ),
  /\b(?:carte bancaire|carte bleue)\b/u,
  new RegExp(
    `${SAUF_AU_SUJET}\\b(?:demander|souscrire|contracter|obtenir|prendre)${AVEC_OBJET_DU} (?:prets?|credits?)\\b(?! d impot)`,
    'u',
  ),
  noun('prets? (?:bancaires?|immobiliers?|personnels?|etudiants?|conso\\w*|relais|a taux)'),
];

const DISPOSITIONS: readonly RegExp[] = [
  verb('vendre|ceder|hypothequer|leguer|transiger|sell'),
  noun('ventes?|cessions?|donations?|hypotheques?|legs|testaments?'),
  new RegExp(
    `\\bdonner${AVEC_OBJET_DU} (?:biens?|maison|appartement|terrain|logement|voiture|vehicule|argent|sommes?)\\b`,
    'u',
  ),
  /\b(?:accepter|renoncer)(?: \w+){0,2} (?:succession|heritage)\b/u,
  new RegExp(
    `\\b(?:resilier|racheter|rachat|cloturer|cloture|denouer|souscrire|retirer|retrait)${AVEC_OBJET_DU}(?: contrats?| d| de| l| une?)* (?:assurances? vie|plans? d epargne|livrets?|comptes? (?:bancaires?|courants?|d epargne|titres))\\b`,
    'u',
  ),
  /\bclauses? beneficiaires?\b/u,
];

/**
 * The payment or the act of disposal that an objet asks for, with the words that say so; null when it asks for none. A document
 * or a declaration about one is none.
 *
 * Source: Code civil, 1988, « S'il s'agit d'aliéner ou hypothéquer […] le mandat doit être exprès ».
 * Example: « Payer ma facture » → paiement, « payer »; « Télécharger l’attestation de paiement » → null.
 */
export function acteInterdit(objet: string): ActeInterdit | null {
  const words = normaliser(objet);
  for (const [refus, patterns] of [
    ['paiement', PAIEMENTS],
    ['disposition', DISPOSITIONS],
  ] as const) {
    for (const pattern of patterns) {
      const mot = pattern.exec(words)?.[0];
      if (mot !== undefined) return { refus, mot };
    }
  }
  return null;
}
