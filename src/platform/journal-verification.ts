import { sql } from 'kysely';
import { z } from 'zod';
import type { Db } from './db.ts';
import { AT_TEXT, amorce, maillon, type Scellee } from './sealer.ts';

/** The last link of a chain, as its file says it: what is kept elsewhere each day, so that a cut tail shows. */
export const teteGardee = z.object({ territoire: z.string(), rang: z.number(), empreinte: z.string() });
export type Tete = Readonly<z.output<typeof teteGardee>>;

export type Verdict =
  | { readonly bon: true; readonly tete: Tete; readonly entrees: number }
  | { readonly bon: false; readonly rang: number; readonly defaut: string };

const BATCH = 5_000;
const ATTENTE_MINUTES = 1;

type Row = Scellee & { readonly rang: number; readonly empreinte: Buffer };

/**
 * Reads a whole chain again, batch by batch in constant memory, and names its first broken link. `attendues`: heads noted
 * before, which the chain must still bear. `now` tells which entries have waited too long for their seal.
 */
export async function verifierChaine(
  db: Db,
  territoireId: string,
  now: Temporal.Instant,
  attendues: readonly Tete[] = [],
): Promise<Verdict> {
  let rang = 0;
  let precedent: Uint8Array = amorce(territoireId);
  const parRang = Map.groupBy(attendues, (one) => one.rang);
  for (;;) {
    const { rows } = await sql<Row>`
      select m.rang, m.empreinte, e.id, ${AT_TEXT} as at, e.acteur, e.acte, e.objet_type, e.objet_id
      from journal_maillon m join journal_entree e on e.territoire_id = m.territoire_id and e.id = m.entree_id
      where m.territoire_id = ${territoireId} and m.rang > ${rang} order by m.rang limit ${BATCH}`.execute(db);
    for (const { rang: found, empreinte, ...entree } of rows) {
      rang += 1;
      if (found !== rang) return { bon: false, rang, defaut: 'le maillon de ce rang manque' };
      precedent = maillon(precedent, rang, entree);
      if (!empreinte.equals(precedent)) {
        return { bon: false, rang, defaut: 'l’entrée ou le maillon ne sont pas ceux qui ont été scellés' };
      }
      if (parRang.get(rang)?.some((attendue) => attendue.empreinte !== empreinte.toString('hex'))) {
        return { bon: false, rang, defaut: 'la chaîne n’est plus celle de la tête exportée' };
      }
    }
    if (rows.length < BATCH) break;
  }
  const coupee = attendues.find((one) => one.rang > rang);
  if (coupee !== undefined) {
    return { bon: false, rang: rang + 1, defaut: `la fin manque : une tête exportée porte le rang ${coupee.rang}` };
  }
  const { rows: forgotten } = await sql<{ id: string }>`
    select e.id from journal_entree e
    where e.territoire_id = ${territoireId} and e.at < ${now.subtract({ minutes: ATTENTE_MINUTES }).toString()}
      and not exists (select from journal_maillon m where m.territoire_id = e.territoire_id and m.entree_id = e.id)
    order by e.at limit 1`.execute(db);
  if (forgotten[0] !== undefined) {
    return { bon: false, rang: rang + 1, defaut: `l’entrée ${forgotten[0].id} n’a jamais été scellée` };
  }
  const tete = { territoire: territoireId, rang, empreinte: Buffer.from(precedent).toString('hex') };
  return { bon: true, tete, entrees: rang };
}
