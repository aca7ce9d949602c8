import type { Identite } from './contenu.ts';
import { dernierJour } from './duree.ts';
import { finAu, type MandatSuivi } from './vie.ts';

/** The last instant at which one of its démarches ended; null while one is in force. */
export function finDuMandat(
  { finPrevueAt, demarches }: Pick<MandatSuivi, 'finPrevueAt' | 'demarches'>,
  now: Temporal.Instant,
): Temporal.Instant | null {
  if (finPrevueAt === null) return null;
  const fins = demarches.map((demarche) => finAu(demarche, finPrevueAt, now));
  if (fins.includes(null)) return null;
  return (
    fins
      .flatMap((fin) => (fin === null ? [] : [fin.at]))
      .sort(Temporal.Instant.compare)
      .at(-1) ?? null
  );
}

/**
 * Whether a mandat in force ends soon: its last day is at most `rappelJours` days away.
 * Example: last day 2026-12-03, 7 days → from 2026-11-26 on.
 */
export function finitBientot(finPrevueAt: Temporal.Instant, rappelJours: number, today: Temporal.PlainDate): boolean {
  return Temporal.PlainDate.compare(dernierJour(finPrevueAt), today.add({ days: rappelJours })) <= 0;
}

/**
 * What tells the drafts of a list apart without naming anybody: the first letter of a first name.
 * Example: « élodie » → « É… ». With a full stop, « M. » would read as a title.
 */
export function initiale(prenom: string): string {
  const [first = ''] = prenom.normalize('NFC').trim();
  return `${first.toLocaleUpperCase('fr')}…`;
}

/** Case and accents aside, as people look for a name. */
function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('’', "'").toLowerCase();
}

/**
 * Whether the person of a mandat, or whoever represents them, answers to a name: every word of it, in any order.
 * Example: « exemplaire col » → Colette Exemplaire; « colette durand » → not her. Nobody known → no.
 */
export function porteLeNom(identite: Pick<Identite, 'prenom' | 'nom' | 'representant'> | null, asked: string): boolean {
  if (identite === null) return false;
  const { representant } = identite;
  const own = fold([identite.prenom, identite.nom, representant?.prenom, representant?.nom].join(' '));
  const words = fold(asked).split(/\s+/).filter(Boolean);
  return words.length > 0 && words.every((word) => own.includes(word));
}
