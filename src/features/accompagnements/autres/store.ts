import type { Db } from '../../../platform/db.ts';

/** The lieux where an agent has had a séance since a day. */
export async function lieuxDeAgent(
  db: Db,
  territoireId: string,
  agentId: string,
  depuis: Temporal.PlainDate,
): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom('seance')
    .select('lieuId')
    .distinct()
    .where('territoireId', '=', territoireId)
    .where('agentId', '=', agentId)
    .where('jour', '>=', depuis)
    .where('lieuId', 'is not', null)
    .execute();
  return new Set(rows.flatMap(({ lieuId }) => lieuId ?? []));
}

/** Names of communes, by INSEE code. */
export async function nomsParCode(db: Db, codes: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (codes.length === 0) return new Map();
  const rows = await db
    .selectFrom('commune')
    .select(['codeInsee', 'nom'])
    .where('codeInsee', 'in', [...codes])
    .execute();
  return new Map(rows.map(({ codeInsee, nom }) => [codeInsee, nom]));
}

/** The relevés that certify what these conventions count in the months of a period, of those that are not opened again. */
export async function relevesCertifies(
  db: Db,
  territoireId: string,
  conventionIds: readonly string[],
  { du, au }: { readonly du: Temporal.PlainDate; readonly au: Temporal.PlainDate },
): Promise<(conventionId: string | null, jour: Temporal.PlainDate) => string | null> {
  if (conventionIds.length === 0) return () => null;
  const rows = await db
    .selectFrom('releve')
    .select(['id', 'conventionId', 'mois', 'etat'])
    .distinctOn(['conventionId', 'mois'])
    .where('territoireId', '=', territoireId)
    .where('conventionId', 'in', [...conventionIds])
    .where('mois', '>=', du.with({ day: 1 }))
    .where('mois', '<=', au)
    .orderBy('conventionId')
    .orderBy('mois')
    .orderBy('numero', 'desc')
    .execute();
  const certified = new Map(
    rows.flatMap(({ id, conventionId, mois, etat }) =>
      etat === 'certifie' ? [[`${conventionId} ${mois}`, id] as const] : [],
    ),
  );
  return (conventionId, jour) => certified.get(`${conventionId} ${jour.with({ day: 1 })}`) ?? null;
}
