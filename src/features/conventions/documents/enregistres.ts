import { parisDate } from '../../../domain/date.ts';
import { type Constat, type Evenement, evenementsEffectifs, jourConnu } from '../rules.ts';
import type { ConventionComplete } from '../store.ts';
import { acteAvenant } from './avenant.ts';
import { acteConstat, estNotifiable, findProcedure, lettreResiliation, saisieDuConstat } from './constat.ts';
import { avant, type Contexte } from './contexte.ts';
import { lettreDissolution } from './dissolution.ts';
import { copieForceMajeure } from './force-majeure.ts';
import type { Papier } from './forms.ts';
import { copieMiseEnDemeure } from './mise-en-demeure.ts';
import { copieOpposition } from './opposition.ts';

const AVEC_PAPIER = ['avenant', 'opposition', 'mise_en_demeure', 'constat', 'force_majeure', 'dissolution'] as const;

/** An event that has a paper of its own. */
export type EvenementImprime = Extract<Evenement, { readonly type: (typeof AVEC_PAPIER)[number] }>;

/** A constat says nothing once its mise en demeure is cancelled. */
function isReadable(convention: ConventionComplete, evenement: EvenementImprime): boolean {
  if (evenement.type !== 'constat') return true;
  return findProcedure(avant(convention, evenement, evenement.date), evenement.miseEnDemeureId) !== undefined;
}

function isPrinted(evenement: Evenement): evenement is EvenementImprime {
  return AVEC_PAPIER.some((type) => type === evenement.type);
}

/** The events of a convention that count and have a paper, latest first. */
export function evenementsImprimes(convention: ConventionComplete): readonly EvenementImprime[] {
  return evenementsEffectifs(convention.evenements)
    .filter(isPrinted)
    .filter((evenement) => isReadable(convention, evenement))
    .toSorted((a, b) => Temporal.PlainDate.compare(jourConnu(b), jourConnu(a)));
}

/** The day an event was recorded in Paris; its own day when nothing says it. */
function enregistreLe(convention: ConventionComplete, evenement: Evenement): Temporal.PlainDate {
  const record = convention.enregistrements.find((one) => one.evenement.id === evenement.id);
  return record === undefined ? jourConnu(evenement) : parisDate(record.createdAt);
}

/** The paper of a recorded event, as it could be written on its day: what came later does not change it. */
export function papierDe(convention: ConventionComplete, evenement: EvenementImprime, contexte: Contexte): Papier {
  switch (evenement.type) {
    case 'avenant':
      return { forme: 'acte', acte: acteAvenant(convention, evenement, contexte) };
    case 'opposition':
      return { forme: 'lettre', lettre: copieOpposition(convention, evenement, contexte) };
    case 'mise_en_demeure':
      return { forme: 'lettre', lettre: copieMiseEnDemeure(convention, evenement, contexte) };
    case 'force_majeure':
      return { forme: 'lettre', lettre: copieForceMajeure(convention, evenement, contexte) };
    case 'constat':
      return {
        forme: 'acte',
        acte: acteConstat(avant(convention, evenement, evenement.date), saisieDuConstat(evenement), contexte),
      };
    case 'dissolution':
      return {
        forme: 'lettre',
        lettre: lettreDissolution(convention, evenement, enregistreLe(convention, evenement), contexte),
      };
  }
}

/**
 * The letter that notifies a recorded constat to the other party; null for another event, or for a constat that changes
 * nothing. Source: art. 7.1, « résiliée de plein droit ».
 */
export function notificationDe(
  convention: ConventionComplete,
  evenement: EvenementImprime,
  contexte: Contexte,
): Papier | null {
  if (!aNotification(convention, evenement)) return null;
  const saisie = { ...saisieDuConstat(evenement), envoi: { mode: 'recommandee', numero: null }, tampon: null } as const;
  return { forme: 'lettre', lettre: lettreResiliation(avant(convention, evenement, evenement.date), saisie, contexte) };
}

/** Whether a recorded event has a letter that notifies it, besides its own paper. */
export function aNotification(convention: ConventionComplete, evenement: EvenementImprime): evenement is Constat {
  if (evenement.type !== 'constat') return false;
  return estNotifiable(avant(convention, evenement, evenement.date), saisieDuConstat(evenement));
}
