import { randomBytes } from 'node:crypto';
import type { Db } from '../../../platform/db.ts';
import type { Promesse } from '../notice/notice.ts';
import { type MotifAnnulation, numeroPapier } from '../rules.ts';

/** A paper form printed ahead: it says nothing of anybody until it is signed. */
export type Formulaire = {
  readonly numero: string;
  readonly agentId: string;
  readonly imprimeAt: Temporal.Instant;
  readonly noticeVersion: number;
  /** SHA-256 of the notice that it bears, in the words of the territoire, and the delay for third parties that it promises. */
  readonly noticeSha256: Uint8Array;
  readonly delaiTiersHeures: number;
  readonly mandatId: string | null;
  readonly annuleAt: Temporal.Instant | null;
  readonly annuleMotif: MotifAnnulation | null;
};

/** Whether a form may still be signed and recorded. */
export const estDisponible = ({ mandatId, annuleAt }: Formulaire): boolean => mandatId === null && annuleAt === null;

/** What the notice of a form says, as it was printed. */
export const promesseDe = ({ noticeVersion, noticeSha256, delaiTiersHeures }: Formulaire): Promesse => ({
  version: noticeVersion,
  sha256: Buffer.from(noticeSha256).toString('hex'),
  delaiTiersHeures,
});

/** Gives an agent so many numbers that nobody else has. */
export async function numeroter(
  db: Db,
  territoireId: string,
  lot: {
    readonly agentId: string;
    readonly nombre: number;
    readonly notice: Promesse;
    readonly imprimeAt: Temporal.Instant;
    readonly createdBy: string;
  },
): Promise<void> {
  const { nombre, notice, ...rest } = lot;
  const { version: noticeVersion, delaiTiersHeures } = notice;
  const row = { ...rest, noticeVersion, noticeSha256: Buffer.from(notice.sha256, 'hex'), delaiTiersHeures };
  const annee = row.imprimeAt.toZonedDateTimeISO('Europe/Paris').year;
  for (let given = 0; given < nombre; ) {
    const made = await db
      .insertInto('mandatPapier')
      .values({ territoireId, numero: numeroPapier(annee, randomBytes(6)), ...row })
      .onConflict((conflict) => conflict.columns(['territoireId', 'numero']).doNothing())
      .returning('numero')
      .executeTakeFirst();
    if (made !== undefined) given += 1;
  }
}

/** The forms of an agent, the last printed first. */
export async function formulairesDe(db: Db, territoireId: string, agentId: string): Promise<readonly Formulaire[]> {
  const rows = await db
    .selectFrom('mandatPapier')
    .select(['numero', 'agentId', 'imprimeAt', 'noticeVersion', 'noticeSha256', 'delaiTiersHeures'])
    .select(['mandatId', 'annuleAt', 'annuleMotif'])
    .where('territoireId', '=', territoireId)
    .where('agentId', '=', agentId)
    .orderBy('imprimeAt', 'desc')
    .orderBy('numero')
    .execute();
  return rows.map((row) => ({ ...row, annuleMotif: row.annuleMotif as MotifAnnulation | null }));
}

/** Marks a number as that of a mandat. A number serves once: false when it has served, is cancelled, or is somebody else's. */
export async function utiliser(
  db: Db,
  territoireId: string,
  { numero, agentId, mandatId }: { readonly numero: string; readonly agentId: string; readonly mandatId: string },
): Promise<boolean> {
  const used = await db
    .updateTable('mandatPapier')
    .set({ mandatId })
    .where('territoireId', '=', territoireId)
    .where('numero', '=', numero)
    .where('agentId', '=', agentId)
    .where('mandatId', 'is', null)
    .where('annuleAt', 'is', null)
    .returning('numero')
    .executeTakeFirst();
  return used !== undefined;
}

/** Cancels a number; false when it has served, is cancelled already, or is somebody else's. */
export async function annuler(
  db: Db,
  territoireId: string,
  {
    numero,
    agentId,
    motif,
    now,
  }: {
    readonly numero: string;
    readonly agentId: string;
    readonly motif: MotifAnnulation;
    readonly now: Temporal.Instant;
  },
): Promise<boolean> {
  const cancelled = await db
    .updateTable('mandatPapier')
    .set({ annuleAt: now, annuleMotif: motif })
    .where('territoireId', '=', territoireId)
    .where('numero', '=', numero)
    .where('agentId', '=', agentId)
    .where('mandatId', 'is', null)
    .where('annuleAt', 'is', null)
    .returning('numero')
    .executeTakeFirst();
  return cancelled !== undefined;
}
