import type { Classement, Donnee } from '../../domain/conservation.ts';

export const LIEUX: Donnee = {
  cle: 'lieux',
  nom: 'Visites et téléphones des lieux',
  traitement: 'conventions',
  quoi: 'téléphone du lieu ; qui a constaté chaque critère, quand, et ses précisions',
  pourquoi: 'Vérifier qu’un lieu peut accueillir, et renseigner le public',
  base: 'e',
  personnes: 'Personnes qui accueillent dans les lieux ou les visitent',
  destinataires: 'Le public, pour le téléphone du lieu ; l’équipe technique et les agents, pour les visites',
  duree: { defaut: { nombre: 5, unite: 'ans' }, min: 1, max: 10 },
  depuis: 'après la fermeture du lieu',
  ensuite: 'efface',
  precision: 'le constat reste, sans nom ni précision',
  colonnes: {
    lieu: ['telephone'],
    lieu_constat: ['constate_par', 'precision'],
  },
};

export const classement: Classement = {
  donnees: [LIEUX],
  sansDonneePersonnelle: {
    lieu: [
      'nom',
      'adresse',
      'code_postal',
      'code_insee',
      'acces',
      'a_apporter',
      'latitude',
      'longitude',
      'accord_beneficiaire_le',
      'accord_departement_le',
      'ferme_le',
    ],
    lieu_constat: ['critere', 'satisfait', 'constate_le'],
  },
};
