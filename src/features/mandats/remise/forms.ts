import { z } from 'zod';
import { cles } from '../../../domain/nomenclatures.ts';
import { cleanLine } from '../../../domain/texte.ts';
import { choice, date } from '../../../platform/http/fields.ts';
import type { FormData } from '../../../platform/http/form.ts';
import { isUuid } from '../../../platform/http/idempotence.ts';
import { CANAUX_REMISE } from '../rules.ts';

export const remiseForm = z.object({
  canal: choice('comment le fichier a été remis', cles(CANAUX_REMISE)),
  closeLe: date('le jour de la remise'),
});

const NOM_MAX = 100;

/** The name that somebody typed; undefined when nothing was. */
export function lireNom(form: FormData): string | undefined {
  const typed = cleanLine((form.values['recherche']?.[0] ?? '').slice(0, NOM_MAX), NOM_MAX);
  return typeof typed === 'string' && typed !== '' ? typed : undefined;
}

/** The mandats that an address names, each once; undefined when one of them is no identifier. */
export function lireMandatsCoches(query: URLSearchParams): readonly string[] | undefined {
  const sent = [...new Set(query.getAll('mandat'))];
  return sent.every(isUuid) ? sent : undefined;
}
