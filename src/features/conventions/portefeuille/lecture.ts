import { z } from 'zod';
import { toNomRecherche } from '../../../domain/commune.ts';
import { NATURES_STRUCTURE, type NatureStructure } from '../../../domain/nomenclatures.ts';
import { estRefus, phrase } from '../../../domain/refus.ts';
import { genresDans, masquer, PHRASES_SECRET_FICHIER } from '../../../domain/secret.ts';
import { PHRASES_SIRET, parseSiret, type Siret } from '../../../domain/siret.ts';
import { codePostal, courriel, date, line, optionalTelephone, text, whole } from '../../../platform/http/fields.ts';
import type { SheetCell, SheetRow } from '../../../platform/spreadsheet/read.ts';
import { fromCsvCell } from '../../../ui/csv.ts';
import { RECONDUCTIONS_MAX } from '../clauses-form.ts';
import type { Partie } from '../rules.ts';
import { type Cle, COLONNE_DE, colonneDuTitre, estJour } from './colonnes.ts';

/** What is wrong in a row, with the title of its column (of the whole row when empty). */
export type ErreurLigne = { readonly colonne: string; readonly message: string };

function custom<T>(read: (typed: string) => T | { readonly message: string }) {
  return z.string().transform((typed, context): T => {
    const value = read(typed);
    if (typeof value !== 'object' || value === null || !('message' in value)) return value as T;
    context.issues.push({ code: 'custom', message: value.message, input: typed });
    return z.NEVER;
  });
}

/** One value of a list, by its label or its code, in any case. */
function oneOf<T>(libelle: string, values: readonly (readonly [label: string, value: T])[]) {
  const byName = new Map(values.map(([label, value]) => [toNomRecherche(label), value]));
  return custom<T>((typed) => {
    const name = toNomRecherche(typed);
    const found = byName.get(name);
    if (byName.has(name)) return found as T;
    const labels = values.flatMap(([label, value], index) =>
      values.findIndex((one) => one[1] === value) === index ? [label] : [],
    );
    return { message: `${libelle} : « ${typed.slice(0, 60)} » ne convient pas. Écrivez : ${labels.join(', ')}.` };
  });
}

const siret = custom<Siret>((typed) => {
  if (/[eE][+]?\d+$/.test(typed.trim())) {
    return {
      message: 'Le tableur a abrégé ce numéro SIRET. Mettez la colonne au format texte, puis écrivez-le de nouveau.',
    };
  }
  const read = parseSiret(typed);
  return estRefus(read) ? { message: phrase(PHRASES_SIRET, read) } : read;
});

const reconductions = custom<number | null>((typed) => {
  const name = toNomRecherche(typed);
  if (/^illimitees?$/.test(name)) return null;
  if (/^aucunes?$/.test(name)) return 0;
  const times = /^\d{1,3}$/.test(name) ? Number(name) : -1;
  if (times >= 0 && times <= RECONDUCTIONS_MAX) return times;
  return { message: `Reconductions : écrivez un nombre de 0 à ${RECONDUCTIONS_MAX}, « aucune » ou « illimitées ».` };
});

const fin = date('la fin au plus tard');
const finAuPlusTard = custom<Temporal.PlainDate | null>((typed) => {
  if (/^aucune?$/.test(toNomRecherche(typed))) return null;
  const read = fin.safeParse(typed);
  return read.success ? read.data : { message: 'Fin au plus tard : écrivez une date, ou « aucune ».' };
});

const compteDe = (libelle: string) =>
  oneOf<'reception' | 'envoi'>(libelle, [
    ['réception', 'reception'],
    ['envoi', 'envoi'],
  ]);
const partie = oneOf<Partie>('L’auteur de l’opposition', [
  ['Département', 'departement'],
  ['Bénéficiaire', 'beneficiaire'],
  ['le Département', 'departement'],
  ['le Bénéficiaire', 'beneficiaire'],
]);
const natures = Object.entries(NATURES_STRUCTURE) as [NatureStructure, string][];
const jour = (cle: Cle) => date(`la date (${COLONNE_DE[cle].titre})`);

