import type { RefusSaisie } from '../rules/saisie.ts';

const CHAMPS_COMPTES = {
  genres: 'nbGenreMasculin',
  tranchesAge: 'nbAgeSoixanteDixPlus',
  statutsSociaux: 'nbStatutRetraite',
} as const;
const CHAMPS_INCONNUS = {
  seance: '',
  lieu: 'lieu',
  commune: 'codeInsee',
  mandat: 'mandat',
  personne: 'personne',
  rendez_vous: 'rendezVous',
  binome: 'binome',
} as const;

/** The field of a form that a refusal is about; '' above the form. */
export function champDe(refus: RefusSaisie): string {
  switch (refus.refus) {
    case 'thematique_manquante':
      return 'thematiques';
    case 'demarche_manquante':
    case 'demarche_en_trop':
      return 'demarches';
    case 'duree_impossible':
      return 'dureeAutre';
    case 'raison_manquante':
      return 'issuePrecision';
    case 'orientation_manquante':
    case 'orientation_en_trop':
      return 'orientation';
    case 'lieu_manquant':
    case 'lieu_sans_convention':
      return 'lieu';
    case 'commune_manquante':
      return 'codeInsee';
    case 'participants_impossibles':
      return 'participants';
    case 'comptes_trop_grands':
      return refus.quoi === 'dejaAides' ? 'dejaAides' : CHAMPS_COMPTES[refus.quoi];
    case 'inconnu':
      return CHAMPS_INCONNUS[refus.quoi];
    case 'date_a_venir':
    case 'hors_contrat':
      return 'jour';
    case 'seance_annulee':
    case 'certifie':
      return '';
  }
}
