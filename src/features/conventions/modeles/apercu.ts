import { formatDate } from '../../../domain/date.ts';
import type { Territoire } from '../../../domain/territoire.ts';
import { type DonneesConvention, renderConvention } from '../document.ts';
import { parametres } from '../papier.ts';
import { type ContenuModele, modeleDe } from './contenu.ts';

const EFFECTIF = '10 ambassadeurs du numérique et 11 conseillers numériques';

type Contexte = { readonly territoire: Territoire; readonly today: Temporal.PlainDate };

/**
 * A plainly fictional convention, to see what a model makes on paper: the Département's own settings, a Bénéficiaire that
 * does not exist, the clauses that the model proposes. « Projet » is on each page: nobody has signed.
 */
export function apercu(contenu: ContenuModele, libelle: string, { territoire, today }: Contexte): DonneesConvention {
  const pointAccueil = 'Médiathèque de Val-Exemple (fictive)';
  return {
    reference: 'APERÇU',
    etat: 'projet',
    departement: {
      nom: `Le ${territoire.nomComplet}`,
      adresse: territoire.adresse,
      representant: 'Madame Camille Exemple (personne fictive), Présidente',
      qualite: 'Présidente',
      signataire: 'Camille Exemple (personne fictive)',
      autorisation: `délibération n° 0 du ${formatDate(today)} (fictive)`,
      signeeLe: null,
    },
    beneficiaire: {
      nom: 'Commune de Val-Exemple (fictive)',
      adresse: '1 place de l’Exemple, 00000 Val-Exemple',
      representant: 'Monsieur Dominique Modèle (personne fictive), Maire',
      qualite: 'Maire',
      signataire: 'Dominique Modèle (personne fictive)',
      autorisation: `délibération n° 0 du ${formatDate(today)} (fictive)`,
      signeeLe: null,
    },
    modele: modeleDe(contenu, libelle),
    parametres: parametres({ clauses: contenu.clauses, pointAccueil }, territoire, EFFECTIF),
    dateEffet: null,
    echeancier: [],
    accusesReception: [],
    lieuSignature: territoire.ville ?? 'Val-Exemple',
    couleur: territoire.couleur,
    etablie: { iso: today.toString(), texte: formatDate(today) },
  };
}

/** That convention as a PDF. */
export function renderApercu(contenu: ContenuModele, libelle: string, contexte: Contexte): Promise<Uint8Array> {
  return renderConvention(apercu(contenu, libelle, contexte));
}
