import { formatDate } from '../../../domain/date.ts';
import type { Recommande } from '../rules.ts';
import type { Envoi } from './lettre.ts';

/** How long a letter is supposed to travel, in days, in the example that it gives of its own dates. */
export const ACHEMINEMENT_JOURS = 3;

/** How a registered letter is printed again. */
export function envoiDe({ numero }: Recommande): Envoi {
  return { mode: 'recommandee', numero };
}

/** « Copie d’une lettre envoyée le …, reçue le … ». */
export function copieDe({ envoyeLe, recuLe, premierePresentationLe, sort }: Recommande): string {
  const sent = `Copie d’une lettre envoyée le ${formatDate(envoyeLe)}`;
  if (sort === 'en_cours') return `${sent}, dont la réception n’est pas enregistrée.`;
  if (sort === 'remis') return `${sent}, reçue le ${recuLe === null ? 'jour non indiqué' : formatDate(recuLe)}.`;
  const presented = premierePresentationLe === null ? '' : `, présentée le ${formatDate(premierePresentationLe)}`;
  return `${sent}${presented}, ${sort === 'refuse' ? 'refusée' : 'non réclamée'}.`;
}
