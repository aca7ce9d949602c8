import type { NatureStructure } from '../../src/domain/nomenclatures.ts';
import type { Critere } from '../../src/features/lieux/rules.ts';

/** How the convention of a structure stands on the day of the demo. */
export type Situation =
  | 'en_vigueur'
  | 'finit_bientot'
  | 'opposition'
  | 'mise_en_demeure'
  | 'brouillon'
  | 'attente_signature'
  | 'passee'
  | 'aucune';

export interface LieuDemo {
  readonly slug: string;
  readonly nom: string;
  /** INSEE code; that of the structure when absent. */
  readonly insee?: string;
  readonly adresse: string;
  readonly acces: string;
  /** A criterion found wanting, or never looked at. */
  readonly manque?: Critere;
}

export interface StructureDemo {
  readonly slug: string;
  readonly nom: string;
  readonly nature: NatureStructure;
  readonly insee: string;
  readonly adresse: string;
  readonly fonction: string;
  readonly situation: Situation;
  /** How many days before today the convention took effect. */
  readonly effetIlYA: number;
  readonly lieux: readonly LieuDemo[];
}

type Reste = Pick<StructureDemo, 'adresse' | 'effetIlYA'> & Partial<StructureDemo>;

function commune(slug: string, nom: string, insee: string, lieu: Omit<LieuDemo, 'slug'>, reste: Reste): StructureDemo {
  return {
    slug,
    nom,
    nature: 'commune',
    insee,
    fonction: 'Maire',
    situation: 'en_vigueur',
    lieux: [{ slug, ...lieu }],
    ...reste,
  };
}

const PLAIN_PIED = 'Entrée de plain-pied. L’accueil vous indique le bureau.';
const ASCENSEUR = 'Bureau au premier étage, avec ascenseur. Présentez-vous à l’accueil.';
const RAMPE = 'Rampe d’accès à droite de l’entrée principale.';

/**
 * Host bodies on real communes. The addresses are plausible, the people invented, the associations, social landlord
 * and companies too; only the Communauté de communes of the 2022 convention bears its own address.
 */
