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

/** What was done: help to one person, an atelier. */
export const TYPES_ACTIVITE = {
  Individuel: 'Accompagnement individuel',
  Collectif: 'Atelier collectif',
} as const satisfies Nomenclature;

/** What was done for the programme, without any usager. */
export const TYPES_COORDINATION = {
  Evenement: 'Évènement',
  Partenariat: 'Partenariat',
  Animation: 'Animation',
} as const satisfies Nomenclature;
export type TypeCoordination = keyof typeof TYPES_COORDINATION;
export type TypeActivite = keyof typeof TYPES_ACTIVITE | TypeCoordination;

/** Where it was done. */
export const TYPES_LIEU = {
  LieuActivite: 'Lieu d’activité',
  Autre: 'Autre lieu',
  Domicile: 'À domicile',
  ADistance: 'À distance',
} as const satisfies Nomenclature;
export type TypeLieu = keyof typeof TYPES_LIEU;

/** On what it was done. */
export const MATERIELS = {
  Ordinateur: 'Ordinateur',
  Telephone: 'Téléphone',
  Tablette: 'Tablette',
  Autre: 'Autre',
  Aucun: 'Pas de matériel',
} as const satisfies Nomenclature;
export type Materiel = keyof typeof MATERIELS;

/** How far the person does without help. */
export const AUTONOMIES = {
  EntierementAccompagne: 'Avec guidage',
  PartiellementAutonome: 'Autonome avec guidage en cas de besoin',
  Autonome: 'Autonome',
} as const satisfies Nomenclature;
export type Autonomie = keyof typeof AUTONOMIES;

/** Level of an atelier. */
export const NIVEAUX_ATELIER = {
  Debutant: 'Débutant',
  Intermediaire: 'Intermédiaire',
  Avance: 'Avancé',
} as const satisfies Nomenclature;
export type NiveauAtelier = keyof typeof NIVEAUX_ATELIER;

/** Who asked for an animation. */
export const INITIATIVES = {
  Initiative: 'Intervention à mon initiative',
  Demande: 'Réponse à un besoin/une problématique',
} as const satisfies Nomenclature;

/** Kinds of animation. */
export const TYPES_ANIMATION = {
  Assemblee:
    'Assemblée ou présentation officielle (conseil municipal, communautaire ou départemental, CA d’association…)',
  Comite: 'Comité technique / de pilotage',
  GroupeDeTravail: 'Groupe de travail',
  Echange: 'Moment d’échange / aide / soutien',
  ReunionCoordination:
    'Réunion de coordination (coordinateurs, médiateurs et conseillers numériques, préfectures, Hubs...)',
  Webinaire: 'Webinaire',
  Autre: 'Autre',
} as const satisfies Nomenclature;

/** What an animation was about. */
export const THEMES_ANIMATION = {
  Partage: 'Échanges de bonnes pratiques / partage d’informations',
  Reseau: 'Maillage territorial - faire réseau / créer du lien',
  Soutien: 'Soutien technique et/ou organisationnel',
  Professionnel: 'Projet / Parcours professionnel',
  RH: 'Soutien RH auprès des structures',
  Autre: 'Autre thématique',
} as const satisfies Nomenclature;

/** Kinds of event. */
export const TYPES_EVENEMENT = {
  GrandPublic: 'Évènement grand public (forum, salon, journée départementale, ateliers collectifs…)',
  National: 'Évènement national (NEC, ANCTour…)',
  InclusionNumerique: 'Journée d’inclusion numérique (séminaire, rencontre, intervention…)',
  NecLocal: 'NEC local',
  Autre: 'Autre',
} as const satisfies Nomenclature;

/** Who holds an event. */
export const ORGANISATEURS = {
  MaStructure: 'Ma structure (moi-même)',
  Commune: 'Une commune',
  Epci: 'Un EPCI',
  Departement: 'Le département',
  Region: 'La région',
  Association: 'Une association',
  Entreprise: 'Une entreprise',
  Hub: 'Un Hub',
  Etat: 'État (Préfecture, ANCT, Opérateur...)',
  Groupement: 'Un groupement (Syndicat mixte, consortium...)',
  Autre: 'Autre',
} as const satisfies Nomenclature;

/** How far it reaches. */
export const ECHELONS = {
  Communal: 'Communal',
  Intercommunal: 'Intercommunal',
  Departemental: 'Départemental',
  Regional: 'Régional',
  National: 'National',
} as const satisfies Nomenclature;

/** What a partnership is for. */
export const NATURES_PARTENARIAT = {
  ParcoursUsager: 'Conception de parcours usager',
  Subvention: 'Recherche de subvention',
  CoordinationDepartementale: 'Journée de coordination départementale',
  RDVElu: 'Rendez-vous avec un élu ou une élue',
  Autre: 'Autre',
} as const satisfies Nomenclature;

/** With whom a partnership is made. */
export const PARTENAIRES = {
  Commune: 'Une commune',
  Epci: 'Un EPCI',
  Departement: 'Le département',
  Region: 'La région',
  Association: 'Une association',
  Entreprise: 'Une entreprise',
  Hub: 'Un Hub',
  Etat: 'État (Préfecture, ANCT, Opérateur...)',
  Groupement: 'Un groupement (Syndicat mixte, consortium...)',
  Autre: 'Autre',
} as const satisfies Nomenclature;

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

/** The seven axes of the strategy. Source: annexe 1. */
export const AXES = {
  axe1: 'Axe 1 : des services publics simplifiés',
  axe2: 'Axe 2 : une jeunesse connectée',
  axe3: 'Axe 3 : des seniors numériques',
  axe4: 'Axe 4 : l’accès à la culture',
  axe5: 'Axe 5 : des citoyens numériques',
  axe6: 'Axe 6 : les acteurs locaux, relais du numérique',
  axe7: 'Axe 7 : un numérique plus vert',
} as const satisfies Nomenclature;
export type Axe = keyof typeof AXES;

/** What an online service does not let a person do. Source: annexe 1, axe 1, « l’accessibilité des services mis en ligne ». */
export const OBSTACLES = {
  inaccessible: 'Le site n’est pas accessible (lecture d’écran, clavier, taille du texte)',
  panne: 'Le site est en panne ou trop lent',
  identite: 'Impossible de se connecter ou de prouver son identité',
  piece: 'Une pièce demandée ne peut pas être fournie ou déposée',
  langue: 'Les textes sont trop difficiles, ou dans une seule langue',
  telephone: 'Un smartphone ou un numéro de portable est exigé',
  sans_recours: 'Aucun autre moyen que le site n’est proposé',
  autre: 'Autre obstacle',
} as const satisfies Nomenclature;
export type Obstacle = keyof typeof OBSTACLES;

/** With whom démarches are most often done. The mandat bears the name, not the code; any other is written in full. */
export const OPERATEURS = {
  caf: 'Caisse d’allocations familiales (CAF)',
  cpam: 'Assurance maladie (CPAM)',
  msa: 'Mutualité sociale agricole (MSA)',
  carsat: 'Assurance retraite (CARSAT)',
  agirc_arrco: 'Retraite complémentaire Agirc-Arrco',
  france_travail: 'France Travail',
  impots: 'Direction générale des finances publiques (impôts)',
  france_titres: 'France Titres (carte d’identité, passeport, permis, carte grise)',
  prefecture: 'Préfecture',
  departement: 'Département (RSA, APA, aide sociale)',
  mdph: 'Maison départementale des personnes handicapées (MDPH)',
  urssaf: 'Urssaf',
  crous: 'Crous',
} as const satisfies Nomenclature;
export type Operateur = keyof typeof OPERATEURS;
