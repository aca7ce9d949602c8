import { type Selectable, sql } from 'kysely';
import type { Seance as SeanceRow } from '../../../db/types.ts';
import { type DemiJournee, demiJourneeDe, type Jour } from '../../domain/demi-journee.ts';
import { attempt, type Db } from '../../platform/db.ts';
import { uuidv7 } from '../../platform/ids.ts';
import type { Permanence, Seance, SeancePrevue } from './rules.ts';

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

export type Conflit = 'agent_occupe' | 'lieu_occupe';

const CONFLITS: Readonly<Record<string, Conflit>> = {
  seance_agent_sans_chevauchement: 'agent_occupe',
  seance_lieu_sans_chevauchement: 'lieu_occupe',
};

/** Turns the refusal of an exclusion constraint into the rule's own word. */
async function unlessTaken<T>(db: Db, write: () => Promise<T>): Promise<{ value: T } | { conflit: Conflit }> {
  const outcome = await attempt(db, write);
  if ('value' in outcome) return outcome;
  const conflit = CONFLITS[outcome.constraint];
  if (conflit === undefined) throw new Error(`Unexpected constraint: ${outcome.constraint}`);
  return { conflit };
}

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

/** Days for which permanences already have a séance, cancelled ones included. */
export async function joursConnus(
  db: Db,
  territoireId: string,
  from: Date,
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const rows = await db
    .selectFrom('seance')
    .select(['permanenceId', 'jour'])
    .where('territoireId', '=', territoireId)
    .where('permanenceId', 'is not', null)
    .where('jour', '>=', from)
    .execute();
  const byPermanence = Map.groupBy(rows, ({ permanenceId }) => permanenceId ?? '');
  return new Map([...byPermanence].map(([id, list]) => [id, new Set(list.map(({ jour }) => jour.toString()))]));
}

/** Ends a permanence after `au`: its later séances are cancelled with the reason. Returns how many were. */
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
    .returning('id')
    .execute();
  return cancelled.length;
}

export type SeancePlanning = Pick<
  Selectable<SeanceRow>,
  'id' | 'permanenceId' | 'agentId' | 'lieuId' | 'jour' | 'heureDebut' | 'heureFin' | 'motif'
> & {
  readonly statut: 'prevue' | 'annulee';
  readonly agentNom: string;
  readonly endroit: string;
  readonly auteur: string | null;
};

function selectSeances(db: Db, territoireId: string) {
  return db
    .selectFrom('seance')
    .innerJoin('agent', (join) =>
      join.onRef('agent.territoireId', '=', 'seance.territoireId').onRef('agent.id', '=', 'seance.agentId'),
    )
    .leftJoin('lieu', (join) =>
      join.onRef('lieu.territoireId', '=', 'seance.territoireId').onRef('lieu.id', '=', 'seance.lieuId'),
    )
    .leftJoin('compte', (join) =>
      join.onRef('compte.territoireId', '=', 'seance.territoireId').onRef('compte.id', '=', 'seance.createdBy'),
    )
    .select([
      'seance.id',
      'seance.permanenceId',
      'seance.agentId',
      'seance.lieuId',
      'seance.jour',
      'seance.heureDebut',
      'seance.heureFin',
      'seance.motif',
      sql<'prevue' | 'annulee'>`seance.statut`.as('statut'),
      sql<string>`agent.prenom || ' ' || agent.nom`.as('agentNom'),
      sql<string>`coalesce(lieu.nom, seance.endroit, '')`.as('endroit'),
      'compte.nom as auteur',
    ])
    .where('seance.territoireId', '=', territoireId);
}

/** The séances of one permanence from a day on. */
export async function seancesDePermanence(
  db: Db,
  territoireId: string,
  permanenceId: string,
  from: Date,
): Promise<SeancePlanning[]> {
  return selectSeances(db, territoireId)
    .where('seance.permanenceId', '=', permanenceId)
    .where('seance.jour', '>=', from)
    .orderBy('seance.jour')
    .execute();
}

/** Every séance of the territoire from `du` to `au`, both included, in order. */
export async function seancesDuTerritoire(
  db: Db,
  territoireId: string,
  { du, au }: { du: Date; au: Date },
): Promise<SeancePlanning[]> {
  return selectSeances(db, territoireId)
    .where('seance.jour', '>=', du)
    .where('seance.jour', '<=', au)
    .orderBy('seance.jour')
    .orderBy('seance.heureDebut')
    .orderBy('seance.id')
    .execute();
}

export async function findSeancePlanning(
  db: Db,
  territoireId: string,
  id: string,
): Promise<SeancePlanning | undefined> {
  return selectSeances(db, territoireId).where('seance.id', '=', id).executeTakeFirst();
}

export async function cancelSeance(db: Db, territoireId: string, id: string, motif: string): Promise<void> {
  await db
    .updateTable('seance')
    .set({ statut: 'annulee', motif })
    .where('territoireId', '=', territoireId)
    .where('id', '=', id)
    .execute();
}

/** Plans a cancelled séance again, unless its agent or its lieu has been taken since. */
export async function restoreSeance(
  db: Db,
  territoireId: string,
  id: string,
): Promise<{ value: unknown } | { conflit: Conflit }> {
  return unlessTaken(db, () =>
    db
      .updateTable('seance')
      .set({ statut: 'prevue', motif: null })
      .where('territoireId', '=', territoireId)
      .where('id', '=', id)
      .execute(),
  );
}

export type Ponctuelle = Seance & {
  readonly agentId: string;
  readonly endroit: string;
  readonly motif: string;
};

/** Writes help given once elsewhere: a séance of no permanence, with its author and reason. */
export async function savePonctuelle(
  db: Db,
  territoireId: string,
  { date, ...seance }: Ponctuelle,
  compteId: string,
): Promise<{ value: string } | { conflit: Conflit }> {
  const id = uuidv7();
  return unlessTaken(db, async () => {
    await db
      .insertInto('seance')
      .values({ territoireId, id, ...seance, jour: date, createdBy: compteId })
      .execute();
    return id;
  });
}
