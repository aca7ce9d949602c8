import type { Classement, Donnee } from '../../../domain/conservation.ts';

export const FILTRES: Donnee = {
  cle: 'filtres',
  nom: 'Filtres enregistrés',
  traitement: 'conventions',
  quoi: 'nom donné au filtre, critères et mots cherchés dans la liste des conventions',
  pourquoi: 'Retrouver une liste sans la refaire',
  base: 'e',
  personnes: 'Membres de l’équipe technique',
  destinataires: 'Leur auteur seul',
  duree: { fixe: 'Tant que le compte de leur auteur est ouvert' },
  depuis: '',
  ensuite: 'efface',
  precision: 'leur auteur les supprime quand il veut ; les autres partent la nuit qui suit la fermeture du compte',
  colonnes: { filtre_conventions: ['nom', 'requete'] },
};

export const classement: Classement = { donnees: [FILTRES], sansDonneePersonnelle: {} };
