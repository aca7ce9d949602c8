import type { Classement, Donnee } from '../../domain/conservation.ts';

export const PERSONNES: Donnee = {
  cle: 'personnes',
  nom: 'Fiches des personnes aidées',
  traitement: 'mediation',
  quoi: 'prénom, nom, téléphone, courriel, année de naissance, commune, son professionnel référent et depuis quand, si la personne veut être reconnue d’une fois à l’autre',
  pourquoi: 'Ne pas redemander la même chose à quelqu’un qui revient',
  base: 'e',
  personnes: 'Personnes aidées qui l’acceptent',
  destinataires: 'Les agents et l’équipe technique ; jamais la structure qui accueille',
  duree: { defaut: { nombre: 12, unite: 'mois' }, min: 1, max: 36 },
  depuis: 'après la dernière venue',
  ensuite: 'efface',
  precision:
    'une personne suivie garde sa fiche tant que son professionnel référent est là ; ce qui a été fait reste compté, sans lien avec elle',
  colonnes: {
    personne: [
      'prenom',
      'nom',
      'nom_cherche',
      'telephone',
      'courriel',
      'annee_naissance',
      'commune_insee',
      'fusionnee_dans',
      'fusionnee_at',
      'fusionnee_par',
      'referent_agent_id',
      'suivie_depuis',
    ],
  },
};

export const classement: Classement = {
  donnees: [PERSONNES],
  // Which rows a merge moved: they name nobody once the records are gone.
  sansDonneePersonnelle: { personne_fusion: 'toutes' },
};
