import { sql } from 'kysely';
import type { Db } from '../../../platform/db.ts';
import type { CanalFin, CauseFin, MandatCompte } from '../rules.ts';

type Ligne = {
  readonly at: string | null;
  readonly cause: CauseFin | null;
  readonly canal: CanalFin | null;
  readonly destructibleAt: string | null;
  readonly detruiteAt: string | null;
};

const instant = (text: string | null): Temporal.Instant | null => (text === null ? null : Temporal.Instant.from(text));

/** The signed mandats to count: since `depuis`, and those that are not destroyed. One query, nothing sealed is read. */
export async function mandatsComptes(db: Db, territoireId: string, depuis: Temporal.Instant): Promise<MandatCompte[]> {
  const rows = await db
    .selectFrom('mandat')
    .innerJoin('agent', (join) =>
      join.onRef('agent.territoireId', '=', 'mandat.territoireId').onRef('agent.id', '=', 'mandat.agentId'),
    )
    .innerJoin('seance', (join) =>
      join.onRef('seance.territoireId', '=', 'mandat.territoireId').onRef('seance.id', '=', 'mandat.seanceId'),
    )
    .leftJoin('lieu', (join) =>
      join.onRef('lieu.territoireId', '=', 'seance.territoireId').onRef('lieu.id', '=', 'seance.lieuId'),
    )
    .select([
      sql<string>`agent.prenom || ' ' || agent.nom`.as('agent'),
      sql<string>`coalesce(lieu.nom, 'Hors d’un lieu déclaré')`.as('endroit'),
      'mandat.signeAt',
      'mandat.finPrevueAt',
      'mandat.detruitAt',
      sql<boolean>`exists (select from mandat_sursis s where s.territoire_id = mandat.territoire_id
        and s.mandat_id = mandat.id and s.leve_at is null)`.as('isRetenu'),
      sql<readonly Ligne[]>`(select coalesce(jsonb_agg(jsonb_build_object('at', d.finie_at, 'cause', d.fin_cause,
          'canal', d.fin_canal, 'destructibleAt', d.destructible_at, 'detruiteAt', d.detruite_at)), '[]')
        from mandat_demarche d where d.territoire_id = mandat.territoire_id and d.mandat_id = mandat.id)`.as('lignes'),
    ])
    .where('mandat.territoireId', '=', territoireId)
    .where('mandat.etat', '=', 'signe')
    .where(({ eb, or }) => or([eb('mandat.signeAt', '>=', depuis), eb('mandat.detruitAt', 'is', null)]))
    .execute();
  return rows.flatMap(({ signeAt, finPrevueAt, lignes, ...row }) => {
    if (signeAt === null || finPrevueAt === null) return [];
    const demarches = lignes.map(({ at, cause, canal, ...rest }) => ({
      fin: at === null || cause === null || canal === null ? null : { at: Temporal.Instant.from(at), cause, canal },
      destructibleAt: instant(rest.destructibleAt),
      detruiteAt: instant(rest.detruiteAt),
    }));
    return [{ ...row, signeAt, finPrevueAt, demarches }];
  });
}