export const STRUCTURES: readonly StructureDemo[] = [
  {
    slug: 'cc-alberes',
    nom: 'Communauté de communes Albères Côte Vermeille Illibéris',
    nature: 'epci',
    insee: '66008',
    adresse: '3 impasse Charlemagne',
    fonction: 'Président en exercice',
    situation: 'en_vigueur',
    effetIlYA: 250,
    lieux: [
      {
        slug: 'fs-argeles',
        nom: 'France Services d’Argelès-sur-Mer',
        adresse: '3 impasse Charlemagne',
        acces: `${PLAIN_PIED} Parking gratuit devant le bâtiment.`,
      },
      {
        slug: 'port-vendres',
        nom: 'Antenne intercommunale de Port-Vendres',
        insee: '66148',
        adresse: '12 quai de la République',
        acces: `${RAMPE} À 400 m de la gare.`,
      },
      {
        slug: 'mediatheque-elne',
        nom: 'Médiathèque d’Elne',
        insee: '66065',
        adresse: '14 boulevard Voltaire',
        acces: ASCENSEUR,
      },
    ],
  },
  {
    slug: 'fs-prades',
    nom: 'France Services de Prades',
    nature: 'france_services',
    insee: '66149',
    adresse: '4 place de la République',
    fonction: 'Directrice',
    situation: 'en_vigueur',
    effetIlYA: 310,
    lieux: [
      {
        slug: 'fs-prades',
        nom: 'France Services de Prades',
        adresse: '4 place de la République',
        acces: `${PLAIN_PIED} Marché le mardi matin : préférez le parking de la gare.`,
      },
    ],
  },
  {
    slug: 'ccas-perpignan',
    nom: 'Centre communal d’action sociale de Perpignan',
    nature: 'ccas',
    insee: '66136',
    adresse: '11 rue des Oliviers',
    fonction: 'Vice-présidente',
    situation: 'en_vigueur',
    effetIlYA: 205,
    lieux: [
      { slug: 'ccas-perpignan', nom: 'Espace solidarité du CCAS', adresse: '11 rue des Oliviers', acces: ASCENSEUR },
    ],
  },
  {
    slug: 'mediatheque-perpignan',
    nom: 'Médiathèque de Perpignan',
    nature: 'mediatheque',
    insee: '66136',
    adresse: '15 rue des Cerisiers',
    fonction: 'Directeur',
    situation: 'en_vigueur',
    effetIlYA: 160,
    lieux: [
      {
        slug: 'mediatheque-perpignan',
        nom: 'Médiathèque de Perpignan',
        adresse: '15 rue des Cerisiers',
        acces: ASCENSEUR,
      },
    ],
  },
  {
    slug: 'fil-rouge',
    nom: 'Association Le Fil rouge numérique',
    nature: 'association',
    insee: '66136',
    adresse: '28 avenue des Palmiers',
    fonction: 'Présidente',
    situation: 'en_vigueur',
    effetIlYA: 140,
    lieux: [
      {
        slug: 'fil-rouge',
        nom: 'Local du Fil rouge',
        adresse: '28 avenue des Palmiers',
        acces: PLAIN_PIED,
        manque: 'salle_6_a_8',
      },
    ],
  },
  {
    slug: 'habitat-tet',
    nom: 'Habitat des Rives de la Têt',
    nature: 'bailleur_social',
    insee: '66136',
    adresse: '60 boulevard du Canal',
    fonction: 'Directeur général',
    situation: 'en_vigueur',
    effetIlYA: 120,
    lieux: [
      { slug: 'habitat-tet', nom: 'Loge de la résidence des Platanes', adresse: '7 allée des Platanes', acces: RAMPE },
    ],
  },
  {
    slug: 'ateliers-tet',
    nom: 'Les Ateliers de la Têt',
    nature: 'siae',
    insee: '66136',
    adresse: '9 rue des Tanneurs',
    fonction: 'Gérante',
    situation: 'en_vigueur',
    effetIlYA: 95,
    lieux: [{ slug: 'ateliers-tet', nom: 'Les Ateliers de la Têt', adresse: '9 rue des Tanneurs', acces: PLAIN_PIED }],
  },
  {
    slug: 'manufacture',
    nom: 'Tiers-lieu La Manufacture partagée',
    nature: 'tiers_lieu',
    insee: '66028',
    adresse: '2 chemin de la Fontaine',
    fonction: 'Coprésident',
    situation: 'en_vigueur',
    effetIlYA: 180,
    lieux: [
      { slug: 'manufacture', nom: 'La Manufacture partagée', adresse: '2 chemin de la Fontaine', acces: PLAIN_PIED },
    ],
  },
  commune(
    'canet',
    'Commune de Canet-en-Roussillon',
    '66037',
    { nom: 'Mairie annexe de Canet-Plage', adresse: '5 avenue de la Méditerranée', acces: RAMPE },
    { adresse: '1 place Saint-Jacques', effetIlYA: 330 },
  ),
  commune(
    'saint-cyprien',
    'Commune de Saint-Cyprien',
    '66171',
    { nom: 'Médiathèque de Saint-Cyprien', adresse: '3 rue des Mûriers', acces: PLAIN_PIED },
    { adresse: '1 place de la Mairie', effetIlYA: 290 },
  ),
  commune(
    'pia',
    'Commune de Pia',
    '66141',
    { nom: 'Maison des associations', adresse: '8 avenue des Écoles', acces: PLAIN_PIED },
    { adresse: '1 place de la Mairie', effetIlYA: 220 },
  ),
  commune(
    'le-soler',
    'Commune du Soler',
    '66195',
    { nom: 'Mairie du Soler', adresse: '1 place de la Mairie', acces: ASCENSEUR },
    { adresse: '1 place de la Mairie', effetIlYA: 260 },
  ),
  commune(
    'bompas',
    'Commune de Bompas',
    '66021',
    { nom: 'Espace culturel de Bompas', adresse: '10 avenue du Stade', acces: PLAIN_PIED },
    { adresse: '2 place de la Mairie', effetIlYA: 190 },
  ),
  commune(
    'toulouges',
    'Commune de Toulouges',
    '66213',
    { nom: 'Bibliothèque de Toulouges', adresse: '6 boulevard de Clairfont', acces: PLAIN_PIED },
    { adresse: '2 boulevard de Clairfont', effetIlYA: 150 },
  ),
  commune(
    'le-barcares',
    'Commune du Barcarès',
    '66017',
    { nom: 'Mairie du Barcarès', adresse: '1 place de la République', acces: RAMPE },
    { adresse: '1 place de la République', effetIlYA: 130, situation: 'mise_en_demeure' },
  ),
  commune(
    'ille-sur-tet',
    'Commune d’Ille-sur-Têt',
    '66088',
    { nom: 'Médiathèque d’Ille-sur-Têt', adresse: '9 rue du Collège', acces: PLAIN_PIED },
    { adresse: '1 place de la Mairie', effetIlYA: 340 },
  ),
  commune(
    'millas',
    'Commune de Millas',
    '66108',
    { nom: 'Mairie de Millas', adresse: '2 rue de la Mairie', acces: PLAIN_PIED },
    { adresse: '2 rue de la Mairie', effetIlYA: 100 },
  ),
  commune(
    'amelie',
    'Commune d’Amélie-les-Bains-Palalda',
    '66003',
    { nom: 'Point d’accueil d’Amélie-les-Bains', adresse: '5 avenue du Vallespir', acces: RAMPE },
    { adresse: '5 avenue du Vallespir', effetIlYA: 275 },
  ),
  commune(
    'estagel',
    'Commune d’Estagel',
    '66071',
    { nom: 'Mairie d’Estagel', adresse: '3 avenue de la Mairie', acces: PLAIN_PIED, manque: 'photocopieuse' },
    { adresse: '3 avenue de la Mairie', effetIlYA: 45 },
  ),
  commune(
    'canohes',
    'Commune de Canohès',
    '66038',
    {
      nom: 'Salle polyvalente de Canohès',
      adresse: '4 rue des Vignes',
      acces: PLAIN_PIED,
      manque: 'bureau_confidentiel',
    },
    { adresse: '1 place de la Mairie', effetIlYA: 60 },
  ),
  commune(
    'arles-sur-tech',
    'Commune d’Arles-sur-Tech',
    '66009',
    { nom: 'Mairie d’Arles-sur-Tech', adresse: '1 place de l’Hôtel de Ville', acces: RAMPE },
    { adresse: '1 place de l’Hôtel de Ville', effetIlYA: 145, situation: 'opposition' },
  ),
  commune(
    'vernet',
    'Commune de Vernet-les-Bains',
    '66222',
    { nom: 'Mairie de Vernet-les-Bains', adresse: '7 avenue des Thermes', acces: PLAIN_PIED },
    { adresse: '7 avenue des Thermes', effetIlYA: 235 },
  ),
  commune(
    'vinca',
    'Commune de Vinça',
    '66230',
    { nom: 'Mairie de Vinça', adresse: '4 place de la Mairie', acces: PLAIN_PIED },
    { adresse: '4 place de la Mairie', effetIlYA: 300, situation: 'finit_bientot' },
  ),
  commune(
    'osseja',
    'Commune d’Osséja',
    '66130',
    { nom: 'Mairie d’Osséja', adresse: '2 rue de la Poste', acces: PLAIN_PIED },
    { adresse: '2 rue de la Poste', effetIlYA: 520, situation: 'passee' },
  ),
  commune(
    'prats',
    'Commune de Prats-de-Mollo-la-Preste',
    '66150',
    { nom: 'Maison France Services du Haut Vallespir', adresse: '6 place d’Armes', acces: RAMPE },
    { adresse: '1 place d’Armes', effetIlYA: 110 },
  ),
  commune(
    'baixas',
    'Commune de Baixas',
    '66014',
    { nom: 'Mairie de Baixas', adresse: '2 avenue de la Mairie', acces: PLAIN_PIED },
    { adresse: '2 avenue de la Mairie', effetIlYA: 0, situation: 'brouillon' },
  ),
  commune(
    'torreilles',
    'Commune de Torreilles',
    '66212',
    { nom: 'Mairie de Torreilles', adresse: '1 avenue des Pyrénées', acces: PLAIN_PIED },
    { adresse: '1 avenue des Pyrénées', effetIlYA: 0, situation: 'attente_signature' },
  ),
  commune(
    'salses',
    'Commune de Salses-le-Château',
    '66190',
    { nom: 'Mairie de Salses', adresse: '3 place de la République', acces: RAMPE },
    { adresse: '3 place de la République', effetIlYA: 0, situation: 'attente_signature' },
  ),
  commune(
    'bages',
    'Commune de Bages',
    '66011',
    { nom: 'Mairie de Bages', adresse: '5 place de la Fontaine', acces: PLAIN_PIED },
    { adresse: '5 place de la Fontaine', effetIlYA: 0, situation: 'brouillon', lieux: [] },
  ),
  {
    slug: 'ccas-saint-esteve',
    nom: 'Centre communal d’action sociale de Saint-Estève',
    nature: 'ccas',
    insee: '66172',
    adresse: '6 rue des Peupliers',
    fonction: 'Vice-président',
    situation: 'en_vigueur',
    effetIlYA: 210,
    lieux: [
      { slug: 'ccas-saint-esteve', nom: 'CCAS de Saint-Estève', adresse: '6 rue des Peupliers', acces: PLAIN_PIED },
    ],
  },
  {
    slug: 'ccas-ceret',
    nom: 'Centre communal d’action sociale de Céret',
    nature: 'ccas',
    insee: '66049',
    adresse: '8 boulevard des Cerises',
    fonction: 'Présidente',
    situation: 'en_vigueur',
    effetIlYA: 320,
    lieux: [
      { slug: 'ccas-ceret', nom: 'Maison des services de Céret', adresse: '8 boulevard des Cerises', acces: ASCENSEUR },
    ],
  },
  {
    slug: 'ccas-saleilles',
    nom: 'Centre communal d’action sociale de Saleilles',
    nature: 'ccas',
    insee: '66189',
    adresse: '4 rue des Pins',
    fonction: 'Vice-présidente',
    situation: 'en_vigueur',
    effetIlYA: 85,
    lieux: [
      {
        slug: 'ccas-saleilles',
        nom: 'CCAS de Saleilles',
        adresse: '4 rue des Pins',
        acces: PLAIN_PIED,
        manque: 'wifi',
      },
    ],
  },
  {
    slug: 'mediatheque-salanque',
    nom: 'Médiathèque de Saint-Laurent-de-la-Salanque',
    nature: 'mediatheque',
    insee: '66180',
    adresse: '12 avenue de la Côte',
    fonction: 'Directrice',
    situation: 'en_vigueur',
    effetIlYA: 170,
    lieux: [
      {
        slug: 'mediatheque-salanque',
        nom: 'Médiathèque de la Salanque',
        adresse: '12 avenue de la Côte',
        acces: PLAIN_PIED,
      },
    ],
  },
  {
    slug: 'fs-rivesaltes',
    nom: 'France Services de Rivesaltes',
    nature: 'france_services',
    insee: '66164',
    adresse: '9 place du Muscat',
    fonction: 'Directeur',
    situation: 'en_vigueur',
    effetIlYA: 280,
    lieux: [
      { slug: 'fs-rivesaltes', nom: 'France Services de Rivesaltes', adresse: '9 place du Muscat', acces: PLAIN_PIED },
    ],
  },
  {
    slug: 'fs-fenouilledes',
    nom: 'France Services de Saint-Paul-de-Fenouillet',
    nature: 'france_services',
    insee: '66187',
    adresse: '21 boulevard de l’Agly',
    fonction: 'Directrice',
    situation: 'en_vigueur',
    effetIlYA: 240,
    lieux: [
      {
        slug: 'fs-fenouilledes',
        nom: 'France Services du Fenouillèdes',
        adresse: '21 boulevard de l’Agly',
        acces: RAMPE,
      },
    ],
  },
  {
    slug: 'fs-cerdagne',
    nom: 'France Services de Font-Romeu',
    nature: 'france_services',
    insee: '66124',
    adresse: '38 avenue des Pistes',
    fonction: 'Directeur',
    situation: 'en_vigueur',
    effetIlYA: 200,
    lieux: [
      {
        slug: 'fs-cerdagne',
        nom: 'France Services de Font-Romeu',
        adresse: '38 avenue des Pistes',
        acces: `${ASCENSEUR} Arrêt du bus à 200 m.`,
      },
    ],
  },
  {
    slug: 'cc-aspres',
    nom: 'Communauté de communes des Aspres',
    nature: 'epci',
    insee: '66210',
    adresse: '14 allée des Aspres',
    fonction: 'Président',
    situation: 'en_vigueur',
    effetIlYA: 265,
    lieux: [
      { slug: 'cc-aspres', nom: 'Maison intercommunale des Aspres', adresse: '14 allée des Aspres', acces: PLAIN_PIED },
    ],
  },
  {
    slug: 'cc-conflent',
    nom: 'Communauté de communes Conflent-Canigó',
    nature: 'epci',
    insee: '66149',
    adresse: '25 route de Ria',
    fonction: 'Présidente',
    situation: 'aucune',
    effetIlYA: 0,
    lieux: [],
  },
  {
    slug: 'quai-boulou',
    nom: 'Tiers-lieu Le Quai du Boulou',
    nature: 'tiers_lieu',
    insee: '66024',
    adresse: '3 rue de la Gare',
    fonction: 'Présidente',
    situation: 'en_vigueur',
    effetIlYA: 155,
    lieux: [{ slug: 'quai-boulou', nom: 'Le Quai du Boulou', adresse: '3 rue de la Gare', acces: PLAIN_PIED }],
  },
  {
    slug: 'parenthese',
    nom: 'Association Parenthèse solidaire',
    nature: 'association',
    insee: '66065',
    adresse: '17 rue des Remparts',
    fonction: 'Président',
    situation: 'en_vigueur',
    effetIlYA: 185,
    lieux: [
      { slug: 'parenthese', nom: 'Local de Parenthèse solidaire', adresse: '17 rue des Remparts', acces: PLAIN_PIED },
    ],
  },
  {
    slug: 'coup-de-pouce',
    nom: 'Coup de pouce Vallespir',
    nature: 'siae',
    insee: '66049',
    adresse: '2 rue des Micocouliers',
    fonction: 'Directrice',
    situation: 'aucune',
    effetIlYA: 0,
    lieux: [],
  },
];

