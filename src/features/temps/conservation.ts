import type { Classement, Donnee } from '../../domain/conservation.ts';

export const TEMPS: Donnee = {
  cle: 'temps',
  nom: 'Temps déclarés par les agents',
  traitement: 'equipe',
  quoi: 'jour, nature (trajet, préparation, réunion, formation), durée et précision des temps que l’agent choisit de noter',
  pourquoi: 'Établir la feuille d’heures du mois',
  base: 'e',
  personnes: 'Conseillers et ambassadeurs du numérique',
  destinataires: 'L’agent ; l’équipe technique, sur la feuille du mois',
  duree: { defaut: { nombre: 24, unite: 'mois' }, min: 1, max: 60 },
  depuis: 'après le jour noté',
  ensuite: 'efface',
  colonnes: { temps_agent: ['temps_jour', 'temps_nature', 'temps_minutes', 'temps_precision'] },
};

export const classement: Classement = { donnees: [TEMPS], sansDonneePersonnelle: {} };
