import type { Classement, Donnee } from '../../domain/conservation.ts';

export const COURRIELS: Donnee = {
  cle: 'courriels',
  nom: 'Courriels envoyés',
  traitement: 'acces',
  quoi: 'adresse, sujet, texte, heure d’envoi, réponse du serveur en cas d’échec',
  pourquoi: 'Envoyer les messages d’Escale et vérifier qu’ils sont partis',
  base: 'e',
  personnes:
    'Titulaires d’un compte, personnes qui demandent une permanence, un rendez-vous ou un lien pour retirer leur mandat',
  destinataires: 'Les administrateurs du Département, pour les envois en échec',
  duree: { defaut: { nombre: 30, unite: 'jours' }, min: 7, max: 90 },
  depuis: 'après l’envoi',
  ensuite: 'efface',
  colonnes: { courriel: ['destinataire', 'sujet', 'texte', 'envoye_at', 'echec'] },
};

export const classement: Classement = {
  donnees: [COURRIELS],
  sansDonneePersonnelle: { courriel: ['genre', 'rendez_vous_id'] },
};
