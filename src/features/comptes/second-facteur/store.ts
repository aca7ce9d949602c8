import { sql } from 'kysely';
import type { Coffre } from '../../../platform/coffre.ts';
import type { Db } from '../../../platform/db.ts';
import { uuidv7 } from '../../../platform/ids.ts';
import { attenteApres, nettoyerCode, type RefusCode } from '../rules.ts';
import { codeSuivant, newSecret, pasDuCode } from './totp.ts';

export type Facteur = {
  readonly id: string;
  readonly genre: 'application' | 'cle';
  readonly nom: string;
  readonly createdAt: Temporal.Instant;
  readonly usedAt: Temporal.Instant | null;
};

/**
 * A mailbox, its row made when it is missing and held until the end of the transaction: codes are tried, and factors added,
 * one by one.
 */
export async function holdIdentifiant(db: Db, territoireId: string, courriel: string) {
  await db
    .insertInto('identifiant')
    .values({ territoireId, courriel })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return db
    .selectFrom('identifiant')
    .select(['echecs', 'bloqueJusque'])
    .where('territoireId', '=', territoireId)
    .where('courriel', '=', courriel)
    .forUpdate()
    .executeTakeFirstOrThrow();
}

/** The second factors that a mailbox has proved, oldest first. */
export async function facteursDe(db: Db, territoireId: string, courriel: string): Promise<Facteur[]> {
  const rows = await db
    .selectFrom('facteur')
    .select(['id', 'genre', 'nom', 'createdAt', 'usedAt'])
    .where('territoireId', '=', territoireId)
    .where('courriel', '=', courriel)
    .where('prouveAt', 'is not', null)
    .orderBy('createdAt')
    .execute();
  return rows.map((row) => ({ ...row, genre: row.genre as Facteur['genre'] }));
}

/** The secrets of the applications of a mailbox: those proved, or the one that is being set up. */
async function applications(db: Db, territoireId: string, courriel: string, coffre: Coffre, prouvees: boolean) {
  const rows = await db
    .selectFrom('facteur')
    .select(['id', 'secret', 'dernierPas'])
    .where('territoireId', '=', territoireId)
    .where('courriel', '=', courriel)
    .where('genre', '=', 'application')
    .where('prouveAt', prouvees ? 'is not' : 'is', null)
    .orderBy('createdAt', 'desc')
    .execute();
  return rows.flatMap(({ id, secret, dernierPas }) =>
    secret === null ? [] : [{ id, dernierPas, secret: new Uint8Array(coffre.open(secret, `facteur:${id}`)) }],
  );
}

/** Begins to set up an application: a new secret, that replaces one left half-way. */
export async function preparerApplication(
  db: Db,
  territoireId: string,
  courriel: string,
  nom: string,
  coffre: Coffre,
): Promise<void> {
  await holdIdentifiant(db, territoireId, courriel);
  await db
    .deleteFrom('facteur')
    .where('territoireId', '=', territoireId)
    .where('courriel', '=', courriel)
    .where('prouveAt', 'is', null)
    .execute();
  const id = uuidv7();
  await db
    .insertInto('facteur')
    .values({
      territoireId,
      id,
      courriel,
      nom,
      genre: 'application',
      secret: coffre.seal(newSecret(), `facteur:${id}`),
    })
    .execute();
}

/** The secret of the application that is being set up; undefined when none is. */
export async function secretEnAttente(
  db: Db,
  territoireId: string,
  courriel: string,
  coffre: Coffre,
): Promise<Uint8Array | undefined> {
  return (await applications(db, territoireId, courriel, coffre, false))[0]?.secret;
}

/**
 * Tries a code of an application. The mailbox is held meanwhile and a step is taken by compare-and-set, so that twenty
 * tries at once count twenty failures, and a code serves once. Failures are written: the caller commits them.
 */
