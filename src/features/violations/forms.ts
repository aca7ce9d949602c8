import { z } from 'zod';
import { cles } from '../../domain/nomenclatures.ts';
import { choice, date, line, optionalText, optionalWhole, text, time, whole } from '../../platform/http/fields.ts';
import { ATTEINTES, type Faits, ISSUES_CLOTURE, MOTIFS_SANS_INFORMATION } from './rules.ts';

export const PERSONNES_MAX = 10_000_000;

const faits = {
  atteinte: choice('ce qui est arrivé', cles(ATTEINTES)),
  quoi: text('ce qui s’est passé', 2000),
  sortes: text('les sortes de données', 500),
  personnes: optionalWhole('le nombre de personnes', { min: 0, max: PERSONNES_MAX }),
  connueLe: date('le jour où vous l’avez su'),
  connueHeure: time('l’heure à laquelle vous l’avez su'),
} as const;

export const declarationForm = z.object(faits);
export const correctionForm = z.object({ ...faits, raison: text('la raison de la correction', 500) });

export const notificationForm = z.object({
  notifieeLe: date('le jour de la notification'),
  notifieeHeure: time('l’heure de la notification'),
  numero: line('le numéro donné par la CNIL', 60),
  raisonRetard: optionalText('les motifs du retard', 1000),
});
export const sansNotificationForm = z.object({ raison: text('la raison', 1000) });

export const informationForm = z.object({
  informeesLe: date('le jour de l’information'),
  informees: whole('le nombre de personnes informées', { min: 1, max: PERSONNES_MAX }),
  moyen: line('le moyen employé', 200),
});
export const sansInformationForm = z.object({
  cas: choice('le cas', cles(MOTIFS_SANS_INFORMATION)),
  raison: text('la raison', 1000),
});

export const mesureForm = z.object({ mesure: text('la mesure', 1000) });
export const clotureForm = z.object({
  denouement: choice('le dénouement', cles(ISSUES_CLOTURE)),
  raison: optionalText('la raison', 1000),
});
export const reouvertureForm = z.object({ raison: text('la raison', 500) });

/** The form of what is known of a breach, filled with it. */
export function faitsValues({ atteinte, quoi, sortes, personnes, connueAt }: Faits): Readonly<Record<string, string>> {
  const connue = connueAt.toZonedDateTimeISO('Europe/Paris');
  return {
    atteinte,
    quoi,
    sortes,
    personnes: personnes === null ? '' : String(personnes),
    connueLe: connue.toPlainDate().toString(),
    connueHeure: connue.toPlainTime().toString({ smallestUnit: 'minute' }),
  };
}
