import { z } from 'zod';
import {
  cles,
  DEMARCHES,
  DUREES,
  estCle,
  GENRES,
  ISSUES,
  OBJECTIFS,
  STATUTS_SOCIAUX,
  STRUCTURES_DE_REDIRECTION,
  THEMATIQUES,
  TRANCHES_AGE,
} from '../../domain/nomenclatures.ts';
import { phrase } from '../../domain/refus.ts';
import { choice, choices, optionalChoice, optionalLine, optionalWhole } from '../../platform/http/fields.ts';
import type { FormState } from '../../ui/form-state.ts';
import { PHRASES_ACCOMPAGNEMENT, type RefusAccompagnement, verifierAccompagnement } from './rules.ts';
import type { Accompagnement, SaisieAccompagnement } from './store.ts';

export const accompagnementForm = z.object({
  thematiques: choices('au moins un thème', cles(THEMATIQUES), 1),
  demarches: choices('les démarches', cles(DEMARCHES)),
  duree: choice('la durée', cles(DUREES)),
  dureeAutre: optionalWhole('l’autre durée', { min: 1, max: 1439, unite: 'minutes' }),
  issue: choice('le résultat', cles(ISSUES)),
  issuePrecision: optionalLine('la raison', 200),
  orientation: optionalChoice('vers qui la personne est orientée', cles(STRUCTURES_DE_REDIRECTION)),
  trancheAge: choice('la tranche d’âge', cles(TRANCHES_AGE)),
  genre: choice('le genre', cles(GENRES)),
  statutSocial: choice('la situation', cles(STATUTS_SOCIAUX)),
  objectif: choice('l’objectif', cles(OBJECTIFS)),
});

const CHAMPS: Readonly<Record<RefusAccompagnement['refus'], string>> = {
  thematique_manquante: 'thematiques',
  demarche_manquante: 'demarches',
  demarche_en_trop: 'demarches',
  duree_impossible: 'dureeAutre',
  date_a_venir: '',
  raison_manquante: 'issuePrecision',
};

/** The record that a valid form describes; the length is the chosen one, or the one typed beside it (0 when neither). */
export function toSaisie({ duree, dureeAutre, ...reste }: z.output<typeof accompagnementForm>): SaisieAccompagnement {
  return { ...reste, dureeMinutes: duree === 'personnaliser' ? (dureeAutre ?? 0) : Number(duree) };
}

function dureeToValues(minutes: string): FormState['values'] {
  const usual = estCle(DUREES, minutes);
  return usual ? { duree: minutes, dureeAutre: '' } : { duree: 'personnaliser', dureeAutre: minutes };
}

/**
 * What the fields do not see one by one: each refusal of the rules on its field, and an orientation that does not go with
 * the result. What is said of the séance itself is `refusSeance`'s.
 */
export function incoherences(
  saisie: SaisieAccompagnement,
  jour: Temporal.PlainDate,
  today: Temporal.PlainDate,
): FormState['errors'] {
  const refus = verifierAccompagnement({ ...saisie, date: jour }, today, saisie.issuePrecision ?? '');
  const errors = refus
    .filter((one) => one.refus !== 'date_a_venir')
    .map((one) => ({ field: CHAMPS[one.refus], message: phrase(PHRASES_ACCOMPAGNEMENT, one) }));
  const isOriented = saisie.issue === 'orientee';
  if (isOriented === (saisie.orientation !== null)) return errors;
  const message = isOriented
    ? 'Choisissez vers qui la personne a été orientée.'
    : `N’indiquez vers qui la personne est orientée qu’avec le résultat « ${ISSUES.orientee} ».`;
  return [...errors, { field: 'orientation', message }];
}

/** Why nothing can be noted in a séance: cancelled, or to come. About no field: said above the form. */
export function refusSeance(
  seance: { readonly statut: 'prevue' | 'annulee'; readonly jour: Temporal.PlainDate },
  today: Temporal.PlainDate,
): FormState['errors'] {
  const isFuture = Temporal.PlainDate.compare(seance.jour, today) > 0;
  return [
    ...(seance.statut === 'annulee'
      ? [{ field: '', message: 'Cette séance est annulée : rien ne peut y être noté.' }]
      : []),
    ...(isFuture ? [{ field: '', message: phrase(PHRASES_ACCOMPAGNEMENT, { refus: 'date_a_venir' }) }] : []),
  ];
}

/** The form of a séance before anything is typed: the commonest answers are already there. */
export const saisieInitiale: FormState['values'] = {
  thematiques: ['AideAuxDemarchesAdministratives'],
  duree: '30',
  issue: 'faite',
  genre: 'NonCommunique',
  trancheAge: 'NonCommunique',
  statutSocial: 'NonCommunique',
  objectif: 'permanence',
};

export function toValues(accompagnement: Accompagnement): FormState['values'] {
  return {
    thematiques: accompagnement.thematiques,
    demarches: accompagnement.demarches,
    ...dureeToValues(String(accompagnement.dureeMinutes)),
    issue: accompagnement.issue,
    issuePrecision: accompagnement.issuePrecision ?? '',
    orientation: accompagnement.orientation ?? '',
    genre: accompagnement.genre,
    trancheAge: accompagnement.trancheAge,
    statutSocial: accompagnement.statutSocial,
    objectif: accompagnement.objectif,
  };
}
