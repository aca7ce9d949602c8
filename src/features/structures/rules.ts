import type { NatureStructure } from '../../domain/nomenclatures.ts';

/** Private bodies: another authorisation than a délibération, and nothing to send to the préfecture. */
const SANS_TELETRANSMISSION: ReadonlySet<NatureStructure> = new Set(['association', 'tiers_lieu', 'siae', 'autre']);

/**
 * Must the délibérations of such a structure be sent to the préfecture (contrôle de légalité)? A proposal by kind, that
 * the équipe technique may correct: a tiers-lieu can be municipal.
 *
 * Source: préambule, « Accusé de réception en préfecture ». Example: `commune` → true, `association` → false.
 */
export function transmetAuControleDeLegalite(nature: NatureStructure): boolean {
  return !SANS_TELETRANSMISSION.has(nature);
}
