import { randomInt } from 'node:crypto';
import type { Coffre } from '../../../../platform/coffre.ts';
import type { Db } from '../../../../platform/db.ts';
import { LETTRES_SECOURS, LONGUEUR_SECOURS, nettoyerCode, type RefusCode } from '../../rules.ts';
import { essayer, holdIdentifiant } from '../store.ts';

const CODES_SECOURS = 10;

/** A code has 49 random bits: its print is keyed, so that a stolen table gives nothing to try them against. */
function empreinteSecours(coffre: Coffre, courriel: string, code: string): Buffer {
  return coffre.print(`code_secours\n${courriel}\n${code}`);
}

/** Tries a recovery code, which serves once. Its failures count with the others. */
export async function essayerSecours(
  db: Db,
  territoireId: string,
  courriel: string,
  saisi: string,
  now: Temporal.Instant,
  coffre: Coffre,
): Promise<RefusCode | null> {
  return essayer(db, territoireId, courriel, now, async () => {
    const used = await db
      .updateTable('codeSecours')
      .set({ usedAt: now, aNoter: null })
      .where('territoireId', '=', territoireId)
      .where('courriel', '=', courriel)
      .where('empreinte', '=', empreinteSecours(coffre, courriel, nettoyerCode(saisi)))
      .where('usedAt', 'is', null)
      .returning('courriel')
      .executeTakeFirst();
    return used !== undefined;
  });
}

/** Makes ten new recovery codes; those before are worth nothing any more. */
export async function renouvelerSecours(
  db: Db,
  territoireId: string,
  courriel: string,
  now: Temporal.Instant,
  coffre: Coffre,
): Promise<void> {
  await holdIdentifiant(db, territoireId, courriel);
  await db
    .deleteFrom('codeSecours')
    .where('territoireId', '=', territoireId)
    .where('courriel', '=', courriel)
    .execute();
  const codes = Array.from({ length: CODES_SECOURS }, () =>
    Array.from({ length: LONGUEUR_SECOURS }, () => LETTRES_SECOURS[randomInt(LETTRES_SECOURS.length)]).join(''),
  );
  await db
    .insertInto('codeSecours')
    .values(
      codes.map((code) => {
        const empreinte = empreinteSecours(coffre, courriel, code);
        return {
          territoireId,
          courriel,
          empreinte,
          createdAt: now,
          aNoter: coffre.seal(Buffer.from(code), `code_secours:${empreinte.toString('hex')}`),
        };
      }),
    )
    .execute();
}

/** How long new recovery codes can be read, unless their owner says before that they are noted. */
const A_NOTER_MINUTES = 15;

/** The codes that are still to be noted, in clear. Empty once they were noted, or a quarter of an hour after they were made. */
export async function secoursANoter(
  db: Db,
  territoireId: string,
  courriel: string,
  now: Temporal.Instant,
  coffre: Coffre,
): Promise<string[]> {
  const rows = await db
    .selectFrom('codeSecours')
    .select(['empreinte', 'aNoter'])
    .where('territoireId', '=', territoireId)
    .where('courriel', '=', courriel)
    .where('aNoter', 'is not', null)
    .where('createdAt', '>', now.subtract({ minutes: A_NOTER_MINUTES }))
    .orderBy('empreinte')
    .execute();
  return rows.flatMap(({ empreinte, aNoter }) =>
    aNoter === null ? [] : [coffre.open(aNoter, `code_secours:${Buffer.from(empreinte).toString('hex')}`).toString()],
  );
}

/** The codes are noted: nobody reads them here any more. */
export async function oublierSecours(db: Db, territoireId: string, courriel: string): Promise<void> {
  await db
    .updateTable('codeSecours')
    .set({ aNoter: null })
    .where('territoireId', '=', territoireId)
    .where('courriel', '=', courriel)
    .execute();
}

/** Codes that nobody said to have noted in time can no longer be read; they still serve whoever wrote them down. */
export async function oublierSecoursNonNotes(db: Db, territoireId: string, now: Temporal.Instant): Promise<void> {
  await db
    .updateTable('codeSecours')
    .set({ aNoter: null })
    .where('territoireId', '=', territoireId)
    .where('aNoter', 'is not', null)
    .where('createdAt', '<=', now.subtract({ minutes: A_NOTER_MINUTES }))
    .execute();
}

/** How many recovery codes are left. */
export async function secoursRestants(db: Db, territoireId: string, courriel: string): Promise<number> {
  const { count } = await db
    .selectFrom('codeSecours')
    .select((q) => q.fn.countAll<number>().as('count'))
    .where('territoireId', '=', territoireId)
    .where('courriel', '=', courriel)
    .where('usedAt', 'is', null)
    .executeTakeFirstOrThrow();
  return count;
}