/** How each column is read: as the forms of the site read the same thing. */
const CHAMPS = {
  siret,
  nom: line('le nom de la structure', 150),
  nature: oneOf<NatureStructure>('La nature', [
    ...natures.map(([code, label]) => [label, code] as const),
    ...natures.map(([code]) => [code, code] as const),
  ]),
  adresse: line('l’adresse', 200),
  codePostal: codePostal(),
  commune: line('la commune', 100),
  representantNom: line('le nom du représentant', 120),
  representantFonction: line('la fonction du représentant', 120),
  telephone: optionalTelephone(),
  courriel: courriel(),
  fermeeLe: jour('fermeeLe'),
  reference: line('la référence', 40),
  modele: line('le modèle', 60),
  pointAccueil: line('le point d’accueil', 200),
  note: text('la note', 2000),
  dureeMois: whole('la durée', { min: 2, max: 60, unite: 'mois' }),
  reconductions,
  finAuPlusTard,
  reconductionPourUnJour: oneOf<boolean>('La reconduction pour un seul jour', [
    ['oui', true],
    ['non', false],
  ]),
  preavisMois: whole('le préavis', { min: 1, max: 59, unite: 'mois' }),
  oppositionCompteDe: compteDe('L’opposition'),
  delaiRemedeJours: whole('le délai pour remédier', { min: 1, max: 365, unite: 'jours' }),
  courrierNonRetire: oneOf<'premiere_presentation' | 'sans_effet'>('Le courrier non retiré', [
    ['première présentation', 'premiere_presentation'],
    ['sans effet', 'sans_effet'],
  ]),
  delaiForceMajeureJours: whole('le délai de force majeure', { min: 1, max: 365, unite: 'jours' }),
  forceMajeureCompteDe: compteDe('La force majeure'),
  transmissionRequise: oneOf<boolean>('La transmission de la convention', [
    ['oui', true],
    ['non', false],
  ]),
  demiJourneesParSemaine: whole('le nombre de demi-journées par semaine', { min: 1, max: 14 }),
  deliberationDepartementNumero: line('le numéro de la décision', 60),
  deliberationDepartementDate: jour('deliberationDepartementDate'),
  accuseDepartementNumero: line('le numéro de l’accusé', 60),
  accuseDepartementTransmiseLe: jour('accuseDepartementTransmiseLe'),
  accuseDepartementRecueLe: jour('accuseDepartementRecueLe'),
  deliberationBeneficiaireNumero: line('le numéro de la décision', 60),
  deliberationBeneficiaireDate: jour('deliberationBeneficiaireDate'),
  accuseBeneficiaireNumero: line('le numéro de l’accusé', 60),
  accuseBeneficiaireTransmiseLe: jour('accuseBeneficiaireTransmiseLe'),
  accuseBeneficiaireRecueLe: jour('accuseBeneficiaireRecueLe'),
  signatureBeneficiaireDate: jour('signatureBeneficiaireDate'),
  signatureBeneficiaireSignataire: line('le signataire', 120),
  signatureBeneficiaireQualite: line('la qualité du signataire', 120),
  signatureDepartementDate: jour('signatureDepartementDate'),
  signatureDepartementSignataire: line('le signataire', 120),
  signatureDepartementQualite: line('la qualité du signataire', 120),
  accuseConventionNumero: line('le numéro de l’accusé', 60),
  accuseConventionTransmiseLe: jour('accuseConventionTransmiseLe'),
  accuseConventionRecueLe: jour('accuseConventionRecueLe'),
  assureur: line('l’assureur', 120),
  assuranceDu: jour('assuranceDu'),
  assuranceAu: jour('assuranceAu'),
  oppositionAuteur: partie,
  oppositionEnvoyeeLe: jour('oppositionEnvoyeeLe'),
  oppositionRecueLe: jour('oppositionRecueLe'),
  dissolution: jour('dissolution'),
  autres: text('les autres événements', 30_000),
} as const satisfies Record<Cle, z.ZodType>;

/** What a row says: a column left empty is not there. */
export type Valeurs = { readonly [C in Cle]?: z.output<(typeof CHAMPS)[C]> };

export type LigneLue = { readonly rang: number; readonly valeurs: Valeurs; readonly erreurs: readonly ErreurLigne[] };

