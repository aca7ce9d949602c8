import { formatDuree } from '../../../domain/date.ts';
import { estCle, OPERATEURS } from '../../../domain/nomenclatures.ts';
import { resume, sujets } from '../resume.ts';
import type { Individuel, Saisie } from '../rules/saisie.ts';

/** What was done, in few words: « Logement, CAF ». */
function direQuoi(saisie: Individuel): string {
  const { operateur } = saisie;
  const known = operateur !== null && estCle(OPERATEURS, operateur) ? OPERATEURS[operateur] : operateur;
  const who = known === null ? [] : [/\(([A-Z]+)\)/.exec(known)?.[1] ?? known];
  return [...sujets(saisie), ...who].join(', ');
}

/** The same with its length: « Logement, CAF, 30 min ». */
export function resumeChoix(saisie: Individuel): string {
  return `${direQuoi(saisie)}, ${formatDuree(saisie.dureeMinutes)}`;
}

/** What a record is about, as precisely as it says. */
export function direSaisie(saisie: Saisie): string {
  return saisie.typeActivite === 'Individuel' ? direQuoi(saisie) : resume(saisie);
}
