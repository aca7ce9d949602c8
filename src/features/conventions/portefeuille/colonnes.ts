import { toNomRecherche } from '../../../domain/commune.ts';

/** What the columns of the register are about, in the order of the file. */
export const GROUPES = {
  structure: 'La structure',
  convention: 'La convention',
  clauses: 'Ses clauses',
  decisions: 'Délibérations et accusés de réception',
  signatures: 'Signatures et transmission',
  suite: 'Assurance, opposition, fin',
  autres: 'Tout le reste',
} as const;

type Declaration = {
  readonly cle: string;
  readonly groupe: keyof typeof GROUPES;
  /** Its title, first line of the file: case, accents and punctuation do not matter when it is read. */
  readonly titre: string;
  /** What to write there. */
  readonly aide: string;
  /** What the line of example says. */
  readonly exemple: string;
};

/**
 * Every column of the register as a file, exported and imported alike. An empty cell says nothing: it neither erases nor
 * changes what is known.
 */
export const COLONNES = [
  {
    cle: 'siret',
    groupe: 'structure',
    titre: 'SIRET',
    aide: '14 chiffres, avec ou sans espaces : ils disent de quelle structure parle la ligne. Obligatoire.',
    exemple: '000 000 000 00000',
  },
  {
    cle: 'nom',
    groupe: 'structure',
    titre: 'Structure',
    aide: 'Nom de l’organisme. Obligatoire pour une structure nouvelle, comme les six cases suivantes.',
    exemple: 'Commune d’Exemple (ligne à remplacer)',
  },
  {
    cle: 'nature',
    groupe: 'structure',
    titre: 'Nature',
    aide: 'Une des natures du registre, par exemple : Commune, Association, France Services.',
    exemple: 'Commune',
  },
  {
    cle: 'adresse',
    groupe: 'structure',
    titre: 'Adresse',
    aide: 'Numéro et voie.',
    exemple: '1 place de la Mairie',
  },
  {
    cle: 'codePostal',
    groupe: 'structure',
    titre: 'Code postal',
    aide: '5 chiffres.',
    exemple: '66400',
  },
  {
    cle: 'commune',
    groupe: 'structure',
    titre: 'Commune',
    aide: 'Son nom, ou son code INSEE.',
    exemple: 'Céret (66049)',
  },
  {
    cle: 'representantNom',
    groupe: 'structure',
    titre: 'Représentant',
    aide: 'Qui signe pour la structure.',
    exemple: 'Madame Jeanne Fictive',
  },
  {
    cle: 'representantFonction',
    groupe: 'structure',
    titre: 'Fonction du représentant',
    aide: 'Par exemple : Maire.',
    exemple: 'Maire',
  },
  {
    cle: 'telephone',
    groupe: 'structure',
    titre: 'Téléphone',
    aide: 'Celui de la structure.',
    exemple: '04 00 00 00 01',
  },
  {
    cle: 'courriel',
    groupe: 'structure',
    titre: 'Courriel',
    aide: 'Celui de la structure.',
    exemple: 'accueil@exemple.fr',
  },
  {
    cle: 'fermeeLe',
    groupe: 'structure',
    titre: 'Fermée le',
    aide: 'Dernier jour d’une structure fermée ; vide pour les autres. Ne change pas une structure déjà au registre.',
    exemple: '',
  },
  {
    cle: 'reference',
    groupe: 'convention',
    titre: 'Référence',
    aide: 'Elle dit de quelle convention parle la ligne. Vide : la ligne ne parle que de la structure.',
    exemple: 'CNV-2026-900',
  },
  {
    cle: 'modele',
    groupe: 'convention',
    titre: 'Modèle',
    aide: 'La version du modèle, telle que le registre l’exporte. Vide : convention-2022, celle du papier de 2022.',
    exemple: 'convention-2022',
  },
  {
    cle: 'pointAccueil',
    groupe: 'convention',
    titre: 'Point d’accueil',
    aide: 'Lieu nommé dans le préambule.',
    exemple: 'Mairie d’Exemple',
  },
  {
    cle: 'note',
    groupe: 'convention',
    titre: 'Note',
    aide: 'Note interne.',
    exemple: '',
  },
  {
    cle: 'dureeMois',
    groupe: 'clauses',
    titre: 'Durée (mois)',
    aide: 'Art. 6. Vide : 6.',
    exemple: '6',
  },
  {
    cle: 'reconductions',
    groupe: 'clauses',
    titre: 'Reconductions',
    aide: 'Art. 6. Un nombre, « aucune » ou « illimitées ». Vide : illimitées.',
    exemple: 'illimitées',
  },
  {
    cle: 'finAuPlusTard',
    groupe: 'clauses',
    titre: 'Fin au plus tard',
    aide: 'Art. 6. Une date, ou « aucune ». Vide : aucune.',
    exemple: '31/12/2027',
  },
  {
    cle: 'reconductionPourUnJour',
    groupe: 'clauses',
    titre: 'Reconduction pour un seul jour',
    aide: 'oui ou non : l’anniversaire qui tombe le jour même de la fin reconduit-il pour ce jour ? Vide : non.',
    exemple: 'non',
  },
  {
    cle: 'preavisMois',
    groupe: 'clauses',
    titre: 'Préavis (mois)',
    aide: 'Art. 6. Vide : 2.',
    exemple: '2',
  },
  {
    cle: 'oppositionCompteDe',
    groupe: 'clauses',
    titre: 'Opposition comptée de',
    aide: 'réception ou envoi. Vide : réception.',
    exemple: 'réception',
  },
  {
    cle: 'delaiRemedeJours',
    groupe: 'clauses',
    titre: 'Délai pour remédier (jours)',
    aide: 'Art. 7.1. Vide : 30.',
    exemple: '30',
  },
  {
    cle: 'courrierNonRetire',
    groupe: 'clauses',
    titre: 'Courrier non retiré',
    aide: 'première présentation ou sans effet. Vide : première présentation.',
    exemple: 'première présentation',
  },
  {
    cle: 'delaiForceMajeureJours',
    groupe: 'clauses',
    titre: 'Délai de force majeure (jours)',
    aide: 'Art. 7.2. Vide : 30.',
    exemple: '30',
  },
  {
    cle: 'forceMajeureCompteDe',
    groupe: 'clauses',
    titre: 'Force majeure comptée de',
    aide: 'réception ou envoi. Vide : réception.',
    exemple: 'réception',
  },
  {
    cle: 'transmissionRequise',
    groupe: 'clauses',
    titre: 'Convention à transmettre',
    aide: 'oui ou non : la convention elle-même se transmet-elle à la préfecture, en plus des délibérations ? Vide : non.',
    exemple: 'non',
  },
  {
    cle: 'demiJourneesParSemaine',
    groupe: 'clauses',
    titre: 'Demi-journées par semaine',
    aide: 'Art. 1.2. Vide : 1.',
    exemple: '1',
  },
  {
    cle: 'deliberationDepartementNumero',
    groupe: 'decisions',
    titre: 'Délibération du Département : numéro',
    aide: 'Numéro ou nom de la décision ; pour une association, l’acte qui autorise à signer.',
    exemple: 'CD-2026-018',
  },
  {
    cle: 'deliberationDepartementDate',
    groupe: 'decisions',
    titre: 'Délibération du Département : date',
    aide: 'Jour de la décision.',
    exemple: '12/01/2026',
  },
  {
    cle: 'accuseDepartementNumero',
    groupe: 'decisions',
    titre: 'Accusé du Département : numéro',
    aide: 'Accusé de réception de la préfecture pour cette délibération.',
    exemple: '066-000000000-18',
  },
  {
    cle: 'accuseDepartementTransmiseLe',
    groupe: 'decisions',
    titre: 'Accusé du Département : télétransmise le',
    aide: 'Jour de la télétransmission.',
    exemple: '14/01/2026',
  },
  {
    cle: 'accuseDepartementRecueLe',
    groupe: 'decisions',
    titre: 'Accusé du Département : reçue le',
    aide: 'Jour de réception en préfecture.',
    exemple: '14/01/2026',
  },
  {
    cle: 'deliberationBeneficiaireNumero',
    groupe: 'decisions',
    titre: 'Délibération du Bénéficiaire : numéro',
    aide: 'Numéro ou nom de la décision ; pour une association, l’acte qui autorise à signer.',
    exemple: 'DL2026-0042',
  },
  {
    cle: 'deliberationBeneficiaireDate',
    groupe: 'decisions',
    titre: 'Délibération du Bénéficiaire : date',
    aide: 'Jour de la décision.',
    exemple: '20/01/2026',
  },
  {
    cle: 'accuseBeneficiaireNumero',
    groupe: 'decisions',
    titre: 'Accusé du Bénéficiaire : numéro',
    aide: 'Accusé de réception de la préfecture pour cette délibération.',
    exemple: '066-000000000-42',
  },
  {
    cle: 'accuseBeneficiaireTransmiseLe',
    groupe: 'decisions',
    titre: 'Accusé du Bénéficiaire : télétransmise le',
    aide: 'Jour de la télétransmission.',
    exemple: '22/01/2026',
  },
  {
    cle: 'accuseBeneficiaireRecueLe',
    groupe: 'decisions',
    titre: 'Accusé du Bénéficiaire : reçue le',
    aide: 'Jour de réception en préfecture.',
    exemple: '22/01/2026',
  },
  {
    cle: 'signatureBeneficiaireDate',
    groupe: 'signatures',
    titre: 'Signature du Bénéficiaire : date',
    aide: 'Jour de la signature. Les deux délibérations doivent la précéder.',
    exemple: '02/02/2026',
  },
  {
    cle: 'signatureBeneficiaireSignataire',
    groupe: 'signatures',
    titre: 'Signature du Bénéficiaire : signataire',
    aide: 'Vide : le représentant d’aujourd’hui.',
    exemple: 'Madame Jeanne Fictive',
  },
  {
    cle: 'signatureBeneficiaireQualite',
    groupe: 'signatures',
    titre: 'Signature du Bénéficiaire : qualité',
    aide: 'Vide : la fonction du représentant d’aujourd’hui.',
    exemple: 'Maire',
  },
  {
    cle: 'signatureDepartementDate',
    groupe: 'signatures',
    titre: 'Signature du Département : date',
    aide: 'Jour de la signature. Les deux délibérations doivent la précéder.',
    exemple: '10/02/2026',
  },
  {
    cle: 'signatureDepartementSignataire',
    groupe: 'signatures',
    titre: 'Signature du Département : signataire',
    aide: 'Vide : le représentant d’aujourd’hui.',
    exemple: 'Madame Anne Fictive',
  },
  {
    cle: 'signatureDepartementQualite',
    groupe: 'signatures',
    titre: 'Signature du Département : qualité',
    aide: 'Vide : la fonction du représentant d’aujourd’hui.',
    exemple: 'Présidente',
  },
  {
    cle: 'accuseConventionNumero',
    groupe: 'signatures',
    titre: 'Accusé de la convention : numéro',
    aide: 'Si la convention elle-même a été transmise à la préfecture.',
    exemple: '',
  },
  {
    cle: 'accuseConventionTransmiseLe',
    groupe: 'signatures',
    titre: 'Accusé de la convention : télétransmise le',
    aide: 'Jour de la télétransmission.',
    exemple: '',
  },
  {
    cle: 'accuseConventionRecueLe',
    groupe: 'signatures',
    titre: 'Accusé de la convention : reçue le',
    aide: 'Jour de réception en préfecture.',
    exemple: '',
  },
  {
    cle: 'assureur',
    groupe: 'suite',
    titre: 'Assurance : assureur',
    aide: 'Attestation de responsabilité civile (art. 4.2). Une autre attestation s’ajoute aux précédentes.',
    exemple: 'Mutuelle d’Exemple',
  },
  {
    cle: 'assuranceDu',
    groupe: 'suite',
    titre: 'Assurance : du',
    aide: 'Premier jour de validité.',
    exemple: '01/01/2026',
  },
  {
    cle: 'assuranceAu',
    groupe: 'suite',
    titre: 'Assurance : au',
    aide: 'Dernier jour de validité.',
    exemple: '31/12/2026',
  },
  {
    cle: 'oppositionAuteur',
    groupe: 'suite',
    titre: 'Opposition : auteur',
    aide: 'Département ou Bénéficiaire (art. 6).',
    exemple: '',
  },
  {
    cle: 'oppositionEnvoyeeLe',
    groupe: 'suite',
    titre: 'Opposition : envoyée le',
    aide: 'Jour de l’envoi.',
    exemple: '',
  },
  {
    cle: 'oppositionRecueLe',
    groupe: 'suite',
    titre: 'Opposition : reçue le',
    aide: 'Jour de réception par l’autre partie, s’il est connu.',
    exemple: '',
  },
  {
    cle: 'dissolution',
    groupe: 'suite',
    titre: 'Dissolution',
    aide: 'Jour de la dissolution du Bénéficiaire (art. 7.2).',
    exemple: '',
  },
  {
    cle: 'autres',
    groupe: 'autres',
    titre: 'Autres événements',
    aide: 'Avenants, mises en demeure, notes, annulations… tels qu’Escale les exporte, un par ligne de la case. Laissez cette case comme elle est ; vide pour une convention reprise d’ailleurs.',
    exemple: '',
  },
] as const satisfies readonly Declaration[];

export type Colonne = Declaration & { readonly cle: Cle };
export type Cle = (typeof COLONNES)[number]['cle'];

/** A column by its key. */
export const COLONNE_DE = Object.fromEntries(COLONNES.map((colonne) => [colonne.cle, colonne])) as unknown as Readonly<
  Record<Cle, Colonne>
>;

/** The column whose title was written, in any case, with or without accents; undefined: none has it. */
export function colonneDuTitre(titre: string): Colonne | undefined {
  const asked = toNomRecherche(titre);
  return COLONNES.find((colonne) => toNomRecherche(colonne.titre) === asked);
}

/** Does a column hold days? */
export function estJour(cle: Cle): boolean {
  return /(?:Date|Le|Du|Au|finAuPlusTard|dissolution)$/.test(cle);
}
