/** Invented data of a poster, a convention, a bilan and a register; `call` makes each differ from the one before. */
import type { DonneesAffiche } from '../src/features/communication/affiche.ts';
import type { DonneesConvention } from '../src/features/conventions/document.ts';
import type { Registre } from '../src/features/conventions/documents/registre.ts';
import { modele2022Mandat } from '../src/features/conventions/modele-2022.ts';
import type { DonneesBilan } from '../src/features/statistiques/bilan-document.ts';

export const MENTION =
  "Opération menée par le Département d'essai, avec l'appui financier de l'État, dans le cadre de sa politique d'inclusion";
const couleur = '#8c1d40';
const etablie = { iso: '2026-03-02', texte: '2 mars 2026' };
const departement = { nom: 'Département d’essai', logo: null };
const beneficiaire = { nom: 'Communauté de communes d’essai', logo: null };

const jours = ['mardi', 'jeudi'] as const;
export const affiche = (call: number): DonneesAffiche => ({
  lieu: { nom: `Médiathèque d’essai ${call}`, adresse: `${call} rue des Exemples`, commune: '66000 Perpignan' },
  permanences: jours.map((jour) => ({
    jour,
    horaires: `9 h ${10 + (call % 50)} – 12 h`,
    modalite: 'Sans rendez-vous',
    dates: [5, 12, 19, 26].map((n) => ({ texte: `${jour.slice(0, 3)}. ${n} mars`, ferme: n === 26 ? 'férié' : null })),
  })),
  suite: null,
  telephone: '04 00 00 00 12',
  apporter: ['une pièce d’identité', 'votre téléphone', 'vos identifiants'],
  page: { complete: `https://escale.exemple.fr/lieux/${call}`, courte: `escale.exemple.fr/l/${call}` },
  mention: MENTION,
  couleur,
  departement,
  beneficiaire,
  etablie,
});

const partie = (nom: string) => ({
  nom,
  adresse: '1 rue des Exemples, 66000 Perpignan',
  representant: 'Madame Camille Exemple, Présidente',
  qualite: 'La Présidente',
  signataire: 'Camille Exemple',
  autorisation: 'délibération n° 18 du 16 décembre 2021',
  signeeLe: '10 octobre 2022',
});
export const convention = (call: number): DonneesConvention => ({
  reference: `C-2022-${call}`,
  etat: 'signee',
  departement: partie('Le Département d’essai'),
  beneficiaire: partie(`La Commune d’essai n° ${call}`),
  modele: modele2022Mandat,
  parametres: {
    duree: `${6 + (call % 7)} mois`,
    reconduction: 'autant de fois que nécessaire',
    preavis: 'deux mois',
    oppositionCompteDe: 'sa réception',
    finAuPlusTard: '1er juillet 2023',
    delaiRemede: `${30 + (call % 9)} jours calendaires`,
    delaiForceMajeure: 'trente (30) jours calendaires',
    forceMajeureCompteDe: 'sa réception',
    courrierNonRetire: 'vaut réception dès sa première présentation',
    frequence: 'une demi-journée par semaine',
    mention: MENTION,
    effectif: `${10 + call} ambassadeurs et 11 conseillers`,
    deliberationStrategie: '10 mai 2021',
    tribunal: 'tribunal administratif de Montpellier',
    departement: 'd’essai',
    pointAccueil: null,
    originaux: 'deux',
  },
  dateEffet: '10 octobre 2022',
  echeancier: [1, 2, 3].map((rang) => ({
    rang: String(rang),
    debut: '10 octobre 2022',
    fin: '9 avril 2023',
    anniversaire: '10 avril 2023',
    dernierJourOpposition: `${call} février 2023`,
  })),
  accusesReception: ['Accusé n° 2022-1, reçu le 28 septembre 2022'],
  lieuSignature: 'Perpignan',
  couleur,
  etablie,
});

const barres = (count: number, call: number) =>
  Array.from({ length: count }, (_, n) => ({ libelle: `Sujet ${n} ${call}`, nombre: n + call, texte: `${n + call}` }));
export const bilan = (call: number): DonneesBilan => ({
  reference: `C-2022-${call}`,
  departement,
  beneficiaire,
  periode: 'du 10 octobre 2022 au 9 avril 2023',
  certifie: false,
  permanencesTenues: '24',
  permanencesPrevues: '26',
  personnesAidees: `${call}`,
  heuresPermanence: '72 h',
  ateliers: '6',
  participants: '52',
  heuresAccompagnement: '64 h 30',
  themes: barres(12, call),
  ages: barres(6, call),
  genres: barres(3, call),
  statuts: barres(5, call),
  mois: barres(9, call),
  mention: MENTION,
  couleur,
  etablie,
});

export const registre = (call: number, count: number): Registre => ({
  departement: departement.nom,
  logo: null,
  etablie: Temporal.PlainDate.from(etablie.iso),
  lignes: Array.from({ length: count }, (_, n) => ({
    reference: `C-2022-${n}`,
    structure: `Commune d’essai n° ${call} ${n}`,
    commune: 'Perpignan',
    siret: '999 999 999 00009',
    effet: '10/10/2022',
    fin: '01/07/2023',
    echeance: { date: '10/02/2023', quoi: 'dernier jour d’opposition' },
    statut: 'en_vigueur',
  })),
  couleur,
});
