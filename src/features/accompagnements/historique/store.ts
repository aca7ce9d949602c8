import { sql } from 'kysely';
import type { Db } from '../../../platform/db.ts';
import type { Saisie } from '../rules/saisie.ts';
import type { Operation } from '../rules/versions.ts';
import { lireSaisieGardee } from './lecture.ts';

/** An operation with what it says of the record; null: a deletion, or a link. */
export type OperationLue = Operation & {
  readonly agentId: string;
  readonly jour: Temporal.PlainDate;
  readonly recuAt: Temporal.Instant;
  readonly saisie: Saisie | null;
  /** The account that asked it; null: it was not kept, or is no more. */
  readonly compteId: string | null;
  readonly par: string | null;
};

/** All that was asked of a record, in the order of what was typed. */
export async function operationsDe(db: Db, territoireId: string, accompagnementId: string): Promise<OperationLue[]> {
  const rows = await db
    .selectFrom('accompagnementOperation as o')
    .leftJoin('compte as c', (join) =>
      join.onRef('c.territoireId', '=', 'o.territoireId').onRef('c.id', '=', 'o.createdBy'),
    )
    .select([
      'o.id',
      'o.base',
      'o.saisiAt',
      'o.recuAt',
      'o.agentId',
      'o.jour',
      'o.personneId',
      'o.personneDite',
      'c.id as compteId',
      'c.nom as par',
      sql<Operation['nature']>`o.nature`.as('nature'),
      sql<unknown>`o.saisie`.as('saisie'),
    ])
    .where('o.territoireId', '=', territoireId)
    .where('o.accompagnementId', '=', accompagnementId)
    .orderBy('o.saisiAt')
    .orderBy('o.id')
    .execute();
  return rows.map(({ saisie, personneId, personneDite, ...row }) => ({
    ...row,
    saisie: saisie === null ? null : lireSaisieGardee(saisie, personneId),
    personne: personneDite ? personneId : undefined,
  }));
}

/** What ids of agents, of lieux and codes of communes name. Nobody who is helped is among them. */
export async function nomsPublics(
  db: Db,
  territoireId: string,
  saisies: readonly Saisie[],
): Promise<ReadonlyMap<string, string>> {
  const agents = [...new Set(saisies.flatMap(({ binomeId }) => binomeId ?? []))];
  const lieux = [...new Set(saisies.flatMap(({ lieuId }) => lieuId ?? []))];
  const communes = [...new Set(saisies.flatMap(({ codeInsee }) => codeInsee ?? []))];
  const { rows } = await sql<{ id: string; nom: string }>`
    select id::text, prenom || ' ' || nom as nom from agent
      where territoire_id = ${territoireId} and id = any(${agents}::uuid[]) and efface_le is null
    union all select id::text, nom from lieu where territoire_id = ${territoireId} and id = any(${lieux}::uuid[])
    union all select code_insee, nom from commune where code_insee = any(${communes}::text[])`.execute(db);
  return new Map(rows.map(({ id, nom }) => [id, nom]));
}
