import { sql } from 'kysely';
import { attempt, type Db } from '../../platform/db.ts';
import { uuidv7 } from '../../platform/ids.ts';
import { nomCherche, type Saisie, trigrammes } from './rules.ts';

export type Personne = Saisie & {
  readonly id: string;
  readonly nomCherche: string;
  readonly commune: string | null;
  readonly createdAt: Temporal.Instant;
  readonly updatedAt: Temporal.Instant;
  readonly fusionneeDans: string | null;
  /** Who follows the person over time; null: nobody does. */
  readonly referentAgentId: string | null;
  readonly referentNom: string | null;
  readonly referentContratFin: Temporal.PlainDate | null;
  readonly suivieDepuis: Temporal.PlainDate | null;
};

function selectPersonnes(db: Db, territoireId: string) {
  return db
    .selectFrom('personne as p')
    .leftJoin('commune as c', 'c.codeInsee', 'p.communeInsee')
    .leftJoin('agent as g', (join) =>
      join.onRef('g.territoireId', '=', 'p.territoireId').onRef('g.id', '=', 'p.referentAgentId'),
    )
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
      'p.referentAgentId',
      'p.suivieDepuis',
      'g.contratFin as referentContratFin',
      sql<string | null>`g.prenom || ' ' || g.nom`.as('referentNom'),
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

/**
 * The records that may be the same person: those that share a telephone or a mail, or half of the groups of three letters of the
 * name. Those that were merged into another are left out.
 */
export async function personnesProches(
  db: Db,
  territoireId: string,
  { telephone, courriel, nomCherche: nom }: Pick<Personne, 'telephone' | 'courriel' | 'nomCherche'>,
): Promise<readonly Personne[]> {
  const groups = [...trigrammes(nom)];
  // Each word with two spaces before it and one after, as its groups of letters are cut.
  const shared = sql<number>`(select count(*) from unnest(${groups}::text[]) t
    where strpos('  ' || replace(p.nom_cherche, ' ', '   ') || ' ', t) > 0)`;
  return selectPersonnes(db, territoireId)
    .where('p.fusionneeDans', 'is', null)
    .where(({ eb, or }) =>
      or([
        ...(telephone === null ? [] : [eb('p.telephone', '=', telephone)]),
        ...(courriel === null ? [] : [eb('p.courriel', '=', courriel)]),
        ...(groups.length === 0 ? [] : [eb(shared, '>=', Math.ceil(groups.length / 2))]),
      ]),
    )
    .orderBy('p.id')
    .execute();
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
