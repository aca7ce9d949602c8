import type { Classement, Donnee } from '../../domain/conservation.ts';

export const RELEVES: Donnee = {
  cle: 'releves',
  nom: 'Relevés d’activité',
  traitement: 'conventions',
  quoi: 'totaux du mois, dont de petits nombres, permanences manquées et leur motif, part du Bénéficiaire, remarques, nom et fonction de qui certifie',
  pourquoi: 'Rendre compte de ce qu’une convention a permis, et pouvoir en répondre',
  base: 'e',
  personnes: 'Référents des structures ; usagers, en nombres seulement',
  destinataires: 'L’équipe technique et les agents du mois ; le référent de la structure, sans petits nombres',
  duree: { defaut: { nombre: 10, unite: 'ans' }, min: 5, max: 30 },
  depuis: 'après la fin de la convention',
  ensuite: 'propose_aux_archives',
  colonnes: {
    releve: ['correction_motif', 'part_beneficiaire', 'envoye_par', 'certifie_par', 'certifie_nom', 'contenu'],
    releve_acte: ['acte_texte'],
  },
};

export const classement: Classement = {
  donnees: [RELEVES],
  sansDonneePersonnelle: {
    releve: ['mois', 'numero', 'etat', 'envoye_at', 'retourne_at', 'certifie_at', 'contenu_sha256', 'sel'],
    releve_acte: ['releve_id', 'acte'],
    releve_relance: ['mois', 'numero', 'partie', 'rang'],
  },
};
