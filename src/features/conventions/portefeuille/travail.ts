import { phrase } from '../../../domain/refus.ts';
import type { Territoire } from '../../../domain/territoire.ts';
import { type Database, type Db, inTerritoire } from '../../../platform/db.ts';
import { record } from '../../../platform/journal.ts';
import { isWorkbook, PHRASES_TABLEUR, readSheet, SheetRefusal } from '../../../platform/spreadsheet/read.ts';
import { findCommune } from '../../territoires/commune-saisie.ts';
import { type Analyse, analyser, type LigneAnalysee, type TrouverCommune } from './analyse.ts';
import { COLONNES } from './colonnes.ts';
import { type LigneLue, lireLigne, lireTitres } from './lecture.ts';
import { chargerRegistre, ecrire, holdConventions, holdImport, saveEtat, saveLignes } from './store.ts';

/** Rows under the titles that one file may hold. */
export const LIGNES_MAX = 20_000;

const LIMITES = { rows: LIGNES_MAX, columns: COLONNES.length * 2 };

type Lu = { readonly lignes: readonly LigneLue[] } | { readonly refusees: readonly LigneAnalysee[] };

/** Every row of a file, or what is wrong with its titles. */
async function lire(octets: Uint8Array): Promise<Lu> {
  const isCsv = !isWorkbook(octets);
  const lignes: LigneLue[] = [];
  let titres: ReturnType<typeof lireTitres> | undefined;
  for await (const row of readSheet(octets, LIMITES)) {
    if (titres === undefined) {
      titres = lireTitres(row);
      if ('erreurs' in titres) {
        const detail = { erreurs: titres.erreurs, changements: [] };
        return { refusees: [{ rang: row.rank, verdict: 'erreur', reference: null, structure: null, detail }] };
      }
      continue;
    }
    if ('titres' in titres) lignes.push(lireLigne(row, titres.titres, isCsv));
  }
  return { lignes };
}

/** Looks each commune up once, however many rows name it. */
function trouveur(db: Db, departement: string): TrouverCommune {
  const found = new Map<string, ReturnType<TrouverCommune>>();
  return (commune, codePostal) => {
    const key = `${commune}\n${codePostal}`;
    const known = found.get(key) ?? findCommune(db, { commune, codePostal, departement });
    found.set(key, known);
    return known;
  };
}

async function comparer(
  db: Db,
  territoire: Territoire,
  octets: Uint8Array,
  today: Temporal.PlainDate,
): Promise<Analyse> {
  const lu = await lire(octets);
  const empty = {
    structuresNouvelles: [],
    structuresModifiees: [],
    conventionsNouvelles: [],
    notes: [],
    evenements: [],
  };
  if ('refusees' in lu) return { lignes: lu.refusees, ecritures: empty };
  const registre = await chargerRegistre(db, territoire);
  return analyser(lu.lignes, registre, trouveur(db, territoire.codeDepartement), today);
}

/**
 * Analyses a file that waits, or writes one that was confirmed: analysed again under a lock, then all of it or nothing, in one
 * transaction. A file that no longer fits the register is not written: it waits again, with what is wrong. Idempotent.
 */
export async function traiterImport(
  database: Database,
  territoire: Territoire,
  importId: string,
  now: Temporal.Instant,
): Promise<void> {
  const { id } = territoire;
  const today = now.toZonedDateTimeISO('Europe/Paris').toPlainDate();
  await inTerritoire(database, id, async (db) => {
    const held = await holdImport(db, id, importId);
    if (held === undefined || (held.etat !== 'a_analyser' && held.etat !== 'a_ecrire')) return;
    const isConfirmed = held.etat === 'a_ecrire';
    if (isConfirmed) await holdConventions(db, id);
    const analyse = await comparer(db, territoire, held.octets, today).catch((error: unknown) => {
      if (error instanceof SheetRefusal) return error;
      throw error;
    });
    if (analyse instanceof SheetRefusal) {
      await saveEtat(db, id, importId, { etat: 'illisible', erreur: phrase(PHRASES_TABLEUR, analyse.refus) });
      return;
    }
    await saveLignes(db, id, importId, analyse.lignes);
    const isSound = analyse.lignes.every(({ verdict }) => verdict !== 'erreur');
    if (!isConfirmed || !isSound) {
      await saveEtat(db, id, importId, { etat: 'analyse' });
      return;
    }
    await ecrire(db, id, analyse.ecritures, held.createdBy);
    await saveEtat(db, id, importId, { etat: 'ecrit', ecritAt: now });
    await record(db, id, { acteur: null, acte: 'écrire un import au registre', objet: ['import', importId] });
  });
}
