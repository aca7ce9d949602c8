import { parisDate } from '../../domain/date.ts';
import type { Db } from '../../platform/db.ts';
import { uuidv7 } from '../../platform/ids.ts';
import { type Evenement, lireViolation, type Violation } from './rules.ts';
import { readEvenement } from './stored.ts';

/** An event with who added it and when; `par` is null once nobody bears that account. */
export type EvenementInscrit = {
  readonly id: string;
  readonly evenement: Evenement;
  readonly par: string | null;
  readonly at: Temporal.Instant;
};

export type ViolationInscrite = Violation & {
  readonly id: string;
  /** What people call it: « V-2026-11-26-a1b2 ». */
  readonly reference: string;
  readonly declareeAt: Temporal.Instant;
  /** Name and role of who declared it. */
  readonly declarant: { readonly nom: string; readonly role: string } | null;
  /** Oldest first. */
  readonly historique: readonly EvenementInscrit[];
};

/** Declares a breach; returns its id. */
export async function declarerViolation(
  db: Db,
  territoireId: string,
  declaration: Extract<Evenement, { readonly type: 'declaration' }>,
  createdBy: string,
): Promise<string> {
  const id = uuidv7();
  await db.insertInto('violation').values({ territoireId, id, createdBy }).execute();
  await ajouterEvenement(db, territoireId, id, declaration, createdBy);
  return id;
}

/** Adds to a breach, for good. */
export async function ajouterEvenement(
  db: Db,
  territoireId: string,
  violationId: string,
  { type, ...donnees }: Evenement,
  createdBy: string,
): Promise<void> {
  await db
    .insertInto('violationEvenement')
    .values({ territoireId, id: uuidv7(), violationId, type, donnees: JSON.stringify(donnees), createdBy })
    .execute();
}

type Which = { readonly id?: string; readonly createdBy?: string };

async function violations(db: Db, territoireId: string, which: Which = {}): Promise<ViolationInscrite[]> {
  let query = db
    .selectFrom('violationEvenement as e')
    .innerJoin('violation as v', (join) =>
      join.onRef('v.territoireId', '=', 'e.territoireId').onRef('v.id', '=', 'e.violationId'),
    )
    .leftJoin('compte as auteur', (join) =>
      join.onRef('auteur.territoireId', '=', 'e.territoireId').onRef('auteur.id', '=', 'e.createdBy'),
    )
    .select([
      'v.id as violationId',
      'v.createdAt as declareeAt',
      'e.id',
      'e.type',
      'e.donnees',
      'e.createdAt as at',
      'auteur.nom as par',
      'auteur.role',
    ])
    .where('e.territoireId', '=', territoireId);
  if (which.id !== undefined) query = query.where('v.id', '=', which.id);
  if (which.createdBy !== undefined) query = query.where('v.createdBy', '=', which.createdBy);
  const rows = await query.orderBy('e.createdAt').orderBy('e.id').execute();
  return [...Map.groupBy(rows, ({ violationId }) => violationId)].flatMap(([id, own]) => {
    const [first] = own;
    if (first === undefined) return [];
    const historique = own.map(({ id: evenementId, type, donnees, par, at }) => ({
      id: evenementId,
      evenement: readEvenement(type, donnees),
      par,
      at,
    }));
    return {
      ...lireViolation(historique.map(({ evenement }) => evenement)),
      id,
      reference: `V-${parisDate(first.declareeAt)}-${id.slice(-4)}`,
      declareeAt: first.declareeAt,
      declarant: first.par === null || first.role === null ? null : { nom: first.par, role: first.role },
      historique,
    };
  });
}

/** Every breach of the territoire, the first declared first. */
export async function allViolations(db: Db, territoireId: string): Promise<readonly ViolationInscrite[]> {
  return violations(db, territoireId);
}

/** Those that an account declared. */
export async function violationsDeclareesPar(
  db: Db,
  territoireId: string,
  compteId: string,
): Promise<readonly ViolationInscrite[]> {
  return violations(db, territoireId, { createdBy: compteId });
}

export async function findViolation(db: Db, territoireId: string, id: string): Promise<ViolationInscrite | undefined> {
  return (await violations(db, territoireId, { id }))[0];
}

/** The same breach, held until the end of the transaction: two events are added one after the other. */
export async function holdViolation(db: Db, territoireId: string, id: string): Promise<ViolationInscrite | undefined> {
  await db
    .selectFrom('violation')
    .select('id')
    .where('territoireId', '=', territoireId)
    .where('id', '=', id)
    .forUpdate()
    .execute();
  return findViolation(db, territoireId, id);
}
