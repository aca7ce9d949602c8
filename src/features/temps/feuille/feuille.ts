import { formatDate, formatDuree, formatMois } from '../../../domain/date.ts';
import { JOURS, jourDe } from '../../../domain/demi-journee.ts';
import { NATURES_AGENT, type NatureAgent } from '../../../domain/nomenclatures.ts';
import type { Territoire } from '../../../domain/territoire.ts';
import { type PdfDocument, renderPdf } from '../../../platform/pdf/render.ts';
import type { WrittenCell } from '../../../platform/spreadsheet/write.ts';
import { direActe, direSeance, direTemps } from '../dire.ts';
import { type JourHeures, type Minutes, type MoisHeures, RUBRIQUES, RUBRIQUES_ORDRE } from '../rules/heures.ts';

/** Letters of a line that the sheet could have room for. */
const LETTRES_MAX = 90;

export type DonneesFeuille = {
  readonly agent: { readonly prenom: string; readonly nom: string; readonly nature: NatureAgent };
  readonly territoire: Pick<Territoire, 'nomComplet' | 'couleur' | 'mention'>;
  readonly mois: MoisHeures;
  readonly today: Temporal.PlainDate;
  /** What a day is, besides what was done: a public holiday, an absence. */
  readonly marque: (jour: Temporal.PlainDate) => string | null;
  readonly logo: Uint8Array | null;
};

/** What was done on a day, a line each; how many people were helped is nobody's business here. */
export function lignesDuJour({ seances, actes, temps }: Pick<JourHeures, 'seances' | 'actes' | 'temps'>): string[] {
  return [
    ...seances.map(direSeance),
    ...actes.map(direActe),
    ...temps.filter(({ nature }) => nature !== 'trajet').map(direTemps),
  ];
}

/** Two lines at most, whatever the day held: the second says the rest, and the sheet cuts what does not hold. */
function courtes(marque: string | null, lignes: readonly string[]): string[] {
  const [first, ...rest] = [...(marque === null ? [] : [marque]), ...lignes];
  return [...(first === undefined ? [] : [first]), ...(rest.length === 0 ? [] : [rest.join(' · ')])].map((ligne) =>
    [...ligne].slice(0, LETTRES_MAX).join(''),
  );
}

const duree = (minutes: number): string => (minutes === 0 ? '' : formatDuree(minutes));
const parRubrique = (minutes: Minutes): string[] => RUBRIQUES_ORDRE.map((rubrique) => duree(minutes[rubrique]));

/** The sheet of a month, as Typst is given it: a line a day, totals by nature, where to sign. */
export function feuilleDocument(donnees: DonneesFeuille): PdfDocument {
  const { agent, territoire, mois, today, marque, logo } = donnees;
  return {
    template: 'src/features/temps/feuille/feuille.typ',
    data: {
      agent: { nom: `${agent.prenom} ${agent.nom}`, poste: NATURES_AGENT[agent.nature] },
      mois: { iso: mois.mois.toPlainDate({ day: 1 }).toString(), texte: formatMois(mois.mois) },
      etablie: formatDate(today),
      couleur: territoire.couleur,
      departement: territoire.nomComplet,
      mention: territoire.mention,
      rubriques: RUBRIQUES_ORDRE.map((rubrique) => RUBRIQUES[rubrique]),
      jours: mois.jours.map((jour) => ({
        jour: `${JOURS[jourDe(jour.jour)].slice(0, 3)}. ${jour.jour.day}`,
        repos: jour.jour.dayOfWeek > 5,
        lignes: courtes(marque(jour.jour), lignesDuJour(jour)),
        minutes: parRubrique(jour.minutes),
        total: duree(jour.totalMinutes),
      })),
      totaux: parRubrique(mois.minutes),
      total: formatDuree(mois.totalMinutes),
    },
    images: { logo },
  };
}

export function renderFeuille(donnees: DonneesFeuille): Promise<Uint8Array> {
  return renderPdf(feuilleDocument(donnees));
}

const heures = (minutes: number): number => Math.round((minutes / 60) * 100) / 100;

/** The same as a sheet of a workbook: hours are numbers, which add up. */
export function feuilleTableau(mois: MoisHeures): { titres: string[]; lignes: WrittenCell[][] } {
  return {
    titres: [
      'Jour',
      ...RUBRIQUES_ORDRE.map((rubrique) => `${RUBRIQUES[rubrique]} (heures)`),
      'Total (heures)',
      'Détail',
    ],
    lignes: mois.jours.map((jour) => [
      jour.jour,
      ...RUBRIQUES_ORDRE.map((rubrique) => heures(jour.minutes[rubrique])),
      heures(jour.totalMinutes),
      [...lignesDuJour(jour), ...jour.temps.filter(({ nature }) => nature === 'trajet').map(direTemps)].join(' ; '),
    ]),
  };
}
