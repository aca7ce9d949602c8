import { z } from 'zod';
import { cles } from '../../domain/nomenclatures.ts';
import { choice, choices, date, line, optionalLine, text, whole } from '../../platform/http/fields.ts';
import { CANAUX, DESTINATAIRES, type Echange, FONDEMENTS, NATURES_DONNEES, type RefusEchange } from './rules.ts';

const champs = {
  le: date('la date de l’échange'),
  demandeur: line('qui a demandé', 150),
  service: line('le service', 150),
  destinataire: choice('à qui', cles(DESTINATAIRES)),
  natures: choices('les sortes de données', cles(NATURES_DONNEES), 1),
  precisions: optionalLine('la précision', 300),
  fondement: choice('le fondement', cles(FONDEMENTS)),
  finalite: line('la raison de l’échange', 300),
  personnes: whole('le nombre de personnes', { min: 1, max: 1_000_000 }),
  envoyePar: line('qui a envoyé', 150),
  canal: choice('le canal', cles(CANAUX)),
} as const;

export const echangeForm = z.object(champs);
export const correctionForm = z.object({ ...champs, raisonCorrection: text('la raison de la correction', 300) });

/** The field that each refusal is about. */
export const CHAMPS: Readonly<Record<RefusEchange['refus'], string>> = {
  a_venir: 'le',
  nature_a_preciser: 'precisions',
  rien_de_change: 'le',
};

/** The form filled with an exchange. */
export function echangeValues(echange: Echange): Readonly<Record<string, string | readonly string[]>> {
  const { le, personnes, precisions, natures, ...rest } = echange;
  return {
    le: le.toString(),
    personnes: String(personnes),
    precisions: precisions ?? '',
    natures,
    demandeur: rest.demandeur,
    service: rest.service,
    destinataire: rest.destinataire,
    fondement: rest.fondement,
    finalite: rest.finalite,
    envoyePar: rest.envoyePar,
    canal: rest.canal,
  };
}
