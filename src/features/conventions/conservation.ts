import type { Classement, Donnee } from '../../domain/conservation.ts';

export const CONVENTIONS: Donnee = {
  cle: 'conventions',
  nom: 'Conventions et leurs pièces',
  traitement: 'conventions',
  quoi: 'noms et fonctions des représentants et signataires, dates, délibérations, courriers, notes',
  pourquoi: 'Conduire les conventions et pouvoir en répondre',
  base: 'e',
  personnes: 'Représentants et signataires des structures et du Département',
  destinataires:
    'L’équipe technique ; le référent, pour sa structure ; la préfecture, au titre du contrôle de légalité',
  duree: { defaut: { nombre: 10, unite: 'ans' }, min: 5, max: 30 },
  depuis: 'après la fin de la convention',
  ensuite: 'propose_aux_archives',
  colonnes: {
    convention: ['point_accueil', 'note'],
    convention_evenement: ['donnees'],
    // Who signs for the structure: printed on its papers, so kept as long as they are.
    structure: ['representant_nom', 'representant_fonction'],
  },
};

export const classement: Classement = {
  donnees: [CONVENTIONS],
  sansDonneePersonnelle: {
    convention: ['reference', 'modele', 'modele_version_id', 'clauses'],
    convention_evenement: ['type', 'jour'],
    // Texts that any convention may bear: they name parameters, never anybody.
    modele: ['nom'],
    modele_version: ['modele_id', 'numero', 'libelle', 'origine', 'contenu'],
    modele_brouillon: ['modele_id', 'origine', 'contenu', 'updated_by'],
  },
};
