import { sql } from 'kysely';
import { attempt, type Db } from '../../../platform/db.ts';
import { uuidv7 } from '../../../platform/ids.ts';
import type { DataKeys } from '../../../platform/keys/store.ts';
import { ouvrir, placeDe, sceller } from '../contenu.ts';
import type { ContenuRectification } from '../rules.ts';

/** A note of rectification, opened. */
export type Rectification = ContenuRectification & {
  readonly id: string;
  /** Who noted it. */
  readonly agent: string;
  readonly noteAt: Temporal.Instant;
};

/**
 * Keeps a note, sealed under the key of its mandat. False when PostgreSQL refuses it (mandat_rectification_permise) or when that
 * key is no more.
 */
export async function saveRectification(
  { db, cles }: { readonly db: Db; readonly cles: DataKeys },
  territoireId: string,
  note: {
    readonly mandatId: string;
    readonly agentId: string;
    readonly noteAt: Temporal.Instant;
    readonly contenu: ContenuRectification;
    readonly compteId: string;
  },
): Promise<boolean> {
  const { mandatId, agentId, noteAt, contenu, compteId } = note;
  const key = (await cles.open(territoireId, [mandatId])).get(mandatId);
  if (key === undefined) return false;
  const id = uuidv7();
  const sealed = sceller(key, contenu, placeDe.rectification(id));
  const outcome = await attempt(db, () =>
    db
      .insertInto('mandatRectification')
      .values({ territoireId, id, mandatId, agentId, noteAt, contenu: sealed, createdBy: compteId })
      .execute(),
  );
  if ('value' in outcome) return true;
  if (outcome.constraint === 'mandat_rectification_permise') return false;
  throw new Error(`Refused by ${outcome.constraint}`);
}

/** The notes of a mandat, the oldest first, while its key lives; the caller has checked that its identity may be read. */
export async function rectificationsDe(
  { db, cles }: { readonly db: Db; readonly cles: DataKeys },
  territoireId: string,
  mandatId: string,
): Promise<Rectification[]> {
  const rows = await db
    .selectFrom('mandatRectification as note')
    .innerJoin('agent', (join) =>
      join.onRef('agent.territoireId', '=', 'note.territoireId').onRef('agent.id', '=', 'note.agentId'),
    )
    .select(['note.id', 'note.noteAt', 'note.contenu'])
    .select(sql<string>`agent.prenom || ' ' || agent.nom`.as('agent'))
    .where('note.territoireId', '=', territoireId)
    .where('note.mandatId', '=', mandatId)
    .orderBy('note.noteAt')
    .orderBy('note.id')
    .execute();
  if (rows.length === 0) return [];
  const key = (await cles.open(territoireId, [mandatId])).get(mandatId);
  return rows.flatMap(({ contenu, ...row }) =>
    key === undefined || contenu === null
      ? []
      : [{ ...row, ...ouvrir<ContenuRectification>(key, contenu, placeDe.rectification(row.id)) }],
  );
}
