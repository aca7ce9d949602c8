import { sql } from 'kysely';
import { attempt, type Db } from '../../../platform/db.ts';
import { uuidv7 } from '../../../platform/ids.ts';
import { type Parole, relier } from '../../accompagnements/liens/store.ts';
import { aCompleter, nomCherche, referentAReprendre } from '../rules.ts';
import type { Personne } from '../store.ts';

export type Fusion = {
  readonly id: string;
  readonly personneId: string;
  readonly gardeeId: string;
  readonly rdvDeplaces: readonly string[];
  readonly attentesDeplacees: readonly string[];
  readonly accompagnementsDeplaces: readonly string[];
  readonly colonnesCompletees: readonly string[];
  readonly createdAt: Temporal.Instant;
  readonly defaiteAt: Temporal.Instant | null;
  readonly par: string | null;
  readonly autre: string;
};

/** The merges that made a record what it is, the last first. */
export async function fusionsDe(db: Db, territoireId: string, gardeeId: string): Promise<readonly Fusion[]> {
  return db
    .selectFrom('personneFusion as f')
    .innerJoin('personne as p', (join) =>
      join.onRef('p.territoireId', '=', 'f.territoireId').onRef('p.id', '=', 'f.personneId'),
    )
    .leftJoin('compte as c', (join) =>
      join.onRef('c.territoireId', '=', 'f.territoireId').onRef('c.id', '=', 'f.faitePar'),
    )
    .select([
      'f.id',
      'f.personneId',
      'f.gardeeId',
      'f.rdvDeplaces',
      'f.attentesDeplacees',
      'f.accompagnementsDeplaces',
      'f.colonnesCompletees',
      'f.createdAt',
      'f.defaiteAt',
      'c.nom as par',
      sql<string>`concat_ws(' ', p.prenom, p.nom)`.as('autre'),
    ])
    .where('f.territoireId', '=', territoireId)
    .where('f.gardeeId', '=', gardeeId)
    .orderBy('f.createdAt', 'desc')
    .orderBy('f.id', 'desc')
    .execute();
}

/** Moves what is linked to a record to another one; returns the ids of what moved. */
async function deplacerVers(
  db: Db,
  territoireId: string,
  { de, vers, seuls }: { readonly de: string; readonly vers: string; readonly seuls?: readonly string[] },
  table: 'rendezVous' | 'rdvAttente',
): Promise<string[]> {
  let query = db
    .updateTable(table)
    .set({ personneId: vers })
    .where('territoireId', '=', territoireId)
    .where('personneId', '=', de);
  if (seuls !== undefined) query = query.where('id', 'in', seuls.length === 0 ? [de] : seuls);
  return (await query.returning('id').execute()).map(({ id }) => id);
}

/**
 * Merges a record into another: what was linked to it moves (acts of help by one more link each), what the kept one did not say is
 * taken from it, and both facts are written so that they can be undone. False when both have a rendez-vous in the same séance:
 * nothing is done then.
 */
export async function fusionner(
  db: Db,
  territoireId: string,
  { gardee, autre }: { readonly gardee: Personne; readonly autre: Personne },
  parole: Parole,
): Promise<boolean> {
  const { compteId: par, now } = parole;
  const outcome = await attempt(db, async () => {
    const move = { de: autre.id, vers: gardee.id };
    const rdvDeplaces = await deplacerVers(db, territoireId, move, 'rendezVous');
    const attentesDeplacees = await deplacerVers(db, territoireId, move, 'rdvAttente');
    const accompagnementsDeplaces = await relier(db, territoireId, move, parole);
    const champs = [...aCompleter(gardee, autre), ...referentAReprendre(gardee, autre)];
    const taken = Object.fromEntries(champs.map((champ) => [champ, autre[champ]]));
    const full = { ...gardee, ...taken };
    const at = sql<Temporal.Instant>`now()`;
    await db
      .updateTable('personne')
      .set({ ...taken, nomCherche: nomCherche(full), updatedAt: at })
      .where('territoireId', '=', territoireId)
      .where('id', '=', gardee.id)
      .execute();
    await db
      .updateTable('personne')
      .set({ fusionneeDans: gardee.id, fusionneeAt: now, fusionneePar: par })
      .where('territoireId', '=', territoireId)
      .where('id', '=', autre.id)
      .execute();
    await db
      .insertInto('personneFusion')
      .values({
        ...{ territoireId, id: uuidv7(), personneId: autre.id, gardeeId: gardee.id, faitePar: par, createdAt: at },
        ...{
          rdvDeplaces,
          attentesDeplacees,
          accompagnementsDeplaces: [...accompagnementsDeplaces],
          colonnesCompletees: champs,
        },
      })
      .execute();
  });
  return 'value' in outcome;
}

/**
 * Undoes a merge: each takes back what was theirs. The caller has checked that nothing changed since. False when what goes back meets
 * a rendez-vous taken meanwhile in the same séance: nothing is done then.
 */
export async function defusionner(
  db: Db,
  territoireId: string,
  { fusion, gardee }: { readonly fusion: Fusion; readonly gardee: Personne },
  parole: Parole,
): Promise<boolean> {
  return 'value' in (await attempt(db, () => rendre(db, territoireId, { fusion, gardee }, parole)));
}

async function rendre(
  db: Db,
  territoireId: string,
  { fusion, gardee }: { readonly fusion: Fusion; readonly gardee: Personne },
  parole: Parole,
): Promise<void> {
  const back = { de: fusion.gardeeId, vers: fusion.personneId };
  const emptied = Object.fromEntries(fusion.colonnesCompletees.map((champ) => [champ, null]));
  await db
    .updateTable('personne')
    .set({ fusionneeDans: null, fusionneeAt: null, fusionneePar: null })
    .where('territoireId', '=', territoireId)
    .where('id', '=', fusion.personneId)
    .execute();
  await deplacerVers(db, territoireId, { ...back, seuls: fusion.rdvDeplaces }, 'rendezVous');
  await deplacerVers(db, territoireId, { ...back, seuls: fusion.attentesDeplacees }, 'rdvAttente');
  await relier(db, territoireId, { ...back, seuls: fusion.accompagnementsDeplaces }, parole);
  await db
    .updateTable('personne')
    .set({ ...emptied, nomCherche: nomCherche({ ...gardee, ...emptied }) })
    .where('territoireId', '=', territoireId)
    .where('id', '=', fusion.gardeeId)
    .execute();
  await db
    .updateTable('personneFusion')
    .set({ defaiteAt: sql<Temporal.Instant>`now()` })
    .where('territoireId', '=', territoireId)
    .where('id', '=', fusion.id)
    .execute();
}
