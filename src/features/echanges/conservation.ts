import type { Classement, Donnee } from '../../domain/conservation.ts';

export const ECHANGES: Donnee = {
  cle: 'echanges',
  nom: 'Échanges de données avec d’autres services',
  traitement: 'conformite',
  quoi: 'date, qui a demandé, service, sortes de données (jamais les données), fondement, nombre de personnes, qui a envoyé, canal, corrections',
  pourquoi: 'Savoir à qui des données ont été données, et pouvoir en répondre',
  base: 'c',
  personnes: 'Qui demande et qui envoie',
  destinataires: 'Le délégué à la protection des données, l’équipe technique ; l’agent, pour les siens',
  duree: { defaut: { nombre: 5, unite: 'ans' }, min: 1, max: 10 },
  depuis: 'après l’échange',
  ensuite: 'efface',
  colonnes: {
    echange_version: ['demandeur', 'service', 'precisions', 'finalite', 'envoye_par', 'raison_correction'],
  },
};

export const classement: Classement = {
  donnees: [ECHANGES],
  sansDonneePersonnelle: {
    echange_version: ['echange_id', 'rang', 'le', 'destinataire', 'natures', 'fondement', 'personnes', 'canal'],
  },
};
