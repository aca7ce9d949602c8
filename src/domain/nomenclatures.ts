/**
 * Lists of values. A list maps each stable code (stored, exported) to its French label, in the order of the screens.
 * The codes and labels of the first part are those of the national tool (ANCT); the second part is ours.
 */
export type Nomenclature = Readonly<Record<string, string>>;

/** Codes of a list, in order and typed; fits `z.enum(cles(THEMATIQUES))`. */
export function cles<N extends Nomenclature>(nomenclature: N): [keyof N & string, ...(keyof N & string)[]] {
  const [first, ...others] = Object.keys(nomenclature);
  if (first === undefined) throw new Error('An empty list has no code');
  return [first, ...others];
}

/** True when the text is a code of the list. */
export function estCle<N extends Nomenclature>(nomenclature: N, text: string): text is keyof N & string {
  return Object.hasOwn(nomenclature, text);
}

/** Themes of an accompagnement; at least one. */
export const THEMATIQUES = {
  DiagnosticNumerique: 'Diagnostic numérique',
  PrendreEnMainDuMateriel: 'Prendre en main du matériel',
  MaintenanceDeMateriel: 'Maintenance de matériel',
  GereSesContenusNumeriques: 'Gérer ses contenus numériques',
  NavigationSurInternet: 'Navigation sur internet',
  Email: 'E-mail',
  Bureautique: 'Bureautique',
  ReseauxSociaux: 'Réseaux sociaux communication',
  Sante: 'Santé',
  BanqueEtAchatsEnLigne: 'Banque et achats en ligne',
  Entrepreneuriat: 'Accompagner un professionnel',
  InsertionProfessionnelle: 'Insertion professionnelle',
  SecuriteNumerique: 'Prévention en sécurité numérique',
  Parentalite: 'Parentalité',
  ScolariteEtNumerique: 'Scolarité et numérique',
  CreerAvecLeNumerique: 'Créer avec le numérique',
  CultureNumerique: 'Culture numérique',
  IntelligenceArtificielle: 'Intelligence artificielle (IA)',
  AideAuxDemarchesAdministratives: 'Aide aux démarches administratives',
} as const satisfies Nomenclature;
export type Thematique = keyof typeof THEMATIQUES;

/** Kinds of administrative démarche, asked with the theme `AideAuxDemarchesAdministratives`. */
export const DEMARCHES = {
  PapiersElectionsCitoyennete: 'Papiers - Élections - Citoyenneté',
  FamilleScolarite: 'Famille - Scolarité',
  SocialSante: 'Social - Santé',
  TravailFormation: 'Travail - Formation - Entreprise',
  Logement: 'Logement',
  TransportsMobilite: 'Transports - Mobilité',
  ArgentImpots: 'Argent - Impôts',
  Justice: 'Justice',
  EtrangersEurope: 'Étrangers - Europe',
  LoisirsSportsCulture: 'Loisirs - Sports - Culture',
  Associations: 'Associations',
} as const satisfies Nomenclature;
export type Demarche = keyof typeof DEMARCHES;

/** Usual lengths, keys in minutes; `personnaliser` opens a free field. */
export const DUREES = {
  15: '15mn',
  30: '30mn',
  45: '45mn',
  60: '1h',
  90: '1h30',
  120: '2h',
  personnaliser: 'Personnaliser',
} as const satisfies Nomenclature;

/** Towards whom the person was sent. */
export const STRUCTURES_DE_REDIRECTION = {
  Administration: 'Administration (mairie, préfecture…)',
  MediationNumerique: 'Autre structure de médiation numérique',
  OperateurOuOrganismeEnCharge: 'Opérateur ou organisme en charge de la démarche administrative',
  AideSociale: 'Structure d’aide sociale (maison des solidarités, centre social…)',
  InsertionProfessionnelle:
    'Structure d’insertion professionnelle (France Travail, mission locale, chambre de commerce…)',
  AideAuxDemarchesAdministratives: 'Structure d’aide aux démarches administratives (France Services…)',
  Autre: 'Autre',
} as const satisfies Nomenclature;
export type StructureDeRedirection = keyof typeof STRUCTURES_DE_REDIRECTION;

