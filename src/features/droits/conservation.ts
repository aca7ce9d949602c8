import type { Classement, Donnee } from '../../domain/conservation.ts';

export const DROITS: Donnee = {
  cle: 'droits',
  nom: 'Demandes d’exercice de droits',
  traitement: 'droits',
  quoi: 'nom, de quoi répondre, message, droit exercé ; comment l’identité a été vérifiée, sans copie ni numéro de papier ; ce qui a été trouvé, décidé et répondu',
  pourquoi: 'Répondre à temps à qui demande ce qui est gardé de lui, et pouvoir en rendre compte',
  base: 'c',
  personnes: 'Personnes qui exercent leurs droits',
  destinataires: 'Le délégué à la protection des données',
  duree: { defaut: { nombre: 36, unite: 'mois' }, min: 12, max: 72 },
  depuis: 'après la réponse',
  ensuite: 'efface',
  colonnes: {
    droit_demande: [
      'droit',
      'demandeur',
      'nom',
      'courriel',
      'telephone',
      'adresse',
      'message',
      'prolongation_precision',
      'decision',
      'motif',
      'precision',
    ],
    droit_verification: ['moyen', 'etablie'],
    droit_ligne: ['cle'],
  },
};

export const classement: Classement = {
  donnees: [DROITS],
  sansDonneePersonnelle: {
    droit_demande: [
      'reference',
      'origine',
      'recue_le',
      'prolongee_le',
      'prolongation_motif',
      'rappel_avant_le',
      'rappel_retard_le',
      'decidee_le',
      'repondue_le',
      'canal',
    ],
    droit_verification: ['droit_demande_id', 'jour'],
    // Who froze and who lifted are random ids: they name nobody once the account names nobody.
    droit_gel: ['droit_demande_id', 'pose_par', 'leve_par', 'pose_le', 'prevenue_le', 'prevenue_canal', 'leve_le'],
    droit_ligne: ['droit_demande_id', 'source', 'donnee', 'de_table', 'fait', 'fait_le', 'raison'],
  },
};