const ORIGINE_EXCEL = Temporal.PlainDate.from('1899-12-30');
/** 1 January 2101: beyond, a number is no day. */
const DERNIER_JOUR_EXCEL = 73_416;
/** Identifiers that a workbook may hold as numbers, which lose their first zeros. */
const CHIFFRES: Readonly<Partial<Record<Cle, number>>> = { siret: 14, codePostal: 5 };

/** A cell as a person would have typed it. Example: 44 849 in a column of days → « 2022-10-15 ». */
function typed(cle: Cle, cell: SheetCell, isCsv: boolean): string {
  if (typeof cell === 'string') return isCsv ? fromCsvCell(cell) : cell;
  if (estJour(cle) && Number.isInteger(cell) && cell > 0 && cell < DERNIER_JOUR_EXCEL) {
    return ORIGINE_EXCEL.add({ days: cell }).toString();
  }
  const digits = CHIFFRES[cle];
  return digits === undefined || !Number.isInteger(cell) ? String(cell) : String(cell).padStart(digits, '0');
}

/** The columns of a file, in its order. */
export type Titres = readonly Cle[];

/**
 * The columns that the first row names, or everything that is wrong with it: a title unknown or written twice, no SIRET.
 * Example: « siret », « RÉFÉRENCE » → [siret, reference].
 */
export function lireTitres(row: SheetRow): { readonly titres: Titres } | { readonly erreurs: readonly ErreurLigne[] } {
  const erreurs: ErreurLigne[] = [];
  const titres: Cle[] = [];
  for (const [index, cell] of row.cells.entries()) {
    const titre = masquer(String(cell).trim()).slice(0, 80);
    const colonne = colonneDuTitre(titre);
    if (colonne === undefined) {
      const place = `Colonne ${lettre(index)}`;
      const message =
        titre === ''
          ? `${place} : elle n’a pas de titre. Donnez-lui celui du modèle, ou retirez-la.`
          : `${place} : « ${titre} » n’est pas un titre du modèle. Renommez-la, ou retirez-la.`;
      erreurs.push({ colonne: titre, message });
    } else if (titres.includes(colonne.cle)) {
      erreurs.push({
        colonne: titre,
        message: `Ce titre est écrit deux fois : gardez une seule colonne « ${titre} ».`,
      });
    } else titres.push(colonne.cle);
  }
  if (!titres.includes('siret')) {
    erreurs.push({
      colonne: 'SIRET',
      message: 'Il manque la colonne « SIRET », qui dit de quelle structure parle chaque ligne.',
    });
  }
  return erreurs.length > 0 ? { erreurs } : { titres };
}

/** The letter above a column. Example: 0 → « A », 27 → « AB ». */
export function lettre(index: number): string {
  const rest = index % 26;
  const head = Math.floor(index / 26);
  return `${head === 0 ? '' : lettre(head - 1)}${String.fromCharCode(65 + rest)}`;
}

/** What a row says, and everything in it that cannot be read, each with its column. */
export function lireLigne(row: SheetRow, titres: Titres, isCsv: boolean): LigneLue {
  const valeurs: Record<string, unknown> = {};
  const erreurs: ErreurLigne[] = [];
  for (const [index, cle] of titres.entries()) {
    const text = typed(cle, row.cells[index] ?? '', isCsv);
    if (text.trim() === '') continue;
    const genres = genresDans(text);
    if (genres.length > 0) {
      erreurs.push({
        colonne: COLONNE_DE[cle].titre,
        message: phrase(PHRASES_SECRET_FICHIER, { refus: 'secret', genres }),
      });
      continue;
    }
    const read = CHAMPS[cle].safeParse(text);
    if (read.success) valeurs[cle] = read.data;
    else erreurs.push({ colonne: COLONNE_DE[cle].titre, message: read.error.issues[0]?.message ?? '' });
  }
  if (row.cells.length > titres.length) {
    erreurs.push({
      colonne: '',
      message: 'Cette ligne a plus de cases que la ligne des titres : un séparateur est peut-être de trop.',
    });
  }
  return { rang: row.rank, valeurs: valeurs as Valeurs, erreurs };
}
