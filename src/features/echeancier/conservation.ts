import type { Classement, Donnee } from '../../domain/conservation.ts';

export const RAPPELS: Donnee = {
  cle: 'rappels',
  nom: 'Rappels d’échéances',
  traitement: 'conventions',
  quoi: 'échéance rappelée, nombre de jours, jour de l’envoi',
  pourquoi: 'Rappeler chaque échéance une seule fois',
  base: 'e',
  personnes: 'L’équipe technique et les référents',
  destinataires: 'Personne',
  duree: { defaut: { nombre: 24, unite: 'mois' }, min: 13, max: 60 },
  depuis: 'après l’envoi',
  ensuite: 'efface',
  colonnes: { echeance_rappel: ['cle', 'pas', 'envoye_le'] },
};

export const CALENDRIERS: Donnee = {
  cle: 'calendriers',
  nom: 'Adresses de calendrier',
  traitement: 'acces',
  quoi: 'empreinte de l’adresse secrète d’un calendrier ; l’adresse elle-même, chiffrée, tant qu’elle n’est pas copiée',
  pourquoi: 'Suivre ses échéances, ou ses permanences, dans son propre calendrier',
  base: 'e',
  personnes: 'Les agents, l’équipe technique et les référents qui le demandent',
  destinataires: 'Personne',
  duree: { fixe: 'Jusqu’à ce que la personne ferme ou remplace la sienne' },
  depuis: '',
  ensuite: 'efface',
  precision: 'chacune part aussitôt que le compte est fermé',
  colonnes: { calendrier_flux: ['jeton_hash', 'a_noter'] },
};

export const classement: Classement = {
  donnees: [RAPPELS, CALENDRIERS],
  sansDonneePersonnelle: { echeance_reglage: 'toutes' },
};
