import { formatCommune } from '../../../domain/commune.ts';
import { NATURES_STRUCTURE, type NatureStructure } from '../../../domain/nomenclatures.ts';
import { formatSiret } from '../../../domain/siret.ts';
import type { WrittenCell } from '../../../platform/spreadsheet/write.ts';
import { toCsv } from '../../../ui/csv.ts';
import type { Clauses, Evenement } from '../rules.ts';
import { type Cle, COLONNES, estJour } from './colonnes.ts';
import { EMPLACEMENTS, faitsDe, ranger } from './emplacements.ts';

/** A structure as the file tells it. */
export type StructureRegistre = {
  readonly id: string;
  readonly siret: string;
  readonly nom: string;
  readonly nature: NatureStructure;
  readonly adresse: string;
  readonly codePostal: string;
  readonly codeInsee: string;
  readonly commune: string;
  readonly representantNom: string;
  readonly representantFonction: string;
  readonly telephone: string | null;
  readonly courriel: string | null;
  readonly fermeeLe: Temporal.PlainDate | null;
};

/** A convention as the file tells it. */
export type ConventionRegistre = {
  readonly id: string;
  readonly structureId: string;
  readonly reference: string;
  readonly modele: string;
  readonly pointAccueil: string | null;
  readonly note: string | null;
  readonly clauses: Clauses;
  readonly evenements: readonly Evenement[];
};

/** A lieu, as far as the file names it. */
export type LieuRegistre = { readonly id: string; readonly structureId: string | null; readonly nom: string };

type Lieux = ReadonlyMap<string, LieuRegistre>;
type Ligne = Partial<Record<Cle, WrittenCell>>;

const OUI_NON = (value: boolean): string => (value ? 'oui' : 'non');
const COMPTE_DE = { reception: 'réception', envoi: 'envoi' } as const;
const NON_RETIRE = { premiere_presentation: 'première présentation', sans_effet: 'sans effet' } as const;
const AUTEUR: Readonly<Record<string, string>> = { departement: 'Département', beneficiaire: 'Bénéficiaire' };

/** What a clause reads in its column. */
export function clausesEcrites(clauses: Clauses): Record<keyof Clauses, WrittenCell> {
  const { reconductions, finAuPlusTard } = clauses;
  return {
    dureeMois: clauses.dureeMois,
    reconductions: reconductions === null ? 'illimitées' : reconductions === 0 ? 'aucune' : reconductions,
    finAuPlusTard: finAuPlusTard ?? 'aucune',
    reconductionPourUnJour: OUI_NON(clauses.reconductionPourUnJour),
    preavisMois: clauses.preavisMois,
    oppositionCompteDe: COMPTE_DE[clauses.oppositionCompteDe],
    delaiRemedeJours: clauses.delaiRemedeJours,
    courrierNonRetire: NON_RETIRE[clauses.courrierNonRetire],
    delaiForceMajeureJours: clauses.delaiForceMajeureJours,
    forceMajeureCompteDe: COMPTE_DE[clauses.forceMajeureCompteDe],
    transmissionRequise: OUI_NON(clauses.transmissionRequise),
    demiJourneesParSemaine: clauses.demiJourneesParSemaine,
  };
}

function structureEcrite(structure: StructureRegistre): Ligne {
  const { nature, siret, commune, codeInsee, id: _, ...facts } = structure;
  return {
    ...facts,
    siret: formatSiret(siret),
    nature: NATURES_STRUCTURE[nature],
    commune: formatCommune({ nom: commune, codeInsee }),
  };
}

/** A fact as the cell of its column shows it. */
export function faitEcrit(cle: Cle, valeur: unknown): WrittenCell {
  if (typeof valeur !== 'string') return null;
  if (estJour(cle)) return Temporal.PlainDate.from(valeur);
  return cle === 'oppositionAuteur' ? (AUTEUR[valeur] ?? valeur) : valeur;
}

/**
 * One event a line, as it is stored: what the file cannot show in columns is not lost. A lieu is named too, so that it can be
 * found in another register.
 */
function autreEcrit(evenement: Evenement, lieux: Lieux): string {
  const lieu = evenement.type === 'lieu_convenu' ? { lieu: lieux.get(evenement.lieuId)?.nom } : {};
  return JSON.stringify({ id: evenement.id, type: evenement.type, ...faitsDe(evenement), ...lieu });
}

/** What one cell of a workbook holds, with room to spare. */
const CASE_MAX = 30_000;

/** Lines put together as long as a cell holds them. */
function cases(lignes: readonly string[]): string[] {
  const made: string[] = [];
  for (const ligne of lignes) {
    const last = made.at(-1);
    if (last !== undefined && last.length + ligne.length < CASE_MAX) made[made.length - 1] = `${last}\n${ligne}`;
    else made.push(ligne);
  }
  return made;
}

function conventionEcrite(convention: ConventionRegistre, lieux: Lieux): readonly Ligne[] {
  const { places, autres } = ranger(convention.evenements);
  const row: Ligne = {
    reference: convention.reference,
    modele: convention.modele,
    pointAccueil: convention.pointAccueil,
    note: convention.note,
    ...clausesEcrites(convention.clauses),
  };
  for (const [rang, { champs }] of EMPLACEMENTS.entries()) {
    const evenement = places[rang] ?? null;
    if (evenement === null) continue;
    const faits = faitsDe(evenement);
    for (const [champ, cle] of Object.entries(champs)) row[cle] = faitEcrit(cle, faits[champ]);
  }
  const [first, ...others] = cases(autres.map((one) => autreEcrit(one, lieux)));
  const suite = others.map((one): Ligne => ({ reference: convention.reference, autres: one }));
  return [first === undefined ? row : { ...row, autres: first }, ...suite];
}

/**
 * The register as rows of its file: one a convention, one a structure that has none. What cannot stand in columns goes to
 * « Autres événements », on a following row of the same reference when a cell is full.
 */
export function* lignesDuRegistre(
  structures: readonly StructureRegistre[],
  conventions: readonly ConventionRegistre[],
  lieux: Lieux,
): Generator<readonly WrittenCell[]> {
  const byStructure = Map.groupBy(conventions, ({ structureId }) => structureId);
  const byName = new Intl.Collator('fr');
  for (const structure of [...structures].sort(
    (a, b) => byName.compare(a.nom, b.nom) || (a.siret < b.siret ? -1 : 1),
  )) {
    const own = [...(byStructure.get(structure.id) ?? [])].sort((a, b) => (a.reference < b.reference ? -1 : 1));
    const said = structureEcrite(structure);
    const rows = own.flatMap((one) => conventionEcrite(one, lieux));
    for (const row of rows.length === 0 ? [{}] : rows) {
      const whole = { ...said, ...row };
      yield COLONNES.map(({ cle }) => whole[cle] ?? null);
    }
  }
}

/** The same rows for a CSV. */
export function registreCsv(rows: Iterable<readonly WrittenCell[]>): string {
  const columns = COLONNES.map(({ titre }, index) => ({
    label: titre,
    value: (row: readonly WrittenCell[]) => row[index] ?? null,
  }));
  return toCsv(columns, [...rows]);
}

/** The line of example of the model file. It is refused on purpose until it is replaced: nobody bears its SIRET. */
export const LIGNE_EXEMPLE: readonly WrittenCell[] = COLONNES.map(({ exemple }) => exemple);
