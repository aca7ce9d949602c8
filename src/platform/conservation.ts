import type { Classement, Donnee } from '../domain/conservation.ts';

/** Stored by `session.ts`. */
export const SESSIONS: Donnee = {
  cle: 'sessions',
  nom: 'Connexions ouvertes',
  traitement: 'acces',
  quoi: 'empreinte du jeton, nom du navigateur, heures d’ouverture et de dernière visite',
  pourquoi: 'Rester connecté, et reconnaître ses connexions pour les fermer',
  base: 'e',
  personnes: 'Titulaires d’un compte',
  destinataires: 'La personne elle-même',
  duree: { fixe: '12 heures au plus, 3 heures sans visite' },
  depuis: '',
  ensuite: 'efface',
  precision: 'une connexion expirée ne sert plus ; ce qui en reste part la nuit suivante',
  colonnes: {
    session: ['jeton_hash', 'seen_at', 'expire_at', 'niveau', 'acteur', 'confirme_at', 'defi', 'defi_at', 'navigateur'],
  },
};

/** Stored by `journal.ts`, apart from the entries, which name nobody. */
export const IDENTITES: Donnee = {
  cle: 'identites',
  nom: 'Identités et adresses du journal',
  traitement: 'acces',
  quoi: 'nom, rôle et adresse informatique de chaque connexion, sous le nom tiré au hasard que porte le journal',
  pourquoi: 'Savoir qui a fait quoi, en cas de doute ou d’incident',
  base: 'c',
  personnes: 'Titulaires d’un compte',
  destinataires: 'Le délégué à la protection des données',
  duree: { defaut: { nombre: 12, unite: 'mois' }, min: 6, max: 12 },
  depuis: 'après la connexion',
  ensuite: 'efface',
  precision: 'les actes restent, sans que rien ne dise de qui ; la chaîne du journal reste valide',
  colonnes: { journal_identite: ['acteur', 'nom', 'role', 'adresse'], journal_entree: ['acteur'] },
};

/** Stored by `http/idempotence.ts`. */
export const ENVOIS: Donnee = {
  cle: 'envois',
  nom: 'Formulaires envoyés',
  traitement: 'acces',
  quoi: 'clé du formulaire, compte, page, empreinte à clé du contenu ; jamais ce qui a été saisi',
  pourquoi: 'Ne pas enregistrer deux fois le même envoi',
  base: 'e',
  personnes: 'Titulaires d’un compte',
  destinataires: 'Personne',
  duree: { defaut: { nombre: 30, unite: 'jours' }, min: 7, max: 90 },
  depuis: 'après l’envoi',
  ensuite: 'efface',
  colonnes: { envoi: ['cle', 'chemin', 'suite', 'contenu_empreinte'] },
};

export const classement: Classement = {
  donnees: [IDENTITES, SESSIONS, ENVOIS],
  sansDonneePersonnelle: {
    installation: 'toutes',
    kysely_migration: 'toutes',
    kysely_migration_lock: 'toutes',
    conservation_passage: ['jour', 'donnee', 'nombre'],
    journal_attente: ['entree_id'],
    journal_identite: ['niveau'],
    journal_entree: ['at', 'acte', 'objet_type', 'objet_id'],
    journal_maillon: ['rang', 'entree_id', 'empreinte', 'scelle_at'],
  },
};
