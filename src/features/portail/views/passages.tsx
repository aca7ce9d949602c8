import { formatJourMois, formatPlage } from '../../../domain/date.ts';
import { JOURS, jourDe } from '../../../domain/demi-journee.ts';
import { phraseAdmission } from '../../lieux/rules.ts';

/** A lieu and its next séance, as a line of a list. `eloignement` says how far, when that was asked. */
export type Passage = {
  readonly lieuId: string;
  readonly nom: string;
  readonly commune: string;
  readonly jour: Temporal.PlainDate;
  readonly heureDebut: Temporal.PlainTime;
  readonly heureFin: Temporal.PlainTime;
  readonly eloignement?: string;
  /** Last day on which the lieu hosts by dérogation. */
  readonly admisJusquAu?: Temporal.PlainDate | undefined;
};

/** « mardi 24 novembre », with the year when it is another one. */
export function direJour(jour: Temporal.PlainDate, aujourdhui: Temporal.PlainDate): string {
  const annee = jour.year === aujourdhui.year ? '' : ` ${jour.year}`;
  return `${JOURS[jourDe(jour)]} ${formatJourMois(jour)}${annee}`;
}

/** « Aujourd’hui » and « Demain » before the date of those two days. */
export function direJourProche(jour: Temporal.PlainDate, aujourdhui: Temporal.PlainDate): string {
  const jours = aujourdhui.until(jour).days;
  const date = direJour(jour, aujourdhui);
  if (jours === 0) return `Aujourd’hui, ${date}`;
  return jours === 1 ? `Demain, ${date}` : date;
}

/** Permanences, one under the other: the day and hours first, then where. */
export function Passages(props: { readonly passages: readonly Passage[]; readonly aujourdhui: Temporal.PlainDate }) {
  return (
    <ol class="e-passages">
      {props.passages.map(({ lieuId, nom, commune, jour, heureDebut, heureFin, eloignement, admisJusquAu }) => (
        <li>
          <p class="e-passages__quand">
            <strong>{direJourProche(jour, props.aujourdhui)}</strong>,{' '}
            <span class="e-heures">{formatPlage(heureDebut, heureFin)}</span>
          </p>
          <p class="e-passages__ou">
            <a href={`/lieux/${lieuId}`}>{nom}</a>
            <span>
              {commune}
              {eloignement && `, ${eloignement}`}
              {admisJusquAu && `. ${phraseAdmission(admisJusquAu)}`}
            </span>
          </p>
        </li>
      ))}
    </ol>
  );
}
