import { sql } from 'kysely';
import { type DemiJournee, demiJourneeDe, type Jour } from '../../domain/demi-journee.ts';
import type { Db } from '../../platform/db.ts';
import { uuidv7 } from '../../platform/ids.ts';
import type { Permanence, Seance, SeancePrevue } from './rules.ts';
import { type Conflit, unlessTaken } from './seances/store.ts';

type Date = Temporal.PlainDate;

export type PermanenceSuivie = Permanence & {
  readonly id: string;
  readonly agentId: string;
  readonly agentNom: string;
  readonly lieuId: string;
  readonly lieuNom: string;
  readonly commune: string;
  readonly structureId: string | null;
  readonly demiJournee: DemiJournee;
  readonly prochaine: Date | null;
};

function selectPermanences(db: Db, territoireId: string, today: Date) {
  return db
    .selectFrom('permanence')
    .innerJoin('agent', (join) =>
      join.onRef('agent.territoireId', '=', 'permanence.territoireId').onRef('agent.id', '=', 'permanence.agentId'),
    )
    .innerJoin('lieu', (join) =>
      join.onRef('lieu.territoireId', '=', 'permanence.territoireId').onRef('lieu.id', '=', 'permanence.lieuId'),
    )
    .innerJoin('commune', 'commune.codeInsee', 'lieu.codeInsee')
    .select([
      'permanence.id',
      'permanence.agentId',
      'permanence.lieuId',
      'permanence.heureDebut',
      'permanence.heureFin',
      'permanence.du',
      'permanence.au',
      'lieu.nom as lieuNom',
      'lieu.structureId',
      'commune.nom as commune',
      sql<Jour>`permanence.jour_semaine`.as('jour'),
      sql<DemiJournee>`permanence.demi_journee`.as('demiJournee'),
      sql<string>`agent.prenom || ' ' || agent.nom`.as('agentNom'),
      sql<Date | null>`(select min(s.jour) from seance s where s.territoire_id = permanence.territoire_id
        and s.permanence_id = permanence.id and s.statut = 'prevue' and s.jour >= ${today})`.as('prochaine'),
    ])
    .where('permanence.territoireId', '=', territoireId);
}

export async function allPermanences(db: Db, territoireId: string, today: Date): Promise<PermanenceSuivie[]> {
  return selectPermanences(db, territoireId, today).orderBy('permanence.du').orderBy('permanence.id').execute();
}

export async function findPermanence(
  db: Db,
  territoireId: string,
  id: string,
  today: Date,
): Promise<PermanenceSuivie | undefined> {
  return selectPermanences(db, territoireId, today).where('permanence.id', '=', id).executeTakeFirst();
}

export type AgentChoix = {
  readonly id: string;
  readonly nom: string;
  readonly contratDebut: Date;
  readonly contratFin: Date;
};

/** Agents whose contract is not over, by name. */
export async function agentsPlanifiables(db: Db, territoireId: string, today: Date): Promise<AgentChoix[]> {
  return db
    .selectFrom('agent')
    .select(['id', sql<string>`nom || ' ' || prenom`.as('nom'), 'contratDebut', 'contratFin'])
    .where('territoireId', '=', territoireId)
    .where('contratFin', '>=', today)
    .orderBy('nom')
    .orderBy('prenom')
    .execute();
}

/** Séances already planned for an agent or a lieu from `du` to `au`, both included. */
export async function seancesPrevues(
  db: Db,
  territoireId: string,
  { agentId, lieuId, du, au }: { agentId: string; lieuId: string; du: Date; au: Date },
): Promise<SeancePrevue[]> {
  return db
    .selectFrom('seance')
    .select(['id', 'agentId', 'lieuId', 'jour as date', 'heureDebut', 'heureFin'])
    .where('territoireId', '=', territoireId)
    .where('statut', '=', 'prevue')
    .where('jour', '>=', du)
    .where('jour', '<=', au)
    .where((or) => or.or([or('agentId', '=', agentId), or('lieuId', '=', lieuId)]))
    .orderBy('jour')
    .execute();
}

/** A séance to write, with the convention that covers its day; null in a lieu of the Département. */
export type SeanceCouverte = { readonly seance: Seance; readonly conventionId: string | null };

/**
 * Writes a permanence and its séances, all or none. Somebody who planned the same agent or the same lieu at the same
 * instant makes PostgreSQL refuse: the answer is then the conflict, and nothing is written.
 */
