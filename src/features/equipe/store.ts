import { sql } from 'kysely';
import type { DemiJourneeSemaine } from '../../domain/demi-journee.ts';
import type { NatureAgent } from '../../domain/nomenclatures.ts';
import type { Db } from '../../platform/db.ts';
import { uuidv7 } from '../../platform/ids.ts';
import type { MotifDepart } from './depart/rules.ts';

export type SaisieAgent = {
  readonly prenom: string;
  readonly nom: string;
  readonly nature: NatureAgent;
  /** First and last days of the contract, inclusive. */
  readonly contratDebut: Temporal.PlainDate;
  readonly contratFin: Temporal.PlainDate;
  readonly certificat: string | null;
  readonly certificatDate: Temporal.PlainDate | null;
  /** INSEE code of the commune the agent starts from. */
  readonly portAttache: string;
  readonly demiJournees: readonly DemiJourneeSemaine[];
  readonly telephone: string | null;
  readonly courriel: string | null;
};

/** `commune` is the name of the commune of `portAttache`; `peutSeConnecter`: an account is open at his address. */
export type Agent = SaisieAgent & {
  readonly id: string;
  readonly commune: string;
  readonly peutSeConnecter: boolean;
  /** The end that the contract had before a departure was recorded; null when none is. */
  readonly departFinPrevue: Temporal.PlainDate | null;
  readonly departMotif: MotifDepart | null;
};

function agents(db: Db, territoireId: string) {
  return db
    .selectFrom('agent')
    .innerJoin('commune', 'commune.codeInsee', 'agent.portAttache')
    .leftJoin('compte', (join) =>
      join
        .onRef('compte.territoireId', '=', 'agent.territoireId')
        .onRef('compte.agentId', '=', 'agent.id')
        .onRef('compte.courriel', '=', 'agent.courriel')
        .on('compte.fermeLe', 'is', null),
    )
    .select([
      'agent.id',
      'agent.prenom',
      'agent.nom',
      'agent.contratDebut',
      'agent.contratFin',
      'agent.certificat',
      'agent.certificatDate',
      'agent.portAttache',
      'agent.telephone',
      'agent.courriel',
      'agent.departFinPrevue',
      'commune.nom as commune',
    ])
    .select((eb) => [
      eb.ref('agent.departMotif').$castTo<MotifDepart | null>().as('departMotif'),
      eb.ref('agent.nature').$castTo<NatureAgent>().as('nature'),
      eb.ref('agent.demiJournees').$castTo<DemiJourneeSemaine[]>().as('demiJournees'),
      eb('compte.id', 'is not', null).$castTo<boolean>().as('peutSeConnecter'),
    ])
    .where('agent.territoireId', '=', territoireId);
}

/** Every agent of the territoire who still has a name, or those of one nature, in the order of their family names. */
export async function allAgents(db: Db, territoireId: string, nature: NatureAgent | null = null): Promise<Agent[]> {
  const all = agents(db, territoireId).where('agent.effaceLe', 'is', null).orderBy('agent.nom').orderBy('agent.prenom');
  return (nature === null ? all : all.where('agent.nature', '=', nature)).execute();
}

export async function findAgent(db: Db, territoireId: string, id: string): Promise<Agent | undefined> {
  return agents(db, territoireId).where('agent.id', '=', id).executeTakeFirst();
}

/**
 * Records an agent, new when `id` is null, and returns its identifier. One named again is to be forgotten again. Another
 * end of contract takes the place of a departure.
 */
export async function saveAgent(db: Db, territoireId: string, id: string | null, saisie: SaisieAgent): Promise<string> {
  const values = { ...saisie, demiJournees: [...saisie.demiJournees] };
  const saved =
    id === null
      ? await db
          .insertInto('agent')
          .values({ territoireId, id: uuidv7(), ...values })
          .returning('id')
          .executeTakeFirstOrThrow()
      : await db
          .updateTable('agent')
          .set({
            ...values,
            departFinPrevue: sql`case when contrat_fin = ${saisie.contratFin} then depart_fin_prevue end`,
            departMotif: sql`case when contrat_fin = ${saisie.contratFin} then depart_motif end`,
            effaceLe: null,
            updatedAt: sql`now()`,
          })
          .where('territoireId', '=', territoireId)
          .where('id', '=', id)
          .returning('id')
          .executeTakeFirstOrThrow();
  return saved.id;
}

/** One dated permanence to come; `lieuId` is null when it is held elsewhere (`endroit` says where). */
export type SeanceAVenir = {
  readonly id: string;
  readonly jour: Temporal.PlainDate;
  readonly heureDebut: Temporal.PlainTime;
  readonly heureFin: Temporal.PlainTime;
  readonly lieuId: string | null;
  readonly lieu: string | null;
  readonly commune: string | null;
  readonly endroit: string | null;
};

/** The next `max` séances of an agent from `jour` on, in order; those cancelled are left out. */
export async function seancesAVenir(
  db: Db,
  territoireId: string,
  agentId: string,
  jour: Temporal.PlainDate,
  max = 10,
): Promise<SeanceAVenir[]> {
  return db
    .selectFrom('seance')
    .leftJoin('lieu', (join) =>
      join.onRef('lieu.territoireId', '=', 'seance.territoireId').onRef('lieu.id', '=', 'seance.lieuId'),
    )
    .leftJoin('commune', 'commune.codeInsee', 'lieu.codeInsee')
    .select([
      'seance.id',
      'seance.jour',
      'seance.heureDebut',
      'seance.heureFin',
      'seance.lieuId',
      'lieu.nom as lieu',
      'commune.nom as commune',
      'seance.endroit',
    ])
    .where('seance.territoireId', '=', territoireId)
    .where('seance.agentId', '=', agentId)
    .where('seance.jour', '>=', jour)
    .where('seance.statut', '=', 'prevue')
    .orderBy('seance.jour')
    .orderBy('seance.heureDebut')
    .limit(max)
    .execute();
}
