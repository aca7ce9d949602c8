import { formatDate } from '../../../domain/date.ts';
import { lePlusTard } from '../../../domain/periode.ts';
import type { Dissolution } from '../rules.ts';
import type { ConventionComplete } from '../store.ts';
import { texte } from './bloc.ts';
import { type Contexte, entete, presentation } from './contexte.ts';
import type { Lettre } from './lettre.ts';

/**
 * The letter by which the Département takes note that the dissolution of the Bénéficiaire ends the convention, dated the
 * day it was recorded.
 *
 * Source: art. 7.2, « la Convention sera résiliée de plein droit en cas de dissolution du Bénéficiaire ».
 * Example: dissolved 2023-03-15 → last day in force 2023-03-15.
 */
export function lettreDissolution(
  convention: ConventionComplete,
  { date }: Dissolution,
  enregistreeLe: Temporal.PlainDate,
  contexte: Contexte,
): Lettre {
  const ecriture = {
    auteur: 'departement',
    date: lePlusTard(date, enregistreeLe),
    envoi: { mode: 'recommandee', numero: null },
    signataire: null,
    tampon: null,
  } as const;
  return {
    ...entete(convention, ecriture, contexte),
    titre: 'Fin de la convention par dissolution',
    objet: 'Fin de la convention par dissolution du Bénéficiaire (article 7.2)',
    corps: [
      texte(
        `${presentation(convention, contexte)} Le Département prend acte de la dissolution du Bénéficiaire, le ${formatDate(date)}.`,
      ),
      texte('En application de l’article 7.2, cette dissolution résilie la convention de plein droit.'),
      { reperes: [{ libelle: 'Dernier jour de la convention', valeur: `${formatDate(date)} inclus` }] },
      texte(
        'Aucune intervention de l’Équipe Départementale d’Accompagnement aux Démarches Numériques n’est plus prévue après cette date. Cette lettre est adressée à la personne chargée de la liquidation, à défaut au dernier représentant connu.',
      ),
    ],
  };
}
