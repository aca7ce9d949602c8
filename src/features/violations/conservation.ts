import type { Classement, Donnee } from '../../domain/conservation.ts';

export const VIOLATIONS: Donnee = {
  cle: 'violations',
  nom: 'Fuites et pertes de données signalées',
  traitement: 'conformite',
  quoi: 'ce qui s’est passé, quand cela a été connu, sortes de données, nombre de personnes, notification, information, mesures, nom de qui les a inscrites',
  pourquoi: 'Notifier à la CNIL dans les 72 heures, informer les personnes, et pouvoir en répondre',
  base: 'c',
  personnes: 'Qui signale, et les personnes que le récit désignerait',
  destinataires: 'Le délégué à la protection des données ; la CNIL',
  duree: { defaut: { nombre: 5, unite: 'ans' }, min: 3, max: 10 },
  depuis: 'après la clôture',
  ensuite: 'efface',
  precision: 'une violation ouverte ne s’efface jamais',
  colonnes: { violation_evenement: ['donnees'] },
};

export const classement: Classement = {
  donnees: [VIOLATIONS],
  sansDonneePersonnelle: { violation_evenement: ['violation_id', 'type'] },
};
