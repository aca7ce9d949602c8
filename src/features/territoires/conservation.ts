import type { Classement, Donnee } from '../../domain/conservation.ts';

export const DEPARTEMENT: Donnee = {
  cle: 'departement',
  nom: 'Représentant du Département',
  traitement: 'conventions',
  quoi: 'nom et fonction du représentant, téléphone et courriel du Département',
  pourquoi: 'Signer les conventions et dire qui est responsable du site',
  base: 'e',
  personnes: 'Représentant du Département',
  destinataires: 'Le public',
  duree: { fixe: 'Tant que le Département est sur Escale' },
  depuis: '',
  ensuite: 'remplace',
  colonnes: { territoire: ['representant_nom', 'representant_fonction', 'telephone', 'courriel'] },
};

export const classement: Classement = {
  donnees: [DEPARTEMENT],
  sansDonneePersonnelle: {
    commune: 'toutes',
    logo: ['type', 'octets', 'empreinte'],
    territoire: [
      'nom',
      'nom_complet',
      'code_departement',
      'hote',
      'par_defaut',
      'theme',
      'couleur',
      'adresse',
      'mention',
      'ville',
      'tribunal',
      'strategie_adoptee_le',
      'durees_conservation',
      'zone_scolaire',
      'vitesse_kmh',
    ],
  },
};
