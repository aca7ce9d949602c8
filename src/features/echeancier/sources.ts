import type { Db } from '../../platform/db.ts';
import { allConventions, conventionsDe } from '../conventions/store.ts';
import { allAgents } from '../equipe/store.ts';
import { type Element, elementsDesAgents, elementsDesConventions, reunir } from './rules.ts';

type Jour = Temporal.PlainDate;

/** What falls due or waits, as it stands on a day; read once from the database, asked for as many days as needed. */
export type Lecture = (jour: Jour) => readonly Element[];

/** One kind of object that has deadlines: reads those of the territoire, or of one structure alone. */
type Source = (db: Db, territoireId: string, structureId: string | null) => Promise<Lecture>;

function source<Row>(
  load: (db: Db, territoireId: string, structureId: string | null) => Promise<readonly Row[]>,
  elements: (rows: readonly Row[], jour: Jour) => readonly Element[],
): Source {
  return async (db, territoireId, structureId) => {
    const rows = await load(db, territoireId, structureId);
    return (jour) => elements(rows, jour);
  };
}

/** Every source of deadlines, one line each: what loads the rows, and the rule that dates them. */
const SOURCES: readonly Source[] = [
  source((db, id, of) => (of === null ? allConventions(db, id) : conventionsDe(db, id, of)), elementsDesConventions),
  // A contract of the Département concerns no structure.
  source(async (db, id, of) => (of === null ? allAgents(db, id) : []), elementsDesAgents),
];

/** The deadlines of the territoire, or those of one structure alone. */
export async function lireEcheancier(db: Db, territoireId: string, structureId: string | null): Promise<Lecture> {
  const lectures: Lecture[] = [];
  for (const read of SOURCES) lectures.push(await read(db, territoireId, structureId));
  return (jour) => reunir(...lectures.map((lecture) => lecture(jour)));
}
