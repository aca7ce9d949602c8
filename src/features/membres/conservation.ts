import type { Classement, Donnee } from '../../domain/conservation.ts';

export const MEMBRES: Donnee = {
  cle: 'membres',
  nom: 'Contacts des autres membres du dispositif',
  traitement: 'conventions',
  quoi: 'nom, fonction, courriel et téléphone de la personne à joindre',
  pourquoi: 'Réunir le comité technique',
  base: 'e',
  personnes: 'Personnes à joindre chez les employeurs de conseillers numériques',
  destinataires: 'L’équipe technique',
  duree: { defaut: { nombre: 12, unite: 'mois' }, min: 1, max: 60 },
  depuis: 'après le dernier jour du membre',
  ensuite: 'efface',
  precision: 'le membre et ses dates restent, sans personne à joindre',
  colonnes: { membre: ['contact_nom', 'contact_fonction', 'contact_courriel', 'contact_telephone'] },
};

export const classement: Classement = {
  donnees: [MEMBRES],
  sansDonneePersonnelle: { membre: ['nom', 'nature', 'siret', 'code_insee', 'conseillers', 'du', 'au'] },
};
