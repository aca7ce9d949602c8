import { formatDate } from '../../../domain/date.ts';
import { estApres } from '../../../domain/periode.ts';
import type { Phrases } from '../../../domain/refus.ts';
import { type Convention, type Evenement, evenementsDeType, evenementsEffectifs } from './evenements.ts';

type Jour = Temporal.PlainDate;

/** Why what was typed cannot be recorded today, whatever the convention says of its dates. */
export type RefusEnregistrement =
  | { readonly refus: 'date_a_venir'; readonly champ: string; readonly date: Jour }
  | { readonly refus: 'rien_a_transmettre' }
  | { readonly refus: 'accuse_deja_enregistre' }
  | { readonly refus: 'annulation_definitive' }
  | { readonly refus: 'deja_annule' };

export const PHRASES_ENREGISTREMENT: Phrases<RefusEnregistrement> = {
  date_a_venir: ({ date }) => `Le ${formatDate(date)} est à venir : n’enregistrez que ce qui a déjà eu lieu.`,
  rien_a_transmettre: () =>
    'Cet organisme ne transmet pas ses décisions à la préfecture : il n’y a pas d’accusé de réception à enregistrer.',
  accuse_deja_enregistre: () => 'Cet accusé de réception est déjà enregistré. Annulez-le d’abord s’il est faux.',
  annulation_definitive: () => 'Une annulation ne s’annule pas : enregistrez de nouveau ce qui avait été annulé.',
  deja_annule: () => 'Cet enregistrement est déjà annulé.',
};

/** The days of an event that must be past, each with the field that holds it. A dissolution may be known beforehand. */
function joursPasses(evenement: Evenement): readonly (readonly [champ: string, jour: Jour | null])[] {
  switch (evenement.type) {
    case 'teletransmission':
      return [
        ['transmiseLe', evenement.transmiseLe],
        ['recueLe', evenement.recueLe],
      ];
    case 'opposition':
      return [
        ['envoyeeLe', evenement.envoyeeLe],
        ['recueLe', evenement.recueLe],
      ];
    case 'mise_en_demeure':
    case 'force_majeure':
      return [
        ['envoyeLe', evenement.courrier.envoyeLe],
        ['recuLe', evenement.courrier.recuLe],
        ['premierePresentationLe', evenement.courrier.premierePresentationLe],
      ];
    case 'avenant':
      return [
        ['date', evenement.date],
        ['date', evenement.signatures.departement],
        ['date', evenement.signatures.beneficiaire],
      ];
    case 'dissolution':
    case 'assurance':
      return [];
    default:
      return [['date', evenement.date]];
  }
}

/**
 * All the reasons not to record an event today, besides those of `verifierEvenement`; empty: record it.
 *
 * Source: art. 6, « prend effet à compter de sa signature » (a signature is a fact, never a forecast); préambule, « Accusé
 * de réception en préfecture » (an association has none).
 * Example: signature dated 2022-10-11, recorded on 2022-10-10 → `date_a_venir`.
 */
export function verifierEnregistrement(
  convention: Convention,
  evenement: Evenement,
  today: Jour,
): readonly RefusEnregistrement[] {
  const future = joursPasses(evenement).flatMap(([champ, date]): RefusEnregistrement[] =>
    date !== null && estApres(date, today) ? [{ refus: 'date_a_venir', champ, date }] : [],
  );
  if (evenement.type === 'annulation') return [...future, ...refusAnnulation(convention, evenement.evenementId)];
  if (evenement.type !== 'teletransmission') return future;
  const { deliberationId } = evenement;
  const deliberation = evenementsDeType(convention, 'deliberation').find(({ id }) => id === deliberationId);
  const useless = deliberation?.partie === 'beneficiaire' && convention.beneficiaireTransmet === false;
  const known = evenementsDeType(convention, 'teletransmission').some(
    (accuse) => accuse.deliberationId === deliberationId,
  );
  return [
    ...future,
    ...(useless ? [{ refus: 'rien_a_transmettre' } as const] : []),
    ...(known ? [{ refus: 'accuse_deja_enregistre' } as const] : []),
  ];
}

function refusAnnulation({ evenements }: Convention, id: string): RefusEnregistrement[] {
  const target = evenements.find((evenement) => evenement.id === id);
  if (target === undefined) return [];
  if (target.type === 'annulation') return [{ refus: 'annulation_definitive' }];
  return evenementsEffectifs(evenements).some((evenement) => evenement.id === id) ? [] : [{ refus: 'deja_annule' }];
}
