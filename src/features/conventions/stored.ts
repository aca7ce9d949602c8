import { z } from 'zod';
import {
  type Clauses,
  type ClausesJson,
  clausesToJson,
  type Evenement,
  EXEMPLAIRES,
  type TypeEvenement,
} from './rules.ts';

/**
 * What the columns `clauses` and `donnees` hold, field by field. A row that does not fit throws: a convention half read
 * would give wrong dates without a word.
 */
const jour = z.string().transform((text, context): Temporal.PlainDate => {
  try {
    return Temporal.PlainDate.from(text);
  } catch {
    context.issues.push({ code: 'custom', message: 'not a date', input: text });
    return z.NEVER;
  }
});
const jourOuRien = jour.nullable();
const partie = z.enum(['departement', 'beneficiaire']);
const uuid = z.guid();

const champsClauses = {
  dureeMois: z.int().min(1),
  reconductions: z.int().min(0).nullable(),
  finAuPlusTard: jourOuRien,
  reconductionPourUnJour: z.boolean(),
  preavisMois: z.int().min(0),
  oppositionCompteDe: z.enum(['reception', 'envoi']),
  delaiRemedeJours: z.int().min(0),
  delaiForceMajeureJours: z.int().min(0),
  forceMajeureCompteDe: z.enum(['reception', 'envoi']),
  courrierNonRetire: z.enum(['premiere_presentation', 'sans_effet']),
  // Those stored before anybody asked do not require it.
  transmissionRequise: z.boolean().default(false),
  demiJourneesParSemaine: z.int().min(1),
} as const;

const clauses: z.ZodType<Clauses> = z.strictObject(champsClauses);

const changements = z.strictObject({
  dureeMois: z.exactOptional(champsClauses.dureeMois),
  reconductions: z.exactOptional(champsClauses.reconductions),
  finAuPlusTard: z.exactOptional(champsClauses.finAuPlusTard),
  reconductionPourUnJour: z.exactOptional(champsClauses.reconductionPourUnJour),
  preavisMois: z.exactOptional(champsClauses.preavisMois),
  oppositionCompteDe: z.exactOptional(champsClauses.oppositionCompteDe),
  delaiRemedeJours: z.exactOptional(champsClauses.delaiRemedeJours),
  delaiForceMajeureJours: z.exactOptional(champsClauses.delaiForceMajeureJours),
  forceMajeureCompteDe: z.exactOptional(champsClauses.forceMajeureCompteDe),
  courrierNonRetire: z.exactOptional(champsClauses.courrierNonRetire),
  transmissionRequise: z.exactOptional(z.boolean()),
  demiJourneesParSemaine: z.exactOptional(champsClauses.demiJourneesParSemaine),
});

const courrier = z.strictObject({
  numero: z.string(),
  envoyeLe: jour,
  recuLe: jourOuRien,
  premierePresentationLe: jourOuRien,
  sort: z.enum(['en_cours', 'remis', 'refuse', 'non_reclame']),
});

function evenement<const T extends TypeEvenement, S extends z.ZodRawShape>(type: T, champs: S) {
  return z.strictObject({ id: uuid, type: z.literal(type), ...champs });
}

const evenements: z.ZodType<Evenement> = z.discriminatedUnion('type', [
  evenement('deliberation', { partie, numero: z.string(), date: jour }),
  evenement('teletransmission', {
    deliberationId: uuid.nullable(),
    numero: z.string(),
    transmiseLe: jour,
    recueLe: jour,
  }),
  evenement('signature', { partie, date: jour, signataire: z.string(), qualite: z.string() }),
  evenement('opposition', { auteur: partie, envoyeeLe: jour, recueLe: jourOuRien }),
  evenement('decision_opposition', { oppositionId: uuid, date: jour, admise: z.boolean(), motif: z.string() }),
  evenement('mise_en_demeure', { auteur: partie, motif: z.string(), courrier }),
  evenement('remede', { miseEnDemeureId: uuid, date: jour, complet: z.boolean() }),
  evenement('constat', {
    miseEnDemeureId: uuid,
    date: jour,
    resultat: z.enum(['totalement_infructueuse', 'partiellement_infructueuse', 'remediee']),
  }),
  evenement('force_majeure', { auteur: partie, motif: z.string(), covid19: z.boolean(), courrier }),
  evenement('dissolution', { date: jour }),
  evenement('avenant', {
    numero: z.string(),
    date: jour,
    objet: z.string(),
    signatures: z.strictObject({ departement: jourOuRien, beneficiaire: jourOuRien }),
    changements,
  }),
  evenement('signature_avenant', {
    avenantId: uuid,
    partie,
    date: jour,
    signataire: z.string(),
    qualite: z.string(),
  }),
  evenement('original', { exemplaire: z.literal(EXEMPLAIRES), detenteur: partie, emplacement: z.string(), date: jour }),
  evenement('charte', {
    partie,
    date: jour,
    nom: z.string(),
    mention: z.string(),
    logos: z.string(),
    taillePourcent: z.int(),
  }),
  evenement('responsable', { partie, date: jour, nom: z.string(), qualite: z.string() }),
  evenement('representant', { partie, date: jour, nom: z.string(), qualite: z.string() }),
  evenement('lieu_convenu', { lieuId: uuid, date: jour }),
  evenement('assurance', { assureur: z.string(), valableDu: jour, valableAu: jour }),
  evenement('note', { date: jour, texte: z.string() }),
  evenement('annulation', { evenementId: uuid, date: jour, motif: z.string() }),
]);

/**
 * Reads one event from its row: `id` and `type` have their own columns, `donnees` holds the rest. Throws when `donnees`
 * does not fit the type, or says another.
 */
export function readEvenement(row: {
  readonly id: string;
  readonly type: string;
  readonly donnees: unknown;
}): Evenement {
  const { id, type, donnees } = row;
  const read = evenements.safeParse({ id, type, ...(typeof donnees === 'object' ? donnees : {}) });
  if (!read.success) throw new Error(`Event ${id} cannot be read: ${z.prettifyError(read.error)}`);
  if (read.data.id !== id || read.data.type !== type) {
    throw new Error(`Event ${id} (${type}) says it is ${read.data.id} (${read.data.type})`);
  }
  return read.data;
}

/** Writes an event for the column `donnees`, dates as `AAAA-MM-JJ`. */
export function writeEvenement({ id: _, type: __, ...donnees }: Evenement): string {
  return JSON.stringify(donnees);
}

/** Reads the column `clauses`. Throws when a clause is missing, unknown or impossible. */
export function readClauses(conventionId: string, stored: unknown): Clauses {
  const read = clauses.safeParse(stored);
  if (!read.success) throw new Error(`Clauses of ${conventionId} cannot be read: ${z.prettifyError(read.error)}`);
  return read.data;
}

/** Writes clauses for the column `clauses`. */
export function writeClauses(clauses: Clauses): string {
  const json: ClausesJson = clausesToJson(clauses);
  return JSON.stringify(json);
}
