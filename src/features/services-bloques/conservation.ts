import type { Classement, Donnee } from '../../domain/conservation.ts';

export const SERVICES_BLOQUES: Donnee = {
  cle: 'servicesbloques',
  nom: 'Services en ligne qui bloquent',
  traitement: 'mediation',
  quoi: 'ce qui bloque et ce qu’en dit l’opérateur, en quelques mots ; jamais le nom de la personne aidée',
  pourquoi: 'Signaler à leurs opérateurs les services en ligne inaccessibles, et suivre leurs réponses',
  base: 'e',
  personnes: 'Personnes que le récit désignerait par erreur',
  destinataires: 'Les agents, l’équipe technique et la direction ; l’opérateur, sans le récit',
  duree: { defaut: { nombre: 5, unite: 'ans' }, min: 1, max: 10 },
  depuis: 'après le constat',
  ensuite: 'efface',
  colonnes: {
    service_bloque: ['obstacle_texte'],
    service_bloque_suite: ['suite_a', 'suite_texte'],
  },
};

export const classement: Classement = {
  donnees: [SERVICES_BLOQUES],
  sansDonneePersonnelle: {
    service_bloque: ['accompagnement_id', 'operateur', 'service_nom', 'demarche', 'obstacle', 'constate_le', 'suivi'],
    service_bloque_suite: ['service_bloque_id', 'suite_nature', 'suite_le'],
  },
};
