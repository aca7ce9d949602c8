import type { Classement, Donnee } from '../../domain/conservation.ts';

export const LIEUX: Donnee = {
  cle: 'lieux',
  nom: 'Visites et téléphones des lieux',
  traitement: 'conventions',
  quoi: 'téléphone du lieu ; qui l’a visité ou le visitera, quand, et ses remarques ; motifs des refus, des dérogations et des décisions ; message du référent qui le propose',
  pourquoi: 'Vérifier qu’un lieu peut accueillir, et renseigner le public',
  base: 'e',
  personnes: 'Personnes qui accueillent dans les lieux, les proposent ou les visitent',
  destinataires:
    'Le public, pour le téléphone du lieu ; l’équipe technique, les agents et le référent de la structure, pour le reste',
  duree: { defaut: { nombre: 5, unite: 'ans' }, min: 1, max: 10 },
  depuis: 'après la fermeture du lieu',
  ensuite: 'efface',
  precision: 'les constats et les décisions restent, sans nom, motif ni remarque',
  colonnes: {
    lieu: ['telephone', 'visite_prevue_par'],
    lieu_constat: ['constate_par', 'precision'],
    lieu_visite: ['faite_par', 'remarque', 'non_vus'],
    lieu_proposition: ['message', 'refus_motif'],
    lieu_decision: ['motif'],
    lieu_derogation: ['motif'],
  },
};

export const PHOTOS: Donnee = {
  cle: 'photos',
  nom: 'Photos des lieux',
  traitement: 'conventions',
  quoi: 'photos prises pendant une visite et leurs légendes : un visage ou un nom peut s’y trouver ; jamais l’endroit, l’heure ni l’appareil que la photo portait',
  pourquoi: 'Garder la preuve de ce qui a été vu',
  base: 'e',
  personnes: 'Toute personne qu’une photo montrerait',
  destinataires: 'L’équipe technique, les agents et le référent de la structure',
  duree: { defaut: { nombre: 36, unite: 'mois' }, min: 1, max: 120 },
  depuis: 'après la visite',
  ensuite: 'efface',
  colonnes: { lieu_photo: ['octets', 'legende'] },
};

export const classement: Classement = {
  donnees: [LIEUX, PHOTOS],
  sansDonneePersonnelle: {
    lieu: [
      'nom',
      'adresse',
      'code_postal',
      'code_insee',
      'acces',
      'a_apporter',
      'latitude',
      'longitude',
      'accord_beneficiaire_le',
      'accord_departement_le',
      'ferme_le',
      'visite_prevue_le',
    ],
    lieu_constat: ['critere', 'satisfait', 'constate_le', 'visite_id'],
    lieu_visite: ['faite_le'],
    lieu_photo: ['visite_id', 'type'],
    lieu_proposition: ['propose_le', 'declares', 'refusee_le'],
    lieu_regles: 'toutes',
    lieu_decision: ['choix', 'criteres', 'jour', 'echeance', 'vers_lieu_id', 'seances_annulees'],
    lieu_derogation: ['usage', 'criteres', 'du', 'au', 'levee_le', 'decision_id'],
  },
};
