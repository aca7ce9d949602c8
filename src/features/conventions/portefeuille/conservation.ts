import type { Classement, Donnee } from '../../../domain/conservation.ts';

export const IMPORTS: Donnee = {
  cle: 'imports',
  nom: 'Fichiers importés dans le registre',
  traitement: 'conventions',
  quoi: 'le fichier tel qu’il a été envoyé, et ce que son analyse en dit ligne par ligne',
  pourquoi: 'Reprendre un portefeuille de conventions tenu ailleurs, et vérifier ce qui en a été repris',
  base: 'e',
  personnes: 'Représentants, signataires et contacts que le fichier nomme',
  destinataires: 'L’équipe technique',
  duree: { defaut: { nombre: 7, unite: 'jours' }, min: 1, max: 30 },
  depuis: 'après l’envoi du fichier',
  ensuite: 'efface',
  precision: 'ce qui a été repris reste au registre',
  colonnes: {
    import_registre: ['fichier', 'octets'],
    import_ligne: ['detail', 'structure'],
  },
};

export const classement: Classement = {
  donnees: [IMPORTS],
  sansDonneePersonnelle: {
    import_registre: ['etat', 'erreur', 'ecrit_at'],
    import_ligne: ['import_id', 'rang', 'verdict', 'reference'],
  },
};
