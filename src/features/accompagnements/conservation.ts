import type { Classement, Donnee } from '../../domain/conservation.ts';

export const ACCOMPAGNEMENTS: Donnee = {
  cle: 'accompagnements',
  nom: 'Accompagnements',
  traitement: 'mediation',
  quoi: 'jour, durée, thèmes et démarches, objectif, suite donnée, tranche d’âge, genre et situation ; jamais de nom',
  pourquoi: 'Compter l’aide apportée et en rendre compte',
  base: 'e',
  personnes: 'Usagers (sans identité)',
  destinataires: 'L’agent qui l’a noté et l’équipe technique ; au-delà, des totaux sans petits nombres',
  duree: { defaut: { nombre: 5, unite: 'ans' }, min: 2, max: 10 },
  depuis: 'après l’aide',
  ensuite: 'agrege',
  colonnes: {
    accompagnement: [
      'jour',
      'duree_minutes',
      'thematiques',
      'demarches',
      'objectif',
      'issue',
      'issue_precision',
      'orientation',
      'genre',
      'tranche_age',
      'statut_social',
    ],
  },
};

export const classement: Classement = {
  donnees: [ACCOMPAGNEMENTS],
  sansDonneePersonnelle: { accompagnement_mensuel: ['mois', 'code_insee', 'rubrique', 'cle', 'nombre'] },
};
