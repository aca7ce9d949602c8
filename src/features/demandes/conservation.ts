import type { Classement, Donnee } from '../../domain/conservation.ts';

export const DEMANDES: Donnee = {
  cle: 'demandes',
  nom: 'Demandes d’accueil d’une permanence',
  traitement: 'conventions',
  quoi: 'nom, fonction, courriel et téléphone de la personne qui demande, son message, lieux proposés, notes de suivi',
  pourquoi: 'Répondre à la structure qui demande une permanence et préparer sa convention',
  base: 'e',
  personnes: 'Personnes qui demandent une permanence pour leur structure',
  destinataires: 'L’équipe technique',
  duree: { defaut: { nombre: 24, unite: 'mois' }, min: 6, max: 60 },
  depuis: 'après la demande',
  ensuite: 'efface',
  colonnes: {
    demande: [
      'contact_nom',
      'contact_fonction',
      'contact_courriel',
      'contact_telephone',
      'message',
      'prochaine_action',
      'sans_suite_precision',
    ],
    demande_lieu: ['nom', 'adresse'],
    demande_note: ['texte'],
  },
};

export const classement: Classement = {
  donnees: [DEMANDES],
  sansDonneePersonnelle: {
    demande: [
      'nom',
      'nature',
      'siret',
      'code_insee',
      'contactee_le',
      'visite_prevue_le',
      'prochaine_action_le',
      'sans_suite_le',
      'sans_suite_motif',
    ],
    demande_lieu: ['demande_id', 'rang', 'criteres'],
    demande_note: ['demande_id'],
  },
};
