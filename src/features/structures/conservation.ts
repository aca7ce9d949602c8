import type { Classement, Donnee } from '../../domain/conservation.ts';

export const CONTACTS: Donnee = {
  cle: 'contacts',
  nom: 'Référents et contacts des structures',
  traitement: 'conventions',
  quoi: 'nom, fonction, courriel et téléphone des référents ; téléphone et courriel de la structure',
  pourquoi: 'Joindre la structure qui accueille les permanences',
  base: 'e',
  personnes: 'Référents des structures',
  destinataires: 'L’équipe technique et les agents',
  duree: { defaut: { nombre: 12, unite: 'mois' }, min: 1, max: 60 },
  depuis: 'après la fermeture de la structure',
  ensuite: 'efface',
  precision: 'un référent que l’équipe retire part aussitôt',
  colonnes: {
    referent: ['nom', 'fonction', 'courriel', 'telephone'],
    structure: ['telephone', 'courriel'],
  },
};

export const classement: Classement = {
  donnees: [CONTACTS],
  sansDonneePersonnelle: {
    structure: ['nom', 'nature', 'siret', 'adresse', 'code_postal', 'code_insee', 'fermee_le'],
    structure_logo: ['type', 'octets'],
  },
};
