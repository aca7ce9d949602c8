import { sql } from 'kysely';
import type { Issue, Thematique } from '../../../domain/nomenclatures.ts';
import type { Db } from '../../../platform/db.ts';

/** An act of help noted with a mandat. */
export interface AideDuMandat {
  readonly id: string;
  readonly jour: Temporal.PlainDate;
  readonly thematiques: readonly Thematique[];
  readonly issue: Issue | null;
}

/** What an agent noted with a mandat, the last first: his own, and nobody else's. */
export async function aidesDuMandat(
  db: Db,
  territoireId: string,
  mandatId: string,
  agentId: string,
): Promise<readonly AideDuMandat[]> {
  return db
    .selectFrom('accompagnement')
    .select([
      'id',
      'jour',
      sql<Thematique[]>`accompagnement.thematiques`.as('thematiques'),
      sql<Issue | null>`accompagnement.issue`.as('issue'),
    ])
    .where('territoireId', '=', territoireId)
    .where('mandatId', '=', mandatId)
    .where('agentId', '=', agentId)
    .orderBy('jour', 'desc')
    .orderBy('id', 'desc')
    .execute();
}
