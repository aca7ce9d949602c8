import { formatDate } from '../../../domain/date.ts';
import {
  type Clauses,
  clausesAu,
  dernierJourRemede,
  LIBELLES_PARTIE,
  type MiseEnDemeure,
  procedures,
} from '../rules.ts';
import type { ConventionComplete } from '../store.ts';
import { type Bloc, enonce, texte } from './bloc.ts';
import { avant, type Contexte, type Ecriture, entete, joursCalendaires, presentation } from './contexte.ts';
import type { Lettre } from './lettre.ts';
import { ACHEMINEMENT_JOURS, copieDe, envoiDe } from './recommande.ts';

function reperes(clauses: Clauses, recueLe: Temporal.PlainDate | null, date: Temporal.PlainDate): Bloc {
  const delai = { libelle: 'Délai pour remédier', valeur: joursCalendaires(clauses.delaiRemedeJours) };
  if (recueLe !== null) {
    return {
      reperes: [
        delai,
        { libelle: 'Réception qui compte', valeur: formatDate(recueLe) },
        { libelle: 'Dernier jour pour remédier', valeur: `${formatDate(dernierJourRemede(recueLe, clauses))} inclus` },
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
        valeur: `reçue le ${formatDate(example)}, elle laisse jusqu’au ${formatDate(dernierJourRemede(example, clauses))} inclus`,
      },
    ],
  };
}

function nonRetire(clauses: Clauses): readonly Bloc[] {
  if (clauses.courrierNonRetire === 'sans_effet') return [];
  return [texte('Si cette lettre est refusée ou n’est pas réclamée, le délai court de sa première présentation.')];
}

/**
 * The registered letter that opens the delay to remedy a breach. `manquements`: one a line. `recueLe`: the day that counts
 * as receipt, when it is known.
 *
 * Source: art. 7.1, « après une mise en demeure par lettre recommandée avec avis de réception […] trente (30) jours
 * calendaires à compter de sa réception ».
 * Example: received 2023-01-10 → last day to remedy 2023-02-09; not received yet, written 2023-01-06 → « reçue le 9 janvier
 * 2023, elle laisse jusqu’au 8 février 2023 inclus ».
 */
export function lettreMiseEnDemeure(
  convention: ConventionComplete,
  ecriture: Ecriture & { readonly manquements: string; readonly recueLe: Temporal.PlainDate | null },
  contexte: Contexte,
): Lettre {
  const clauses = clausesAu(convention, ecriture.recueLe ?? ecriture.date);
  const auteur = LIBELLES_PARTIE[ecriture.auteur];
  return {
    ...entete(convention, ecriture, contexte),
    titre: 'Mise en demeure',
    objet: 'Mise en demeure avant résiliation pour faute (article 7.1)',
    corps: [
      texte(
        `${presentation(convention, contexte)} Elle oblige chacune des parties. À ce jour, ${auteur} relève ce qui suit :`,
      ),
      enonce(ecriture.manquements),
      texte(
        `En conséquence, ${auteur} vous met en demeure d’y remédier entièrement dans un délai de ${joursCalendaires(clauses.delaiRemedeJours)} à compter de la réception de cette lettre.`,
      ),
      reperes(clauses, ecriture.recueLe, ecriture.date),
      ...nonRetire(clauses),
      texte(
        `Si, ce délai passé, cette mise en demeure est restée sans effet, en tout ou en partie, ${auteur} pourra le constater ; la convention sera alors résiliée de plein droit, sans préjudice de dommages et intérêts (article 7.1). Ce constat vous sera notifié.`,
      ),
      texte('Si un remède est apporté dans le délai, faites-le savoir par écrit : la procédure sera close.'),
    ],
  };
}

/** The letter of a recorded mise en demeure, with the dates that its receipt has set. */
export function copieMiseEnDemeure(
  convention: ConventionComplete,
  evenement: MiseEnDemeure,
  contexte: Contexte,
): Lettre {
  const { auteur, motif, courrier } = evenement;
  const procedure = procedures(convention, (jour) => clausesAu(convention, jour)).find(
    ({ miseEnDemeure }) => miseEnDemeure.id === evenement.id,
  );
  return lettreMiseEnDemeure(
    avant(convention, evenement, procedure?.recueLe ?? courrier.envoyeLe),
    {
      auteur,
      date: courrier.envoyeLe,
      envoi: envoiDe(courrier),
      signataire: null,
      tampon: copieDe(courrier),
      manquements: motif,
      recueLe: procedure?.recueLe ?? null,
    },
    contexte,
  );
}
