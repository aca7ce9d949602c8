import type { ParametresModele } from '../modele.ts';

export type NomParametre = keyof ParametresModele;

/** What a parameter stands for, as the équipe technique reads it beside the text it writes. */
export type Parametre = {
  readonly sens: string;
  readonly exemple: string;
  /** It may have no value: whatever cites it needs a condition, « [si pointAccueil] ». */
  readonly facultatif: boolean;
};

/** Every name that a text of a model may cite between braces, in the order of the articles. */
export const PARAMETRES: Readonly<Record<NomParametre, Parametre>> = {
  departement: {
    sens: 'ce qui suit « le Département »',
    exemple: 'des Pyrénées-Orientales',
    facultatif: false,
  },
  deliberationStrategie: {
    sens: 'date de la délibération qui a adopté la stratégie',
    exemple: '10 mai 2021',
    facultatif: false,
  },
  effectif: {
    sens: 'agents sous contrat le jour où le document est établi',
    exemple: '10 ambassadeurs du numérique et 11 conseillers numériques',
    facultatif: false,
  },
  pointAccueil: {
    sens: 'où l’équipe est accueillie, si la convention le dit',
    exemple: 'Médiathèque, salle du premier étage',
    facultatif: true,
  },
  frequence: {
    sens: 'rythme des permanences (art. 1.2)',
    exemple: 'une demi-journée par semaine',
    facultatif: false,
  },
  mention: {
    sens: 'mention obligatoire du Département, mot pour mot (art. 5)',
    exemple: 'Opération menée par le Département',
    facultatif: false,
  },
  duree: { sens: 'durée d’une période (art. 6)', exemple: 'six mois', facultatif: false },
  reconduction: {
    sens: 'nombre de reconductions, s’il y en a (art. 6)',
    exemple: 'autant de fois que nécessaire',
    facultatif: true,
  },
  preavis: { sens: 'préavis d’une opposition (art. 6)', exemple: 'deux mois', facultatif: false },
  oppositionCompteDe: {
    sens: 'jour qui compte pour une opposition (art. 6)',
    exemple: 'sa réception',
    facultatif: false,
  },
  finAuPlusTard: {
    sens: 'dernier jour possible, s’il y en a un (art. 6)',
    exemple: '1er juillet 2023',
    facultatif: true,
  },
  delaiRemede: {
    sens: 'délai pour remédier à un manquement (art. 7.1)',
    exemple: 'trente (30) jours calendaires',
    facultatif: false,
  },
  courrierNonRetire: {
    sens: 'effet d’une lettre refusée ou non réclamée (art. 7.1)',
    exemple: 'vaut réception dès sa première présentation',
    facultatif: false,
  },
  delaiForceMajeure: {
    sens: 'délai en cas de force majeure (art. 7.2)',
    exemple: 'trente (30) jours calendaires',
    facultatif: false,
  },
  forceMajeureCompteDe: {
    sens: 'jour qui vaut notification (art. 7.2)',
    exemple: 'sa réception',
    facultatif: false,
  },
  tribunal: {
    sens: 'tribunal compétent et son adresse (art. 8.1)',
    exemple: 'tribunal administratif de Montpellier, 6 rue Pitot, 34063 Montpellier',
    facultatif: false,
  },
  originaux: { sens: 'nombre d’exemplaires originaux', exemple: 'deux', facultatif: false },
};

export function isParametre(nom: string): nom is NomParametre {
  return Object.hasOwn(PARAMETRES, nom);
}
