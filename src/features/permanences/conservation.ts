import type { Classement, Donnee } from '../../domain/conservation.ts';

export const SEANCES: Donnee = {
  cle: 'seances',
  nom: 'Motifs des séances',
  traitement: 'equipe',
  quoi: 'pourquoi une séance est annulée, pourquoi et où une aide ponctuelle est donnée ailleurs',
  pourquoi: 'Expliquer le planning',
  base: 'e',
  personnes: 'Agents, et toute personne que le motif désignerait',
  destinataires: 'L’équipe technique et l’agent',
  duree: { defaut: { nombre: 5, unite: 'ans' }, min: 1, max: 10 },
  depuis: 'après la séance',
  ensuite: 'efface',
  precision: 'la séance reste comptée, sans son motif',
  colonnes: { seance: ['motif', 'endroit'] },
};

export const classement: Classement = {
  donnees: [SEANCES],
  sansDonneePersonnelle: {
    permanence: ['jour_semaine', 'demi_journee', 'heure_debut', 'heure_fin', 'du', 'au'],
    seance: ['jour', 'heure_debut', 'heure_fin', 'statut', 'fin_decision_id'],
    fin_decision: ['dernier_jour'],
    fin_decision_permanence: ['decision_id', 'au', 'au_avant'],
  },
};
