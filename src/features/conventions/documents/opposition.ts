import { formatDate } from '../../../domain/date.ts';
import { estApres } from '../../../domain/periode.ts';
import { estRefus } from '../../../domain/refus.ts';
import {
  type Clauses,
  clausesAu,
  jourOpposition,
  LIBELLES_PARTIE,
  type Opposition,
  type OppositionPossible,
  oppositionPossible,
} from '../rules.ts';
import type { ConventionComplete } from '../store.ts';
import { type Bloc, texte } from './bloc.ts';
import { avant, type Contexte, type Ecriture, entete, presentation } from './contexte.ts';
import type { Lettre } from './lettre.ts';

const COMPTE: Readonly<Record<Clauses['oppositionCompteDe'], string>> = {
  reception: 'c’est le jour de réception de cette lettre qui compte',
  envoi: 'c’est le jour d’envoi de cette lettre qui compte',
};

function introduction(convention: ConventionComplete, clauses: Clauses, contexte: Contexte): Bloc {
  return texte(
    `${presentation(convention, contexte)} Selon son article 6, elle est reconduite tacitement par périodes de ${clauses.dureeMois} mois, sauf opposition expresse d’une des parties au plus tard ${clauses.preavisMois} mois avant la date anniversaire.`,
  );
}

function decision(auteur: string, possible: OppositionPossible): readonly Bloc[] {
  const { anniversaire, fin, manquee } = possible;
  const late: readonly Bloc[] =
    manquee === null
      ? []
      : [
          texte(
            `Le dernier jour utile pour s’opposer à la reconduction du ${formatDate(manquee.anniversaire)} (le ${formatDate(manquee.dernierJour)}) étant passé, cette opposition vise la reconduction suivante.`,
          ),
        ];
  return [
    texte(
      `Par la présente lettre, ${auteur} s’oppose expressément à la reconduction du ${formatDate(anniversaire)}. La convention ne sera pas reconduite : son dernier jour sera le ${formatDate(fin)}.`,
    ),
    ...late,
  ];
}

function reperes(possible: OppositionPossible, clauses: Clauses): Bloc {
  return {
    reperes: [
      { libelle: 'Date anniversaire', valeur: formatDate(possible.anniversaire) },
      {
        libelle: 'Dernier jour utile',
        valeur: `${formatDate(possible.dernierJour)} inclus : ${COMPTE[clauses.oppositionCompteDe]}`,
      },
      { libelle: 'Dernier jour de la convention', valeur: `${formatDate(possible.fin)} inclus` },
    ],
  };
}

/**
 * The letter by which a party opposes the tacit renewal, as its author can write it on that day.
 *
 * Source: art. 6, « sauf opposition expresse d'une des parties au plus tard 2 mois avant sa date anniversaire ».
 * When no renewal is left to stop, the letter still says the opposition, without dates.
 * Example: effet 2022-10-10, written 2023-01-15 → stops the renewal of 2023-04-10, to be received by 2023-02-10, last day
 * 2023-04-09.
 */
export function lettreOpposition(convention: ConventionComplete, ecriture: Ecriture, contexte: Contexte): Lettre {
  const clauses = clausesAu(convention, ecriture.date);
  const possible = oppositionPossible(convention, ecriture.date);
  const auteur = LIBELLES_PARTIE[ecriture.auteur];
  const corps: readonly Bloc[] = estRefus(possible)
    ? [texte(`Par la présente lettre, ${auteur} s’oppose expressément à toute reconduction de la convention.`)]
    : [
        ...decision(auteur, possible),
        reperes(possible, clauses),
        texte(
          'Jusqu’à ce jour compris, les engagements des deux parties restent entiers : les interventions prévues ont lieu et leur suivi est assuré (article 3.4).',
        ),
      ];
  return {
    ...entete(convention, ecriture, contexte),
    titre: 'Opposition à la reconduction',
    objet: 'Opposition à la reconduction tacite de la convention (article 6)',
    corps: [introduction(convention, clauses, contexte), ...corps],
  };
}

/** What became of an opposition, for the head of its copy. Example: received 2023-02-10 → « dans le délai ». */
function suite(convention: ConventionComplete, opposition: Opposition): string {
  const { envoyeeLe, recueLe } = opposition;
  const jour = jourOpposition(opposition, clausesAu(convention, envoyeeLe));
  const sent = `Copie d’une lettre envoyée le ${formatDate(envoyeeLe)}`;
  const received = recueLe === null ? 'dont la réception n’est pas enregistrée' : `reçue le ${formatDate(recueLe)}`;
  const planned = oppositionPossible(convention, envoyeeLe);
  if (jour === null || estRefus(planned)) return `${sent}, ${received}.`;
  if (!estApres(jour, planned.dernierJour)) {
    return `${sent}, ${received} : dans le délai, qui courait jusqu’au ${formatDate(planned.dernierJour)} inclus.`;
  }
  const effect =
    planned.sinon === null
      ? 'aucune reconduction ne suivait, elle est sans objet'
      : `elle vise la reconduction du ${formatDate(planned.sinon)}`;
  return `${sent}, ${received}, après le dernier jour utile (${formatDate(planned.dernierJour)}) : ${effect}.`;
}

/** The letter of a recorded opposition, as it was written, with what became of it. */
export function copieOpposition(convention: ConventionComplete, opposition: Opposition, contexte: Contexte): Lettre {
  const { auteur, envoyeeLe } = opposition;
  const before = avant(convention, opposition, envoyeeLe);
  const tampon = suite(before, opposition);
  return lettreOpposition(before, { auteur, date: envoyeeLe, envoi: null, signataire: null, tampon }, contexte);
}
