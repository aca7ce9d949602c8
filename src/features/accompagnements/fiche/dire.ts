import { formatDuree } from '../../../domain/date.ts';
import { DEMARCHES, estCle, OPERATEURS, THEMATIQUES } from '../../../domain/nomenclatures.ts';
import { resume } from '../resume.ts';
import type { Individuel, Saisie } from '../rules/saisie.ts';

/** What was done, in few words: « Logement, CAF ». A démarche says better than its theme what it was. */
function direQuoi({ thematiques, demarches, operateur }: Individuel): string {
  const themes = thematiques
    .filter((one) => one !== 'AideAuxDemarchesAdministratives' || demarches.length === 0)
    .map((one) => THEMATIQUES[one]);
  const known = operateur !== null && estCle(OPERATEURS, operateur) ? OPERATEURS[operateur] : operateur;
  const who = known === null ? [] : [/\(([A-Z]+)\)/.exec(known)?.[1] ?? known];
  return [...themes, ...demarches.map((one) => DEMARCHES[one]), ...who].join(', ');
}

/** The same with its length: « Logement, CAF, 30 min ». */
export function resumeChoix(saisie: Individuel): string {
  return `${direQuoi(saisie)}, ${formatDuree(saisie.dureeMinutes)}`;
}

/** What a record is about, as precisely as it says. */
export function direSaisie(saisie: Saisie): string {
  return saisie.typeActivite === 'Individuel' ? direQuoi(saisie) : resume(saisie);
}
