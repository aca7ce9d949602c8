import type { Classement, Donnee } from '../../domain/conservation.ts';
import { IDENTITES, SESSIONS } from '../../platform/conservation.ts';
import { COURRIELS } from '../courriels/conservation.ts';

export const COMPTES: Donnee = {
  cle: 'comptes',
  nom: 'Comptes',
  traitement: 'acces',
  quoi: 'nom, courriel, rôle ; application ou clé d’accès, empreintes des codes de secours, essais refusés, avis refusés',
  pourquoi: 'Ouvrir à chaque personne ce que son rôle permet, et à elle seule',
  base: 'e',
  personnes: 'Agents, équipe technique, référents, élus, administrateurs, délégué à la protection des données',
  destinataires: 'Les administrateurs du Département',
  duree: { defaut: { nombre: 12, unite: 'mois' }, min: 1, max: 36 },
  depuis: 'après la fermeture du compte',
  ensuite: 'anonymise',
  precision: 'le nom est remplacé par un identifiant tiré au hasard, le courriel et les seconds facteurs sont effacés',
  colonnes: {
    compte: ['courriel', 'nom', 'role', 'ferme_le'],
    identifiant: ['courriel', 'echecs', 'bloque_jusque', 'avis_refuses'],
    facteur: [
      'courriel',
      'genre',
      'nom',
      'secret',
      'dernier_pas',
      'cle_id',
      'cle_publique',
      'compteur',
      'transports',
      'prouve_at',
      'used_at',
    ],
    code_secours: ['courriel', 'empreinte', 'a_noter', 'used_at'],
  },
};

export const LIENS: Donnee = {
  cle: 'liens',
  nom: 'Liens de connexion',
  traitement: 'acces',
  quoi: 'empreinte du lien, compte, heures de demande et d’usage',
  pourquoi: 'Se connecter sans mot de passe',
  base: 'e',
  personnes: 'Titulaires d’un compte',
  destinataires: 'Personne',
  duree: { fixe: '15 minutes' },
  depuis: '',
  ensuite: 'efface',
  precision: 'un lien expiré ne sert plus ; son empreinte part la nuit suivante',
  colonnes: { lien_connexion: ['jeton_hash', 'expire_at', 'used_at'] },
};

/** What signing in asks for and leaves behind. */
export const CONNEXION: readonly Donnee[] = [COMPTES, LIENS, COURRIELS, SESSIONS, IDENTITES];

export const classement: Classement = {
  donnees: [COMPTES, LIENS],
  sansDonneePersonnelle: { compte: ['demo', 'efface_le'] },
};
