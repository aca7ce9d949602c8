import type { Bilan } from '../rules.ts';
import type { Cumul } from './nombre.ts';

/**
 * Adds up what was published of several months: a number that one of them hides is not added, and the total says that it is « au
 * moins » so much. Made of nothing but what is read elsewhere, it tells nothing more, whatever the months taken.
 *
 * Source: art. 4.1 (règlement européen 2016/679).
 * Example: 22, `'<5'` → at least 22; 22, 0 → 22; `'<5'`, 0 → `'<5'`; `'<5'`, `'<5'` → `'masque'`.
 */
export function cumuler(nombres: readonly Cumul[]): Cumul {
  const shown = nombres.reduce<number>((sum, one) => sum + connu(one), 0);
  const hidden = nombres.filter((one) => typeof one !== 'number');
  const [only] = hidden;
  if (only === undefined) return shown;
  if (shown > 0) return { auMoins: shown };
  return hidden.length === 1 ? only : 'masque';
}

/** What is known of a number, at least. */
function connu(nombre: Cumul): number {
  if (typeof nombre === 'number') return nombre;
  return typeof nombre === 'object' ? nombre.auMoins : 0;
}

const SOMMES = [
  'permanencesTenues',
  'permanencesAnnulees',
  'heuresPermanence',
  'ateliers',
  'minutesAteliers',
  'actions',
  'minutesActions',
] as const satisfies readonly (keyof Bilan)[];

const TABLES = [
  'parThematique',
  'parDemarche',
  'parMateriel',
  'parObjectif',
  'parIssue',
  'parOrientation',
  'parTypeLieu',
  'parAutonomie',
  'parAxe',
  'parGenre',
  'parTrancheAge',
  'parStatutSocial',
  'parThematiqueAtelier',
  'parDemarcheAtelier',
  'parMaterielAtelier',
  'parObjectifAtelier',
  'parAxeAtelier',
  'parNiveau',
  'parTypeAction',
] as const satisfies readonly (keyof Bilan)[];

/** The published bilans of several months in one, made of what each publishes; `vide`: that of no month at all. */
export function cumulerBilans(vide: Bilan, mois: readonly Bilan[]): Bilan {
  const sommes = SOMMES.map((cle) => [cle, mois.reduce((sum, one) => sum + one[cle], 0)] as const);
  const tables = TABLES.map((cle) => [
    cle,
    vide[cle].map((cellule, rang) => ({ ...cellule, nombre: cumuler(mois.map((one) => one[cle][rang]?.nombre ?? 0)) })),
  ]);
  return {
    ...vide,
    ...Object.fromEntries(sommes),
    ...Object.fromEntries(tables),
    personnesAidees: cumuler(mois.map(({ personnesAidees }) => personnesAidees)),
    // The hours of a month whose people are hidden would tell how many they are.
    minutesAccompagnement: mois.reduce(
      (sum, one) => sum + (typeof one.personnesAidees === 'number' ? one.minutesAccompagnement : 0),
      0,
    ),
    participants: cumuler(mois.map(({ participants }) => participants)),
    dejaAides: cumuler(mois.map(({ dejaAides }) => dejaAides)),
  };
}

/** A month of which only what tells nobody is published: its permanences and its coordination. */
export function sansPersonnes(bilan: Bilan): Bilan {
  const tables = TABLES.filter((cle) => cle !== 'parTypeAction').map((cle) => [
    cle,
    bilan[cle].map((cellule) => ({ ...cellule, nombre: 'masque' as const })),
  ]);
  return {
    ...bilan,
    ...Object.fromEntries(tables),
    personnesAidees: 'masque',
    participants: 'masque',
    dejaAides: 'masque',
  };
}
