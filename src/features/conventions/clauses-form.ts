import { z } from 'zod';
import { formatDate } from '../../domain/date.ts';
import {
  box,
  choice,
  id,
  line,
  optionalDate,
  optionalId,
  optionalLine,
  optionalText,
  whole,
} from '../../platform/http/fields.ts';
import type { FieldError } from '../../ui/form-state.ts';
import type { Clauses } from './rules.ts';

const OUI_NON = ['oui', 'non'] as const;
const JOURS_COMPTES = ['reception', 'envoi'] as const;
export const RECONDUCTIONS = ['illimitee', 'limitee', 'aucune'] as const;
export const RECONDUCTIONS_MAX = 40;

/** Every choice that a model leaves to each convention. */
export const clausesForm = z.object({
  dureeMois: whole('la durée', { min: 2, max: 60, unite: 'mois' }),
  reconduction: choice('la reconduction', RECONDUCTIONS),
  reconductions: optionalLine('le nombre de reconductions', 20),
  finAuPlusTard: optionalDate('la date de fin au plus tard'),
  reconductionPourUnJour: choice('la lecture de l’anniversaire', OUI_NON),
  preavisMois: whole('le préavis', { min: 1, max: 59, unite: 'mois' }),
  oppositionCompteDe: choice('la date qui compte pour l’opposition', JOURS_COMPTES),
  delaiRemedeJours: whole('le délai pour remédier', { min: 1, max: 365, unite: 'jours' }),
  courrierNonRetire: choice('l’effet d’un courrier non retiré', ['premiere_presentation', 'sans_effet']),
  delaiForceMajeureJours: whole('le délai en cas de force majeure', { min: 1, max: 365, unite: 'jours' }),
  forceMajeureCompteDe: choice('la date qui compte pour la force majeure', JOURS_COMPTES),
  demiJourneesParSemaine: whole('le nombre de demi-journées par semaine', { min: 1, max: 14 }),
  transmissionRequise: box(),
});

export type SaisieClauses = z.output<typeof clausesForm>;

/** A new convention: who, from which version of a model, which reference, and its clauses. */
export const conventionForm = z.object({
  modele: optionalId('le modèle'),
  structureId: id('la structure'),
  reference: line('la référence', 40),
  pointAccueil: optionalLine('le point d’accueil', 200),
  ...clausesForm.shape,
  note: optionalText('la note interne', 2000),
});

/**
 * The clauses that were typed, or what does not hold together in them.
 *
 * Source: art. 6, « au plus tard 2 mois avant sa date anniversaire »: the notice is shorter than the period it closes.
 */
export function readClausesSaisies(
  saisie: SaisieClauses,
): { readonly ok: true; readonly clauses: Clauses } | { readonly ok: false; readonly errors: readonly FieldError[] } {
  const errors: FieldError[] = [];
  const reconductions = readReconductions(saisie);
  if (reconductions === undefined) {
    errors.push({
      field: 'reconductions',
      message: `Indiquez combien de fois la convention peut être reconduite : un nombre entier de 1 à ${RECONDUCTIONS_MAX}.`,
    });
  }
  if (saisie.preavisMois >= saisie.dureeMois) {
    errors.push({
      field: 'preavisMois',
      message: 'Le préavis doit être plus court que la durée d’une période : sinon personne ne pourrait s’opposer.',
    });
  }
  if (reconductions === undefined || errors.length > 0) return { ok: false, errors };
  const clauses: Clauses = {
    dureeMois: saisie.dureeMois,
    reconductions,
    finAuPlusTard: saisie.finAuPlusTard,
    reconductionPourUnJour: saisie.reconductionPourUnJour === 'oui',
    preavisMois: saisie.preavisMois,
    oppositionCompteDe: saisie.oppositionCompteDe,
    delaiRemedeJours: saisie.delaiRemedeJours,
    delaiForceMajeureJours: saisie.delaiForceMajeureJours,
    forceMajeureCompteDe: saisie.forceMajeureCompteDe,
    courrierNonRetire: saisie.courrierNonRetire,
    transmissionRequise: saisie.transmissionRequise,
    demiJourneesParSemaine: saisie.demiJourneesParSemaine,
  };
  return { ok: true, clauses };
}

/** Null: as often as needed; undefined: not understood. */
function readReconductions({ reconduction, reconductions }: SaisieClauses): number | null | undefined {
  if (reconduction === 'illimitee') return null;
  if (reconduction === 'aucune') return 0;
  const times = /^[0-9]{1,3}$/.test(reconductions ?? '') ? Number(reconductions) : 0;
  return times >= 1 && times <= RECONDUCTIONS_MAX ? times : undefined;
}

