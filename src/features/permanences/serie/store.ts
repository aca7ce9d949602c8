import { sql } from 'kysely';
import type { Db } from '../../../platform/db.ts';
import {
  colonnesDe,
  insertPermanence,
  insertSeances,
  type PermanenceAEcrire,
  type SeanceCouverte,
} from '../ecriture.ts';
import { type Exception, type Partage, type SeanceDeSerie, suitLaSerie } from '../rules.ts';
import { type Conflit, lockSeances, unlessTaken } from '../seances/store.ts';

type Date = Temporal.PlainDate;

export type SeanceAModifier = SeanceDeSerie & {
  readonly lieuNom: string;
  readonly agentNom: string;
  readonly agentId: string;
  readonly lieuId: string | null;
  readonly motif: string | null;
  /** Rendez-vous to come that people hold there. */
  readonly rendezVous: number;
};

/** The séances of a permanence that stand for a day from `le` on, wherever and whenever they are held. */
export async function seancesDepuis(
  db: Db,
  territoireId: string,
  permanenceId: string,
  le: Date,
): Promise<SeanceAModifier[]> {
  return db
    .selectFrom('seance')
    .innerJoin('agent', (join) =>
      join.onRef('agent.territoireId', '=', 'seance.territoireId').onRef('agent.id', '=', 'seance.agentId'),
    )
    .leftJoin('lieu', (join) =>
      join.onRef('lieu.territoireId', '=', 'seance.territoireId').onRef('lieu.id', '=', 'seance.lieuId'),
    )
    .select([
      'seance.id',
      'seance.jour',
      'seance.heureDebut',
      'seance.heureFin',
      'seance.motif',
      'seance.agentId',
      'seance.lieuId',
      sql<Date>`seance.jour_prevu`.as('jourPrevu'),
      sql<'prevue' | 'annulee'>`seance.statut`.as('statut'),
      sql<Exception[]>`seance.exceptions`.as('exceptions'),
      sql<string>`coalesce(lieu.nom, seance.endroit, '')`.as('lieuNom'),
      sql<string>`agent.prenom || ' ' || agent.nom`.as('agentNom'),
      sql<boolean>`exists (select from accompagnement a
        where a.territoire_id = seance.territoire_id and a.seance_id = seance.id)`.as('tenue'),
      sql<number>`(select count(*)::int from rendez_vous r where r.territoire_id = seance.territoire_id
        and r.seance_id = seance.id and r.statut in ('tenu', 'confirme'))`.as('rendezVous'),
    ])
    .where('seance.territoireId', '=', territoireId)
    .where('seance.permanenceId', '=', permanenceId)
    .where('seance.jourPrevu', '>=', le)
    .orderBy('seance.jourPrevu')
    .execute();
}

/** A change of one permanence from a day on, ready to be written. */
export type Changement = {
  readonly ancienne: { readonly id: string; readonly du: Date };
  readonly le: Date;
  readonly today: Date;
  readonly ecrite: PermanenceAEcrire;
  readonly partage: Partage<SeanceAModifier>;
  readonly ajoutees: readonly SeanceCouverte[];
  /** The convention that covers each day of the new rhythm (« 2027-03-23 »); null in a lieu of the Département. */
  readonly conventionDu: ReadonlyMap<string, string | null>;
  /** Said on the séances that no longer take place. */
  readonly motif: string;
};

/**
 * Writes a change: the former permanence ends the day before, a new one goes on from it, and each séance becomes what
 * `partage` says; one that had not begun is changed in place. All or nothing: when an agent or a lieu was taken meanwhile, the
 * answer is the conflict. Returns the permanences that now hold the dates, in the order of the changes.
 *
 * Several are written together when two permanences are held side by side: the second of them follows the first.
 */
export async function saveChangements(
  db: Db,
  territoireId: string,
  changements: readonly Changement[],
  compteId: string,
): Promise<{ value: readonly string[] } | { conflit: Conflit }> {
  return unlessTaken(db, async () => {
    const ids: string[] = [];
    // In the order in which somebody who moves a rendez-vous from one to another holds them.
    const touched = changements.flatMap(({ partage: { supprimees, suivies, rattachees } }) => [
      ...[...supprimees, ...suivies, ...rattachees].map(({ id }) => id),
    ]);
    await lockSeances(db, territoireId, touched);
    // Rooms are left before they are taken.
    for (const one of changements) await supprimer(db, territoireId, one);
    for (const one of changements) {
      const binomeDe = one.ecrite.binomeDe === null ? null : (ids[0] ?? one.ecrite.binomeDe);
      const ecrite = { ...one.ecrite, binomeDe };
      const id = await continuer(db, territoireId, { ...one, ecrite }, compteId);
      await suivre(db, territoireId, { ...one, ecrite }, id);
      await insertSeances(db, territoireId, { id, ...ecrite }, one.ajoutees);
      ids.push(id);
    }
    return ids;
  });
}

async function supprimer(db: Db, territoireId: string, { partage, motif }: Changement): Promise<void> {
  const ids = partage.supprimees.map(({ id }) => id);
  if (ids.length === 0) return;
  await db
    .updateTable('seance')
    .set({ statut: 'annulee', motif })
    .where('territoireId', '=', territoireId)
    .where('id', 'in', ids)
    .execute();
}

/** The permanence that holds the dates from then on: the same when it had not begun, else a new one. */
async function continuer(db: Db, territoireId: string, change: Changement, compteId: string): Promise<string> {
  const { ancienne, le, ecrite } = change;
  if (Temporal.PlainDate.compare(le, ancienne.du) <= 0) {
    await db
      .updateTable('permanence')
      .set({ ...colonnesDe(ecrite), binomeDe: ecrite.binomeDe })
      .where('territoireId', '=', territoireId)
      .where('id', '=', ancienne.id)
      .execute();
    return ancienne.id;
  }
  await db
    .updateTable('permanence')
    .set({ au: le.subtract({ days: 1 }) })
    .where('territoireId', '=', territoireId)
    .where('id', '=', ancienne.id)
    .execute();
  return insertPermanence(db, territoireId, { ...ecrite, suiteDe: ancienne.id }, compteId);
}

/** Séances that go on: ordinary ones take the new hours and lieu, the others what was not decided of them on purpose. */
async function suivre(db: Db, territoireId: string, change: Changement, permanenceId: string) {
  const { partage, ecrite, today, conventionDu } = change;
  const { heureDebut, heureFin } = ecrite.permanence;
  const update = (ids: readonly string[], set: object) =>
    db
      .updateTable('seance')
      .set({ permanenceId, ...set })
      .where('territoireId', '=', territoireId)
      .where('id', 'in', ids)
      .execute();
  const placeDu = (jour: Date) => ({
    lieuId: ecrite.lieuId,
    salleId: ecrite.salleId,
    enBinome: ecrite.binomeDe !== null,
    conventionId: conventionDu.get(jour.toString()) ?? null,
  });
  const byConvention = Map.groupBy(partage.suivies, ({ jour }) => conventionDu.get(jour.toString()) ?? null);
  for (const [first, ...others] of byConvention.values()) {
    if (first === undefined) continue;
    const ids = [first, ...others].map(({ id }) => id);
    await update(ids, { heureDebut, heureFin, ...placeDu(first.jour) });
  }
  for (const seance of partage.rattachees) {
    const horaire = suitLaSerie(seance, 'horaire', today) ? { heureDebut, heureFin } : {};
    const place = suitLaSerie(seance, 'lieu', today) ? placeDu(seance.jourPrevu) : {};
    await update([seance.id], { ...horaire, ...place });
  }
}
