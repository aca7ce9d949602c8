import { formatDate } from '../../../domain/date.ts';
import { contains, estAvant, type Periode } from '../../../domain/periode.ts';
import type { Phrases } from '../../../domain/refus.ts';

type Jour = Temporal.PlainDate;

/** Who follows somebody over time, and since when somebody does. */
export interface Suivi {
  readonly agentId: string;
  readonly nom: string;
  /** Last day of the contract of the référent. */
  readonly contratFin: Jour;
  readonly depuis: Jour;
}

export type RefusSuivi =
  | { readonly refus: 'deja_vous' }
  | { readonly refus: 'autre_referent'; readonly nom: string }
  | { readonly refus: 'fiche_reunie' }
  | { readonly refus: 'pas_suivie' }
  | { readonly refus: 'lui_meme'; readonly nom: string }
  | { readonly refus: 'sans_contrat'; readonly contrat: Periode };

export const PHRASES_SUIVI: Phrases<RefusSuivi> = {
  deja_vous: () => 'Vous êtes déjà le professionnel référent de cette personne.',
  autre_referent: ({ nom }) =>
    `${nom} est déjà le professionnel référent de cette personne : demandez-lui de vous la confier.`,
  fiche_reunie: () => 'Cette fiche est réunie à une autre : ouvrez la fiche gardée.',
  pas_suivie: () => 'Personne ne suit plus cette personne : relisez sa fiche.',
  lui_meme: ({ nom }) => `${nom} est déjà le professionnel référent : choisissez quelqu’un d’autre.`,
  sans_contrat: ({ contrat: { debut, fin } }) =>
    `Le contrat de cet agent va du ${formatDate(debut)} au ${formatDate(fin)} : choisissez un agent présent.`,
};

/** Whether the contract of the référent is over: the person may be taken by another agent. */
export function estParti({ contratFin }: Pick<Suivi, 'contratFin'>, aujourdhui: Jour): boolean {
  return estAvant(contratFin, aujourdhui);
}

/**
 * Why an agent cannot become the référent of somebody; null: he can. A person has one référent; that of somebody whose contract is
 * over is taken by whoever goes on.
 *
 * Source: annexe 1, axe 3, « professionnel référent ».
 * Example: followed by an agent whose contract ends on 2026-08-31; on 2026-08-31 → `autre_referent`, on 2026-09-01 → null.
 */
export function verifierPrise(
  personne: { readonly suivi: Suivi | null; readonly isReunie: boolean },
  agentId: string,
  aujourdhui: Jour,
): RefusSuivi | null {
  const { suivi, isReunie } = personne;
  if (isReunie) return { refus: 'fiche_reunie' };
  if (suivi === null) return null;
  if (suivi.agentId === agentId) return { refus: 'deja_vous' };
  return estParti(suivi, aujourdhui) ? null : { refus: 'autre_referent', nom: suivi.nom };
}

/** Why somebody cannot be entrusted to that agent; null: they can. Only who is followed is handed over, to an agent at work today. */
export function verifierPassage(
  personne: { readonly suivi: Suivi | null; readonly isReunie: boolean },
  vers: { readonly id: string; readonly contrat: Periode },
  aujourdhui: Jour,
): RefusSuivi | null {
  const { suivi, isReunie } = personne;
  if (isReunie) return { refus: 'fiche_reunie' };
  if (suivi === null) return { refus: 'pas_suivie' };
  if (suivi.agentId === vers.id) return { refus: 'lui_meme', nom: suivi.nom };
  return contains(vers.contrat, aujourdhui) ? null : { refus: 'sans_contrat', contrat: vers.contrat };
}

/** What links an agent to a person. */
export interface Liens {
  /** Has noted an act of help for them, alone or as the other of a pair. */
  readonly aide: boolean;
  /** Has, or had, a rendez-vous with them. */
  readonly rendezVous: boolean;
  readonly referent: boolean;
}

/**
 * Whether what was done for a person may be read: by the agents who help them, and by nobody else.
 *
 * Source: art. 2, « secret professionnel ». Neither the équipe technique, who keeps the records and finds a référent, nor the
 * host structure, nor the direction help them.
 * Example: the agent of a rendez-vous to come → true; an agent who never met them → false.
 */
export function litLesAccompagnements({ aide, rendezVous, referent }: Liens): boolean {
  return aide || rendezVous || referent;
}

/** Who follows a person, as their record says it; null: nobody. */
export function suiviDe(personne: {
  readonly referentAgentId: string | null;
  readonly referentNom: string | null;
  readonly referentContratFin: Jour | null;
  readonly suivieDepuis: Jour | null;
}): Suivi | null {
  const { referentAgentId: agentId, referentNom: nom, referentContratFin: contratFin, suivieDepuis: depuis } = personne;
  return agentId === null || nom === null || contratFin === null || depuis === null
    ? null
    : { agentId, nom, contratFin, depuis };
}
