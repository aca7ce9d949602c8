import { sql } from 'kysely';
import type { Db } from './db.ts';
import { uuidv7 } from './ids.ts';
import type { Niveau } from './session.ts';

/** What an entry is about: its kind, as routes name it (« structure »), and its id. */
export type Objet = readonly [type: string, id: string];

/** One line of the journal: who (a random name, null for Escale itself or somebody not signed in), what, which object. */
export type Entree = { readonly acteur: string | null; readonly acte: string; readonly objet?: Objet | undefined };

/** Writes an entry in the transaction of what it records; it is sealed a moment after the commit. Never any content. */
export async function record(db: Db, territoireId: string, { acteur, acte, objet }: Entree): Promise<void> {
  const id = uuidv7();
  await sql`
    with entree as (
      insert into journal_entree (territoire_id, id, acteur, acte, objet_type, objet_id)
      values (${territoireId}, ${id}, ${acteur}, ${acte}, ${objet?.[0] ?? null}, ${objet?.[1] ?? null})
    )
    insert into journal_attente (territoire_id, entree_id) values (${territoireId}, ${id})`.execute(db);
}

/** As `record`, for many lines at once. */
export async function recordAll(db: Db, territoireId: string, entrees: readonly Entree[]): Promise<void> {
  if (entrees.length === 0) return;
  const ids = entrees.map(() => uuidv7());
  await sql`
    with entree as (
      insert into journal_entree (territoire_id, id, acteur, acte, objet_type, objet_id)
      select ${territoireId}, une.id, une.acteur, une.acte, une.objet_type, une.objet_id
      from unnest(${ids}::uuid[], ${entrees.map(({ acteur }) => acteur)}::uuid[], ${entrees.map(({ acte }) => acte)}::text[],
        ${entrees.map(({ objet }) => objet?.[0] ?? null)}::text[], ${entrees.map(({ objet }) => objet?.[1] ?? null)}::text[])
        as une (id, acteur, acte, objet_type, objet_id)
    )
    insert into journal_attente (territoire_id, entree_id) select ${territoireId}, unnest(${ids}::uuid[])`.execute(db);
}

/** Who hides behind a random name. Kept apart from the entries, and purged after 12 months. */
export type Identite = {
  readonly acteur: string;
  readonly compteId: string;
  readonly nom: string;
  readonly role: string;
  /** Address of the sign-in; '' when unknown. */
  readonly adresse: string;
  readonly niveau: Niveau;
};

/** Remembers who bears `acteur`, once, at sign-in. */
export async function identify(db: Db, territoireId: string, { adresse, ...who }: Identite): Promise<void> {
  await db
    .insertInto('journalIdentite')
    .values({ territoireId, ...who, adresse: adresse === '' ? null : adresse })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