export async function savePermanence(
  db: Db,
  territoireId: string,
  options: {
    readonly permanence: Permanence;
    readonly agentId: string;
    readonly lieuId: string;
    readonly seances: readonly SeanceCouverte[];
    readonly compteId: string;
  },
): Promise<{ value: string } | { conflit: Conflit }> {
  const { permanence, agentId, lieuId, seances, compteId } = options;
  const { jour, heureDebut, heureFin, du, au } = permanence;
  const id = uuidv7();
  return unlessTaken(db, async () => {
    await db
      .insertInto('permanence')
      .values({
        territoireId,
        id,
        agentId,
        lieuId,
        jourSemaine: jour,
        demiJournee: demiJourneeDe(heureDebut),
        heureDebut,
        heureFin,
        du,
        au,
        createdBy: compteId,
      })
      .execute();
    await db
      .insertInto('seance')
      .values(seances.map((one) => toRow(territoireId, { permanenceId: id, agentId, lieuId }, one)))
      .execute();
    return id;
  });
}

function toRow(
  territoireId: string,
  of: { readonly permanenceId: string; readonly agentId: string; readonly lieuId: string },
  { seance, conventionId }: SeanceCouverte,
) {
  const { date, heureDebut, heureFin } = seance;
  return { territoireId, id: uuidv7(), ...of, conventionId, jour: date, heureDebut, heureFin };
}

/** Adds séances to a permanence; those that exist already, or that something else has taken since, are left out. */
export async function addSeances(
  db: Db,
  territoireId: string,
  permanence: PermanenceSuivie,
  seances: readonly SeanceCouverte[],
): Promise<number> {
  if (seances.length === 0) return 0;
  const of = { permanenceId: permanence.id, agentId: permanence.agentId, lieuId: permanence.lieuId };
  const added = await db
    .insertInto('seance')
    .values(seances.map((one) => toRow(territoireId, of, one)))
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .execute();
  return added.length;
}

export type SeanceSuivante = {
  readonly id: string;
  readonly jour: Date;
  readonly statut: 'prevue' | 'annulee';
  readonly conventionId: string | null;
};

/** The séances of each permanence from a day on, cancelled ones included, in order. */
export async function seancesParPermanence(
  db: Db,
  territoireId: string,
  from: Date,
): Promise<ReadonlyMap<string, readonly SeanceSuivante[]>> {
  const rows = await db
    .selectFrom('seance')
    .select(['id', 'permanenceId', 'jour', sql<'prevue' | 'annulee'>`statut`.as('statut'), 'conventionId'])
    .where('territoireId', '=', territoireId)
    .where('permanenceId', 'is not', null)
    .where('jour', '>=', from)
    .orderBy('jour')
    .execute();
  return Map.groupBy(rows, ({ permanenceId }) => permanenceId ?? '');
}

/** Binds séances to a convention, with what was already noted there. */
export async function bindSeances(
  db: Db,
  territoireId: string,
  conventionId: string,
  seanceIds: readonly string[],
): Promise<void> {
  const bound = { conventionId };
  await db
    .updateTable('seance')
    .set(bound)
    .where('territoireId', '=', territoireId)
    .where('id', 'in', seanceIds)
    .execute();
  await db
    .updateTable('accompagnement')
    .set(bound)
    .where('territoireId', '=', territoireId)
    .where('seanceId', 'in', seanceIds)
    .execute();
}

/**
 * Ends a permanence after `au`: its later séances are cancelled with the reason, those where help is already noted apart.
 * Returns how many were.
 */
export async function stopPermanence(
  db: Db,
  territoireId: string,
  { id, au, motif }: { id: string; au: Date; motif: string },
): Promise<number> {
  await db
    .updateTable('permanence')
    .set({ au })
    .where('territoireId', '=', territoireId)
    .where('id', '=', id)
    .execute();
  const cancelled = await db
    .updateTable('seance')
    .set({ statut: 'annulee', motif })
    .where('territoireId', '=', territoireId)
    .where('permanenceId', '=', id)
    .where('statut', '=', 'prevue')
    .where('jour', '>', au)
    .where(sql<boolean>`not exists (select from accompagnement a
      where a.territoire_id = seance.territoire_id and a.seance_id = seance.id)`)
    .returning('id')
    .execute();
  return cancelled.length;
}
