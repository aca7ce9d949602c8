import type { Classement, Donnee } from '../../domain/conservation.ts';

export const AGENTS: Donnee = {
  cle: 'agents',
  nom: 'Agents',
  traitement: 'equipe',
  quoi: 'nom et prénom, téléphone et courriel, dates du contrat et motif du départ, certificat, commune de départ, demi-journées',
  pourquoi: 'Organiser les permanences et les afficher',
  base: 'e',
  personnes: 'Conseillers et ambassadeurs du numérique',
  destinataires: 'L’équipe technique ; le nom, aux structures qui reçoivent l’agent',
  duree: { defaut: { nombre: 12, unite: 'mois' }, min: 1, max: 60 },
  depuis: 'après la fin du contrat',
  ensuite: 'anonymise',
  precision: 'le nom est remplacé par un identifiant tiré au hasard, les coordonnées et le certificat sont effacés',
  colonnes: {
    agent: [
      'prenom',
      'nom',
      'nature',
      'contrat_debut',
      'contrat_fin',
      'depart_fin_prevue',
      'depart_motif',
      'certificat',
      'certificat_date',
      'port_attache',
      'demi_journees',
      'telephone',
      'courriel',
    ],
  },
};

export const classement: Classement = { donnees: [AGENTS], sansDonneePersonnelle: { agent: ['efface_le'] } };
