import type { Classement, Donnee } from '../../domain/conservation.ts';

export const DOSSIERS: Donnee = {
  cle: 'dossiers',
  nom: 'Analyse d’impact et homologation de sécurité',
  traitement: 'conformite',
  quoi: 'versions des deux dossiers, leur auteur, signature et avis du délégué, décision de l’autorité et sa fonction, retraits',
  pourquoi: 'Montrer que les risques ont été étudiés avant d’enregistrer de vraies données',
  base: 'c',
  personnes: 'Auteurs et signataires de ces dossiers',
  destinataires: 'Le délégué à la protection des données et les administrateurs ; la CNIL, sur demande',
  duree: { fixe: 'Tant que le traitement dure' },
  depuis: '',
  ensuite: 'propose_aux_archives',
  colonnes: {
    dossier_version: ['auteur', 'fichier', 'octets'],
    dossier_acte: ['fonction', 'texte'],
  },
};

export const classement: Classement = {
  donnees: [DOSSIERS],
  sansDonneePersonnelle: {
    dossier_version: ['genre', 'etabli_le', 'revoir_le', 'sha256'],
    dossier_acte: ['version_id', 'genre', 'type', 'le', 'duree_mois'],
  },
};
