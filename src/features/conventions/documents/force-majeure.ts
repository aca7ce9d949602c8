import { formatDate } from '../../../domain/date.ts';
import {
  type Clauses,
  clausesAu,
  dateReception,
  dernierJourForceMajeure,
  type ForceMajeure,
  LIBELLES_PARTIE,
} from '../rules.ts';
import type { ConventionComplete } from '../store.ts';
import { type Bloc, enonce, texte } from './bloc.ts';
import { avant, type Contexte, type Ecriture, entete, joursCalendaires, presentation } from './contexte.ts';
import type { Lettre } from './lettre.ts';
import { ACHEMINEMENT_JOURS, copieDe, envoiDe } from './recommande.ts';

function reperes(clauses: Clauses, notifieeLe: Temporal.PlainDate | null, date: Temporal.PlainDate): Bloc {
  const compte = clauses.forceMajeureCompteDe === 'envoi' ? date : notifieeLe;
  const delai = { libelle: 'Délai', valeur: joursCalendaires(clauses.delaiForceMajeureJours) };
  if (compte !== null) {
    const verb = clauses.forceMajeureCompteDe === 'envoi' ? 'Envoi qui compte' : 'Réception qui compte';
    return {
      reperes: [
        delai,
        { libelle: verb, valeur: formatDate(compte) },
        {
          libelle: 'Dernier jour de la convention',
          valeur: `${formatDate(dernierJourForceMajeure(compte, clauses))} inclus`,
        },
      ],
    };
  }
  const example = date.add({ days: ACHEMINEMENT_JOURS });
  return {
    reperes: [
      delai,
      { libelle: 'Il commence', valeur: 'le lendemain du jour où vous recevez cette lettre' },
      {
        libelle: 'Par exemple',
        valeur: `reçue le ${formatDate(example)}, elle met fin à la convention le ${formatDate(dernierJourForceMajeure(example, clauses))}, dernier jour compris`,
      },
    ],
  };
}

/**
 * The registered letter that notifies a case of force majeure or an impediment. `notifieeLe`: the day that counts, when it
 * is known.
 *
 * Source: art. 7.2, « résiliée de plein droit, sans indemnité, trente (30) jours calendaires après notification à l'autre
 * partie, par lettre recommandée avec avis de réception ».
 * Example: received 2023-01-10 → last day in force 2023-02-09.
 */
export function lettreForceMajeure(
  convention: ConventionComplete,
  ecriture: Ecriture & {
    readonly faits: string;
    readonly covid19: boolean;
    readonly notifieeLe: Temporal.PlainDate | null;
  },
  contexte: Contexte,
): Lettre {
  const clauses = clausesAu(convention, ecriture.notifieeLe ?? ecriture.date);
  const auteur = LIBELLES_PARTIE[ecriture.auteur];
  const depart = clauses.forceMajeureCompteDe === 'envoi' ? 'l’envoi' : 'la réception';
  return {
    ...entete(convention, ecriture, contexte),
    titre: 'Notification de force majeure',
    objet: 'Notification d’un cas de force majeure ou d’empêchement (article 7.2)',
    corps: [
      texte(
        `${presentation(convention, contexte)} L’événement suivant empêche ${auteur} de faire réaliser la mission que définit son article 1 :`,
      ),
      enonce(ecriture.faits),
      ...(ecriture.covid19
        ? [
            texte(
              'Les parties sont convenues qu’une impossibilité d’exécuter la convention en raison de l’épidémie de Covid-19 est un cas de force majeure.',
            ),
          ]
        : []),
      texte(
        `En application de l’article 7.2, la convention sera résiliée de plein droit, sans indemnité, ${joursCalendaires(clauses.delaiForceMajeureJours)} après ${depart} de cette lettre.`,
      ),
      reperes(clauses, ecriture.notifieeLe, ecriture.date),
      texte('Aucune des parties ne répond d’un manquement dû à la force majeure.'),
    ],
  };
}

/** The letter of a recorded notice of force majeure, with the last day that it has set. */
export function copieForceMajeure(convention: ConventionComplete, evenement: ForceMajeure, contexte: Contexte): Lettre {
  const { auteur, motif, covid19, courrier } = evenement;
  const notifieeLe = dateReception(courrier, clausesAu(convention, courrier.envoyeLe));
  return lettreForceMajeure(
    avant(convention, evenement, notifieeLe ?? courrier.envoyeLe),
    {
      auteur,
      date: courrier.envoyeLe,
      envoi: envoiDe(courrier),
      signataire: null,
      tampon: copieDe(courrier),
      faits: motif,
      covid19,
      notifieeLe,
    },
    contexte,
  );
}
