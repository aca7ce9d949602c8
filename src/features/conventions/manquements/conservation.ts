import type { Classement, Donnee } from '../../../domain/conservation.ts';

export const MANQUEMENTS: Donnee = {
  cle: 'manquements',
  nom: 'Manquements signalés',
  traitement: 'conventions',
  quoi: 'ce qu’un agent a constaté dans un lieu, quand, et ce que la structure y a répondu',
  pourquoi: 'Faire respecter l’article 3.2 des conventions',
  base: 'e',
  personnes: 'Agents qui signalent, et toute personne que la remarque désignerait',
  destinataires: 'L’équipe technique',
  duree: { defaut: { nombre: 5, unite: 'ans' }, min: 1, max: 10 },
  depuis: 'après le constat',
  ensuite: 'efface',
  precision: 'le manquement reste compté, sans remarque ni réponse',
  colonnes: { manquement: ['remarque', 'reponse'] },
};

export const classement: Classement = {
  donnees: [MANQUEMENTS],
  sansDonneePersonnelle: { manquement: ['nature', 'constate_le', 'repondu_le', 'mise_en_demeure_id'] },
};