/** Clauses as the form shows them. */
export function clausesValues(clauses: Clauses): Record<string, string> {
  const { reconductions } = clauses;
  return {
    dureeMois: String(clauses.dureeMois),
    reconduction: reconductions === null ? 'illimitee' : reconductions === 0 ? 'aucune' : 'limitee',
    reconductions: reconductions === null || reconductions === 0 ? '' : String(reconductions),
    finAuPlusTard: clauses.finAuPlusTard === null ? '' : String(clauses.finAuPlusTard),
    reconductionPourUnJour: clauses.reconductionPourUnJour ? 'oui' : 'non',
    preavisMois: String(clauses.preavisMois),
    oppositionCompteDe: clauses.oppositionCompteDe,
    delaiRemedeJours: String(clauses.delaiRemedeJours),
    courrierNonRetire: clauses.courrierNonRetire,
    delaiForceMajeureJours: String(clauses.delaiForceMajeureJours),
    forceMajeureCompteDe: clauses.forceMajeureCompteDe,
    transmissionRequise: clauses.transmissionRequise ? 'oui' : '',
    demiJourneesParSemaine: String(clauses.demiJourneesParSemaine),
  };
}

/** The clauses that a model proposes to a new convention: its last day only as long as it is to come. */
export function clausesProposees(clauses: Clauses, today: Temporal.PlainDate): Clauses {
  const { finAuPlusTard } = clauses;
  const isOver = finAuPlusTard !== null && Temporal.PlainDate.compare(today, finAuPlusTard) > 0;
  return isOver ? { ...clauses, finAuPlusTard: null } : clauses;
}

const MOIS = (nombre: number) => (nombre === 0 ? 'sans préavis' : `${nombre} mois`);
const JOUR_COMPTE = { reception: 'la réception', envoi: 'l’envoi' } as const;

/** A clause in plain French, and the values that it says. */
export type ClauseEnClair = {
  readonly term: string;
  readonly details: string;
  readonly cles: readonly (keyof Clauses)[];
};

/** The clauses in plain French, one fact each: what the convention's page shows. */
export function clausesEnClair(clauses: Clauses): readonly ClauseEnClair[] {
  const { reconductions } = clauses;
  return [
    { cles: ['dureeMois'], term: 'Durée d’une période (art. 6)', details: MOIS(clauses.dureeMois) },
    {
      cles: ['reconductions'],
      term: 'Reconduction tacite (art. 6)',
      details:
        reconductions === null
          ? 'oui, autant de fois que nécessaire'
          : reconductions === 0
            ? 'non'
            : `oui, ${reconductions} fois au plus`,
    },
    {
      cles: ['finAuPlusTard'],
      term: 'Fin au plus tard (art. 6)',
      details: clauses.finAuPlusTard === null ? 'aucune' : `${formatDate(clauses.finAuPlusTard)} inclus`,
    },
    {
      cles: ['reconductionPourUnJour'],
      term: 'Anniversaire le jour même de cette fin',
      details: clauses.reconductionPourUnJour ? 'reconduit pour ce seul jour' : 'ne reconduit rien',
    },
    {
      cles: ['preavisMois', 'oppositionCompteDe'],
      term: 'Opposition à la reconduction (art. 6)',
      details: `${MOIS(clauses.preavisMois)} avant l’anniversaire, compte ${JOUR_COMPTE[clauses.oppositionCompteDe]}`,
    },
    {
      cles: ['delaiRemedeJours', 'courrierNonRetire'],
      term: 'Mise en demeure (art. 7.1)',
      details: `${clauses.delaiRemedeJours} jours calendaires pour remédier ; un courrier refusé ou non retiré ${
        clauses.courrierNonRetire === 'premiere_presentation' ? 'compte de sa première présentation' : 'ne compte pas'
      }`,
    },
    {
      cles: ['delaiForceMajeureJours', 'forceMajeureCompteDe'],
      term: 'Force majeure (art. 7.2)',
      details: `${clauses.delaiForceMajeureJours} jours calendaires après ${JOUR_COMPTE[clauses.forceMajeureCompteDe]} de la lettre`,
    },
    {
      cles: ['demiJourneesParSemaine'],
      term: 'Permanences (art. 1.2)',
      details: `${clauses.demiJourneesParSemaine} demi-journée${clauses.demiJourneesParSemaine > 1 ? 's' : ''} par semaine`,
    },
    {
      cles: ['transmissionRequise'],
      term: 'Transmission de la convention à la préfecture',
      details: clauses.transmissionRequise ? 'à faire, en plus des délibérations' : 'non requise',
    },
  ];
}
