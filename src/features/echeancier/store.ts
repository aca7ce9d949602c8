import { sql } from 'kysely';
import type { Role } from '../../domain/compte.ts';
import { estCle } from '../../domain/nomenclatures.ts';
import type { Db } from '../../platform/db.ts';
import { cleElement, type Rappel, type ReglagesRappels, TYPES_ELEMENT } from './rules.ts';

/** The days at which the territoire chose to be reminded, by kind; what is absent is as proposed. */
export async function reglagesDe(db: Db, territoireId: string): Promise<ReglagesRappels> {
  const rows = await db
    .selectFrom('echeanceReglage')
    .select(['type', 'jours'])
    .where('territoireId', '=', territoireId)
    .execute();
  return Object.fromEntries(rows.flatMap(({ type, jours }) => (estCle(TYPES_ELEMENT, type) ? [[type, jours]] : [])));
}

/** Replaces all that the territoire chose. */
export async function saveReglages(db: Db, territoireId: string, reglages: ReglagesRappels): Promise<void> {
  await db.deleteFrom('echeanceReglage').where('territoireId', '=', territoireId).execute();
  const rows = Object.entries(reglages).map(([type, jours]) => ({ territoireId, type, jours: [...jours] }));
  if (rows.length > 0) await db.insertInto('echeanceReglage').values(rows).execute();
}

export type Destinataire = {
  readonly id: string;
  readonly courriel: string;
  readonly nom: string;
  readonly role: Extract<Role, 'equipe' | 'referent'>;
  readonly structureId: string | null;
};

/**
 * The open accounts that are reminded of deadlines, the équipe technique first, held until the end of the transaction: of two
 * runs at once, the second sees what the first sent.
 */
export async function holdDestinataires(db: Db, territoireId: string): Promise<Destinataire[]> {
  const rows = await db
    .selectFrom('compte')
    .select(['id', 'courriel', 'nom', 'structureId'])
    .select((eb) => eb.ref('role').$castTo<Destinataire['role']>().as('role'))
    .where('territoireId', '=', territoireId)
    .where('role', 'in', ['equipe', 'referent'])
    .where('fermeLe', 'is', null)
    .orderBy('id')
    .forNoKeyUpdate()
    .execute();
  return rows.sort((a, b) => Number(a.role === 'referent') - Number(b.role === 'referent'));
}

/** Those of the accounts that were already reminded of something on a day. */
export async function rappelesLe(
  db: Db,
  territoireId: string,
  compteIds: readonly string[],
  jour: Temporal.PlainDate,
): Promise<ReadonlySet<string>> {
  if (compteIds.length === 0) return new Set();
  const rows = await db
    .selectFrom('echeanceRappel')
    .select('compteId')
    .distinct()
    .where('territoireId', '=', territoireId)
    .where('compteId', 'in', compteIds)
    .where('envoyeLe', '=', jour)
    .execute();
  return new Set(rows.map(({ compteId }) => compteId));
}

/** Notes reminders as sent to an account on a day, and returns those that had not been. */
export async function noterRappels(
  db: Db,
  territoireId: string,
  compteId: string,
  rappels: readonly Rappel[],
  jour: Temporal.PlainDate,
): Promise<readonly Rappel[]> {
  const cles = rappels.map(({ element }) => cleElement(element));
  const pas = rappels.map((rappel) => rappel.pas);
  const { rows } = await sql<{ cle: string }>`
    insert into echeance_rappel (territoire_id, compte_id, cle, pas, envoye_le)
    select ${territoireId}, ${compteId}, cle, pas, ${jour.toString()}::date
    from unnest(${cles}::text[], ${pas}::smallint[]) as du (cle, pas)
    on conflict do nothing returning cle`.execute(db);
  const written = new Set(rows.map(({ cle }) => cle));
  return rappels.filter(({ element }) => written.has(cleElement(element)));
}
