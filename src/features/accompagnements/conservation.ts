import type { Classement, Donnee } from '../../domain/conservation.ts';
import { SERVICES_BLOQUES } from '../services-bloques/conservation.ts';

export const ACCOMPAGNEMENTS: Donnee = {
  cle: 'accompagnements',
  nom: 'Accompagnements',
  traitement: 'mediation',
  quoi: 'jour, durée, lieu, thèmes et démarches, opérateur, matériel, autonomie, objectif, suite donnée, tranche d’âge, genre et situation, et le lien vers le rendez-vous, le mandat ou la fiche de la personne suivie ; jamais de nom',
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
      'code_insee',
      'operateur',
      'materiels',
      'autonomie',
      'collectif',
      'coordination',
      'mandat_id',
      'personne_id',
      'rendez_vous_id',
      'binome_id',
    ],
    accompagnement_operation: ['saisie', 'jour', 'empreinte', 'personne_id'],
  },
};

/** What the form of a record writes: the record, and the service that blocked. */
export const SAISIES: readonly Donnee[] = [ACCOMPAGNEMENTS, SERVICES_BLOQUES];

export const classement: Classement = {
  donnees: [ACCOMPAGNEMENTS],
  sansDonneePersonnelle: {
    // How the act was organised, as its séance says it.
    accompagnement: ['type_activite', 'heure_debut', 'type_lieu', 'lieu_id', 'axe', 'participants', 'version_id'],
    accompagnement_operation: ['accompagnement_id', 'nature', 'base', 'saisi_at', 'recu_at', 'personne_dite'],
    accompagnement_mensuel: ['mois', 'code_insee', 'rubrique', 'cle', 'nombre'],
  },
};