/** Places of the Département itself: no convention is needed there. */
export const MAISONS_SOCIALES: readonly (LieuDemo & { readonly insee: string })[] = [
  {
    slug: 'msp-perpignan-nord',
    nom: 'Maison sociale de proximité de Perpignan Nord',
    insee: '66136',
    adresse: '25 avenue des Mimosas',
    acces: ASCENSEUR,
  },
  {
    slug: 'msp-perpignan-sud',
    nom: 'Maison sociale de proximité de Perpignan Sud',
    insee: '66136',
    adresse: '70 avenue des Cigales',
    acces: PLAIN_PIED,
  },
  {
    slug: 'msp-cote-vermeille',
    nom: 'Maison sociale de proximité de la Côte Vermeille',
    insee: '66008',
    adresse: '18 avenue des Platanes',
    acces: PLAIN_PIED,
  },
  {
    slug: 'msp-vallespir',
    nom: 'Maison sociale de proximité du Vallespir',
    insee: '66049',
    adresse: '11 avenue du Canigou',
    acces: RAMPE,
  },
  {
    slug: 'msp-conflent',
    nom: 'Maison sociale de proximité du Conflent',
    insee: '66149',
    adresse: '16 avenue du Conflent',
    acces: PLAIN_PIED,
  },
  {
    slug: 'msp-agly',
    nom: 'Maison sociale de proximité de l’Agly',
    insee: '66164',
    adresse: '5 avenue de l’Agly',
    acces: PLAIN_PIED,
  },
];
