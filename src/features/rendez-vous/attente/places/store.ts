import { sql } from 'kysely';
import { attempt, type Db } from '../../../../platform/db.ts';
import { lockSeance } from '../../../permanences/seances/store.ts';
import { empreinteJeton, nouveauCode } from '../../code.ts';
import { type Attente, setStatut } from '../store.ts';

type Jour = Temporal.PlainDate;

export type PlaceTenue = {
  readonly id: string;
  readonly seanceId: string;
  readonly debut: Temporal.PlainTime;
  readonly fin: Temporal.PlainTime;
  readonly jetonHash: Buffer;
  readonly tenuJusqua: Temporal.Instant;
};

const CONFLITS: Readonly<Record<string, 'place_prise' | 'personne_prise'>> = {
  rendez_vous_sans_chevauchement: 'place_prise',
  rendez_vous_dans_la_seance: 'place_prise',
  rendez_vous_personne_une_fois: 'personne_prise',
  rendez_vous_joint_une_fois: 'personne_prise',
};

/** Holds a place for somebody who waits; what the database refuses is told. */
export async function tenirPlace(
  db: Db,
  territoireId: string,
  attente: Attente,
  place: PlaceTenue,
): Promise<'tenue' | 'place_prise' | 'personne_prise'> {
  const { prenom, telephone, courriel, prevenir, personneId, motifId, createdBy } = attente;
  const outcome = await attempt(db, () =>
    db
      .insertInto('rendezVous')
      .values({
        territoireId,
        ...place,
        ...{ prenom, telephone, courriel, prevenir, personneId, motifId, createdBy },
        statut: 'tenu',
        attenteId: attente.id,
        codeRdv: nouveauCode(),
        canal: createdBy === null ? 'public' : 'telephone',
      })
      .execute(),
  );
  if (!('constraint' in outcome)) {
    await db
      .updateTable('rdvAttente')
      .set((q) => ({ statut: 'propose', propositions: q('propositions', '+', 1) }))
      .where('territoireId', '=', territoireId)
      .where('id', '=', attente.id)
      .execute();
    return 'tenue';
  }
  const conflict = CONFLITS[outcome.constraint];
  if (conflict === undefined) throw new Error(`Unexpected constraint: ${outcome.constraint}`);
  return conflict;
}

export type Tenue = {
  readonly id: string;
  readonly seanceId: string;
  readonly motifId: string;
  readonly attenteId: string;
  readonly debut: Temporal.PlainTime;
  readonly fin: Temporal.PlainTime;
  readonly tenuJusqua: Temporal.Instant | null;
  readonly statut: string;
};

const TENUE = ['id', 'seanceId', 'motifId', 'debut', 'fin', 'tenuJusqua', 'statut'] as const;

/** The place that was offered by a link, whatever became of it, held until the end of the transaction. */
export async function tenueDuJeton(db: Db, territoireId: string, jeton: string): Promise<Tenue | undefined> {
  return db
    .selectFrom('rendezVous')
    .select([...TENUE, sql<string>`attente_id`.as('attenteId')])
    .where('territoireId', '=', territoireId)
    .where('jetonHash', '=', empreinteJeton(jeton))
    .where('attenteId', 'is not', null)
    .executeTakeFirst();
}

/**
 * A place that is still offered, held until the end of the transaction; its séance first, as whoever changes the séance or takes
 * another of its places does.
 */
export async function holdTenue(db: Db, territoireId: string, id: string): Promise<Tenue | undefined> {
  const known = await db
    .selectFrom('rendezVous')
    .select('seanceId')
    .where('territoireId', '=', territoireId)
    .where('id', '=', id)
    .executeTakeFirst();
  if (known !== undefined) await lockSeance(db, territoireId, known.seanceId);
  return db
    .selectFrom('rendezVous')
    .select([...TENUE, sql<string>`attente_id`.as('attenteId')])
    .where('territoireId', '=', territoireId)
    .where('id', '=', id)
    .where('statut', '=', 'tenu')
    .where('attenteId', 'is not', null)
    .forUpdate()
    .executeTakeFirst();
}

/** The place whose time to answer has been over for longest. */
export async function prochaineEchue(db: Db, territoireId: string, now: Temporal.Instant): Promise<string | undefined> {
  const row = await db
    .selectFrom('rendezVous')
    .select('id')
    .where('territoireId', '=', territoireId)
    .where('statut', '=', 'tenu')
    .where('attenteId', 'is not', null)
    .where('tenuJusqua', '<=', now)
    .orderBy('tenuJusqua')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst();
  return row?.id;
}

/** The place becomes theirs. */
export async function confirmerTenue(db: Db, territoireId: string, { id, attenteId }: Tenue): Promise<void> {
  await db
    .updateTable('rendezVous')
    .set({ statut: 'confirme', tenuJusqua: null })
    .where('territoireId', '=', territoireId)
    .where('id', '=', id)
    .execute();
  await setStatut(db, territoireId, attenteId, 'place');
}

/** The place is let go. */
export async function lacherTenue(
  db: Db,
  territoireId: string,
  id: string,
  { par, now }: { readonly par: 'personne' | 'expiration'; readonly now: Temporal.Instant },
): Promise<void> {
  await db
    .updateTable('rendezVous')
    .set({ statut: 'annule', tenuJusqua: null, annulePar: par, annuleAt: now })
    .where('territoireId', '=', territoireId)
    .where('id', '=', id)
    .execute();
}

/** The séance of a freed place: where and when; undefined when it is not to be held. */
export async function seanceDeLaPlace(
  db: Db,
  territoireId: string,
  seanceId: string,
): Promise<{ readonly lieuId: string; readonly jour: Jour } | undefined> {
  return db
    .selectFrom('seance')
    .select([sql<string>`lieu_id`.as('lieuId'), 'jour'])
    .where('territoireId', '=', territoireId)
    .where('id', '=', seanceId)
    .where('statut', '=', 'prevue')
    .where('lieuId', 'is not', null)
    .executeTakeFirst();
}

/** Places that are offered and not answered yet: whoever was not told so at night is told in the morning. */
export async function tenuesEnCours(db: Db, territoireId: string, now: Temporal.Instant): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('rendezVous')
    .select('id')
    .where('territoireId', '=', territoireId)
    .where('statut', '=', 'tenu')
    .where('attenteId', 'is not', null)
    .where('tenuJusqua', '>', now)
    .execute();
  return rows.map(({ id }) => id);
}

/** The place that is held for somebody who waits; undefined when none is. */
export async function tenueDe(db: Db, territoireId: string, attenteId: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('rendezVous')
    .select('id')
    .where('territoireId', '=', territoireId)
    .where('attenteId', '=', attenteId)
    .where('statut', '=', 'tenu')
    .executeTakeFirst();
  return row?.id;
}
