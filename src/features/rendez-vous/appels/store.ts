import { sql } from 'kysely';
import type { Db } from '../../../platform/db.ts';
import type { RaisonAppel } from '../avis/rules.ts';
import type { Resultat } from './rules.ts';

export type Appel = {
  readonly id: string;
  readonly rendezVousId: string;
  readonly raison: RaisonAppel;
  readonly aDire: string;
  readonly avant: Temporal.Instant;
  /** Null while it is to be made; « injoignable » was tried, and is still to be made. */
  readonly resultat: Resultat | 'sans_objet' | null;
  readonly faitAt: Temporal.Instant | null;
  readonly agentId: string;
  readonly statut: string;
  readonly prenom: string | null;
  readonly telephone: string | null;
  readonly prescripteur: string | null;
  readonly lieu: string;
  readonly personneId: string | null;
};

function selectAppels(db: Db, territoireId: string) {
  return db
    .selectFrom('appel as a')
    .innerJoin('rendezVous as r', (join) =>
      join.onRef('r.territoireId', '=', 'a.territoireId').onRef('r.id', '=', 'a.rendezVousId'),
    )
    .innerJoin('seance as s', (join) =>
      join.onRef('s.territoireId', '=', 'r.territoireId').onRef('s.id', '=', 'r.seanceId'),
    )
    .leftJoin('lieu as l', (join) => join.onRef('l.territoireId', '=', 's.territoireId').onRef('l.id', '=', 's.lieuId'))
    .select([
      'a.id',
      'r.id as rendezVousId',
      sql<RaisonAppel>`a.raison`.as('raison'),
      'a.aDire',
      'a.avant',
      sql<Appel['resultat']>`a.resultat`.as('resultat'),
      'a.faitAt',
      's.agentId',
      'r.statut',
      'r.prenom',
      'r.telephone',
      sql<string | null>`nullif(concat_ws(', ', r.prescripteur_nom, r.prescripteur_structure), '')`.as('prescripteur'),
      sql<string>`coalesce(l.nom, s.endroit, '')`.as('lieu'),
      'r.personneId',
    ])
    .where('a.territoireId', '=', territoireId);
}

/**
 * To be made, or tried without an answer, while the identity is there and while there is still something to say: not a place that
 * is offered no more, nor the reminder of somebody who has come.
 */
const A_FAIRE = sql<boolean>`(a.resultat is null or a.resultat = 'injoignable') and r.prenom is not null
  and case a.raison when 'place' then r.statut = 'tenu' when 'a_replacer' then r.statut = 'a_replacer'
    when 'annulation' then r.statut = 'annule' else r.statut = 'confirme' end`;

const LISTE_MAX = 500;

/** Calls to make, the most pressing first; `agentId`: about the séances of this agent alone. */
export async function appelsAFaire(db: Db, territoireId: string, agentId: string | null): Promise<readonly Appel[]> {
  let query = selectAppels(db, territoireId).where(A_FAIRE);
  if (agentId !== null) query = query.where('s.agentId', '=', agentId);
  return query.orderBy('a.avant').orderBy('a.id').limit(LISTE_MAX).execute();
}

/** Calls made since an instant, the last first. */
export async function appelsFaits(
  db: Db,
  territoireId: string,
  { agentId, since }: { readonly agentId: string | null; readonly since: Temporal.Instant },
): Promise<readonly Appel[]> {
  let query = selectAppels(db, territoireId)
    .where('a.faitAt', '>=', since)
    .where('a.resultat', 'in', ['joint', 'message'])
    .where('a.faitPar', 'is not', null);
  if (agentId !== null) query = query.where('s.agentId', '=', agentId);
  return query.orderBy('a.faitAt', 'desc').orderBy('a.id').limit(50).execute();
}

/** How many calls are to be made before an instant. */
export async function countAppels(
  db: Db,
  territoireId: string,
  { agentId, avant }: { readonly agentId: string | null; readonly avant: Temporal.Instant },
): Promise<number> {
  const all = await appelsAFaire(db, territoireId, agentId);
  return all.filter((appel) => Temporal.Instant.compare(appel.avant, avant) <= 0).length;
}

export async function findAppel(db: Db, territoireId: string, id: string): Promise<Appel | undefined> {
  return selectAppels(db, territoireId).where('a.id', '=', id).executeTakeFirst();
}

/** The same, held until the end of the transaction: two who note it are one after the other. */
export async function holdAppel(db: Db, territoireId: string, id: string): Promise<Appel | undefined> {
  await db
    .selectFrom('appel')
    .select('id')
    .where('territoireId', '=', territoireId)
    .where('id', '=', id)
    .forUpdate()
    .execute();
  return findAppel(db, territoireId, id);
}

/** Notes the result of a call, or with null that it is to be made again. */
export async function saveResultat(
  db: Db,
  territoireId: string,
  id: string,
  fait: { readonly resultat: Resultat; readonly par: string; readonly now: Temporal.Instant } | null,
): Promise<void> {
  await db
    .updateTable('appel')
    .set({ resultat: fait?.resultat ?? null, faitAt: fait?.now ?? null, faitPar: fait?.par ?? null })
    .where('territoireId', '=', territoireId)
    .where('id', '=', id)
    .execute();
}
