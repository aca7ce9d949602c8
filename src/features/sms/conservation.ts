import type { Classement, Donnee } from '../../domain/conservation.ts';

export const SMS: Donnee = {
  cle: 'sms',
  nom: 'SMS envoyés',
  traitement: 'mediation',
  quoi: 'numéro, texte, heure d’envoi, réponse de la passerelle en cas d’échec',
  pourquoi: 'Prévenir d’un rendez-vous et vérifier que le message est parti',
  base: 'e',
  personnes: 'Personnes qui prennent rendez-vous et donnent un numéro de mobile',
  destinataires: 'Les administrateurs du Département, pour les envois en échec',
  duree: { defaut: { nombre: 30, unite: 'jours' }, min: 7, max: 90 },
  depuis: 'après l’envoi',
  ensuite: 'efface',
  colonnes: { sms: ['destinataire', 'texte', 'envoye_at', 'echec'] },
};

export const classement: Classement = { donnees: [SMS], sansDonneePersonnelle: { sms: ['rendez_vous_id'] } };
