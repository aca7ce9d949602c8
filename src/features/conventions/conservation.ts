import type { Classement, Donnee } from '../../domain/conservation.ts';

export const CONVENTIONS: Donnee = {
  cle: 'conventions',
  nom: 'Conventions et leurs pièces',
  traitement: 'conventions',
  quoi: 'noms et fonctions des représentants, des signataires et des personnes chargées de la convention, dates, délibérations, avenants, courriers, notes, papiers signés ou numérisés, certificats des signatures',
  pourquoi: 'Conduire les conventions et pouvoir en répondre',
  base: 'e',
  personnes: 'Représentants, signataires et personnes chargées des conventions, des structures et du Département',
  destinataires:
    'L’équipe technique ; le référent, pour sa structure ; la préfecture, au titre du contrôle de légalité',
  duree: { defaut: { nombre: 10, unite: 'ans' }, min: 5, max: 30 },
  depuis: 'après la fin de la convention',
  ensuite: 'propose_aux_archives',
  colonnes: {
    convention: ['point_accueil', 'note'],
    convention_evenement: ['donnees'],
    piece: ['nom', 'octets', 'lecture'],
    piece_retrait: ['motif'],
    // Who signs for the structure: printed on its papers, so kept as long as they are.
    structure: ['representant_nom', 'representant_fonction'],
  },
};

export const classement: Classement = {
  donnees: [CONVENTIONS],
  sansDonneePersonnelle: {
    convention: ['reference', 'modele', 'modele_version_id', 'clauses'],
    convention_evenement: ['type', 'jour'],
    piece: ['genre', 'evenement_id', 'figee_id', 'code', 'type', 'sha256'],
    piece_retrait: ['piece_id'],
    // Texts that any convention may bear: they name parameters, never anybody.
    modele: ['nom'],
    modele_version: ['modele_id', 'numero', 'libelle', 'origine', 'contenu'],
    modele_brouillon: ['modele_id', 'origine', 'contenu', 'updated_by'],
  },
};
