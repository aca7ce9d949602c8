import { phrase } from '../../domain/refus.ts';
import type { FieldError } from '../../ui/form-state.ts';
import { PHRASES_ENREGISTREMENT, type RefusEnregistrement, verifierEnregistrement } from './rules/enregistrement.ts';
import {
  type Convention,
  type Evenement,
  PHRASES_EVENEMENT,
  type RefusEvenement,
  type TypeEvenement,
  verifierEvenement,
} from './rules.ts';

/** The field of each form that holds the day of the event. */
const CHAMP_DATE: Readonly<Partial<Record<TypeEvenement, string>>> = {
  teletransmission: 'transmiseLe',
  opposition: 'envoyeeLe',
  mise_en_demeure: 'envoyeLe',
  force_majeure: 'envoyeLe',
  assurance: 'valableDu',
};
/** The field that holds the later of two days. */
const CHAMP_ARRIVEE: Readonly<Partial<Record<TypeEvenement, string>>> = {
  teletransmission: 'recueLe',
  opposition: 'recueLe',
  mise_en_demeure: 'recuLe',
  force_majeure: 'recuLe',
  assurance: 'valableAu',
};

function champDuRefus({ refus }: RefusEvenement, { type }: Evenement): string {
  switch (refus) {
    case 'deja_signee':
    case 'avenant_deja_signe':
    case 'charte_deja_acceptee':
      return 'partie';
    case 'numero_deja_pris':
      return 'numero';
    case 'preavis_trop_long':
      return 'preavisMois';
    case 'terme_avant_avenant':
      return 'finAuPlusTard';
    case 'format_insuffisant':
      return 'taillePourcent';
    case 'decision_sans_objet':
      return 'oppositionId';
    case 'mise_en_demeure_manquante':
      return 'miseEnDemeureId';
    case 'dates_desordonnees':
      return CHAMP_ARRIVEE[type] ?? 'date';
    case 'evenement_inconnu':
    case 'procedure_close':
      if (type === 'annulation') return 'motif';
      if (type === 'signature_avenant') return 'avenantId';
      return type === 'teletransmission' ? 'deliberationId' : 'miseEnDemeureId';
    case 'deliberation_manquante':
    case 'convention_non_signee':
    case 'constat_premature':
    case 'remede_premature':
    case 'original_sans_signature':
    case 'decision_avant_reception':
    case 'signature_avant_avenant':
    case 'convention_terminee':
      return CHAMP_DATE[type] ?? 'date';
  }
}

function champEnregistrement(refus: RefusEnregistrement, isWithDeliberation: boolean): string {
  switch (refus.refus) {
    case 'date_a_venir':
      return refus.champ;
    case 'rien_a_transmettre':
    case 'accuse_deja_enregistre':
      return isWithDeliberation ? 'accuseNumero' : 'deliberationId';
    case 'annulation_definitive':
    case 'deja_annule':
      return 'motif';
  }
}

/**
 * Every reason not to record these events together, in this order, each on the field that holds it; empty: record them.
 * An accusé typed with its délibération is checked on the convention that already holds the délibération.
 */
export function refusDeSaisie(
  convention: Convention,
  evenements: readonly Evenement[],
  today: Temporal.PlainDate,
): readonly FieldError[] {
  const isWithDeliberation = evenements.length > 1;
  return evenements.flatMap((evenement, index): FieldError[] => {
    const before = { ...convention, evenements: [...convention.evenements, ...evenements.slice(0, index)] };
    return [
      ...verifierEvenement(before, evenement).map((refus) => ({
        field: champDuRefus(refus, evenement),
        message: phrase(PHRASES_EVENEMENT, refus),
      })),
      ...verifierEnregistrement(before, evenement, today).map((refus) => ({
        field: champEnregistrement(refus, isWithDeliberation),
        message: phrase(PHRASES_ENREGISTREMENT, refus),
      })),
    ];
  });
}
