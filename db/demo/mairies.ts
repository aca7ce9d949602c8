import { ASCENSEUR, PLAIN_PIED, RAMPE } from './acces.ts';
import type { LieuDemo, StructureDemo } from './fiches.ts';

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

/** The communes that signed, or are about to. */
export const MAIRIES: readonly StructureDemo[] = [
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
];
