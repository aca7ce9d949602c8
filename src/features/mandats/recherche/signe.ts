import type { Db } from '../../../platform/db.ts';
import type { Rq } from '../../../platform/http/route.ts';
import { findMandat, type Mandat } from '../store.ts';

/** A mandat once it is signed: it has its code, and the instant at which it is over by itself. */
export type MandatSigne = Mandat & {
  readonly code: string;
  readonly signeAt: Temporal.Instant;
  readonly finPrevueAt: Temporal.Instant;
};

/** The signed mandat that the path names; a draft is not there for anybody but its agent. */
export const loadSigne = (rq: Rq): Promise<MandatSigne | undefined> =>
  findSigne(rq.db, rq.territoire.id, rq.params['mandat'] ?? '');

/** The signed mandat of that id. */
export async function findSigne(db: Db, territoireId: string, id: string): Promise<MandatSigne | undefined> {
  const mandat = await findMandat(db, territoireId, id);
  if (mandat === undefined || mandat.etat !== 'signe') return undefined;
  const { code, signeAt, finPrevueAt } = mandat;
  return code === null || signeAt === null || finPrevueAt === null
    ? undefined
    : { ...mandat, code, signeAt, finPrevueAt };
}
