import { formatDuree, formatHeure } from '../../domain/date.ts';
import { type ActeHorsSeance, minutesDeSeance, type SeanceTenue, type TempsDeclare } from './rules/heures.ts';
import { NATURES_TEMPS } from './rules/temps.ts';

const TYPES: Readonly<Record<ActeHorsSeance['type'], string>> = {
  aide: 'Aide hors séance',
  atelier: 'Atelier',
  coordination: 'Coordination',
};

/** « 9 h – 12 h » */
export function direHoraires({ heureDebut, heureFin }: Pick<SeanceTenue, 'heureDebut' | 'heureFin'>): string {
  return `${formatHeure(heureDebut)} – ${formatHeure(heureFin)}`;
}

/** « 9 h – 12 h, Médiathèque d’Elne » */
export function direSeance(seance: Pick<SeanceTenue, 'heureDebut' | 'heureFin' | 'endroit'>): string {
  return `${direHoraires(seance)}, ${seance.endroit}`;
}

/** « 3 h · 4 accompagnements notés » */
export function direCompte(seance: SeanceTenue): string {
  const { accompagnements: count } = seance;
  const noted = `${count} ${count > 1 ? 'accompagnements notés' : 'accompagnement noté'}`;
  return [formatDuree(minutesDeSeance(seance)), ...(count > 0 ? [noted] : [])].join(' · ');
}

/** « Atelier : Ma première adresse électronique » */
export function direActe({ type, quoi }: ActeHorsSeance): string {
  return quoi === null ? TYPES[type] : `${TYPES[type]} : ${quoi}`;
}

/** « Trajet : De Elne à Céret » */
export function direTemps({ nature, precision }: Pick<TempsDeclare, 'nature' | 'precision'>): string {
  return precision === null ? NATURES_TEMPS[nature] : `${NATURES_TEMPS[nature]} : ${precision}`;
}

export const hrefMois = (mois: Temporal.PlainYearMonth | Temporal.PlainDate): string =>
  `/mes-heures?mois=${mois.toString().slice(0, 7)}`;

/** Where a day is on the page of its month. */
export const hrefJour = (jour: Temporal.PlainDate): string => `${hrefMois(jour)}#jour-${jour}`;