export async function essayerCode(
  db: Db,
  territoireId: string,
  courriel: string,
  saisi: string,
  now: Temporal.Instant,
  coffre: Coffre,
  { prouvees = true }: { readonly prouvees?: boolean } = {},
): Promise<RefusCode | null> {
  return essayer(db, territoireId, courriel, now, async () => {
    const code = nettoyerCode(saisi);
    if (!/^[0-9]{6}$/.test(code)) return false;
    for (const { id, secret, dernierPas } of await applications(db, territoireId, courriel, coffre, prouvees)) {
      const pas = pasDuCode(secret, code, now);
      if (pas === null || pas <= (dernierPas ?? -1)) continue;
      await db
        .updateTable('facteur')
        .set({ dernierPas: pas, usedAt: now, prouveAt: sql`coalesce(prouve_at, ${now})` })
        .where('territoireId', '=', territoireId)
        .where('id', '=', id)
        .execute();
      return true;
    }
    return false;
  });
}

/** Counts what `verify` says: a success forgets the failures, a failure may make the mailbox wait. */
export async function essayer(
  db: Db,
  territoireId: string,
  courriel: string,
  now: Temporal.Instant,
  verify: () => Promise<boolean>,
): Promise<RefusCode | null> {
  const { echecs, bloqueJusque } = await holdIdentifiant(db, territoireId, courriel);
  if (bloqueJusque !== null && Temporal.Instant.compare(bloqueJusque, now) > 0) {
    return { refus: 'attendre', minutes: Math.ceil(now.until(bloqueJusque).total('minutes')) };
  }
  const isGood = await verify();
  const minutes = isGood ? 0 : attenteApres(echecs + 1);
  await db
    .updateTable('identifiant')
    .set({ echecs: isGood ? 0 : echecs + 1, bloqueJusque: minutes === 0 ? null : now.add({ minutes }) })
    .where('territoireId', '=', territoireId)
    .where('courriel', '=', courriel)
    .execute();
  if (isGood) return null;
  return minutes === 0 ? { refus: 'faux' } : { refus: 'attendre', minutes };
}

/** How long a mailbox still waits, in minutes rounded up; 0 when it may try. */
export async function attenteDe(
  db: Db,
  territoireId: string,
  courriel: string,
  now: Temporal.Instant,
): Promise<number> {
  const row = await db
    .selectFrom('identifiant')
    .select('bloqueJusque')
    .where('territoireId', '=', territoireId)
    .where('courriel', '=', courriel)
    .executeTakeFirst();
  const until = row?.bloqueJusque ?? null;
  return until === null ? 0 : Math.max(0, Math.ceil(now.until(until).total('minutes')));
}

/** Removes a factor of a mailbox, never its last one: false then, as when it is not there. */
export async function retirerFacteur(db: Db, territoireId: string, courriel: string, id: string): Promise<boolean> {
  await holdIdentifiant(db, territoireId, courriel);
  const kept = (await facteursDe(db, territoireId, courriel)).filter((facteur) => facteur.id !== id);
  if (kept.length === 0) return false;
  const removed = await db
    .deleteFrom('facteur')
    .where('territoireId', '=', territoireId)
    .where('courriel', '=', courriel)
    .where('id', '=', id)
    .returning('id')
    .executeTakeFirst();
  return removed !== undefined;
}

export async function renommerFacteur(
  db: Db,
  territoireId: string,
  courriel: string,
  id: string,
  nom: string,
): Promise<void> {
  await db
    .updateTable('facteur')
    .set({ nom })
    .where('territoireId', '=', territoireId)
    .where('courriel', '=', courriel)
    .where('id', '=', id)
    .execute();
}

/** « Téléphone perdu » : the mailbox will set up a second factor anew at its next sign-in, at once. */
export async function oublierFacteurs(db: Db, territoireId: string, courriel: string): Promise<void> {
  await holdIdentifiant(db, territoireId, courriel);
  await db
    .updateTable('identifiant')
    .set({ echecs: 0, bloqueJusque: null })
    .where('territoireId', '=', territoireId)
    .where('courriel', '=', courriel)
    .execute();
  for (const table of ['facteur', 'codeSecours'] as const) {
    await db.deleteFrom(table).where('territoireId', '=', territoireId).where('courriel', '=', courriel).execute();
  }
}

/** On a demo, the code that the application of a fictional person would show; null when none would be accepted yet. */
export async function codeDemo(
  db: Db,
  territoireId: string,
  courriel: string,
  now: Temporal.Instant,
  coffre: Coffre,
): Promise<string | null> {
  const [first] = await applications(db, territoireId, courriel, coffre, true);
  return first === undefined ? null : codeSuivant(first.secret, first.dernierPas, now);
}
