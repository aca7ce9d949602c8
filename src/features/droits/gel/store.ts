import type { Db } from '../../../platform/db.ts';
import type { Canal, Gel } from '../rules.ts';

/** What a request froze: when and by whom, when its person was told that it ends, when it ended. */
export type GelPose = Gel & {
  /** Whose account; null once it names nobody. */
  readonly posePar: string | null;
  readonly canal: Canal | null;
};

export async function gelDe(db: Db, territoireId: string, demandeId: string): Promise<GelPose | undefined> {
  return db
    .selectFrom('droitGel as gel')
    .leftJoin('compte', (join) =>
      join.onRef('compte.territoireId', '=', 'gel.territoireId').onRef('compte.id', '=', 'gel.posePar'),
    )
    .select(['gel.poseLe', 'gel.prevenueLe', 'gel.leveLe', 'compte.nom as posePar'])
    .select((eb) => eb.ref('gel.prevenueCanal').$castTo<Canal | null>().as('canal'))
    .where('gel.territoireId', '=', territoireId)
    .where('gel.droitDemandeId', '=', demandeId)
    .executeTakeFirst();
}

type Geste = { readonly compteId: string; readonly today: Temporal.PlainDate };

/** Freezes the rows that a request keeps, and notes it; one that is frozen already stays so. Returns how many are new. */
export async function geler(
  db: Db,
  territoireId: string,
  demandeId: string,
  { lignes, compteId, today }: Geste & { readonly lignes: readonly string[] },
): Promise<number> {
  await db
    .insertInto('droitGel')
    .values({ territoireId, droitDemandeId: demandeId, poseLe: today, posePar: compteId })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  if (lignes.length === 0) return 0;
  const rows = await db
    .updateTable('droitLigne')
    .set({ fait: 'gelee', faitLe: today })
    .where('territoireId', '=', territoireId)
    .where('droitDemandeId', '=', demandeId)
    .where('id', 'in', [...lignes])
    .where('fait', 'is', null)
    .returning('id')
    .execute();
  return rows.length;
}

/** Notes that the person was told that the freeze ends. */
export async function noterAnnonce(
  db: Db,
  territoireId: string,
  demandeId: string,
  { le, canal }: { readonly le: Temporal.PlainDate; readonly canal: Canal },
): Promise<void> {
  await db
    .updateTable('droitGel')
    .set({ prevenueLe: le, prevenueCanal: canal })
    .where('territoireId', '=', territoireId)
    .where('droitDemandeId', '=', demandeId)
    .where('leveLe', 'is', null)
    .execute();
}

/** Lifts the freeze of a request: what it froze may be used again. False when it was lifted already. */
export async function degeler(
  db: Db,
  territoireId: string,
  demandeId: string,
  { compteId, today }: Geste,
): Promise<boolean> {
  const lifted = await db
    .updateTable('droitGel')
    .set({ leveLe: today, levePar: compteId })
    .where('territoireId', '=', territoireId)
    .where('droitDemandeId', '=', demandeId)
    .where('leveLe', 'is', null)
    .returning('droitDemandeId')
    .executeTakeFirst();
  if (lifted === undefined) return false;
  await db
    .updateTable('droitLigne')
    .set({ fait: 'degelee', faitLe: today })
    .where('territoireId', '=', territoireId)
    .where('droitDemandeId', '=', demandeId)
    .where('fait', '=', 'gelee')
    .execute();
  return true;
}
