import { sql } from 'kysely';
import { attempt, type Db } from '../../platform/db.ts';
import { uuidv7 } from '../../platform/ids.ts';
import { aCompleter, nomCherche, type Saisie } from './rules.ts';

export type Personne = Saisie & {
  readonly id: string;
  readonly nomCherche: string;
  readonly commune: string | null;
  readonly createdAt: Temporal.Instant;
  readonly updatedAt: Temporal.Instant;
  readonly fusionneeDans: string | null;
};

function selectPersonnes(db: Db, territoireId: string) {
  return db
    .selectFrom('personne as p')
    .leftJoin('commune as c', 'c.codeInsee', 'p.communeInsee')
    .select([
      'p.id',
      'p.prenom',
      'p.nom',
      'p.nomCherche',
      'p.telephone',
      'p.courriel',
      'p.anneeNaissance',
      'p.communeInsee',
      'c.nom as commune',
      'p.createdAt',
      'p.updatedAt',
      'p.fusionneeDans',
    ])
    .where('p.territoireId', '=', territoireId);
}

export async function findPersonne(db: Db, territoireId: string, id: string): Promise<Personne | undefined> {
  return selectPersonnes(db, territoireId).where('p.id', '=', id).executeTakeFirst();
}

const TROUVEES_MAX = 50;

/** The records whose name has all these words, or that bear this telephone or mail; none for less than two letters. */
export async function chercherPersonnes(db: Db, territoireId: string, texte: string): Promise<readonly Personne[]> {
  const mots = nomCherche({ prenom: texte, nom: null }).split(' ').filter(Boolean);
  const chiffres = texte.replaceAll(/[^0-9]/g, '').replace(/^33/, '0');
  const courriel = texte.trim().toLowerCase();
  if (mots.join('').length < 2) return [];
  return selectPersonnes(db, territoireId)
    .where('p.fusionneeDans', 'is', null)
    .where(({ eb, and, or }) =>
      or([
        and(mots.map((mot) => eb(sql<string>`' ' || p.nom_cherche`, 'like', `% ${mot}%`))),
        ...(chiffres.length >= 6
          ? [eb(sql<string>`replace(replace(p.telephone, ' ', ''), '+33', '0')`, 'like', `%${chiffres}%`)]
          : []),
        eb('p.courriel', '=', courriel),
      ]),
    )
    .orderBy('p.nomCherche')
    .orderBy('p.id')
    .limit(TROUVEES_MAX)
    .execute();
}

/** Every record that may be looked at for likeness: those that were not merged into another. */
export async function toutesPersonnes(db: Db, territoireId: string): Promise<readonly Personne[]> {
  return selectPersonnes(db, territoireId).where('p.fusionneeDans', 'is', null).orderBy('p.id').execute();
}

export async function savePersonne(db: Db, territoireId: string, saisie: Saisie, createdBy: string): Promise<string> {
  const id = uuidv7();
  await db
    .insertInto('personne')
    .values({ territoireId, id, ...saisie, nomCherche: nomCherche(saisie), createdBy })
    .execute();
  return id;
}

export async function updatePersonne(db: Db, territoireId: string, id: string, saisie: Saisie): Promise<void> {
  await db
    .updateTable('personne')
    .set({ ...saisie, nomCherche: nomCherche(saisie), updatedAt: sql<Temporal.Instant>`now()` })
    .where('territoireId', '=', territoireId)
    .where('id', '=', id)
    .execute();
}

export type RendezVousDePersonne = {
  readonly id: string;
  readonly jour: Temporal.PlainDate;
  readonly debut: Temporal.PlainTime;
  readonly lieu: string;
  readonly motif: string;
  readonly statut: string;
};

/** The rendez-vous of somebody, the last first, those that were moved left out. */
export async function rendezVousDePersonne(
  db: Db,
  territoireId: string,
  personneId: string,
): Promise<readonly RendezVousDePersonne[]> {
  return db
    .selectFrom('rendezVous as r')
    .innerJoin('seance as s', (join) =>
      join.onRef('s.territoireId', '=', 'r.territoireId').onRef('s.id', '=', 'r.seanceId'),
    )
    .innerJoin('rdvMotif as m', (join) =>
      join.onRef('m.territoireId', '=', 'r.territoireId').onRef('m.id', '=', 'r.motifId'),
    )
    .leftJoin('lieu as l', (join) => join.onRef('l.territoireId', '=', 's.territoireId').onRef('l.id', '=', 's.lieuId'))
    .select([
      'r.id',
      's.jour',
      'r.debut',
      sql<string>`coalesce(l.nom, s.endroit, '')`.as('lieu'),
      'm.nom as motif',
      'r.statut',
    ])
    .where('r.territoireId', '=', territoireId)
    .where('r.personneId', '=', personneId)
    .where('r.statut', '<>', 'deplace')
    .orderBy('s.jour', 'desc')
    .orderBy('r.debut', 'desc')
    .limit(50)
    .execute();
}

/** Links a rendez-vous to a record; false when the record has another one in the same séance. */
export async function rattacher(
  db: Db,
  territoireId: string,
  personneId: string,
  rendezVousId: string,
): Promise<boolean> {
  const outcome = await attempt(db, () =>
    db
      .updateTable('rendezVous')
      .set({ personneId })
      .where('territoireId', '=', territoireId)
      .where('id', '=', rendezVousId)
      .where('prenom', 'is not', null)
      .execute(),
  );
  if ('constraint' in outcome) return false;
  await touch(db, territoireId, personneId);
  return true;
}

async function touch(db: Db, territoireId: string, id: string): Promise<void> {
  await db
    .updateTable('personne')
    .set({ updatedAt: sql<Temporal.Instant>`now()` })
    .where('territoireId', '=', territoireId)
    .where('id', '=', id)
    .execute();
}

/** Holds records until the end of the transaction, always in the same order. */
export async function holdPersonnes(db: Db, territoireId: string, ids: readonly string[]): Promise<void> {
  await db
    .selectFrom('personne')
    .select('id')
    .where('territoireId', '=', territoireId)
    .where('id', 'in', ids)
    .orderBy('id')
    .forUpdate()
    .execute();
}

export type Fusion = {
  readonly id: string;
  readonly personneId: string;
  readonly gardeeId: string;
  readonly rdvDeplaces: readonly string[];
  readonly attentesDeplacees: readonly string[];
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
 * Merges a record into another: what was linked to it moves, what the kept one did not say is taken from it, and both facts are
 * written so that they can be undone. False when both have a rendez-vous in the same séance: nothing is done then.
 */
export async function fusionner(
  db: Db,
  territoireId: string,
  { gardee, autre }: { readonly gardee: Personne; readonly autre: Personne },
  { par, now }: { readonly par: string; readonly now: Temporal.Instant },
): Promise<boolean> {
  const outcome = await attempt(db, async () => {
    const move = { de: autre.id, vers: gardee.id };
    const rdvDeplaces = await deplacerVers(db, territoireId, move, 'rendezVous');
    const attentesDeplacees = await deplacerVers(db, territoireId, move, 'rdvAttente');
    const champs = aCompleter(gardee, autre);
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
        ...{ rdvDeplaces, attentesDeplacees, colonnesCompletees: [...champs] },
      })
      .execute();
  });
  return 'value' in outcome;
}

/** Undoes a merge: each takes back what was theirs. The caller has checked that nothing changed since. */
export async function defusionner(db: Db, territoireId: string, fusion: Fusion, gardee: Personne): Promise<void> {
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
