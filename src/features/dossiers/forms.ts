import { z } from 'zod';
import { date, line, optionalText, text, whole } from '../../platform/http/fields.ts';
import { DUREE_MAX_MOIS } from './rules.ts';

/** The file itself is read apart: a form gives a refused one back to nobody. */
export const versionForm = z.object({
  etabliLe: date('la date du document'),
  auteur: line('l’auteur', 150),
  revoirLe: date('la date de la prochaine révision'),
});

export const signatureForm = z.object({ texte: optionalText('votre avis', 1000) });

export const decisionForm = z.object({
  le: date('la date de la décision'),
  dureeMois: whole('la durée', { min: 1, max: DUREE_MAX_MOIS, unite: 'mois' }),
  fonction: line('la fonction du signataire', 150),
});

export const retraitForm = z.object({ texte: text('la raison du retrait', 1000) });
