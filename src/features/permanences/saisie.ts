import type { z } from 'zod';
import { type Jour, parseJour } from '../../domain/demi-journee.ts';
import { type Phrases, phrase } from '../../domain/refus.ts';
import { RANGS, type Rang } from '../../domain/rythme.ts';
import type { FieldError } from '../../ui/form-state.ts';
import type { permanenceForm } from './forms.ts';
import {
  type Accueil,
  PAS_HABITUEL,
  type Permanence,
  PHRASES_ACCUEIL,
  PHRASES_PERMANENCE,
  type RefusAccueil,
  type RefusPermanence,
  verifierAccueil,
} from './rules.ts';

type Saisie = Omit<z.output<typeof permanenceForm>, 'agentId'>;

export type RefusRythme = { readonly refus: 'rangs_manquants' } | { readonly refus: 'rangs_inutiles' };

export const PHRASES_RYTHME: Phrases<RefusRythme> = {
  rangs_manquants: () => 'Cochez au moins une semaine du mois, par exemple la 2e et la 4e.',
  rangs_inutiles: () =>
    'Ces semaines ne servent qu’avec « Certaines semaines du mois » : choisissez ce rythme, ou décochez-les.',
};

/** The permanence and the way of receiving that a form says; with the errors that no field sees alone. */
export function lireSaisie(saisie: Saisie): {
  readonly permanence: Permanence;
  readonly accueil: Accueil;
  readonly errors: readonly FieldError[];
} {
  const { rythme, heureDebut, heureFin, du, au, horsVacances } = saisie;
  const rangs = RANGS.filter((rang) => saisie.rangs.some((typed) => typed === String(rang)));
  const refusRythme = verifierRythme(rythme === 'rangs', rangs);
  const accueil = {
    accueil: saisie.accueil ?? 'libre',
    rdvDebut: saisie.rdvDebut,
    rdvFin: saisie.rdvFin,
    pasMinutes: saisie.pasMinutes ?? PAS_HABITUEL,
  } as const;
  const toutesLes = rythme === null || rythme === 'rangs' ? 1 : Number(rythme);
  return {
    permanence: { jour: jourChoisi(saisie.jour), heureDebut, heureFin, du, au, toutesLes, rangs, horsVacances },
    accueil,
    errors: [
      ...(refusRythme === null ? [] : [{ field: 'rangs', message: phrase(PHRASES_RYTHME, refusRythme) }]),
      ...verifierAccueil(accueil, { heureDebut, heureFin }).map((refus) => ({
        field: CHAMPS_ACCUEIL[refus.refus],
        message: phrase(PHRASES_ACCUEIL, refus),
      })),
    ],
  };
}

function verifierRythme(parRangs: boolean, rangs: readonly Rang[]): RefusRythme | null {
  if (parRangs && rangs.length === 0) return { refus: 'rangs_manquants' };
  return !parRangs && rangs.length > 0 ? { refus: 'rangs_inutiles' } : null;
}

/** The day of the week that the form has already checked. */
function jourChoisi(typed: string): Jour {
  const jour = parseJour(typed);
  if (jour === null) throw new Error(`Not a day of the week: ${typed}`);
  return jour;
}

/** What the form of a permanence shows, filled with one. */
export function valeursDe(
  permanence: Permanence & Accueil & { readonly lieuId: string; readonly salleId: string | null },
) {
  const { jour, toutesLes = 1, rangs = [], horsVacances = false, au } = permanence;
  const heure = (at: Temporal.PlainTime | null) => at?.toString({ smallestUnit: 'minute' }) ?? '';
  return {
    lieuId: permanence.lieuId,
    salleId: permanence.salleId ?? '',
    jour: String(jour),
    rythme: rangs.length > 0 ? 'rangs' : String(toutesLes),
    rangs: rangs.map(String),
    horsVacances: horsVacances ? 'oui' : '',
    heureDebut: heure(permanence.heureDebut),
    heureFin: heure(permanence.heureFin),
    accueil: permanence.accueil,
    rdvDebut: heure(permanence.rdvDebut),
    rdvFin: heure(permanence.rdvFin),
    pasMinutes: String(permanence.pasMinutes),
    au: au?.toString() ?? '',
  };
}

/** The field that each refusal is about, so that the summary leads to it. */
const CHAMPS: Readonly<Record<RefusPermanence['refus'], string>> = {
  horaire_inverse: 'heureFin',
  dates_inversees: 'au',
  aucune_date: 'du',
  vacances_inconnues: 'horsVacances',
  premier_jour_passe: 'du',
  lieu_non_conforme: 'lieuId',
  lieu_non_convenu: 'lieuId',
  hors_convention: 'au',
  agent_hors_contrat: 'agentId',
  agent_occupe: 'agentId',
  agent_absent: 'agentId',
  trajet_trop_court: 'heureDebut',
  lieu_ferme_ces_jours: 'lieuId',
  lieu_occupe: 'lieuId',
  salle_a_nommer: 'salleId',
};

const CHAMPS_ACCUEIL: Readonly<Record<RefusAccueil['refus'], string>> = {
  plage_manquante: 'rdvDebut',
  plage_inutile: 'rdvDebut',
  plage_inversee: 'rdvFin',
  plage_hors_horaire: 'rdvDebut',
  pas_trop_long: 'pasMinutes',
};

/** Refusals of the rules as errors of a form; `renamed`: the fields that this form calls otherwise. */
export function erreursDe(
  refus: readonly RefusPermanence[],
  renamed: Readonly<Record<string, string>> = {},
): readonly FieldError[] {
  return refus.map((one) => {
    const field = CHAMPS[one.refus];
    return { field: renamed[field] ?? field, message: phrase(PHRASES_PERMANENCE, one) };
  });
}