/** Gender, declared. */
export const GENRES = {
  Masculin: 'Masculin',
  Feminin: 'Féminin',
  NonCommunique: 'Non communiqué',
} as const satisfies Nomenclature;
export type Genre = keyof typeof GENRES;

/** Age band, frozen at the day of the act. */
export const TRANCHES_AGE = {
  SoixanteDixPlus: '70 ans et plus',
  SoixanteSoixanteNeuf: '60 - 69 ans',
  QuaranteCinquanteNeuf: '40 - 59 ans',
  VingtCinqTrenteNeuf: '25 - 39 ans',
  DixHuitVingtQuatre: '18 - 24 ans',
  DouzeDixHuit: '12 - 17 ans',
  MoinsDeDouze: 'Moins de 12 ans',
  NonCommunique: 'Non communiqué',
} as const satisfies Nomenclature;
export type TrancheAge = keyof typeof TRANCHES_AGE;

/** Situation, declared. */
export const STATUTS_SOCIAUX = {
  Retraite: 'Retraité',
  SansEmploi: 'Sans emploi',
  EnEmploi: 'En emploi',
  Scolarise: 'Scolarisé',
  NonCommunique: 'Non communiqué ou hétérogène',
} as const satisfies Nomenclature;
export type StatutSocial = keyof typeof STATUTS_SOCIAUX;

/** Objectives an accompagnement can name. Source: art. 1.1, « Rappel des objectifs d'intervention ». */
export const OBJECTIFS = {
  accueil: 'Accueil, orientation et information',
  permanence: 'Permanence de réponse aux démarches',
  soutien_quotidien: 'Soutien dans les démarches du quotidien',
  facilitation_numerique: 'Facilitation numérique : utiliser un service en ligne',
  facilitation_administrative: 'Facilitation administrative : avancer dans une démarche',
  mise_en_relation: 'Mise en relation avec un opérateur',
  identification_operateur: 'Identification des opérateurs compétents',
  mise_en_autonomie: 'Mise en autonomie',
  sensibilisation: 'Sensibilisation aux enjeux du numérique',
  atelier: 'Atelier numérique',
  autre: 'Autre accompagnement aux usages',
} as const satisfies Nomenclature;
export type Objectif = keyof typeof OBJECTIFS;

/** Outcome of an accompagnement. */
export const ISSUES = {
  faite: 'Démarche faite',
  commencee: 'Démarche commencée',
  orientee: 'Personne orientée ailleurs',
  impossible: 'Démarche impossible',
} as const satisfies Nomenclature;
export type Issue = keyof typeof ISSUES;

/** Kinds of host structure. Source: annexe 1, « Maisons France Service, médiathèques […] ». */
export const NATURES_STRUCTURE = {
  commune: 'Commune',
  epci: 'Intercommunalité (EPCI)',
  ccas: 'Centre communal ou intercommunal d’action sociale',
  france_services: 'France Services',
  mediatheque: 'Médiathèque',
  association: 'Association',
  tiers_lieu: 'Tiers-lieu',
  bailleur_social: 'Bailleur social',
  siae: 'Structure d’insertion par l’activité économique',
  departement: 'Service du Département',
  autre: 'Autre organisme',
} as const satisfies Nomenclature;
export type NatureStructure = keyof typeof NATURES_STRUCTURE;

/** The two kinds of agents. Source: préambule, « ambassadeurs et conseillers numériques ». */
export const NATURES_AGENT = {
  conseiller: 'Conseiller numérique',
  ambassadeur: 'Ambassadeur du numérique',
} as const satisfies Nomenclature;
export type NatureAgent = keyof typeof NATURES_AGENT;
