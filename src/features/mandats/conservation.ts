import type { Classement, Donnee } from '../../domain/conservation.ts';

/** What a mandat says: sealed, and unreadable as soon as its key is destroyed. */
export const MANDATS: Donnee = {
  cle: 'mandats',
  nom: 'Mandats',
  traitement: 'mediation',
  quoi: 'identité, date de naissance, contact, démarches confiées, actes faits, notes de rectification et document signé ; jamais de copie ni de numéro de pièce d’identité',
  pourquoi: 'Faire en ligne, au nom de la personne, les démarches qu’elle a nommées',
  base: 'e',
  personnes: 'Usagers qui ont signé un mandat, leur représentant ou leur interprète',
  destinataires: 'L’agent mandataire et le suppléant nommé à la signature',
  duree: { fixe: 'Jusqu’à l’achèvement, au retrait ou au terme du mandat' },
  depuis: '',
  ensuite: 'detruit',
  precision: 'la clé part, et ce qu’elle fermait ne se lit plus, même dans une sauvegarde ; un certificat le dit',
  colonnes: {
    mandat: ['contenu', 'document', 'copie'],
    mandat_demarche: ['contenu'],
    mandat_acte: ['contenu'],
    mandat_rectification: ['contenu'],
  },
};

/** What proves that a mandat existed, without what it said. */
export const PREUVES_MANDAT: Donnee = {
  cle: 'preuvesmandats',
  nom: 'Preuves des mandats',
  traitement: 'mediation',
  quoi: 'dates, agent, lieu, empreinte du document, fin de chaque démarche (sa cause, comment elle a été sue) et certificat de destruction ; jamais de nom d’usager',
  pourquoi: 'Prouver qu’un mandat a existé, quand il a fini et que son contenu est détruit',
  base: 'c',
  personnes: 'Agents mandataires',
  destinataires: 'L’équipe technique et le délégué à la protection des données',
  duree: { fixe: 'Aussi longtemps que les archives du Département le demandent' },
  depuis: '',
  ensuite: 'propose_aux_archives',
  colonnes: {
    mandat: ['suppleant_id', 'document_sha256', 'signe_at'],
    mandat_demarche: ['finie_at', 'fin_cause', 'fin_canal', 'fin_moyen', 'evenement_le', 'finie_par'],
    mandat_acte: ['fait_at'],
    mandat_rectification: ['note_at'],
    mandat_acces: ['motif', 'ouvert_at', 'expire_at'],
    mandat_sursis: ['motif', 'pose_at', 'pose_par', 'leve_at', 'leve_par'],
  },
};

export const classement: Classement = {
  donnees: [MANDATS, PREUVES_MANDAT],
  sansDonneePersonnelle: {
    mandat_reglages: 'toutes',
    mandat_notice: 'toutes',
    mandat_notice_proposee: 'toutes',
    mandat_certificat: 'toutes',
    mandat_destruction: 'toutes',
    mandat_papier: 'toutes',
    mandat_trait: 'toutes',
    mandat_lien: 'toutes',
    cles_suivi: 'toutes',
    mandat: [
      'etat',
      'forme',
      // Drawn at random: it names a paper, as its identifier does.
      'code',
      'notice_version',
      'notice_sha256',
      'delai_tiers_heures',
      'fin_prevue_at',
      'horodate_at',
      'traits',
      'code_retrait',
      'echecs_retrait',
      'remplace_id',
      'rappele_at',
      'detruit_at',
    ],
    mandat_demarche: ['mandat_id', 'rang', 'nature', 'destructible_at', 'tiers_prevenus_at', 'detruite_at'],
    mandat_acte: ['demarche_id'],
    mandat_rectification: ['mandat_id'],
    // Goes with the request that asked for it: how many mandats, never which.
    mandat_remise: 'toutes',
    mandat_acces: ['mandat_id'],
    mandat_sursis: ['mandat_id', 'droit_demande_id'],
  },
};
